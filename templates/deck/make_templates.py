"""Make the toolkit's deck templates, machina.pptx and plain.pptx: `python templates/deck/make_templates.py`.

The files are committed; this script is how they came about and how they are changed. The same python-pptx gives the
same bytes (tests/export/test_deck_template.py holds them together). Colours of machina are those of the course's
figures, plain is white and grey with one blue; text on its ground has a contrast of 4.5:1 or more. Measures are inches
unless named otherwise. Trainers' templates need none of this: they are made in PowerPoint.
"""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml.etree import _Element
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as Deck

from machina_scorm.export.deck.xml import build as el
from machina_scorm.export.deck.xml import qn
from machina_scorm.package.archive import entry_time, pack

WIDTH, HEIGHT, LEFT, WIDE = 13.333, 7.5, 0.75, 11.833
MACHINA = {
    "dk1": "1A2B3C", "lt1": "FFFFFF", "dk2": "163A5F", "lt2": "EEF4FB", "accent1": "1F5FA8", "accent2": "B3500B",
    "accent3": "1D6B3F", "accent4": "6A3D9A", "accent5": "0B6E75", "accent6": "55606B", "hlink": "1F5FA8",
    "folHlink": "6A3D9A",
}  # fmt: skip
PLAIN = {
    "dk1": "1F2328", "lt1": "FFFFFF", "dk2": "24292F", "lt2": "F3F4F6", "accent1": "1B5E94", "accent2": "9A4A00",
    "accent3": "1E6B3C", "accent4": "6B3FA0", "accent5": "0B6B70", "accent6": "57606A", "hlink": "1B5E94",
    "folHlink": "6B3FA0",
}  # fmt: skip
#: Points of the five body levels; a trainer's own text on level 4 and 5 stays readable too.
LEVELS = (26, 22, 20, 18, 18)
Box = tuple[float, float, float, float]
TITLE: Box = (LEFT, 0.4, WIDE, 1.02)
BODY: Box = (LEFT, 1.85, WIDE, 4.8)
FOOTER: Box = (LEFT, 6.86, 10.0, 0.42)
NUMBER: Box = (11.083, 6.86, 1.5, 0.42)


def emu(inches: float) -> str:
    """Return inches as EMU."""
    return str(round(inches * 914400))


def fill(colour: str) -> _Element:
    """Return a solid fill of a theme colour."""
    return el("a:solidFill", el("a:schemeClr", val=colour))


def xfrm(box: Box) -> _Element:
    """Return a place on the slide."""
    x, y, w, h = box
    return el("a:xfrm", el("a:off", x=emu(x), y=emu(y)), el("a:ext", cx=emu(w), cy=emu(h)))


class Tree:
    """The shapes of a master or layout, numbered in the order in which they are added."""

    def __init__(self) -> None:
        self.element = el(
            "p:spTree",
            el("p:nvGrpSpPr", el("p:cNvPr", id="1", name=""), el("p:cNvGrpSpPr"), el("p:nvPr")),
            el("p:grpSpPr"),
        )

    def _add(self, name: str, nv: _Element, lock: _Element | None, shape: _Element, text: _Element | None) -> None:
        number = str(len(self.element))
        parts = (el("p:cNvPr", id=number, name=f"{name} {number}"), el("p:cNvSpPr", lock), el("p:nvPr", nv))
        self.element.append(el("p:sp", el("p:nvSpPr", *parts), shape, text))

    def decoration(self, form: str, box: Box, colour: str, alpha: int = 100) -> None:
        """Add a coloured form that says nothing, marked as decorative by being in the layout only."""
        paint = el("a:solidFill", el("a:schemeClr", el("a:alpha", val=str(alpha * 1000)), val=colour))
        shape = el("p:spPr", xfrm(box), el("a:prstGeom", el("a:avLst"), prst=form), paint, el("a:ln", el("a:noFill")))
        number = str(len(self.element))
        nv = el("p:nvSpPr", el("p:cNvPr", id=number, name=f"Decoration {number}"), el("p:cNvSpPr"), el("p:nvPr"))
        body = el("p:txBody", el("a:bodyPr"), el("a:lstStyle"), el("a:p"))
        self.element.append(el("p:sp", nv, shape, body))

    def placeholder(
        self,
        kind: str,
        box: Box,
        prompt: Iterable[str],
        *,
        idx: int = 0,
        anchor: str = "t",
        sizes: Iterable[int] = (),
        bullets: bool = True,
        **level: str,
    ) -> None:
        """Add a placeholder: `kind` as in `ph/@type` ("" for any content), `sizes` in points from level 1 on.

        Without `bullets` every level is flush left; `level` gives further attributes and `colour`, `bold` of the text.
        """
        colour, bold = level.pop("colour", ""), level.pop("bold", "")
        ph = el("p:ph", **({"type": kind} if kind else {}), **({"idx": str(idx)} if idx else {}))
        flat: dict[str, str] = {} if bullets else {"marL": "0", "indent": "0"}
        style = el("a:lstStyle")
        for number, size in enumerate(sizes, 1):
            run = el("a:defRPr", fill(colour) if colour else None, sz=str(size * 100), **({"b": bold} if bold else {}))
            style.append(el(f"a:lvl{number}pPr", None if bullets else el("a:buNone"), run, **flat, **level))
        fit = el("a:normAutofit") if kind in ("", "body", "subTitle", "title", "ctrTitle") else None
        frame = el("a:bodyPr", fit, lIns="0", tIns="0", rIns="0", bIns="0", anchor=anchor)
        text = el("p:txBody", frame, style)
        for number, line in enumerate(prompt):
            run = el("a:r", el("a:rPr", lang="en"), el("a:t", line))
            if kind == "sldNum":
                run = el("a:fld", el("a:rPr", lang="en"), el("a:t", line), id=FIELD, type="slidenum")
            if kind == "ftr":
                # LibreOffice forgets a footer's list style and keeps what stands on its text.
                look = (fill(colour), el("a:latin", typeface="+mn-lt"))
                run = el("a:r", el("a:rPr", *look, lang="en", sz="1400"), el("a:t", line))
                text.append(el("a:p", el("a:pPr", algn="l"), run))
                continue
            text.append(el("a:p", el("a:pPr", lvl=str(number)) if number else None, run))
        lock = el("a:spLocks", noGrp="1")
        self._add(NAMES.get(kind, "Content"), ph, lock, el("p:spPr", xfrm(box), rectangle()), text)

    def footers(self, box: Box = FOOTER, number: bool = True) -> None:
        """Add the footer and the slide number."""
        self.placeholder("ftr", box, ["Footer"], idx=11, anchor="ctr", sizes=(14,), bullets=False, colour="accent6")
        if number:
            style = {"algn": "r", "colour": "accent6"}
            self.placeholder("sldNum", NUMBER, ["‹#›"], idx=12, anchor="ctr", sizes=(14,), bullets=False, **style)


FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
NAMES = {"ftr": "Footer", "sldNum": "Slide number", "title": "Title", "ctrTitle": "Title", "subTitle": "Subtitle"}
OUTLINE = ("First level", "Second level", "Third level", "Fourth level", "Fifth level")


def rectangle() -> _Element:
    """Return the geometry of a plain box."""
    return el("a:prstGeom", el("a:avLst"), prst="rect")


def master() -> Tree:
    """A bar above, the title over a short rule, the text, a hair line, the footer."""
    tree = Tree()
    tree.decoration("rect", (0, 0, WIDTH, 0.14), "accent1")
    tree.decoration("rect", (LEFT, 1.49, 0.9, 0.05), "accent2")
    tree.decoration("rect", (LEFT, 6.8, WIDE, 0.012), "accent6", 45)
    tree.placeholder("title", TITLE, ["Title"], anchor="b")
    tree.placeholder("body", BODY, OUTLINE, idx=1)
    tree.footers()
    return tree


def title_slide() -> Tree:
    """A panel on the right with two kinds of points and the line between them: the course's first picture."""
    tree = Tree()
    tree.decoration("rect", (9.75, 0, 3.583, HEIGHT), "accent1")
    line = el("p:cxnSp")
    place = el("a:xfrm", el("a:off", x=emu(10.1), y=emu(1.3)), el("a:ext", cx=emu(2.9), cy=emu(4.9)), flipV="1")
    stroke = el("a:ln", fill("bg1"), w="28575")
    line.append(el("p:nvCxnSpPr", el("p:cNvPr", id="2", name="Decoration line"), el("p:cNvCxnSpPr"), el("p:nvPr")))
    line.append(el("p:spPr", place, el("a:prstGeom", el("a:avLst"), prst="line"), stroke))
    discs = ((10.2, 2.2), (10.75, 1.45), (10.45, 3.35), (11.3, 2.3), (10.95, 3.1), (10.15, 4.4), (11.75, 1.2))
    for x, y in (*discs, (12.1, 2.0)):
        tree.decoration("ellipse", (x, y, 0.26, 0.26), "bg1", 92)
    for x, y in ((11.6, 4.5), (12.4, 3.5), (12.15, 5.3), (11.0, 5.75), (12.75, 4.7), (11.75, 6.1), (12.75, 2.6)):
        tree.decoration("rect", (x, y, 0.23, 0.23), "bg2", 60)
    line[0][0].set("id", "90")
    tree.element.append(line)
    tree.decoration("rect", (LEFT, 3.82, 0.9, 0.06), "accent2")
    tree.placeholder("ctrTitle", (LEFT, 1.2, 8.5, 2.4), ["Title"], anchor="b", sizes=(40,))
    tree.placeholder("subTitle", (LEFT, 4.1, 8.5, 2.0), ["Subtitle"], idx=1, sizes=(22,), bullets=False, colour="tx1")
    tree.footers((LEFT, 6.4, 8.5, 0.75), number=False)
    return tree


def section(left: float = LEFT + 0.35, rule: str = "accent2") -> Tree:
    """A tinted ground, the title in the middle; a bar at the edge where the text does not begin at the margin."""
    tree = Tree()
    if left > LEFT:
        tree.decoration("rect", (0, 0, 0.32, HEIGHT), "accent1")
    tree.decoration("rect", (left, 3.77, 0.9, 0.06), rule)
    tree.placeholder("title", (left, 1.6, 10.9, 2.0), ["Title"], anchor="b", sizes=(38,))
    tree.placeholder("body", (left, 4.05, 10.9, 2.2), ["Text"], idx=1, sizes=(24,), bullets=False)
    tree.footers()
    return tree


def content(*boxes: Box, kind: str = "") -> Tree:
    """Title, and a placeholder for each box from idx 1 on."""
    tree = Tree()
    tree.placeholder("title", TITLE, ["Title"], anchor="b")
    for idx, box in enumerate(boxes, 1):
        tree.placeholder(kind, box, OUTLINE if not kind else ["Content"], idx=idx)
    tree.footers()
    return tree


def closing() -> Tree:
    """As content, on a tinted ground."""
    tree = content(BODY)
    tree.decoration("rect", (0, 0, 0.32, HEIGHT), "accent1")
    tree.decoration("rect", (LEFT, 1.49, 0.9, 0.05), "accent2")
    shapes = tree.element
    for decoration in reversed([shapes[-2], shapes[-1]]):
        shapes.insert(2, decoration)
    return tree


def plain_master() -> Tree:
    """A white sheet: the title above a hair line, the text, the footer."""
    tree = Tree()
    tree.decoration("rect", (LEFT, 1.5, WIDE, 0.014), "accent6", 45)
    tree.placeholder("title", TITLE, ["Title"], anchor="b")
    tree.placeholder("body", BODY, OUTLINE, idx=1)
    tree.footers()
    return tree


def plain_title() -> Tree:
    """A narrow bar at the left edge, room for an institution's own sign above the title."""
    tree = Tree()
    tree.decoration("rect", (0, 0, 0.2, HEIGHT), "accent1")
    tree.decoration("rect", (LEFT, 3.9, 1.4, 0.05), "accent1")
    tree.placeholder("ctrTitle", (LEFT, 1.4, WIDE, 2.3), ["Title"], anchor="b", sizes=(40,))
    tree.placeholder("subTitle", (LEFT, 4.15, WIDE, 2.1), ["Subtitle"], idx=1, sizes=(22,), bullets=False, colour="tx1")
    tree.footers((LEFT, 6.5, WIDE, 0.7), number=False)
    return tree


HALF = 5.6
COLUMNS: tuple[Box, Box] = ((LEFT, 1.85, HALF, 4.8), (LEFT + WIDE - HALF, 1.85, HALF, 4.8))
#: Name, shapes, the theme colour of the ground ("" = the master's), whether the master's decoration shows.
Sheet = tuple[str, Callable[[], Tree], str, bool]
CONTENTS: tuple[Sheet, ...] = (
    ("Content", lambda: content(BODY), "", True),
    ("Two columns", lambda: content(*COLUMNS), "", True),
    *((name, lambda: content(BODY), "", True) for name in ("Figure", "Table", "Code")),
)
CLOSING: Sheet = ("Closing", lambda: content(BODY), "", True)


@dataclass(frozen=True, slots=True)
class Design:
    """A template: the theme's `name` and colours, its master, and its first two and last layouts."""

    name: str
    colours: dict[str, str]
    master: Callable[[], Tree]
    title: Callable[[], Tree]
    section: Callable[[], Tree]
    closing: Sheet

    @property
    def layouts(self) -> tuple[Sheet, ...]:
        """Return all eight."""
        return (("Title", self.title, "bg1", False), ("Section", self.section, "bg2", False), *CONTENTS, self.closing)


DESIGNS = {
    "machina": Design("MACHINA", MACHINA, master, title_slide, section, ("Closing", closing, "bg2", False)),
    "plain": Design("Plain", PLAIN, plain_master, plain_title, lambda: section(LEFT, "accent1"), CLOSING),
}


def text_styles() -> _Element:
    """Return the master's text styles: dark blue titles, bullets in the accent colour."""
    title = el("a:defRPr", fill("tx2"), *typefaces("+mj"), sz="3000", b="1", kern="1200")
    body = el("p:bodyStyle")
    for number, size in enumerate(LEVELS):
        before = el("a:spcBef", el("a:spcPts", val=("1200", "600", "400", "300", "300")[number]))
        marks = (el("a:buClr", el("a:schemeClr", val="accent1")), el("a:buFont", typeface="Arial"))
        bullet = el("a:buChar", char="•–···"[number])
        run = el("a:defRPr", fill("tx1"), *typefaces("+mn"), sz=str(size * 100), kern="1200")
        spacing = el("a:lnSpc", el("a:spcPct", val="100000"))
        margin = {"marL": str(384048 + 320040 * number), "indent": str(-384048 if not number else -320040), "algn": "l"}
        body.append(el(f"a:lvl{number + 1}pPr", spacing, before, *marks, bullet, run, **margin))
    other = el("p:otherStyle")
    for number in range(1, 6):
        other.append(el(f"a:lvl{number}pPr", el("a:defRPr", fill("tx1"), *typefaces("+mn"), sz="1800"), algn="l"))
    heading = el("a:lvl1pPr", el("a:lnSpc", el("a:spcPct", val="90000")), el("a:buNone"), title, algn="l")
    return el("p:txStyles", el("p:titleStyle", heading), body, other)


def typefaces(kind: str) -> tuple[_Element, ...]:
    """Return the references to the theme's fonts."""
    return tuple(el(f"a:{script}", typeface=f"{kind}-{script[:2] if script != 'latin' else 'lt'}") for script in FACES)


FACES = ("latin", "ea", "cs")


def recolour(theme: bytes, design: Design) -> bytes:
    """Return a theme with the design's colours and Arial."""
    root = etree.fromstring(theme)
    root.set("name", design.name)
    colours = root.find(f".//{qn('a:clrScheme')}")
    fonts = root.find(f".//{qn('a:fontScheme')}")
    assert colours is not None and fonts is not None
    colours.set("name", design.name)
    for name, value in design.colours.items():
        slot = colours.find(qn(f"a:{name}"))
        assert slot is not None
        slot[:] = [el("a:srgbClr", val=value)]
    fonts.set("name", design.name)
    for family in ("majorFont", "minorFont"):
        slot = fonts.find(qn(f"a:{family}"))
        assert slot is not None
        slot[:] = [el(f"a:{script}", typeface="Arial" if script == "latin" else "") for script in FACES]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def set_background(sheet: _Element, colour: str) -> None:
    """Give a master or layout a plain ground of a theme colour."""
    data = sheet[0]
    for old in data.findall(qn("p:bg")):
        data.remove(old)
    data.insert(0, el("p:bg", el("p:bgPr", fill(colour), el("a:effectLst"))))


def shape_layouts(deck: Deck, layouts: tuple[Sheet, ...]) -> None:
    """Turn python-pptx's first eight layouts into ours and remove the others."""
    for layout in list(deck.slide_layouts)[len(layouts) :]:
        deck.slide_layouts.remove(layout)
    for layout, (name, make, ground, shows_master) in zip(deck.slide_layouts, layouts, strict=True):
        sheet = layout._element
        for attribute in ("type", "preserve"):
            sheet.attrib.pop(attribute, None)
        sheet.set("preserve", "1")
        if not shows_master:
            sheet.set("showMasterSp", "0")
        data = sheet[0]
        data.set("name", name)
        data.replace(data.find(qn("p:spTree")), make().element)
        if ground:
            set_background(sheet, ground)


def shape_master(deck: Deck, design: Design) -> None:
    """Give the master our shapes, text styles, ground and theme."""
    sheet = deck.slide_master._element
    sheet[0].replace(sheet[0].find(qn("p:spTree")), design.master().element)
    sheet.replace(sheet.find(qn("p:txStyles")), text_styles())
    set_background(sheet, "bg1")
    for part in (deck.slide_master.part, deck.notes_master.part):
        theme = part.part_related_by(RT.THEME)
        if hasattr(theme, "_element"):
            theme._element = etree.fromstring(recolour(theme.blob, design))
        else:
            theme._blob = recolour(theme.blob, design)


def shape_notes(deck: Deck) -> None:
    """Put a 16:9 picture of the slide and the notes on the notes page; the empty date and header go."""
    for shape in list(deck.notes_master.shapes):
        kind = shape.element.find(f".//{qn('p:ph')}").get("type")
        if kind in ("dt", "hdr"):
            shape.element.getparent().remove(shape.element)
        elif kind == "sldImg":
            shape.left, shape.top, shape.width, shape.height = 685800, 685800, 5486400, 3086100
        elif kind == "body":
            shape.left, shape.top, shape.width, shape.height = 685800, 4000500, 5486400, 4572000


def make(design: Design) -> bytes:
    """Return a template's bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = round(WIDTH * 914400), round(HEIGHT * 914400)
    deck._element.find(qn("p:sldSz")).attrib.pop("type", None)
    shape_layouts(deck, design.layouts)
    shape_master(deck, design)
    shape_notes(deck)
    for rid, relation in list(deck.part.rels.items()):
        if relation.reltype.endswith("/printerSettings"):
            deck.part.drop_rel(rid) if rid not in etree.tostring(deck._element).decode() else deck.part.rels.pop(rid)
    package = deck.part.package
    for rid, relation in list(package._rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package._rels.pop(rid)
    about = deck.core_properties
    about.title, about.author, about.language = design.name, design.name, "en"
    about.last_modified_by, about.revision = "", 1
    about.created = about.modified = datetime.datetime(*entry_time())
    saved = io.BytesIO()
    deck.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    properties = etree.Element(f"{{{APP}}}Properties", nsmap={None: APP})
    etree.SubElement(properties, f"{{{APP}}}Application").text = "machina-scorm"
    parts["docProps/app.xml"] = etree.tostring(properties, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack(parts, first=("[Content_Types].xml",))


APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, design in DESIGNS.items():
        (folder / f"{name}.pptx").write_bytes(make(design))
