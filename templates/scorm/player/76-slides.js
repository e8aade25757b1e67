// The deck: one slide at a time, turned with buttons and arrow keys.

FEATURES.push((app) => all(document, ".deck").forEach((deck) => {
  const slides = all(deck, ".slide");
  const [back, on, full] = ["previous", "next", "full"].map((name) => deck.querySelector(`[data-do=slide-${name}]`));
  const place = deck.querySelector(".slide-place");
  let at = 0;

  const show = (number, focus) => {
    at = Math.max(0, Math.min(slides.length - 1, number));
    slides.forEach((slide, one) => { slide.hidden = one !== at; });
    place.textContent = app.ui("slide-of", { number: at + 1, all: slides.length });
    // aria-disabled, not disabled: the button that was pressed keeps the focus.
    back.setAttribute("aria-disabled", String(at === 0));
    on.setAttribute("aria-disabled", String(at === slides.length - 1));
    if (focus) slides[at].focus({ preventScroll: true });
  };

  back.addEventListener("click", () => show(at - 1, false));
  on.addEventListener("click", () => show(at + 1, false));
  deck.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea, video")) return;
    if (event.target.matches(".is-wide")) return; // its own arrows scroll it
    const ahead = getComputedStyle(deck).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const behind = ahead === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const number = { [ahead]: at + 1, [behind]: at - 1, PageDown: at + 1, PageUp: at - 1, Home: 0, End: slides.length - 1 };
    if (!(event.key in number)) return;
    event.preventDefault();
    show(number[event.key], slides.includes(event.target));
  });

  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else deck.requestFullscreen().catch(() => { full.hidden = true; });
  });
  show(0, false);
}));
