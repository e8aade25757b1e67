"""How an SVG sets a text: sizes, weights and anchors by attribute, `style` and `<style>`; lengths and transforms.

Selectors are those that drawing programs write: `*`, `text`, `.class`, `#id` and the two of them on an element. The
last of equal weight wins; combinators and media queries are passed over (CSS Cascading 4, 6.4).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

#: a, b, c, d, e, f of SVG 1.1, 7.4: x' = ax + cy + e, y' = bx + dy + f.
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

#: Pixels for each unit at 96 dpi (CSS Values 4, 6.2).
_UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54}
_NAMED = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-zA-Z%]*)")
_STEP = re.compile(r"(\w+)\s*\(([^)]*)\)")
_SELECTOR = re.compile(r"(\*|[a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)")

#: (weight, element name or "", classes, id or "", declarations), by weight.
Rule = tuple[int, str, frozenset[str], str, tuple[tuple[str, str], ...]]
Rules = tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """What a text inherits: size in user units, weight, anchor (start, middle, end), baseline, whether it is shown."""

    size: float = 16.0
    bold: bool = False
    anchor: str = "start"
    baseline: str = "auto"
    hidden: bool = False

    def of(self, element: etree._Element, rules: Rules) -> Style:
        """Return the style of an element inside one of this style."""
        style = self
        for name, value in _declared(element, rules):
            style = style._with(name, value.replace("!important", "").strip(), self.size)
        return style

    def _with(self, name: str, value: str, outer: float) -> Style:
        match name:
            case "font-size":
                if value in _NAMED:
                    return replace(self, size=float(_NAMED[value]))
                return replace(self, size=length(value, outer) or self.size)
            case "font":
                words = value.split("/")[0].split()
                size = next((length(w, outer) for w in words if _LENGTH.match(w) and not w.isdigit()), 0.0)
                return replace(self, size=size or self.size, bold=any(map(_is_bold, words)))
            case "font-weight":
                return replace(self, bold=self.bold if value in ("inherit", "") else _is_bold(value))
            case "text-anchor" if value in ("start", "middle", "end"):
                return replace(self, anchor=value)
            case "dominant-baseline":
                return replace(self, baseline=value)
            case "display":
                return replace(self, hidden=self.hidden or value == "none")
            case "visibility":
                return replace(self, hidden=value in ("hidden", "collapse"))
        return self


def _is_bold(value: str) -> bool:
    return value in ("bold", "bolder") or (value.isdigit() and int(value) >= 600)


def _declared(element: etree._Element, rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield what is said of an element, the strongest last."""
    yield from ((str(name), str(value)) for name, value in element.attrib.items())
    local, classes, id_ = etree.QName(element).localname, set(element.get("class", "").split()), element.get("id", "")
    for _, name, wanted, wanted_id, declarations in rules:
        if name in ("", "*", local) and wanted <= classes and wanted_id in ("", id_):
            yield from declarations
    yield from _declarations(element.get("style", ""))


def _declarations(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition(":") for part in text.split(";"))
    return tuple((name.strip().lower(), value.strip()) for name, colon, value in pairs if colon)


def read_rules(sheets: Iterable[str]) -> Rules:
    """Return the rules of style sheets, the strongest last."""
    found: list[Rule] = []
    for sheet in sheets:
        for block in re.sub(r"/\*.*?\*/", " ", sheet, flags=re.DOTALL).split("}"):
            selectors, brace, body = block.partition("{")
            declarations = _declarations(body)
            for selector in selectors.split(",") if brace and declarations else ():
                if match := _SELECTOR.fullmatch(selector.strip()):
                    marks = re.findall(r"[.#][\w-]+", match[2])
                    classes = frozenset(m[1:] for m in marks if m[0] == ".")
                    id_ = next((m[1:] for m in marks if m[0] == "#"), "")
                    weight = 100 * bool(id_) + 10 * len(classes) + (match[1] not in (None, "*"))
                    found.append((weight, match[1] or "", classes, id_, declarations))
    return tuple(sorted(found, key=lambda rule: rule[0]))


def length(text: str | None, em: float = 16.0) -> float:
    """Return a length in user units, the first of a list; shares and ems are of `em`; 0 for what is none."""
    match = _LENGTH.match(text or "")
    if not match:
        return 0.0
    number, unit = float(match[1]), match[2].lower()
    if not math.isfinite(number):
        return 0.0
    if unit == "%":
        return number * em / 100
    return number * {"em": em, "rem": 16.0, "ex": em / 2, "ch": em / 2}.get(unit, _UNITS.get(unit, 1.0))


def matrix_of(transform: str) -> Matrix:
    """Return the matrix of a `transform` (SVG 1.1, 7.6); a step that is none of SVG's is passed over."""
    matrix = IDENTITY
    for name, numbers in _STEP.findall(transform):
        values = [length(part) for part in numbers.replace(",", " ").split()]
        matrix = times(matrix, _step(name, values))
    return matrix


def _step(name: str, values: list[float]) -> Matrix:
    match name, values:
        case "translate", [x, *rest]:
            return 1.0, 0.0, 0.0, 1.0, x, rest[0] if rest else 0.0
        case "scale", [x, *rest]:
            return x, 0.0, 0.0, rest[0] if rest else x, 0.0, 0.0
        case "matrix", [a, b, c, d, e, f]:
            return a, b, c, d, e, f
        case "rotate", [angle, *rest]:
            x, y = rest if len(rest) == 2 else (0.0, 0.0)
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            return times(times((1, 0, 0, 1, x, y), (cos, sin, -sin, cos, 0, 0)), (1, 0, 0, 1, -x, -y))
        case "skewX", [angle]:
            return 1.0, 0.0, math.tan(math.radians(angle)), 1.0, 0.0, 0.0
        case "skewY", [angle]:
            return 1.0, math.tan(math.radians(angle)), 0.0, 1.0, 0.0, 0.0
    return IDENTITY


def times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that applies `other` first, then `one`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def apply(matrix: Matrix, point: tuple[float, float]) -> tuple[float, float]:
    """Return where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f
