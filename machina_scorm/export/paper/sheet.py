"""The document: pages, paragraphs, tables and pictures of a printed test, written with python-docx."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_DIRECTION
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line
from lxml import etree

from machina_scorm.dialect import plain_text
from machina_scorm.export import bank
from machina_scorm.export.paper.ink import DENSITY, FONT, SIZE, Ink, language_element, set_font
from machina_scorm.model.blocks import (
    Admonition,
    Block,
    BlockList,
    Blocks,
    CodeBlock,
    Figure,
    Heading,
    Image,
    LevelBlock,
    MathBlock,
    Paragraph,
    Quote,
    Table,
    Video,
)
from machina_scorm.model.edition import Edition
from machina_scorm.model.text import Text
from machina_scorm.package.archive import entry_time, pack
from machina_scorm.problems import Report
from machina_scorm.render.svg import localised_svg, png_of_svg

#: Signs before options: one right answer, several. Both are in every common font (WGL4).
RING, BOX = "○", "□"

#: Points. An indent holds a sign and a letter; a wide one a line to write a number on.
INDENT, _WIDE = 34.0, 62.0
_TEXT_WIDTH = 482.0

#: CSS pixels to points, for figures.
_PIXEL = 0.75


class Sheet:
    """A document that is written from top to bottom."""

    def __init__(self, edition: Edition, report: Report) -> None:
        self.ui = edition.ui
        self._edition, self._report = edition, report
        self._rtl = edition.language.direction == "rtl"
        self._ink = self._make_ink()
        self._document = Document()
        self._together = False
        self._set_page()
        self._set_styles()
        self._write_footer()

    def _make_ink(self) -> Ink:
        return Ink(self._edition.language.code, self._rtl, self._report)

    def number(self, number: Decimal | int) -> str:
        """Return a number with the language's decimal sign."""
        return bank.decimal(Decimal(number)).replace(".", self._edition.language.decimal)

    def literal(self, words: str) -> Text:
        """Return words as a Text that is taken literally."""
        return Text(words, "ui")

    def title(self, title: str, subtitle: str) -> None:
        """Write the head of the test or of its key."""
        self._ink.words(self._document.add_paragraph(style="Title"), title)
        if subtitle:
            self._ink.words(self._line(), subtitle, italic=True)

    def fields(self, name: str, date: str, points: str) -> None:
        """Write the line for name, date and points."""
        line = self._line()
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(14)
        stops = line.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(8), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
        stops.add_tab_stop(Cm(12.3), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
        stops.add_tab_stop(Pt(_TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        self._ink.words(line, f"{name} \t  {date} \t\t{points}")

    def section(self, title: Text) -> None:
        """Write a lesson's title."""
        self._ink.text(self._document.add_paragraph(style="Heading 1"), title)

    def heading(self, words: str, points: str) -> None:
        """Write a question's heading with its points at the margin."""
        line = self._document.add_paragraph(style="Heading 2")
        line.paragraph_format.tab_stops.add_tab_stop(Pt(_TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        self._ink.words(line, f"{words}\t{points}")

    def keep_together(self, together: bool) -> None:
        """Begin, or end, lines that stand on one page if it has room for them."""
        self._together = together
        if not together and self._document.paragraphs:
            self._document.paragraphs[-1].paragraph_format.keep_with_next = False

    def note(self, words: str) -> None:
        """Write an instruction."""
        line = self._line()
        line.paragraph_format.keep_with_next = True
        self._ink.words(line, words, italic=True)

    def choices(self, words: Sequence[str]) -> None:
        """Write short options in one line."""
        line = self._line(INDENT)
        line.paragraph_format.first_line_indent = Pt(0)
        for place in range(1, len(words)):
            line.paragraph_format.tab_stops.add_tab_stop(Pt(INDENT + 130 * place))
        self._ink.words(line, "\t".join(words))

    def ruled(self, lines: int, unit: Text | None = None) -> None:
        """Write lines to write on; with a unit, one short line before it."""
        if unit:
            line = self._line()
            line.paragraph_format.space_before = Pt(10)
            self._ink.words(line, "_" * 24 + " ")
            self._ink.text(line, unit)
            return
        for _ in range(lines):
            line = self._line()
            line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(0), Pt(0)
            line.paragraph_format.line_spacing = Pt(24)
            _rule(line)

    def space(self) -> None:
        """Leave a gap."""
        self._line().paragraph_format.space_after = Pt(0)

    def new_page(self) -> None:
        """Begin a new section on a new page."""
        self._document.add_section(WD_SECTION.NEW_PAGE)

    def blocks(self, blocks: Blocks, indent: float = 0.0, mark: str = "") -> None:
        """Write blocks; `mark` (a sign, a letter, a number) hangs before the first of them."""
        if mark:
            indent = max(indent, _WIDE if len(mark) > 3 else INDENT)
            if not (blocks and isinstance(blocks[0], Paragraph)):
                self._ink.words(self._line(indent, hanging=True), mark)
        for place, block in enumerate(blocks):
            self._block(block, indent, mark if not place else "")

    def data(self, title: str, identifier: str) -> bytes:
        """Return the document's bytes, which depend on nothing but its content."""
        about, core = self._edition.about, self._document.core_properties
        core.title, core.subject = title[:255], plain_text(about.title)[:255]
        core.author = core.last_modified_by = "; ".join(person.name for person in about.contributors)[:255]
        core.comments = self.ui["paper.license"].format(license=about.license)
        core.keywords, core.category, core.identifier = "", "", identifier
        core.language, core.revision = self._edition.language.code, 1
        core.created = core.modified = datetime.datetime(*entry_time())
        buffer = io.BytesIO()
        self._document.save(buffer)
        with zipfile.ZipFile(buffer) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        return pack(parts, first=("[Content_Types].xml",))

    def _line(self, indent: float = 0.0, hanging: bool = False) -> Line:
        line: Line = self._document.add_paragraph()
        if self._together:
            line.paragraph_format.keep_with_next = True
        if indent:
            line.paragraph_format.left_indent = Pt(indent)
            if hanging:
                line.paragraph_format.first_line_indent = Pt(-indent + 8)
        return line

    def _block(self, block: Block, indent: float, mark: str) -> None:
        match block:
            case Paragraph(text):
                line = self._line(indent, hanging=bool(mark))
                if mark:
                    self._ink.words(line, f"{mark}\t")
                self._ink.text(line, text)
            case Heading(_, text):
                self._ink.text(self._line(indent), text, bold=True)
            case BlockList(items, ordered, start):
                for number, item in enumerate(items, start=start):
                    self.blocks(item, indent + 20, f"{number}." if ordered else "•")
            case Quote(inner) | LevelBlock(_, inner):
                self.blocks(inner, indent + (18 if isinstance(block, Quote) else 0))
            case Admonition(kind, title, inner):
                self._ink.text(self._line(indent), title or self.literal(self.ui[f"admonition.{kind}"]), bold=True)
                self.blocks(inner, indent + 18)
            case Table():
                self._table(block)
            case CodeBlock():
                self._code(block, indent)
            case MathBlock(tex, caption):
                self._ink.formula(self._line(indent + 18), tex, block.source, _TEXT_WIDTH - indent - 18)
                self._caption(caption, indent)
            case Figure():
                self._figure(block, indent)
            case Video(title, url):
                line = self._line(indent)
                self._ink.text(line, title)
                self._ink.words(line, f" ({url})" if url else "")

    def _caption(self, caption: Text | None, indent: float) -> None:
        if caption:
            self._ink.text(self._line(indent), caption, italic=True)

    def _code(self, block: CodeBlock, indent: float) -> None:
        line = self._line(indent + 12)
        line.paragraph_format.keep_together = True
        if self._rtl:
            _set_direction(line._p.get_or_add_pPr(), rtl=False)
        for part in block.parts:
            text, lang = (part.md, part.lang) if isinstance(part, Text) else (part, "")
            for number, piece in enumerate(text.expandtabs(4).split("\n")):
                if number:
                    line.add_run().add_break()
                if piece:
                    self._ink.code(line, piece, lang)
        self._caption(block.caption, indent)

    def _figure(self, figure: Figure, indent: float) -> None:
        self._picture(figure.image, figure.alt, indent, _TEXT_WIDTH)
        self._caption(figure.caption, indent)

    def _picture(self, image: Image, alt: Text, indent: float, widest: float) -> None:
        width = min(max(image.width, 1) * _PIXEL, widest - indent)
        data = image.data
        if image.media_type == "image/svg+xml":
            svg = localised_svg(image, alt, language=self._edition.language.code)
            data = png_of_svg(svg, max(16, round(width * DENSITY)))
        self._ink.picture(self._line(indent), data, width, plain_text(alt))

    def _table(self, block: Table) -> None:
        table = self._document.add_table(rows=1 + len(block.rows), cols=len(block.head), style="Table Grid")
        if self._rtl:
            table.table_direction = WD_TABLE_DIRECTION.RTL
        for row, texts in zip(table.rows, (block.head, *block.rows), strict=True):
            for cell, text, align in zip(row.cells, texts, block.align, strict=False):
                self._cell(cell, text, align, head=texts is block.head)
        header = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(header)
        self._line().paragraph_format.space_after = Pt(0)
        self._caption(block.caption, 0)

    def _cell(self, cell: _Cell, text: Text, align: str, *, head: bool) -> None:
        line = cell.paragraphs[0]
        line.paragraph_format.space_after = Pt(2)
        if align in ("center", "right"):
            # In a paragraph from right to left, "left" means where it begins (ECMA-376-1 transitional, 17.18.44).
            line.alignment = {"center": 1, "right": 0 if self._rtl else 2}[align]
        self._ink.text(line, text, bold=head)

    def _set_page(self) -> None:
        page = self._document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2)
        page.top_margin = page.bottom_margin = Cm(2)

    def _set_styles(self) -> None:
        styles = self._document.styles
        sizes = (("Normal", SIZE), ("Title", 20.0), ("Heading 1", 15.0), ("Heading 2", 12.0), ("Footer", 8.0))
        for name, size in sizes:
            style = styles[name]
            style.font.size = Pt(size)
            style.font.color.rgb = None
            set_font(style.element.get_or_add_rPr(), FONT)
            if self._rtl:
                _set_complex_size(style.element.get_or_add_rPr())
        spacing = styles["Normal"].paragraph_format
        spacing.space_after, spacing.line_spacing = Pt(5), 1.1
        styles["Heading 2"].paragraph_format.space_before = Pt(16)
        default = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        if default is not None:
            for old in default.findall(qn("w:lang")):
                default.remove(old)
            default.append(language_element(self._edition.language.code))
        if self._rtl:
            _set_direction(styles["Normal"].element.get_or_add_pPr(), rtl=True)

    def _write_footer(self) -> None:
        about = self._edition.about
        line = self._document.sections[0].footer.paragraphs[0]
        line.style = self._document.styles["Footer"]
        line.paragraph_format.tab_stops.clear_all()
        words = [self.ui["paper.license"].format(license=about.license)]
        words += [plain_text(about.funding.text)] if about.funding else []
        self._ink.words(line, " · ".join(words) + " · ")
        _page_number(line)


#: What the schema wants behind `w:bidi` in the properties of a paragraph (ECMA-376-1, 17.3.1.26).
_AFTER_BIDI = tuple(
    qn(f"w:{name}") for name in ("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "jc", "rPr")
)


def _set_direction(properties: etree._Element, *, rtl: bool) -> None:
    """Say which way a paragraph runs, whatever its style says."""
    bidi = OxmlElement("w:bidi")
    if not rtl:
        bidi.set(qn("w:val"), "0")
    place = next((n for n, e in enumerate(properties) if e.tag in _AFTER_BIDI), len(properties))
    properties.insert(place, bidi)


def _set_complex_size(properties: etree._Element) -> None:
    """Give text from right to left the size of the other: Word keeps them apart (ECMA-376-1, 17.3.2.39)."""
    size = properties.find(qn("w:sz"))
    if size is not None:
        for old in properties.findall(qn("w:szCs")):
            properties.remove(old)
        own = OxmlElement("w:szCs")
        own.set(qn("w:val"), size.get(qn("w:val"), ""))
        size.addnext(own)


def _rule(line: Line) -> None:
    """Draw a rule below a paragraph, between such paragraphs too."""
    borders = OxmlElement("w:pBdr")
    for side in ("bottom", "between"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "808080")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    properties = line._p.get_or_add_pPr()
    # The schema wants pBdr before spacing and indents.
    place = next((n for n, e in enumerate(properties) if e.tag in (qn("w:spacing"), qn("w:ind"))), len(properties))
    properties.insert(place, borders)


def _page_number(line: Line) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    line._p.append(field)
