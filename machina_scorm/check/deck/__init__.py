"""Decks: what makes one unusable for somebody, found in the file itself, whoever made it.

One file for each kind of finding: `overflow` measures, `order` and `contrast` look at what is seen and read out. Our
own decks are measured when they are made, where the places are known exactly; here others' are judged with some grace.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import PurePosixPath

from lxml import etree
from lxml.etree import _Element
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as Deck

from machina_scorm.check.deck.contrast import check_contrast
from machina_scorm.check.deck.order import check_order
from machina_scorm.check.deck.overflow import check_overflow
from machina_scorm.check.deck.sheet import (
    FOOTERS,
    TITLES,
    Shape,
    Sheet,
    decorative,
    font_scale,
    run_size,
    run_words,
    sheets,
    style_of,
    text_runs,
)
from machina_scorm.export.deck.styles import Rect, placeholder_key
from machina_scorm.export.deck.xml import EMU_PER_POINT, qn
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

#: Points: the smallest text in a title or body, and in tables, code, captions and footers.
BODY, SMALL = 18.0, 14.0
#: Points by which shapes may touch or stand out.
TOLERANCE = 2.0
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".emf", ".wmf", ".bmp", ".tif", ".tiff", ".webp"})


def check_deck(data: bytes, name: str) -> Iterator[Problem]:
    """Yield the problems of a .pptx; `name` is its file name, the place that the problems give."""
    source = Source(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            counts = Counter(archive.namelist())
        deck = Presentation(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError):
        yield Problem("deck-unreadable", "not a PowerPoint file", source, "save it as .pptx without a password")
        return
    for part in sorted(part for part, count in counts.items() if count > 1):
        yield Problem("package-duplicate-part", f"{part} is in the file twice", source, "save it anew in PowerPoint")
    yield from _template(deck, source)
    page = Rect(0, 0, (deck.slide_width or 0) / EMU_PER_POINT, (deck.slide_height or 0) / EMU_PER_POINT)
    known: list[Sheet] = []
    for sheet in sheets(deck, source):
        if isinstance(sheet, Problem):
            yield sheet
            continue
        known.append(sheet)
        yield from _titles(sheet)
        yield from _alternatives(sheet)
        yield from _languages(sheet)
        yield from _placeholders(sheet)
        yield from _sizes(sheet)
        yield from _places(sheet, page)
        yield from check_overflow(sheet, page)
        yield from check_order(sheet)
        yield from check_contrast(sheet)
    yield from _same_titles(known)


def _template(deck: Deck, source: Source) -> Iterator[Problem]:
    """Yield what a file lacks to be worked on: layouts, and a place for speaker notes."""
    if not any(len(master.slide_layouts) for master in deck.slide_masters):
        hint = "make the deck from a template that has layouts"
        yield Problem("template-layout-missing", "the file has no slide layouts", source, hint)
    try:
        notes = etree.fromstring(deck.part.part_related_by(RT.NOTES_MASTER).blob)
    except KeyError:
        return  # PowerPoint makes one with the first notes
    keys = [placeholder_key(shape) for shape in notes.iter(qn("p:sp"))]
    if not any(key and key[1] == "body" for key in keys):
        message = "the notes master has no place for text: speaker notes cannot be seen"
        hint = "add the text placeholder in PowerPoint: View, Notes Master"
        yield Problem("template-no-notes", message, source, hint, Severity.WARNING)


def _titles(sheet: Sheet) -> Iterator[Problem]:
    if not sheet.title:
        hint = "fill the title placeholder: it is what a screen reader and the outline call the slide"
        yield sheet.problem("slide-title-missing", "no title", hint)
    if any(shape.math for shape in sheet.shapes if shape.placeholder in TITLES):
        hint = "write it with letters and signs: y = wx + b"
        message = "an equation in the title, which the outline and LibreOffice do not show"
        yield sheet.problem("math-in-title", message, hint, Severity.WARNING)


def _same_titles(known: list[Sheet]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for sheet in known:
        if sheet.title and first.setdefault(sheet.title, sheet.number) != sheet.number:
            message = f"the title {sheet.title!r} is that of slide {first[sheet.title]}"
            yield sheet.problem("slide-title-duplicate", message, "give each slide its own title")


def _alternatives(sheet: Sheet) -> Iterator[Problem]:
    for shape in sheet.shapes:
        for picture in shape.element.iter(qn("p:pic")):
            named = next(picture.iter(qn("p:cNvPr")))
            if decorative(named):
                continue
            alt, name = named.get("descr", "").strip(), named.get("name", "")
            if not alt:
                yield sheet.problem("alt-missing", f"the picture {name!r} has no alternative text", "describe it")
            elif " " not in alt and PurePosixPath(alt).suffix.lower() in _PICTURES:
                message = f"the alternative text of {name!r} is a file name, {alt!r}"
                yield sheet.problem("alt-is-file-name", message, "describe what the picture shows")


def _languages(sheet: Sheet) -> Iterator[Problem]:
    missing = [run for shape in sheet.shapes for run in text_runs(shape.element) if not _lang(run)]
    if missing:
        message = f"{len(missing)} pieces of text without a language, the first {run_words(missing[0])[:40]!r}"
        yield sheet.problem("lang-missing", message, "set the proofing language of the text")


def _lang(run: _Element) -> str:
    props = run.find(qn("a:rPr"))
    return "" if props is None else props.get("lang", "")


def _placeholders(sheet: Sheet) -> Iterator[Problem]:
    for shape in sheet.shapes:
        if shape.kind == "sp" and shape.placeholder and shape.placeholder not in FOOTERS and not shape.words:
            if shape.placeholder in TITLES:
                continue
            yield sheet.problem("empty-placeholder", f"the placeholder {shape.name!r} is empty", "fill or delete it")


def _sizes(sheet: Sheet) -> Iterator[Problem]:
    for shape in sheet.shapes:
        least = BODY if shape.placeholder and shape.placeholder not in FOOTERS else SMALL
        # A tenth of a point is rounding, not a decision.
        small = min((s for s in _run_sizes(shape, sheet) if s < least - 0.1), default=0.0)
        if small:
            message = f"text of {small:g} pt in {shape.name!r}; at least {least:g} is readable from the last row"
            yield sheet.problem("font-below-18pt", message, "shorten the text or divide the slide", Severity.WARNING)


def _run_sizes(shape: Shape, sheet: Sheet) -> Iterator[float]:
    sources, scale = sheet.sources(shape), font_scale(shape.element)
    for para in shape.element.iter(qn("a:p")):
        style = style_of(para, sources)
        yield from (run_size(run, style, scale) for run in text_runs(para))


def _places(sheet: Sheet, page: Rect) -> Iterator[Problem]:
    placed = [(shape, shape.rect) for shape in sheet.shapes if shape.rect and shape.says_something]
    for shape, rect in placed:
        out = max(-rect.x, -rect.y, rect.x + rect.w - page.w, rect.y + rect.h - page.h)
        if out > TOLERANCE:
            message = f"{shape.name!r} stands {out / 72:.2f} in out of the slide"
            yield sheet.problem("shape-off-slide", message, "move it or make it smaller")
    for (one, first), (two, second) in combinations(placed, 2):
        wide = min(first.x + first.w, second.x + second.w) - max(first.x, second.x)
        high = min(first.y + first.h, second.y + second.h) - max(first.y, second.y)
        if wide > TOLERANCE and high > TOLERANCE:
            message = f"{one.name!r} and {two.name!r} lie one over the other"
            yield sheet.problem("shapes-overlap", message, "move one of them", Severity.WARNING)


#: What the pipeline runs on a finished deck.
CHECKS = {"deck": check_deck}
