"""The trainers' section, hidden from learners: how to teach the unit, what only trainers read, tests on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from machina_scorm.model.course import Lesson, Outcome, Section
from machina_scorm.model.text import Text
from machina_scorm.moodle.activities.page import page
from machina_scorm.moodle.activities.resource import resource
from machina_scorm.moodle.desired import Item
from machina_scorm.moodle.items import Module
from machina_scorm.offering.naming import labelled, title_of
from machina_scorm.offering.place import Group, Place
from machina_scorm.offering.sheet import Sheet


def trainer(place: Place) -> Group | None:
    """Return the section, None where the site does not want it. It and all in it is always hidden."""
    if not place.wants("trainer"):
        return None
    about = Sheet(place.edition).write("paragraph", line=place.ui("moodle.trainer-about"))
    section = place.section(place.of("_trainer"), place.titled(place.ui("section.trainer")), about, visible=False)
    return Group(section, tuple(place.item(module, section) for module in _modules(place, section)))


def _modules(place: Place, section: Item) -> Iterator[Module]:
    # Each activity says by itself that it is hidden: a section that is shown by mistake gives nothing away.
    common = place.common(section.key, visible=False)
    sheet = Sheet(place.edition)
    columns = (*(place.number(each) for each in place.unit.lessons), *_further(place))
    html = sheet.write(
        "teach",
        unit=place.unit,
        plan=[(place.number(each), each.title, each.hours, each.needs) for each in place.unit.lessons],
        matrix=[(outcome, tuple(_marks(place, outcome))) for outcome in place.unit.outcomes],
        columns=columns,
        notes=list(_notes(place)),
    )
    yield page(place.of("_teach"), place.ui("moodle.teach"), html, common, sheet.files)
    code = place.edition.language.code
    if place.built.has(key := f"{place.unit.id}:paper:{code}"):
        yield resource(place.of("_paper"), place.ui("moodle.paper"), place.built.payload(key), common)
    for lesson in place.unit.lessons:
        if place.built.has(key := f"{lesson.key}:notes-docx:{code}"):
            name = labelled(place.edition, place.ui("moodle.notes-docx"), title_of(lesson.title))
            yield resource(place.of(lesson.id, "notes-docx"), name, place.built.payload(key), common)


def _further(place: Place) -> Iterator[str]:
    """Yield the columns behind those of the lessons."""
    if place.unit.cases:
        yield place.ui("unit.cases")
    if place.unit.exercises:
        yield place.ui("unit.exercises")


def _marks(place: Place, outcome: Outcome) -> Iterator[bool]:
    """Yield for each column whether it serves an outcome."""
    unit = place.unit
    yield from (_serves(lesson, outcome.id) for lesson in unit.lessons)
    for parts in (unit.cases, unit.exercises):
        if parts:
            yield any(outcome.id in part.outcomes for part in parts)


def _serves(lesson: Lesson, outcome: str) -> bool:
    objectives = any(outcome in objective.outcomes for objective in lesson.objectives)
    return objectives or any(question.outcome == outcome for question in lesson.questions)


def _notes(place: Place) -> Iterator[tuple[Text, tuple[Section, ...]]]:
    """Yield the titles of case studies and exercises that say something to trainers only, with what they say."""
    for label, parts in (("word.case", place.unit.cases), ("word.exercise", place.unit.exercises)):
        for part in parts:
            sections = tuple(section for section in part.sections if section.audience == "trainer")
            if sections:
                title = part.title
                name = labelled(place.edition, place.ui(label), title.md)
                yield replace(title, md=name), sections
