"""A slide as the checks see it: its shapes in reading order, what they say, where they lie, what they inherit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree
from lxml.etree import _Element
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from machina_scorm.export.deck.styles import (
    LEVELS,
    LevelStyle,
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

FOOTERS = frozenset({"ftr", "sldNum", "dt"})
TITLES = frozenset({"title", "ctrTitle"})
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of a slide: `placeholder` is its type or "", `rect` where it lies in points, `words` what it says."""

    element: _Element
    placeholder: str
    rect: Rect | None
    words: str
    parents: tuple[_Element, ...] = ()

    @property
    def kind(self) -> str:
        """The name of its element: sp, pic, graphicFrame, grpSp, cxnSp."""
        return str(etree.QName(self.element).localname)

    @property
    def name(self) -> str:
        """The name that PowerPoint lists it by."""
        named = next(self.element.iter(qn("p:cNvPr")), None)
        return "" if named is None else named.get("name", "")

    @property
    def says_something(self) -> bool:
        """True if somebody would miss it."""
        return self.kind != "cxnSp" and bool(self.words or self.kind in ("pic", "graphicFrame", "grpSp"))

    @property
    def math(self) -> bool:
        """True if it holds an equation."""
        return next(self.element.iter(qn("m:oMath")), None) is not None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slide being checked: its number from 1, its shapes, and what they inherit from."""

    number: int
    slide: Slide
    shapes: tuple[Shape, ...]
    layout: _Element
    master: _Element
    source: Source

    def problem(self, rule: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
        """Return a problem of this slide."""
        return Problem(rule, f"slide {self.number}: {message}", self.source, hint, severity)

    @property
    def title(self) -> str:
        """The words of its title placeholder."""
        return next((shape.words for shape in self.shapes if shape.placeholder in TITLES), "")

    def sources(self, shape: Shape) -> tuple[_Element, ...]:
        """Return where the levels of a shape's text are styled, nearest first."""
        # What is no placeholder inherits from the same style as the footers.
        return level_sources(shape.placeholder or "ftr", self.master, shape.element, *shape.parents)


def sheets(deck: Deck, source: Source) -> Iterator[Sheet | Problem]:
    """Yield the deck's slides; for one without a layout, a problem (rule `template-layout-missing`)."""
    for number, slide in enumerate(deck.slides, 1):
        try:
            layout, master = slide.slide_layout._element, slide.slide_layout.slide_master._element
        except KeyError:
            message = f"slide {number}: its layout is not in the file"
            yield Problem("template-layout-missing", message, source, "give it a layout in PowerPoint: Home, Layout")
            continue
        yield Sheet(number, slide, tuple(_shapes(slide, layout, master)), layout, master, source)


def _shapes(slide: Slide, layout: _Element, master: _Element) -> Iterator[Shape]:
    for element in members(slide.shapes._spTree):
        key = placeholder_key(element)
        above = (None, None) if key is None else (layout_parent(layout, *key), master_parent(master, key[1]))
        words = " ".join(_paragraph(p) for p in element.iter(qn("a:p"))).strip()
        parents = tuple(parent for parent in above if parent is not None)
        yield Shape(element, key[1] if key else "", rect_of(element, *above), words, parents)


def members(tree: _Element) -> Iterator[_Element]:
    """Yield the shapes of a tree in reading order; of alternatives, the one that PowerPoint takes."""
    shapes = {qn(f"p:{name}") for name in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")}
    for child in tree:
        if child.tag in shapes:
            yield child
        elif child.tag == qn("mc:AlternateContent"):
            yield from (shape for choice in child.findall(qn("mc:Choice")) for shape in members(choice))


def _paragraph(para: _Element) -> str:
    return "".join(text.text or "" for text in para.iter(qn("a:t"), qn("m:t")))


def decorative(named: _Element) -> bool:
    """Tell whether a `p:cNvPr` says that its shape is decoration only."""
    return any(mark.get("val") in ("1", "true") for mark in named.iter(_DECORATIVE))


def text_runs(element: _Element) -> Iterator[_Element]:
    """Yield the runs and fields of an element that hold more than blanks."""
    yield from (run for run in element.iter(qn("a:r"), qn("a:fld")) if run_words(run).strip())


def run_words(run: _Element) -> str:
    """Return the characters of a run."""
    return "".join(text.text or "" for text in run.findall(qn("a:t")))


def font_scale(element: _Element) -> float:
    """Return the factor by which a viewer shrinks the text of a shape, as PowerPoint last stored it."""
    return next((_percent(fit.get("fontScale")) for fit in element.iter(qn("a:normAutofit"))), 1.0)


def style_of(para: _Element, sources: tuple[_Element, ...]) -> LevelStyle:
    """Return how a paragraph is set: its level's style with what the paragraph itself says."""
    props = para.find(qn("a:pPr"))
    level = min(int("0" if props is None else props.get("lvl", "0")), LEVELS - 1)
    style = level_style(sources, level)
    if props is None:
        return style
    if props.get("marL") is not None:
        style = replace(style, margin=int(props.get("marL", "0")) / EMU_PER_POINT)
    line, before = (props.find(f"{qn(tag)}/{qn('a:spcPct')}") for tag in ("a:lnSpc", "a:spcBef"))
    if line is not None:
        style = replace(style, line=_percent(line.get("val")))
    if before is not None:
        style = replace(style, before_share=_percent(before.get("val")))
    points = props.find(f"{qn('a:spcBef')}/{qn('a:spcPts')}")
    return style if points is None else replace(style, before=int(points.get("val", "0")) / 100, before_share=0.0)


def run_size(run: _Element, style: LevelStyle, scale: float = 1.0) -> float:
    """Return the size of a run in points."""
    own = run.find(qn("a:rPr"))
    stated = None if own is None else own.get("sz")
    return (int(stated) / 100 if stated else style.size) * scale


def _percent(value: str | None) -> float:
    if value is None:
        return 1.0
    return float(value.removesuffix("%")) / (100 if value.endswith("%") else 100_000)
