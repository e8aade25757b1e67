"""A test on paper: a Word document for classrooms without computers, its key on pages of its own at the end.

What is asked and how it looks is in `ask`, the key in `key`; `sheet` is the only file that writes the document.
"""

from __future__ import annotations

from machina_scorm.dialect import plain_text
from machina_scorm.export import Format, bank
from machina_scorm.export.laid import Laid, lay_out
from machina_scorm.export.paper.ask import ask
from machina_scorm.export.paper.key import write_key
from machina_scorm.export.paper.sheet import Sheet
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.problems import Report

SUFFIX = ".test.docx"


def export_lesson(edition: Edition, unit: Unit, lesson: Lesson) -> Artefact:
    """Return a lesson's test with its key."""
    return _export(edition, unit, lesson)


def export_unit(edition: Edition, unit: Unit) -> Artefact:
    """Return one test of the questions of all lessons of a unit, under the lessons' titles."""
    return _export(edition, unit, None)


def wants(lesson: Lesson) -> bool:
    """Tell whether a lesson has questions for a test."""
    return any(question.in_test for question in lesson.questions)


def _export(edition: Edition, unit: Unit, lesson: Lesson | None) -> Artefact:
    report = Report()
    sheet = Sheet(edition, report)
    ui, title = edition.ui, plain_text((lesson or unit).title)
    laid: list[tuple[Lesson, tuple[Laid, ...]]] = []
    number = 1
    for each, questions in bank.bank_lessons(unit):
        laid.append((each, tuple(lay_out(q, n, edition) for n, q in enumerate(questions, start=number))))
        number += len(questions)
    total = sum((one.question.points for _, all_ in laid for one in all_), start=0)
    sheet.title(
        _labelled(edition, "paper.title", title), plain_text(unit.title) if lesson else plain_text(edition.about.title)
    )
    points = ui["paper.points-of"].format(number=sheet.number(total))
    sheet.fields(ui["paper.name"], ui["paper.date"], points)
    for each, questions_laid in laid:
        if lesson is None:
            sheet.section(each.title)
        for one in questions_laid:
            ask(one, sheet)
    sheet.new_page()
    write_key(_labelled(edition, "paper.key", title), [one for _, all_ in laid for one in all_], sheet)
    data = sheet.data(title, f"{unit.id}/{lesson.id}" if lesson else unit.id)
    return Artefact(bank.bank_name(unit, lesson, SUFFIX), data, tuple(report))


def _labelled(edition: Edition, key: str, text: str) -> str:
    return edition.ui["player.labelled"].format(label=edition.ui[key], text=text)


FORMAT = Format("paper", "Test on paper", SUFFIX, export_lesson, export_unit, wants)
