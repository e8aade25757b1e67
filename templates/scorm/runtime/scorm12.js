// SCORM 1.2 run time: the one place that speaks to the LMS. Other standards have a file of the same shape beside it.
// lms.open() -> {found, session, review, state, page, student}; lms.put(record) writes what changed; lms.report(...) adds
// an interaction; lms.commit(); lms.finish(). `lms.trouble` is true while the LMS does not take something it must take.

const lms = (() => {
  const NAME = "API";
  const REQUIRED = ["cmi.core.lesson_status", "cmi.core.lesson_location", "cmi.suspend_data", "cmi.core.score.raw"];
  const written = new Map();
  const unsupported = new Set();
  let api = null;
  let running = false;
  let finished = false;
  let started = 0;
  let count = 0;

  const found = (start) => {
    // RTE 3.3.6.1: the window, then its parents, at most 500. Reading a parent of another origin throws; a window above
    // it may be readable again.
    let here = start;
    for (let step = 0; step <= 500 && here; step += 1) {
      try {
        if (here[NAME]) return here[NAME];
      } catch { /* another origin */ }
      if (here.parent === here) return null;
      here = here.parent;
    }
    return null;
  };

  const find = () => {
    const above = found(window);
    if (above) return above;
    try {
      return window.opener ? found(window.opener) : null;
    } catch {
      return null;
    }
  };

  const call = (name, ...values) => {
    try {
      return String(api[name](...values));
    } catch {
      return "false";
    }
  };

  const error = () => Number(call("LMSGetLastError")) || 0;

  const read = (element) => {
    const value = call("LMSGetValue", element);
    return value === "false" || value === "undefined" || value === "null" ? "" : value;
  };

  // 401: not implemented; 201: Moodle's answer to an element it does not know. Both are the LMS's right for what
  // SCORM 1.2 calls optional.
  const write = (element, value) => {
    const group = element.replace(/\d+/g, "n");
    if (unsupported.has(group) || written.get(element) === value) return true;
    if (call("LMSSetValue", element, value) === "true") {
      written.set(element, value);
      return true;
    }
    const code = error();
    if (!REQUIRED.includes(element) && (code === 401 || code === 201)) {
      unsupported.add(group);
      return true;
    }
    me.trouble = true;
    return false;
  };

  const me = {
    trouble: false,

    open() {
      api = find();
      if (!api) return { found: false };
      if (call("LMSInitialize", "") !== "true") return { found: true, session: false };
      running = true;
      started = Date.now();
      const status = read("cmi.core.lesson_status");
      const mode = read("cmi.core.lesson_mode");
      me.review = mode === "review" || mode === "browse";
      if (!me.review && !["passed", "failed", "completed", "incomplete"].includes(status)) {
        write("cmi.core.lesson_status", "incomplete");
      }
      count = Number(read("cmi.interactions._count")) || 0;
      return {
        found: true,
        session: true,
        review: me.review,
        status,
        student: read("cmi.core.student_id"),
        state: read("cmi.suspend_data"),
        page: read("cmi.core.lesson_location"),
      };
    },

    get recording() {
      return running && !finished && !me.review;
    },

    // What an LMS must take, and in which state the attempt is. Only what changed is written.
    put({ state, page, status, score, done }) {
      if (!me.recording) return;
      write("cmi.suspend_data", state);
      write("cmi.core.lesson_location", page);
      if (status) write("cmi.core.lesson_status", status);
      if (score !== null) {
        write("cmi.core.score.raw", String(score));
        write("cmi.core.score.min", "0");
        write("cmi.core.score.max", "100");
      }
      write("cmi.core.exit", done ? "" : "suspend");
    },

    // One answer. Write-only in 1.2; the id goes first, the rest belongs to it. Returns whether all of it was taken.
    report({ id, type, response, patterns, result, weight, time, latency }) {
      if (!me.recording) return false;
      const base = `cmi.interactions.${count}`;
      if (!write(`${base}.id`, id)) return false; // an index that was refused must not be skipped (201 in Moodle)
      count += 1;
      const parts = [["type", type], ["time", time], ["weighting", weight]];
      patterns.forEach((pattern, at) => parts.push([`correct_responses.${at}.pattern`, pattern]));
      parts.push(["student_response", response], ["result", result], ["latency", latency]);
      return parts.map(([name, value]) => write(`${base}.${name}`, value)).every(Boolean);
    },

    commit() {
      if (!me.recording) return false;
      write("cmi.core.session_time", span(Date.now() - started));
      if (call("LMSCommit", "") !== "true") me.trouble = true;
      return !me.trouble;
    },

    finish() {
      if (!running || finished) return;
      if (!me.review) write("cmi.core.session_time", span(Date.now() - started));
      finished = true;
      if (call("LMSFinish", "") !== "true") me.trouble = true;
    },

    get ended() {
      return finished;
    },
  };
  return me;
})();
