"""Display formulas on a slide: an equation for PowerPoint, and its picture for every other viewer."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from machina_scorm.export.deck.figure import svg_shape
from machina_scorm.export.deck.formula import FormulaSet
from machina_scorm.export.deck.omml import equation
from machina_scorm.export.deck.runs import Para, Run
from machina_scorm.export.deck.styles import Rect
from machina_scorm.export.deck.write import Pen
from machina_scorm.export.deck.xml import build, build_choice


def formula_shape(pen: Pen, name: str, rect: Rect, formula: FormulaSet, native: bool) -> Iterator[_Element]:
    """Yield a formula's shape in the strip `rect`; one that cannot be drawn stands as LaTeX.

    A `native` one is the pair that PowerPoint itself writes: `mc:Choice` an equation, `mc:Fallback` a picture. What the
    converter does not know is a picture only.
    """
    if not formula.svg:
        run = Run(formula.math.tex.strip(), pen.lang, mono=True, proof=False)
        yield pen.text_box(name, rect, [pen.para(Para((run,)), 18, fresh=True)])
        return
    left = rect.x + (rect.w - formula.width) / 2
    place = Rect(left, rect.y, formula.width, formula.height)
    picture = svg_shape(pen.part, name, place, formula.svg, formula.alt)
    math = equation(formula.math.tex, pen.lang, formula.size) if native else None
    if math is None:
        yield picture
        return
    # As large as the picture: LibreOffice stretches an equation to its box. PowerPoint lets it stand out evenly.
    box = pen.text_box(name, place, [build("a:p", build("a14:m", math))])
    next(box.iter(build("p:cNvPr").tag)).set("descr", formula.alt)
    box[2][0].set("wrap", "none")
    box[2][0].set("anchor", "ctr")
    size = build("a:defRPr", sz=str(round(formula.size * 100)))
    box[2][1].append(build("a:lvl1pPr", size, algn="ctr"))
    yield build("mc:AlternateContent", build_choice("a14", box), build("mc:Fallback", picture))
