"""Templates: a PowerPoint file and the map that says which of its layouts holds which kind of slide.

Layouts are found by name and placeholders by idx, never by position, and never taken from another deck.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from lxml import etree
from lxml.etree import _Element
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout

from machina_scorm.errors import ExportError
from machina_scorm.export.deck.styles import Rect, Slot, placeholders, slot_of
from machina_scorm.export.deck.xml import EMU_PER_POINT, qn, remove
from machina_scorm.model.course import SLIDE_KINDS
from machina_scorm.problems import Report
from machina_scorm.resources import resource, resource_bytes
from machina_scorm.source import Source
from machina_scorm.yamlfile import Node, read_yaml

FOLDER = "templates/deck"
_SECTIONS = "{http://schemas.microsoft.com/office/powerpoint/2010/main}sectionLst"
ROLES = ("title", "subtitle", "body", "left", "right", "footer", "slide-number")


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout and its placeholders by role (one of ROLES)."""

    name: str
    slots: Mapping[str, Slot]


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A template, read: `data` is the .pptx, `layouts` by slide kind, `page` the slide in points.

    `native_math` says whether display formulas become equations that can be edited.
    """

    name: str
    data: bytes
    layouts: Mapping[str, Layout]
    page: Rect
    code_font: str
    native_math: bool

    def open(self) -> Deck:
        """Return the template as a deck without slides."""
        deck = Presentation(io.BytesIO(self.data))
        ids = deck.slides._sldIdLst
        # All before any is added: removing some and adding others would use a part's name twice.
        for entry in list(ids):
            deck.part.drop_rel(entry.rId)
            ids.remove(entry)
        # Sections and custom shows name slides that are gone: PowerPoint would offer to repair the file.
        for stale in (*deck._element.iter(_SECTIONS), *deck._element.iter(qn("p:custShowLst"))):
            parent = stale.getparent()
            remove(parent if parent is not None and parent.tag == qn("p:ext") else stale)
        return deck


def load_template(name: str) -> Template:
    """Return the template `templates/deck/<name>`. Raises ExportError."""
    files = [resource(f"{FOLDER}/{name}{suffix}") for suffix in (".pptx", ".yaml")]
    if not all(file.is_file() for file in files):
        known = sorted(n.removesuffix(".yaml") for n in resource_bytes(FOLDER) if n.endswith(".yaml"))
        raise ExportError(f"no deck template {name!r}", hint=f"course.yaml, deck.template: one of {', '.join(known)}")
    return read_template(name, files[0].read_bytes(), files[1].read_text("utf-8"))


@lru_cache(maxsize=8)
def read_template(name: str, data: bytes, layout_map: str) -> Template:
    """Return the template of a .pptx and its map (YAML). Raises ExportError saying what the file offers."""
    report = Report()
    node = read_yaml(layout_map, Source(f"{FOLDER}/{name}.yaml"), "deck", report)
    if node is None:
        found = tuple(report)
        raise ExportError("; ".join(p.message for p in found), str(found[0].source), found[-1].hint)
    deck = _open(name, data)
    by_name = {layout.name: layout for master in deck.slide_masters for layout in master.slide_layouts}
    layouts = {kind: _layout(by_name, node["kinds"][kind]) for kind in SLIDE_KINDS}
    width, height = (deck.slide_width or 0) / EMU_PER_POINT, (deck.slide_height or 0) / EMU_PER_POINT
    return Template(
        name,
        data,
        MappingProxyType(layouts),
        Rect(0, 0, width, height),
        node.text("code-font", "Courier New"),
        node.text("math", "native") == "native",
    )


@lru_cache(maxsize=8)
def mirrored(template: Template) -> Template:
    """Return the template for a language that runs from right to left: left and right change places on every layout.

    PowerPoint does not do so by itself. Pictures and what is inside a group keep their look; a line changes its slope.
    """
    deck = template.open()
    for master in deck.slide_masters:
        _name_complex_fonts(master.part.part_related_by(RT.THEME))
        for sheet in (master, *master.slide_layouts):
            for shape in sheet.shapes._spTree:
                _mirror(shape, deck.slide_width or 0)
    buffer = io.BytesIO()
    deck.save(buffer)
    layouts = {kind: _mirrored_layout(layout, template.page.w) for kind, layout in template.layouts.items()}
    return replace(template, data=buffer.getvalue(), layouts=MappingProxyType(layouts))


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
    return Layout(layout.name, MappingProxyType(slots))


def find_layout(deck: Deck, name: str) -> SlideLayout:
    """Return the layout of that name; read_template has made sure that there is one."""
    every: Iterator[SlideLayout] = (layout for master in deck.slide_masters for layout in master.slide_layouts)
    return next(layout for layout in every if layout.name == name)


def _open(name: str, data: bytes) -> Deck:
    hint = "save it in PowerPoint as .pptx, without a password"
    try:
        return Presentation(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ExportError("the template is no PowerPoint file", f"{name}.pptx", hint) from error


def _layout(by_name: Mapping[str, SlideLayout], node: Node) -> Layout:
    name, where = node["layout"].raw, str(node["layout"].source)
    layout = by_name.get(name)
    if layout is None:
        raise ExportError(f"the template has no layout {name!r}", where, f"it has {', '.join(sorted(by_name))}")
    master = layout.slide_master._element
    found = (slot_of(shape, master) for shape in placeholders(layout._element))
    offered = {slot.idx: slot for slot in found if slot is not None}
    slots: dict[str, Slot] = {}
    for role in ROLES:
        wanted = node.get(role)
        if wanted is None:
            continue
        if wanted.value not in offered:
            listed = ", ".join(f"{slot.idx} ({slot.type})" for slot in offered.values()) or "none"
            message = f"layout {name!r} has no placeholder {wanted.value} for {role}"
            raise ExportError(message, str(wanted.source), f"it has {listed}")
        slots[role] = offered[wanted.value]
    return Layout(name, MappingProxyType(slots))
