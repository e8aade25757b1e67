"""The SCORM 1.2 package played in Chromium against an LMS with Moodle's rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import builders
import pytest

from machina_scorm.export.scorm12 import export_lesson
from machina_scorm.model.course import Lesson, Page

Play = Callable[..., Any]

#: What a learner may type: Greek, accents, a comma below, a character beyond the first plane.
GREEK = "υπερπροσαρμογή élevé ș 😀"


def package(lesson: Lesson | None = None, **about: Any) -> bytes:
    lesson = lesson or builders.lesson()
    return export_lesson(builders.edition(**about), builders.unit(lesson), lesson).data


def go(sco: Any, page: str) -> None:
    if sco.locator(".toc-button").is_visible():
        sco.locator(".toc-button").click()
    sco.locator(f".toc a[data-page='{page}']").click()
    sco.locator(f"section[data-page='{page}']").wait_for()


def form(sco: Any, question: str) -> Any:
    return sco.locator(f"form#t-{question}")


def check(question: Any) -> None:
    question.locator("button[type=submit]").click()


def answer(sco: Any, name: str, right: bool) -> None:
    """Answer a question of the test and press Check."""
    box = form(sco, name)
    match name:
        case "q-one":
            box.locator(f"[value={'b' if right else 'a'}]").check()
        case "q-many":
            box.locator("[value=a]").check()
            box.locator(f"[value={'c' if right else 'b'}]").check()
        case "q-truth":
            box.locator(f"[value={'false' if right else 'true'}]").check()
        case "q-match":
            for prompt, match in zip("123", "abc" if right else "bca", strict=True):
                box.locator(f"[data-prompt='{prompt}']").select_option(match)
        case "q-word":
            box.locator("input").fill("  Over-Fitting " if right else "underfitting")
        case "q-number":
            box.locator("input").fill("2,5" if right else "−2.5 minutes")
        case "q-order":
            order(box, "abcd" if right else "bacd")
        case "q-gaps":
            box.locator("[data-gap='1']").select_option("a" if right else "b")
            box.locator("[data-gap='2']").fill("answers" if right else "numbers")
            box.locator("[data-gap='3']").fill("2.5" if right else "3")
        case "q-essay":
            box.locator("textarea").fill("Five words are not many.")
    check(box)


def order(box: Any, wanted: str) -> None:
    """Bring the items into the wanted order with the buttons."""
    for place, item in enumerate(wanted):
        while (now := [row.get_attribute("data-item") for row in box.locator("[data-item]").all()]).index(item) > place:
            box.locator(f"[data-item={item}] [data-do=up]").click()
        assert now[place] == item


def take_test(sco: Any, right: int) -> None:
    """Answer the whole test, the first `right` questions rightly."""
    names = [question.id for question in builders.all_questions()]
    for place, name in enumerate(names):
        answer(sco, name, place < right)
        form(sco, name).locator("[data-do=next]").click()


def start_test(sco: Any) -> None:
    go(sco, "_test")
    sco.locator("[data-do=start]").click()


def test_plays_and_turns_pages(platform: Play) -> None:
    learner = platform(package())
    sco = learner.sco
    assert sco.locator("h1").inner_text() == "A first lesson"
    assert learner.store["calls"][0] == ["LMSInitialize", ""]
    writes = [call for call in learner.store["calls"] if call[0] == "LMSSetValue"]
    assert writes[0] == ["LMSSetValue", "cmi.core.lesson_status", "incomplete"]
    assert learner.count("LMSCommit") == 1
    sco.locator("section[data-page=_start] a[rel=next]").click()
    sco.locator("section[data-page=first] a[rel=next]").click()
    assert sco.locator("section[data-page=levels] h2").evaluate("h => h === document.activeElement")
    assert learner.count("LMSCommit") == 3
    assert learner.cmi["cmi.core.lesson_location"] == "levels"
    assert sco.locator("#progress-text").inner_text() == "3 of 6 pages"
    assert sco.get_by_text("For juniors.").is_visible() and not sco.get_by_text("For seniors.").is_visible()
    if sco.locator(".toc-button").is_visible():
        sco.locator(".toc-button").click()
    sco.get_by_label("Senior").check()
    assert sco.get_by_text("For seniors.").is_visible() and not sco.get_by_text("For juniors.").is_visible()
    assert learner.errors == [] and learner.faults == []


def test_five_answers_are_five_commits_and_survive(platform: Play) -> None:
    learner = platform(package())
    start_test(learner.sco)
    before = learner.count("LMSCommit")
    for name in ("q-one", "q-many", "q-truth", "q-match", "q-word"):
        answer(learner.sco, name, right=True)
        assert form(learner.sco, name).locator(".outcome").inner_text() == "Right"
        form(learner.sco, name).locator("[data-do=next]").click()
    assert learner.count("LMSCommit") == before + 5
    learner.reload()
    sco = learner.sco
    assert sco.locator("section[data-page=_test]").is_visible()
    assert form(sco, "q-number").is_visible() and not form(sco, "q-word").is_visible()
    records = learner.interactions()
    assert [record["id"] for record in records] == [
        f"lu1.l1_intro.{name}" for name in ("q_one", "q_many", "q_truth", "q_match", "q_word")
    ]
    assert [record["type"] for record in records] == ["choice", "choice", "true-false", "matching", "fill-in"]
    assert [record["student_response"] for record in records] == ["b", "a,c", "f", "1.a,2.b,3.c", "Over-Fitting"]
    assert {record["result"] for record in records} == {"correct"}
    assert learner.errors == []


def test_passes(platform: Play) -> None:
    learner = platform(package())
    start_test(learner.sco)
    take_test(learner.sco, right=9)
    result = learner.sco.locator(".test-result")
    assert "Test passed" in result.inner_text() and "100 %" in result.inner_text()
    assert learner.cmi["cmi.core.lesson_status"] == "passed"
    assert [learner.cmi[f"cmi.core.score.{part}"] for part in ("raw", "min", "max")] == ["100", "0", "100"]
    assert learner.cmi["cmi.core.exit"] == ""
    assert [record["result"] for record in learner.interactions()] == ["correct"] * 8 + ["neutral"]
    assert learner.errors == [] and learner.faults == []


def test_fails_and_tries_again_until_attempts_are_used(platform: Play) -> None:
    learner = platform(package(attempts=2))
    start_test(learner.sco)
    take_test(learner.sco, right=3)
    result = learner.sco.locator(".test-result")
    assert "Test not passed" in result.inner_text() and "Attempts left: 1" in result.inner_text()
    assert learner.cmi["cmi.core.lesson_status"] == "failed"
    assert learner.cmi["cmi.core.exit"] == "suspend"
    raw = float(learner.cmi["cmi.core.score.raw"])
    # 3 right, of q-order two of four in place, nothing for the other four
    assert raw == pytest.approx(100 * 3.5 / 8, abs=0.01)
    assert form(learner.sco, "q-number").get_by_text("Mind the sign.").is_visible()
    result.get_by_role("button", name="Try again").click()
    take_test(learner.sco, right=0)
    assert "You have used all attempts." in result.inner_text()
    assert float(learner.cmi["cmi.core.score.raw"]) == raw
    assert learner.cmi["cmi.core.exit"] == ""
    assert learner.errors == []


def test_one_finish_on_leaving_and_none_after(platform: Play) -> None:
    learner = platform(package())
    go(learner.sco, "first")
    learner.leave()
    assert learner.count("LMSFinish") == 1
    assert learner.store["calls"][-1][0] == "LMSFinish"
    assert learner.cmi["cmi.core.exit"] == "suspend"
    assert learner.cmi["cmi.core.lesson_status"] == "incomplete"
    learner.reload()
    assert learner.sco.locator("section[data-page=first]").is_visible()
    assert learner.errors == []


def test_greek_answers_and_drafts_survive(platform: Play) -> None:
    learner = platform(package(pages_with("q-word", "q-essay")))
    sco = learner.sco
    go(sco, "ask")
    word, essay = sco.locator("form#p-q-word"), sco.locator("form#p-q-essay")
    word.locator("input").fill(GREEK)
    check(word)
    essay.locator("textarea").fill(GREEK)  # not checked: a draft
    learner.reload()
    assert learner.sco.locator("form#p-q-word input").input_value() == GREEK
    assert learner.sco.locator("form#p-q-word .outcome").inner_text() == "Not right"
    assert learner.sco.locator("form#p-q-essay textarea").input_value() == GREEK
    assert learner.interactions()[0]["student_response"] == GREEK
    assert learner.errors == []


def test_whatever_is_typed_fits_into_suspend_data(platform: Play) -> None:
    learner = platform(package(pages_with("q-word", "q-essay")))
    go(learner.sco, "ask")
    essay = learner.sco.locator("form#p-q-essay")
    put = "(box, typed) => { box.value = typed; box.dispatchEvent(new Event('input', {bubbles: true})); }"
    essay.locator("textarea").evaluate(put, '😀"\n\\' * 4000)
    check(essay)
    assert len(learner.cmi["cmi.suspend_data"].encode("utf-16-le")) // 2 <= 4096
    assert "can be stored" in essay.locator(".outcome").inner_text()
    learner.reload()
    kept = learner.sco.locator("form#p-q-essay textarea").input_value()
    assert len(kept) >= 100 and kept.startswith('😀"\n\\😀') and "\ufffd" not in kept
    assert learner.errors == []


def pages_with(*questions: str) -> Lesson:
    """A lesson with one page that asks `questions`, and no test."""
    asked = builders.page_blocks(f"::: quiz {' '.join(questions)}\n:::")
    return builders.lesson(pages=(Page("ask", builders.text("Ask", "title"), asked),))


def test_without_a_test_all_pages_complete_it(platform: Play) -> None:
    lesson = builders.lesson(questions=())
    learner = platform(package(lesson))
    for page in ("first", "levels", "summary", "_reading"):
        assert learner.cmi["cmi.core.lesson_status"] == "incomplete"
        go(learner.sco, page)
    assert learner.cmi["cmi.core.lesson_status"] == "completed"
    assert learner.cmi["cmi.core.exit"] == "" and "cmi.core.score.raw" not in learner.cmi


def test_without_an_lms_it_works_and_says_so(platform: Play) -> None:
    learner = platform(package(), {"none": True})
    assert "nothing is recorded" in learner.sco.locator("#notices").inner_text()
    start_test(learner.sco)
    answer(learner.sco, "q-one", right=False)
    assert form(learner.sco, "q-one").get_by_text("About option 1").is_visible()
    assert form(learner.sco, "q-one").locator("[data-row=b] .mark").inner_text() == "Right answer"
    assert learner.faults == []


def test_an_lms_without_optional_elements_is_enough(platform: Play) -> None:
    missing = ["cmi.interactions", "cmi.core.score.min", "cmi.core.score.max", "cmi.core.lesson_mode"]
    learner = platform(package(), {"without": missing})
    start_test(learner.sco)
    take_test(learner.sco, right=9)
    assert learner.cmi["cmi.core.lesson_status"] == "passed"
    assert learner.sco.locator("#notices").inner_text() == ""
    assert learner.errors == []


def test_in_review_mode_nothing_is_written(platform: Play) -> None:
    learner = platform(package(), {"mode": "review"})
    go(learner.sco, "first")
    learner.leave()
    assert learner.count("LMSSetValue") == 0 and learner.count("LMSFinish") == 1


def test_a_preview_does_not_complete_the_lesson(platform: Play) -> None:
    learner = platform(package(), {"mode": "browse"})
    go(learner.sco, "first")
    learner.leave()
    assert [call for call in learner.store["calls"] if call[0] == "LMSSetValue"] == [
        ["LMSSetValue", "cmi.core.lesson_status", "browsed"]
    ]
    assert learner.cmi["cmi.core.lesson_status"] == "browsed"


def test_refused_answers_are_kept_and_offered_again(platform: Play) -> None:
    learner = platform(package(pages_with("q-word")))
    go(learner.sco, "ask")
    learner.page.evaluate("window.dead = true")
    word = learner.sco.locator("form#p-q-word")
    word.locator("input").fill("υπερπροσαρμογή")
    check(word)
    assert "kept in this browser" in learner.sco.locator("#notices").inner_text()
    learner.reload()
    assert learner.sco.locator("form#p-q-word input").input_value() == ""
    learner.sco.get_by_role("button", name="Use these answers").click()
    assert learner.sco.locator("form#p-q-word input").input_value() == "υπερπροσαρμογή"
    assert learner.interactions()[0]["student_response"] == "υπερπροσαρμογή"
    learner.reload()
    assert learner.sco.locator("#notices").inner_text() == ""
    assert learner.sco.locator("form#p-q-word input").input_value() == "υπερπροσαρμογή"


def test_the_learner_hears_when_the_lms_takes_answers_again(platform: Play) -> None:
    learner = platform(package())
    learner.page.evaluate("window.refuse = ['cmi.core.lesson_location']")
    go(learner.sco, "first")
    assert "did not take" in learner.sco.locator("#notices").inner_text()
    learner.page.evaluate("window.refuse = []")
    go(learner.sco, "summary")
    assert "Everything is recorded" in learner.sco.locator("#notices").inner_text()
    assert learner.cmi["cmi.core.lesson_location"] == "summary"


def seed(learner: Any, data: str) -> None:
    """Let the platform return `data` as the learner's state at the next visit."""
    learner.leave()
    store = json.dumps({"cmi": {"cmi.suspend_data": data}, "calls": [], "errors": []})
    learner.page.evaluate("store => sessionStorage.setItem('lms', store)", store)
    learner.reload()


@pytest.mark.parametrize(
    "data", ['{"v":1,"p":["fi', "bookmark=7;score=3", "[]", "null", '{"v":1,"p":7,"k":[],"t":{"q-one":5}}']
)
def test_foreign_or_broken_state_does_no_harm(platform: Play, data: str) -> None:
    learner = platform(package())
    seed(learner, data)
    start_test(learner.sco)
    answer(learner.sco, "q-one", right=True)
    assert learner.faults == []


def test_a_newer_state_is_read_as_far_as_possible(platform: Play) -> None:
    learner = platform(package())
    state = {"v": 9, "s": 1, "p": ["first", "gone"], "k": {"q-one": ["b", 1, 1, "new"]}, "t": {}, "new": 1}
    seed(learner, json.dumps(state))
    assert "newer version" in learner.sco.locator("#notices").inner_text()
    go(learner.sco, "first")
    assert learner.sco.locator("form#p-q-one [value=b]").is_checked()
    assert learner.sco.locator("form#p-q-one .outcome").inner_text() == "Right"


def test_options_keep_their_order_through_a_visit(platform: Play) -> None:
    learner = platform(package())
    start_test(learner.sco)

    def values() -> list[Any]:
        return [box.get_attribute("value") for box in form(learner.sco, "q-many").locator("input").all()]

    first = values()
    learner.reload()
    assert values() == first


def test_keyboard_only(platform: Play) -> None:
    learner = platform(package())
    keyboard = learner.page.keyboard
    frame = learner.frame

    def focused() -> str:
        script = "(e => `${e.tagName} ${e.dataset.do || e.type || e.rel || ''} ${e.id}`)(document.activeElement)"
        return str(frame.evaluate(script))

    def tab_to(*wanted: str) -> None:
        for _ in range(60):
            if any(part in focused() for part in wanted):
                return
            keyboard.press("Tab")
        raise AssertionError(f"{wanted} not reached, at {focused()}")

    frame.evaluate("document.querySelector('h1').tabIndex = -1; document.querySelector('h1').focus()")
    tab_to("A next")
    keyboard.press("Enter")
    learner.sco.locator("section[data-page=first]").wait_for()
    tab_to("INPUT radio")
    keyboard.press("Space")
    tab_to("BUTTON submit")
    keyboard.press("Enter")
    assert learner.sco.locator("form#p-q-one .outcome").inner_text() != ""
    go(learner.sco, "_test")
    tab_to("BUTTON start")
    keyboard.press("Enter")
    assert focused().startswith("H3")
    for name in ("q-one", "q-many", "q-truth"):
        answer(learner.sco, name, True)
        assert "BUTTON next" in focused()
        keyboard.press("Enter")
    answer(learner.sco, "q-match", True)
    keyboard.press("Enter")
    answer(learner.sco, "q-word", True)
    keyboard.press("Enter")
    answer(learner.sco, "q-number", True)
    keyboard.press("Enter")
    box = form(learner.sco, "q-order")
    before = [row.get_attribute("data-item") for row in box.locator("[data-item]").all()]
    tab_to("BUTTON down")
    keyboard.press("Enter")
    assert "BUTTON down" in focused()
    after = [row.get_attribute("data-item") for row in box.locator("[data-item]").all()]
    assert after == [before[1], before[0], *before[2:]]
    assert "place 2 of 4" in learner.sco.locator("#say").inner_text()


def test_an_empty_answer_is_asked_for(platform: Play) -> None:
    learner = platform(package())
    start_test(learner.sco)
    commits = learner.count("LMSCommit")
    check(form(learner.sco, "q-one"))
    assert form(learner.sco, "q-one").locator(".outcome").inner_text() == "Answer the question first."
    for name in ("q-one", "q-many", "q-truth", "q-match", "q-word"):
        answer(learner.sco, name, True)
        form(learner.sco, name).locator("[data-do=next]").click()
    form(learner.sco, "q-number").locator("input").fill("two")
    check(form(learner.sco, "q-number"))
    assert "not a number" in form(learner.sco, "q-number").locator(".outcome").inner_text()
    assert learner.count("LMSCommit") == commits + 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_320_pixels_and_no_other_host(platform: Play, scheme: str) -> None:
    learner = platform(package(), viewport={"width": 320, "height": 640}, color_scheme=scheme)
    for page in ("_start", "first", "levels", "summary", "_reading"):
        go(learner.sco, page)
        assert learner.frame.evaluate("document.documentElement.scrollWidth") <= 320
    start_test(learner.sco)
    take_test(learner.sco, right=4)
    assert learner.frame.evaluate("document.documentElement.scrollWidth") <= 320
    assert {host.split(":")[0] for host in learner.hosts} == {"127.0.0.1"}
    assert learner.faults == []


def test_reads_without_scripts(platform: Play, browser: Any) -> None:
    learner = platform(package())
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(learner.url.partition("lms.html")[0] + "package/index.html")
    assert page.get_by_text("For juniors.").is_visible() and page.get_by_text("For seniors.").is_visible()
    assert page.locator("section.page").count() == 6
    assert all(section.is_visible() for section in page.locator("section.page").all())
    assert not page.locator("button[type=submit]").first.is_visible()
    context.close()


@pytest.mark.parametrize(
    ("typed", "value"),
    [("2,5", 2.5), ("2.5", 2.5), ("−3", -3), ("1 000", 1000), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("5e-1", 0.5)],
)
def test_numbers_are_read_with_comma_and_point(browser: Any, typed: str, value: float) -> None:
    context = browser.new_context()
    page = context.new_page()
    source = (builders.ROOT / "templates/scorm/player/10-text.js").read_text(encoding="utf-8")
    assert page.evaluate(f"typed => {{ {source}; return numberIn(typed, 'minutes'); }}", typed) == value
    context.close()
