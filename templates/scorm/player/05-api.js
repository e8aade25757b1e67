// The LMS's run-time API, in either standard: found once and pinned, every value written once, every refusal judged. Not:
// what the elements are called and how their values are written (runtime/*.js).
//
// connect(words) wants {name, initialize, finish, commit, get, set, last} – the names of the object and its functions –,
// `required`, the elements that an LMS must take, and `absent`, the error codes by which it says that it has not got one.
// `trouble` is true while the LMS does not take something it must take.

const connect = (words) => {
  const written = new Map();
  const unsupported = new Set();
  let api = null;
  let running = false;
  let finished = false;
  let started = 0;

  const above = (first) => {
    // RTE 3.3.6.1: the window, then its parents, at most 500. Reading a parent of another origin throws; a window above
    // it may be readable again.
    let here = first;
    for (let step = 0; step <= 500 && here; step += 1) {
      try {
        if (here[words.name]) return here[words.name];
      } catch { /* another origin */ }
      if (here.parent === here) return null;
      here = here.parent;
    }
    return null;
  };

  const find = () => {
    const found = above(window);
    if (found) return found;
    try {
      return window.opener ? above(window.opener) : null;
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

  const me = {
    trouble: false,
    review: false,

    // {found, session}
    begin() {
      api = find();
      if (!api) return { found: false };
      if (call(words.initialize, "") !== "true") return { found: true, session: false };
      running = true;
      started = Date.now();
      return { found: true, session: true };
    },

    read(element) {
      const value = call(words.get, element);
      return ["false", "undefined", "null"].includes(value) ? "" : value;
    },

    // Returns whether the LMS took it or has no such element. Only what changed is written. `spare` is another way to
    // write the value, tried where the LMS refuses the first.
    write(element, value, spare) {
      const group = element.replace(/\d+/g, "n");
      if (unsupported.has(group) || written.get(element) === value) return true;
      if (call(words.set, element, value) === "true") {
        written.set(element, value);
        return true;
      }
      const code = Number(call(words.last)) || 0;
      if (!words.required.includes(element) && words.absent.includes(code)) {
        unsupported.add(group);
        return true;
      }
      if (spare !== undefined && spare !== value) return me.write(element, spare);
      me.trouble = true;
      return false;
    },

    // Milliseconds since the session began.
    get lasted() {
      return Date.now() - started;
    },

    get recording() {
      return running && !finished && !me.review;
    },

    commit() {
      if (call(words.commit, "") !== "true") me.trouble = true;
      return !me.trouble;
    },

    // Once only. Returns false where there is nothing to finish.
    finish() {
      if (!running || finished) return;
      finished = true;
      if (call(words.finish, "") !== "true") me.trouble = true;
    },

    get running() {
      return running && !finished;
    },

    get ended() {
      return finished;
    },
  };
  return me;
};

// The places of the objectives in an LMS's list, by id: those it holds already, then ours.
const placesIn = (api, list) => {
  const places = new Map();
  const held = Number(api.read(`${list}._count`)) || 0;
  for (let at = 0; at < held; at += 1) places.set(api.read(`${list}.${at}.id`), at);
  return (id) => {
    if (places.has(id)) return `${list}.${places.get(id)}`;
    const base = `${list}.${places.size}`;
    if (!api.write(`${base}.id`, id)) return "";
    places.set(id, places.size);
    return base;
  };
};
