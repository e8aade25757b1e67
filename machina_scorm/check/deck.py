"""Decks: what makes one unusable for somebody, found in the file itself, whoever made it.

Whether text overflows its box is decided where a deck is made, by measuring; here only what the file states is read.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath

from lxml import etree
from lxml.etree import _Element
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from machina_scorm.export.deck.styles import (
    LEVELS,
    Rect,
    layout_parent,
    level_sources,
    level_style,
    master_parent,
    placeholder_key,
    rect_of,
)
from machina_scorm.export.deck.xml import EMU_PER_POINT, qn
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

#: Points: the smallest text in a title or body, and in tables, code, captions and footers.
BODY, SMALL = 18.0, 14.0
#: Points by which shapes may touch or stand out.
TOLERANCE = 2.0
_FOOTERS = frozenset({"ftr", "sldNum", "dt"})
_TITLES = frozenset({"title", "ctrTitle"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".emf", ".wmf", ".bmp", ".tif", ".tiff", ".webp"})
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


@dataclass(frozen=True, slots=True)
class _Shape:
    """A shape of a slide: `placeholder` is its type or "", `rect` where it lies in points, `words` what it says."""

    element: _Element
    placeholder: str
    rect: Rect | None
    words: str

    @property
    def kind(self) -> str:
        return str(etree.QName(self.element).localname)

    @property
    def name(self) -> str:
        named = next(self.element.iter(qn("p:cNvPr")), None)
        return "" if named is None else named.get("name", "")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A slide being checked: its number from 1, its shapes, and what they inherit from."""

    number: int
    shapes: tuple[_Shape, ...]
    layout: _Element
    master: _Element
    source: Source

    def problem(self, rule: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
        return Problem(rule, f"slide {self.number}: {message}", self.source, hint, severity)

    @property
    def title(self) -> str:
        return next((shape.words for shape in self.shapes if shape.placeholder in _TITLES), "")


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
    page = Rect(0, 0, (deck.slide_width or 0) / EMU_PER_POINT, (deck.slide_height or 0) / EMU_PER_POINT)
    sheets = tuple(_sheets(deck, source))
    for sheet in sheets:
        yield from _titles(sheet)
        yield from _alternatives(sheet)
        yield from _languages(sheet)
        yield from _placeholders(sheet)
        yield from _sizes(sheet)
        yield from _places(sheet, page)
    yield from _same_titles(sheets)


def _sheets(deck: Deck, source: Source) -> Iterator[_Sheet]:
    for number, slide in enumerate(deck.slides, 1):
        layout, master = slide.slide_layout._element, slide.slide_layout.slide_master._element
        yield _Sheet(number, tuple(_shapes(slide, layout, master)), layout, master, source)


def _shapes(slide: Slide, layout: _Element, master: _Element) -> Iterator[_Shape]:
    for element in _members(slide.shapes._spTree):
        key = placeholder_key(element)
        above = (None, None) if key is None else (layout_parent(layout, *key), master_parent(master, key[1]))
        words = " ".join(_paragraph(p) for p in element.iter(qn("a:p"))).strip()
        yield _Shape(element, key[1] if key else "", rect_of(element, *above), words)


def _members(tree: _Element) -> Iterator[_Element]:
    """Yield the shapes of a tree in reading order; of alternatives, the one that PowerPoint takes."""
    shapes = {qn(f"p:{name}") for name in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")}
    for child in tree:
        if child.tag in shapes:
            yield child
        elif child.tag == qn("mc:AlternateContent"):
            yield from (shape for choice in child.findall(qn("mc:Choice")) for shape in _members(choice))


def _paragraph(para: _Element) -> str:
    return "".join(text.text or "" for text in para.iter(qn("a:t"), qn("m:t")))


def _titles(sheet: _Sheet) -> Iterator[Problem]:
    if not sheet.title:
        hint = "fill the title placeholder: it is what a screen reader and the outline call the slide"
        yield sheet.problem("slide-title-missing", "no title", hint)


def _same_titles(sheets: tuple[_Sheet, ...]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for sheet in sheets:
        if sheet.title and first.setdefault(sheet.title, sheet.number) != sheet.number:
            message = f"the title {sheet.title!r} is that of slide {first[sheet.title]}"
            yield sheet.problem("slide-title-duplicate", message, "give each slide its own title")


def _alternatives(sheet: _Sheet) -> Iterator[Problem]:
    for shape in sheet.shapes:
        for picture in shape.element.iter(qn("p:pic")):
            named = next(picture.iter(qn("p:cNvPr")))
            if any(mark.get("val") in ("1", "true") for mark in named.iter(_DECORATIVE)):
                continue
            alt, name = named.get("descr", "").strip(), named.get("name", "")
            if not alt:
                yield sheet.problem("alt-missing", f"the picture {name!r} has no alternative text", "describe it")
            elif " " not in alt and PurePosixPath(alt).suffix.lower() in _PICTURES:
                message = f"the alternative text of {name!r} is a file name, {alt!r}"
                yield sheet.problem("alt-is-file-name", message, "describe what the picture shows")


def _languages(sheet: _Sheet) -> Iterator[Problem]:
    missing = [run for shape in sheet.shapes for run in _runs(shape.element) if not _lang(run)]
    if missing:
        message = f"{len(missing)} pieces of text without a language, the first {_words(missing[0])[:40]!r}"
        yield sheet.problem("lang-missing", message, "set the proofing language of the text")


def _runs(element: _Element) -> Iterator[_Element]:
    yield from (run for run in element.iter(qn("a:r"), qn("a:fld")) if _words(run).strip())


def _words(run: _Element) -> str:
    return "".join(text.text or "" for text in run.findall(qn("a:t")))


def _lang(run: _Element) -> str:
    props = run.find(qn("a:rPr"))
    return "" if props is None else props.get("lang", "")


def _placeholders(sheet: _Sheet) -> Iterator[Problem]:
    for shape in sheet.shapes:
        if shape.kind == "sp" and shape.placeholder and shape.placeholder not in _FOOTERS and not shape.words:
            if shape.placeholder in _TITLES:
                continue
            yield sheet.problem("empty-placeholder", f"the placeholder {shape.name!r} is empty", "fill or delete it")


def _sizes(sheet: _Sheet) -> Iterator[Problem]:
    for shape in sheet.shapes:
        least = BODY if shape.placeholder and shape.placeholder not in _FOOTERS else SMALL
        # A tenth of a point is rounding, not a decision.
        small = min((s for s in _run_sizes(shape, sheet) if s < least - 0.1), default=0.0)
        if small:
            message = f"text of {small:g} pt in {shape.name!r}; at least {least:g} is readable from the last row"
            yield sheet.problem("font-below-18pt", message, "shorten the text or divide the slide", Severity.WARNING)


def _run_sizes(shape: _Shape, sheet: _Sheet) -> Iterator[float]:
    element = shape.element
    key = placeholder_key(element)
    above = (layout_parent(sheet.layout, *key), master_parent(sheet.master, key[1])) if key else ()
    # What is no placeholder inherits from the same style as the footers.
    sources = level_sources(key[1] if key else "ftr", sheet.master, element, *above)
    scale = next((_percent(fit.get("fontScale")) for fit in element.iter(qn("a:normAutofit"))), 1.0)
    for para in element.iter(qn("a:p")):
        props = para.find(qn("a:pPr"))
        level = min(int("0" if props is None else props.get("lvl", "0")), LEVELS - 1)
        inherited = level_style(sources, level).size
        for run in _runs(para):
            own = run.find(qn("a:rPr"))
            stated = None if own is None else own.get("sz")
            yield (int(stated) / 100 if stated else inherited) * scale


def _percent(value: str | None) -> float:
    if value is None:
        return 1.0
    return float(value.removesuffix("%")) / (100 if value.endswith("%") else 100_000)


def _places(sheet: _Sheet, page: Rect) -> Iterator[Problem]:
    placed = [(shape, shape.rect) for shape in sheet.shapes if shape.rect and _says_something(shape)]
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


def _says_something(shape: _Shape) -> bool:
    return shape.kind != "cxnSp" and bool(shape.words or shape.kind in ("pic", "graphicFrame", "grpSp"))


#: What the pipeline runs on a finished deck.
CHECKS = {"deck": check_deck}
