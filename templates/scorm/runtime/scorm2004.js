// SCORM 2004, 4th edition: what the elements are called and how their values are written. See scorm12.js for the shape.

const lms = (() => {
  // 401: undefined, 402: not implemented (RTE 3.1.7.6).
  const api = connect({
    name: "API_1484_11",
    initialize: "Initialize",
    finish: "Terminate",
    commit: "Commit",
    get: "GetValue",
    set: "SetValue",
    last: "GetLastError",
    required: ["cmi.completion_status", "cmi.success_status", "cmi.location", "cmi.suspend_data", "cmi.score.scaled",
      "cmi.score.raw"],
    absent: [401, 402],
  });
  let count = 0;
  let before = "";
  let objective = () => "";

  // timeinterval (second,10,2)
  const span = (milliseconds) => {
    const [hours, minutes, seconds, hundredths] = timeParts(milliseconds);
    return `PT${hours}H${minutes}M${seconds}.${two(hundredths)}S`;
  };

  // time (second,10,0), local and without a zone: Moodle refuses a zone without fractions, and fractions of three digits.
  const moment = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${clock(date)}`;

  // real (10,7), never with an exponent.
  const real = (number) => String(Number(number.toFixed(7))).includes("e")
    ? number.toFixed(7)
    : String(Number(number.toFixed(7)));
  const REAL = /^-?\d{1,5}(\.\d{1,7})?$/;

  const word = (text, length) => start(oneLine(text).replace(/\[([,.:])\]/g, "[ $1 ]"), length);
  const FORMS = {
    "true-false": String,
    choice: (value) => value.join("[,]"),
    sequencing: (value) => value.join("[,]"),
    matching: (value) => value.map((pair) => pair.join("[.]")).join("[,]"),
    numeric: ({ value }) => real(value),
    "fill-in": (value) => value.slice(0, 10).map((text) => word(text, 250)).join("[,]"),
    essay: (value) => word(value[0], 4000),
  };
  const PATTERNS = {
    ...FORMS,
    numeric: ({ value, tolerance }) => `${real(value - tolerance)}[:]${real(value + tolerance)}`,
  };

  // A number that is out of an LMS's reach goes as the text it is; only one range can be told.
  const fitted = ({ type, response, patterns, exact }) => {
    if (type !== "numeric") return { type, response, patterns, exact };
    const numbers = [response, ...patterns.slice(0, 1)];
    const ends = numbers.flatMap(({ value, tolerance }) => [real(value - tolerance), real(value + tolerance)]);
    if (ends.every((end) => REAL.test(end))) return { type, response, patterns: patterns.slice(0, 1), exact };
    const text = ({ value }) => [String(value)];
    return { type: "fill-in", response: text(response), patterns: patterns.map(text), exact };
  };

  const score = (base, raw) => {
    api.write(`${base}.scaled`, real(raw / 100));
    api.write(`${base}.raw`, real(raw));
    api.write(`${base}.min`, "0");
    api.write(`${base}.max`, "100");
  };

  // Some LMSs take no braces inside a text.
  const unbraced = (text) => text.replace(/\{/g, "(").replace(/\}/g, ")");

  return {
    open() {
      const begun = api.begin();
      if (!begun.session) return begun;
      const completion = api.read("cmi.completion_status");
      const success = api.read("cmi.success_status");
      const mode = api.read("cmi.mode");
      api.review = mode === "review" || mode === "browse";
      if (!api.review && !["completed", "incomplete"].includes(completion)) {
        api.write("cmi.completion_status", "incomplete");
      }
      before = completion;
      count = Number(api.read("cmi.interactions._count")) || 0;
      objective = placesIn(api, "cmi.objectives");
      return {
        ...begun,
        review: api.review,
        status: ["passed", "failed"].includes(success) ? success : completion,
        student: api.read("cmi.learner_id"),
        state: api.read("cmi.suspend_data"),
        page: api.read("cmi.location"),
        language: api.read("cmi.learner_preference.language"),
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

    put({ state, page, status, score: raw, progress, objectives, done }) {
      if (!api.recording) return;
      const completion = done || before === "completed" ? "completed" : "incomplete";
      api.write("cmi.completion_status", completion);
      api.write("cmi.suspend_data", state);
      api.write("cmi.location", page);
      if (status === "passed" || status === "failed") api.write("cmi.success_status", status);
      if (raw !== null) score("cmi.score", raw);
      api.write("cmi.progress_measure", real(completion === "completed" ? 1 : Math.min(progress, 0.99)));
      for (const reached of objectives) {
        const base = objective(reached.id);
        if (base) {
          score(`${base}.score`, reached.score);
          api.write(`${base}.success_status`, reached.passed ? "passed" : "failed");
          api.write(`${base}.completion_status`, "completed");
        }
      }
      // Never "normal": the next visit would begin without any data (RTE 4.2.8), in Moodle's review too, and where an LMS
      // keeps one attempt it would write "incomplete" over what was passed.
      api.write("cmi.exit", "suspend");
    },

    // One answer. The id goes first, then the type, for the forms of the responses depend on it.
    report({ id, result, weight, objectives, text, lang, at, took, ...answer }) {
      if (!api.recording) return false;
      const base = `cmi.interactions.${count}`;
      if (!api.write(`${base}.id`, id)) return false;
      count += 1;
      const { type, response, patterns, exact } = fitted(answer);
      const prefix = type === "fill-in" && exact ? "{case_matters=true}" : "";
      const right = [...new Set(patterns.map((pattern) => prefix + PATTERNS[type](pattern)))];
      const given = FORMS[type](response);
      const about = start(text, 250);
      const parts = [["type", type === "essay" ? "long-fill-in" : type], ["timestamp", moment(new Date(at))]];
      objectives.forEach((one, place) => parts.push([`objectives.${place}.id`, one]));
      right.forEach((pattern, place) => {
        const spare = prefix + unbraced(pattern.slice(prefix.length));
        parts.push([`correct_responses.${place}.pattern`, pattern, spare]);
      });
      parts.push(["weighting", weight], ["learner_response", given, unbraced(given)]);
      parts.push(["result", { right: "correct", wrong: "incorrect" }[result] || result], ["latency", span(took)]);
      parts.push(["description", `{lang=${lang}}${about}`, unbraced(about)]);
      return parts.map(([name, value, spare]) => api.write(`${base}.${name}`, value, spare)).every(Boolean);
    },

    prefer(language) {
      if (api.recording) api.write("cmi.learner_preference.language", language);
    },

    commit() {
      if (!api.recording) return false;
      api.write("cmi.session_time", span(api.lasted));
      return api.commit();
    },

    finish() {
      if (api.recording) api.write("cmi.session_time", span(api.lasted));
      api.finish();
    },

    get ended() {
      return api.ended;
    },
  };
})();
