"""Pictures: a PNG that every viewer shows, the SVG that the newer ones prefer, and the words for who sees neither."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from lxml.etree import _Element
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.parts.slide import SlidePart

from machina_scorm.dialect import plain_text
from machina_scorm.export.deck.styles import Rect
from machina_scorm.export.deck.xml import EMU_PER_POINT, build
from machina_scorm.model.blocks import Figure
from machina_scorm.render.svg import localised_svg, png_of_svg

#: Pixels: the widest PNG, and how many a point gets.
WIDEST, DENSITY = 1600, 1.9
_SVG_BLIP = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def figure_shape(part: SlidePart, name: str, rect: Rect, figure: Figure, lang: str) -> _Element:
    """Return a figure as large as `rect` allows, in its middle."""
    image, alt = figure.image, plain_text(figure.alt)
    if image.media_type != "image/svg+xml":
        return picture(part, name, rect, image.data, b"", alt)
    svg = localised_svg(image, figure.alt, language=lang)
    return picture(part, name, rect, png_at(svg, rect.w), svg, alt)


def svg_shape(part: SlidePart, name: str, rect: Rect, svg: bytes, alt: str) -> _Element:
    """Return a drawn formula as a picture that fills `rect`."""
    return picture(part, name, rect, png_at(svg, rect.w), svg, alt)


def picture(part: SlidePart, name: str, rect: Rect, bitmap: bytes, svg: bytes, alt: str) -> _Element:
    """Return `p:pic`; the SVG, if any, is an extension of the bitmap's blip ([MS-ODRAWXML] 2.3.3, svgBlip)."""
    blip = build("a:blip", r_embed=_bitmap(part, bitmap))
    if svg:
        extension = build("a:ext", build("asvg:svgBlip", r_embed=_vector(part, svg)), uri=_SVG_BLIP)
        blip.append(build("a:extLst", extension))
    fill = build("p:blipFill", blip, build("a:stretch", build("a:fillRect")))
    locks = build("p:cNvPicPr", build("a:picLocks", noChangeAspect="1"))
    nv = build("p:nvPicPr", build("p:cNvPr", id="0", name=name, descr=alt), locks, build("p:nvPr"))
    numbers = [str(round(n * EMU_PER_POINT)) for n in (rect.x, rect.y, rect.w, rect.h)]
    place = build("a:xfrm", build("a:off", x=numbers[0], y=numbers[1]), build("a:ext", cx=numbers[2], cy=numbers[3]))
    shape = build("p:spPr", place, build("a:prstGeom", build("a:avLst"), prst="rect"))
    return build("p:pic", nv, fill, shape)


def inside(rect: Rect, aspect: float) -> Rect:
    """Return the largest place of that aspect (height through width) in the middle of `rect`."""
    width = min(rect.w, rect.h / aspect)
    height = width * aspect
    return Rect(rect.x + (rect.w - width) / 2, rect.y + (rect.h - height) / 2, width, height)


def _pixels(points: float) -> int:
    return max(64, min(WIDEST, round(points * DENSITY)))


def png_at(svg: bytes, width: float) -> bytes:
    """Return an SVG as a PNG that is sharp at a width in points."""
    return _png(svg, _pixels(width))


@lru_cache(maxsize=128)
def _png(svg: bytes, width: int) -> bytes:
    return png_of_svg(svg, width)


def _bitmap(part: SlidePart, data: bytes) -> str:
    suffix = "png" if data.startswith(b"\x89PNG") else "jpeg"
    return _media(part, data, suffix, f"image/{suffix}")


def _vector(part: SlidePart, data: bytes) -> str:
    return _media(part, data, "svg", "image/svg+xml")


def _media(part: SlidePart, data: bytes, suffix: str, media_type: str) -> str:
    """Store a picture under a name that its content gives, so that the same one is stored once."""
    uri = PackURI(f"/ppt/media/{sha256(data).hexdigest()[:16]}.{suffix}")
    package = part.package
    for known in package.iter_parts():
        if known.partname == uri:
            return part.relate_to(known, _IMAGE)
    return part.relate_to(Part(uri, media_type, package, data), _IMAGE)
