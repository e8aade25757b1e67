// Figures enlarged, listings copied, wide tables scrolled.

const makeButton = (words, look, action) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = look;
  button.textContent = words;
  button.addEventListener("click", action);
  return button;
};

// A figure in a window of its own; a vector figure stays sharp at every size. Esc closes it, and the focus goes back.
const zoomWindow = (app) => {
  const box = document.createElement("dialog");
  const image = document.createElement("img");
  const sheet = document.createElement("div");
  const words = document.createElement("p");
  const bar = document.createElement("p");
  let size = 1;
  let from = null;
  const STEPS = [1, 1.5, 2, 3, 4];
  const scale = (step) => {
    size = STEPS[Math.max(0, Math.min(STEPS.length - 1, STEPS.indexOf(size) + step))];
    // All of it to be seen at first: as wide as the window, but not higher.
    const { naturalWidth, naturalHeight } = image;
    const fit = Math.min(sheet.clientWidth, (sheet.clientHeight * naturalWidth) / (naturalHeight || 1)) || sheet.clientWidth;
    image.style.width = `${Math.floor(fit * size)}px`;
    larger.disabled = size === STEPS[STEPS.length - 1];
    smaller.disabled = size === STEPS[0];
  };
  const larger = makeButton(app.ui("larger"), "", () => scale(1));
  const smaller = makeButton(app.ui("smaller"), "", () => scale(-1));
  box.className = "zoomed";
  box.setAttribute("aria-label", app.ui("zoomed"));
  sheet.className = "zoomed-sheet";
  sheet.tabIndex = 0;
  sheet.setAttribute("role", "region");
  words.className = "zoomed-words";
  bar.className = "zoomed-bar";
  bar.append(larger, smaller, makeButton(app.ui("close"), "primary", () => box.close()));
  sheet.append(image);
  box.append(bar, sheet, words);
  box.addEventListener("close", () => { if (from) from.focus(); });
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  box.addEventListener("keydown", ({ key }) => { if (key === "+" || key === "-") scale(key === "+" ? 1 : -1); });
  document.body.append(box);
  return (figure, button) => {
    const shown = figure.querySelector("img");
    const caption = figure.querySelector("figcaption");
    from = button;
    [image.src, image.alt, image.lang] = [shown.src, shown.alt, shown.lang];
    sheet.setAttribute("aria-label", shown.alt);
    words.replaceChildren(...(caption ? caption.cloneNode(true).childNodes : []));
    box.showModal();
    // On a phone the whole figure is no larger than it was on the page.
    size = sheet.clientWidth < shown.clientWidth * 1.25 ? 2 : 1;
    scale(0);
    sheet.scrollTo(0, 0);
    sheet.focus();
  };
};

FEATURES.push((app) => {
  const figures = all(document, "figure").filter((figure) => (
    [...figure.children].some((child) => child.tagName === "IMG") && !figure.closest(".option, .deck")
  ));
  if (!figures.length || !window.HTMLDialogElement) return;
  const open = zoomWindow(app);
  figures.forEach((figure) => {
    const image = figure.querySelector("img");
    const button = makeButton(app.ui("zoom"), "zoom", () => open(figure, button));
    const frame = document.createElement("div");
    button.setAttribute("aria-label", app.ui("labelled", { label: app.ui("zoom"), text: image.alt }));
    frame.className = "zoom-frame";
    image.before(frame);
    frame.append(image, button);
    image.addEventListener("click", () => open(figure, button));
  });
});

// The clipboard, or where the frame may not use it the old way; false if the browser refuses both.
const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
};

FEATURES.push((app) => all(document, "figure.code pre").forEach((pre) => {
  if (pre.querySelector(".language-text") || pre.querySelector("input, select") || pre.closest(".option")) return;
  const button = makeButton(app.ui("copy"), "copy", async () => {
    const done = await copyText(pre.textContent);
    button.focus();
    app.say("");
    app.say(app.ui(done ? "copied" : "copy-failed"));
    if (!done) {
      window.getSelection().selectAllChildren(pre);
      return;
    }
    button.textContent = app.ui("copied");
    setTimeout(() => { button.textContent = app.ui("copy"); }, 2500);
  });
  const frame = document.createElement("div");
  frame.className = "copy-frame";
  pre.before(frame);
  frame.append(button, pre);
}));

// What is wider than its place can be scrolled by keyboard, and says so; what is not needs no stop of the Tab key.
FEATURES.push((app) => {
  const fit = (box) => {
    const wide = box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0;
    box.classList.toggle("is-wide", wide);
    if (wide) box.tabIndex = 0;
    else if (document.activeElement !== box) box.removeAttribute("tabindex");
    const hint = box.nextElementSibling;
    if (hint && hint.classList.contains("scroll-hint")) hint.hidden = !wide;
  };
  const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target)));
  all(document, ".table, pre, .math").forEach((box) => {
    if (box.matches(".table")) {
      const hint = document.createElement("p");
      hint.className = "scroll-hint";
      hint.textContent = app.ui("scroll-table");
      hint.hidden = true;
      box.after(hint);
    }
    watch.observe(box);
  });
});

// Captions are named in their own language.
FEATURES.push(() => all(document, "track").forEach((track) => {
  try {
    track.label = new Intl.DisplayNames([track.srclang], { type: "language" }).of(track.srclang);
  } catch { /* the code stays */ }
}));
