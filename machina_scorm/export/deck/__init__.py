"""Decks: a lesson's slides as a PowerPoint file in a template that an institution may replace.

The way of a slide: flow (blocks → pieces) → fit (pieces → places, over as many slides as it takes) → fill and write
(shapes) → finish (properties, equal bytes). A question gets two slides (quiz). The lock beside the deck says which text
stands where.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from machina_scorm.errors import TemplateError
from machina_scorm.export import Format
from machina_scorm.export.deck.fill import Desk, fill_slide, lay_out
from machina_scorm.export.deck.finish import save, set_properties
from machina_scorm.export.deck.lock import LOCK_SUFFIX, lock_of, write_lock
from machina_scorm.export.deck.mirror import facing
from machina_scorm.export.deck.runs import Ink
from machina_scorm.export.deck.template import Template, template_of
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.problems import Problem, Report

SUFFIX = ".pptx"

#: The rules of what takes more room than there is.
OVERFLOWS = frozenset(
    {"slide-overflow", "table-overflow", "code-overflow", "slide-many", "slide-word", "slide-title-long"}
)
#: Those that have nothing to do with the language: said once.
ONCE = frozenset({"figure-small", "math", "math-picture"})


def export_lesson(edition: Edition, unit: Unit, lesson: Lesson) -> Artefact:
    """Return a lesson's deck in the template that course.yaml names. Raises ExportError for an unusable template."""
    return export_deck(edition, unit, lesson, template_of(edition.about.deck))


def export_deck(edition: Edition, unit: Unit, lesson: Lesson, template: Template) -> Artefact:
    """Return a lesson's deck in a template; what does not fit is in the artefact's problems.

    Raises TemplateError if the template has no layout for a kind of slide that the lesson has.
    """
    desk = _desk(edition, unit, lesson, template)
    deck = desk.template.open()
    if desk.rtl:
        deck._element.set("rtl", "1")
    for slide in lesson.slides:
        fill_slide(deck, desk, slide)
    set_properties(deck, edition, unit, lesson)
    name = f"{unit.id}-{lesson.id}{SUFFIX}"
    lock = write_lock(lock_of(edition, lesson, template.name, tuple(desk.locked)))
    return Artefact(name, save(deck), (*template.remarks, *desk.ink.report), ((name + LOCK_SUFFIX, lock),))


def check_slides(edition: Edition, unit: Unit, lesson: Lesson) -> Iterator[Problem]:
    """Yield what does not fit on a lesson's slides in this language, without making the deck.

    The rules and places are those of the build. A continuation slide is no finding. Raises ExportError for an unusable
    template.
    """
    desk = _desk(edition, unit, lesson, template_of(edition.about.deck))
    for slide in lesson.slides:
        lay_out(desk, slide)
    for problem in desk.ink.report:
        if problem.rule in ONCE and edition.source is None:
            yield problem
        elif problem.rule in OVERFLOWS:
            yield replace(problem, message=f"in {edition.language.code} {problem.message}")


def _desk(edition: Edition, unit: Unit, lesson: Lesson, template: Template) -> Desk:
    kinds = dict.fromkeys(slide.kind for slide in lesson.slides)
    missing = tuple(template.missing[kind] for kind in kinds if kind in template.missing)
    if missing:
        raise TemplateError(missing)
    rtl = edition.language.direction == "rtl"
    ink = Ink(edition.language.code, Report(), rtl)
    return Desk(facing(template, rtl), edition, unit, lesson, ink)


def has_slides(lesson: Lesson) -> bool:
    """Tell whether a lesson has a deck."""
    return bool(lesson.slides)


FORMAT = Format("deck", "PowerPoint slides", SUFFIX, export_lesson=export_lesson, wants=has_slides, uses_template=True)
