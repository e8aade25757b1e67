// The slides page: asks for pictures and puts each beside its notes.
"use strict";

(async () => {
  const state = document.getElementById("pictures-state");
  const { url, files, making, none, failed, pdf } = state.dataset;
  state.textContent = making;
  const answer = await fetch(url);
  if (!answer.ok) {
    state.textContent = none;
    return;
  }
  const found = await answer.json();
  const slides = document.querySelectorAll(".slide");
  if (found.reason) state.textContent = found.reason === "no-office" ? none : `${failed} ${found.reason}`;
  else state.textContent = "";
  if (!found.reason && found.names.length === slides.length) {
    slides.forEach((slide, at) => {
      const picture = slide.querySelector(".picture");
      picture.src = files + found.names[at];
      picture.alt = slide.querySelector("h2").textContent.trim().replace(/\s+/g, " ");
      picture.hidden = false;
      slide.classList.add("drawn");
    });
    document.body.classList.add("drawn");
  } else if (found.pdf) {
    const box = document.getElementById("pdf");
    const view = document.createElement("object");
    view.type = "application/pdf";
    view.data = `${files}deck.pdf`;
    view.setAttribute("aria-label", pdf);
    const link = document.createElement("a");
    link.href = view.data;
    link.textContent = pdf;
    view.append(link);
    box.append(view);
    box.hidden = false;
  }
})();
