"""A lesson's notes as a Word document: what learners read, to print or to keep, in the edition's language."""

from __future__ import annotations

from machina_scorm.dialect import plain_text
from machina_scorm.export import Format
from machina_scorm.export.notes_docx.handout import Handout
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.blocks import BlockList, Paragraph
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.text import Text, iter_text
from machina_scorm.problems import Report

SUFFIX = ".notes.docx"


def export_lesson(edition: Edition, unit: Unit, lesson: Lesson) -> Artefact:
    """Return the notes of a lesson; its questions are not in them."""
    report = Report()
    out = Handout(edition, report)
    ui, title = edition.ui, plain_text(lesson.title)
    out.title(title, f"{plain_text(unit.title)} · {plain_text(edition.about.title)}")
    if edition.source and any(text.lang for text in iter_text(lesson)):
        out.note(ui["player.untranslated"].format(language=edition.source.name))
    if lesson.objectives:
        out.section(out.literal(ui["lesson.objectives"]))
        out.note(ui["player.objectives-lead"])
        out.blocks(_listed(tuple(objective.text for objective in lesson.objectives)))
    if lesson.needs:
        out.section(out.literal(ui["lesson.needs"]))
        out.blocks((Paragraph(lesson.needs),))
    if lesson.opening:
        out.section(out.literal(ui["player.overview"]))
        out.blocks(lesson.opening)
    for page in lesson.pages:
        out.section(page.title)
        out.blocks(page.blocks)
    if lesson.literature:
        out.section(out.literal(ui["lesson.literature"]))
        out.blocks(_listed(lesson.literature))
    out.credits()
    data = out.data(title, f"{unit.id}/{lesson.id}")
    return Artefact(f"{unit.id}-{lesson.id}{SUFFIX}", data, tuple(report))


def _listed(texts: tuple[Text, ...]) -> tuple[BlockList, ...]:
    return (BlockList(tuple((Paragraph(text),) for text in texts)),)


FORMAT = Format("notes-docx", "Lesson notes (Word)", SUFFIX, export_lesson, default=False)
