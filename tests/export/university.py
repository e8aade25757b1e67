"""A template as a university has it: French names, placeholders in any order, somebody's lecture still in it."""

from __future__ import annotations

import io

from lxml import etree
from lxml.etree import _Element
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout

from machina_scorm.export.deck.xml import build as el
from machina_scorm.export.deck.xml import qn

#: Inches: a slide 16:9 and 4:3.
WIDE, OLD = (13.333, 7.5), (10.0, 7.5)
COLOURS = {"dk2": "7A0019", "lt2": "EFE9E1", "accent1": "7A0019", "accent2": "C98B1B", "accent6": "B9C7A0"}
NAMES = {
    "Two Content": "Deux contenus",
    "Title and Content": "Titre et contenu\u00a0",  # a no-break space at the end, as people leave them
    "Blank": "Vide",
    "Title and Vertical Text": "Titre et texte vertical",
    "Title Slide": "Diapositive de titre",
    "Comparison": "Comparaison",
    "Section Header": "Titre de section",
    "Picture with Caption": "Image avec légende",
}
_SECTION = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"


def university(size: tuple[float, float] = WIDE, *, types: bool = False) -> bytes:
    """Return the template's bytes. Without `types` nothing says what the layouts are for, as after copying."""
    deck = Presentation()
    across = size[0] / 10
    deck.slide_width, deck.slide_height = round(size[0] * 914400), round(size[1] * 914400)
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for xfrm in sheet._element.iter(qn("a:xfrm")):
            for child in xfrm:
                for name in ("x", "cx"):
                    if child.get(name):
                        child.set(name, str(round(int(child.get(name)) * across)))
    for layout in list(deck.slide_layouts):
        if layout.name not in NAMES:
            deck.slide_layouts.remove(layout)
    _reorder(deck)
    for number, layout in enumerate(deck.slide_layouts):
        layout._element[0].set("name", NAMES[layout.name])
        if not types:
            layout._element.attrib.pop("type", None)
        _renumber(layout, number)
    _dress(deck, size[0])
    _lecture(deck)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _reorder(deck: Deck) -> None:
    ids = deck.slide_master._element.find(qn("p:sldLayoutIdLst"))
    by_name = {layout.name: entry for layout, entry in zip(deck.slide_layouts, list(ids), strict=True)}
    for name in NAMES:
        ids.append(by_name[name])


def _renumber(layout: SlideLayout, number: int) -> None:
    """Give the placeholders idx 13 to 27, and let them stand in the file in another order than on the slide."""
    tree = layout.shapes._spTree
    shapes: list[_Element] = [shape for shape in tree if shape.tag in (qn("p:sp"), qn("p:pic"))]
    for offset, shape in enumerate(shapes):
        ph = shape.find(f".//{qn('p:ph')}")
        if ph.get("type") not in ("title", "ctrTitle"):
            ph.set("idx", str(13 + (offset * 4 + number) % 15))
        if ph.get("type") == "dt":
            tree.remove(shape)
    for shape in reversed([shape for shape in tree if shape.tag == qn("p:sp")]):
        tree.append(shape)


def _dress(deck: Deck, width: float) -> None:
    """Give the master the university's colours, a font that no table holds, and a band above the title."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    theme = etree.fromstring(part.blob)
    for name, colour in COLOURS.items():
        theme.find(f".//{qn(f'a:{name}')}")[:] = [el("a:srgbClr", val=colour)]
    for family in ("a:majorFont", "a:minorFont"):
        theme.find(f".//{qn(family)}/{qn('a:latin')}").set("typeface", "Marianne")
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    band = el("a:xfrm", el("a:off", x="0", y="0"), el("a:ext", cx=str(round(width * 914400)), cy="182880"))
    fill = el("a:solidFill", el("a:schemeClr", val="accent1"))
    shape = el("p:spPr", band, el("a:prstGeom", el("a:avLst"), prst="rect"), fill)
    nv = el("p:nvSpPr", el("p:cNvPr", id="99", name="Bandeau"), el("p:cNvSpPr"), el("p:nvPr"))
    deck.slide_master.shapes._spTree.insert(2, el("p:sp", nv, shape))


def _lecture(deck: Deck) -> None:
    """Leave three slides in two sections, with notes."""
    for layout in list(deck.slide_layouts)[:3]:
        slide = deck.slides.add_slide(layout)
        if slide.shapes.title is not None:
            slide.shapes.title.text = "Cours de l'an dernier"
        slide.notes_slide.notes_text_frame.text = "À ne pas diffuser"
    extension = el("p:ext", uri=_SECTION)
    sections = etree.SubElement(extension, f"{{{_P14}}}sectionLst", nsmap={"p14": _P14})
    entry = etree.SubElement(sections, f"{{{_P14}}}section", name="Introduction", id=_SECTION)
    ids = etree.SubElement(entry, f"{{{_P14}}}sldIdLst")
    for slide_id in deck.slides._sldIdLst:
        etree.SubElement(ids, f"{{{_P14}}}sldId", id=slide_id.get("id"))
    deck._element.append(el("p:extLst", extension))
