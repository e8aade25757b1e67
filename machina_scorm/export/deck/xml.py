"""PresentationML elements: the one way in which the deck makes XML.  Knows namespaces, no content."""

from __future__ import annotations

from lxml.etree import _Element
from pptx.oxml import oxml_parser

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
}

EMU_PER_POINT = 12700
EMU_PER_INCH = 914400


def qn(name: str) -> str:
    """Return `prefix:name` as `{namespace}name`."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def build(tag: str, *children: _Element | str | None, **attributes: str) -> _Element:
    """Return an element `prefix:name` with children (text for a string, nothing for None) and attributes.

    An attribute of a namespace is written `r_id` for `r:id`. Elements come from python-pptx's parser, so they can stand
    in its trees.
    """
    prefix = tag.partition(":")[0]
    element: _Element = oxml_parser.makeelement(qn(tag), nsmap={prefix: NAMESPACES[prefix]})
    for name, value in attributes.items():
        prefix, separator, local = name.partition("_")
        element.set(qn(f"{prefix}:{local}") if separator else name, value)
    for child in children:
        if isinstance(child, str):
            element.text = child
        elif child is not None:
            element.append(child)
    return element


def build_choice(requires: str, child: _Element) -> _Element:
    """Return `mc:Choice`; the prefix that it requires is declared on it, as must be (ECMA-376-3, 7.6)."""
    nsmap = {prefix: NAMESPACES[prefix] for prefix in ("mc", requires)}
    choice: _Element = oxml_parser.makeelement(qn("mc:Choice"), {"Requires": requires}, nsmap)
    choice.append(child)
    return choice


def remove(element: _Element) -> None:
    """Take an element out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
