"""Block elements of HTML → blocks, those of our own exporters first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from machina_scorm.dialect.attributes import is_id, split_attributes
from machina_scorm.imports import quoted
from machina_scorm.imports.html_inline import Spans, read_element, read_inline
from machina_scorm.imports.html_names import BLOCKS
from machina_scorm.imports.html_tables import read_table
from machina_scorm.imports.html_to_blocks import Place
from machina_scorm.imports.inlines import alt_text
from machina_scorm.imports.paragraphs import paragraphs
from machina_scorm.model.blocks import (
    ADMONITIONS,
    LEVELS,
    Admonition,
    Block,
    BlockList,
    CodeBlock,
    Figure,
    Heading,
    LevelBlock,
    MathBlock,
    Paragraph,
    Quote,
    Table,
)
from machina_scorm.model.text import Text

_HEADINGS = {"h1": 3, "h2": 3, "h3": 3, "h4": 3, "h5": 4, "h6": 4}


def read_children(element: etree._Element, place: Place) -> Iterator[Block]:
    """Yield the blocks of what an element holds; text and inline elements between blocks are paragraphs."""
    spans = Spans(place)
    spans.say(element.text)
    for child in element:
        if child.tag in BLOCKS or _holds_block(child) or _is_picture(child):
            yield from paragraphs(spans.nodes(), place)
            spans = Spans(place)
            yield from read_block(child, place)
        else:
            read_element(child, spans)
        spans.say(child.tail)
    yield from paragraphs(spans.nodes(), place)


def read_block(element: etree._Element, place: Place) -> Iterable[Block]:
    """Return the blocks of one element."""
    tag, classes = str(element.tag), str(element.get("class", "")).split()
    match tag:
        case "img":
            return _picture(element, place)
        case "ul" | "ol" | "menu":
            return _list(element, place)
        case "pre":
            return [_listing(element, place)]
        case "table":
            return read_table(element, place, read_children)
        case "blockquote":
            inner = tuple(read_children(element, place))
            return [Quote(inner)] if inner else []
        case "figure":
            return _figure(element, classes, place)
        case "aside" if "admonition" in classes and len(classes) > 1 and classes[1] in ADMONITIONS:
            return [_admonition(element, classes[1], place)]
        case "div" if "level" in classes and len(classes) > 1 and classes[1].removeprefix("level-") in LEVELS:
            return [LevelBlock(classes[1].removeprefix("level-"), tuple(read_children(element, place)))]
        case "div" if "table" in classes and len(element) == 1 and element[0].tag == "table":
            return [_identified(block, element) for block in read_block(element[0], place)]
        case "div" if "math" in classes:
            return [_identified(block, element) for block in read_children(element, place)]
        case "hr":
            return []
        case _ if tag in _HEADINGS:
            return _heading(element, place)
        case _:
            return read_children(element, place)


def line(element: etree._Element, place: Place, role: str = "") -> Text:
    """Return an element's content as one Text; what would be several blocks stands one after the other."""
    spans = Spans(place)
    read_inline(element, spans)
    blocks = paragraphs(spans.nodes(), place)
    words = [
        f"${b.tex}$" if isinstance(b, MathBlock) else b.text.md for b in blocks if isinstance(b, MathBlock | Paragraph)
    ]
    return Text(" ".join(words), role, place.source)


def _holds_block(element: etree._Element) -> bool:
    return any(
        child.tag in BLOCKS or child.tag == "img" for child in element.iter(etree.Element) if child is not element
    )


def _is_picture(element: etree._Element) -> bool:
    """A picture is a block unless words stand beside it in a paragraph; which is reported where it is read."""
    return element.tag == "img"


def _picture(element: etree._Element, place: Place, caption: Text | None = None, id: str = "") -> list[Block]:
    address = str(element.get("src", "")).strip()
    image, why = place.picture(address)
    if image is None:
        hint = "the file must lie beside the text that shows it, as SVG, PNG or JPEG"
        place.error("import-picture", f"the picture {quoted(address[:80])}: {why}", hint)
        return []
    alt = " ".join(part for part in re.split("[ \t\n\r\f]+", str(element.get("alt", ""))) if part).strip()
    if not alt:
        hint = "say in its alternative text what somebody who cannot see it must know"
        place.warn("import-alt", f"the picture {image.name} has no alternative text", hint)
        alt = image.name
    return [Figure(image, Text(alt_text(alt), "alt", place.source), caption, id, place.source)]


def _list(element: etree._Element, place: Place) -> list[Block]:
    items = []
    for child in element:
        if child.tag == "li":
            items.append(tuple(read_children(child, place)))
        elif items and child.tag in ("ul", "ol"):
            items[-1] += tuple(read_block(child, place))
    kept = tuple(item for item in items if item)
    start = str(element.get("start", "1"))
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
    return [BlockList(kept, element.tag == "ol", first if element.tag == "ol" else 1)] if kept else []


def _listing(element: etree._Element, place: Place, caption: Text | None = None, id: str = "") -> CodeBlock:
    code = element.find("code")
    classes = str(code.get("class", "") if code is not None else element.get("class", "")).split()
    language = next((c.partition("-")[2] for c in classes if c.startswith(("language-", "lang-"))), "text")
    parts: list[str] = []
    _code_text(element, parts)
    text = "".join(parts).replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return CodeBlock(language or "text", (text,), caption, id, place.source)


def _code_text(element: etree._Element, parts: list[str]) -> None:
    """A browser drops the line end right behind <pre>; the parser leaves it."""
    first = element.text or ""
    if element.tag == "pre":
        first = first.removeprefix("\n")
    parts.append(first)
    for child in element:
        if child.tag == "br":
            parts.append("\n")
        else:
            _code_text(child, parts)
        parts.append(child.tail or "")


def _figure(element: etree._Element, classes: list[str], place: Place) -> Iterable[Block]:
    caption_element = element.find("figcaption")
    caption = ending(line(caption_element, place)) if caption_element is not None else None
    id = _id(element)
    inner = [child for child in element if child.tag != "figcaption"]
    match inner:
        case [one] if one.tag == "img":
            return _picture(one, place, caption, id)
        case [one] if one.tag == "pre":
            return [_listing(one, place, caption, id)]
        case [one] if "equation" in classes:
            blocks = tuple(read_block(one, place))
            if len(blocks) == 1 and isinstance(blocks[0], MathBlock):
                return [MathBlock(blocks[0].tex, caption, id, place.source)]
    return read_children(element, place)


def _admonition(element: etree._Element, kind: str, place: Place) -> Admonition:
    title = None
    if len(element) and element[0].tag == "p" and element[0].get("class") == "title":
        title = ending(line(element[0], place, "title"))
        element.remove(element[0])
    return Admonition(kind, title, tuple(read_children(element, place)))


def _heading(element: etree._Element, place: Place) -> list[Block]:
    text = ending(line(element, place, "title"))
    return [Heading(_HEADINGS[str(element.tag)], text, _id(element))] if text.md else []


def ending(text: Text) -> Text:
    """Keep braces at the end of a heading or a caption from being read as attributes."""
    if split_attributes(text.md)[1] == split_attributes("")[1]:
        return text
    start = text.md.rfind("{")
    return Text(f"{text.md[:start]}&#123;{text.md[start + 1 :]}", text.role, text.source)


def _id(element: etree._Element) -> str:
    id = str(element.get("id", ""))
    return id if is_id(id) else ""


def _identified(block: Block, element: etree._Element) -> Block:
    id = _id(element)
    return replace(block, id=id) if id and isinstance(block, Table | MathBlock) else block
