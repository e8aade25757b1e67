// Glossary terms: the link to the list becomes a button that opens the definition below the paragraph.

FEATURES.push((app) => {
  let open = null; // {button, box}
  let count = 0;

  const close = (back) => {
    if (!open) return;
    open.box.remove();
    open.button.setAttribute("aria-expanded", "false");
    open.button.removeAttribute("aria-controls");
    if (back) open.button.focus();
    open = null;
  };

  // Below the paragraph; inside where a block may only stand inside.
  const place = (button, box) => {
    const home = button.closest("p, li, td, dd, dt, h3, h4, h5, figcaption");
    if (home && home.matches("li, td, dd")) home.append(box);
    else (home || button).after(box);
  };

  const show = (button, entry) => {
    const box = document.createElement("div");
    const name = document.createElement("strong");
    const words = document.createElement("p");
    const meaning = entry.nextElementSibling.cloneNode(true);
    count += 1;
    box.id = `definition-${count}`;
    box.className = "meaning";
    box.setAttribute("role", "note");
    box.setAttribute("aria-label", entry.textContent);
    name.append(...entry.cloneNode(true).childNodes);
    all(meaning, ".term").forEach((term) => term.replaceWith(...term.childNodes));
    words.append(name, " – ", ...meaning.childNodes);
    box.append(words, makeButton(app.ui("close"), "", () => close(true)));
    place(button, box);
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-controls", box.id);
    open = { button, box };
    app.say(words.textContent);
  };

  all(document, "a.term").forEach((link) => {
    const entry = byId(link.getAttribute("href").slice(1));
    if (!entry) return;
    const button = makeButton("", "term", () => {
      const again = open && open.button === button;
      close(false);
      if (!again) show(button, entry);
    });
    button.append(...link.childNodes);
    button.setAttribute("aria-expanded", "false");
    link.replaceWith(button);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open && open.button.isConnected && !document.querySelector("dialog[open]")) close(true);
  });
});
