"""The practice section: questions with answers to open, case studies, exercises with their files."""

from __future__ import annotations

from collections.abc import Iterator

from machina_scorm.moodle.activities.page import page
from machina_scorm.moodle.desired import Item
from machina_scorm.moodle.items import Module
from machina_scorm.offering.naming import labelled, title_of
from machina_scorm.offering.place import SEEN, Group, Place
from machina_scorm.offering.sheet import Sheet


def practice(place: Place) -> Group | None:
    """Return the section, None where the unit has nothing to practise or the site does not want it."""
    unit = place.unit
    if not place.wants("practice") or not (unit.open_questions or unit.cases or unit.exercises):
        return None
    about = Sheet(place.edition).write("paragraph", line=place.ui("moodle.practice-about"))
    section = place.section(place.of("_practice"), place.titled(place.ui("moodle.practice")), about)
    return Group(section, tuple(place.item(module, section) for module in _modules(place, section)))


def _modules(place: Place, section: Item) -> Iterator[Module]:
    unit, edition = place.unit, place.edition
    common = place.common(section.key, None, SEEN)
    if unit.open_questions:
        sheet = Sheet(edition)
        html = sheet.write("questions", questions=unit.open_questions)
        yield page(place.of("_questions-and-answers"), place.ui("unit.questions"), html, common, sheet.files)
    for case in unit.cases:
        sheet = Sheet(edition)
        html = sheet.write("case", case=case)
        name = labelled(edition, place.ui("word.case"), title_of(case.title))
        yield page(place.of("_case", case.id), name, html, common, sheet.files)
    for exercise in unit.exercises:
        sheet = Sheet(edition)
        files = [(file.name, sheet.attach(file.name, file.data)) for file in exercise.files]
        html = sheet.write("exercise", exercise=exercise, files=files)
        name = labelled(edition, place.ui("word.exercise"), title_of(exercise.title))
        yield page(place.of("_exercise", exercise.id), name, html, common, sheet.files)
