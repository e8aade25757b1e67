"""Blocks and texts as HTML elements: what the player, GIFT and Moodle's question texts have in common.

Elements carry no namespace and are serialised by `to_html` only; no markup is ever put together as a string.
What a format does differently (where a picture lies, what a link to a lesson becomes, how a quiz is asked) it says in
an HtmlStyle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from lxml import etree

from machina_scorm.dialect import inlines, plain_text
from machina_scorm.model.blocks import (
    Admonition,
    Block,
    BlockList,
    Blocks,
    CodeBlock,
    Column,
    Figure,
    Heading,
    LevelBlock,
    MathBlock,
    Notes,
    Paragraph,
    QuizRef,
    Quote,
    Refer,
    Table,
    Use,
    Video,
)
from machina_scorm.model.inline import Break, Code, Emph, Inline, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text
from machina_scorm.render.highlight import tokens
from machina_scorm.render.mathml import MathError, mathml
from machina_scorm.render.plain import xml_text
from machina_scorm.source import Source

_Element = etree._Element

#: Schemes of addresses outside the artefact; every other scheme is shown as text.
SCHEMES = frozenset({"http", "https", "mailto"})


def external_only(target: str) -> str | None:
    """Return an http, https or mailto address as it is, and None for anything else (`lesson:`, `term:`)."""
    return target if _scheme(target) in SCHEMES else None


def image_name(figure: Figure) -> str:
    """Return the figure's file name: the picture lies beside the document."""
    return figure.image.name


@dataclass(frozen=True, slots=True)
class HtmlStyle:
    """What a format wants of its HTML.

    `math` is "mathml", or "tex" for sites that set `\\( … \\)` themselves (Moodle's MathJax filter).
    `highlight` marks the tokens of listings with the classes of render/highlight.py.
    `image` gives a figure's src, `link` the href of a link's target or None to show its text only; of what `link`
    gives, only relative addresses and SCHEMES are used. `special` renders a QuizRef, Refer, Video, LevelBlock or Use,
    None = as here. `heading_base` is the level that `###` becomes. `admonition_titles` has, by kind, the title of an
    admonition whose author gave none. In a document from right to left (`rtl`), code is kept from left to right, and
    what fell back to another language runs as its own letters do.
    """

    math: Literal["mathml", "tex"] = "mathml"
    highlight: bool = True
    image: Callable[[Figure], str] = image_name
    link: Callable[[str], str | None] = external_only
    special: Callable[[Block], list[_Element] | None] | None = None
    heading_base: int = 3
    rtl: bool = False
    admonition_titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def render_blocks(blocks: Blocks, style: HtmlStyle) -> list[_Element]:
    """Return `blocks` as elements in document order.

    Raises MathError, with its place, for a formula that cannot be set.
    """
    return [element for block in blocks for element in _block(block, style)]


def render_text(text: Text, style: HtmlStyle, tag: str) -> _Element:
    """Return `text` in an element named `tag`, with a lang attribute if the text fell back to another language."""
    return _fill(etree.Element(tag), text, style)


def to_html(elements: Iterable[_Element]) -> str:
    """Return `elements` as HTML5, one after the other without white space between: equal elements, equal strings."""
    return "".join(etree.tostring(e, encoding="unicode", method="html", with_tail=False) for e in elements)


def _block(block: Block, style: HtmlStyle) -> list[_Element]:
    match block:
        case Paragraph(text):
            return [render_text(text, style, "p")]
        case Heading(level, text, id):
            return [_identified(render_text(text, style, f"h{min(6, style.heading_base + level - 3)}"), id)]
        case BlockList():
            return [_list(block, style)]
        case Quote(inner):
            return [_wrap("blockquote", inner, style)]
        case Table():
            return [_table(block, style)]
        case Figure():
            return [_figure(block, style)]
        case CodeBlock():
            return [_code(block, style)]
        case MathBlock():
            return [_display_math(block, style)]
        case Admonition():
            return [_admonition(block, style)]
        case LevelBlock() | QuizRef() | Refer() | Video() | Use():
            return _special(block, style)
        case Column(inner):
            return [_wrap("div", inner, style, {"class": "column"})]
        case Notes():
            return []


def _special(block: LevelBlock | QuizRef | Refer | Video | Use, style: HtmlStyle) -> list[_Element]:
    if style.special is not None and (elements := style.special(block)) is not None:
        return elements
    match block:
        case LevelBlock(level, inner):
            return [_wrap("div", inner, style, {"class": f"level level-{level}"})]
        case Video():
            return [_video(block, style)]
        case QuizRef() | Refer() | Use():
            return []


def _wrap(tag: str, blocks: Blocks, style: HtmlStyle, attributes: Mapping[str, str] | None = None) -> _Element:
    element = etree.Element(tag, dict(attributes or {}))
    element.extend(render_blocks(blocks, style))
    return element


def _identified(element: _Element, id: str) -> _Element:
    if id:
        element.set("id", id)
    return element


def _list(block: BlockList, style: HtmlStyle) -> _Element:
    element = etree.Element("ol" if block.ordered else "ul")
    if block.ordered and block.start != 1:
        element.set("start", str(block.start))
    for item in block.items:
        element.append(_item(item, style))
    return element


def _item(blocks: Blocks, style: HtmlStyle) -> _Element:
    """A list item; its only paragraph, if it comes first, needs no <p>."""
    item = etree.Element("li")
    match blocks:
        case (Paragraph(text),):
            return _fill(item, text, style)
        case (Paragraph(text), *rest) if not any(isinstance(block, Paragraph) for block in rest):
            if text.lang:
                item.append(render_text(text, style, "span"))
            else:
                _fill(item, text, style)
            item.extend(render_blocks(tuple(rest), style))
        case _:
            item.extend(render_blocks(blocks, style))
    return item


def _table(block: Table, style: HtmlStyle) -> _Element:
    name = plain_text(block.caption) if block.caption else ", ".join(plain_text(cell) for cell in block.head)
    box = etree.Element("div", {"class": "table", "tabindex": "0", "role": "region", "aria-label": xml_text(name)})
    table = etree.SubElement(_identified(box, block.id), "table")
    if block.caption:
        table.append(render_text(block.caption, style, "caption"))
    head = etree.SubElement(etree.SubElement(table, "thead"), "tr")
    for cell, align in _columns(block.head, block.align):
        element = _aligned(render_text(cell, style, "th"), align)
        element.set("scope", "col")
        head.append(element)
    body = etree.SubElement(table, "tbody")
    for row in block.rows:
        line = etree.SubElement(body, "tr")
        line.extend([_aligned(render_text(cell, style, "td"), align) for cell, align in _columns(row, block.align)])
    return box


def _columns(cells: tuple[Text, ...], align: tuple[str, ...]) -> Iterable[tuple[Text, str]]:
    return zip(cells, (*align, *("" for _ in cells)), strict=False)


def _aligned(cell: _Element, align: str) -> _Element:
    if align:
        cell.set("class", f"align-{align}")
    return cell


def _figure(block: Figure, style: HtmlStyle) -> _Element:
    figure = _identified(etree.Element("figure"), block.id)
    source, alt = xml_text(style.image(block)), xml_text(plain_text(block.alt))
    image = etree.SubElement(figure, "img", {"src": source, "alt": alt})
    for name, size in (("width", block.image.width), ("height", block.image.height)):
        if size > 0:
            image.set(name, str(max(1, round(size))))
    if block.alt.lang:
        image.set("lang", block.alt.lang)
    return _captioned(figure, block.caption, style)


def _captioned(figure: _Element, caption: Text | None, style: HtmlStyle) -> _Element:
    if caption:
        figure.append(render_text(caption, style, "figcaption"))
    return figure


def _code(block: CodeBlock, style: HtmlStyle) -> _Element:
    figure = _identified(etree.Element("figure", {"class": "code"}), block.id)
    # A listing scrolls sideways and so must be reachable by keyboard; programs run from left to right everywhere.
    pre = etree.SubElement(figure, "pre", {"tabindex": "0", "dir": "ltr"})
    code = etree.SubElement(pre, "code", {"class": f"language-{block.language}"} if block.language else {})
    for name, text in tokens(block.code, block.language) if style.highlight else (("", block.code),):
        if name:
            etree.SubElement(code, "span", {"class": name}).text = xml_text(text)
        else:
            _say(code, text)
    return _captioned(figure, block.caption, style)


def _display_math(block: MathBlock, style: HtmlStyle) -> _Element:
    box = etree.Element("div", {"class": "math"})
    _formula(box, block.tex, True, style, block.source)
    if block.caption is None:
        return _identified(box, block.id)
    figure = _identified(etree.Element("figure", {"class": "equation"}), block.id)
    figure.append(box)
    return _captioned(figure, block.caption, style)


def _admonition(block: Admonition, style: HtmlStyle) -> _Element:
    aside = etree.Element("aside", {"class": f"admonition {block.kind}", "role": "note"})
    if block.title is not None:
        aside.append(render_text(block.title, style, "p"))
    elif title := style.admonition_titles.get(block.kind):
        _say(etree.SubElement(aside, "p"), title)
    if len(aside):
        aside[0].set("class", "title")
    aside.extend(render_blocks(block.blocks, style))
    return aside


def _video(block: Video, style: HtmlStyle) -> _Element:
    paragraph = _identified(etree.Element("p", {"class": "video"}), block.id)
    attributes = _link_attributes(block.url, style) if block.url else None
    if attributes is None:
        return _fill(paragraph, block.title, style)
    link = etree.SubElement(paragraph, "a", attributes)
    # A title may hold a link of its own; a link in a link is no HTML.
    _say(link, plain_text(block.title))
    if block.title.lang:
        link.set("lang", block.title.lang)
    return paragraph


def _fill(element: _Element, text: Text, style: HtmlStyle) -> _Element:
    if text.lang:
        element.set("lang", text.lang)
        if style.rtl:
            element.set("dir", "auto")
    _inlines(element, inlines(text), style, text.source)
    return element


def _inlines(parent: _Element, children: Inlines, style: HtmlStyle, source: Source) -> None:
    for child in children:
        _inline(parent, child, style, source)


def _inline(parent: _Element, inline: Inline, style: HtmlStyle, source: Source) -> None:
    match inline:
        case Str(text):
            _say(parent, text)
        case Emph(children):
            _inlines(etree.SubElement(parent, "em"), children, style, source)
        case Strong(children):
            _inlines(etree.SubElement(parent, "strong"), children, style, source)
        case Code(text):
            etree.SubElement(parent, "code", {"dir": "ltr"} if style.rtl else {}).text = xml_text(text)
        case Math(tex):
            _formula(parent, tex, False, style, source)
        case Link(target, children):
            attributes = _link_attributes(target, style)
            inner = parent if attributes is None else etree.SubElement(parent, "a", attributes)
            _inlines(inner, children, style, source)
        case Break():
            etree.SubElement(parent, "br")


def _formula(parent: _Element, tex: str, display: bool, style: HtmlStyle, source: Source) -> None:
    if style.math == "tex":
        _say(parent, f"\\[ {tex} \\]" if display else f"\\( {tex} \\)")
        return
    try:
        parent.append(mathml(tex, display))
    except MathError as error:
        raise MathError(error.tex, error.reason, str(source)) from error


def _link_attributes(target: str, style: HtmlStyle) -> dict[str, str] | None:
    """The attributes of a link to `target`, or None if it is to be text."""
    href = style.link(target)
    if not href or (scheme := _scheme(href)) not in SCHEMES | {""}:
        return None
    if style.math == "mathml" and scheme in ("http", "https"):
        return {"href": href, "rel": "noopener", "target": "_blank"}
    return {"href": href}


def _scheme(address: str) -> str:
    """The scheme, "" for a relative address, "?" for an address that browsers and libraries may read differently."""
    if any(char <= " " or char == "\x7f" for char in address) or address.startswith(("//", "\\")):
        return "?"
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return "?"


def _say(parent: _Element, text: str) -> None:
    """Append literal characters after whatever `parent` holds."""
    legal = xml_text(text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + legal
    else:
        parent.text = (parent.text or "") + legal
