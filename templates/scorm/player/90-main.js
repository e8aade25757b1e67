// The lesson: its pages, its state, and when what is saved.

document.documentElement.classList.add("js");

const main = () => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("lesson-data").textContent);
  const pages = all(document, "section.page");
  const links = all(document, ".toc a");
  const opened = lms.open();
  const seed = Math.floor(Math.random() * 2 ** 31);
  const read = decode(opened.state || "", data, seed);
  const store = opened.student ? rescue(`machina:${data.id}:${opened.student}`) : null;
  const app = { data, state: read.state };
  let page = "";
  let changed = false;
  let unsent = []; // reports that the LMS refused
  let pending = []; // reports that it took, but has not yet committed

  app.ui = (key, values = {}) => fill(data.ui[key], values);
  app.say = (text) => { byId("say").textContent = text; };
  app.changed = () => { changed = true; };
  app.draft = (key, answer) => {
    app.state.d[key] = answer;
    changed = true;
  };

  const forms = all(document, "form.question").map((form) => questionForm(form, app));
  const testPage = pages.find((one) => one.dataset.page === "_test");
  const test = testPage ? lessonTest(testPage, forms.filter((form) => form.place === "test"), app) : null;

  const notice = (key, look, buttons = []) => {
    const id = `notice-${key}`;
    if (byId(id)) return;
    const box = document.createElement("div");
    box.id = id;
    box.className = `notice ${look}`;
    const text = document.createElement("p");
    text.textContent = app.ui(key);
    box.append(text);
    for (const [label, action] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = app.ui(label);
      button.addEventListener("click", () => {
        box.remove();
        action();
      });
      box.append(button);
    }
    byId("notices").append(box);
  };

  const unnotice = (key) => {
    const box = byId(`notice-${key}`);
    if (box) box.remove();
    return Boolean(box);
  };

  const seenAll = () => data.pages.every((id) => app.state.p.includes(id));

  // What the lesson's record should say; "" leaves it as it is. A learner who has passed stays so.
  const status = () => {
    const { b } = app.state;
    if (b !== null && b >= data.mastery) return "passed";
    if (b !== null) return opened.status === "passed" ? "" : "failed";
    const scored = scoreOf({}, data) !== null;
    return !scored && seenAll() && (!test || test.finished) && opened.status !== "passed" ? "completed" : "";
  };

  const record = () => {
    const packed = encode(app.state, data.questions);
    const now = status();
    const before = ["passed", "completed"].includes(opened.status) && !now;
    return {
      packed,
      state: packed.text,
      page,
      status: now,
      score: app.state.b,
      done: before || now === "passed" || now === "completed" || (now === "failed" && test.exhausted),
    };
  };

  const settle = () => {
    if (!lms.recording) return;
    if (lms.trouble || unsent.length) {
      const kept = store && store.keep({ state: app.state, page, reports: [...unsent, ...pending] });
      unnotice("recovered");
      notice(kept ? "refused" : "refused-lost", "is-wrong");
      return;
    }
    pending = [];
    if (unnotice("refused") || unnotice("refused-lost")) {
      store.drop();
      notice("recovered", "is-right");
    }
  };

  // One commit. Everything that an answer or a page changes goes into it.
  const save = (reports = []) => {
    lms.trouble = false;
    changed = false;
    for (const report of reports) (lms.report(report) ? pending : unsent).push(report);
    if (!lms.recording) unsent = [];
    const entry = record();
    lms.put(entry);
    if (lms.recording) lms.commit();
    settle();
    return entry.packed;
  };

  app.answered = (form, report) => {
    if (form.place === "test") test.answered(form);
    const { cut, cap } = save([report]);
    if (cut.includes(form.name) && lms.recording) form.warn(app.ui("cut", { number: cap }));
    mirror(form);
  };

  // A question that stands on two pages is answered on both.
  const mirror = (form) => {
    forms.filter((one) => one !== form && one.place === form.place && one.name === form.name).forEach((one) => one.restore());
  };

  const progress = () => {
    const { length } = data.pages;
    byId("progress").value = app.state.p.length;
    byId("progress-text").textContent = app.ui("pages-seen", { number: app.state.p.length, all: length });
    links.forEach((link) => {
      const seen = app.state.p.includes(link.dataset.page);
      link.classList.toggle("is-seen", seen);
      link.querySelector(".seen-text").hidden = !seen;
      if (link.dataset.page === page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  };

  const turnTo = (id, focus) => {
    page = id;
    if (!app.state.p.includes(id)) app.state.p.push(id);
    pages.forEach((one) => { one.hidden = one.dataset.page !== id; });
    forms.filter((form) => !form.form.closest("section").hidden).forEach((form) => form.appear());
    if (test && id === "_test") test.show(false);
    progress();
    closeContents();
    save();
    if (!focus) return;
    window.scrollTo(0, 0);
    byId(`h-${id}`).focus({ preventScroll: true });
  };

  const contents = document.querySelector(".toc-button");
  const closeContents = () => contents.setAttribute("aria-expanded", "false");
  contents.addEventListener("click", () => {
    contents.setAttribute("aria-expanded", String(contents.getAttribute("aria-expanded") !== "true"));
  });

  // The page that is open already: no address changes.
  links.forEach((link) => link.addEventListener("click", () => {
    if (link.dataset.page !== page) return;
    closeContents();
    byId(`h-${page}`).focus();
  }));

  const setLevel = (level) => {
    document.documentElement.dataset.level = level;
    all(document, "[name=level]").forEach((box) => { box.checked = box.value === level; });
  };
  all(document, "[name=level]").forEach((box) => box.addEventListener("change", () => {
    app.state.l = box.value;
    app.changed();
    setLevel(box.value);
  }));

  const showState = () => {
    setLevel(app.state.l);
    forms.forEach((form) => form.restore());
    if (test) test.show(false);
  };

  const offer = () => {
    const kept = store && !opened.review ? store.read() : null;
    if (!kept || !kept.state) return;
    const old = decode(JSON.stringify(kept.state), data, seed).state;
    if (JSON.stringify(old) === JSON.stringify(app.state)) {
      store.drop();
      return;
    }
    notice("kept", "is-wrong", [
      ["kept-use", () => {
        app.state = old;
        showState();
        progress();
        save(Array.isArray(kept.reports) ? kept.reports : []);
        if (!lms.trouble && !unsent.length) store.drop();
        byId(`h-${page}`).focus();
      }],
      ["kept-drop", () => {
        store.drop();
        byId(`h-${page}`).focus();
      }],
    ]);
  };

  window.addEventListener("hashchange", () => {
    const id = decodeURIComponent(location.hash).replace("#p-", "");
    if (data.pages.includes(id) && id !== page) turnTo(id, true);
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed && lms.recording) save();
  });

  window.addEventListener("pagehide", () => {
    if (changed) lms.put(record());
    lms.finish();
    if (lms.trouble && store && !opened.review) store.keep({ state: app.state, page, reports: [...unsent, ...pending] });
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted && lms.ended) notice("ended", "is-wrong");
  });

  if (!opened.found) notice("no-lms", "");
  else if (!opened.session) notice("no-session", "is-wrong");
  else if (opened.review) notice("review-mode", "");
  if (read.trouble) notice(read.trouble, "is-wrong");

  showState();
  const first = [opened.page, decodeURIComponent(location.hash).replace("#p-", "")].find((id) => data.pages.includes(id));
  try {
    history.replaceState(null, "", `#p-${first || data.pages[0]}`);
  } catch { /* a page without an address of its own */ }
  turnTo(first || data.pages[0], false);
  offer();
};

document.addEventListener("DOMContentLoaded", main);
