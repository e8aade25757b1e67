"""The preview in a browser: the LMS simulator's rules, lessons played, left and taken up, sources that change."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from machina_scorm.package.archive import pack
from machina_scorm.pipeline import Request
from machina_scorm.preview.app import App
from machina_scorm.preview.server import PreviewServer
from machina_scorm.preview.workshop import Workshop
from machina_scorm.resources import resource
from machina_scorm.store import Store

PACKAGE = "en/unit1/unit1-lesson1.scorm12.zip"
TWO = "en/unit1/two.zip"
LMS = resource("templates/preview/lms.js")

SCO = """<!DOCTYPE html><title>SCO</title><script>
const find = (w, name) => w[name] || (w.parent !== w ? find(w.parent, name) : null);
const api = find(window, "API_1484_11");
addEventListener("pagehide", () => api.Terminate(""));
document.title = api.Initialize("");
</script><p id="address"></p><script>document.getElementById("address").textContent = location.search</script>"""
MANIFEST_2004 = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
 identifier="m"><metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Two</title>
<item identifier="a" identifierref="r"><title>First</title></item>
<item identifier="b" identifierref="r"><title>Second</title></item></organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormType="sco" href="sco.html">
<file href="sco.html"/></resource></resources></manifest>"""


# ---- the rules


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    page.add_script_tag(path=str(LMS))
    yield page
    page.close()


def run(
    page: Any, standard: str, calls: list[list[str]], sco: object = None, values: object = None, **settings: object
) -> Any:
    """Make calls of a fresh LMS; return [result, error] of each, and last what the server has been given."""
    script = """([standard, calls, sco, values, settings]) => {
      let saved = null;
      const lms = MachinaLms.open({ standard, settings, save: (record) => { saved = record; return true; } });
      lms.launch(sco || { id: "s" }, values || {});
      const prefix = standard === "1.2" ? "LMS" : "";
      const out = calls.map(([name, ...args]) => {
        const result = lms.api[prefix + name](...args);
        return [result, Number(lms.api[prefix + "GetLastError"]())];
      });
      return [...out, saved];
    }"""
    return page.evaluate(script, [standard, calls, sco, values, settings])


def write(page: Any, standard: str, element: str, value: str, *before: list[str], **settings: object) -> int:
    """Return the error that writing one value gives, after other calls."""
    begin = [["Initialize", ""], *before, ["SetValue", element, value]]
    return int(run(page, standard, begin, **settings)[-2][1])


def test_12_has_one_session(page: Any) -> None:
    calls = [["GetValue", "cmi.core.student_id"], ["Initialize", ""], ["Initialize", ""], ["Initialize", "x"]]
    results = run(page, "1.2", [*calls, ["Finish", ""], ["SetValue", "cmi.core.exit", ""], ["Finish", ""]])
    assert [code for _, code in results[:-1]] == [301, 0, 101, 201, 0, 301, 301]


@pytest.mark.parametrize(
    ("element", "value", "code"),
    [
        ("cmi.core.lesson_status", "passed", 0),
        ("cmi.core.lesson_status", "not attempted", 405),
        ("cmi.core.lesson_status", "Passed", 405),
        ("cmi.core.score.raw", "85.5", 0),
        ("cmi.core.score.raw", "85,5", 405),
        ("cmi.core.score.raw", "101", 405),
        ("cmi.core.score.raw", "-1", 405),
        ("cmi.core.session_time", "0000:10:00.25", 0),
        ("cmi.core.session_time", "0:10", 405),
        ("cmi.core.session_time", "PT10M", 405),
        ("cmi.core.exit", "suspend", 0),
        ("cmi.core.exit", "normal", 405),
        ("cmi.core.student_id", "x", 403),
        ("cmi.core._children", "x", 402),
        ("cmi.core.nothing", "x", 201),
        ("cmi.suspend_data", "Ω" * 4096, 0),
        ("cmi.suspend_data", "Ω" * 4097, 405),
        ("cmi.core.lesson_location", "x" * 256, 405),
        ("cmi.interactions.0.id", "lu1.q1", 0),
        ("cmi.interactions.0.id", "Ερώτηση", 405),
        ("cmi.interactions.0.id", "two words", 405),
        ("cmi.interactions.1.id", "gap", 201),
        ("cmi.interactions.0.result", "wrong", 0),
        ("cmi.interactions.0.result", "incorrect", 405),
        ("cmi.interactions.0.student_response", "υπερπροσαρμογή", 0),
        ("cmi.interactions.0.type", "fill-in", 0),
        ("cmi.interactions.0.type", "long-fill-in", 405),
        ("cmi.interactions.0.time", "23:59:59", 0),
    ],
)
def test_12_takes_what_moodle_takes(page: Any, element: str, value: str, code: int) -> None:
    assert write(page, "1.2", element, value) == code


def test_12_how_strict(page: Any) -> None:
    long = "x" * 5000
    assert write(page, "1.2", "cmi.suspend_data", long, rules="relaxed") == 0
    assert write(page, "1.2", "cmi.suspend_data", long, rules="strict") == 405
    assert write(page, "1.2", "cmi.interactions.0.type", "choice") == 0
    assert write(page, "1.2", "cmi.interactions.0.type", "choice", rules="strict") == 201
    opened = (["SetValue", "cmi.interactions.0.id", "q"], ["SetValue", "cmi.interactions.0.type", "choice"])
    response = "cmi.interactions.0.student_response"
    assert write(page, "1.2", response, "a;b", *opened) == 0
    assert write(page, "1.2", response, "a;b", *opened, rules="strict") == 405
    assert write(page, "1.2", response, "a,b", *opened, rules="strict") == 0
    assert write(page, "1.2", "cmi.objectives.0.id", "o", without=["cmi.objectives"]) == 401
    assert write(page, "1.2", "cmi.core.exit", "", refuse=["cmi.core.exit"]) == 405


def test_12_reading(page: Any) -> None:
    begin = [["Initialize", ""], ["SetValue", "cmi.interactions.0.id", "q"]]
    names = [
        "cmi.interactions._count",
        "cmi.interactions.0.id",
        "cmi.core.exit",
        "cmi.core.nothing",
        "cmi.core.score._count",
    ]
    results = run(page, "1.2", begin + [["GetValue", name] for name in names], launch_data="x")[2:-1]
    assert results == [[1, 0], ["", 404], ["", 404], ["", 201], ["", 201]]
    assert run(page, "1.2", [*begin, ["GetValue", "cmi.core.score.raw._children"]])[2] == ["", 202]


def test_12_what_finishing_changes(page: Any) -> None:
    def status(*calls: list[str], sco: object = None, **settings: object) -> str:
        return str(
            run(page, "1.2", [["Initialize", ""], *calls, ["Finish", ""]], sco, **settings)[-1][
                "cmi.core.lesson_status"
            ]
        )

    raw = ["SetValue", "cmi.core.score.raw", "85.5"]
    passed = ["SetValue", "cmi.core.lesson_status", "passed"]
    assert status() == "completed"
    assert status(["SetValue", "cmi.core.lesson_status", "incomplete"]) == "incomplete"
    assert status(passed, raw, sco={"id": "s", "mastery": "90"}) == "failed"
    assert status(passed, raw, sco={"id": "s", "mastery": "90"}, override=False) == "passed"
    assert status(passed, sco={"id": "s", "mastery": "90"}) == "passed"
    kept = run(page, "1.2", [["Initialize", ""], ["SetValue", "cmi.core.session_time", "00:01:30.5"], ["Finish", ""]])[
        -1
    ]
    assert kept["cmi.core.total_time"] == "00:01:30.50"
    assert "cmi.core.session_time" not in kept


def test_entry_resume_and_review(page: Any) -> None:
    def entry(values: object, **settings: object) -> list[str]:
        calls = [["Initialize", ""], *(["GetValue", f"cmi.core.{n}"] for n in ("entry", "credit", "lesson_mode"))]
        return [value for value, _ in run(page, "1.2", calls, None, values, **settings)[1:-1]]

    assert entry({}) == ["ab-initio", "credit", "normal"]
    assert entry({"cmi.core.lesson_status": "incomplete", "cmi.core.exit": "suspend"}) == ["resume", "credit", "normal"]
    assert entry({"cmi.core.lesson_status": "incomplete", "cmi.core.exit": ""}) == ["", "credit", "normal"]
    assert entry({"cmi.core.exit": "suspend"}, mode="review") == ["ab-initio", "no-credit", "review"]
    calls = [["Initialize", ""], ["SetValue", "cmi.suspend_data", "x"], ["Commit", ""]]
    assert run(page, "1.2", calls, mode="review")[-1] == {"cmi.suspend_data": "x"}


def test_2004_gives_back_only_what_was_suspended(page: Any) -> None:
    def entry(values: object) -> list[Any]:
        calls = [["Initialize", ""], ["GetValue", "cmi.entry"], ["GetValue", "cmi.suspend_data"]]
        return [value for value, _ in run(page, "2004", calls, None, values)[1:-1]]

    assert entry({"cmi.exit": "suspend", "cmi.suspend_data": "x"}) == ["resume", "x"]
    assert entry({"cmi.exit": "normal", "cmi.suspend_data": "x"}) == ["ab-initio", ""]
    assert entry({}) == ["ab-initio", ""]


def test_a_dead_server_is_told_at_commit(page: Any) -> None:
    results = run(page, "1.2", [["Initialize", ""], ["SetValue", "cmi.core.exit", ""], ["Commit", ""]], dead=True)
    assert results == [["true", 0], ["true", 0], ["false", 101], None]


ONE = (["SetValue", "cmi.interactions.0.id", "urn:machina:q1"], ["SetValue", "cmi.interactions.0.type", "choice"])


@pytest.mark.parametrize(
    ("element", "value", "code"),
    [
        ("cmi.completion_status", "completed", 0),
        ("cmi.completion_status", "passed", 406),
        ("cmi.score.scaled", "0.8", 0),
        ("cmi.score.scaled", "1.2", 407),
        ("cmi.score.raw", "85,5", 406),
        ("cmi.location", "x" * 1001, 406),
        ("cmi.suspend_data", "Ω" * 64000, 0),
        ("cmi.suspend_data", "Ω" * 64001, 406),
        ("cmi.session_time", "PT1H5M30.25S", 0),
        ("cmi.session_time", "PT1.125S", 406),
        ("cmi.session_time", "00:10:00", 406),
        ("cmi.learner_id", "x", 404),
        ("cmi.nothing", "x", 401),
        ("cmi.interactions.2.id", "q", 351),
        ("cmi.interactions.1.type", "choice", 408),
        ("cmi.interactions.0.learner_response", "a[,]c", 0),
        ("cmi.interactions.0.learner_response", "a,c", 406),
        ("cmi.interactions.0.learner_response", "a-b", 406),
        ("cmi.interactions.0.learner_response", "a[,]a", 406),
        ("cmi.interactions.0.correct_responses.0.pattern", "a[,]c", 0),
        ("cmi.interactions.0.correct_responses.1.pattern", "a", 351),
        ("cmi.interactions.0.result", "incorrect", 0),
        ("cmi.interactions.0.result", "wrong", 406),
        ("cmi.interactions.0.timestamp", "2026-01-31T10:00:30", 0),
        ("cmi.interactions.0.timestamp", "2026-01-31T10:00:30.12Z", 0),
        ("cmi.interactions.0.timestamp", "2026-01-31T10:00:30Z", 406),
        ("cmi.interactions.0.timestamp", "2026-01-31T10:00:30.123Z", 406),
        ("cmi.interactions.0.latency", "PT3.5S", 0),
        ("cmi.interactions.0.latency", "PT3.512S", 406),
        ("adl.nav.request", "exitAll", 0),
    ],
)
def test_2004_takes_what_moodle_takes(page: Any, element: str, value: str, code: int) -> None:
    assert write(page, "2004", element, value, *ONE) == code


def test_2004_sessions_dependencies_and_reading(page: Any) -> None:
    calls = [["GetValue", "cmi.mode"], ["Terminate", ""], ["Initialize", ""], ["Initialize", ""], ["Terminate", ""]]
    after = [
        ["Initialize", ""],
        ["GetValue", "cmi.mode"],
        ["SetValue", "cmi.exit", ""],
        ["Commit", ""],
        ["Terminate", ""],
    ]
    codes = [code for _, code in run(page, "2004", calls + after)[:-1]]
    assert codes == [122, 112, 0, 103, 0, 104, 123, 133, 143, 113]
    objective = ["SetValue", "cmi.objectives.0.id", "o1"]
    assert write(page, "2004", "cmi.objectives.1.id", "o1", objective) == 351
    assert write(page, "2004", "cmi.objectives.0.id", "o2", objective) == 351
    assert write(page, "2004", "cmi.objectives.0.score.scaled", "0.5", objective) == 0
    names = [
        "cmi.score.raw",
        "cmi.exit",
        "cmi.nothing",
        "cmi.objectives.0.id",
        "cmi.entry",
        "adl.nav.request_valid.continue",
    ]
    results = run(page, "2004", [["Initialize", ""], *(["GetValue", name] for name in names)])[1:-1]
    assert results == [["", 403], ["", 405], ["", 401], ["", 301], ["ab-initio", 0], ["true", 0]]


def test_2004_completion_by_progress_only(page: Any) -> None:
    sco = {"id": "s", "threshold": "0.8", "passing": "0.7"}
    calls = [["Initialize", ""], ["SetValue", "cmi.progress_measure", "0.9"], ["SetValue", "cmi.score.scaled", "0.9"]]
    kept = run(page, "2004", [*calls, ["Terminate", ""]], sco)[-1]
    assert kept["cmi.completion_status"] == "completed"
    assert "cmi.success_status" not in kept


# ---- the pages


@dataclass
class Visit:
    page: Any
    url: str
    course: Path
    workshop: Workshop
    faults: list[str]

    def play(self, path: str = PACKAGE) -> Any:
        self.page.goto(f"{self.url}play/{path}")
        return self.ready()

    def ready(self) -> Any:
        frame = self.page.frame_locator("#frame")
        frame.locator("html.js #progress-text:not(:empty)").wait_for()
        return frame

    def kept(self, path: str = PACKAGE) -> list[Any]:
        file = self.course / ".machina/preview/attempts" / f"{path}.json"
        return list(json.loads(file.read_text("utf-8"))["attempts"]) if file.is_file() else []


@pytest.fixture
def visit(browser: Any, course: Path) -> Iterator[Visit]:
    workshop = Workshop(course, course / "dist", Request(formats=("scorm12", "moodle-xml"), jobs=1), lambda _: None)
    server = PreviewServer(App(workshop), 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    workshop.open()
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(15000)
    visit = Visit(page, server.url, course, workshop, [])
    page.on("pageerror", lambda error: visit.faults.append(str(error)))
    page.on("console", lambda entry: visit.faults.append(entry.text) if entry.type == "error" else None)
    page.goto(server.url)
    page.locator('[data-stage="ready"] .lessons').wait_for()
    yield visit
    page.close()
    workshop.close()
    server.shutdown()
    server.server_close()


def test_a_lesson_is_played_left_and_taken_up_again(visit: Visit) -> None:
    visit.page.get_by_role("link", name="Play SCORM 1.2").click()
    visit.ready()
    assert visit.page.locator("#fact-status").inner_text() == "incomplete"
    assert visit.page.locator("#calls tr", has_text="LMSInitialize").count() == 1
    visit.page.get_by_role("tab", name="Data").click()
    row = visit.page.locator("#data tr", has_text="cmi.core.entry")
    assert row.locator("td").inner_text() == "ab-initio"
    visit.page.reload()
    visit.ready()
    visit.page.get_by_role("tab", name="Data").click()
    assert row.locator("td").inner_text() == "resume"
    (attempt,) = visit.kept()
    (values,) = attempt["scos"].values()
    assert values["cmi.core.lesson_status"] == "incomplete"
    assert values["cmi.core.exit"] == "suspend"
    visit.page.get_by_role("button", name="Leave").click()
    visit.page.locator("#calls tr", has_text="LMSFinish").wait_for(state="attached")
    assert visit.page.locator("#calls .error").count() == 0
    assert visit.faults == []


def test_new_and_cleared_attempts(visit: Visit) -> None:
    visit.play()
    visit.page.get_by_role("button", name="New attempt").click()
    visit.page.locator("#fact-attempt", has_text="2").wait_for()
    visit.ready()
    assert [attempt["number"] for attempt in visit.kept()] == [1, 2]
    visit.page.on("dialog", lambda dialog: dialog.accept())
    visit.page.get_by_role("button", name="Clear attempts").click()
    visit.page.locator("#fact-attempt", has_text="1").wait_for()
    visit.ready()
    visit.page.get_by_role("tab", name="Data").click()
    assert visit.page.locator("#data tr", has_text="cmi.core.entry").locator("td").inner_text() == "ab-initio"


def test_errors_are_shown_with_the_reason_and_can_be_picked_out(visit: Visit) -> None:
    visit.play()
    visit.page.evaluate("API.LMSSetValue('cmi.core.lesson_status', 'not attempted')")
    row = visit.page.locator("#calls tr.error", has_text="passed, completed")
    row.wait_for()
    assert "405" in row.inner_text()
    assert visit.page.locator("#count-errors").inner_text() == "1 error"
    visit.page.get_by_label("Show").select_option("errors")
    assert visit.page.locator("#calls tr:visible").count() == 1


def test_a_lost_session_reaches_the_learner(visit: Visit) -> None:
    frame = visit.play()
    visit.page.get_by_role("tab", name="Rules").click()
    visit.page.get_by_label("The session is lost").check()
    visit.page.get_by_role("tab", name="Calls").click()
    frame.locator("[data-page]").nth(1).evaluate("link => link.click()")
    visit.page.locator("#calls tr.error", has_text="LMSCommit").first.wait_for()


def test_tabs_by_keyboard(visit: Visit) -> None:
    visit.play()
    visit.page.get_by_role("tab", name="Calls").focus()
    visit.page.keyboard.press("ArrowRight")
    assert visit.page.locator("#panel-data").is_visible()
    assert visit.page.evaluate("document.activeElement.id") == "tab-data"
    visit.page.keyboard.press("ArrowLeft")
    visit.page.keyboard.press("ArrowLeft")
    assert visit.page.locator("#panel-rules").is_visible()


def test_the_page_follows_the_sources(visit: Visit) -> None:
    lesson = visit.course / "units/unit1/lesson1/lesson.md"
    text = lesson.read_text("utf-8")
    frame = visit.play()
    lesson.write_text(text + "\nA sentence that was not there before.\n", encoding="utf-8")
    frame.get_by_text("A sentence that was not there before.").first.wait_for(state="attached")
    visit.ready()
    unit = visit.course / "units/unit1/unit.yaml"
    good = unit.read_text("utf-8")
    unit.write_text("title: [\n", encoding="utf-8")
    visit.page.locator("#problems .bad", has_text="units/unit1/unit.yaml:").wait_for()
    visit.page.goto(visit.url)
    assert "Nothing was built" in visit.page.locator("#problems").inner_text()
    assert visit.page.get_by_role("link", name="Play SCORM 1.2").is_visible()
    unit.write_text(good, encoding="utf-8")
    visit.page.locator("#problems .bad").wait_for(state="detached")
    visit.page.locator('.state[data-kind="good"]').wait_for()


def test_a_language_can_be_asked_for_and_2004_s_second_sco_fails_as_in_moodle(browser: Any, tmp_path: Path) -> None:
    store = Store(tmp_path / "dist")
    package = pack({"imsmanifest.xml": MANIFEST_2004.encode(), "sco.html": SCO.encode()})
    store.write("unit1:two:en", "en", "two", TWO, package, "", ())
    store.save()
    server = PreviewServer(App(Workshop(tmp_path, tmp_path / "dist", Request(), lambda _: None)), 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{server.url}play/{TWO}")
    frame = page.frame_locator("#frame")
    assert frame.locator("#address").inner_text() == ""
    assert page.locator("#calls tr", has_text="Initialize").locator(".outcome code").first.inner_text() == "true"
    page.get_by_label("Part").select_option("1")
    page.locator("#calls tr.error", has_text="104").wait_for()
    page.get_by_role("tab", name="Rules").click()
    page.get_by_label("Language asked for at launch").select_option("en")
    page.get_by_label("Level asked for at launch").select_option("senior")
    page.get_by_role("button", name="Open the package again").click()
    frame.locator("#address", has_text="?lang=en&level=senior").wait_for()
    page.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["", f"play/{PACKAGE}", "questions/en/unit1/unit1-lesson1.moodle.xml"])
def test_nothing_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    visit.page.set_viewport_size({"width": 360, "height": 740})
    visit.page.goto(visit.url + path)
    if path.startswith("play"):
        visit.ready()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
