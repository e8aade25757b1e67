"""A template for the other direction of writing: left and right change places."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from lxml import etree
from lxml.etree import _Element
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part

from machina_scorm.export.deck.resolve import Layout
from machina_scorm.export.deck.template import Template
from machina_scorm.export.deck.xml import qn


def facing(template: Template, rtl: bool) -> Template:
    """Return the template for a language of that direction: itself, or mirrored if it is made for the other one."""
    return template if template.rtl == rtl else mirrored(template)


@lru_cache(maxsize=8)
def mirrored(template: Template) -> Template:
    """Return the template with left and right changed on every layout.

    PowerPoint does not do so by itself. Pictures and what is inside a group keep their look; a line changes its slope.
    A template made for a language from right to left has its text turned too; for one made from left to right every
    paragraph of a deck says so itself.
    """
    deck = template.open()
    for master in deck.slide_masters:
        _name_complex_fonts(master.part.part_related_by(RT.THEME))
        for sheet in (master, *master.slide_layouts):
            for shape in sheet.shapes._spTree:
                _mirror(shape, deck.slide_width or 0)
            if template.rtl:
                _turn_text(sheet._element)
    buffer = io.BytesIO()
    deck.save(buffer)
    layouts = {kind: _mirrored_layout(layout, template.page.w) for kind, layout in template.layouts.items()}
    return replace(template, data=buffer.getvalue(), layouts=MappingProxyType(layouts), rtl=not template.rtl)


def _name_complex_fonts(theme: Part) -> None:
    """Let scripts from right to left be set in the theme's own font where it names none for them.

    Else every program takes another font, and none of them has the widths that were measured.
    """
    root = etree.fromstring(theme.blob)
    for fonts in root.iter(qn("a:majorFont"), qn("a:minorFont")):
        latin, complex_ = fonts.find(qn("a:latin")), fonts.find(qn("a:cs"))
        if latin is not None and complex_ is not None and not complex_.get("typeface"):
            complex_.set("typeface", latin.get("typeface", ""))
    theme._blob = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _turn_text(sheet: _Element) -> None:
    """Let the text styles of a master or layout run from left to right."""
    for props in sheet.iter(*(qn(f"a:{name}") for name in (*(f"lvl{n}pPr" for n in range(1, 10)), "pPr", "defPPr"))):
        turned = {"r": "l", "l": "r"}.get(props.get("algn", ""))
        if turned:
            props.set("algn", turned)
        if props.get("rtl"):
            props.set("rtl", "0")


def _mirror(shape: _Element, width: int) -> None:
    for xfrm in (*shape.iterfind(f"*/{qn('a:xfrm')}"), *shape.iterfind(qn("p:xfrm"))):
        off, ext = xfrm.find(qn("a:off")), xfrm.find(qn("a:ext"))
        if off is not None and ext is not None:
            off.set("x", str(width - int(off.get("x", "0")) - int(ext.get("cx", "0"))))
        form = shape.find(f"{qn('p:spPr')}/{qn('a:prstGeom')}")
        if form is not None and form.get("prst") in ("line", "straightConnector1"):
            xfrm.set("flipH", "0" if xfrm.get("flipH") in ("1", "true") else "1")


def _mirrored_layout(layout: Layout, width: float) -> Layout:
    slots = {
        role: replace(slot, rect=replace(slot.rect, x=width - slot.rect.x - slot.rect.w))
        for role, slot in layout.slots.items()
    }
    return replace(layout, slots=MappingProxyType(slots))
