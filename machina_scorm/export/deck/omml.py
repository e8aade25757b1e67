"""MathML → OMML: display formulas as equations that PowerPoint edits and screen readers read (ECMA-376-1, 22.1).

Covers the elements that LaTeX gives; for any other the caller keeps the picture. Only for shapes of their own:
LibreOffice drops equations inside a line of text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from machina_scorm.export.deck.xml import build
from machina_scorm.render.mathml import MathError, mathml

_NARY = frozenset("∑∏∐∫∬∭∮⋃⋂⨁⨂⋁⋀")
_LIMITS = frozenset({"lim", "max", "min", "sup", "inf", "argmax", "argmin", "limsup", "liminf"})
#: Signs that end the operand of a sum or an integral.
_ENDS = frozenset("=<>≤≥≠≈≡∼∝∈→⇒⇔,;")
_ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0305", "‾": "\u0305", "―": "\u0305",
    "_": "\u0305", "˙": "\u0307", ".": "\u0307", "¨": "\u0308", "→": "\u20d7", "ˇ": "\u030c", "˘": "\u0306",
}  # fmt: skip
_BARS = frozenset("|∣‖∥")
_OPEN, _CLOSE = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉")
_PAIRS = dict(zip("([{⟨⌊⌈", ")]}⟩⌋⌉", strict=True))
#: Signs that LibreOffice cannot read as a script or as the base of one: w^*.
_LONE = _OPEN | _CLOSE | frozenset("*+-−±∗⋆/=<>")
_BRACES = {"⏞": "top", "⏟": "bot", "︷": "top", "︸": "bot"}
_GROUPS = frozenset({"math", "mrow", "mstyle", "mpadded", "semantics"})
_SCRIPTS = {"script": "script", "double-struck": "double-struck", "fraktur": "fraktur"}


class _Unknown(Exception):
    """An element that has no equation."""


def equation(tex: str, lang: str, size: float) -> _Element | None:
    """Return display LaTeX as `m:oMathPara` set in `size` points; None if this converter does not know how."""
    try:
        parts = _Writer(lang, size).all(_children(mathml(tex, True)))
    except (MathError, _Unknown, IndexError):
        return None
    math = build("m:oMath", *parts)
    return build("m:oMathPara", build("m:oMathParaPr", build("m:jc", m_val="center")), math)


def has_equation(tex: str) -> bool:
    """Tell whether display LaTeX has an equation."""
    return equation(tex, "en", 18.0) is not None


def _name(node: _Element) -> str:
    return str(etree.QName(node).localname)


def _children(node: _Element) -> list[_Element]:
    """Return a node's children, groups without a meaning of their own opened."""
    found: list[_Element] = []
    for child in node:
        if not isinstance(child.tag, str):
            continue
        found += _opened(child)
    return found


def _elements(node: _Element) -> list[_Element]:
    return [child for child in node if isinstance(child.tag, str)]


def _text(node: _Element) -> str:
    return "".join(str(piece) for piece in node.itertext()).strip("\n\t\r ")


def _fences(node: _Element) -> tuple[str, str] | None:
    """Return the brackets of a group that LaTeX wrote with \\left and \\right; "" where there is none."""
    inner = _elements(node)
    if _name(node) not in _GROUPS or not inner:
        return None
    begins = _name(inner[0]) == "mo" and inner[0].get("form") == "prefix"
    ends = _name(inner[-1]) == "mo" and inner[-1].get("form") == "postfix"
    if not begins and not ends:
        return None
    return (_text(inner[0]) if begins else "", _text(inner[-1]) if ends else "")


@dataclass(frozen=True, slots=True)
class _Writer:
    lang: str
    size: float

    def all(self, nodes: list[_Element]) -> list[_Element]:
        """Return nodes as equation parts; a sum takes what follows it as its operand."""
        found: list[_Element] = []
        waiting, depth = list(nodes), 0
        while waiting:
            node = waiting.pop(0)
            close = _closing_bar(node, waiting)
            if close:
                inside, waiting = waiting[:close], waiting[close + 1 :]
                found.append(self._bracketed(_text(node), _text(node), self.all(inside)))
                continue
            pair = _closing_bracket(node, waiting)
            if pair and _needs_fence(node, waiting[pair - 1]):
                inside, closing, waiting = waiting[: pair - 1], waiting[pair - 1], waiting[pair:]
                found += self._scripted(node, inside, closing)
                continue
            if _is(node, _OPEN | _CLOSE):
                alone = not pair and not (depth and _is(node, _CLOSE))
                depth += bool(pair) - (not pair and not alone)
                found.append(self._run(node, upright=alone))
                continue
            big = self._nary(node)
            if big is None:
                found += self.node(node)
                continue
            operand: list[_Element] = []
            while waiting and not (_name(waiting[0]) == "mo" and _text(waiting[0]) in _ENDS):
                operand.append(waiting.pop(0))
            big.append(build("m:e", *self.all(operand)))
            found.append(big)
        return found

    def _scripted(self, begin: _Element, inside: list[_Element], closing: _Element) -> Iterable[_Element]:
        """Return brackets around `inside`, with the scripts that LaTeX hangs on the closing one: (x - y)^2.

        LibreOffice cannot read a script whose base is a bracket, nor brackets that do not match.
        """
        name, parts = _name(closing), _elements(closing)
        end = parts[0] if parts else closing
        fenced = build("m:e", self._bracketed(_text(begin), _text(end), self.all(inside)))
        match name:
            case "msup":
                yield build("m:sSup", fenced, self._part("m:sup", parts[1]))
            case "msub":
                yield build("m:sSub", fenced, self._part("m:sub", parts[1]))
            case "msubsup":
                yield build("m:sSubSup", fenced, self._part("m:sub", parts[1]), self._part("m:sup", parts[2]))
            case _:
                yield from fenced

    def _part(self, tag: str, node: _Element) -> _Element:
        inner = _opened(node)
        if len(inner) == 1 and _is(inner[0], _LONE):
            return build(tag, self._run(inner[0], upright=True))
        return build(tag, *self.all(inner))

    def _nary(self, node: _Element) -> _Element | None:
        """Return a sum, product or integral without its operand."""
        name = _name(node)
        base = node if name == "mo" else _elements(node)[0] if name in _LIMITED else None
        if base is None or _name(base) != "mo" or _text(base) not in _NARY:
            return None
        parts = _elements(node) if node is not base else []
        below = parts[1] if name in ("munder", "msub", "munderover", "msubsup") else None
        above = parts[-1] if name in ("mover", "msup", "munderover", "msubsup") else None
        props = build("m:naryPr", build("m:chr", m_val=_text(base)))
        props.append(build("m:limLoc", m_val="subSup" if _text(base) in "∫∬∭∮" else "undOvr"))
        if below is None:
            props.append(build("m:subHide", m_val="1"))
        if above is None:
            props.append(build("m:supHide", m_val="1"))
        low = build("m:sub") if below is None else self._part("m:sub", below)
        high = build("m:sup") if above is None else self._part("m:sup", above)
        return build("m:nary", props, low, high)

    def node(self, node: _Element) -> Iterable[_Element]:
        """Return one node as equation parts. Raises _Unknown."""
        name, parts = _name(node), _elements(node)
        brackets = _fences(node)
        match name:
            case _ if brackets is not None:
                yield self._fenced(parts, brackets)
            case "mi" | "mn" | "mo" | "mtext" | "ms" | "mspace":
                yield self._run(node)
            case "mfrac":
                thin = node.get("linethickness", "1").startswith("0")
                bar = build("m:fPr", build("m:type", m_val="noBar")) if thin else None
                yield build("m:f", bar, self._part("m:num", parts[0]), self._part("m:den", parts[1]))
            case "msqrt":
                hide = build("m:radPr", build("m:degHide", m_val="1"))
                yield build("m:rad", hide, build("m:deg"), build("m:e", *self.all(_children(node))))
            case "mroot":
                yield build("m:rad", self._part("m:deg", parts[1]), self._part("m:e", parts[0]))
            case "msup":
                yield build("m:sSup", self._part("m:e", parts[0]), self._part("m:sup", parts[1]))
            case "msub" if _text(parts[0]) in _LIMITS:
                yield build("m:limLow", self._part("m:e", parts[0]), self._part("m:lim", parts[1]))
            case "msub":
                yield build("m:sSub", self._part("m:e", parts[0]), self._part("m:sub", parts[1]))
            case "msubsup":
                scripts = (self._part("m:sub", parts[1]), self._part("m:sup", parts[2]))
                yield build("m:sSubSup", self._part("m:e", parts[0]), *scripts)
            case "mover" | "munder" | "munderover":
                yield self._stacked(name, parts)
            case "mtable":
                yield self._table(node)
            case "mphantom":
                return
            case _:
                raise _Unknown(name)

    def _stacked(self, name: str, parts: list[_Element]) -> _Element:
        mark = _text(parts[1])
        if name == "munderover":
            low = build("m:limLow", self._part("m:e", parts[0]), self._part("m:lim", parts[1]))
            return build("m:limUpp", build("m:e", low), self._part("m:lim", parts[2]))
        if mark in _BRACES:
            place = _BRACES[mark]
            other = "bot" if place == "top" else "top"
            props = build("m:groupChrPr", build("m:chr", m_val=mark), build("m:pos", m_val=place))
            props.append(build("m:vertJc", m_val=other))
            return build("m:groupChr", props, self._part("m:e", parts[0]))
        if name == "mover" and mark in _ACCENTS:
            props = build("m:accPr", build("m:chr", m_val=_ACCENTS[mark]))
            return build("m:acc", props, self._part("m:e", parts[0]))
        tag = "m:limUpp" if name == "mover" else "m:limLow"
        return build(tag, self._part("m:e", parts[0]), self._part("m:lim", parts[1]))

    def _fenced(self, parts: list[_Element], brackets: tuple[str, str]) -> _Element:
        begin, end = brackets
        inner = parts[1 if begin else 0 : len(parts) - (1 if end else 0)]
        # \left. and \right. are brackets without a sign.
        opened = [node for child in inner for node in _opened(child)]
        return self._bracketed(begin.strip("."), end.strip("."), self.all(opened))

    def _bracketed(self, begin: str, end: str, inner: list[_Element]) -> _Element:
        props = build("m:dPr", build("m:begChr", m_val=begin), build("m:endChr", m_val=end))
        return build("m:d", props, build("m:e", *inner))

    def _table(self, node: _Element) -> _Element:
        rows = [[cell for cell in _elements(row) if _name(cell) == "mtd"] for row in _elements(node)]
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            raise _Unknown("mtable")
        stated = (node.get("columnalign") or "").split()
        props = build("m:mcs")
        for number in range(columns):
            align = rows[0][number].get("columnalign") if number < len(rows[0]) else None
            align = align or (stated[min(number, len(stated) - 1)] if stated else "center")
            count = build("m:mcPr", build("m:count", m_val="1"), build("m:mcJc", m_val=align))
            props.append(build("m:mc", count))
        gap: tuple[_Element, ...] = ()
        if any(_holds_place(child) for row in rows for cell in row for child in _children(cell)):
            # Lines aligned at their relation: no room between the columns but the relation's own.
            gap = (build("m:cGpRule", m_val="3"), build("m:cGp", m_val="0"))
        matrix = build("m:m", build("m:mPr", *gap, props))
        for row in rows:
            cells = [build("m:e", *self.all(_children(cell))) for cell in row]
            matrix.append(build("m:mr", *cells, *(build("m:e") for _ in range(columns - len(row)))))
        return matrix

    def _look(self) -> _Element:
        # The text of a formula is nobody's language; `lang` is stated as for every run of the deck.
        return build("a:rPr", build("a:latin", typeface="Cambria Math"), lang=self.lang, sz=str(round(self.size * 100)))

    def _run(self, node: _Element, upright: bool = False) -> _Element:
        """Return characters; `upright` ones are text, which no program takes for an operator without its operand."""
        name, text, variant = _name(node), _text(node), node.get("mathvariant", "")
        props = build("m:rPr")
        if _holds_place(node):
            text = " "
        if (
            upright
            or name == "mtext"
            or _holds_place(node)
            or (name in ("mi", "mo") and len(text) > 1 and text.isalpha())
        ):
            props.append(build("m:nor"))
        elif variant in _SCRIPTS:
            props.append(build("m:scr", m_val=_SCRIPTS[variant]))
        if variant in ("bold", "bold-italic"):
            props.append(build("m:sty", m_val="b" if variant == "bold" else "bi"))
        elif name == "mi" and (variant in ("normal", *_SCRIPTS)):
            props.append(build("m:sty", m_val="p"))
        return build("m:r", props if len(props) else None, self._look(), build("m:t", text or "\u2003"))


_SCRIPTED = frozenset({"msup", "msub", "msubsup"})
_LIMITED = frozenset({"munder", "mover", "munderover", "msub", "msup", "msubsup"})


def _holds_place(node: _Element) -> bool:
    """Tell whether this is the nameless letter that stands before an operator at the beginning of a cell."""
    return _name(node) == "mi" and not _text(node)


def _closing_bar(node: _Element, rest: list[_Element]) -> int:
    """Return where in `rest` the bar stands that closes the bar `node`; 0 if it is none, or opens nothing."""
    if _name(node) != "mo" or _text(node) not in _BARS:
        return 0
    closing = (n for n, other in enumerate(rest) if n and _name(other) == "mo" and _text(other) == _text(node))
    return next(closing, 0)


def _is(node: _Element, signs: frozenset[str]) -> bool:
    return _name(node) == "mo" and _text(node) in signs


def _closing_bracket(node: _Element, rest: list[_Element]) -> int:
    """Return the place behind `node` of what closes the bracket `node`: a bracket, or one with scripts; else 0."""
    depth = 1 if _is(node, _OPEN) else 0
    for place, other in enumerate(rest if depth else (), 1):
        sign = _elements(other)[0] if _name(other) in _SCRIPTED else other
        depth += (sign is other and _is(sign, _OPEN)) - _is(sign, _CLOSE)
        if not depth:
            return place
    return 0


def _needs_fence(begin: _Element, closing: _Element) -> bool:
    """Tell whether two brackets must be written as one: scripts hang on them, or they are of two kinds."""
    return _name(closing) in _SCRIPTED or _PAIRS[_text(begin)] != _text(closing)


def _opened(node: _Element) -> list[_Element]:
    return _children(node) if _name(node) in _GROUPS and not _fences(node) else [node]
