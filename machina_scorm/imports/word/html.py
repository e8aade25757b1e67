"""Lines of a Word document as HTML, the one way into blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element

from machina_scorm.imports.word.story import Grid, Line, Run
from machina_scorm.render.plain import xml_text

#: What stands for a picture's relationship in an address.
SCHEME = "docx:"


def to_html(parts: Iterable[Line | Grid]) -> str:
    """Return lines and tables as HTML; lines of code one after the other are one listing."""
    root = etree.Element("div")
    code: list[str] = []
    for part in parts:
        if isinstance(part, Line) and _is_code(part):
            code.append(part.text)
            continue
        _flush(code, root)
        if isinstance(part, Grid):
            root.append(_table(part))
        elif not part.empty:
            root.extend(_paragraphs(part))
    _flush(code, root)
    return "".join(etree.tostring(child, encoding="unicode", method="html") for child in root)


def without_mark(line: Line, mark: str) -> Line:
    """Return a line without the look by which its author marked it as right."""
    match mark:
        case "bold":
            runs = tuple(replace(run, bold=False) for run in line.runs)
        case "underline":
            runs = tuple(replace(run, underline=False) for run in line.runs)
        case _:
            runs = tuple(replace(run, marked=False) for run in line.runs)
    return replace(line, runs=runs)


def _is_code(line: Line) -> bool:
    runs = [run for run in line.runs if run.text.strip()]
    return bool(runs) and all(run.mono for run in runs) and not any(run.picture or run.tex for run in line.runs)


def _flush(code: list[str], root: _Element) -> None:
    if code:
        listing = etree.SubElement(root, "pre")
        etree.SubElement(listing, "code").text = xml_text("\n".join(code))
        code.clear()


def _paragraphs(line: Line) -> list[_Element]:
    """Return a line as paragraphs: a picture stands in one of its own."""
    found: list[_Element] = []
    runs: list[Run] = []
    for run in line.runs:
        if run.picture:
            found += [_paragraph(runs)] if any(r.text.strip() or r.tex for r in runs) else []
            runs = []
            holder = etree.Element("p")
            etree.SubElement(holder, "img", src=f"{SCHEME}{run.picture}", alt=xml_text(run.alt))
            found.append(holder)
        else:
            runs.append(run)
    return [*found, _paragraph(runs)] if any(r.text.strip() or r.tex for r in runs) else found


def _paragraph(runs: Sequence[Run]) -> _Element:
    paragraph = etree.Element("p")
    for run in _merged(runs):
        parent = paragraph
        for name, wanted in (("strong", run.bold), ("em", run.italic), ("code", run.mono)):
            if wanted and run.text.strip():
                parent = etree.SubElement(parent, name)
        words = f"\\({run.tex}\\)" if run.tex else run.text.replace("\t", " ")
        first, *rest = xml_text(words).split("\n")
        _say(parent, first)
        for piece in rest:
            etree.SubElement(parent, "br")
            _say(parent, piece)
    return paragraph


def _merged(runs: Sequence[Run]) -> list[Run]:
    """Join runs of one look, and take emphasis off blanks at the ends of a run, where Markdown has no place for it."""
    found: list[Run] = []
    for run in runs:
        plain = replace(run, underline=False, marked=False)
        last = found[-1] if found else None
        if last is not None and not (last.tex or plain.tex) and replace(last, text="") == replace(plain, text=""):
            found[-1] = replace(last, text=last.text + plain.text)
        else:
            found.append(plain)
    return [piece for run in found for piece in _trimmed(run)]


def _trimmed(run: Run) -> list[Run]:
    if run.tex or not (run.bold or run.italic or run.mono):
        return [run]
    core = run.text.strip(" \t")
    if not core:
        return [Run(run.text)]
    start = run.text.index(core)
    pieces = (Run(run.text[:start]), replace(run, text=core), Run(run.text[start + len(core) :]))
    return [piece for piece in pieces if piece.text]


def _say(parent: _Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _table(grid: Grid) -> _Element:
    table = etree.Element("table")
    for place, row in enumerate(grid.rows):
        line = etree.SubElement(table, "tr")
        for cell in row:
            inner = etree.SubElement(line, "td" if place else "th")
            for number, part in enumerate(p for p in cell if not p.empty):
                if number:
                    etree.SubElement(inner, "br")
                paragraph = _paragraph(part.runs)
                _say(inner, paragraph.text or "")
                inner.extend(list(paragraph))
    return table
