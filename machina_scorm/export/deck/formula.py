"""Display formulas: measured and drawn as a picture; `omml` holds the equation that PowerPoint edits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from machina_scorm.dialect import plain_text
from machina_scorm.export.deck.runs import Ink
from machina_scorm.model.blocks import MathBlock
from machina_scorm.render.mathml import MathError, math_svg

#: Points. A formula is as large as the text around it and shrinks to half of that where it is wide.
SIZE, SMALLEST = 26.0, 14.0


@dataclass(frozen=True, slots=True)
class FormulaSet:
    """A formula: its picture (empty if it cannot be drawn), the size in points, and the words for who cannot see it."""

    math: MathBlock
    svg: bytes
    width: float
    height: float
    size: float
    alt: str


def set_formula(math: MathBlock, width: float, room: float, ink: Ink) -> FormulaSet:
    """Return a formula scaled into `width` and `room` points; too small or impossible ones are noted."""
    alt = f"{plain_text(math.caption)}: {math.tex.strip()}" if math.caption else math.tex.strip()
    try:
        svg, natural_width, natural_height = _draw(math.tex)
    except MathError as error:
        message = f"the formula cannot be drawn ({error.reason}): {math.tex.strip()}"
        ink.report.add("math", message, math.source, "write it with simpler commands; the slide shows the LaTeX")
        return FormulaSet(math, b"", width, SIZE, SIZE, alt)
    scale = min(1.0, width / natural_width, room / natural_height)
    if SIZE * scale < SMALLEST:
        ink.report.add("slide-overflow", "the formula is too large for its slide", math.source, "break it over lines")
    return FormulaSet(math, svg, natural_width * scale, natural_height * scale, SIZE * scale, alt)


@lru_cache(maxsize=512)
def _draw(tex: str) -> tuple[bytes, float, float]:
    svg = math_svg(tex, SIZE)
    root = etree.fromstring(svg)
    width, height = (float((root.get(side) or "1").removesuffix("px")) for side in ("width", "height"))
    return svg, max(width, 1.0), max(height, 1.0)
