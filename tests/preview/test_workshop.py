"""The course is kept built: only what changed, the last good build while the sources are broken, recovery."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from machina_scorm.pipeline import Request
from machina_scorm.preview.watch import changes, stamps
from machina_scorm.preview.workshop import Snapshot, Workshop
from machina_scorm.starter import new_lesson

REQUEST = Request(languages=("en",), formats=("scorm12", "gift"), jobs=1)


@pytest.fixture
def told() -> list[Snapshot]:
    return []


@pytest.fixture
def workshop(course: Path, told: list[Snapshot]) -> Iterator[Workshop]:
    workshop = Workshop(course, course / "dist", REQUEST, told.append)
    yield workshop
    workshop.close()


def reach(workshop: Workshop, stage: str) -> bool:
    """Wait until there is a snapshot of that stage; False if there is none in 20 seconds."""
    until = time.monotonic() + 20
    snapshot = workshop.snapshot
    while snapshot.stage != stage and time.monotonic() < until:
        snapshot = workshop.wait(snapshot.version, 1)
    return snapshot.stage == stage


def test_a_change_builds_only_what_it_touches(workshop: Workshop, course: Path, told: list[Snapshot]) -> None:
    new_lesson(course, "unit1/lesson2")
    first = workshop.refresh()
    assert first.stage == "ready"
    assert {entry.path for entry in first.entries} == set(first.changed)
    assert workshop.refresh().changed == ()
    lesson = course / "units/unit1/lesson1/lesson.md"
    lesson.write_text(lesson.read_text("utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    again = workshop.refresh()
    assert [path for path in again.changed if path.endswith(".zip")] == ["en/unit1/unit1-lesson1.scorm12.zip"]
    assert len(told) == 3
    assert again.version > first.version


def test_broken_sources_keep_the_last_good_build_and_mended_ones_recover(workshop: Workshop, course: Path) -> None:
    good = workshop.refresh()
    unit = course / "units/unit1/unit.yaml"
    text = unit.read_text("utf-8")
    unit.write_text("title: [\n", encoding="utf-8")
    broken = workshop.refresh()
    assert broken.stage == "broken"
    assert str(broken.errors[0]).startswith("units/unit1/unit.yaml:")
    assert broken.entries == good.entries
    assert broken.localised == good.localised
    unit.write_text(text, encoding="utf-8")
    mended = workshop.refresh()
    assert (mended.stage, mended.errors) == ("ready", ())


def test_trying_things_out_publishes_nothing(course: Path) -> None:
    workshop = Workshop(course, course / "dist", Request(jobs=1), lambda _: None)
    assert workshop.refresh().stage == "ready"
    quiz = course / "units/unit1/lesson1/quiz.yaml"
    text = quiz.read_text("utf-8")
    quiz.write_text(text.replace("id: q-second", "id: q-renamed", 1), encoding="utf-8")
    assert workshop.refresh().errors == ()
    assert not (course / "identifiers.lock").exists()


def test_an_unknown_language_is_a_problem_not_a_crash(course: Path) -> None:
    snapshot = Workshop(course, course / "dist", Request(languages=("xx",)), lambda _: None).refresh()
    assert snapshot.stage == "broken"
    assert "'xx'" in snapshot.errors[0].message


def test_the_watcher_sees_a_save(workshop: Workshop, course: Path) -> None:
    workshop.open()
    assert reach(workshop, "ready")
    (course / "units/unit1/unit.yaml").write_text("title: [\n", encoding="utf-8")
    assert reach(workshop, "broken")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_does_not_leave_the_page_waiting(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def buggy(root: Path, report: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("machina_scorm.preview.workshop.read_project", buggy)
    workshop.open()
    assert reach(workshop, "stopped")
    for thread in threading.enumerate():
        if thread.name == "machina-preview-watch":
            thread.join(5)


def test_stamps_follow_saving_adding_and_removing(course: Path) -> None:
    before = stamps(course)
    (course / "units/new.md").write_text("x", encoding="utf-8")
    (course / "units/.hidden.swp").write_text("x", encoding="utf-8")
    (course / "dist").mkdir(exist_ok=True)
    (course / "dist/out.txt").write_text("x", encoding="utf-8")
    after = stamps(course)
    assert changes(before, after) == ("units/new.md",)
    assert changes(after, before) == ("units/new.md",)
    assert changes(after, stamps(course)) == ()
    assert stamps(course / "nowhere") == {}
