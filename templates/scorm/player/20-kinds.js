// The seven interactions. Each kind knows: read(form, question) -> answer, write(form, answer, question), what is missing,
// mark(question, stored) -> {fraction 0…1 or null, feedback keys, rows: {row: right?}}, lms(question, stored) -> type,
// response and patterns for the runtime, which writes them as its standard wants: lists of ids, of [id, id], of words,
// {value, tolerance}, true and false. A stored answer is a string, or a list of strings for gaps.

const all = (root, selector) => [...root.querySelectorAll(selector)];
const share = (credit) => Math.max(0, Math.min(1, credit / 100));
const list = (stored) => (stored ? stored.split(",") : []);
const pairs = (stored) => Object.fromEntries(list(stored).map((pair) => pair.split(".")));
const joined = (object) => Object.entries(object).map(([name, value]) => `${name}.${value}`).join(",");
const oneLine = (text) => text.replace(/\s+/g, " ").trim();

// Of a single choice, an option with half the credit is not a right one; of a multiple choice, credits add up.
const rightOptions = ({ options, multiple }) => (
  Object.keys(options).filter((name) => (multiple ? options[name] > 0 : options[name] >= 100))
);

const best = (answers, hit) => {
  const at = answers.findIndex(hit);
  return at < 0
    ? { fraction: 0, feedback: ["otherwise"], rows: {} }
    : { fraction: share(answers[at].credit), feedback: [String(at)], rows: {} };
};

const field = {
  read: (form) => form.querySelector("[data-answer]").value,
  write: (form, stored) => { form.querySelector("[data-answer]").value = stored; },
  missing: (question, stored) => (stored.trim() ? "" : "missing"),
};

// A gap's control; the text may use the gaps in any order.
const gapBox = (form, gap) => all(form, "[data-gap]").find((box) => box.dataset.gap === gap.id) || { value: "" };

const KINDS = {
  choice: {
    read: (form) => all(form, "[data-option]").filter((box) => box.checked).map((box) => box.value).sort().join(","),
    write: (form, stored) => {
      const chosen = list(stored);
      all(form, "[data-option]").forEach((box) => { box.checked = chosen.includes(box.value); });
    },
    missing: (question, stored) => (stored ? "" : "missing"),
    mark: (question, stored) => {
      const chosen = list(stored);
      const right = rightOptions(question);
      const wrong = Object.keys(question.options).length - right.length;
      const rows = Object.fromEntries(chosen.map((name) => [name, right.includes(name)]));
      if (!question.multiple) {
        const fraction = share(question.options[chosen[0]] || 0);
        return { fraction, feedback: chosen, rows, solution: right };
      }
      if (chosen.length === right.length && right.every((name) => chosen.includes(name))) {
        return { fraction: 1, feedback: chosen, rows, solution: right };
      }
      // A wrong option without a penalty of its own costs an even share, so that ticking everything gains nothing.
      const points = chosen.map((name) => question.options[name] || -100 / wrong).reduce((sum, one) => sum + one, 0);
      return { fraction: Math.min(share(points), 0.95), feedback: chosen, rows, solution: right };
    },
    lms: (question, stored) => {
      const right = rightOptions(question).sort();
      if (!question.truth) return { type: "choice", response: list(stored), patterns: [right] };
      return { type: "true-false", response: stored === "true", patterns: [right[0] === "true"] };
    },
  },

  text: {
    ...field,
    // An answer that fits as it stands goes before one that fits without its accents: où is not ou where both are listed.
    mark: (question, stored) => {
      const found = (question.exact ? ["exact"] : ["case", "loose"])
        .map((how) => best(question.answers, (answer) => fits(answer.text, stored, how)));
      return found.find((one) => one.feedback[0] !== "otherwise") || found[0];
    },
    lms: (question, stored) => ({
      type: "fill-in",
      exact: question.exact,
      response: [stored],
      patterns: question.answers.filter((answer) => answer.credit >= 100).map((answer) => [answer.text]),
    }),
  },

  number: {
    ...field,
    missing: (question, stored) => {
      if (!stored.trim()) return "missing";
      return Number.isNaN(numberIn(stored, question.unit)) ? "no-number" : "";
    },
    mark: (question, stored) => {
      const typed = numberIn(stored, question.unit);
      return best(question.answers, ({ value, tolerance }) => {
        const slack = 1e-9 * Math.max(1e-9, Math.abs(value), tolerance);
        return Math.abs(typed - value) <= tolerance + slack;
      });
    },
    lms: (question, stored) => ({
      type: "numeric",
      response: { value: numberIn(stored, question.unit), tolerance: 0 },
      patterns: question.answers.filter((answer) => answer.credit >= 100),
    }),
  },

  match: {
    read: (form) => joined(Object.fromEntries(
      all(form, "[data-prompt]").filter((box) => box.value).map((box) => [box.dataset.prompt, box.value]),
    )),
    write: (form, stored) => {
      const chosen = pairs(stored);
      all(form, "[data-prompt]").forEach((box) => { box.value = chosen[box.dataset.prompt] || ""; });
    },
    missing: (question, stored) => {
      const answered = list(stored).length;
      return answered === Object.keys(question.pairs).length ? "" : answered ? "missing-part" : "missing";
    },
    mark: (question, stored) => {
      const chosen = pairs(stored);
      const rows = Object.fromEntries(Object.entries(question.pairs).map(([name, value]) => [name, chosen[name] === value]));
      const right = Object.values(rows).filter(Boolean).length;
      return { fraction: right / Object.keys(rows).length, feedback: [], rows };
    },
    lms: (question, stored) => ({
      type: "matching", response: Object.entries(pairs(stored)), patterns: [Object.entries(question.pairs)],
    }),
  },

  order: {
    read: (form) => all(form, "[data-item]").map((row) => row.dataset.item).join(","),
    write: (form, stored) => {
      const box = form.querySelector(".order");
      list(stored).forEach((name) => {
        const row = all(box, "[data-item]").find((one) => one.dataset.item === name);
        if (row) box.append(row);
      });
    },
    missing: () => "",
    mark: (question, stored) => {
      const chosen = list(stored);
      const rows = Object.fromEntries(chosen.map((name, at) => [name, question.items[at] === name]));
      const right = Object.values(rows).filter(Boolean).length;
      const fraction = right / question.items.length;
      return { fraction, feedback: [fraction === 1 ? "right" : "wrong"], rows };
    },
    lms: (question, stored) => ({ type: "sequencing", response: list(stored), patterns: [question.items] }),
  },

  gaps: {
    read: (form, question) => question.gaps.map((gap) => gapBox(form, gap).value),
    write: (form, stored, question) => question.gaps.forEach((gap, at) => { gapBox(form, gap).value = stored[at] || ""; }),
    missing: (question, stored) => {
      const states = question.gaps.map((gap, at) => KINDS[gap.kind].missing(gap, stored[at] || ""));
      if (states.includes("no-number")) return "no-number";
      if (states.every((state) => state === "missing")) return "missing";
      return states.some(Boolean) ? "missing-part" : "";
    },
    mark: (question, stored) => {
      const marks = question.gaps.map((gap, at) => KINDS[gap.kind].mark(gap, stored[at] || ""));
      const rows = Object.fromEntries(question.gaps.map((gap, at) => [gap.id, marks[at].fraction === 1]));
      const feedback = question.gaps.flatMap((gap, at) => marks[at].feedback.map((key) => `${gap.id}.${key}`));
      const sum = marks.reduce((total, mark) => total + mark.fraction, 0);
      return { fraction: sum / marks.length, feedback, rows };
    },
    lms: (question, stored) => {
      const parts = question.gaps.map((gap, at) => KINDS[gap.kind].lms(gap, stored[at] || ""));
      const word = (value) => String(Array.isArray(value) ? value[0] : value === undefined ? "" : value.value);
      const given = parts.map((part) => word(part.response));
      const right = parts.map((part) => word(part.patterns[0]));
      if (question.gaps.every((gap) => gap.kind === "choice")) {
        const paired = (words) => words.map((text, at) => [String(at + 1), text]);
        return { type: "matching", response: paired(given), patterns: [paired(right)] };
      }
      return { type: "fill-in", response: given, patterns: [right] };
    },
  },

  essay: {
    ...field,
    mark: () => ({ fraction: null, feedback: [], rows: {} }),
    lms: (question, stored) => ({ type: "essay", response: [stored], patterns: [] }),
  },
};

const asked = (question, stored) => KINDS[question.kind].mark(question, stored);
