"""Templates: a PowerPoint file, and which of its layouts holds which kind of slide.

Layouts are found by the map, by name or by their placeholders, never by position, and never taken from another deck.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout

from machina_scorm.errors import ExportError, TemplateError
from machina_scorm.export.deck.offer import Offer, read_offer
from machina_scorm.export.deck.opening import open_template
from machina_scorm.export.deck.resolve import Choice, Layout, lacking, resolve
from machina_scorm.export.deck.styles import Rect
from machina_scorm.export.deck.theme import Tones
from machina_scorm.model.course import SLIDE_KINDS, DeckTemplate
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.resources import resource, resource_bytes
from machina_scorm.source import Source
from machina_scorm.yamlfile import read_yaml

FOLDER = "templates/deck"


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A template, read: `data` is the .pptx, `layouts` by slide kind, `page` the slide in points.

    `native_math` says whether display formulas become equations that can be edited, `tones` which theme colours are
    written with, `rtl` whether the template's own text runs from right to left. `missing` holds a problem for each kind
    of slide that no layout can hold, `remarks` what whoever builds with it should know.
    """

    name: str
    data: bytes
    layouts: Mapping[str, Layout]
    page: Rect
    code_font: str
    native_math: bool
    tones: Tones
    rtl: bool
    missing: Mapping[str, Problem]
    remarks: tuple[Problem, ...]
    offer: Offer
    choices: tuple[Choice, ...]

    def open(self) -> Deck:
        """Return the template as a deck without slides."""
        return Presentation(io.BytesIO(self.data))


def load_template(name: str) -> Template:
    """Return the toolkit's template `templates/deck/<name>`. Raises ExportError."""
    files = [resource(f"{FOLDER}/{name}{suffix}") for suffix in (".pptx", ".yaml")]
    if not all(file.is_file() for file in files):
        known = sorted(n.removesuffix(".yaml") for n in resource_bytes(FOLDER) if n.endswith(".yaml"))
        raise ExportError(f"no deck template {name!r}", hint=f"course.yaml, deck.template: one of {', '.join(known)}")
    return read_template(name, files[0].read_bytes(), files[1].read_text("utf-8"))


def template_of(deck: DeckTemplate) -> Template:
    """Return the template that a course names. Raises ExportError."""
    if not deck.data:
        return load_template(deck.name)
    return read_template(deck.name, deck.data, deck.layout_map, deck.map_name)


@lru_cache(maxsize=8)
def read_template(name: str, data: bytes, layout_map: str = "", map_name: str = "") -> Template:
    """Return the template of a .pptx called `name`, and of its map (YAML), "" where there is none.

    Raises TemplateError with every reason: at the file, or at a line of its map.
    """
    data = open_template(name, data)
    report = Report()
    map_name = map_name or f"{name.rpartition('.')[0] or name}.yaml"
    node = read_yaml(layout_map, Source(map_name, 1), "deck", report) if layout_map.strip() else None
    try:
        offer = read_offer(data)
    except (ValueError, KeyError, AttributeError, TypeError, IndexError) as error:
        hint = "open it in PowerPoint and save it anew as .pptx"
        problem = Problem("template-unreadable", "the template's layouts cannot be read", Source(name), hint)
        raise TemplateError((problem,)) from error
    if not offer.layouts:
        hint = "add layouts in PowerPoint: View, Slide Master, Insert Layout"
        raise TemplateError((Problem("template-layout-missing", "the template has no layouts", Source(name), hint),))
    choices = resolve(offer, node.get("kinds") if node else None, report) if not report.errors else ()
    if report.errors:
        raise TemplateError(tuple(report))
    layouts = {choice.kind: choice.layout for choice in choices}
    missing = {
        kind: Problem("template-layout-missing", message, Source(name), hint)
        for kind in SLIDE_KINDS
        if kind not in layouts
        for message, hint in [lacking(offer, kind)]
    }
    return Template(
        name,
        data,
        MappingProxyType(layouts),
        offer.page,
        node.text("code-font", "Courier New") if node else "Courier New",
        node is None or node.text("math", "native") == "native",
        offer.tones,
        offer.rtl,
        MappingProxyType(missing),
        tuple(_remarks(name, choices)),
        offer,
        choices,
    )


def _remarks(name: str, choices: tuple[Choice, ...]) -> Iterator[Problem]:
    """Say which layouts were chosen by what they hold: that is a guess, and somebody should look at it."""
    guessed = [choice for choice in choices if choice.how in ("placeholders", "makeshift")]
    if guessed:
        names = dict.fromkeys(choice.layout.name for choice in guessed)
        kinds = (", ".join(choice.kind for choice in guessed if choice.layout.name == called) for called in names)
        chosen = "; ".join(f"“{called.strip()}” for {held}" for called, held in zip(names, kinds, strict=True))
        message = f"layouts chosen by their placeholders: {chosen}"
        hint = f"to choose others: machina deck inspect {name} --map {name.rpartition('.')[0] or name}.yaml"
        yield Problem("template-layout-chosen", message, Source(name), hint, Severity.WARNING)
    for choice in choices:
        if choice.how == "map" and not choice.sure:
            called = f"{len(choice.others) + 1} layouts are called “{choice.layout.name.strip()}”"
            message = f"{called}; one of them is used for {choice.kind}"
            hint = "give them different names in PowerPoint: View, Slide Master, Rename"
            yield Problem("template-layout-chosen", message, Source(name), hint, Severity.WARNING)


def find_layout(deck: Deck, layout: Layout) -> SlideLayout:
    """Return the layout in a deck that was made of its template."""
    every: Iterator[SlideLayout] = (each for master in deck.slide_masters for each in master.slide_layouts)
    return next(each for each in every if each.part.partname == layout.part)
