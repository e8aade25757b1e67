"""Questions and answers, case studies and exercises of the unit, shown where a lesson refers to them.

What is for trainers only does not get into the learner's package.
"""

from __future__ import annotations

from lxml import etree

from machina_scorm.export.player.context import Context
from machina_scorm.export.player.elements import h
from machina_scorm.model.course import CaseStudy, Exercise, OpenQuestion, Section


def referred(context: Context, id_: str) -> etree._Element | None:
    """Return the part of the unit named `id_`, or None if the unit has none of that name."""
    unit = context.unit
    parts: tuple[OpenQuestion | CaseStudy | Exercise, ...] = (*unit.open_questions, *unit.cases, *unit.exercises)
    found = next((part for part in parts if part.id == id_), None)
    match found:
        case OpenQuestion():
            return _open_question(context, found)
        case CaseStudy():
            return _case(context, found)
        case Exercise():
            return _exercise(context, found)
    return None


def _open_question(context: Context, part: OpenQuestion) -> etree._Element:
    deeper = context.deeper(4)
    return h(
        "section",
        h("p", context.ui("player.open-question"), class_="label"),
        context.text(part.question, "h3"),
        h("details", h("summary", context.ui("player.show-answer")), deeper.blocks(part.answer)),
        class_="refer question-and-answer",
    )


def _case(context: Context, part: CaseStudy) -> etree._Element:
    return h(
        "section",
        h("p", context.ui("word.case"), " · ", context.text(part.sector), class_="label"),
        context.text(part.title, "h3"),
        [_section(context, section) for section in part.sections if section.audience != "trainer"],
        class_="refer case",
    )


def _exercise(context: Context, part: Exercise) -> etree._Element:
    minutes = context.ui("player.minutes", number=part.minutes)
    links = [
        h("li", h("a", file.name, href=context.media.add("files", file.name, file.data), download=file.name))
        for file in part.files
    ]
    files = [h("h4", context.ui("player.files")), h("ul", links, class_="files")] if links else None
    return h(
        "section",
        h("p", context.ui("word.exercise"), " · ", minutes, class_="label"),
        context.text(part.title, "h3"),
        files,
        [_section(context, section) for section in part.sections if section.audience != "trainer"],
        class_="refer exercise",
    )


def _section(context: Context, section: Section) -> etree._Element:
    deeper = context.deeper(5)
    if section.audience == "solution":
        summary = h("summary", context.labelled(context.ui("player.show-solution"), context.text(section.title)))
        return h("details", summary, deeper.blocks(section.blocks))
    return h("div", context.text(section.title, "h4"), deeper.blocks(section.blocks), class_="part")
