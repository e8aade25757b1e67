"""A whole unit as if it were one lesson, and a unit's test: so that one player plays all.

The ids of pages and questions get their lesson's id before them (`l1-intro.first`); what learners' records hold is made
of the questions' keys, which stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from machina_scorm.export.player.page import START
from machina_scorm.model.blocks import BlockList, Blocks, Paragraph, QuizRef
from machina_scorm.model.course import Lesson, Objective, Page, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.questions import Question
from machina_scorm.model.text import Text, map_nodes

#: How many questions of a unit's test an attempt asks, from all lessons in turn.
DRAW = 20

#: The id of a unit's test among the unit's lessons. An author's id cannot begin with an underscore.
UNIT_TEST = "_test"


def whole_unit(edition: Edition, unit: Unit) -> Lesson:
    """Return a unit as one lesson: its introduction, its lessons' pages and slides, a test of all their questions."""
    pages = tuple(page for lesson in unit.lessons for page in _pages(edition, lesson))
    questions = tuple(_own(lesson, question) for lesson in unit.lessons for question in lesson.questions)
    return _lesson(unit, unit.id, unit.title, pages, questions, unit.introduction, unit.hours)


def unit_test(edition: Edition, unit: Unit) -> Lesson:
    """Return the unit's test as a lesson without pages."""
    questions = tuple(_own(lesson, q) for lesson in unit.lessons for q in lesson.questions if q.in_test)
    title = Text(edition.ui["scorm.unit-test"], "ui")
    hours = sum((lesson.hours for lesson in unit.lessons), Decimal(0)) / 10
    return _lesson(unit, f"{unit.id}/{UNIT_TEST}", title, (), questions, (), hours)


def _lesson(
    unit: Unit,
    key: str,
    title: Text,
    pages: tuple[Page, ...],
    questions: tuple[Question, ...],
    opening: Blocks,
    hours: Decimal,
) -> Lesson:
    return Lesson(
        id=key.rpartition("/")[2],
        key=key,
        number=unit.number,
        title=title,
        hours=hours,
        objectives=tuple(Objective(outcome.id, outcome.text, (outcome.id,)) for outcome in unit.outcomes),
        needs=None,
        keywords=tuple(dict.fromkeys(word for lesson in unit.lessons for word in lesson.keywords)),
        literature=tuple(dict.fromkeys((*unit.literature, *(e for lesson in unit.lessons for e in lesson.literature))))
        if pages
        else (),
        opening=opening,
        pages=pages,
        slides=tuple(map_nodes(s, QuizRef, _own_refs(lesson)) for lesson in unit.lessons for s in lesson.slides)
        if pages
        else (),
        questions=questions,
        source=unit.source,
    )


def _pages(edition: Edition, lesson: Lesson) -> Iterator[Page]:
    """Yield a lesson's overview as a page, then its pages."""
    goals: Blocks = ()
    if lesson.objectives:
        items = tuple((Paragraph(objective.text),) for objective in lesson.objectives)
        goals = (Paragraph(Text(edition.ui["player.objectives-lead"], "ui")), BlockList(items))
    yield Page(f"{lesson.id}.{START}", lesson.title, (*lesson.opening, *goals), source=lesson.source)

    for page in lesson.pages:
        yield replace(page, id=f"{lesson.id}.{page.id}", blocks=map_nodes(page.blocks, QuizRef, _own_refs(lesson)))


def _own_refs(lesson: Lesson) -> Callable[[QuizRef], QuizRef]:
    return lambda ref: replace(ref, ids=tuple(f"{lesson.id}.{id_}" for id_ in ref.ids))


def _own(lesson: Lesson, question: Question) -> Question:
    return replace(question, id=f"{lesson.id}.{question.id}")
