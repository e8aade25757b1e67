// SCORM 1.2: what the elements are called and how their values are written. Other standards have a file of the same shape.
// lms.open() -> {found, session, review, status, student, state, page, language, launch}; lms.put(record) writes what
// changed; lms.report(...) adds an interaction; lms.prefer(language); lms.commit(); lms.finish().

const lms = (() => {
  // 401: not implemented; 201: Moodle's answer to an element it does not know. Both are the LMS's right for what
  // SCORM 1.2 calls optional.
  const api = connect({
    name: "API",
    initialize: "LMSInitialize",
    finish: "LMSFinish",
    commit: "LMSCommit",
    get: "LMSGetValue",
    set: "LMSSetValue",
    last: "LMSGetLastError",
    required: ["cmi.core.lesson_status", "cmi.core.lesson_location", "cmi.suspend_data", "cmi.core.score.raw"],
    absent: [401, 201],
  });
  let count = 0;
  let objective = () => "";

  // CMITimespan HHHH:MM:SS.SS
  const span = (milliseconds) => {
    const [hours, minutes, seconds, hundredths] = timeParts(milliseconds);
    return `${String(hours).padStart(4, "0")}:${two(minutes)}:${two(seconds)}.${two(hundredths)}`;
  };

  // CMIFeedback, by the type of the interaction (RTE 3.4.7); at most 255 characters.
  const words = (value) => start(oneLine(value.join(" | ")), 255);
  const FORMS = {
    "true-false": (value) => (value ? "t" : "f"),
    choice: (value) => value.join(","),
    sequencing: (value) => value.join(","),
    matching: (value) => value.map((pair) => pair.join(".")).join(","),
    numeric: ({ value }) => String(value),
    "fill-in": words,
    essay: words,
  };

  const score = (base, raw) => {
    api.write(`${base}.raw`, String(raw));
    api.write(`${base}.min`, "0");
    api.write(`${base}.max`, "100");
  };

  return {
    open() {
      const begun = api.begin();
      if (!begun.session) return begun;
      const status = api.read("cmi.core.lesson_status");
      const mode = api.read("cmi.core.lesson_mode");
      api.review = mode === "review" || mode === "browse";
      if (!api.review && !["passed", "failed", "completed", "incomplete"].includes(status)) {
        api.write("cmi.core.lesson_status", "incomplete");
      }
      // A look before the first attempt. Said at once: Moodle makes "completed" of what is "not attempted" at
      // the end of every session, and would record nothing of the attempt that follows.
      if (mode === "browse" && ["", "not attempted"].includes(status)) api.write("cmi.core.lesson_status", "browsed");
      count = Number(api.read("cmi.interactions._count")) || 0;
      objective = placesIn(api, "cmi.objectives");
      return {
        ...begun,
        review: api.review,
        status,
        student: api.read("cmi.core.student_id"),
        state: api.read("cmi.suspend_data"),
        page: api.read("cmi.core.lesson_location"),
        language: api.read("cmi.student_preference.language"),
        launch: api.read("cmi.launch_data"),
      };
    },

    get recording() {
      return api.recording;
    },

    get trouble() {
      return api.trouble;
    },

    set trouble(trouble) {
      api.trouble = trouble;
    },

    // What an LMS must take, and in which state the attempt is.
    put({ state, page, status, score: raw, objectives, done }) {
      if (!api.recording) return;
      api.write("cmi.suspend_data", state);
      api.write("cmi.core.lesson_location", page);
      if (status) api.write("cmi.core.lesson_status", status);
      if (raw !== null) score("cmi.core.score", raw);
      for (const reached of objectives) {
        const base = objective(reached.id);
        if (base) {
          score(`${base}.score`, reached.score);
          api.write(`${base}.status`, reached.passed ? "passed" : "failed");
        }
      }
      api.write("cmi.core.exit", done ? "" : "suspend");
    },

    // One answer. Write-only in 1.2; the id goes first, the rest belongs to it. Returns whether all of it was taken.
    report({ id, type, response, patterns, result, weight, objectives, at, took }) {
      if (!api.recording) return false;
      const base = `cmi.interactions.${count}`;
      if (!api.write(`${base}.id`, id)) return false; // an index that was refused must not be skipped (201 in Moodle)
      count += 1;
      const form = FORMS[type];
      const parts = [["type", type === "essay" ? "fill-in" : type], ["time", clock(new Date(at))], ["weighting", weight]];
      objectives.forEach((one, place) => parts.push([`objectives.${place}.id`, one]));
      patterns.forEach((pattern, place) => parts.push([`correct_responses.${place}.pattern`, form(pattern)]));
      parts.push(["student_response", form(response)], ["result", result === "right" ? "correct" : result]);
      parts.push(["latency", span(took)]);
      return parts.map(([name, value]) => api.write(`${base}.${name}`, value)).every(Boolean);
    },

    // The language that the learner chose, for every lesson of the LMS.
    prefer(language) {
      if (api.recording) api.write("cmi.student_preference.language", language);
    },

    commit() {
      if (!api.recording) return false;
      api.write("cmi.core.session_time", span(api.lasted));
      return api.commit();
    },

    finish() {
      if (api.recording) api.write("cmi.core.session_time", span(api.lasted));
      api.finish();
    },

    get ended() {
      return api.ended;
    },
  };
})();
