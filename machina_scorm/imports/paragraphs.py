"""From a line of inlines to paragraphs and display formulas: where MathJax would find formulas in the text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from machina_scorm.imports import quoted
from machina_scorm.imports.inlines import holds, merged, write_inlines
from machina_scorm.model.blocks import Block, Blocks, MathBlock, Paragraph
from machina_scorm.model.inline import Break, Emph, Inline, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text

if TYPE_CHECKING:
    from machina_scorm.imports.html_to_blocks import Place

#: The signs of MathJax as Moodle sets it up (filter_mathjaxloader): inline, display, display.
_MATHS = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$(.+?)\$\$", re.DOTALL)


class _Display:
    """A display formula on its way out of a line."""

    def __init__(self, tex: str) -> None:
        self.tex = tex


def paragraphs(nodes: Inlines, place: Place, role: str = "") -> Blocks:
    """Return inlines as blocks: two breaks part paragraphs, a display formula stands by itself."""
    blocks: list[Block] = []
    line: list[Inline] = []
    for part in _parts(merged(nodes)):
        if isinstance(part, _Display):
            _flush(line, blocks, place, role)
            blocks.append(MathBlock(part.tex, source=place.source))
        elif isinstance(part, Break) and line and _trailing_break(line):
            _flush(line, blocks, place, role)
        else:
            line.append(part)
    _flush(line, blocks, place, role)
    return tuple(blocks)


def literal(text: str, place: Place, role: str = "") -> Blocks:
    """Return plain text as paragraphs, with no formula in it."""
    blocks: list[Block] = []
    for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [" ".join(line.split(" ")).strip() for line in part.split("\n")]
        nodes: list[Inline] = []
        for line in lines:
            if line:
                nodes += [Break(), Str(_spaces(line))] if nodes else [Str(_spaces(line))]
        _flush(nodes, blocks, place, role)
    return tuple(blocks)


def _spaces(text: str) -> str:
    return re.sub(r"[ \t\n\r\f]+", " ", text)


def _trailing_break(line: list[Inline]) -> bool:
    last = line[-1]
    if isinstance(last, Str) and not last.text.strip(" ") and len(line) > 1:
        return isinstance(line[-2], Break)
    return isinstance(last, Break)


def _flush(line: list[Inline], blocks: list[Block], place: Place, role: str) -> None:
    if not line:
        return
    nodes = tidy(tuple(line))
    line.clear()
    if not nodes:
        return
    md = unicodedata.normalize("NFC", write_inlines(nodes))
    if not holds(parsed_form(nodes), md):
        if holds(parsed_form(_without_emphasis(nodes)), md):
            place.warn("import-emphasis", f"emphasis inside a word cannot be kept: {quoted(md)}", "look it through")
        else:
            place.error("import-text", f"the text cannot be written in Markdown: {quoted(md)}", "reword it")
    blocks.append(Paragraph(Text(md, role, place.source)))


def parsed_form(nodes: Inlines) -> Inlines:
    """Return nodes in NFC, as they are read back."""
    found: list[Inline] = []
    for node in nodes:
        match node:
            case Str(text):
                found.append(Str(unicodedata.normalize("NFC", text)))
            case Emph(children):
                found.append(Emph(parsed_form(children)))
            case Strong(children):
                found.append(Strong(parsed_form(children)))
            case Link(target, children):
                found.append(Link(target, parsed_form(children)))
            case _:
                found.append(node)
    return merged(tuple(found))


def _without_emphasis(nodes: Inlines) -> Inlines:
    found: list[Inline] = []
    for node in nodes:
        match node:
            case Emph(children) | Strong(children):
                found += _without_emphasis(children)
            case Link(target, children):
                found.append(Link(target, _without_emphasis(children)))
            case _:
                found.append(node)
    return merged(tuple(found))


def tidy(nodes: Inlines) -> Inlines:
    """Take blanks and breaks off both ends, and blanks off the sides of a break."""
    found = list(merged(nodes))
    for place, node in enumerate(found):
        if isinstance(node, Str):
            text = node.text
            if place == 0 or isinstance(found[place - 1], Break):
                text = text.lstrip()
            if place == len(found) - 1 or isinstance(found[place + 1], Break):
                text = text.rstrip()
            found[place] = Str(text)
    found = list(merged(tuple(found)))
    while found and isinstance(found[0], Break):
        found.pop(0)
    while found and isinstance(found[-1], Break):
        found.pop()
    return tuple(found) if len(found) == len(nodes) or tuple(found) == nodes else tidy(tuple(found))


def _parts(nodes: Inlines) -> list[Inline | _Display]:
    found: list[Inline | _Display] = []
    for node in nodes:
        match node:
            case Str(text):
                found += _formulas(text)
            case Emph(children):
                found.append(Emph(_inline_maths(children)))
            case Strong(children):
                found.append(Strong(_inline_maths(children)))
            case Link(target, children):
                found.append(Link(target, _inline_maths(children)))
            case _:
                found.append(node)
    return found


def _inline_maths(nodes: Inlines) -> Inlines:
    """Inside emphasis a display formula becomes one in the line."""
    return tuple(Math(part.tex) if isinstance(part, _Display) else part for part in _parts(nodes))


def _formulas(text: str) -> list[Inline | _Display]:
    found: list[Inline | _Display] = []
    end = 0
    for match in _MATHS.finditer(text):
        tex = " ".join((match[1] or match[2] or match[3]).split())
        if not tex:
            continue
        found.append(Str(_spaces(text[end : match.start()])))
        found.append(Math(tex) if match[1] else _Display(tex))
        end = match.end()
    found.append(Str(_spaces(text[end:])))
    return [part for part in found if part != Str("")]
