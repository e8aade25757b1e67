// Every page of the preview: follows the builds by server-sent events.
"use strict";

(() => {
  const body = document.body;
  const state = document.getElementById("state");
  const problems = document.getElementById("problems");
  const building = document.getElementById("building");
  let shown = Number(body.dataset.version);
  let settled = body.dataset.stage;

  const say = (text, kind) => {
    state.textContent = text;
    state.dataset.kind = kind;
  };
  const progress = ({ done, total }) => {
    if (!building) return;
    building.hidden = false;
    const bar = document.getElementById("building-bar");
    if (total) {
      bar.max = total;
      bar.value = done;
    } else bar.removeAttribute("value");
    document.getElementById("building-text").textContent = total ? `${done} of ${total}` : "";
  };
  const refreshProblems = async () => {
    const answer = await fetch("/problems");
    if (answer.ok) problems.innerHTML = await answer.text();
  };
  const follow = async (news) => {
    if (news.stage === "building") {
      say(news.total ? `Building ${news.done} of ${news.total}` : "Reading the course", "busy");
      progress(news);
      settled = "building";
      return;
    }
    if (news.stage === "stopped") {
      say("The preview met a bug and has stopped: see the terminal", "bad");
      if (building) building.hidden = true;
      return;
    }
    if (news.stage === "broken") say(news.errors === 1 ? "1 problem" : `${news.errors} problems`, "bad");
    else say(news.errors ? `${news.errors} left out` : "Up to date", news.errors ? "bad" : "good");
    if (building) building.hidden = true;
    const newer = news.version > shown || settled === "building";
    settled = news.stage;
    if (!newer) return;
    shown = news.version;
    const own = body.dataset.path;
    if (own === undefined) location.reload();
    else if (news.sha256 && news.sha256 !== body.dataset.sha256) {
      if (window.beforeReload) await window.beforeReload();
      location.reload();
    } else await refreshProblems();
  };

  const source = new EventSource(`/events?path=${encodeURIComponent(body.dataset.path || "")}`);
  source.onmessage = (event) => follow(JSON.parse(event.data));
  source.onerror = () => say("The preview has ended. Start it again in the terminal.", "bad");
  addEventListener("pagehide", () => source.close());
})();
