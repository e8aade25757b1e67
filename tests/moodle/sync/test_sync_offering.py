"""The shipped course, composed in every granularity, on fake sites."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from fake import FakeSite, reading
from files import package

from machina_scorm.moodle.choice import GRANULARITIES, Choice, QuizChoice
from machina_scorm.moodle.desired import DesiredCourse
from machina_scorm.moodle.sync.changes import SitePlan
from machina_scorm.offering.compose import Composer
from machina_scorm.project import Project

REPOSITORY = Path(__file__).resolve().parents[3]
sys.path.append(str(REPOSITORY / "tests/offering"))
from offering_course import read, stock  # noqa: E402

NAMESPACE = "machina"
_LANGUAGES = ("en", "el")


@pytest.fixture(scope="module")
def project() -> Project:
    return read(REPOSITORY)


@pytest.fixture(scope="module")
def composer(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Composer:
    return Composer(project, _stocked(project, tmp_path_factory.mktemp("offering") / "dist"))


@pytest.fixture(autouse=True)
def _with_ordering(monkeypatch: pytest.MonkeyPatch) -> None:
    """The course has a question of a type that the fake site lacks otherwise, and Moodle has since 4.5."""
    monkeypatch.setattr(reading, "_QTYPES", f"{reading._QTYPES} ordering")


def _stocked(project: Project, dist: Path) -> Path:
    return stock(project, dist, packed=lambda words: package(words).open().read())


def _plan(site: FakeSite, courses: tuple[DesiredCourse, ...]) -> SitePlan:
    about = SitePlan("school", site.url, NAMESPACE)
    return tiny.plan_site(tiny.client_of(site), about, lambda _: courses, tiny.Policy())


def _apply(site: FakeSite, courses: tuple[DesiredCourse, ...], folder: Path) -> None:
    made = tiny.written(folder / "plan.json", (_plan(site, courses), courses))
    result = tiny.applied(site, made, folder)
    assert result.good, [step for step in result.steps if not step.good]


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize("mode", ["course", "module"])
def test_applied_it_is_what_was_composed(composer: Composer, tmp_path: Path, granularity: str, mode: str) -> None:
    choice = Choice(NAMESPACE, languages=_LANGUAGES, granularity=granularity, quiz=QuizChoice(questions=2))
    site = FakeSite(qbankmode=mode)
    courses = composer.compose(choice, mode == "module")
    _apply(site, courses, tmp_path)
    assert site.writes == sum(len(course.items) for course in courses) and not tiny.made_twice(site)
    before = len(site.calls)
    again = _plan(site, courses)
    assert not list(again.steps) and not list(again.findings)
    assert len(site.calls) - before == 1 + len(courses)


def test_a_question_that_a_site_cannot_take_is_told(
    composer: Composer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_QTYPES", reading._QTYPES.replace(" ordering", ""))
    courses = composer.compose(Choice(NAMESPACE, languages=("en",)))
    made = _plan(FakeSite(), courses)
    assert [one.key.rpartition("/")[2] for one in made.findings] == ["q-steps", "_slots@en"]
    assert "question type ordering" in next(made.findings).detail
    _apply(FakeSite(), courses, tmp_path)


def test_a_sentence_is_exactly_what_it_touches(project: Project, composer: Composer, tmp_path: Path) -> None:
    """One sentence of a lesson: its package, its text and no other item."""
    choice = Choice(NAMESPACE, languages=("en",))
    site, courses = FakeSite(), composer.compose(choice)
    _apply(site, courses, tmp_path)
    (old,) = courses
    page = next(item for item in old.items if item.key.endswith("/notes@en"))
    sco = next(item for item in old.items if item.modname == "scorm")
    changed = {
        page.key: replace(page, spec={**page.spec, "content": page.spec["content"].replace("</p>", " More.</p>", 1)}),
        sco.key: replace(sco, files={"package": {next(iter(sco.files["package"])): package("another")}}),
    }
    new = replace(old, items=tuple(changed.get(item.key, item) for item in old.items))
    made = _plan(site, (new,))
    assert {step.key: [one.field for one in step.changes] for step in made.steps} == {
        page.key: ["content"],
        sco.key: ["files.package"],
    }
    text = next(step.changes[0] for step in made.steps if step.key == page.key)
    assert "More." in text.after and len(text.after) < 130
    _apply(site, (new,), tmp_path)
    assert not list(_plan(site, (new,)).steps)
