// The play page: the package in a frame, the LMS (lms.js) above it, and what passes between them shown beside it.
"use strict";

(() => {
  const at = (id) => document.getElementById(id);
  const config = JSON.parse(at("config").textContent);
  const frame = at("frame");
  const PENDING = `machina-preview-pending:${config.path}`;
  const RULES = "machina-preview-rules";
  const MOST_ROWS = 2000;

  // ---- the server: everything is synchronous, as Moodle's own player does it
  const ask = (method, value) => {
    const request = new XMLHttpRequest();
    request.open(method, config.attempts, false);
    if (value) request.setRequestHeader("Content-Type", "application/json");
    request.send(value ? JSON.stringify(value) : null);
    return request.status === 200 ? JSON.parse(request.responseText) : null;
  };
  const post = (value) => {
    try {
      return ask("POST", value);
    } catch {
      // While a page goes away browsers refuse synchronous requests. The beacon does it, and should the next page be
      // quicker, it finds the values here.
      sessionStorage.setItem(PENDING, JSON.stringify(value));
      return navigator.sendBeacon(config.attempts, new Blob([JSON.stringify(value)], { type: "application/json" })) ? { taken: true } : null;
    }
  };
  const pending = sessionStorage.getItem(PENDING);
  if (pending) {
    sessionStorage.removeItem(PENDING);
    ask("POST", JSON.parse(pending));
  }
  const attempt = ask("GET").attempts.at(-1);

  // ---- the rules that the author chose
  const form = at("rules");
  const chosen = { rules: "standard", mode: "auto", lang: "", level: "", preference: "", override: true, ...JSON.parse(localStorage.getItem(RULES) || "{}") };
  for (const [name, value] of Object.entries(chosen)) {
    const field = form.elements[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = value;
    else if ([...field.options].some((option) => option.value === value)) field.value = value;
  }
  const begun = Object.values(attempt.scos);
  const over = begun.length > 0 && begun.every((values) => MachinaLms.finished(config.standard, values));
  const decided = form.elements.mode.value === "auto" ? (over ? "review" : "normal") : form.elements.mode.value;
  const settings = {
    rules: form.elements.rules.value, mode: decided, override: form.elements.override.checked, dead: false,
    language: form.elements.preference.value, learner: { id: "learner1", name: "Lovelace, Ada" },
  };
  form.addEventListener("change", () => {
    settings.rules = form.elements.rules.value;
    settings.override = form.elements.override.checked;
    settings.dead = form.elements.dead.checked;
    const { rules, mode, lang, level, preference, override } = form.elements;
    localStorage.setItem(RULES, JSON.stringify({ rules: rules.value, mode: mode.value, lang: lang.value, level: level.value, preference: preference.value, override: override.checked }));
  });

  // ---- the LMS
  let current = null;
  let forgetting = false;
  const lms = MachinaLms.open({
    standard: config.standard,
    settings,
    save: (values) => forgetting || Boolean(post({ action: "save", number: attempt.number, sco: current.id, values })?.taken),
    note: (entry) => log(entry),
    navigate: (where) => setTimeout(() => step(where === "next" ? 1 : -1), 500),
  });
  window[lms.name] = lms.api;

  const address = (item) => {
    const url = new URL(config.base + item.href, location.href);
    for (const name of ["lang", "level"]) {
      const wish = form.elements[name].value;
      if (wish) url.searchParams.set(name, wish);
    }
    return url.href;
  };
  const loaded = () => new Promise((done) => frame.addEventListener("load", done, { once: true }));
  const leave = async () => {
    if (!current || frame.src === "about:blank") return;
    const gone = loaded();
    frame.src = "about:blank";
    await gone;
    if (!forgetting && current) attempt.scos[current.id] = lms.record();
    draw();
  };
  const play = async (item) => {
    await leave();
    current = item;
    lms.launch({ id: item.id, mastery: item.mastery, launchData: item.launch_data, threshold: item.threshold, passing: item.passing, maxTime: item.max_time, timeLimitAction: item.limit_action }, attempt.scos[item.id] || {});
    if (!item.tracked && decided === "normal") {
      // An asset reports nothing; Moodle marks it completed when it is shown.
      post({ action: "save", number: attempt.number, sco: item.id, values: { [MachinaLms.STANDARDS[config.standard].status]: "completed" } });
    }
    frame.src = address(item);
    draw();
  };
  const step = (by) => {
    const playable = config.items.filter((item) => item.href);
    const next = playable[playable.indexOf(current) + by];
    if (!next) return;
    at("sco").value = String(config.items.indexOf(next));
    play(next);
  };
  const say = (text) => {
    at("said").textContent = text;
    at("said").hidden = !text;
  };

  // ---- what is shown
  const calls = at("calls");
  const started = performance.now();
  let count = 0;
  let errors = 0;
  let drawn = true;
  const cell = (row, tag, text, name) => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (name) element.className = name;
    row.append(element);
    return element;
  };
  const READING = /Get(Value|LastError|ErrorString|Diagnostic)$/;
  const log = ({ call, args, result, code, text, hint }) => {
    const row = document.createElement("tr");
    // In 2004 a package learns that there is no value yet by asking and being told 403: no fault of its.
    const fault = code && !(config.standard === "2004" && code === 403);
    row.className = `${fault ? "error" : ""} ${READING.test(call) ? "read" : ""}`;
    cell(row, "td", ((performance.now() - started) / 1000).toFixed(2), "time");
    const what = cell(row, "td", "", "what");
    cell(what, "b", call);
    args.filter((argument) => argument !== "").forEach((argument, place) => cell(what, "code", String(argument), place ? "value" : "element"));
    const outcome = cell(row, "td", "", "outcome");
    cell(outcome, "code", result === "" ? "\u201c\u201d" : result);
    if (code) {
      cell(outcome, "strong", `${code} ${text}`);
      if (hint) cell(outcome, "span", hint, "hint");
      if (fault) errors += 1;
    }
    const box = calls.closest(".scroll");
    const low = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
    calls.append(row);
    if (calls.rows.length > MOST_ROWS) calls.rows[0].remove();
    if (low) box.scrollTop = box.scrollHeight;
    count += 1;
    draw();
  };
  const value = (list, name) => list.find(({ element }) => element === name)?.value || "";
  const draw = () => {
    if (!drawn) return;
    drawn = false;
    requestAnimationFrame(() => {
      drawn = true;
      const list = lms.data();
      const is12 = config.standard === "1.2";
      const status = is12 ? value(list, "cmi.core.lesson_status") : `${value(list, "cmi.completion_status")}, ${value(list, "cmi.success_status")}`;
      at("fact-attempt").textContent = attempt.number;
      at("fact-status").textContent = status;
      at("fact-score").textContent = value(list, is12 ? "cmi.core.score.raw" : "cmi.score.raw") || "–";
      at("fact-time").textContent = value(list, is12 ? "cmi.core.total_time" : "cmi.total_time");
      at("fact-mode").textContent = decided;
      at("fact-mode-box").hidden = decided === "normal";
      at("count-calls").textContent = count;
      at("count-errors").textContent = errors ? `${errors} ${errors === 1 ? "error" : "errors"}` : "";
      if (!at("panel-data").hidden) drawData(list);
    });
  };
  const drawData = (list) => {
    const rows = list
      .filter(({ value }) => value !== "" || !at("only-set").checked)
      .map(({ element, value, access }) => {
        const row = document.createElement("tr");
        if (access === "r") row.className = "given";
        const head = cell(row, "th", element);
        head.scope = "row";
        const body = cell(row, "td", "");
        cell(body, "code", value === "" ? "–" : value);
        if (/suspend_data$/.test(element) && value) cell(body, "span", `${value.length} of ${config.standard === "1.2" ? 4096 : 64000} characters`, "hint");
        return row;
      });
    at("data").replaceChildren(...rows);
  };

  // ---- the controls
  const filter = () => {
    calls.dataset.show = at("filter").value;
  };
  at("filter").addEventListener("change", filter);
  filter();
  at("empty").addEventListener("click", () => {
    calls.replaceChildren();
    count = 0;
    errors = 0;
    draw();
  });
  at("only-set").addEventListener("change", draw);
  at("leave").addEventListener("click", async () => {
    if (current) {
      await leave();
      current = null;
      at("leave").textContent = "Come back";
      say("The learner has left. What was committed is kept.");
    } else location.reload();
  });
  const restart = async (action) => {
    if (action === "clear") forgetting = true;
    await leave();
    current = null;
    sessionStorage.removeItem(PENDING);
    ask("POST", { action });
    location.reload();
  };
  at("new").addEventListener("click", () => restart("new"));
  at("clear").addEventListener("click", () => {
    if (confirm("Forget every attempt of this package?")) restart("clear");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await leave();
    location.reload();
  });
  at("sco")?.addEventListener("change", () => play(config.items[Number(at("sco").value)]));

  const tabs = [...document.querySelectorAll("[role=tab]")];
  const choose = (tab) => {
    for (const other of tabs) {
      const on = other === tab;
      other.setAttribute("aria-selected", on);
      other.tabIndex = on ? 0 : -1;
      at(other.getAttribute("aria-controls")).hidden = !on;
    }
    draw();
  };
  tabs.forEach((tab, place) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      const next = tabs[(place + by + tabs.length) % tabs.length];
      choose(next);
      next.focus();
    });
  });

  // The package was built anew: let the learner leave properly, then come back to the new one.
  window.beforeReload = leave;
  if (decided === "review") say("This attempt is finished: Moodle opens it for review, and a package must write nothing now. “New attempt” begins again.");
  if (decided === "browse") say("Browsing: no credit, and a package must write nothing now.");
  const wanted = config.items.find((item) => item.href && !MachinaLms.finished(config.standard, attempt.scos[item.id] || {}));
  const first = wanted || config.items.find((item) => item.href);
  if (at("sco")) at("sco").value = String(config.items.indexOf(first));
  play(first);
})();
