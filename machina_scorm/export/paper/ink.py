"""Inline text on paper: Markdown as Word runs, formulas as styled letters where a line holds them, else pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import lru_cache

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from machina_scorm.dialect import inlines
from machina_scorm.export.deck.mathruns import math_runs
from machina_scorm.export.deck.runs import LEFT_TO_RIGHT
from machina_scorm.model.inline import Break, Code, Emph, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.render.mathml import MathError, math_svg
from machina_scorm.render.plain import xml_text
from machina_scorm.render.svg import png_of_svg
from machina_scorm.source import Source

FONT, MONO, MATH = "Arial", "Courier New", "Cambria Math"
SIZE = 11.0

#: How addresses outside of the course begin.
OUTSIDE = ("https:", "http:", "mailto:")

#: Pixels to a point in pictures: about 200 to the inch.
DENSITY = 2.8


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; `lang` is its BCP 47 code, `baseline` in per cent: above 0 raised, below lowered."""

    lang: str
    bold: bool = False
    italic: bool = False
    mono: bool = False
    baseline: int = 0
    foreign: bool = False
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A formula as a picture: a PNG, its size in points, and how far it reaches below the line."""

    png: bytes
    width: float
    height: float
    depth: float


class Ink:
    """Writes texts into paragraphs in the language of the paper; what cannot be drawn goes to `report`."""

    def __init__(self, lang: str, rtl: bool, report: Report) -> None:
        self._lang, self._rtl, self._report = lang, rtl, report
        self._pictures = 0

    def text(self, paragraph: Paragraph, text: Text, *, bold: bool = False, italic: bool = False) -> None:
        """Write a Text."""
        self._walk(paragraph, inlines(text), Look(text.lang or self._lang, bold, italic), text.source)

    def words(self, paragraph: Paragraph, words: str, **look: bool) -> Run:
        """Write plain words in the language of the paper."""
        return self._run(paragraph, words, Look(self._lang, **look))

    def code(self, paragraph: Paragraph, code: str, lang: str = "") -> None:
        """Write a line of program code."""
        self._run(paragraph, code, Look(lang or self._lang, mono=True))

    def formula(self, paragraph: Paragraph, tex: str, source: Source, widest: float) -> None:
        """Write a display formula as a picture; as LaTeX, and reported, where it cannot be drawn."""
        try:
            drawn = draw(tex, SIZE + 2)
        except MathError as error:
            self._cannot(tex, error.reason, source)
            self.code(paragraph, tex)
            return
        self.picture(paragraph, drawn.png, min(drawn.width, widest), tex)

    def picture(self, paragraph: Paragraph, data: bytes, width: float, alt: str) -> Run:
        """Write a picture `width` points wide with its alternative text."""
        run = paragraph.add_run()
        shape = run.add_picture(io.BytesIO(data), width=Pt(width))
        self._pictures += 1
        properties = shape._inline.docPr
        properties.set("id", str(self._pictures))
        properties.set("name", f"Picture {self._pictures}")
        properties.set("descr", xml_text(alt))
        return run

    def _walk(self, paragraph: Paragraph, nodes: Inlines, look: Look, source: Source) -> None:
        for node in nodes:
            match node:
                case Str(words):
                    self._run(paragraph, words, look)
                case Emph(children):
                    self._walk(paragraph, children, replace(look, italic=not look.italic), source)
                case Strong(children):
                    self._walk(paragraph, children, replace(look, bold=True), source)
                case Code(words):
                    self._run(paragraph, self._straight(words), replace(look, mono=True, italic=False))
                case Link(target, children):
                    self._link(paragraph, target, children, look, source)
                case Break():
                    paragraph.add_run().add_break()
                case Math(tex):
                    self._math(paragraph, tex, look, source)

    def _link(self, paragraph: Paragraph, target: str, children: Inlines, look: Look, source: Source) -> None:
        self._walk(paragraph, children, look, source)
        # Paper cannot be clicked: an address outside is printed.
        if target.startswith(OUTSIDE):
            self._run(paragraph, f" ({target.removeprefix('mailto:')})", look)

    def _math(self, paragraph: Paragraph, tex: str, look: Look, source: Source) -> None:
        formula = math_runs(tex)
        if not formula.reason:
            for part in formula.runs:
                styled = replace(
                    look, italic=part.italic, bold=look.bold or part.bold, foreign=part.foreign, formula=True
                )
                self._run(paragraph, self._straight(part.text), replace(styled, baseline=part.baseline))
            return
        try:
            drawn = draw(tex, SIZE)
        except MathError as error:
            self._cannot(tex, error.reason, source)
            self._run(paragraph, tex, replace(look, mono=True))
            return
        run = self.picture(paragraph, drawn.png, drawn.width, tex)
        position = OxmlElement("w:position")
        position.set(qn("w:val"), str(-round(2 * drawn.depth)))
        run._r.get_or_add_rPr().append(position)

    def _straight(self, words: str) -> str:
        """Return what is no language with marks that keep it from left to right inside another direction."""
        return f"{LEFT_TO_RIGHT}{words}{LEFT_TO_RIGHT}" if self._rtl else words

    def _cannot(self, tex: str, reason: str, source: Source) -> None:
        self._report.warn("paper-math", f"the formula {tex!r} is printed as LaTeX: {reason}", source, "simplify it")

    def _run(self, paragraph: Paragraph, words: str, look: Look) -> Run:
        straight = look.mono or look.formula  # no language: from left to right in each
        run = paragraph.add_run(xml_text(words))
        if look.bold:
            run.bold = True
        if look.italic:
            run.italic = True
        if look.mono or look.foreign:
            set_font(run._r.get_or_add_rPr(), MONO if look.mono else MATH)
        if look.mono:
            run.font.size = Pt(SIZE - 1)
        if look.baseline:
            run.font.superscript, run.font.subscript = look.baseline > 0, look.baseline < 0
        properties = run._r.get_or_add_rPr()
        if self._rtl and not straight:
            # Word sets what runs from right to left by properties of its own (ECMA-376-1, 17.3.2.30).
            run.font.cs_bold, run.font.cs_italic = run.bold, run.italic
            properties.append(OxmlElement("w:rtl"))
        properties.append(language_element(look.lang))
        return run


def set_font(properties: etree._Element, name: str) -> None:
    """Set the font of run properties for every script, whatever a theme says."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def language_element(code: str) -> etree._Element:
    """Return `w:lang` for a BCP 47 code."""
    element = OxmlElement("w:lang")
    for script in ("val", "eastAsia", "bidi"):
        element.set(qn(f"w:{script}"), code)
    return element


@lru_cache(maxsize=512)
def draw(tex: str, size: float) -> Drawn:
    """Return a formula as a picture. Raises MathError."""
    svg = math_svg(tex, size)
    root = etree.fromstring(svg)
    box = [float(number) for number in (root.get("viewBox") or "0 0 1 1").split()]
    width, height = max(box[2], 1.0), max(box[3], 1.0)
    # The base line of ziamath's pictures is at y = 0.
    return Drawn(png_of_svg(svg, max(16, round(width * DENSITY))), width, height, height + box[1])
