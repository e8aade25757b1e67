// What is remembered, and how it gets into 4,096 characters. Names are short because they are stored.
//   v version · s seed of the order of options · l level · p pages seen · a number of the test's attempt ·
//   b best score of a finished attempt, null before · k in-page questions {id: [answer, fraction, tries]} ·
//   t the attempt's answers {id: [answer, fraction]} · d drafts {"page q-id": answer}
// A fraction is 0…1, or -1 for what is not scored.

const VERSION = 1;
const LIMIT = 4096;
const CAPS = [2000, 1200, 700, 400, 200, 100, 50, 20, 0];
const isText = (value) => typeof value === "string";
const isAnswer = (value) => isText(value) || (Array.isArray(value) && value.every(isText));
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value) => Number.isInteger(value) && value >= 0;
const FREE = ["text", "number", "essay", "gaps"];

const blank = (seed) => ({ v: VERSION, s: seed, l: "junior", p: [], a: 0, b: null, k: {}, t: {}, d: {} });

const shorten = (answer, cap) => (isText(answer) ? start(answer, cap) : answer.map((part) => start(part, cap)));

const shortened = (state, questions, cap) => {
  const cut = [];
  const short = (name, answer) => {
    const free = questions[name] && FREE.includes(questions[name].kind);
    const result = free ? shorten(answer, cap) : answer;
    if (String(result) !== String(answer)) cut.push(name);
    return result;
  };
  const each = (answers) => Object.fromEntries(
    Object.entries(answers).map(([name, [answer, ...rest]]) => [name, [short(name, answer), ...rest]]),
  );
  return { text: JSON.stringify({ ...state, k: each(state.k), t: each(state.t) }), cut, cap };
};

// The state as text that fits, the ids of the questions whose answers had to be cut, and to how many characters.
// Drafts go first, then the longest answers are cut, then in-page answers are left out; the test is kept to the end.
const encode = (state, questions) => {
  const lean = { ...state, d: {} };
  const candidates = [shortened(state, questions, CAPS[0]), ...CAPS.map((cap) => shortened(lean, questions, cap))];
  const fitting = candidates.find(({ text }) => text.length <= LIMIT);
  if (fitting) return fitting;
  const names = Object.keys(state.k);
  const last = shortened({ ...lean, k: {} }, questions, 0);
  return last.text.length <= LIMIT
    ? { ...last, cut: names }
    : { ...shortened({ ...lean, k: {}, t: {}, p: [] }, questions, 0), cut: names };
};

const answersIn = (value, questions, width) => {
  const good = Object.entries(isObject(value) ? value : {}).filter(([name, entry]) => (
    name in questions && Array.isArray(entry) && entry.length >= width && isAnswer(entry[0])
    && Array.isArray(entry[0]) === (questions[name].kind === "gaps")
    && entry.slice(1, width).every((number) => typeof number === "number")
  ));
  return Object.fromEntries(good);
};

// Read what an LMS returned, in whatever condition it is: {state, trouble}, trouble "" | "unreadable" | "newer".
// What this version does not know or cannot trust is left out; a question that the lesson no longer has, too.
const decode = (text, data, seed) => {
  const fresh = blank(seed);
  if (!text) return { state: fresh, trouble: "" };
  let old = null;
  try {
    old = JSON.parse(text);
  } catch { /* truncated, or somebody else's */ }
  if (!isObject(old) || !isCount(old.v)) return { state: fresh, trouble: "unreadable" };
  const drafts = Object.entries(isObject(old.d) ? old.d : {}).filter(([, answer]) => isAnswer(answer));
  const state = {
    ...fresh,
    s: isCount(old.s) ? old.s : seed,
    l: old.l === "senior" ? "senior" : "junior",
    p: Array.isArray(old.p) ? [...new Set(old.p)].filter((page) => data.pages.includes(page)) : [],
    a: isCount(old.a) ? old.a : 0,
    b: typeof old.b === "number" && old.b >= 0 && old.b <= 100 ? old.b : null,
    k: answersIn(old.k, data.questions, 3),
    t: answersIn(old.t, data.questions, 2),
    d: Object.fromEntries(drafts),
  };
  return { state, trouble: old.v > VERSION ? "newer" : "" };
};

// The questions of the attempt, in the lesson's order: all of the test, or data.draw of them, from every lesson of a unit
// in turn, others at each attempt. What was answered stays asked, whatever became of the test since.
const asks = (state, data) => {
  if (!data.draw || data.draw >= data.test.length) return data.test;
  const parts = {};
  data.test.forEach((name) => { (parts[name.split(".")[0]] = parts[name.split(".")[0]] || []).push(name); });
  const queues = Object.keys(parts).map((part) => shuffled(parts[part], hash(`${state.s} draw ${part} ${state.a}`)));
  const chosen = new Set(data.test.filter((name) => name in state.t));
  for (let round = 0; chosen.size < data.draw && queues.some((queue) => round < queue.length); round += 1) {
    queues.forEach((queue) => {
      if (round < queue.length && chosen.size < data.draw) chosen.add(queue[round]);
    });
  }
  return data.test.filter((name) => chosen.has(name));
};

// The score of a test in per cent, rounded to hundredths as the pass mark is compared with what the LMS gets; null if
// nothing in it is scored.
const scoreOf = (answers, data, names = data.test) => {
  const scored = names.filter((name) => data.questions[name].kind !== "essay" && data.questions[name].points > 0);
  const most = scored.reduce((sum, name) => sum + data.questions[name].points, 0);
  if (!most) return null;
  const got = scored.reduce((sum, name) => sum + (answers[name] ? answers[name][1] * data.questions[name].points : 0), 0);
  return Math.round((10000 * got) / most) / 100;
};

// The learning outcomes that the attempt tested: the share of the points of its questions, if no attempt was better.
const objectivesOf = (state, data) => {
  const names = asks(state, data);
  if (scoreOf(state.t, data, names) !== state.b) return [];
  return data.objectives
    .map(({ id, questions }) => ({
      id, score: scoreOf(state.t, data, names.filter((name) => questions.includes(name))),
    }))
    .filter(({ score }) => score !== null)
    .map(({ id, score }) => ({ id, score, passed: score >= data.mastery }));
};
