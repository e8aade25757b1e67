// One question on the page: its controls, its answer, its feedback. `app` has data, state, ui(), draft(), answered().

// How an answer was marked when it was given stands, though the key may read otherwise by now: in another language other
// words are accepted.
const faithful = (result, fraction) => {
  if (fraction < 0 || result.fraction === null || Math.abs(result.fraction - fraction) < 1e-5) return result;
  const rows = fraction === 1 ? Object.fromEntries(Object.keys(result.rows).map((row) => [row, true])) : {};
  return { ...result, rows, feedback: [] };
};

const questionForm = (form, app) => {
  const name = form.dataset.question;
  const place = form.dataset.in;
  const draftKey = `${place} ${name}`;
  const question = app.data.questions[name];
  const kind = KINDS[question.kind];
  const outcome = form.querySelector(".outcome");
  const check = form.querySelector("[type=submit]");
  const again = form.querySelector("[data-do=again]");
  const next = form.querySelector("[data-do=next]");
  const controls = all(form, "[data-option], [data-answer], [data-prompt], [data-gap], .mover");
  const rows = all(form, "[data-row]");
  const source = all(form, "[data-option]").map((box) => box.closest(".option"));
  const selects = all(form, "select").map((box) => ({ box, entries: all(box, "option").slice(1) }));
  const empty = question.kind === "gaps" ? [] : question.kind === "essay" ? form.querySelector("textarea").defaultValue : "";
  let began = Date.now();

  const arrange = () => {
    const seed = hash(`${app.state.s} ${place} ${name} ${place === "test" ? app.state.a : 0}`);
    if (question.kind === "order") {
      const mixed = shuffled(question.items, seed);
      const right = mixed.every((item, at) => item === question.items[at]);
      kind.write(form, (right ? [...mixed.slice(1), mixed[0]] : mixed).join(","), question);
    }
    if (!question.shuffle) return;
    if (!question.truth) shuffled(source, seed).forEach((option) => option.parentNode.append(option));
    selects.forEach(({ box, entries }) => box.append(...shuffled(entries, seed)));
  };

  const say = (text, look) => {
    outcome.textContent = text;
    outcome.className = `outcome ${look}`;
  };

  const mark = (row, text, look) => {
    row.classList.add(look);
    const place_ = row.querySelector(".mark");
    if (place_) place_.textContent = text;
  };

  const clean = () => {
    rows.forEach((row) => {
      row.classList.remove("is-right", "is-wrong", "is-solution");
      const place_ = row.querySelector(".mark");
      if (place_) place_.textContent = "";
    });
    all(form, "[data-feedback], .solution").forEach((part) => { part.hidden = true; });
    controls.forEach((control) => { control.disabled = false; });
    say("", "");
    [check.hidden, again.hidden, next.hidden] = [false, true, true];
  };

  // Show how an answer was marked. `last`: there is no further try, so the right answer may be seen.
  const show = (answer, fraction, last) => {
    const result = faithful(asked(question, answer), fraction);
    const scored = fraction >= 0;
    const right = fraction === 1;
    controls.forEach((control) => { control.disabled = true; });
    for (const row of rows) {
      const name_ = row.dataset.row;
      if (name_ in result.rows) {
        const good = result.rows[name_];
        mark(row, app.ui(good ? "right" : "wrong"), good ? "is-right" : "is-wrong");
      } else if (last && scored && (result.solution || []).includes(name_)) {
        mark(row, app.ui("right-answer"), "is-solution");
      }
    }
    const keys = last || right ? [...result.feedback, "general"] : [...result.feedback];
    // Beside the one right answer stands why it is right.
    if (last && scored && !right && !question.multiple) keys.push(...(result.solution || []));
    all(form, "[data-feedback]").forEach((part) => { part.hidden = !keys.includes(part.dataset.feedback); });
    const solution = form.querySelector(".solution");
    if (solution) solution.hidden = !(last && scored && !right) || question.kind === "choice";
    const word = !scored ? "saved-answer" : right ? "right" : fraction > 0 ? "partly" : "wrong";
    say(app.ui(word), word === "partly" ? "is-partly" : word === "wrong" ? "is-wrong" : "is-right");
    check.hidden = true;
    again.hidden = place === "test" || right;
    again.textContent = app.ui(scored ? "again" : "change");
  };

  const restore = () => {
    clean();
    arrange();
    const stored = place === "test" ? app.state.t[name] : app.state.k[name];
    const answer = stored ? stored[0] : app.state.d[draftKey];
    if (answer) kind.write(form, answer, question);
    else if (question.kind !== "order") kind.write(form, empty, question);
    if (stored) show(stored[0], stored[1], place === "test" || stored[2] > 1);
  };

  const refuse = (reason) => {
    say(app.ui(reason, { example: `0${app.data.decimal}5` }), "is-wrong");
    const open = controls.find((control) => !control.value || control.type === "radio" || control.type === "checkbox");
    (open || controls[0]).focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (check.hidden) return;
    const answer = kind.read(form, question);
    const missing = kind.missing(question, answer);
    if (missing) {
      refuse(missing);
      return;
    }
    const { fraction } = asked(question, answer);
    const kept = fraction === null ? -1 : Math.round(fraction * 1e6) / 1e6;
    const tries = (app.state.k[name] || [0, 0, 0])[2] + 1;
    delete app.state.d[draftKey];
    if (place === "test") app.state.t[name] = [answer, kept];
    else app.state.k[name] = [answer, kept, Math.min(tries, 99)];
    show(answer, kept, place === "test" || tries > 1);
    app.answered(me, {
      id: place === "test" ? question.id : `${question.id}.page`,
      ...kind.lms(question, answer),
      result: kept < 0 ? "neutral" : kept === 1 ? "right" : "wrong",
      weight: String(place === "test" ? question.points : 0),
      objectives: app.data.objectives.filter((one) => one.questions.includes(name)).map((one) => one.id),
      text: oneLine(all(form, ".stem p, .stem li").map((part) => part.textContent).join(" ")),
      lang: app.data.lang,
      at: Date.now(),
      took: Date.now() - began,
    });
    const focus = [next, again].find((button) => !button.hidden) || outcome;
    if (focus === outcome) outcome.tabIndex = -1;
    focus.focus();
  });

  again.addEventListener("click", () => {
    clean();
    began = Date.now();
    controls[0].focus();
  });

  all(form, ".mover").forEach((button) => button.addEventListener("click", () => {
    const row = button.closest("[data-item]");
    const up = button.dataset.do === "up";
    const other = up ? row.previousElementSibling : row.nextElementSibling;
    if (other) (up ? other.before(row) : other.after(row));
    button.focus();
    const items = all(row.parentNode, "[data-item]");
    app.say(app.ui("moved", { number: items.indexOf(row) + 1, all: items.length }));
    app.draft(draftKey, kind.read(form, question));
  }));

  form.addEventListener("input", () => app.draft(draftKey, kind.read(form, question)));

  // A label may not hold a listing; the block beside such an option is clicked instead.
  all(form, ".option > .label").forEach((block) => block.addEventListener("click", () => {
    block.parentNode.querySelector("[data-option]").click();
  }));

  const me = {
    name,
    place,
    form,
    next,
    restore,
    appear() {
      began = Date.now();
    },
    entitle(text) {
      form.querySelector(".question-title").textContent = text;
    },
    warn(text) {
      say(`${outcome.textContent} ${text}`, "is-wrong");
    },
  };
  return me;
};
