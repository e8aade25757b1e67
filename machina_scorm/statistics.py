"""What a course holds, counted; and how much of it is translated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from machina_scorm.dialect import plain_text
from machina_scorm.i18n.localise import Coverage
from machina_scorm.i18n.wording import count_words
from machina_scorm.model.blocks import Figure
from machina_scorm.model.captions import CAPTION_ROLE
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.text import iter_nodes, iter_text
from machina_scorm.project import Project, localise_project

#: Words on a printed page; the curriculum's "3–4 pages of notes" are counted by it.
WORDS_PER_PAGE = 400


@dataclass(frozen=True, slots=True)
class Counts:
    """What a lesson, a unit or a course holds. `words` and `pages` are those of the lecture notes."""

    name: str
    title: str
    lessons: int = 0
    hours: Decimal = Decimal(0)
    words: int = 0
    figures: int = 0
    slides: int = 0
    questions: tuple[tuple[str, int], ...] = ()
    open_questions: int = 0
    cases: int = 0
    exercises: int = 0

    @property
    def pages(self) -> float:
        """Estimated printed pages."""
        return self.words / WORDS_PER_PAGE

    @property
    def question_count(self) -> int:
        """Questions of all types."""
        return sum(number for _, number in self.questions)


#: The columns of the outcome matrix; a question without a difficulty counts under "".
DIFFICULTIES = ("easy", "medium", "hard", "")


@dataclass(frozen=True, slots=True)
class Tested:
    """A learning outcome of a unit, and how many questions test it at each of DIFFICULTIES."""

    unit: str
    outcome: str
    text: str
    questions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """A course in numbers: its lessons and units, the whole, and the coverage of each language by catalog.

    `tested` has a row for every outcome; the questions that name none stand in a last row of their unit, outcome "".
    """

    lessons: tuple[Counts, ...]
    units: tuple[Counts, ...]
    total: Counts
    coverage: Mapping[str, tuple[tuple[str, Coverage], ...]]
    tested: tuple[Tested, ...] = ()


def count_course(project: Project) -> Statistics:
    """Count a course."""
    units = project.course.units
    lessons = tuple(_count_lesson(lesson) for unit in units for lesson in unit.lessons)
    by_unit = tuple(_count_unit(unit) for unit in units)
    total = _sum("course", project.course.about.title.md, by_unit, sum((u.hours for u in by_unit), Decimal(0)))
    foreign = [lang.code for lang in project.languages if lang.code != project.course.about.language]
    coverage = {code: localise_project(project, code).coverage for code in foreign}
    return Statistics(lessons, by_unit, total, coverage, tuple(row for unit in units for row in _tested(unit)))


def _tested(unit: Unit) -> Iterator[Tested]:
    counted = Counter((q.outcome, q.difficulty) for lesson in unit.lessons for q in lesson.questions)
    for outcome in unit.outcomes:
        numbers = tuple(counted[outcome.id, difficulty] for difficulty in DIFFICULTIES)
        yield Tested(unit.id, outcome.id, plain_text(outcome.text), numbers)
    others = tuple(counted["", difficulty] for difficulty in DIFFICULTIES)
    if any(others):
        yield Tested(unit.id, "", "", others)


def _count_lesson(lesson: Lesson) -> Counts:
    notes = (lesson.opening, lesson.pages)
    return Counts(
        name=lesson.key,
        title=lesson.title.md,
        lessons=1,
        hours=lesson.hours,
        words=sum(count_words(text) for text in iter_text(notes) if text.role != CAPTION_ROLE),
        figures=sum(isinstance(node, Figure) for node in iter_nodes(notes)),
        slides=len(lesson.slides),
        questions=tuple(sorted(Counter(question.type for question in lesson.questions).items())),
    )


def _count_unit(unit: Unit) -> Counts:
    counted = _sum(unit.id, unit.title.md, tuple(_count_lesson(lesson) for lesson in unit.lessons), unit.hours)
    return replace(
        counted, open_questions=len(unit.open_questions), cases=len(unit.cases), exercises=len(unit.exercises)
    )


def _sum(name: str, title: str, parts: tuple[Counts, ...], hours: Decimal) -> Counts:
    questions: Counter[str] = Counter()
    for part in parts:
        questions.update(dict(part.questions))
    return Counts(
        name,
        title,
        lessons=sum(part.lessons for part in parts),
        hours=hours,
        words=sum(part.words for part in parts),
        figures=sum(part.figures for part in parts),
        slides=sum(part.slides for part in parts),
        questions=tuple(sorted(questions.items())),
        open_questions=sum(part.open_questions for part in parts),
        cases=sum(part.cases for part in parts),
        exercises=sum(part.exercises for part in parts),
    )
