"""The document of a lesson's notes: real headings, lists, links, equations and captions, for eyes and screen readers.

A test on paper and notes look alike; what only reading on a screen or by ear needs is here.
"""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as Line
from lxml import etree

from machina_scorm.dialect import plain_text
from machina_scorm.export.notes_docx.equations import word_equation
from machina_scorm.export.paper.ink import FONT, OUTSIDE, SIZE, Ink, Look, set_font
from machina_scorm.export.paper.sheet import Sheet
from machina_scorm.model.blocks import (
    Admonition,
    Block,
    BlockList,
    CodeBlock,
    Heading,
    LevelBlock,
    MathBlock,
    Paragraph,
    Quote,
    Table,
)
from machina_scorm.model.inline import Inlines
from machina_scorm.model.text import Text
from machina_scorm.render.highlight import background, colours, tokens
from machina_scorm.render.plain import xml_text
from machina_scorm.source import Source

#: Colours of links and of the rule beside an aside: 4.5:1 and 3:1 on white (WCAG 2.2, 1.4.3 and 1.4.11).
_LINK, _RULE = "0B4FA8", "5B6B7B"
#: Lists as deep as Word's own styles go.
_DEEPEST = 3


class HandoutInk(Ink):
    """Ink whose links can be followed."""

    def _link(self, paragraph: Line, target: str, children: Inlines, look: Look, source: Source) -> None:
        before = len(paragraph._p)
        self._walk(paragraph, children, look, source)
        if not target.startswith(OUTSIDE):
            return
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(target, RT.HYPERLINK, is_external=True))
        for run in [run for run in paragraph.runs if run._r in list(paragraph._p)[before:]]:
            link.append(run._r)
            run.font.underline = True
            _set_colour(run._r.get_or_add_rPr(), _LINK)
        paragraph._p.append(link)


class Handout(Sheet):
    """A lesson's notes, written from top to bottom."""

    def _make_ink(self) -> Ink:
        return HandoutInk(self._edition.language.code, self._rtl, self._report)

    def credits(self) -> None:
        """Write who made the course, its licence, and the funding with the logos."""
        about = self._edition.about
        self.section(self.literal(self.ui["about.contributors"]))
        for person in about.contributors:
            self._ink.words(self._line(), person.name)
        self._ink.words(self._line(), self.ui["paper.license"].format(license=about.license))
        if about.funding is None:
            return
        for logo in about.funding.logos:
            self._picture(logo.image, logo.alt, 0.0, 140.0)
        for text in (about.funding.text, about.funding.disclaimer):
            if text:
                self._ink.text(self._line(), text)

    def _block(self, block: Block, indent: float, mark: str) -> None:
        match block:
            case Heading(level, text):
                self._ink.text(self._document.add_paragraph(style=f"Heading {level - 1}"), text)
            case BlockList():
                self._list(block, indent, 1)
            case Quote(inner):
                self._beside_rule(inner, None)
            case Admonition(kind, title, inner):
                self._beside_rule(inner, title or self.literal(self.ui[f"admonition.{kind}"]))
            case LevelBlock(level, inner):
                self._beside_rule(inner, self.literal(self.ui[f"level.{level}"]))
            case MathBlock():
                self._equation(block, indent)
            case _:
                super()._block(block, indent, mark)

    def _beside_rule(self, blocks: tuple[Block, ...], title: Text | None) -> None:
        """Write an aside: indented, with a rule beside it, its title in bold."""
        body = self._document.element.body
        before = len(body)
        if title:
            line = self._line()
            line.paragraph_format.keep_with_next = True
            self._ink.text(line, title, bold=True)
        self.blocks(blocks)
        for element in list(body)[before - 1 : -1]:
            if element.tag == qn("w:p"):
                _draw_rule(Line(element, self._document._body), self._rtl)

    def _list(self, block: BlockList, indent: float, depth: int) -> None:
        """Write a list that Word and screen readers know as one; an ordered one counts from its own start."""
        level = min(depth, _DEEPEST)
        suffix = f" {level}" if level > 1 else ""
        number = self._new_numbering(f"List Number{suffix}", block.start) if block.ordered else None
        for item in block.items:
            for place, inner in enumerate(item):
                if isinstance(inner, BlockList):
                    self._list(inner, indent, depth + 1)
                elif isinstance(inner, Paragraph):
                    kind = "List Continue" if place else "List Number" if block.ordered else "List Bullet"
                    line = self._document.add_paragraph(style=f"{kind}{suffix}")
                    if number is not None and not place:
                        _count_by(line._p.get_or_add_pPr(), number)
                    self._ink.text(line, inner.text)
                else:
                    self._block(inner, 18.0 * level, "")

    def _new_numbering(self, style: str, start: int) -> int:
        """Return the number of a new count of a list style, which begins at `start`."""
        own = self._document.styles[style].element.pPr.numPr.numId.val
        numbering = self._document.part.numbering_part.element
        abstract = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == own)
        new = numbering.add_num(abstract)
        new.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(new.numId)

    def _caption(self, caption: Text | None, indent: float) -> None:
        if caption:
            self._ink.text(self._document.add_paragraph(style="Caption"), caption, italic=True)

    def _equation(self, block: MathBlock, indent: float) -> None:
        """Write a display formula as an equation; what the converter does not know as a picture with its LaTeX."""
        math = word_equation(block.tex, self._edition.language.code, SIZE + 1)
        if math is None:
            super()._block(block, indent, "")
            return
        line = self._line(indent)
        line._p.append(parse_xml(etree.tostring(math)))
        if block.caption:
            line.paragraph_format.keep_with_next = True
        self._caption(block.caption, indent)

    def _code(self, block: CodeBlock, indent: float) -> None:
        super()._code(CodeBlock(block.language, block.parts, None, block.id, block.source), indent)
        line = self._document.paragraphs[-1]
        _shade(line, background().removeprefix("#"))
        if not any(isinstance(part, Text) and part.lang for part in block.parts):
            for run in line.runs:
                line._p.remove(run._r)
            self._coloured(line, block)
        self._caption(block.caption, indent)

    def _coloured(self, line: Line, block: CodeBlock) -> None:
        palette = colours()
        for kind, text in tokens(block.code, block.language):
            for number, piece in enumerate(text.expandtabs(4).split("\n")):
                if number:
                    line.add_run().add_break()
                if piece:
                    self._ink.code(line, piece)
                    colour = palette.get(kind, palette[""]).removeprefix("#")
                    _set_colour(line.runs[-1]._r.get_or_add_rPr(), colour.upper())

    def _table(self, block: Table) -> None:
        super()._table(block)
        table = self._document.tables[-1]
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if block.caption:
            name = OxmlElement("w:tblCaption")
            name.set(qn("w:val"), xml_text(plain_text(block.caption)))
            table._tbl.tblPr.append(name)
            # The caption itself keeps this table from the next one.
            empty = table._tbl.getnext()
            if empty is not None and empty.tag == qn("w:p") and not empty.findall(qn("w:r")):  # nothing in it
                self._document.element.body.remove(empty)

    def _set_styles(self) -> None:
        super()._set_styles()
        styles = self._document.styles
        for name, size in (("Heading 1", 16.0), ("Heading 2", 13.0), ("Heading 3", 11.5), ("Caption", 10.0)):
            style = styles[name]
            style.font.size, style.font.color.rgb = Pt(size), None
            set_font(style.element.get_or_add_rPr(), FONT)
        styles["Heading 1"].paragraph_format.space_before = Pt(18)
        styles["Caption"].font.bold = styles["Caption"].font.cs_bold = False
        styles["Caption"].paragraph_format.space_after = Pt(10)


#: What stands before `w:color` and `w:shd` by the schema (ECMA-376-1, 17.3.2.28 and 17.3.1.26).
_BEFORE_COLOUR = frozenset(qn(f"w:{n}") for n in ("rStyle", "rFonts", "b", "bCs", "i", "iCs"))
_BEFORE_BORDERS = frozenset(
    qn(f"w:{n}") for n in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr")
)


def _put(parent: etree._Element, child: etree._Element, before: frozenset[str]) -> None:
    """Put a child behind the last of those that stand before it by the schema."""
    place = sum(1 for other in parent if other.tag in before)
    parent.insert(place, child)


def _count_by(properties: Any, number: int) -> None:
    """Let a paragraph of a list style be counted by a numbering of its own."""
    properties.get_or_add_numPr().get_or_add_numId().val = number


def _set_colour(properties: etree._Element, colour: str) -> None:
    element = OxmlElement("w:color")
    element.set(qn("w:val"), colour)
    _put(properties, element, _BEFORE_COLOUR)


def _shade(line: Line, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.upper())):
        shade.set(qn(f"w:{name}"), value)
    _put(line._p.get_or_add_pPr(), shade, _BEFORE_BORDERS | {qn("w:pBdr")})


def _draw_rule(line: Line, rtl: bool) -> None:
    """Draw a rule beside a paragraph where its lines begin."""
    properties = line._p.get_or_add_pPr()
    if properties.find(qn("w:pBdr")) is not None:
        return
    borders = OxmlElement("w:pBdr")
    side = OxmlElement(f"w:{'right' if rtl else 'left'}")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", _RULE)):
        side.set(qn(f"w:{name}"), value)
    borders.append(side)
    _put(properties, borders, _BEFORE_BORDERS)
    if line.paragraph_format.left_indent is None and properties.numPr is None and properties.pStyle is None:
        line.paragraph_format.left_indent = Pt(12)
