// The lesson's test: start, one question after the other, result, review. A test has `forms` in the lesson's order.

const lessonTest = (page, forms, app) => {
  const { data } = app;
  const opening = page.querySelector(".test-start");
  const result = page.querySelector(".test-result");
  const attempts = () => (data.attempts ? Math.max(0, data.attempts - app.state.a) : Infinity);
  const current = () => {
    const names = asks(app.state, data);
    return forms.filter((form) => names.includes(form.name));
  };
  const open = () => current().find((form) => !(form.name in app.state.t));

  const line = (tag, key, values) => {
    const element = document.createElement(tag);
    element.textContent = app.ui(key, values);
    return element;
  };

  // The result beside what is needed; the words say the same.
  const bar = (score) => {
    const [whole, part, needed] = ["div", "i", "b"].map((tag) => document.createElement(tag));
    whole.className = "score-bar";
    whole.setAttribute("aria-hidden", "true");
    part.style.inlineSize = `${score}%`;
    needed.style.insetInlineStart = `${data.mastery}%`;
    whole.append(part, needed);
    return whole;
  };

  const percent = (number) => new Intl.NumberFormat(data.lang, { maximumFractionDigits: 1 }).format(number);

  const showOnly = (shown) => forms.forEach((form) => { form.form.hidden = !shown.includes(form); });

  const begin = () => {
    app.state.a += 1;
    app.state.t = {};
    Object.keys(app.state.d).filter((key) => key.startsWith("test ")).forEach((key) => delete app.state.d[key]);
    forms.forEach((form) => form.restore());
    app.changed();
    show(true);
  };

  const showResult = () => {
    const names = asks(app.state, data);
    const score = scoreOf(app.state.t, data, names);
    const passed = score !== null && score >= data.mastery;
    const everPassed = app.state.b !== null && app.state.b >= data.mastery;
    result.className = `test-result ${score === null ? "" : passed ? "is-right" : "is-wrong"}`;
    const parts = [line("h3", score === null ? "done" : passed ? "passed" : "failed")];
    if (score !== null) {
      const scored = names.filter((name) => data.questions[name].kind !== "essay");
      const right = scored.filter((name) => app.state.t[name][1] === 1).length;
      parts.push(line("p", "score", { number: percent(score) }));
      parts[1].className = "score";
      parts.push(bar(score));
      if (app.state.b > score) parts.push(line("p", "best-score", { number: percent(app.state.b) }));
      parts.push(line("p", "right-of", { number: right, all: scored.length }));
      parts.push(line("p", "test-mastery", { number: data.mastery }));
    }
    if (score !== null && !everPassed) {
      if (data.attempts) parts.push(attempts() ? line("p", "attempts-left", { number: attempts() }) : line("p", "no-attempts"));
      if (attempts()) {
        const again = line("button", "again");
        again.type = "button";
        again.className = "primary";
        again.addEventListener("click", begin);
        parts.push(again);
      }
    }
    parts.push(line("p", "review"));
    result.replaceChildren(...parts);
  };

  // Show what the state says: the start, the question to be answered, or the result with all answers.
  const show = (focus) => {
    const asked_ = current();
    const next = app.state.a ? open() : null;
    const finished = app.state.a > 0 && !next;
    opening.hidden = app.state.a > 0;
    result.hidden = !finished;
    showOnly(finished ? asked_ : next ? [next] : []);
    forms.forEach((form) => { form.next.hidden = true; });
    asked_.forEach((form, at) => form.entitle(app.ui("question-of", { number: at + 1, all: asked_.length })));
    if (finished) showResult();
    if (next) next.appear();
    if (!focus) return;
    const target = finished ? result : next.form.querySelector("h3");
    target.tabIndex = -1;
    target.focus();
    target.scrollIntoView({ block: "start" });
  };

  opening.querySelector("[data-do=start]").addEventListener("click", begin);
  forms.forEach((form) => form.next.addEventListener("click", () => show(true)));

  return {
    show,
    get finished() {
      return app.state.a > 0 && !open();
    },
    // After an answer: the question stays, with its feedback, until the learner goes on.
    answered(form) {
      const last = !open();
      if (last) {
        const score = scoreOf(app.state.t, data, asks(app.state, data));
        if (score !== null) app.state.b = Math.max(app.state.b === null ? 0 : app.state.b, score);
      }
      form.next.textContent = app.ui(last ? "see-result" : "next-question");
      form.next.hidden = false;
    },
    get exhausted() {
      return !attempts();
    },
  };
};
