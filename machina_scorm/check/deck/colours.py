"""Colours of DrawingML as RRGGBB (ECMA-376-1, 20.1.2.3), with the changes that themes make to them."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element

from machina_scorm.export.deck.xml import qn

_PRESETS = {
    "black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "008000", "blue": "0000FF", "yellow": "FFFF00",
    "gray": "808080", "grey": "808080", "ltGray": "D3D3D3", "dkGray": "A9A9A9", "orange": "FFA500", "navy": "000080",
}  # fmt: skip
_USUAL_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}


def theme_colours(theme: _Element, table: _Element | None) -> dict[str, str]:
    """Return the colours of a theme by name, also by the names that the master's `p:clrMap` gives them."""
    scheme = next(theme.iter(qn("a:clrScheme")), None)
    found = {} if scheme is None else {str(etree.QName(entry).localname): colour_of(entry, {}) for entry in scheme}
    given = {**_USUAL_MAP, **_attributes(table)}
    return {**found, **{str(name): found[str(own)] for name, own in given.items() if str(own) in found}}


def _attributes(element: _Element | None) -> dict[str, str]:
    return {} if element is None else {str(name): str(value) for name, value in element.attrib.items()}


def colour_of(holder: _Element, names: Mapping[str, str]) -> str:
    """Return the colour inside an element as RRGGBB; "" for none, a transparent or an unknown one."""
    for child in holder:
        if not isinstance(child.tag, str):
            continue
        value = child.get("val", "")
        match str(etree.QName(child).localname):
            case "srgbClr":
                colour = value
            case "schemeClr":
                colour = names.get(value, "")
            case "sysClr":
                colour = child.get("lastClr", "")
            case "prstClr":
                colour = _PRESETS.get(value, "")
            case _:
                continue
        return _changed(colour.upper(), child) if len(colour) == 6 else ""
    return ""


def _changed(colour: str, node: _Element) -> str:
    try:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return ""
    for change in node:
        share = _share(change.get("val"))
        match str(etree.QName(change).localname):
            case "lumMod" | "lumOff" as which:
                hue, light, depth = colorsys.rgb_to_hls(red, green, blue)
                light = light * share if which == "lumMod" else light + share
                red, green, blue = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), depth)
            case "shade":
                red, green, blue = red * share, green * share, blue * share
            case "tint":
                red, green, blue = (1 - (1 - part) * share for part in (red, green, blue))
            case _:
                return ""
    return "".join(f"{round(part * 255):02X}" for part in (red, green, blue))


def _share(value: str | None) -> float:
    text = value or "100000"
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 100_000)
    except ValueError:
        return 1.0
