// The LMS simulator: the SCORM run time as Moodle 4.5 answers it, written anew from what was measured (formats.md 8 and
// 9) and from the specifications. One classic script without dependencies, for the preview and for tests:
//
//   const lms = MachinaLms.open({ standard: "1.2" | "2004", settings, save, note, navigate });
//   lms.launch({ id, mastery, launchData, threshold, passing }, values);   // values: element → string, from a former visit
//   window[lms.name] = lms.api;
//
// save(values, final) → true if the server took it; called synchronously by every commit and finish.
// note({call, args, result, code, text, hint}) is told of every call. navigate("next" | "previous") of a request to move.
// settings: rules "standard" (Moodle with its SCORM standards mode on), "relaxed" (Moodle as installed: lengths are not
//   checked), "strict" (standard, and what other systems demand besides); mode normal|review|browse; override: mastery
//   score overrides the status; learner {id, name}; language; without: prefixes of elements that this LMS does not have;
//   refuse: elements whose every value is refused; dead: the session is lost. All but mode are read at each call.
"use strict";

const MachinaLms = (() => {
  // ---- formats: test, and in words what is asked for. `loose` replaces test where lengths are not checked, `strict` is
  // asked besides where other systems are stricter.
  const text = (most, loose = 64000) => ({ most, loose, hint: `at most ${most} characters` });
  const words = (...list) => ({ list, hint: `one of: ${list.map((word) => word || "(empty)").join(", ")}` });
  const like = (pattern, hint, more = {}) => ({ pattern, hint, ...more });
  const number12 = (low, high) => like(/^-?\d{0,3}(\.\d*)?$/, `a number from ${low} to ${high}, with a decimal point`, { low, high, strict: /^-?\d+(\.\d+)?$/ });
  const number2004 = (low = -Infinity, high = Infinity) =>
    like(/^-?\d{1,5}(\.\d{1,18})?$/, Number.isFinite(low) || Number.isFinite(high) ? `a number from ${low} to ${high}` : "a number with a decimal point", { low, high });
  const whole = (low, high) => like(/^-?\d+$/, `a whole number from ${low} to ${high}`, { low, high });
  const fits = (format, value, rules) => {
    if (format.list) return format.list.includes(value);
    if (format.most) return value.length <= (rules === "relaxed" ? format.loose : format.most);
    if (rules === "strict" && format.strict && !format.strict.test(value)) return false;
    return format.pattern.test(value);
  };

  // ---- SCORM 1.2
  const ID12 = like(/^[\u0021-\u007E]{0,255}$/, "at most 255 printable ASCII characters, no blanks", { strict: /./ });
  const CLOCK12 = like(/^[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,2})?$/, "HH:MM:SS", { strict: /^([01]\d|2[0-3]):/ });
  const SPAN12 = like(/^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/, "HHHH:MM:SS.SS");
  const STATUS12 = words("passed", "completed", "failed", "incomplete", "browsed");
  const TYPES12 = ["true-false", "choice", "fill-in", "matching", "performance", "sequencing", "likert", "numeric"];
  const SCORE12 = number12(0, 100);
  const from = (pick) => (sco, s) => pick(sco, s) ?? "";
  const ELEMENTS12 = {
    "cmi._children": ["r", "core,suspend_data,launch_data,comments,objectives,student_data,student_preference,interactions"],
    "cmi._version": ["r", "3.4"],
    "cmi.core._children": ["r", "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time"],
    "cmi.core.student_id": ["r", from((_, s) => s.learner.id)],
    "cmi.core.student_name": ["r", from((_, s) => s.learner.name)],
    "cmi.core.lesson_location": ["rw", "", text(255)],
    "cmi.core.credit": ["r", from((_, s) => (s.mode === "normal" ? "credit" : "no-credit"))],
    "cmi.core.lesson_status": ["rw", "not attempted", STATUS12],
    "cmi.core.entry": ["r", "ab-initio"],
    "cmi.core.score._children": ["r", "raw,min,max"],
    "cmi.core.score.raw": ["rw", "", SCORE12],
    "cmi.core.score.min": ["rw", "", SCORE12],
    "cmi.core.score.max": ["rw", "", SCORE12],
    "cmi.core.total_time": ["r", "00:00:00"],
    "cmi.core.lesson_mode": ["r", from((_, s) => s.mode)],
    "cmi.core.exit": ["w", "", words("time-out", "suspend", "logout", "")],
    "cmi.core.session_time": ["w", "", SPAN12],
    "cmi.suspend_data": ["rw", "", text(4096)],
    "cmi.launch_data": ["r", from((sco) => sco.launchData)],
    "cmi.comments": ["rw", "", text(4096)],
    "cmi.comments_from_lms": ["r", ""],
    "cmi.objectives._children": ["r", "id,score,status"],
    "cmi.objectives._count": ["r", "count"],
    "cmi.objectives.n.id": ["rw", "", ID12],
    "cmi.objectives.n.score._children": ["r", "raw,min,max"],
    "cmi.objectives.n.score.raw": ["rw", "", SCORE12],
    "cmi.objectives.n.score.min": ["rw", "", SCORE12],
    "cmi.objectives.n.score.max": ["rw", "", SCORE12],
    "cmi.objectives.n.status": ["rw", "", words(...STATUS12.list, "not attempted")],
    "cmi.student_data._children": ["r", "mastery_score,max_time_allowed,time_limit_action"],
    "cmi.student_data.mastery_score": ["r", from((sco) => sco.mastery)],
    "cmi.student_data.max_time_allowed": ["r", from((sco) => sco.maxTime)],
    "cmi.student_data.time_limit_action": ["r", from((sco) => sco.timeLimitAction)],
    "cmi.student_preference._children": ["r", "audio,language,speed,text"],
    "cmi.student_preference.audio": ["rw", "0", whole(-1, 100)],
    "cmi.student_preference.language": ["rw", from((_, s) => s.language), text(255)],
    "cmi.student_preference.speed": ["rw", "0", whole(-100, 100)],
    "cmi.student_preference.text": ["rw", "0", whole(-1, 1)],
    "cmi.interactions._children": ["r", "id,objectives,time,type,correct_responses,weighting,student_response,result,latency"],
    "cmi.interactions._count": ["r", "count"],
    "cmi.interactions.n.id": ["w", "", ID12],
    "cmi.interactions.n.objectives._count": ["r", "count"],
    "cmi.interactions.n.objectives.n.id": ["w", "", ID12],
    "cmi.interactions.n.time": ["w", "", CLOCK12],
    "cmi.interactions.n.type": ["w", "", words(...TYPES12)],
    "cmi.interactions.n.correct_responses._count": ["r", "count"],
    "cmi.interactions.n.correct_responses.n.pattern": ["w", "", text(255)],
    "cmi.interactions.n.weighting": ["w", "", number12(-100, 100)],
    "cmi.interactions.n.student_response": ["w", "", text(255)],
    "cmi.interactions.n.result": ["w", "", like(/^(correct|wrong|unanticipated|neutral|\d{0,3}(\.\d*)?)$/, "correct, wrong, unanticipated, neutral or a number", { strict: /./ })],
    "cmi.interactions.n.latency": ["w", "", SPAN12],
    "nav.event": ["w", "", words("previous", "continue")],
  };
  // What the specification says of responses by type; Moodle does not look, other systems do.
  const ONE = "[a-z0-9]";
  const RESPONSES12 = {
    "true-false": /^[tf01]/, choice: new RegExp(`^(${ONE}(,${ONE})*|\\{${ONE}(,${ONE})*\\})?$`), sequencing: new RegExp(`^(${ONE}(,${ONE})*)?$`),
    matching: new RegExp(`^\\{?(${ONE}\\.${ONE}(,${ONE}\\.${ONE})*)?\\}?$`), numeric: /^-?\d+(\.\d+)?(e[-+]?\d+)?$/, likert: new RegExp(`^${ONE}?$`),
  };

  // ---- SCORM 2004 4th edition
  const SHORT = /^[\w.]{1,250}$/;
  const LONG_ID = like(/^(?:(?!urn:)\S{1,4000}|urn:[A-Za-z0-9-]{1,31}:\S{1,4000})$/, "1 to 4000 characters without blanks; a URN as urn:name:rest");
  const STAMP = like(
    /^(19[7-9]\d|20[0-2]\d|203[0-8])(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3])(:[0-5]\d(:[0-5]\d(\.\d{1,2}(Z|[+-]([01]\d|2[0-3])(:[0-5]\d)?)?)?)?)?)?)?)?$/,
    "YYYY-MM-DDThh:mm:ss, a zone only after a fraction of at most two digits",
  );
  const SPAN = like(/^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/, "as PT1H5M30.25S, at most two decimals");
  const NOTE = (most) => like(/^[^\n]*$/, `one line of at most ${most} characters`, { strict: new RegExp(`^(\\{lang=[A-Za-z-]{2,}\\})?[^\\n]{0,${most}}$`) });
  const COMPLETION = words("completed", "incomplete", "not attempted", "unknown");
  const SUCCESS = words("passed", "failed", "unknown");
  const LANG = like(/^(([a-zA-Z]{2,3}|i|x)(-[a-zA-Z0-9-]{2,8})?)?$/, "a language tag");
  const ANY = like(/^[^\n]*$/, "as the interaction's type asks");
  const score2004 = (base) => ({
    [`${base}._children`]: ["r", "max,raw,scaled,min"],
    [`${base}.scaled`]: ["rw", null, number2004(-1, 1)],
    [`${base}.raw`]: ["rw", null, number2004()],
    [`${base}.min`]: ["rw", null, number2004()],
    [`${base}.max`]: ["rw", null, number2004()],
  });
  const comments = (base, access) => ({
    [`${base}._children`]: ["r", "comment,timestamp,location"],
    [`${base}._count`]: ["r", "count"],
    [`${base}.n.comment`]: [access, null, NOTE(4000)],
    [`${base}.n.location`]: [access, null, text(250, 250)],
    [`${base}.n.timestamp`]: [access, null, STAMP],
  });
  const TYPES = [...TYPES12, "long-fill-in", "other"];
  const ELEMENTS2004 = {
    "cmi._children": ["r", "_version,comments_from_learner,comments_from_lms,completion_status,credit,entry,exit,interactions,launch_data,learner_id,learner_name,learner_preference,location,max_time_allowed,mode,objectives,progress_measure,scaled_passing_score,score,session_time,success_status,suspend_data,time_limit_action,total_time"],
    "cmi._version": ["r", "1.0"],
    ...comments("cmi.comments_from_learner", "rw"),
    ...comments("cmi.comments_from_lms", "r"),
    "cmi.completion_status": ["rw", "unknown", COMPLETION],
    "cmi.completion_threshold": ["r", (sco) => sco.threshold || null],
    "cmi.credit": ["r", (_, s) => (s.mode === "normal" ? "credit" : "no-credit")],
    "cmi.entry": ["r", "ab-initio"],
    "cmi.exit": ["w", null, words("time-out", "suspend", "logout", "normal", "")],
    "cmi.interactions._children": ["r", "id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,latency,description"],
    "cmi.interactions._count": ["r", "count"],
    "cmi.interactions.n.id": ["rw", null, LONG_ID],
    "cmi.interactions.n.type": ["rw", null, words(...TYPES)],
    "cmi.interactions.n.objectives._count": ["r", "count"],
    "cmi.interactions.n.objectives.n.id": ["rw", null, LONG_ID],
    "cmi.interactions.n.timestamp": ["rw", null, STAMP],
    "cmi.interactions.n.correct_responses._count": ["r", "count"],
    "cmi.interactions.n.correct_responses.n.pattern": ["rw", null, ANY],
    "cmi.interactions.n.weighting": ["rw", null, number2004()],
    "cmi.interactions.n.learner_response": ["rw", null, ANY],
    "cmi.interactions.n.result": ["rw", null, like(/^(correct|incorrect|unanticipated|neutral|-?\d{1,4}(\.\d{1,18})?)$/, "correct, incorrect, unanticipated, neutral or a number")],
    "cmi.interactions.n.latency": ["rw", null, SPAN],
    "cmi.interactions.n.description": ["rw", null, NOTE(250)],
    "cmi.launch_data": ["r", (sco) => sco.launchData || null],
    "cmi.learner_id": ["r", (_, s) => s.learner.id],
    "cmi.learner_name": ["r", (_, s) => s.learner.name],
    "cmi.learner_preference._children": ["r", "audio_level,audio_captioning,delivery_speed,language"],
    "cmi.learner_preference.audio_level": ["rw", "1", number2004(0)],
    "cmi.learner_preference.language": ["rw", (_, s) => s.language || "", LANG],
    "cmi.learner_preference.delivery_speed": ["rw", "1", number2004(0)],
    "cmi.learner_preference.audio_captioning": ["rw", "0", whole(-1, 1)],
    "cmi.location": ["rw", null, text(1000, 1000)],
    "cmi.max_time_allowed": ["r", (sco) => sco.maxTime || null],
    "cmi.mode": ["r", (_, s) => s.mode],
    "cmi.objectives._children": ["r", "progress_measure,completion_status,success_status,description,score,id"],
    "cmi.objectives._count": ["r", "count"],
    "cmi.objectives.n.id": ["rw", null, LONG_ID],
    ...score2004("cmi.objectives.n.score"),
    "cmi.objectives.n.success_status": ["rw", "unknown", SUCCESS],
    "cmi.objectives.n.completion_status": ["rw", "unknown", COMPLETION],
    "cmi.objectives.n.progress_measure": ["rw", null, number2004(0, 1)],
    "cmi.objectives.n.description": ["rw", null, NOTE(250)],
    "cmi.progress_measure": ["rw", null, number2004(0, 1)],
    "cmi.scaled_passing_score": ["r", (sco) => sco.passing || null],
    ...score2004("cmi.score"),
    "cmi.session_time": ["w", null, SPAN],
    "cmi.success_status": ["rw", "unknown", SUCCESS],
    "cmi.suspend_data": ["rw", null, text(64000)],
    "cmi.time_limit_action": ["r", (sco) => sco.timeLimitAction || "continue,no message"],
    "cmi.total_time": ["r", "PT0S"],
    "adl.nav.request": ["rw", "_none_", like(/^(previous|continue|exit|exitAll|abandon|abandonAll|suspendAll|\{target=\S{0,200}[a-zA-Z0-9]\}(choice|jump))$/, "a navigation request")],
  };
  const one = (pattern, most, more = {}) => ({ pattern, most, ...more });
  const RESPONSES = {
    "true-false": one(/^(true|false)$/, 1, { limit: 1 }),
    choice: one(SHORT, 36, { split: "[,]", unique: true }),
    "fill-in": one(/^/, 10, { split: "[,]", strict: /^(\{[a-z_]+=[^}]*\})*.{0,250}$/ }),
    "long-fill-in": one(/^/, 1, { strict: /^(\{[a-z_]+=[^}]*\})*.{0,4000}$/ }),
    matching: one(SHORT, 36, { split: "[,]", inner: "[.]", second: SHORT }),
    performance: one(/^([\w.]{1,250})?$/, 250, { split: "[,]", inner: "[.]", second: /^(|[\w.]{1,250}|-?\d{1,5}(\.\d{1,18})?)$/ }),
    sequencing: one(SHORT, 36, { split: "[,]" }),
    likert: one(SHORT, 1, { limit: 1 }),
    numeric: one(/^-?\d{1,5}(\.\d{1,18})?$/, 1, { limit: 1, range: "[:]" }),
    other: one(/^[^]{0,4000}$/, 1, { limit: 1 }),
  };

  // ---- error codes
  const STANDARDS = {
    "1.2": {
      name: "API", prefix: "LMS", initialize: "Initialize", finish: "Finish", elements: ELEMENTS12,
      codes: { again: 101, ended: 0, finish: [301, 301], get: [301, 301], set: [301, 301], commit: [301, 301], argument: 201, save: 101, unknown: 201, empty: 201, noElement: 201, children: 202, count: 203, writeOnly: 404, type: 405, range: 405, order: 201 },
      texts: { 0: "No error", 101: "General exception", 201: "Invalid argument error", 202: "Element cannot have children", 203: "Element not an array - cannot have count", 301: "Not initialized", 401: "Not implemented error", 402: "Invalid set value, element is a keyword", 403: "Element is read only", 404: "Element is write only", 405: "Incorrect data type" },
      status: "cmi.core.lesson_status", exit: "cmi.core.exit", entry: "cmi.core.entry", session: "cmi.core.session_time", total: "cmi.core.total_time", nav: "nav.event",
    },
    2004: {
      name: "API_1484_11", prefix: "", initialize: "Initialize", finish: "Terminate", elements: ELEMENTS2004,
      codes: { again: 103, ended: 104, finish: [112, 113], get: [122, 123], set: [132, 133], commit: [142, 143], argument: 201, save: 101, unknown: 401, empty: 351, noElement: 301, children: 301, count: 301, writeOnly: 405, readOnly: 404, type: 406, range: 407, order: 351, uninitialised: 403, dependency: 408 },
      texts: { 0: "No error", 101: "General exception", 103: "Already initialized", 104: "Content instance terminated", 112: "Termination before initialization", 113: "Termination after termination", 122: "Retrieve data before initialization", 123: "Retrieve data after termination", 132: "Store data before initialization", 133: "Store data after termination", 142: "Commit before initialization", 143: "Commit after termination", 201: "General argument error", 301: "General get failure", 351: "General set failure", 391: "General commit failure", 401: "Undefined data model element", 402: "Unimplemented data model element", 403: "Data model element value not initialized", 404: "Data model element is read only", 405: "Data model element is write only", 406: "Data model element type mismatch", 407: "Data model element value out of range", 408: "Data model dependency not established" },
      status: "cmi.completion_status", exit: "cmi.exit", entry: "cmi.entry", session: "cmi.session_time", total: "cmi.total_time", nav: "adl.nav.request",
    },
  };

  // ---- times, in seconds
  const seconds12 = (span) => span.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  const pad = (value, length = 2) => String(value).padStart(length, "0");
  const span12 = (total) => {
    const hundredths = Math.round(total * 100) % 100;
    const whole = Math.floor(Math.round(total * 100) / 100);
    return `${pad(Math.floor(whole / 3600))}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}${hundredths ? `.${pad(hundredths)}` : ""}`;
  };
  const seconds2004 = (span) => {
    const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(span) || [];
    const sizes = [31536000, 2592000, 86400, 3600, 60, 1];
    return sizes.reduce((sum, size, at) => sum + size * Number(found[at + 1] || 0), 0);
  };
  const span2004 = (total) => {
    const left = Math.round(total * 100) / 100;
    return `PT${Math.floor(left / 3600)}H${Math.floor(left / 60) % 60}M${Math.round((left % 60) * 100) / 100}S`;
  };

  const open = ({ standard = "1.2", settings = {}, save = () => true, note = () => {}, navigate = () => {} } = {}) => {
    const is12 = standard === "1.2";
    const rule = STANDARDS[standard];
    const { codes, elements } = rule;
    const set = Object.assign(settings, {
      rules: settings.rules || "standard", mode: settings.mode || "normal", override: settings.override !== false,
      learner: settings.learner || { id: "learner", name: "Learner" }, language: settings.language || "",
    });
    let sco = {};
    let values = new Map();
    let state = "before"; // before → running → after; in 1.2 Moodle lets the next SCO begin after "after"
    let error = 0;
    let hint = "";

    const modelOf = (element) => element.replace(/\.\d+(?=\.)/g, ".n");
    const lacks = (element) => (set.without || []).some((prefix) => element.startsWith(prefix));
    const known = (model) => Object.hasOwn(elements, model);
    const count = (base) => {
      let most = 0;
      for (const key of values.keys()) {
        if (key.startsWith(`${base}.`)) most = Math.max(most, Number(/^\d+/.exec(key.slice(base.length + 1))?.[0] ?? -1) + 1);
      }
      return most;
    };
    const fail = (code, words = "") => {
      hint = words;
      return code;
    };
    const initial = (model) => {
      const value = elements[model][1];
      return typeof value === "function" ? value(sco, set) : value;
    };
    const current = (element, model) => {
      if (elements[model][1] === "count") return count(element.slice(0, -"._count".length));
      return values.has(element) ? values.get(element) : initial(model);
    };

    const tell = (name, args, result, code) => {
      note({ call: name, args, result: String(result), code, text: code ? rule.texts[code] || `Error ${code}` : "", hint: code ? hint : "" });
      hint = "";
      return result;
    };

    // ---- reading
    const read = (element) => {
      if (state !== "running") return [codes.get[state === "after" ? 1 : 0], ""];
      if (element === "") return [codes.noElement, ""];
      const model = modelOf(element);
      if (lacks(element)) return [401, ""];
      if (!known(model)) return [missing(element, model), !is12 && model.startsWith("adl.nav.request_valid.") ? "true" : ""];
      if (elements[model][0] === "w") return [fail(codes.writeOnly, "an LMS does not give this back; keep what you need in suspend_data"), ""];
      if (model.includes(".n.") && !exists(element)) return [is12 ? 0 : codes.noElement, ""];
      const value = current(element, model);
      return value === null ? [codes.uninitialised, ""] : [0, value];
    };
    const missing = (element, model) => {
      if (!is12 && model.startsWith("adl.nav.request_valid.")) return 0;
      for (const [end, code] of [["._children", codes.children], ["._count", codes.count]]) {
        if (model.endsWith(end) && known(model.slice(0, -end.length))) return code;
      }
      return fail(codes.unknown, "there is no such element in this standard, or this LMS does not have it");
    };
    const indices = (element) => [...element.matchAll(/\.(\d+)(?=\.)/g)].map((found) => ({ base: element.slice(0, found.index), at: found[1], whole: element.slice(0, found.index + found[0].length) }));
    const exists = (element) => indices(element).every(({ base, at }) => Number(at) < count(base));

    // ---- writing
    const check = (element, value) => {
      if (state !== "running") return codes.set[state === "after" ? 1 : 0];
      if (element === "") return codes.empty;
      const model = modelOf(element);
      if (lacks(element)) return 401;
      if (!known(model)) return fail(codes.unknown, "there is no such element in this standard, or this LMS does not have it");
      const [access, , format] = elements[model];
      if (access === "r") return is12 ? (/\._\w+$/.test(model) || model === "cmi._version" ? 402 : 403) : codes.readOnly;
      if ((set.refuse || []).includes(element) || !fits(format, value, set.rules)) return fail(codes.type, wanted(format, value));
      const code = is12 ? place12(element, model, value) : place2004(element, model, value);
      if (code) return code;
      if (format.low !== undefined && !(Number(value) >= format.low && Number(value) <= format.high)) return fail(codes.range, format.hint);
      return 0;
    };
    const wanted = (format, value) => (format.most ? `${value.length} characters; ${format.hint}` : format.hint);
    const place12 = (element, model, value) => {
      for (const { base, at, whole } of indices(element)) {
        if (Number(at) > count(base)) return fail(codes.order, `the next index is ${count(base)}`);
        if (set.rules === "strict" && base === "cmi.interactions" && !values.has(`${whole}.id`) && !element.endsWith(".id")) return fail(codes.order, "set the interaction's id first");
      }
      if (set.rules === "strict" && /\.(student_response|pattern)$/.test(model)) {
        const type = values.get(`${indices(element)[0].whole}.type`);
        if (RESPONSES12[type] && !RESPONSES12[type].test(value)) return fail(codes.type, `not a response of the type ${type}`);
      }
      return 0;
    };
    const place2004 = (element, model, value) => {
      const steps = indices(element);
      for (const [step, { base, at, whole }] of steps.entries()) {
        if (at.length > 1 && at[0] === "0") return fail(codes.order, "an index has no leading zero");
        if (Number(at) > count(base)) return fail(codes.order, `the next index is ${count(base)}`);
        const last = step === steps.length - 1;
        const begins = Number(at) === count(base);
        const opener = base === "cmi.objectives" || base === "cmi.interactions" ? ".id" : element.slice(whole.length);
        if (begins && (!last || element.slice(whole.length) !== opener)) return fail(codes.dependency, "set the id first");
      }
      const { base, whole } = steps.at(-1) || {};
      if (model === "cmi.objectives.n.id") {
        if (values.has(element) && values.get(element) !== value) return fail(351, "an objective's id is written once");
        if (twin(base, element, value)) return fail(351, "another objective has this id");
      }
      if (model === "cmi.interactions.n.objectives.n.id" && twin(base, element, value)) return fail(351, "this objective is named already");
      if (model === "cmi.interactions.n.learner_response") return answer(values.get(`${whole}.type`), value, false);
      if (model === "cmi.interactions.n.correct_responses.n.pattern") return pattern(element, steps, value);
      return 0;
    };
    const twin = (base, element, value) => [...values].some(([key, other]) => key !== element && other === value && key.startsWith(`${base}.`) && modelOf(key) === modelOf(element));
    const pattern = (element, steps, value) => {
      const type = values.get(`${steps[0].whole}.type`);
      if (!type) return fail(codes.dependency, "set the interaction's type first");
      const { base, at } = steps.at(-1);
      const { limit } = RESPONSES[type];
      if (limit && Number(at) >= limit) return fail(351, `the type ${type} has one pattern`);
      if (type === "choice" && twin(base, element, value)) return fail(351, "this pattern is there already");
      return value === "" && type !== "true-false" ? 0 : answer(type, value, true);
    };
    const answer = (type, value, correct) => {
      if (!type) return fail(codes.dependency, "set the interaction's type first");
      const form = RESPONSES[type];
      const split = correct && form.range ? form.range : form.split;
      const parts = split ? value.split(split) : [value];
      if (parts.length > (correct && form.range ? 2 : form.most)) return fail(351, `at most ${form.most} parts`);
      const bare = (part) => (correct ? part.replace(/^(\{(lang|case_matters|order_matters)=[^}]*\})+/, "") : part);
      const good = (part) => {
        if (set.rules === "strict" && form.strict && !form.strict.test(part)) return false;
        if (!form.inner) return form.pattern.test(bare(part));
        const pair = bare(part).split(form.inner);
        return pair.length === 2 && form.pattern.test(pair[0]) && form.second.test(pair[1]);
      };
      if (!parts.every(good) || (form.unique && new Set(parts).size < parts.length)) return fail(codes.type, `not a response of the type ${type}; parts are divided by ${form.split || "nothing"}`);
      if (correct && form.range && parts.length === 2 && Number(parts[0]) > Number(parts[1])) return fail(codes.type, "the lower bound comes first");
      return 0;
    };
    const store = (element, value) => {
      const model = modelOf(element);
      const format = elements[model][2];
      if (element === "cmi.comments") values.set(element, (values.get(element) || "") + value);
      else values.set(element, format.low !== undefined ? String(Number(value)) : value);
      if (!is12 && model === "cmi.interactions.n.type") {
        for (const key of [...values.keys()]) if (key.startsWith(element.replace(/type$/, "correct_responses."))) values.delete(key);
      }
    };

    // ---- the end of a session: what Moodle changes by itself
    const settle = () => {
      const normal = set.mode === "normal";
      if (is12) {
        if ((values.get(rule.status) || "not attempted") === "not attempted") values.set(rule.status, "completed");
        const raw = values.get("cmi.core.score.raw") ?? "";
        if (normal && set.override && sco.mastery && raw !== "") values.set(rule.status, Number(raw) >= Number(sco.mastery) ? "passed" : "failed");
      } else if (normal && sco.threshold && values.has("cmi.progress_measure")) {
        values.set(rule.status, Number(values.get("cmi.progress_measure")) >= Number(sco.threshold) ? "completed" : "incomplete");
      }
      const session = values.get(rule.session);
      const before = values.get(rule.total) || initial(rule.total);
      if (session) values.set(rule.total, is12 ? span12(seconds12(before) + seconds12(session)) : span2004(seconds2004(before) + seconds2004(session)));
    };
    // What a server keeps, in every mode: Moodle 4.5 leaves it to the package not to write while a learner looks back.
    const record = () => {
      const passing = new Set([rule.session, rule.entry, rule.nav]);
      return Object.fromEntries([...values].filter(([key]) => !passing.has(key)));
    };
    const send = (final) => !set.dead && save(record(), final) !== false;

    // ---- the functions
    const functions = {
      [rule.initialize]: (parameter) => {
        if (parameter !== "") return codes.argument;
        if (state === "running") return fail(codes.again, "the SCO, or the one before it, did not finish");
        if (state === "after" && codes.ended) return fail(codes.ended, "Moodle begins no second session in one page: reload it");
        state = "running";
        return 0;
      },
      [rule.finish]: (parameter) => {
        if (parameter !== "") return codes.argument;
        if (state !== "running") return codes.finish[state === "after" ? 1 : 0];
        settle();
        const kept = send(true);
        if (kept || is12) state = "after";
        const wish = values.get(rule.nav);
        if (kept && (wish === "continue" || wish === "previous")) navigate(wish === "continue" ? "next" : "previous");
        return kept ? 0 : fail(codes.save, "the server did not take the data");
      },
      Commit: (parameter) => {
        if (parameter !== "") return codes.argument;
        if (state !== "running") return codes.commit[state === "after" ? 1 : 0];
        return send(false) ? 0 : fail(codes.save, "the server did not take the data");
      },
    };
    const api = {};
    for (const [name, act] of Object.entries(functions)) {
      api[rule.prefix + name] = (parameter = "") => {
        error = act(String(parameter));
        return tell(rule.prefix + name, [parameter], error ? "false" : "true", error);
      };
    }
    api[`${rule.prefix}GetValue`] = (element = "") => {
      const [code, value] = read(String(element));
      error = code;
      return tell(`${rule.prefix}GetValue`, [element], code ? "" : value, code);
    };
    api[`${rule.prefix}SetValue`] = (element = "", value = "") => {
      error = check(String(element), String(value));
      if (!error) store(String(element), String(value));
      return tell(`${rule.prefix}SetValue`, [element, String(value)], error ? "false" : "true", error);
    };
    api[`${rule.prefix}GetLastError`] = () => tell(`${rule.prefix}GetLastError`, [], String(error), 0);
    api[`${rule.prefix}GetErrorString`] = (code = "") => tell(`${rule.prefix}GetErrorString`, [code], rule.texts[code] || "", 0);
    api[`${rule.prefix}GetDiagnostic`] = (code = "") => tell(`${rule.prefix}GetDiagnostic`, [code], String(code === "" ? error : code), 0);
    if (!is12) api.version = "1.0";

    return {
      name: rule.name,
      api,
      settings: set,
      // A SCO is about to be shown. The state of the session stays: what was not finished meets 101, in 2004 what was meets 104.
      launch(next, kept = {}) {
        sco = next || {};
        values = new Map(Object.entries(kept));
        const exit = values.get(rule.exit);
        if (is12) values.set(rule.entry, !values.has(rule.status) ? "ab-initio" : exit === "suspend" ? "resume" : "");
        else {
          // RTE 4.2.8: only what was suspended is given back; Moodle shows the rest as a new beginning.
          if (exit !== "suspend") values.clear();
          values.set(rule.entry, exit === "suspend" ? "resume" : "ab-initio");
        }
      },
      // Every element that has a value, as the SCO would see it or has written it.
      data() {
        const shown = Object.keys(elements).filter((model) => !model.includes(".n.") && !/\._(children|version)$/.test(model));
        return [...new Set([...shown, ...values.keys()])].map((element) => {
          const model = modelOf(element);
          const value = known(model) ? current(element, model) : values.get(element);
          return { element, value: value === null ? "" : String(value), access: known(model) ? elements[model][0] : "r" };
        });
      },
      record,
      get state() {
        return state;
      },
    };
  };

  // Whether an attempt is over, by Moodle's reading: every SCO that was begun has one of these.
  const finished = (standard, values) => {
    const ends = ["completed", "passed", "failed"];
    if (standard === "1.2") return ends.includes(values["cmi.core.lesson_status"]);
    return ends.includes(values["cmi.completion_status"]) || ends.includes(values["cmi.success_status"]);
  };

  return { open, finished, STANDARDS };
})();
if (typeof module !== "undefined") module.exports = MachinaLms;
