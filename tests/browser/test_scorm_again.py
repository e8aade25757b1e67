"""The packages against scorm-again, a run time that others wrote: a second judge of what the player tells an LMS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import pytest
from test_player import GREEK, answer, check, form, go, pages_with, start_test, take_test

from machina_scorm.export.scorm import SCORM12, SCORM2004, Standard, pack_lesson, pack_whole_unit
from machina_scorm.model.course import Lesson

Play = Callable[..., Any]
STANDARDS = pytest.mark.parametrize("standard", [SCORM12, SCORM2004], ids=lambda standard: standard.name)


def package(standard: Standard, lesson: Lesson | None = None) -> bytes:
    lesson = lesson or builders.tested_lesson()
    return pack_lesson(builders.edition(), builders.unit(lesson), lesson, standard, ".zip").data


def kept(learner: Any) -> dict[str, Any]:
    return dict(learner.store["json"])


@STANDARDS
def test_a_learner_leaves_comes_back_and_passes(platform: Play, scorm_again: Path, standard: Standard) -> None:
    learner = platform(package(standard), again=scorm_again)
    start_test(learner.sco)
    for name in ("q-one", "q-many", "q-truth"):
        answer(learner.sco, name, right=True)
        form(learner.sco, name).locator("[data-do=next]").click()
    learner.leave()
    learner.reload()
    assert form(learner.sco, "q-match").is_visible()
    for question in builders.all_questions()[3:]:
        answer(learner.sco, question.id, right=True)
        form(learner.sco, question.id).locator("[data-do=next]").click()
    learner.leave()
    learner.reload()
    assert "100 %" in learner.sco.locator(".test-result").inner_text()
    state = kept(learner)
    if standard is SCORM12:
        assert (state["core"]["lesson_status"], state["core"]["score"]["raw"]) == ("passed", "100")
        responses = [state["interactions"][str(n)]["student_response"] for n in range(5)]
        assert responses == ["b", "a,c", "f", "1.a,2.b,3.c", "Over-Fitting"]
    else:
        assert (state["completion_status"], state["success_status"]) == ("completed", "passed")
        assert (state["score"]["scaled"], state["progress_measure"]) == ("1", "1")
        responses = [state["interactions"][str(n)]["learner_response"] for n in range(5)]
        assert responses == ["b", "a[,]c", "false", "1[.]a[,]2[.]b[,]3[.]c", "Over-Fitting"]
    assert [state["objectives"][str(n)]["id"] for n in (0, 1)] == ["lu1.k1", "lu1.s1"]
    assert learner.errors == [] and learner.faults == []


@STANDARDS
def test_a_learner_fails(platform: Play, scorm_again: Path, standard: Standard) -> None:
    learner = platform(package(standard), again=scorm_again)
    start_test(learner.sco)
    take_test(learner.sco, right=2)
    learner.leave()
    state = kept(learner)
    assert (state["core"]["lesson_status"] if standard is SCORM12 else state["success_status"]) == "failed"
    assert learner.errors == [] and learner.faults == []


@STANDARDS
def test_typed_greek_is_kept(platform: Play, scorm_again: Path, standard: Standard) -> None:
    learner = platform(package(standard, pages_with("q-word", "q-essay")), again=scorm_again)
    go(learner.sco, "ask")
    word = learner.sco.locator("form#p-q-word")
    word.locator("input").fill(GREEK)
    check(word)
    learner.reload()
    assert learner.sco.locator("form#p-q-word input").input_value() == GREEK
    response = kept(learner)["interactions"]["0"]
    assert response["student_response" if standard is SCORM12 else "learner_response"] == GREEK
    assert learner.errors == [] and learner.faults == []


def test_a_whole_unit(platform: Play, scorm_again: Path) -> None:
    unit = builders.unit(builders.tested_lesson())
    learner = platform(pack_whole_unit(builders.edition(), unit, SCORM2004, ".zip").data, again=scorm_again)
    go(learner.sco, "l1-intro._start")
    go(learner.sco, "l1-intro.first")
    learner.reload()
    assert learner.sco.locator("section[data-page='l1-intro.first']").is_visible()
    assert kept(learner)["completion_status"] == "incomplete"
    assert learner.errors == [] and learner.faults == []
