"""What a placeholder inherits: its place, insets and text sizes, through layout and master (ECMA-376-1, 19.3.1.36)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from machina_scorm.export.deck.xml import EMU_PER_POINT, qn

LEVELS = 5
#: Placeholder type → the master's text style, and the master placeholder that it inherits from.
_TITLES = frozenset({"title", "ctrTitle"})
_FOOTERS = frozenset({"ftr", "sldNum", "dt"})


@dataclass(frozen=True, slots=True)
class Rect:
    """A place on a slide in points from its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    def part(self, top: float, height: float) -> Rect:
        """Return the strip of `height` that begins `top` below the upper edge."""
        return Rect(self.x, self.y + top, self.w, height)


@dataclass(frozen=True, slots=True)
class LevelStyle:
    """How a level of text is set: sizes in points, `line` and `before_share` as shares of the line's height.

    `align` is "l", "ctr", "r", "just", or "" where nothing says so.
    """

    size: float = 18.0
    margin: float = 0.0
    indent: float = 0.0
    before: float = 0.0
    before_share: float = 0.0
    line: float = 1.0
    bold: bool = False
    bullet: str = ""
    align: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder of a layout: its idx and type, its place without the insets, its five levels, its name.

    `vertical` is True for text that runs from top to bottom.
    """

    idx: int
    type: str
    rect: Rect
    levels: tuple[LevelStyle, ...]
    name: str = ""
    vertical: bool = False


def placeholder_key(shape: _Element) -> tuple[int, str] | None:
    """Return (idx, type) of a placeholder shape; None for any other."""
    ph = shape.find(f"./*/{qn('p:nvPr')}/{qn('p:ph')}")
    return None if ph is None else (int(ph.get("idx", "0")), ph.get("type", "obj"))


def placeholders(sheet: _Element) -> tuple[_Element, ...]:
    """Return the placeholder shapes of a slide, layout or master."""
    return tuple(shape for shape in sheet.iter(qn("p:sp"), qn("p:pic")) if placeholder_key(shape))


def layout_parent(layout: _Element, idx: int, type: str) -> _Element | None:
    """Return the layout's placeholder that a slide's placeholder inherits from: the same idx, else the same type."""
    shapes = placeholders(layout)
    same = next((s for s in shapes if (placeholder_key(s) or (None,))[0] == idx and idx), None)
    return same if same is not None else next((s for s in shapes if _family(s) == _family_of(type)), None)


def master_parent(master: _Element, type: str) -> _Element | None:
    """Return the master's placeholder of the same family: title, body, or the footer of that type."""
    return next((s for s in placeholders(master) if _family(s) == _family_of(type)), None)


def _family_of(type: str) -> str:
    if type in _TITLES:
        return "title"
    return type if type in _FOOTERS else "body"


def _family(shape: _Element) -> str:
    key = placeholder_key(shape)
    return _family_of(key[1]) if key else ""


def rect_of(*chain: _Element | None) -> Rect | None:
    """Return the first place stated in a chain of shapes, in points."""
    for shape in chain:
        xfrm = None if shape is None else next(_places(shape), None)
        off, ext = (None, None) if xfrm is None else (xfrm.find(qn("a:off")), xfrm.find(qn("a:ext")))
        if off is not None and ext is not None:
            numbers = (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy"))
            x, y, w, h = (int(n or 0) / EMU_PER_POINT for n in numbers)
            return Rect(x, y, w, h)
    return None


def _places(shape: _Element) -> Iterator[_Element]:
    for path in (f"{qn('p:spPr')}/{qn('a:xfrm')}", qn("p:xfrm"), f"{qn('p:grpSpPr')}/{qn('a:xfrm')}"):
        found = shape.find(path)
        if found is not None:
            yield found


def insets_of(*chain: _Element | None) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom inset in points (default 7.2 and 3.6, ECMA-376-1, 21.1.2.1.1)."""
    bodies = [b for s in chain if s is not None and (b := s.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}")) is not None]

    def one(name: str, default: float) -> float:
        return next((int(v) / EMU_PER_POINT for b in bodies if (v := b.get(name)) is not None), default)

    return one("lIns", 7.2), one("tIns", 3.6), one("rIns", 7.2), one("bIns", 3.6)


def level_sources(type: str, master: _Element, *chain: _Element | None) -> tuple[_Element, ...]:
    """Return where levels are styled, nearest first: the shapes' own list styles, then the master's text style."""
    found = [s.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}") for s in chain if s is not None]
    name = {"title": "p:titleStyle", "body": "p:bodyStyle"}.get(_family_of(type), "p:otherStyle")
    found.append(master.find(f"{qn('p:txStyles')}/{qn(name)}"))
    return tuple(style for style in found if style is not None)


def level_style(sources: tuple[_Element, ...], level: int) -> LevelStyle:
    """Return the style of a level, from 0."""
    props = [p for s in sources if (p := s.find(qn(f"a:lvl{level + 1}pPr"))) is not None]
    runs = [r for p in props if (r := p.find(qn("a:defRPr"))) is not None]
    percent = _first(props, lambda p: _value(p, "a:spcBef/a:spcPct"))
    points = _first(props, lambda p: _value(p, "a:spcBef/a:spcPts"))
    return LevelStyle(
        size=(_first(runs, lambda r: _number(r.get("sz"))) or 1800) / 100,
        margin=(_first(props, lambda p: _number(p.get("marL"))) or 0) / EMU_PER_POINT,
        indent=(_first(props, lambda p: _number(p.get("indent"))) or 0) / EMU_PER_POINT,
        before=0.0 if percent is not None and points is None else (points or 0) / 100,
        before_share=0.0 if points is not None else (percent or 0) / 100_000,
        line=(_first(props, lambda p: _value(p, "a:lnSpc/a:spcPct")) or 100_000) / 100_000,
        bold=next((r.get("b") in ("1", "true") for r in runs if r.get("b")), False),
        bullet=next((b for p in props if (b := _bullet(p)) is not None), ""),
        align=next((p.get("algn", "") for p in props if p.get("algn")), ""),
    )


def slot_of(shape: _Element, master: _Element) -> Slot | None:
    """Return what a layout's placeholder offers; None if neither it nor the master says where it lies."""
    key = placeholder_key(shape)
    if key is None:
        return None
    parent = master_parent(master, key[1])
    rect = rect_of(shape, parent)
    if rect is None:
        return None
    left, top, right, bottom = insets_of(shape, parent)
    inner = Rect(rect.x + left, rect.y + top, rect.w - left - right, rect.h - top - bottom)
    sources = level_sources(key[1], master, shape, parent)
    levels = tuple(level_style(sources, level) for level in range(LEVELS))
    named, ph = next(shape.iter(qn("p:cNvPr")), None), next(shape.iter(qn("p:ph")))
    frames = (None if s is None else s.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}") for s in (shape, parent))
    turned = next((v for frame in frames if frame is not None and (v := frame.get("vert"))), "horz") != "horz"
    name = "" if named is None else named.get("name", "")
    return Slot(key[0], key[1], inner, levels, name, ph.get("orient") == "vert" or turned)


def _bullet(props: _Element) -> str | None:
    if props.find(qn("a:buNone")) is not None:
        return ""
    mark = props.find(qn("a:buChar"))
    return None if mark is None else mark.get("char", "")


def _value(props: _Element, path: str) -> int | None:
    found = props.find("/".join(qn(step) for step in path.split("/")))
    return None if found is None else _number(found.get("val"))


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return round(float(text.removesuffix("%")) * 1000) if text.endswith("%") else int(text)


def _first(elements: Iterable[_Element], read: Callable[[_Element], int | None]) -> int | None:
    return next((value for element in elements if (value := read(element)) is not None), None)
