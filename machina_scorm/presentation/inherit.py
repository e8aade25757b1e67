"""What a shape has from its layout and its master: its place, and the bullets of its levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element
from pptx.oxml.ns import qn

from machina_scorm.presentation.values import Box

_LEVELS = 9
#: A layout's placeholder of a type that no master has takes after one of these (ECMA-376-1, 19.3.1.36 and 19.7.10).
_MASTERS = {"ctrTitle": "title", "title": "title", "ftr": "ftr", "dt": "dt", "sldNum": "sldNum"}
_TITLES = frozenset({"title", "ctrTitle"})


def placeholder_of(element: _Element) -> str:
    """Return a placeholder's type, "" for none. Without a type it is "obj" (ECMA-376-1, 19.3.1.36)."""
    found = next(element.iter(qn("p:ph")), None)
    return "" if found is None else found.get("type", "obj")


def bullet_of(props: _Element | None) -> str:
    """Return what a paragraph's properties say of its mark: "bullet", "number", "none", or "" for nothing."""
    for child in () if props is None else props:
        match etree.QName(child).localname:
            case "buNone":
                return "none"
            case "buAutoNum":
                return "number"
            case "buChar" | "buBlip":
                return "bullet"
    return ""


@dataclass(frozen=True, slots=True, eq=False)
class Sheets:
    """The layout and the master behind a slide."""

    layout: _Element
    master: _Element

    def box(self, element: _Element) -> Box | None:
        """Return where a shape stands on the slide, None where nobody says."""
        for shape in (element, *self._behind(element)):
            found = _own_box(shape)
            if found:
                return _out_of_groups(found, shape)
        return None

    def bullets(self, element: _Element) -> tuple[str, ...]:
        """Return the mark that a paragraph of each level has if it says none itself."""
        kind = placeholder_of(element)
        styles = [shape.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}") for shape in (element, *self._behind(element))]
        name = "p:titleStyle" if kind in _TITLES else "p:bodyStyle" if kind else "p:otherStyle"
        styles.append(self.master.find(f"{qn('p:txStyles')}/{qn(name)}"))
        return tuple(_bullet_at(styles, level) for level in range(1, _LEVELS + 1))

    def _behind(self, element: _Element) -> Iterator[_Element]:
        """Yield the layout's and the master's placeholder of the same kind."""
        own = next(element.iter(qn("p:ph")), None)
        if own is None:
            return
        kind = own.get("type", "obj")
        for shape in self.layout.iter(qn("p:sp")):
            other = next(shape.iter(qn("p:ph")), None)
            if other is not None and other.get("idx", "0") == own.get("idx", "0"):
                kind = other.get("type", "obj")
                yield shape
                break
        for shape in self.master.iter(qn("p:sp")):
            if placeholder_of(shape) == _MASTERS.get(kind, "body"):
                yield shape
                break


def _bullet_at(styles: list[_Element | None], level: int) -> str:
    for style in styles:
        found = "" if style is None else bullet_of(style.find(qn(f"a:lvl{level}pPr")))
        if found:
            return found
    return ""


def _own_box(shape: _Element) -> Box | None:
    xfrm = next(
        (e for e in (shape.find(f"{qn('p:spPr')}/{qn('a:xfrm')}"), shape.find(qn("p:xfrm"))) if e is not None), None
    )
    return None if xfrm is None else _rectangle(xfrm, "a:off", "a:ext")


def _rectangle(xfrm: _Element, start: str, size: str) -> Box | None:
    off, ext = xfrm.find(qn(start)), xfrm.find(qn(size))
    if off is None or ext is None:
        return None
    return _number(off.get("x")), _number(off.get("y")), _number(ext.get("cx")), _number(ext.get("cy"))


def _number(value: str | None) -> int:
    """Return an EMU coordinate; one with a unit ("2.5in"), which nobody writes, counts as 0."""
    digits = (value or "").removeprefix("-")
    return int(value or "0") if digits.isascii() and digits.isdigit() else 0


def _out_of_groups(box: Box, shape: _Element) -> Box:
    """Return a box inside groups in the coordinates of the slide (ECMA-376-1, 20.1.7.5)."""
    for group in shape.iterancestors(qn("p:grpSp")):
        xfrm = group.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}")
        outer = None if xfrm is None else _rectangle(xfrm, "a:off", "a:ext")
        inner = None if xfrm is None else _rectangle(xfrm, "a:chOff", "a:chExt")
        if outer and inner and inner[2] and inner[3]:
            wide, high = outer[2] / inner[2], outer[3] / inner[3]
            x, y = outer[0] + (box[0] - inner[0]) * wide, outer[1] + (box[1] - inner[1]) * high
            box = round(x), round(y), round(box[2] * wide), round(box[3] * high)
    return box
