"""Inline formulas as styled text: LaTeX → MathML → characters with italics and raised or lowered scripts.

A slide's line can hold no equation that every viewer shows (LibreOffice drops inline OMML), so letters do. What needs a
second dimension, such as a matrix, belongs into a display formula; the `reason` says so.
"""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from lxml import etree
from lxml.etree import _Element

from machina_scorm.render.mathml import MathError, mathml

_RAISED, _LOWERED = 30, -25
_ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0304", "―": "\u0304",
    "_": "\u0304", "˙": "\u0307", ".": "\u0307", "¨": "\u0308", "→": "\u20d7", "ˇ": "\u030c", "˘": "\u0306",
}  # fmt: skip
_RELATIONS = frozenset("=<>≤≥≠≈≡∼≃∝∈∉⊂⊆→⟶↦⇒⇔←↔≪≫∣≔")
_BINARY = frozenset("+−±∓×·÷∗∘⊙⊗⊕∪∩∧∨-")
_OPENING = frozenset("([{|⟨⌊⌈‖")
_VARIANTS = {"script": "SCRIPT", "double-struck": "DOUBLE-STRUCK", "fraktur": "FRAKTUR"}
_NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class MathRun:
    """Characters of one look; `foreign` ones are not in the text font, `nested` ones are a script's script."""

    text: str
    italic: bool = False
    bold: bool = False
    baseline: int = 0
    foreign: bool = False
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as runs. `reason` is empty, or says what is lost that way."""

    runs: tuple[MathRun, ...]
    reason: str = ""


class _Flat(Exception):
    """A construct that no line of text can show."""


@lru_cache(maxsize=2048)
def math_runs(tex: str) -> Formula:
    """Return LaTeX as runs; what cannot be set stays LaTeX, with the reason."""
    try:
        root = mathml(tex, False)
        parts = tuple(_node(root, MathRun("")))
    except MathError as error:
        return Formula((MathRun(tex),), error.reason)
    except _Flat as problem:
        return Formula((MathRun(tex),), str(problem))
    reason = "scripts within scripts" if any(part.nested for part in parts) else ""
    parts = tuple(replace(part, nested=False) for part in parts)
    return Formula(tuple(_merge(_space(parts))), reason)


def _children(node: _Element) -> list[_Element]:
    return [child for child in node if isinstance(child.tag, str)]


def _all(nodes: Iterable[_Element], look: MathRun) -> Iterator[MathRun]:
    for node in nodes:
        yield from _node(node, look)


def _node(node: _Element, look: MathRun) -> Iterator[MathRun]:
    children, text = _children(node), (node.text or "").strip("\n\t\r ")
    match etree.QName(node).localname:
        case "math" | "mrow" | "mstyle" | "mpadded" | "semantics" | "menclose":
            yield from _all(children, look)
        case "mi":
            yield from _letters(text, node.get("mathvariant", ""), look)
        case "mn" | "mtext" | "ms":
            yield replace(look, text=text, foreign=_foreign(text))
        case "mo":
            yield replace(look, text=text, foreign=_foreign(text))
        case "mspace":
            yield replace(look, text=_NBSP)
        case "msup":
            yield from _node(children[0], look)
            yield from _script(children[1], look, _RAISED)
        case "msub":
            yield from _node(children[0], look)
            yield from _script(children[1], look, _LOWERED)
        case "msubsup" | "munderover":
            yield from _node(children[0], look)
            yield from _script(children[1], look, _LOWERED)
            yield from _script(children[2], look, _RAISED)
        case "mfrac":
            yield from _grouped(children[0], look)
            yield replace(look, text="/")
            yield from _grouped(children[1], look, divisor=True)
        case "msqrt":
            yield replace(look, text="√")
            yield from _grouped(children, look, divisor=True)
        case "mroot":
            yield from _script(children[1], look, _RAISED)
            yield replace(look, text="√")
            yield from _grouped(children[0], look, divisor=True)
        case "mover" | "munder" as where:
            yield from _over(children, look, where)
        case "mphantom" | "annotation":
            return
        case other:
            raise _Flat("it has rows and columns" if other.startswith("mt") else f"<{other}> has no place in a line")


def _letters(text: str, variant: str, look: MathRun) -> Iterator[MathRun]:
    if variant in _VARIANTS and len(text) == 1:
        # A few of these letters had a place of their own before the others got one: ℝ, ℒ.
        name = f"{_VARIANTS[variant]} {'CAPITAL' if text.isupper() else 'SMALL'} {text.upper()}"
        for full in (f"MATHEMATICAL {name}", name):
            with contextlib.suppress(KeyError):
                yield replace(look, text=unicodedata.lookup(full), foreign=True)
                return
    name = unicodedata.name(text[0], "") if text else ""
    if name.startswith("MATHEMATICAL ") and not any(style in name for style in _VARIANTS.values()):
        simple = unicodedata.normalize("NFKC", text)
        yield replace(look, text=simple, bold="BOLD" in name, italic="ITALIC" in name)
        return
    upright = len(text) != 1 or variant == "normal" or not text.isalpha() or _foreign(text)
    # Capital Greek letters are upright in LaTeX.
    greek_capital = len(text) == 1 and "\u0391" <= text <= "\u03a9"
    yield replace(look, text=text, italic=not upright and not greek_capital, foreign=_foreign(text))


def _script(node: _Element, look: MathRun, baseline: int) -> Iterator[MathRun]:
    # A script's script keeps the height of the script, and is reported.
    nested = bool(look.baseline)
    yield from _node(node, replace(look, baseline=look.baseline or baseline, nested=nested))


def _grouped(nodes: _Element | list[_Element], look: MathRun, *, divisor: bool = False) -> Iterator[MathRun]:
    """Yield a part of a fraction or root, in parentheses where a line would read otherwise without them."""
    parts = list(_all(nodes, look) if isinstance(nodes, list) else _node(nodes, look))
    level = [part.text for part in parts if part.baseline == look.baseline]
    sums = any(sign in _RELATIONS or sign in _BINARY for sign in level)
    product = divisor and len(level) > 1 and level[0] not in ("∂", "d")
    if (sums or product) and not (level[0] == "(" and level[-1] == ")"):
        parts = [replace(look, text="("), *parts, replace(look, text=")")]
    yield from parts


def _over(children: list[_Element], look: MathRun, where: str) -> Iterator[MathRun]:
    mark = "".join(str(piece) for piece in children[1].itertext()).strip()
    accent = _ACCENTS.get(mark) if where == "mover" else None
    base = list(_node(children[0], look))
    if accent:
        for part in base:
            marked = "".join(c + accent for c in part.text)
            yield replace(part, text=unicodedata.normalize("NFC", marked))
        return
    yield from base
    if mark not in ("⏞", "⏟", "︷", "︸"):
        yield from _script(children[1], look, _LOWERED if where == "munder" else _RAISED)


def _space(parts: tuple[MathRun, ...]) -> Iterator[MathRun]:
    """Put blanks around relations and binary operators, and behind the names of functions."""
    before = ""
    for number, part in enumerate(parts):
        sign = part.text
        after = parts[number + 1].text if number + 1 < len(parts) else ""
        unary = before in ("", *_RELATIONS, *_BINARY, *_OPENING, ",")
        if part.baseline:
            yield part
        elif sign in _RELATIONS and before and after:
            # A formula may break behind a relation and nowhere else.
            yield replace(part, text=f"{_NBSP}{sign} ")
        elif sign in _BINARY and not unary:
            yield replace(part, text=f"{_NBSP}{sign}{_NBSP}")
        elif sign == "," and after:
            digits = before[-1:].isdigit() and after[:1].isdigit()
            yield part if digits and len(after) == 3 else replace(part, text=f",{_NBSP}")
        elif len(sign) > 1 and sign.isalpha() and not part.italic and after and after[:1] not in f"(),{_NBSP}":
            yield replace(part, text=sign if parts[number + 1].baseline else f"{sign}{_NBSP}")
        else:
            yield part
        before = sign


def _merge(parts: Iterable[MathRun]) -> Iterator[MathRun]:
    for _, same in groupby(parts, key=lambda part: replace(part, text="")):
        group = list(same)
        text = "".join(part.text for part in group)
        if text:
            yield replace(group[0], text=text)


def _foreign(text: str) -> bool:
    return any(ord(character) > 0xFFFF or character in _FOREIGN for character in text)


#: Signs of the letterlike and operator blocks that Arial lacks.
_FOREIGN = frozenset("∇∈∉∋⊂⊆⊃⊇⊤⊥∀∃∅ℝℕℤℚℂℓℒℋ⟨⟩⌊⌋⌈⌉∗∘⊙⊗⊕∧∨∥∣∼≃≪≫≔⟶↦⇐")
