// The lesson: one session with the LMS, one view of it in one language at a time, and when what is saved.

document.documentElement.classList.add("js");

const byId = (id) => document.getElementById(id);

// What one can turn to. The extras, slides and glossary, stand beside the lesson and do not count as read or unread.
const allPages = (data) => [...data.pages, ...(data.extras || [])];

// What stays when the language changes: the LMS, the learner's state, what the LMS was not told, the notices.
const openSession = (data) => {
  const opened = lms.open();
  const seed = Math.floor(Math.random() * 2 ** 31);
  const read = decode(opened.state || "", data, seed);
  return {
    opened,
    seed,
    state: read.state,
    trouble: read.trouble,
    store: opened.student ? rescue(`machina:${data.id}:${opened.student}`) : null,
    page: "",
    changed: false,
    unsent: [], // reports that the LMS refused
    pending: [], // reports that it took, but has not yet committed
    notices: new Map(),
  };
};

// Bring the document, as it stands now, to life. What a part of the player has to do for each document it adds to FEATURES.
const mount = (session) => {
  const data = JSON.parse(byId("lesson-data").textContent);
  const pages = all(document, "section.page");
  const links = all(document, ".toc a");
  const { opened, store } = session;
  const app = {
    data,
    session,
    get state() { return session.state; },
    set state(state) { session.state = state; },
  };

  app.ui = (key, values = {}) => fill(data.ui[key], values);
  app.say = (text) => { byId("say").textContent = text; };
  app.changed = () => { session.changed = true; };
  app.draft = (key, answer) => {
    app.state.d[key] = answer;
    session.changed = true;
  };

  const forms = all(document, "form.question").map((form) => questionForm(form, app));
  const testPage = pages.find((one) => one.dataset.page === "_test");
  const test = testPage ? lessonTest(testPage, forms.filter((form) => form.place === "test"), app) : null;

  const unnotice = (key) => {
    const box = byId(`notice-${key}`);
    if (box) box.remove();
    return session.notices.delete(key);
  };

  const showNotice = (key, { look, buttons, values }) => {
    const box = document.createElement("div");
    box.id = `notice-${key}`;
    box.className = `notice ${look}`;
    const text = document.createElement("p");
    text.textContent = app.ui(key, values);
    box.append(text);
    for (const [label, action] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = app.ui(label);
      button.addEventListener("click", () => {
        unnotice(key);
        action();
      });
      box.append(button);
    }
    byId("notices").append(box);
  };

  const notice = (key, look, buttons = [], values = {}) => {
    if (session.notices.has(key)) return;
    session.notices.set(key, { look, buttons, values });
    showNotice(key, session.notices.get(key));
  };
  app.notice = notice;

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
      page: session.page,
      status: now,
      score: app.state.b,
      progress: app.state.p.length / data.pages.length,
      objectives: test && test.finished ? objectivesOf(app.state, data) : [],
      done: before || now === "passed" || now === "completed" || (now === "failed" && test.exhausted),
    };
  };

  const settle = () => {
    if (!lms.recording) return;
    if (lms.trouble || session.unsent.length) {
      const kept = store
        && store.keep({ state: app.state, page: session.page, reports: [...session.unsent, ...session.pending] });
      unnotice("recovered");
      notice(kept ? "refused" : "refused-lost", "is-wrong");
      return;
    }
    session.pending = [];
    if ([unnotice("refused"), unnotice("refused-lost")].includes(true)) {
      store.drop();
      notice("recovered", "is-right");
    }
  };

  // One commit. Everything that an answer or a page changes goes into it.
  const save = (reports = []) => {
    lms.trouble = false;
    session.changed = false;
    for (const report of reports) (lms.report(report) ? session.pending : session.unsent).push(report);
    if (!lms.recording) session.unsent = [];
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

  // In a unit, the pages of the other lessons are folded away; a lesson's first page stays.
  const part = (id) => (id.includes(".") ? id.split(".")[0] : "");
  const progress = () => {
    const { length } = data.pages;
    byId("progress").value = app.state.p.length;
    byId("progress-text").textContent = app.ui("pages-seen", { number: app.state.p.length, all: length });
    links.forEach((link) => {
      const id = link.dataset.page;
      const seen = app.state.p.includes(id);
      link.classList.toggle("is-seen", seen);
      link.querySelector(".seen-text").hidden = !seen;
      link.closest("li").hidden = part(id) !== "" && !id.endsWith("._start") && part(id) !== part(session.page);
      if (id === session.page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  };

  const showPage = () => {
    const id = session.page;
    pages.forEach((one) => { one.hidden = one.dataset.page !== id; });
    forms.filter((form) => !form.form.closest("section").hidden).forEach((form) => form.appear());
    if (test && id === "_test") test.show(false);
    progress();
    closeContents();
  };

  const turnTo = (id, focus) => {
    session.page = id;
    if (data.pages.includes(id) && !app.state.p.includes(id)) app.state.p.push(id);
    showPage();
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
    if (link.dataset.page !== session.page) return;
    closeContents();
    byId(`h-${session.page}`).focus();
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
    const old = decode(JSON.stringify(kept.state), data, session.seed).state;
    if (JSON.stringify(old) === JSON.stringify(app.state)) {
      store.drop();
      return;
    }
    // By the view of that moment: the language may have been changed while the notice stood.
    notice("kept", "is-wrong", [
      ["kept-use", () => view.use(old, Array.isArray(kept.reports) ? kept.reports : [])],
      ["kept-drop", () => {
        store.drop();
        byId(`h-${session.page}`).focus();
      }],
    ]);
  };

  const chooser = byId("language");
  if (chooser) {
    chooser.value = data.lang;
    chooser.addEventListener("change", () => switchTo(chooser.value));
  }

  session.notices.forEach((entry, key) => showNotice(key, entry));
  showState();
  FEATURES.forEach((feature) => feature(app));

  return {
    data,
    turnTo,
    showPage,
    save,
    record,
    notice,
    offer,
    use(state, reports) {
      app.state = state;
      showState();
      progress();
      save(reports);
      if (!lms.trouble && !session.unsent.length) store.drop();
      byId(`h-${session.page}`).focus();
    },
  };
};

let session = null;
let view = null;

// Put the lesson's text in another language into the page; session, state and page stay.
const showLanguage = (entry) => {
  const root = document.documentElement;
  [root.lang, root.dir, document.title] = [entry.code, entry.dir, entry.title];
  document.body.innerHTML = entry.body;
  view = mount(session);
};

const switchTo = (code) => {
  const back = view.data.lang;
  loadLanguage(code).then((entry) => {
    if (session.changed) view.save();
    showLanguage(entry);
    lms.prefer(code);
    view.showPage();
    view.save();
    byId("language").focus();
  }, () => {
    byId("language").value = back;
    view.notice("language-missing", "is-wrong");
  });
};

const begin = () => {
  const { opened } = session;
  view = mount(session);
  if (!opened.found) view.notice("no-lms", "");
  else if (!opened.session) view.notice("no-session", "is-wrong");
  else if (opened.review) view.notice("review-mode", "");
  if (session.trouble) view.notice(session.trouble, "is-wrong");
  session.asked.unknown.forEach((value) => view.notice("launch-unknown", "is-wrong", [], { value }));
  const pages = allPages(view.data);
  const first = [opened.page, decodeURIComponent(location.hash).replace("#p-", "")].find((id) => pages.includes(id));
  try {
    history.replaceState(null, "", `#p-${first || pages[0]}`);
  } catch { /* a page without an address of its own */ }
  view.turnTo(first || pages[0], false);
  view.offer();
};

const main = () => {
  const data = JSON.parse(byId("lesson-data").textContent);
  session = openSession(data);
  session.asked = launchWishes(data, session.opened.launch);
  if (!session.state.p.length) session.state.l = session.asked.level || data.level || session.state.l;
  keepLanguage(data);

  window.addEventListener("hashchange", () => {
    const id = decodeURIComponent(location.hash).replace("#p-", "");
    if (view && allPages(view.data).includes(id) && id !== session.page) view.turnTo(id, true);
  });
  document.addEventListener("visibilitychange", () => {
    if (view && document.visibilityState === "hidden" && session.changed && lms.recording) view.save();
  });
  window.addEventListener("pagehide", () => {
    if (view && session.changed) lms.put(view.record());
    lms.finish();
    if (lms.trouble && session.store && !session.opened.review) {
      const { state, page, unsent, pending } = session;
      session.store.keep({ state, page, reports: [...unsent, ...pending] });
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (view && event.persisted && lms.ended) view.notice("ended", "is-wrong");
  });

  const wanted = startLanguage(data, session);
  if (wanted === data.lang) {
    begin();
    return;
  }
  // Nothing is shown until the other language is there, so that the page does not jump.
  document.documentElement.hidden = true;
  loadLanguage(wanted).then((entry) => {
    const root = document.documentElement;
    [root.lang, root.dir, document.title] = [entry.code, entry.dir, entry.title];
    document.body.innerHTML = entry.body;
  }, () => {}).then(() => {
    document.documentElement.hidden = false;
    begin();
  });
};

document.addEventListener("DOMContentLoaded", main);
