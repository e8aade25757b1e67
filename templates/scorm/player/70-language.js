// The languages of a package that holds several: index.html has the first, lang/<code>.js the others, each a script so
// that it works from a file and in an app. Not: what is kept when the language changes (90-main.js).

// What to do for each document that is shown; a part of the player adds its own: FEATURES.push((app) => …).
const FEATURES = [];
const TEXTS = {};
window.machinaLanguage = (entry) => { TEXTS[entry.code] = entry; };

// The first language's page is kept as it came, before anything is changed in it.
const keepLanguage = (data) => {
  if (!data.languages) return;
  const { dir } = document.documentElement;
  TEXTS[data.lang] = { code: data.lang, dir, title: document.title, body: document.body.innerHTML };
};

const loadLanguage = (code) => new Promise((resolve, reject) => {
  if (TEXTS[code]) {
    resolve(TEXTS[code]);
    return;
  }
  const script = document.createElement("script");
  script.src = `lang/${code}.js`;
  script.addEventListener("load", () => (TEXTS[code] ? resolve(TEXTS[code]) : reject(new Error(code))));
  script.addEventListener("error", () => reject(new Error(code)));
  document.head.append(script);
});

// The package's language for a BCP 47 tag: itself, else its first part; "" if there is none.
const known = (data, tag) => {
  const codes = data.languages || [data.lang];
  const wanted = String(tag || "").replace("_", "-").toLowerCase();
  const same = (part) => codes.find((code) => code.toLowerCase() === part);
  return same(wanted) || same(wanted.split("-")[0]) || "";
};

// What the link to the lesson, or the LMS's launch data, asks for: ?lang=el&level=senior. The launch data may also be
// nothing but a language. Other parameters are the LMS's own; launch data of another form are somebody else's.
const launchWishes = (data, launch) => {
  const params = new URLSearchParams(location.search);
  const own = new URLSearchParams(/^[\w-]+=/.test(launch || "") ? launch : "");
  const lang = params.get("lang") || own.get("lang") || "";
  const level = params.get("level") || own.get("level") || "";
  const unknown = [];
  if (lang && !known(data, lang)) unknown.push(lang);
  if (level && !["junior", "senior"].includes(level)) unknown.push(level);
  return {
    lang: known(data, lang) || known(data, launch),
    level: ["junior", "senior"].includes(level) ? level : "",
    unknown: unknown.length ? [unknown.join(", ").slice(0, 60)] : [],
  };
};

const startLanguage = (data, { asked, opened }) => {
  if (!data.languages) return data.lang;
  const wishes = [asked.lang, opened.language, ...(navigator.languages || [])];
  return wishes.map((tag) => known(data, tag)).find(Boolean) || data.lang;
};
