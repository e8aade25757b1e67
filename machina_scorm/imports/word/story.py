"""A Word document as lines and tables: each line its runs, its label, its pictures and formulas."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element

from machina_scorm.imports import ImportFile
from machina_scorm.imports.omml_tex import omml_to_tex
from machina_scorm.problems import Report

#: Fonts of program code.
_MONO = ("courier", "consolas", "mono", "menlo", "source code", "lucida console")

_DAMAGED = (KeyError, ValueError, OSError, OpcError, zipfile.BadZipFile, etree.XMLSyntaxError, AttributeError)


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. `picture` is a relationship's id, `alt` its words; `tex` a formula; "\\n" is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    marked: bool = False
    mono: bool = False
    picture: str = ""
    alt: str = ""
    tex: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: `number` counts from 1; `list_kind` is the format of Word's own numbering ("", "decimal" …)."""

    number: int
    runs: tuple[Run, ...]
    list_kind: str = ""
    level: int = 0
    heading: bool = False

    @property
    def text(self) -> str:
        """The line's characters; formulas as LaTeX."""
        return "".join(run.tex or run.text for run in self.runs)

    @property
    def empty(self) -> bool:
        """True if there is nothing to see."""
        return not self.text.strip() and not any(run.picture or run.tex for run in self.runs)

    def cut(self, start: int, end: int | None = None) -> Line:
        """Return the line from one character to another (of `text`)."""
        parts: list[Run] = []
        at = 0
        for run in self.runs:
            words = run.tex or run.text
            if run.tex or run.picture:
                if start <= at and (end is None or at < end):
                    parts.append(run)
            else:
                low, high = max(start - at, 0), len(words) if end is None else max(end - at, 0)
                if words[low:high]:
                    parts.append(replace(run, text=words[low:high]))
            at += len(words)
        return replace(self, runs=tuple(parts))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, each cell its lines; `number` is that of the paragraph it follows, plus one."""

    number: int
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A document: its lines and tables in order, and the bytes of its pictures by relationship."""

    parts: tuple[Line | Grid, ...]
    pictures: dict[str, tuple[str, bytes]]


def read_story(file: ImportFile, report: Report) -> Story | None:
    """Return a document's lines; None, reported, where it is damaged."""
    try:
        document = docx.Document(io.BytesIO(file.data))
        numbering = _numbering(document)
        counter = _Counter()
        body = tuple(_parts(document.element.body, document, numbering, counter, file, report))
        pictures = {
            rel.rId: (str(rel.target_part.partname).rpartition("/")[2], rel.target_part.blob)
            for rel in document.part.rels.values()
            if not rel.is_external and rel.reltype.endswith("/image")
        }
    except _DAMAGED as error:
        report.add("import-word", f"the document cannot be read: {error}", file.at(), "open it and save it again")
        return None
    return Story(body, pictures)


class _Counter:
    """Counts the paragraphs of a document, those in tables too, as Word does."""

    def __init__(self) -> None:
        self.number = 0

    def next(self) -> int:
        self.number += 1
        return self.number


def _parts(
    parent: _Element, document: Document, numbering: dict[tuple[str, str], str], counter: _Counter,
    file: ImportFile, report: Report,
) -> Iterator[Line | Grid]:  # fmt: skip
    for element in parent:
        match element.tag:
            case tag if tag == qn("w:p"):
                yield _line(element, document, numbering, counter.next(), file, report)
            case tag if tag == qn("w:tbl"):
                number = counter.number + 1

                def cell_lines(cell: _Element) -> tuple[Line, ...]:
                    inner = _parts(cell, document, numbering, counter, file, report)
                    return tuple(part for part in inner if isinstance(part, Line))

                rows = element.findall(qn("w:tr"))
                yield Grid(number, tuple(tuple(cell_lines(c) for c in row.findall(qn("w:tc"))) for row in rows))
            case tag if tag == qn("w:sdt"):
                content = element.find(qn("w:sdtContent"))
                if content is not None:
                    yield from _parts(content, document, numbering, counter, file, report)


def _numbering(document: Document) -> dict[tuple[str, str], str]:
    """Return (numId, level) → the format of Word's own numbering."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    abstract = {
        a.get(qn("w:abstractNumId")): {
            lvl.get(qn("w:ilvl")): _val(lvl.find(qn("w:numFmt"))) for lvl in a.findall(qn("w:lvl"))
        }
        for a in root.findall(qn("w:abstractNum"))
    }
    found: dict[tuple[str, str], str] = {}
    for num in root.findall(qn("w:num")):
        levels = abstract.get(_val(num.find(qn("w:abstractNumId"))), {})
        found |= {(str(num.get(qn("w:numId"))), str(level)): kind for level, kind in levels.items()}
    return found


def _val(element: _Element | None) -> str:
    return "" if element is None else str(element.get(qn("w:val"), ""))


def _line(
    element: _Element, document: Document, numbering: dict[tuple[str, str], str], number: int,
    file: ImportFile, report: Report,
) -> Line:  # fmt: skip
    style = _style(element, document)
    name = str(style.get(qn("w:styleId"), "")) if style is not None else ""
    kind, level = "", 0
    for properties in (element.find(qn("w:pPr")), None if style is None else style.find(qn("w:pPr"))):
        listed = None if properties is None else properties.find(qn("w:numPr"))
        if listed is not None:
            ident, depth = _val(listed.find(qn("w:numId"))), _val(listed.find(qn("w:ilvl"))) or "0"
            kind, level = numbering.get((ident, depth), ""), int(depth) if depth.isdigit() else 0
            break
    runs = tuple(_runs(element, number, file, report))
    return Line(number, runs, kind if kind != "none" else "", level, name.lower().startswith(("heading", "title")))


def _style(element: _Element, document: Document) -> _Element | None:
    named = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    wanted = _val(named)
    return next((s for s in document.styles.element.findall(qn("w:style")) if s.get(qn("w:styleId")) == wanted), None)


def _runs(element: _Element, number: int, file: ImportFile, report: Report) -> Iterator[Run]:
    for child in element:
        match etree.QName(child).localname if isinstance(child.tag, str) else "":
            case "r":
                yield from _run(child)
            case "oMath":
                tex = omml_to_tex(child)
                if tex is None:
                    text = "".join(map(str, child.itertext()))
                    hint = "write it as LaTeX between dollar signs"
                    report.add("import-formula", f"an equation that is not simple: «{text}»", file.at(number), hint)
                yield Run("", tex=tex or "?")
            case "oMathPara" | "hyperlink" | "ins" | "smartTag" | "sdt" | "sdtContent":
                yield from _runs(child, number, file, report)


def _run(element: _Element) -> Iterator[Run]:
    look = _look(element.find(qn("w:rPr")))
    for child in element:
        match etree.QName(child).localname if isinstance(child.tag, str) else "":
            case "t":
                yield replace(look, text=child.text or "")
            case "tab":
                yield replace(look, text="\t")
            case "br" | "cr":
                yield replace(look, text="\n")
            case "noBreakHyphen":
                yield replace(look, text="-")
            case "drawing" | "pict":
                yield from _pictures(child)


def _look(properties: _Element | None) -> Run:
    if properties is None:
        return Run("")

    def on(name: str) -> bool:
        found = properties.find(qn(name))
        return found is not None and _val(found) not in ("0", "false", "none", "off")

    fonts = properties.find(qn("w:rFonts"))
    font = str(fonts.get(qn("w:ascii"), "")).lower() if fonts is not None else ""
    shade = properties.find(qn("w:shd"))
    shaded = shade is not None and str(shade.get(qn("w:fill"), "auto")).lower() not in ("auto", "ffffff", "")
    colour = _val(properties.find(qn("w:color"))).lower()
    marked = on("w:highlight") or shaded or colour not in ("", "auto", "000000")
    mono = any(part in font for part in _MONO)
    return Run("", on("w:b"), on("w:i"), on("w:u"), marked, mono)


def _pictures(element: _Element) -> Iterator[Run]:
    described = next((e for e in element.iter() if etree.QName(e).localname == "docPr"), None)
    alt = "" if described is None else str(described.get("descr") or described.get("title") or "")
    for blip in element.iter():
        name = etree.QName(blip).localname if isinstance(blip.tag, str) else ""
        if name in ("blip", "imagedata"):
            ident = blip.get(qn("r:embed")) or blip.get(qn("r:id"))
            yield Run("", picture=str(ident or ""), alt=alt)


def joined_text(lines: Sequence[Line]) -> str:
    """Return the text of lines."""
    return " ".join(" ".join(line.text.split()) for line in lines if not line.empty)
