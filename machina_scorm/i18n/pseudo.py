"""The pseudo-languages: English that shows whether a text was put out to be translated, and whether it has room.

en-XA is accented and 40 % longer; ar-XB runs from right to left, each word mirrored by Unicode's own marks, so that it
can still be read. Both put every message into brackets: whoever sees a text without them has found one that no
translator was asked for. Only words change: maths, code, links and placeholders stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from machina_scorm.dialect import inlines, parse_inline
from machina_scorm.model.edition import Language
from machina_scorm.model.inline import Break, Code, Emph, Inline, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text

OPENING, CLOSING = "⟦", "⟧"

#: Right-to-left override and pop directional formatting (UAX #9, 2.2): what stands between them is shown mirrored.
MIRROR, MIRRORED = "\u202e", "\u202c"

#: Entries that languages.yaml does not have: the regions XA and XB are for private use. en-XA.
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
#: ar-XB; its plurals are English ones, for the words are.
MIRRORED_LANGUAGE = Language(
    code="ar-XB",
    moodle="ar",
    name=f"{MIRROR}Mirrored{MIRRORED}",
    direction="rtl",
    plural="nplurals=2; plural=(n != 1);",
    quotes=("“", "”"),
    decimal=".",
    expansion=1.25,
)
#: By their codes. Every course has them; they are built only when they are named.
PSEUDO_LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {language.code: language for language in (PSEUDO_LANGUAGE, MIRRORED_LANGUAGE)}
)

_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPRSTUVWYZabcdefghijklmnoprstuvwyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞŔŠŢÛṼŴÝŽåƀçðéƒĝĥîĵķļɱñöþŕšţûṽŵýž",
)
_KEPT = re.compile(r"(\{\w+\}|\[\[\d+\]\]|</?\w[^<>]*>)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PADDING = " ẋéẋåẋö ẋîẋûẋý"
_SPECIAL = re.compile(r"([\\`*_\[\]<>$&~!^])")


@dataclass(frozen=True, slots=True)
class PseudoCatalog:
    """A catalog that knows every text; `language` is one of PSEUDO_LANGUAGES."""

    language: Language = PSEUDO_LANGUAGE

    def lookup(self, text: Text) -> str:
        """Return the text in the pseudo-language."""
        look = _mirror if self.language.direction == "rtl" else _accent
        longer = look(_padding(text.md, self.language.expansion))
        if text.plain:
            return OPENING + _words(text.md, look) + longer + CLOSING
        changed = tuple(_change(node, look) for node in inlines(text))
        nodes = _joined((Str(OPENING), *changed, Str(longer + CLOSING)))
        bare = _markdown(nodes, escape=False)
        return bare if parse_inline(bare) == nodes else _markdown(nodes, escape=True)


def _words(text: str, look: Callable[[str], str]) -> str:
    return "".join(part if _KEPT.fullmatch(part) else look(part) for part in _KEPT.split(text))


def _accent(text: str) -> str:
    return text.translate(_ACCENTED)


def _mirror(text: str) -> str:
    return _WORD.sub(lambda word: MIRROR + word[0] + MIRRORED, text)


def _padding(md: str, expansion: float) -> str:
    length = max(1, round(len(md) * (expansion - 1)) - len(OPENING + CLOSING))
    return (_PADDING * (length // len(_PADDING) + 1))[:length].rstrip()


def _change(node: Inline, look: Callable[[str], str]) -> Inline:
    match node:
        case Str(text):
            return Str(_words(text, look))
        case Emph(children):
            return Emph(tuple(_change(child, look) for child in children))
        case Strong(children):
            return Strong(tuple(_change(child, look) for child in children))
        case Link(target, children):
            return Link(target, tuple(_change(child, look) for child in children))
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
