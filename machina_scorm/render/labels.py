"""Labels of a drawing, measured: how wide each is, what room it has, and whether it lies on another.

Widths are those of DejaVu Sans, the font that pictures are set in. What is read of an SVG is what shipped figures and
drawing programs write: attributes, `style`, `<style>` with simple selectors, groups and transforms.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from lxml import etree
from ziafont.font import Font

from machina_scorm.model.blocks import Image
from machina_scorm.render.svg import font_file
from machina_scorm.render.svgstyle import IDENTITY, Matrix, Rules, Style, apply, length, matrix_of, read_rules, times

#: What a letter reaches above and below its line, in ems: capitals and descenders, without the room between lines.
_ASCENT, _DESCENT = 0.76, 0.24
#: Bold text relative to regular: what DejaVu Sans Bold takes in browsers that have it.
_BOLD = 1.12
#: User units that are no overlap and no overflow: what nobody sees.
_HAIR = 0.5

Point = tuple[float, float]
Inside = Callable[[Point], bool]


@dataclass(frozen=True, slots=True)
class Placed:
    """A text of a drawing: its words, where its line begins, and how it is set. `room` is data-width, 0 = not stated.

    `matrix` leads from the text's own coordinates to those of the drawing.
    """

    id: str
    words: str
    at: Point
    style: Style
    matrix: Matrix
    room: float = 0.0

    def width(self, words: str) -> float:
        """Return the width of `words` in the text's own units."""
        return text_width(words, self.style.size) * (_BOLD if self.style.bold else 1.0)

    def corners(self, width: float) -> tuple[Point, ...]:
        """Return the corners of a text of that width in the drawing's coordinates, going round."""
        size = self.style.size
        x = self.at[0] - {"middle": width / 2, "end": width}.get(self.style.anchor, 0.0)
        low = {"middle": 0.5, "central": 0.5, "hanging": 1.0, "text-before-edge": 1.0}.get(self.style.baseline)
        bottom = self.at[1] + size * (_DESCENT if low is None else low)
        top = bottom - size * (_ASCENT + _DESCENT)
        return tuple(apply(self.matrix, p) for p in ((x, top), (x + width, top), (x + width, bottom), (x, bottom)))


@dataclass(frozen=True, slots=True)
class Drawing:
    """The texts of an SVG in their order, and its closed shapes, the smallest first, the whole drawing last."""

    texts: tuple[Placed, ...]
    shapes: tuple[Inside, ...]


@dataclass(frozen=True, slots=True)
class Wide:
    """A label that is wider than its place, both in user units. `stated`: the drawing says the room in data-width."""

    id: str
    width: float
    room: float
    stated: bool


def text_width(words: str, size: float) -> float:
    """Return the width of a text in DejaVu Sans, in the unit of `size`."""
    return size * sum(map(_advance, words))


def wide_labels(image: Image, words: Mapping[str, str]) -> Iterator[Wide]:
    """Yield the labels that are too wide when those of an SVG `image` say `words`, by their ids.

    The room is the label's data-width; without it the smallest shape around the label in which the drawing's own
    words fit; else the whole drawing.
    """
    drawing = read_drawing(image.data)
    for placed in drawing.texts:
        if placed.id in words:
            width, room = placed.width(words[placed.id]), _room(placed, drawing)
            if width > room + _HAIR:
                yield Wide(placed.id, width, room, bool(placed.room))


def label_rooms(image: Image) -> Mapping[str, tuple[float, float]]:
    """Return how wide each label is with the drawing's own words, and its room, by its id."""
    drawing = read_drawing(image.data)
    return {placed.id: (placed.width(placed.words), _room(placed, drawing)) for placed in drawing.texts if placed.id}


def overlapping_labels(image: Image, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of labels that lie on each other when they say `words` and do not with the drawing's own words.

    The second of a pair may be a text that is not translated, by its words where it has no id.
    """
    drawing = read_drawing(image.data)
    boxes = [_box(placed, words.get(placed.id, placed.words)) for placed in drawing.texts]
    for (one, here), (other, there) in combinations(zip(drawing.texts, boxes, strict=True), 2):
        if not {one.id, other.id} & set(words) or not _meet(here, there):
            continue
        if not _meet(_box(one, one.words), _box(other, other.words)):
            pair = (one, other) if one.id in words else (other, one)
            yield pair[0].id, pair[1].id or pair[1].words


@lru_cache(maxsize=256)
def read_drawing(data: bytes) -> Drawing:
    """Read the texts and shapes of an SVG that the loader has accepted; without an SVG's size it is endless."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    root = etree.fromstring(data, parser)
    rules = read_rules("".join(map(str, e.itertext())) for e in root.iter("{*}style"))
    texts: list[Placed] = []
    shapes: list[tuple[float, Inside]] = []
    _walk(root, Style(), IDENTITY, rules, texts, shapes)
    return Drawing(tuple(texts), (*(inside for _, inside in sorted(shapes, key=lambda s: s[0])), _page(root)))


def _walk(
    element: etree._Element,
    style: Style,
    matrix: Matrix,
    rules: Rules,
    texts: list[Placed],
    shapes: list[tuple[float, Inside]],
) -> None:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if name in ("", "defs", "symbol", "clipPath", "mask", "pattern", "marker", "metadata"):
        return
    style = style.of(element, rules)
    matrix = times(matrix, matrix_of(element.get("transform", "")))
    if name == "text":
        words = " ".join("".join(map(str, element.itertext())).split())
        at = (length(element.get("x"), style.size), length(element.get("y"), style.size))
        room = length(element.get("data-width"), style.size)
        if words and not style.hidden:
            texts.append(Placed(element.get("id", ""), unicodedata.normalize("NFC", words), at, style, matrix, room))
        return
    if (shape := _shape(name, element)) is not None:
        area, inside = shape
        shapes.append((area * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]), _seen_through(inside, matrix)))
    for child in element:
        _walk(child, style, matrix, rules, texts, shapes)


def _shape(name: str, element: etree._Element) -> tuple[float, Inside] | None:
    """Return a shape's area and whether a point lies in it, both in its own coordinates."""

    def number(*names: str) -> float:
        return next((length(found) for name in names if (found := element.get(name)) is not None), 0.0)

    if name == "rect":
        x, y, w, h = number("x"), number("y"), number("width"), number("height")
        if element.get("width", "").endswith("%") or element.get("height", "").endswith("%"):
            return None  # a ground as large as the drawing says nothing of its own
        return (w * h, lambda p: x <= p[0] <= x + w and y <= p[1] <= y + h) if w and h else None
    if name in ("circle", "ellipse"):
        cx, cy = number("cx"), number("cy")
        rx, ry = number("rx", "r"), number("ry", "r")
        if not rx or not ry:
            return None
        return math.pi * rx * ry, lambda p: ((p[0] - cx) / rx) ** 2 + ((p[1] - cy) / ry) ** 2 <= 1
    return None


def _seen_through(inside: Inside, matrix: Matrix) -> Inside:
    a, b, c, d, e, f = matrix
    if matrix == IDENTITY:
        return inside
    det = a * d - b * c
    if not det:
        return lambda p: False
    back = (d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det)
    return lambda p: inside(apply(back, p))


def _page(root: etree._Element) -> Inside:
    box = [length(part) for part in root.get("viewBox", "").replace(",", " ").split()]
    if len(box) != 4:
        box = [0.0, 0.0, length(root.get("width")), length(root.get("height"))]
    x, y, w, h = box
    if not w or not h:
        return lambda p: True
    return lambda p: x <= p[0] <= x + w and y <= p[1] <= y + h


def _room(placed: Placed, drawing: Drawing) -> float:
    if placed.room:
        return placed.room
    own = placed.width(placed.words)
    shape = next((s for s in drawing.shapes if _holds(s, placed, own)), drawing.shapes[-1])
    # What touches the edge of its shape does not look as if it were inside; the drawing's edge is a real one.
    edge = 0.0 if shape is drawing.shapes[-1] else min(placed.style.size * 0.2, own * 0.05)
    return max(_widest(shape, placed) - 2 * edge, own if _holds(shape, placed, own) else 0.0)


def _holds(shape: Inside, placed: Placed, width: float) -> bool:
    return all(map(shape, placed.corners(width)))


def _widest(shape: Inside, placed: Placed) -> float:
    """Return the width up to which a label stays in a shape, by halving."""
    low, high = 0.0, 1.0
    while _holds(shape, placed, high) and high < 1e5:
        low, high = high, high * 2
    if high >= 1e5:
        return math.inf
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if _holds(shape, placed, middle) else (low, middle)
    return low


def _box(placed: Placed, words: str) -> tuple[float, float, float, float]:
    corners = placed.corners(placed.width(words))
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > _HAIR and down > _HAIR


@cache
def _advance(character: str) -> float:
    """Return the advance of a character in ems; of what the font has not, a wide sign's, for another font sets it."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    font, units = _font()
    if not font.glyphindex(character):
        return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.72
    return float(font.glyph(character).advance()) / units


@cache
def _font() -> tuple[Font, float]:
    font = Font(font_file())
    return font, float(font.info.layout.unitsperem)
