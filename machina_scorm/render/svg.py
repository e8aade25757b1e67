"""SVG figures in the reader's language, and pictures of SVG for formats that cannot show one.

Reading a figure's labels and refusing unsound figures is not done here: units/ reads, check/ lints.
"""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from pathlib import Path

import resvg_py
import ziafont
from lxml import etree

from machina_scorm.dialect import plain_text
from machina_scorm.model.blocks import Image
from machina_scorm.model.text import Text
from machina_scorm.render.plain import xml_text

_SVG = "http://www.w3.org/2000/svg"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: The one family that pictures are set in, whatever a figure asks for: no machine's own fonts, so equal bytes.
_FAMILY = "DejaVu Sans"

#: Classes of letters, and of the mark, that run from right to left.
_RIGHT_TO_LEFT = frozenset({"R", "AL", "RLO"})


def localised_svg(image: Image, alt: Text, *, language: str) -> bytes:
    """Return an SVG `image` with its labels' texts put in, as UTF-8.

    Each `<text id>` named by a label gets the label's text as its only content; `<title>` becomes `alt` and the source
    language's `<desc>` goes, so that the figure says in one language only what it shows (SVG-AAM 1.0, 5.8.1). The root
    gets role="img" and `language`; what fell back to another language gets that as its xml:lang.
    Comments, processing instructions and the document type are dropped; entities are never expanded.
    Raises lxml.etree.XMLSyntaxError for what is not XML: the loader has refused it before.
    """
    root = _parse(image.data)
    _drop_passive(root)
    texts = {name: element for element in root.iter(f"{{{_SVG}}}text", "text") if (name := element.get("id"))}
    for label in image.labels:
        if (element := texts.get(label.id)) is not None:
            _relabel(element, label.text)
    _describe(root, alt)
    root.set("role", "img")
    root.set(_XML_LANG, language)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def png_of_svg(svg: bytes, width_px: int) -> bytes:
    """Return a PNG of `svg`, `width_px` pixels wide, the height in proportion, on a transparent ground.

    Every text is set in DejaVu Sans (shipped with ziafont): equal bytes on every machine, but no glyphs for scripts
    that DejaVu Sans does not know (Chinese, Japanese, Korean, most of India's).
    """
    return resvg_py.svg_to_bytes(
        svg_string=svg.decode("utf-8"),
        width=width_px,
        skip_system_fonts=True,
        font_files=[font_file()],
        font_family=_FAMILY,
        serif_family=_FAMILY,
        sans_serif_family=_FAMILY,
        cursive_family=_FAMILY,
        fantasy_family=_FAMILY,
        monospace_family=_FAMILY,
    )


@cache
def font_file() -> str:
    """Return the path of DejaVu Sans, which ziafont brings along."""
    return str(Path(ziafont.__file__).parent / "fonts" / "DejaVuSans.ttf")


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    # parse() keeps nothing outside the root but the document type, which serialising the root leaves behind.
    return etree.parse(io.BytesIO(data), parser).getroot()


def _drop_passive(root: etree._Element) -> None:
    """Take out entity references: without the document type that declares them the file would not be well formed."""
    for entity in list(root.iter(etree.Entity)):
        parent = entity.getparent()
        if parent is None:
            continue
        before, tail = entity.getprevious(), entity.tail or ""
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
        entity.tail = None
        parent.remove(entity)


def _relabel(element: etree._Element, text: Text) -> None:
    for child in list(element):
        element.remove(child)
    element.text = _isolated(xml_text(text.md))
    if text.lang:
        element.set(_XML_LANG, text.lang)


def _isolated(words: str) -> str:
    """Return a label with right-to-left letters as a right-to-left isolate (UAX #9, 2.4).

    A drawing is not mirrored and keeps `direction: ltr`, for under rtl `text-anchor: start` would mean the other side.
    """
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in words):
        return f"\u2067{words}\u2069"
    return words


def _describe(root: etree._Element, alt: Text) -> None:
    namespace = etree.QName(root).namespace
    names = {str(etree.QName(namespace, name)) for name in ("title", "desc")}
    for child in list(root):
        if child.tag in names:
            before, tail = child.getprevious(), child.tail
            if before is None:
                root.text = (root.text or "") + (tail or "")
            else:
                before.tail = (before.tail or "") + (tail or "")
            root.remove(child)
    title = etree.Element(etree.QName(namespace, "title"))
    title.text = xml_text(plain_text(alt))
    if alt.lang:
        title.set(_XML_LANG, alt.lang)
    root.insert(0, title)
