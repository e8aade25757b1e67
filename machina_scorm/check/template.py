"""Deck templates: whether every kind of slide has a layout, and what of a template keeps people from reading."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator

from machina_scorm.check.deck import check_deck
from machina_scorm.errors import ExportError, TemplateError
from machina_scorm.export.deck.fit import SMALLEST
from machina_scorm.export.deck.resolve import Layout
from machina_scorm.export.deck.template import Template, read_template, template_of
from machina_scorm.export.deck.theme import Faint
from machina_scorm.model.course import Course
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

_MASTER = "View, Slide Master"


def check_template(data: bytes, name: str, layout_map: str = "", map_name: str = "") -> Iterator[Problem]:
    """Yield the problems of a template called `name`, and of its layout map.

    What keeps decks from being made is an error; what makes them hard to read is a warning.
    """
    try:
        template = read_template(name, data, layout_map, map_name)
    except TemplateError as error:
        yield from error.problems
        return
    yield from template_problems(template)


def template_problems(template: Template) -> Iterator[Problem]:
    """Yield what is to be said of a template that could be read."""
    source = Source(template.name)
    yield from template.missing.values()
    yield from template.remarks
    yield from _notes(template, source)
    layouts = {choice.layout.part: choice.layout for choice in template.choices}
    yield from _contrast(template, layouts, source)
    yield from _sizes(layouts, source)
    yield from _fonts(template, source)


def check_course_template(course: Course) -> Iterator[Problem]:
    """Yield the problems of the template that a course names, if it has slides and the template is its own."""
    deck = course.about.deck
    if not any(lesson.slides for unit in course.units for lesson in unit.lessons):
        return
    try:
        template = template_of(deck)
    except TemplateError as error:
        yield from error.problems
    except ExportError as error:
        yield Problem("template-unknown", error.message, Source("units/course.yaml"), error.hint)
    else:
        used = {slide.kind for unit in course.units for lesson in unit.lessons for slide in lesson.slides}
        for problem in template_problems(template):
            if problem.rule != "template-layout-missing" or problem in [template.missing.get(k) for k in used]:
                yield problem


def check_presentation(data: bytes, name: str) -> Iterator[Problem]:
    """Yield the problems of a .pptx: those of a deck, and of one without slides those of a template."""
    yield from check_deck(data, name)
    if _is_empty(data):
        yield from check_template(data, name)


def _is_empty(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "ppt/presentation.xml" in names and not any(name.startswith("ppt/slides/slide") for name in names)


def _notes(template: Template, source: Source) -> Iterator[Problem]:
    if template.offer.notes == "no-text":
        message = "the notes master has no place for text; speaker notes would be left out"
        hint = "add it in PowerPoint: View, Notes Master, tick Body"
        yield Problem("template-no-notes", message, source, hint, Severity.WARNING)
    elif template.offer.notes == "none":
        message = "there is no notes master; speaker notes get PowerPoint's usual page"
        hint = "to give them a page of your own: View, Notes Master, then save"
        yield Problem("template-no-notes", message, source, hint, Severity.INFO)


def _contrast(template: Template, layouts: dict[str, Layout], source: Source) -> Iterator[Problem]:
    found: dict[Faint, list[str]] = defaultdict(list)
    for layout in template.offer.layouts:
        for faint in layout.faint if layout.part in layouts else ():
            found[faint].append(layout.name.strip())
    for faint, names in found.items():
        what = f"the {faint.what} of {', '.join(f'“{name}”' for name in dict.fromkeys(names))}"
        ratio = f"{faint.colour} on {faint.ground} has a contrast of {faint.ratio:.1f}:1"
        hint = f"it needs {faint.needed:g}:1: choose a darker or lighter colour ({_MASTER})"
        yield Problem("contrast-low", f"{what}: {ratio}", source, hint, Severity.WARNING)


def _sizes(layouts: dict[str, Layout], source: Source) -> Iterator[Problem]:
    for layout in layouts.values():
        for role in ("subtitle", "body", "left", "right"):
            slot = layout.slots.get(role)
            if slot and slot.levels[0].size < SMALLEST:
                size = f"{slot.levels[0].size:g} pt"
                message = f"the text of “{layout.name.strip()}” ({role}) has {size}; the last row reads {SMALLEST:g} pt"
                yield Problem("font-below-18pt", message, source, f"make it larger: {_MASTER}", Severity.WARNING)


def _fonts(template: Template, source: Source) -> Iterator[Problem]:
    """Say by what text is measured that is in a font whose widths the toolkit does not have."""
    names = dict.fromkeys(face.name for face in template.offer.faces if face.fit in ("wide", "unknown"))
    for name in names:
        wide = any(face.name == name and face.fit == "wide" for face in template.offer.faces)
        message = f"text in “{name}” is measured by the widths of Arial" + (", which is narrower" if wide else "")
        hint = "look at the decks: where lines break earlier than expected, shorten the text or choose another font"
        severity = Severity.WARNING if wide else Severity.INFO
        yield Problem("template-font", message, source, hint, severity)
