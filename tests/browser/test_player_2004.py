"""The SCORM 2004 packages played in Chromium against an LMS with the standard's rules and Moodle's."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import builders
import pytest
from test_player import GREEK, answer, check, form, go, pages_with, start_test, take_test

from machina_scorm.export.scorm2004 import export_lesson
from machina_scorm.model.course import Lesson

Play = Callable[..., Any]


def package(lesson: Lesson | None = None, **about: Any) -> bytes:
    lesson = lesson or builders.tested_lesson()
    return export_lesson(builders.edition(**about), builders.unit(lesson), lesson).data


def test_status_before_anything_else_and_one_commit_per_page(platform: Play) -> None:
    learner = platform(package())
    calls = learner.store["calls"]
    assert calls[0] == ["Initialize", ""]
    writes = [call for call in calls if call[0] == "SetValue"]
    assert writes[0] == ["SetValue", "cmi.completion_status", "incomplete"]
    assert learner.count("Commit") == 1
    go(learner.sco, "first")
    assert learner.count("Commit") == 2
    assert learner.cmi["cmi.location"] == "first"
    assert 0 < float(learner.cmi["cmi.progress_measure"]) < 1
    assert learner.cmi["cmi.session_time"].startswith("PT0H0M")
    learner.leave()
    assert learner.count("Terminate") == 1 and learner.cmi["cmi.exit"] == "suspend"
    assert learner.errors == [] and learner.faults == []


def test_passes_and_tells_of_every_answer(platform: Play) -> None:
    learner = platform(package())
    start_test(learner.sco)
    before = learner.count("Commit")
    take_test(learner.sco, right=9)
    assert learner.count("Commit") == before + 9
    cmi = learner.cmi
    assert (cmi["cmi.completion_status"], cmi["cmi.success_status"], cmi["cmi.exit"]) == (
        "completed",
        "passed",
        "suspend",
    )
    assert [cmi[f"cmi.score.{part}"] for part in ("scaled", "raw", "min", "max")] == ["1", "100", "0", "100"]
    assert cmi["cmi.progress_measure"] == "1"
    records = learner.interactions()
    assert [record["type"] for record in records] == [
        *("choice", "choice", "true-false", "matching", "fill-in", "numeric", "sequencing", "fill-in", "long-fill-in")
    ]
    assert [record["learner_response"] for record in records] == [
        *("b", "a[,]c", "false", "1[.]a[,]2[.]b[,]3[.]c", "Over-Fitting", "2.5", "a[,]b[,]c[,]d"),
        *("a[,]answers[,]2.5", "Five words are not many."),
    ]
    assert [record["correct_responses.0.pattern"] for record in records[:8]] == [
        *("b", "a[,]c", "false", "1[.]a[,]2[.]b[,]3[.]c", "over*fitting", "2.49[:]2.51", "a[,]b[,]c[,]d"),
        "a[,]answers[,]2.5",
    ]
    assert [record["result"] for record in records] == ["correct"] * 8 + ["neutral"]
    assert records[0]["description"] == "{lang=en}Which one?"
    assert records[0]["objectives.0.id"] == "lu1.k1"
    learner.reload()
    assert "100 %" in learner.sco.locator(".test-result").inner_text()  # what was passed can be looked at again
    assert learner.cmi["cmi.completion_status"] == "completed"
    assert learner.errors == [] and learner.faults == []


def test_outcomes_are_told_apart(platform: Play) -> None:
    learner = platform(package(mastery=60))
    start_test(learner.sco)
    take_test(learner.sco, right=4)
    cmi = learner.cmi
    assert [cmi[f"cmi.objectives.{n}.id"] for n in (0, 1)] == ["lu1.k1", "lu1.s1"]
    assert [cmi[f"cmi.objectives.{n}.success_status"] for n in (0, 1)] == ["passed", "failed"]
    assert [cmi[f"cmi.objectives.{n}.score.raw"] for n in (0, 1)] == ["100", "12.5"]  # two of four steps in place
    learner.reload()
    go(learner.sco, "first")
    assert "cmi.objectives.2.id" not in learner.cmi
    assert learner.errors == []


def test_fails_with_tries_left_and_without(platform: Play) -> None:
    learner = platform(package(attempts=2))
    start_test(learner.sco)
    take_test(learner.sco, right=0)
    cmi = learner.cmi
    assert (cmi["cmi.completion_status"], cmi["cmi.success_status"], cmi["cmi.exit"]) == (
        "incomplete",
        "failed",
        "suspend",
    )
    assert learner.interactions()[0]["result"] == "incorrect"
    learner.reload()
    learner.sco.get_by_role("button", name="Try again").click()
    take_test(learner.sco, right=0)
    cmi = learner.cmi
    assert (cmi["cmi.completion_status"], cmi["cmi.success_status"], cmi["cmi.exit"]) == (
        "completed",
        "failed",
        "suspend",
    )
    assert learner.errors == []


def test_what_is_typed_survives(platform: Play) -> None:
    learner = platform(package(pages_with("q-word", "q-essay")))
    go(learner.sco, "ask")
    word, essay = learner.sco.locator("form#p-q-word"), learner.sco.locator("form#p-q-essay")
    word.locator("input").fill(GREEK)
    check(word)
    essay.locator("textarea").fill("Ένα\nδύο")
    check(essay)
    learner.reload()
    assert learner.sco.locator("form#p-q-word input").input_value() == GREEK
    assert learner.sco.locator("form#p-q-essay textarea").input_value() == "Ένα\nδύο"
    assert [record["learner_response"] for record in learner.interactions()] == [GREEK, "Ένα δύο"]
    assert learner.errors == []


def test_braces_that_an_lms_refuses_are_told_as_parentheses(platform: Play) -> None:
    learner = platform(package(pages_with("q-word")))
    go(learner.sco, "ask")
    word = learner.sco.locator("form#p-q-word")
    word.locator("input").fill("{a}[,]b")
    check(word)
    assert learner.interactions()[0]["learner_response"] == "(a)[ , ]b"
    assert [error[1] for error in learner.errors] == ["cmi.interactions.0.learner_response"]
    assert learner.sco.locator("#notices").inner_text() == ""
    learner.reload()
    assert learner.sco.locator("form#p-q-word input").input_value() == "{a}[,]b"


def test_numbers_out_of_reach_are_told_as_text(platform: Play) -> None:
    question = builders.question("q-big", builders.Number((builders.AcceptedNumber(builders.Decimal(12_000_000)),)))
    learner = platform(package(builders.lesson(questions=(question,), pages=())))
    start_test(learner.sco)
    form(learner.sco, "q-big").locator("input").fill("12 000 000")
    check(form(learner.sco, "q-big"))
    (record,) = learner.interactions()
    assert (record["type"], record["learner_response"], record["result"]) == ("fill-in", "12000000", "correct")
    assert learner.cmi["cmi.success_status"] == "passed" and learner.errors == []


def test_an_lms_without_optional_elements_is_enough(platform: Play) -> None:
    missing = ["cmi.interactions", "cmi.objectives", "cmi.progress_measure", "cmi.score.min", "cmi.mode"]
    learner = platform(package(), {"without": missing})
    start_test(learner.sco)
    take_test(learner.sco, right=9)
    assert learner.cmi["cmi.success_status"] == "passed"
    assert learner.sco.locator("#notices").inner_text() == ""
    assert learner.errors == []


def test_review_mode_and_no_lms(platform: Play) -> None:
    learner = platform(package(), {"mode": "review"})
    go(learner.sco, "first")
    learner.leave()
    assert learner.count("SetValue") == 0 and learner.count("Terminate") == 1
    alone = platform(package(), {"none": True})
    assert "nothing is recorded" in alone.sco.locator("#notices").inner_text()


def test_refused_answers_are_kept_and_offered_again(platform: Play) -> None:
    learner = platform(package(pages_with("q-word")))
    go(learner.sco, "ask")
    learner.page.evaluate("window.dead = true")
    word = learner.sco.locator("form#p-q-word")
    word.locator("input").fill("υπερπροσαρμογή")
    check(word)
    assert "kept in this browser" in learner.sco.locator("#notices").inner_text()
    learner.reload()
    learner.sco.get_by_role("button", name="Use these answers").click()
    assert learner.interactions()[0]["learner_response"] == "υπερπροσαρμογή"
    assert learner.interactions()[0]["result"] == "correct"


def test_without_a_test_all_pages_complete_it(platform: Play) -> None:
    learner = platform(package(builders.lesson(questions=())))
    for page in ("first", "levels", "summary", "_reading"):
        assert learner.cmi["cmi.completion_status"] == "incomplete"
        go(learner.sco, page)
    assert learner.cmi["cmi.completion_status"] == "completed" and "cmi.success_status" not in learner.cmi


@pytest.mark.parametrize("data", ['{"v":1,"p":["fi', "bookmark=7", '{"v":1,"p":7,"k":[],"t":{"q-one":5}}'])
def test_foreign_or_broken_state_does_no_harm(platform: Play, data: str) -> None:
    learner = platform(package(), {"values": {"cmi.suspend_data": data, "cmi.location": "gone"}})
    start_test(learner.sco)
    answer(learner.sco, "q-one", right=True)
    assert learner.faults == [] and json.loads(learner.cmi["cmi.suspend_data"])["v"] == 1
