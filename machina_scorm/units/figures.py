"""Figures: an SVG's size and labels, a raster picture's size, and what makes either unfit."""

from __future__ import annotations

import io
import unicodedata

from lxml import etree
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from machina_scorm.model.blocks import Image, Label
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.source import Source

SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
#: Attributes that can hold a value for each letter (SVG 1.1, 10.5); a label has one of each at most.
_GLYPH_PLACES = ("x", "y", "dx", "dy", "rotate")
_RASTER = {"PNG": "image/png", "JPEG": "image/jpeg"}
_ACTIVE = frozenset({"script", "foreignObject", "iframe", "animate", "set", "animateTransform", "animateMotion"})


def read_image(name: str, data: bytes, path: str, report: Report) -> Image | None:
    """Read a picture file into an Image; `path` is where problems point. Sizes are in user units or pixels."""
    if name.lower().endswith(".svg"):
        return _read_svg(name, data, path, report)
    try:
        with Pillow.open(io.BytesIO(data)) as picture:
            kind, (width, height) = picture.format or "", picture.size
    except (UnidentifiedImageError, OSError):
        kind, width, height = "", 0, 0
    if kind not in _RASTER:
        hint = "save it as SVG, PNG or JPEG"
        report.add("figure-type", "the file is not a picture that learners' browsers show", Source(path), hint)
        return None
    return Image(name, _RASTER[kind], data, float(width), float(height))


def _read_svg(name: str, data: bytes, path: str, report: Report) -> Image | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        report.add(
            "svg-syntax", f"not XML: {error.msg}", Source(path, _line(error.lineno)), "save it again as plain SVG"
        )
        return None
    if root.tag != f"{{{SVG}}}svg":
        hint = 'its first element must be <svg xmlns="http://www.w3.org/2000/svg">'
        report.add("svg-syntax", "the file is not an SVG", Source(path, _line(root.sourceline)), hint)
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        report.add("svg-entity", "the SVG has a DOCTYPE", Source(path, 1), "take the DOCTYPE out")
        return None
    _check_active(root, path, report)
    size = _size(root)
    if size is None:
        hint = 'write viewBox="0 0 720 360" on <svg>'
        report.add("svg-size", "the SVG states no size", Source(path, _line(root.sourceline)), hint)
        return None
    return Image(name, "image/svg+xml", data, *size, _labels(root, path, report))


def _check_active(root: etree._Element, path: str, report: Report) -> None:
    for element in root.iter(etree.Element):
        source = Source(path, _line(element.sourceline))
        local = etree.QName(element).localname
        if local in _ACTIVE:
            report.add("svg-active", f"the SVG holds <{local}>", source, "take it out; a figure only shows")
        for key, value in element.attrib.items():
            key, value = str(key), str(value).strip()
            outside = key in ("href", _XLINK) and not value.startswith(("#", "data:image/"))
            if key.lower().startswith("on") or outside or "url(http" in value.replace(" ", ""):
                report.add("svg-active", f'the SVG holds {key}="{value[:40]}"', source, "take it out")


def _size(root: etree._Element) -> tuple[float, float] | None:
    try:
        box = [float(part) for part in str(root.get("viewBox", "")).replace(",", " ").split()]
        if len(box) == 4:
            return (box[2], box[3]) if box[2] > 0 and box[3] > 0 else None
        width, height = (float(str(root.get(side, "")).removesuffix("px")) for side in ("width", "height"))
    except ValueError:
        return None
    return (width, height) if width > 0 and height > 0 else None


def _line(number: object) -> int:
    return number if isinstance(number, int) else 0


def _labels(root: etree._Element, path: str, report: Report) -> tuple[Label, ...]:
    labels: list[Label] = []
    for flow in root.iter("{*}flowRoot"):  # of a draft of SVG 1.2: browsers show nothing of it
        if words := " ".join("".join(map(str, flow.itertext())).split()):
            hint = "in Inkscape, Text – Convert to Text, then one <text> per label"
            source = Source(path, _line(flow.sourceline))
            report.add("svg-label-flowed", f"browsers do not show the flowed text {words[:40]!r}", source, hint)
    for element in root.iter(f"{{{SVG}}}text"):
        words = " ".join("".join(map(str, element.itertext())).split())
        source = Source(path, _line(element.sourceline))
        if not words or element.get("data-i18n") == "no":
            continue
        if len(element):
            hint = "write one <text> per label, without <tspan>"
            report.add("svg-label-parts", f"the label {words!r} is cut into parts", source, hint)
            continue
        if any(len(str(element.get(name, "")).replace(",", " ").split()) > 1 for name in _GLYPH_PLACES):
            hint = "in Inkscape, Text – Remove Manual Kerns; a translation has other letters"
            report.add("svg-label-glyphs", f"the label {words!r} has a place for every single letter", source, hint)
            continue
        name = str(element.get("id", ""))
        if not name:
            report.add("svg-label-id", f"the label {words!r} has no id", source, 'write <text id="…">')
            continue
        if any(label.id == name for label in labels):
            report.add("svg-label-id", f"the id {name!r} stands twice", source, "give each label its own id")
            continue
        room = str(element.get("data-width", "0"))
        width = float(room) if room.replace(".", "", 1).isdigit() else 0.0
        labels.append(Label(name, Text(unicodedata.normalize("NFC", words), "label", source, room=width)))
    return tuple(labels)
