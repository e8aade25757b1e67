"""What stands in a line of HTML → inlines."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from machina_scorm.imports import quoted
from machina_scorm.imports.html_names import BLOCKS, SILENT
from machina_scorm.imports.inlines import merged
from machina_scorm.model.inline import Break, Code, Emph, Inline, Inlines, Link, Math, Str, Strong

if TYPE_CHECKING:
    from machina_scorm.imports.html_to_blocks import Place

_SCHEMES = frozenset({"http", "https", "mailto"})
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_TEX_TYPES = ("application/x-tex", "tex", "latex", "application/x-latex")


class Spans:
    """Collects the inlines of one line."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._nodes: list[Inline] = []

    def add(self, node: Inline) -> None:
        """Append a node; blanks that follow blanks are one."""
        if isinstance(node, Str):
            text = node.text
            last = self._nodes[-1] if self._nodes else None
            if isinstance(last, Str) and last.text.endswith(" ") and text.startswith(" "):
                text = text[1:]
            if text:
                self._nodes.append(Str(text))
        else:
            self._nodes.append(node)

    def say(self, text: str | None) -> None:
        """Append characters, white space as one blank."""
        if text:
            self.add(Str(_BLANKS.sub(" ", text)))

    def set(self, nodes: list[Inline]) -> None:
        """Put other nodes in the place of what was collected."""
        self._nodes = [node for node in nodes if node != Str("")]

    def nodes(self) -> Inlines:
        """Return what was collected."""
        return merged(tuple(self._nodes))


def read_inline(element: etree._Element, spans: Spans) -> None:
    """Read an element's content, whatever it is, into `spans`."""
    spans.say(element.text)
    for child in element:
        read_element(child, spans)
        spans.say(child.tail)


def read_element(element: etree._Element, spans: Spans) -> None:
    """Read one element of a line."""
    tag = str(element.tag)
    match tag:
        case "b" | "strong" | "em" | "i" | "cite" | "dfn" | "var":
            _emphasis(element, spans, tag in ("b", "strong"))
        case "code" | "kbd" | "samp" | "tt":
            _code(element, spans)
        case "br":
            spans.add(Break())
        case "sub" | "sup":
            _script(element, spans, "_" if tag == "sub" else "^")
        case "a":
            _link(element, spans)
        case "math":
            _mathml(element, spans)
        case "img":
            _picture(element, spans)
        case "del" | "s" | "strike":
            spans.place.warn(
                "import-strike", f"struck-through text becomes plain: {_words(element)}", "look it through"
            )
            read_inline(element, spans)
        case "u" | "ins" | "mark":
            spans.place.warn("import-underline", f"underlined text becomes plain: {_words(element)}", "look it through")
            read_inline(element, spans)
        case _ if tag in SILENT:
            pass
        case _ if tag in BLOCKS:
            spans.say(" ")
            read_inline(element, spans)
            spans.say(" ")
        case _:
            read_inline(element, spans)


def tex_of(element: etree._Element) -> str | None:
    """Return the LaTeX that a MathML formula carries along, None where it has none."""
    for note in element.iter("annotation"):
        if str(note.get("encoding", "")).lower() in _TEX_TYPES:
            return " ".join("".join(map(str, note.itertext())).split()) or None
    return None


def _words(element: etree._Element) -> str:
    return quoted("".join(map(str, element.itertext())))


def _inner(element: etree._Element, spans: Spans) -> Inlines:
    inner = Spans(spans.place)
    read_inline(element, inner)
    return inner.nodes()


def _emphasis(element: etree._Element, spans: Spans, strong: bool) -> None:
    """Blanks at the ends of emphasis stand outside of it, and there is none inside its like."""
    nodes = list(_flat(_inner(element, spans), Strong if strong else Emph))
    if not nodes:
        return
    first, last = nodes[0], nodes[-1]
    before = after = ""
    if isinstance(first, Str) and first.text != (stripped := first.text.lstrip(" ")):
        before, nodes[0] = " ", replace(first, text=stripped)
    last = nodes[-1]
    if isinstance(last, Str) and last.text != (stripped := last.text.rstrip(" ")):
        after, nodes[-1] = " ", replace(last, text=stripped)
    kept = merged(tuple(nodes))
    breaks = []
    while kept and isinstance(kept[-1], Break):
        breaks.append(kept[-1])
        kept = kept[:-1]
    spans.say(before)
    if kept:
        spans.add(Strong(kept) if strong else Emph(kept))
    for one in breaks:
        spans.add(one)
    spans.say(after)


def _flat(nodes: Inlines, kind: type) -> Inlines:
    found: list[Inline] = []
    for node in nodes:
        if isinstance(node, kind) and isinstance(node, Emph | Strong | Link):
            found += _flat(node.children, kind)
        else:
            found.append(node)
    return merged(tuple(found))


def _code(element: etree._Element, spans: Spans) -> None:
    text = "".join(map(str, element.itertext())).replace("\n", " ")
    if text.strip():
        spans.add(Code(text))
    else:
        spans.say(text)


def _script(element: etree._Element, spans: Spans, sign: str) -> None:
    """`x<sup>2</sup>` becomes a formula with the letter or number before it."""
    text = "".join(map(str, element.itertext())).strip()
    if not text:
        return
    base = ""
    nodes = list(spans.nodes())
    last = nodes[-1] if nodes else None
    if isinstance(last, Str):
        found = re.search(r"[A-Za-z0-9]+\Z", last.text)
        if found:
            base = found[0]
            nodes[-1] = Str(last.text[: found.start()])
    elif isinstance(last, Math):
        base = last.tex
        nodes.pop()
    simple = text.isascii() and all(c.isalnum() or c in "+-=.,()/ " for c in text)
    inner = text if simple and not re.search("[A-Za-z]{2}", text) else f"\\text{{{_tex_text(text)}}}"
    word = f"\\text{{{base}}}" if re.search("[A-Za-z]{2}", base) and isinstance(last, Str) else base
    spans.set(nodes)
    spans.add(Math(f"{word or '{}'}{sign}{{{inner}}}"))


def _tex_text(text: str) -> str:
    return "".join(f"\\{c}" if c in "#$%&_{}" else "" if c in "\\^~" else c for c in text)


def _link(element: etree._Element, spans: Spans) -> None:
    target = str(element.get("href", "")).strip()
    nodes = tuple(node for node in _flat(_inner(element, spans), Link) if not isinstance(node, Break))
    try:
        scheme = urlsplit(target).scheme.lower()
    except ValueError:
        scheme = "?"
    if scheme in _SCHEMES and not any(c in target for c in " <>\n\\") and nodes:
        spans.add(Link(target, nodes))
        return
    if target:
        spans.place.warn(
            "import-link", f"the link to {quoted(target)} leads nowhere: its words stay", "link to https://…"
        )
    for node in nodes:
        spans.add(node)


def _mathml(element: etree._Element, spans: Spans) -> None:
    tex = tex_of(element)
    if tex:
        spans.add(Math(tex))
        return
    text = " ".join("".join(map(str, element.itertext())).split())
    spans.place.error(
        "import-mathml", f"a formula in MathML without its LaTeX: {quoted(text)}", "write it as \\( … \\)"
    )
    spans.say(text)


def _picture(element: etree._Element, spans: Spans) -> None:
    alt = " ".join(str(element.get("alt", "")).split())
    message = f"a picture inside a sentence: {quoted(alt or str(element.get('src', ''))[:60])}"
    spans.place.error("import-picture-inline", message, "give the picture a paragraph of its own")
    spans.say(alt)
