"""PresentationML → values.  Reads what PowerPoint, LibreOffice, Google and Keynote write; changes nothing.

Shapes inside `mc:AlternateContent` count, of alternatives the one that PowerPoint takes: python-pptx does not list
them, and a box with an equation is one. Shapes of a group are taken one by one.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.etree import _Element
from pptx import Presentation as open_pptx
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.slide import Slide as DeckSlide

from machina_scorm.presentation.inherit import Sheets, bullet_of, placeholder_of
from machina_scorm.presentation.values import (
    Box,
    Formula,
    Other,
    Paragraph,
    Picture,
    Presentation,
    Run,
    Shape,
    Slide,
    TableShape,
    TextShape,
)

#: What python-pptx raises for a file that is damaged or no presentation: it checks little and falls over later.
UNREADABLE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, PythonPptxError, etree.LxmlError, OSError, EOFError, RecursionError,
    KeyError, IndexError, ValueError, AttributeError, TypeError, NotImplementedError, RuntimeError, AssertionError,
)  # fmt: skip

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_PROPERTIES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_SHAPES = frozenset(qn(f"p:{name}") for name in ("sp", "pic", "graphicFrame", "cxnSp"))
_GRAPHICS = {"chart": "chart", "diagram": "diagram", "ole": "object"}

#: A deep nest of groups is no drawing of a person's.
_DEEPEST = 50


def read_presentation(data: bytes) -> Presentation:
    """Return a .pptx as values. Raises one of UNREADABLE for what is none or is damaged."""
    deck = open_pptx(io.BytesIO(data))
    slides = tuple(read_slide(slide, number) for number, slide in enumerate(deck.slides, 1))
    core = deck.core_properties
    return Presentation(slides, core.title, core.language, core.identifier, _program(deck.part))


def read_slide(slide: DeckSlide, number: int, marks: Mapping[_Element, object] | None = None) -> Slide:
    """Return a slide as values. `marks` gives runs their `mark`, by the `a:rPr` element that the run has."""
    sheets = Sheets(slide.slide_layout._element, slide.slide_layout.slide_master._element)
    reader = _Reader(slide.part, marks or {}, sheets)
    notes: tuple[Paragraph, ...] = ()
    if slide.has_notes_slide:
        inner = _Reader(slide.notes_slide.part, marks or {})
        notes = tuple(inner.notes(slide.notes_slide.shapes._spTree))
    element = slide._element
    hidden = element.get("show") in ("0", "false")
    shapes = tuple(reader.shapes(slide.shapes._spTree))
    layout, kind = slide.slide_layout.name, sheets.layout.get("type", "")
    return Slide(number, slide.name, layout, shapes, notes, hidden, kind, tuple(_effects(slide)))


def _effects(slide: DeckSlide) -> Iterator[str]:
    """Yield what a slide has besides its shapes: see Slide."""
    root = slide._element
    if next(root.iter(qn("p:anim"), qn("p:animEffect"), qn("p:set"), qn("p:animMotion")), None) is not None:
        yield "animation"
    if any(len(found) for found in root.iter("{*}transition")):
        yield "transition"
    if any(relation.reltype.endswith("/comments") for relation in slide.part.rels.values()):
        yield "comment"


def _program(part: Part) -> str:
    """Return what docProps/app.xml calls the program, "" if it says nothing."""
    package = part.package
    for relation in package._rels.values():
        if relation.reltype == RT.EXTENDED_PROPERTIES and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            return (root.findtext(f"{_PROPERTIES}Application") or "").strip()
    return ""


class _Reader:
    """Reads the shapes of one part, whose relations it follows."""

    def __init__(self, part: Part, marks: Mapping[_Element, object], sheets: Sheets | None = None) -> None:
        self.part, self.marks, self.sheets = part, marks, sheets

    def shapes(self, tree: _Element) -> Iterator[Shape]:
        """Yield the shapes of a slide in reading order."""
        for element in _members(tree):
            yield from self._shape(element)

    def notes(self, tree: _Element) -> Iterator[Paragraph]:
        """Yield the paragraphs of a notes page's text."""
        for element in _members(tree):
            if element.tag == qn("p:sp") and placeholder_of(element) == "body":
                yield from self._paragraphs(element.find(qn("p:txBody")))

    def _shape(self, element: _Element) -> Iterator[Shape]:
        named = next(element.iter(qn("p:cNvPr")), None)
        name, alt = ("", "") if named is None else (named.get("name", ""), named.get("descr", ""))
        box = self.sheets.box(element) if self.sheets else None
        match etree.QName(element).localname:
            case "sp":
                paragraphs = tuple(self._paragraphs(element.find(qn("p:txBody"))))
                runs = [run for para in paragraphs for run in para.runs if run.text.strip()]
                if runs and all(run.math for run in runs):
                    equations = tuple(run.omml for run in runs)
                    yield Formula(name, "".join(run.text for run in runs), alt, box, equations)
                elif runs or placeholder_of(element):
                    bullets = self.sheets.bullets(element) if self.sheets else ()
                    yield TextShape(name, placeholder_of(element), paragraphs, alt, box, bullets)
                elif element.find(f"{qn('p:spPr')}/{qn('a:blipFill')}") is not None:
                    yield self._picture(element, name, alt, box)
                else:
                    yield Other(name, "drawing", alt)
            case "pic":
                media = next(element.iter(qn("a:videoFile"), qn("a:audioFile")), None)
                yield self._picture(element, name, alt, box) if media is None else Other(name, "media", alt)
            case "graphicFrame":
                table = next(element.iter(qn("a:tbl")), None)
                yield self._graphic(element, name, alt) if table is None else self._table(table, name, alt, box)
            case "cxnSp":
                yield Other(name, "drawing", alt)

    def _picture(self, element: _Element, name: str, alt: str, box: Box | None) -> Picture:
        blip = next(element.iter(qn("a:blip")), None)
        bitmap = None if blip is None else self._target(blip.get(qn("r:embed"), ""))
        vector = next((self._target(e.get(qn("r:embed"), "")) for e in element.iter(_SVG)), None)
        data = b"" if bitmap is None else bitmap.blob
        kind = "" if bitmap is None else bitmap.content_type
        outside = "" if blip is None else self._address(blip.get(qn("r:link"), "") or blip.get(qn("r:embed"), ""))
        crop = next(element.iter(qn("a:srcRect")), None)
        cropped = crop is not None and any(str(value).strip("0%") for value in crop.attrib.values())
        svg = b"" if vector is None else vector.blob
        return Picture(name, alt, kind, data, hashlib.sha256(data).hexdigest(), svg, box, outside, cropped)

    def _table(self, table: _Element, name: str, alt: str, box: Box | None) -> TableShape:
        props = table.find(qn("a:tblPr"))
        header = props is not None and props.get("firstRow") in ("1", "true")
        rows = tuple(
            tuple(tuple(self._paragraphs(cell.find(qn("a:txBody")))) for cell in row.findall(qn("a:tc")))
            for row in table.findall(qn("a:tr"))
        )
        merged = any({"gridSpan", "rowSpan"} & set(cell.attrib) for cell in table.iter(qn("a:tc")))
        return TableShape(name, rows, header, alt, box, merged)

    def _graphic(self, element: _Element, name: str, alt: str) -> Other:
        data = next(element.iter(qn("a:graphicData")), None)
        kind = "" if data is None else data.get("uri", "").rpartition("/")[2]
        return Other(name, _GRAPHICS.get(kind, "object"), alt, tuple(self._words(data)) if kind == "diagram" else ())

    def _words(self, data: _Element | None) -> Iterator[str]:
        """Yield the texts of a diagram, which stand in a part of their own."""
        relation = next(data.iter(_DIAGRAM), None) if data is not None else None
        part = None if relation is None else self._target(relation.get(qn("r:dm"), ""))
        root = None if part is None else etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
        for para in () if root is None else root.iter(qn("a:p")):
            words = "".join(text.text or "" for text in para.iter(qn("a:t"))).strip()
            if words:
                yield words

    def _paragraphs(self, body: _Element | None) -> Iterator[Paragraph]:
        for element in () if body is None else body.findall(qn("a:p")):
            props = element.find(qn("a:pPr"))
            level = _number("0" if props is None else props.get("lvl", "0"))
            yield Paragraph(tuple(self._runs(element)), level, bullet_of(props))

    def _runs(self, paragraph: _Element) -> Iterator[Run]:
        for child in paragraph:
            if child.tag == qn("a:br"):
                props = child.find(qn("a:rPr"))
                yield Run("\n", mark=None if props is None else self.marks.get(props))
            elif child.tag in (qn("a:r"), qn("a:fld")):
                # PowerPoint writes a line break in a title as a vertical tab in some versions.
                text = "".join(part.text or "" for part in child.findall(qn("a:t"))).replace("\v", "\n")
                yield self._run(text, child.find(qn("a:rPr")))
            elif isinstance(child.tag, str):
                for equation in child.iter(_MATH):
                    formula = "".join(part.text or "" for part in equation.iter(_MATH_TEXT))
                    if formula:
                        yield Run(formula, math=True, omml=etree.tostring(equation, with_tail=False))

    def _run(self, text: str, props: _Element | None) -> Run:
        if props is None:
            return Run(text)
        latin, click = props.find(qn("a:latin")), props.find(qn("a:hlinkClick"))
        return Run(
            text,
            _flag(props.get("b")),
            _flag(props.get("i")),
            "" if latin is None else latin.get("typeface", ""),
            _number(props.get("baseline", "0").removesuffix("%")),
            "" if click is None else self._address(click.get(qn("r:id"), "")),
            props.get("lang", ""),
            mark=self.marks.get(props),
        )

    def _target(self, id: str) -> Part | None:
        relation = self.part.rels.get(id)
        return None if relation is None or relation.is_external else relation.target_part

    def _address(self, id: str) -> str:
        relation = self.part.rels.get(id)
        return relation.target_ref if relation is not None and relation.is_external else ""


def _members(tree: _Element, depth: int = 0) -> Iterator[_Element]:
    for child in tree:
        if child.tag in _SHAPES:
            yield child
        elif child.tag == qn("p:grpSp") and depth < _DEEPEST:
            yield from _members(child, depth + 1)
        elif child.tag == f"{_MC}AlternateContent" and depth < _DEEPEST:
            # A choice may hold what no shape is (ink, for one): then what older programs show.
            for part in (*child.findall(f"{_MC}Choice"), child.find(f"{_MC}Fallback")):
                found = [] if part is None else list(_members(part, depth + 1))
                if found:
                    yield from found
                    break


def _flag(value: str | None) -> bool | None:
    return None if value is None else value in ("1", "true", "on")


def _number(value: str) -> int:
    return int(value) if value.lstrip("-").isascii() and value.lstrip("-").isdigit() else 0
