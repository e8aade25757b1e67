"""The pseudo-language en-XA: English that is accented, bracketed and 40 % longer.

Whoever sees a text without brackets has found one that no translator was asked for. Only words change: maths, code,
links and placeholders stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from machina_scorm.dialect import inlines, parse_inline
from machina_scorm.model.edition import Language
from machina_scorm.model.inline import Break, Code, Emph, Inline, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text

OPENING, CLOSING = "⟦", "⟧"

#: The entry that languages.yaml does not have: the region XA is for private use.
PSEUDO_LANGUAGE = Language(
    code="en-XA",
    moodle="en",
    name="Þšéûðö",
    direction="ltr",
    plural="nplurals=2; plural=(n != 1);",
    quotes=("“", "”"),
    decimal=".",
    expansion=1.4,
)

_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPRSTUVWYZabcdefghijklmnoprstuvwyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞŔŠŢÛṼŴÝŽåƀçðéƒĝĥîĵķļɱñöþŕšţûṽŵýž",
)
_KEPT = re.compile(r"(\{\w+\}|\[\[\d+\]\]|</?\w[^<>]*>)")
_PADDING = " ẋéẋåẋö ẋîẋûẋý"
_SPECIAL = re.compile(r"([\\`*_\[\]<>$&~!^])")


@dataclass(frozen=True, slots=True)
class PseudoCatalog:
    """A catalog that knows every text."""

    language: Language = PSEUDO_LANGUAGE

    def lookup(self, text: Text) -> str:
        """Return the text in the pseudo-language."""
        if text.plain:
            return OPENING + _accent(text.md) + _padding(text.md) + CLOSING
        changed = tuple(_change(node) for node in inlines(text))
        nodes = _joined((Str(OPENING), *changed, Str(_padding(text.md) + CLOSING)))
        bare = _markdown(nodes, escape=False)
        return bare if parse_inline(bare) == nodes else _markdown(nodes, escape=True)


def _accent(text: str) -> str:
    return "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in _KEPT.split(text))


def _padding(md: str) -> str:
    length = max(1, round(len(md) * 0.4) - len(OPENING + CLOSING))
    return (_PADDING * (length // len(_PADDING) + 1))[:length].rstrip()


def _change(node: Inline) -> Inline:
    match node:
        case Str(text):
            return Str(_accent(text))
        case Emph(children):
            return Emph(tuple(map(_change, children)))
        case Strong(children):
            return Strong(tuple(map(_change, children)))
        case Link(target, children):
            return Link(target, tuple(map(_change, children)))
        case _:
            return node


def _joined(nodes: Inlines) -> Inlines:
    """Join neighbouring strings, as the parser does."""
    found: list[Inline] = []
    for node in nodes:
        last = found[-1] if found else None
        if isinstance(node, Str) and isinstance(last, Str):
            found[-1] = Str(last.text + node.text)
        else:
            found.append(node)
    return tuple(found)


def _markdown(nodes: Inlines, *, escape: bool) -> str:
    return "".join(_written(node, escape) for node in nodes)


def _written(node: Inline, escape: bool) -> str:
    match node:
        case Str(text):
            return _SPECIAL.sub(r"\\\1", text) if escape else text
        case Emph(children):
            return f"*{_markdown(children, escape=escape)}*"
        case Strong(children):
            return f"**{_markdown(children, escape=escape)}**"
        case Code(text):
            return _code(text)
        case Math(tex):
            return f"${tex}$"
        case Link(target, children):
            return f"[{_markdown(children, escape=escape)}](<{target}>)"
        case Break():
            return "\\\n"


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or (text.startswith(" ") and text.strip()) else ""
    return f"{fence}{pad}{text}{pad}{fence}"
