// Words, numbers, times, chance: no page, no LMS.

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

// Letters that are no letter and sign in Unicode; with them a word is typed as far as any keyboard goes.
const PLAIN = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i" };

// How two answers are compared. "exact": composed alike, white space and apostrophes forgiven, and ş, ţ with a cedilla,
// which old keyboards give for Romanian ș, ț. "case": nor by case, nor by Greek final sigma. "loose": nor by accents.
const fold = (text, how) => {
  const plain = text.normalize("NFC").replace(/[\u2018\u2019\u02BC\u00B4`]/g, "'").replace(/\s+/g, " ").trim()
    .replace(/[ŞşŢţ]/g, (letter) => "ȘșȚț"["ŞşŢţ".indexOf(letter)]);
  if (how === "exact") return plain;
  const small = plain.toLowerCase().replace(/ς/g, "σ");
  if (how === "case") return small;
  return small.normalize("NFD").replace(/[\u0300-\u036F]/g, "").replace(/[ßæœøłđı]/g, (letter) => PLAIN[letter])
    .normalize("NFC");
};

// `*` stands for any characters, `\*` for an asterisk. Linear, so that no pattern can hang the page.
const fits = (pattern, text, how) => {
  const parts = fold(pattern, how).replace(/\\\*/g, "\u0000").split("*").map((part) => part.replace(/\u0000/g, "*"));
  const typed = fold(text, how);
  const first = parts.shift();
  if (!parts.length) return typed === first;
  const last = parts.pop();
  if (!typed.startsWith(first) || typed.length < first.length + last.length || !typed.endsWith(last)) return false;
  let at = first.length;
  const end = typed.length - last.length;
  for (const part of parts) {
    const found = typed.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
};

// Read a number with a decimal comma or point, blanks between thousands, a minus sign of any kind, a unit behind it.
// NaN if it is none.
const numberIn = (text, unit) => {
  let typed = text.normalize("NFKC").replace(/[\u2212\u2013]/g, "-").replace(/[\s'’]/g, "");
  const tail = (unit || "").replace(/\s/g, "");
  if (tail && typed.toLowerCase().endsWith(tail.toLowerCase())) typed = typed.slice(0, -tail.length);
  const comma = typed.lastIndexOf(",");
  const point = typed.lastIndexOf(".");
  if (comma >= 0 && point >= 0) {
    typed = comma > point ? typed.replace(/\./g, "").replace(",", ".") : typed.replace(/,/g, "");
  } else if (typed.indexOf(",") !== comma) {
    typed = typed.replace(/,/g, "");
  } else if (typed.indexOf(".") !== point) {
    typed = typed.replace(/\./g, "");
  } else {
    typed = typed.replace(",", ".");
  }
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(typed) ? Number(typed) : NaN;
};

const two = (number) => String(number).padStart(2, "0");

// A duration in [hours, minutes, seconds, hundredths]; at most 9,999 hours.
const timeParts = (milliseconds) => {
  const hundredths = Math.max(0, Math.min(Math.round(milliseconds / 10), 3599999999));
  const seconds = Math.floor(hundredths / 100);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, hundredths % 100];
};

// HH:MM:SS, local
const clock = (date) => `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;

// At most `length` UTF-16 units, as an LMS counts, and no half of a character at the end.
const start = (text, length) => {
  const cut = text.slice(0, length);
  return cut.length < text.length && /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
};

const hash = (text) => {
  let value = 2166136261;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 16777619);
  return value >>> 0;
};

// The same seed gives the same order, in every browser.
const shuffled = (list, seed) => {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const result = [...list];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [result[at], result[other]] = [result[other], result[at]];
  }
  return result;
};
