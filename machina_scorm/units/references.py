"""Checks that everything a course refers to exists, and that ids are unique where they must be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from machina_scorm.dialect import inlines
from machina_scorm.model.blocks import Block, CodeBlock, Figure, MathBlock, QuizRef, Refer, Table, Video
from machina_scorm.model.course import Course, Lesson, Unit
from machina_scorm.model.inline import Emph, Inlines, Link, Strong
from machina_scorm.model.text import iter_text
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.units.slides import walk_blocks

_PRACTICE = ("unit.yaml", "questions-and-answers.md", "cases/", "exercises/")


def check_references(course: Course, report: Report) -> None:
    """Report every dangling reference and double id of a course.

    Rules: `id-duplicate`, `outcome-unknown`, `quiz-unknown`, `refer-unknown`, `lesson-link`.
    """
    targets = _link_targets(course)
    whole = not report.spoils(*(f"units/{lesson.key}/lesson.md" for unit in course.units for lesson in unit.lessons))
    for unit in course.units:
        _check_unit(unit, report)
        for lesson in unit.lessons:
            _check_lesson(unit, lesson, report)
    for text in iter_text(course):
        for target in _links(inlines(text)) if whole else ():
            if target.startswith("lesson:") and target.removeprefix("lesson:") not in targets:
                _unknown("lesson-link", "lesson or page", target.removeprefix("lesson:"), targets, text.source, report)


def _link_targets(course: Course) -> frozenset[str]:
    lessons = [lesson for unit in course.units for lesson in unit.lessons]
    return frozenset(lesson.key for lesson in lessons) | frozenset(
        f"{lesson.key}#{page.id}" for lesson in lessons for page in lesson.pages
    )


def _check_unit(unit: Unit, report: Report) -> None:
    _unique(_practice_ids(unit), report)
    _unique(((outcome.id, outcome.text.source) for outcome in unit.outcomes), report)
    outcomes = {outcome.id for outcome in unit.outcomes}
    claims = [(case.outcomes, case.source) for case in unit.cases]
    claims += [(exercise.outcomes, exercise.source) for exercise in unit.exercises]
    for named, source in claims:
        for outcome in named:
            if outcome not in outcomes:
                _unknown("outcome-unknown", "outcome", outcome, outcomes, source, report)


def _check_lesson(unit: Unit, lesson: Lesson, report: Report) -> None:
    outcomes = {outcome.id for outcome in unit.outcomes}
    questions = {question.id for question in lesson.questions}
    practice = {id_ for id_, _ in _practice_ids(unit)}
    _unique(((objective.id, objective.text.source) for objective in lesson.objectives), report)
    for objective in lesson.objectives:
        for outcome in objective.outcomes:
            if outcome not in outcomes:
                _unknown("outcome-unknown", "outcome", outcome, outcomes, objective.text.source, report)
    for question in lesson.questions:
        if question.outcome and question.outcome not in outcomes:
            _unknown("outcome-unknown", "outcome", question.outcome, outcomes, question.source, report)
    blocks = [b for part in (lesson.opening, *(page.blocks for page in lesson.pages)) for b in walk_blocks(part)]
    _unique(_block_ids(blocks), report)
    asked = (block for slide in lesson.slides for block in slide.blocks if isinstance(block, QuizRef))
    for block in (*blocks, *asked):
        match block:
            case QuizRef(ids, source) if not report.spoils(f"units/{lesson.key}/quiz.yaml"):
                for id_ in ids:
                    if id_ not in questions:
                        _unknown("quiz-unknown", "question of this lesson", id_, questions, source, report)
            case Refer(ids, source) if not report.spoils(*(f"units/{unit.id}/{part}" for part in _PRACTICE)):
                for id_ in ids:
                    if id_ not in practice:
                        what = "question and answer, case study or exercise of this unit"
                        _unknown("refer-unknown", what, id_, practice, source, report)


def _practice_ids(unit: Unit) -> list[tuple[str, Source]]:
    found = [(item.id, item.source) for item in unit.open_questions if item.id]
    found += [(item.id, item.source) for item in unit.cases]
    return found + [(item.id, item.source) for item in unit.exercises]


def _block_ids(blocks: Iterable[Block]) -> Iterator[tuple[str, Source]]:
    for block in blocks:
        if isinstance(block, Figure | Table | CodeBlock | MathBlock | Video) and block.id:
            yield block.id, block.source


def _links(nodes: Inlines) -> Iterator[str]:
    for node in nodes:
        match node:
            case Link(target, children):
                yield target
                yield from _links(children)
            case Emph(children) | Strong(children):
                yield from _links(children)


def _unique(ids: Iterable[tuple[str, Source]], report: Report) -> None:
    seen: dict[str, Source] = {}
    for id_, source in ids:
        if id_ in seen:
            report.add("id-duplicate", f"the id {id_!r} stands twice", source, f"the other is at {seen[id_]}")
        seen.setdefault(id_, source)


def _unknown(rule: str, what: str, name: str, known: Iterable[str], source: Source, report: Report) -> None:
    names = sorted(known)
    close = difflib.get_close_matches(name, names, 1)
    hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(names[:12]) or 'none'}"
    report.add(rule, f"there is no {what} {name!r}", source, hint)
