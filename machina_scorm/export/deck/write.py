"""Shapes: measured text, tables and code as PresentationML.  Decides nothing about size or place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml.etree import _Element
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.parts.slide import SlidePart

from machina_scorm.export.deck.code import INSET, LINE, CodeSet
from machina_scorm.export.deck.fit import BOX, Page
from machina_scorm.export.deck.flow import TextPiece
from machina_scorm.export.deck.measure import hang_of
from machina_scorm.export.deck.runs import Para, Run
from machina_scorm.export.deck.styles import LevelStyle, Rect, Slot
from machina_scorm.export.deck.tables import INSET_X, INSET_Y, TableSet
from machina_scorm.export.deck.theme import USUAL, Tones
from machina_scorm.export.deck.xml import EMU_PER_POINT, build
from machina_scorm.model.text import Text
from machina_scorm.render.highlight import background

#: "No style, no grid": PowerPoint's built-in style that leaves a table to its cells' own properties.
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
#: Points: no slide number is smaller, whatever the template says.
SMALLEST_FOOTER = 14.0
_FOOTERS = frozenset({"ftr", "sldNum", "dt"})
_SLIDE_NUMBER = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes XML for one slide: `part` takes its links, `rtl` is the deck's direction, `code_font` and `tones` are the
    template's.

    `origins` grows: the Text of every run that has one, by the run's `a:rPr`.
    """

    part: SlidePart
    rtl: bool
    code_font: str
    lang: str
    tones: Tones = USUAL
    origins: dict[_Element, Text] = field(default_factory=dict)

    def run(self, run: Run, size: float = 0.0, theme: str = "") -> _Element:
        """Return `a:r`, or `a:br` for a line break. `size` in points is written if it is not 0."""
        props = build("a:rPr", lang=run.lang)
        if run.text_of:
            self.origins[props] = run.text_of
        if not run.proof:
            props.set("noProof", "1")
        if size:
            props.set("sz", str(round(size * 100)))
        if run.bold:
            props.set("b", "1")
        if run.italic:
            props.set("i", "1")
        if run.baseline:
            props.set("baseline", str(run.baseline * 1000))
        if run.text == "\n":
            return build("a:br", props)
        if run.colour:
            props.append(build("a:solidFill", build("a:srgbClr", val=run.colour)))
        elif theme:
            props.append(build("a:solidFill", build("a:schemeClr", val=self.tones.ink(theme))))
        font = self.code_font if run.mono else run.font
        if font:
            props.append(build("a:latin", typeface=font))
            props.append(build("a:cs", typeface=font))
        if run.link:
            target = self.part.relate_to(run.link, RT.HYPERLINK, is_external=True)
            props.append(build("a:hlinkClick", r_id=target))
        return build("a:r", props, build("a:t", run.text))

    def para(self, para: Para, size: float = 0.0, *, fresh: bool = False, real: float = 0.0) -> _Element:
        """Return `a:p`. `size` overrules what is inherited, `real` is the size that results, both in points.

        A `fresh` paragraph stands where nothing inherited has bullets.
        """
        props = build("a:pPr")
        if para.level:
            props.set("lvl", str(para.level))
        if self.rtl:
            props.set("algn", para.align or "r")
            props.set("rtl", "1")
        elif para.align:
            props.set("algn", para.align)
        if para.hang and real:
            props.set("marL", _emu(para.hang * real))
            props.set("indent", _emu(-para.hang * real))
        if para.bullet == "number":
            start = {"startAt": str(para.number)} if para.number != 1 else {}
            props.append(build("a:buFont", typeface="+mj-lt"))
            props.append(build("a:buAutoNum", type="arabicPeriod", **start))
        elif not para.bullet and not fresh:
            if not para.hang:
                if not para.level:
                    props.set("marL", "0")
                props.set("indent", "0")
            props.append(build("a:buNone"))
        runs = (self.run(run, para.size or size, para.theme) for run in para.runs)
        return build("a:p", props if len(props) or props.attrib else None, *runs)

    def text(self, paras: Iterable[Para], page: Page, styled: bool = True) -> list[_Element]:
        """Return paragraphs; sizes are written where they differ from what is inherited, or all if not `styled`."""
        found = []
        for para in paras:
            level = min(para.level, len(page.levels) - 1)
            size = page.sizes[level]
            inherited = styled and size == page.levels[level].size
            hang = hang_of(para, page.levels[level], size)
            para = replace(para, hang=hang) if hang != para.hang else para
            found.append(self.para(para, 0.0 if inherited else size, real=size))
        return found

    def placeholder(self, name: str, slot: Slot, paras: list[_Element], rect: Rect | None = None) -> _Element:
        """Return a shape in the layout's placeholder; with `rect` it is moved there."""
        ph = build("p:ph")
        if slot.type != "obj":
            ph.set("type", slot.type)
        if slot.idx:
            ph.set("idx", str(slot.idx))
        shape = build("p:spPr", _xfrm(rect) if rect else None)
        insets = {"lIns": "0", "tIns": "0", "rIns": "0", "bIns": "0"} if rect else {}
        # Sizes are real ones, without fontScale, which PowerPoint would apply once more: every viewer shows the same.
        # In its own place a text may be shrunk by the viewer when somebody adds to it.
        fit = build("a:noAutofit" if rect or slot.type in _FOOTERS else "a:normAutofit")
        # LibreOffice breaks a footer inside words and tightens its lines unless the slide itself says how it wraps.
        wrap = {"wrap": "square"} if slot.type in _FOOTERS else {}
        body = build("p:txBody", build("a:bodyPr", fit, **wrap, **insets), build("a:lstStyle"), *paras)
        nv = build("p:nvSpPr", _named(name), build("p:cNvSpPr", build("a:spLocks", noGrp="1")), build("p:nvPr", ph))
        return build("p:sp", nv, shape, body)

    def text_box(self, name: str, rect: Rect, paras: list[_Element], style: _Element | None = None) -> _Element:
        """Return a text box without insets."""
        frame = build("a:bodyPr", build("a:noAutofit"), wrap="square", lIns="0", tIns="0", rIns="0", bIns="0")
        shape = build("p:spPr", _xfrm(rect), build("a:prstGeom", build("a:avLst"), prst="rect"), build("a:noFill"))
        nv = build("p:nvSpPr", _named(name), build("p:cNvSpPr", txBox="1"), build("p:nvPr"))
        body = build("p:txBody", frame, build("a:lstStyle") if style is None else style, *paras)
        return build("p:sp", nv, shape, body)

    def free_text(self, name: str, rect: Rect, piece: TextPiece, page: Page) -> _Element:
        """Return paragraphs outside a placeholder, set as the placeholder's would be; tinted ones in a box."""
        shape = self.text_box(name, rect, self.text(piece.paras, page, styled=False), _list_style(page.levels))
        if piece.tint:
            frame = shape[2][0]
            for side in ("lIns", "tIns", "rIns", "bIns"):
                frame.set(side, _emu(BOX))
            shape[1].replace(shape[1][-1], build("a:solidFill", build("a:schemeClr", val=self.tones.band)))
            shape[1].append(build("a:ln", build("a:solidFill", build("a:schemeClr", val=piece.tint)), w="12700"))
        return shape

    def code(self, name: str, rect: Rect, code: CodeSet) -> _Element:
        """Return a listing: no wrapping, always left to right."""
        paras = []
        for line in code.paras:
            runs = [self.run(run, code.size) for run in line.runs]
            end = None if runs else build("a:endParaRPr", lang=self.lang, sz=str(round(code.size * 100)))
            spacing = build("a:lnSpc", build("a:spcPts", val=str(round(code.size * LINE * 100))))
            paras.append(build("a:p", build("a:pPr", spacing, algn="l"), *runs, end))
        shape = self.text_box(name, rect, paras)
        frame = shape[2][0]
        frame.set("wrap", "none")
        for side in ("lIns", "tIns", "rIns", "bIns"):
            frame.set(side, _emu(INSET))
        ground = build("a:srgbClr", val=background().removeprefix("#").upper())
        shape[1].replace(shape[1][-1], build("a:solidFill", ground))
        return shape

    def table(self, name: str, rect: Rect, table: TableSet, alt: str) -> _Element:
        """Return a native table; widths and heights as measured."""
        props = build("a:tblPr", build("a:tableStyleId", _PLAIN_TABLE), firstRow="1", bandRow="1")
        if self.rtl:
            props.set("rtl", "1")
        grid = build("a:tblGrid", *(build("a:gridCol", w=_emu(width)) for width in table.widths))
        element = build("a:tbl", props, grid)
        for number, (cells, height) in enumerate(zip(table.rows, table.heights, strict=True)):
            element.append(build("a:tr", *(self._cell(cell, number) for cell in cells), h=_emu(height)))
        uri = "http://schemas.openxmlformats.org/drawingml/2006/table"
        graphic = build("a:graphic", build("a:graphicData", element, uri=uri))
        locks = build("p:cNvGraphicFramePr", build("a:graphicFrameLocks", noGrp="1"))
        nv = build("p:nvGraphicFramePr", _named(name, alt), locks, build("p:nvPr"))
        place = _xfrm(Rect(rect.x, rect.y, sum(table.widths), table.height), "p:xfrm")
        return build("p:graphicFrame", nv, place, graphic)

    def _cell(self, cell: Para, row: int) -> _Element:
        para = build("a:pPr", algn=cell.align or ("r" if self.rtl else "l"))
        if self.rtl:
            para.set("rtl", "1")
        theme = "tx1" if row else self.tones.head_ink
        runs = [self.run(run, cell.size, theme) for run in cell.runs]
        end = None if runs else build("a:endParaRPr", lang=self.lang, sz=str(round(cell.size * 100)))
        text = build("a:txBody", build("a:bodyPr"), build("a:lstStyle"), build("a:p", para, *runs, end))
        line = build("a:lnB", build("a:solidFill", build("a:schemeClr", val="accent1")), w="9525")
        ground = self.tones.head if not row else self.tones.band if row % 2 == 0 else "bg1"
        fill = build("a:solidFill", build("a:schemeClr", val=ground))
        insets = {"marL": _emu(INSET_X), "marR": _emu(INSET_X), "marT": _emu(INSET_Y), "marB": _emu(INSET_Y)}
        return build("a:tc", text, build("a:tcPr", line, fill, anchor="ctr", **insets))

    def slide_number(self, slot: Slot, number: int) -> _Element:
        """Return the field that shows the slide's number."""
        props = build("a:rPr", lang=self.lang)
        if slot.levels[0].size < SMALLEST_FOOTER:
            props.set("sz", str(round(SMALLEST_FOOTER * 100)))
        words = (props, build("a:t", str(number)))
        field = build("a:fld", *words, id=_SLIDE_NUMBER, type="slidenum")
        return self.placeholder("slide-number", slot, [build("a:p", field)])


def _list_style(levels: tuple[LevelStyle, ...]) -> _Element:
    """Return what a placeholder's levels inherit as a text box's own list style."""
    style = build("a:lstStyle")
    for number, level in enumerate(levels, 1):
        before = build("a:spcPts", val=str(round(level.before * 100)))
        if level.before_share:
            before = build("a:spcPct", val=str(round(level.before_share * 100_000)))
        spacing = build("a:lnSpc", build("a:spcPct", val=str(round(level.line * 100_000))))
        colour = build("a:buClr", build("a:schemeClr", val="accent1"))
        mark = build("a:buChar", char=level.bullet) if level.bullet else build("a:buNone")
        font = build("a:buFont", typeface="Arial") if level.bullet else None
        run = build("a:defRPr", sz=str(round(level.size * 100)))
        margins = {"marL": _emu(level.margin), "indent": _emu(level.indent)}
        style.append(build(f"a:lvl{number}pPr", spacing, build("a:spcBef", before), colour, font, mark, run, **margins))
    return style


def _named(name: str, alt: str = "") -> _Element:
    """Return `p:cNvPr`; finish.py numbers it."""
    return build("p:cNvPr", id="0", name=name, **({"descr": alt} if alt else {}))


def _xfrm(rect: Rect, tag: str = "a:xfrm") -> _Element:
    off = build("a:off", x=_emu(rect.x), y=_emu(rect.y))
    return build(tag, off, build("a:ext", cx=_emu(rect.w), cy=_emu(rect.h)))


def _emu(points: float) -> str:
    return str(round(points * EMU_PER_POINT))
