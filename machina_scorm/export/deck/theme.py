"""A template's theme: which of its colours can be read on which ground, and by what its fonts are measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree
from lxml.etree import _Element
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.slide import SlideLayout, SlideMaster

from machina_scorm.export.deck.styles import level_sources, level_style, master_parent, placeholder_key, placeholders
from machina_scorm.export.deck.xml import qn
from machina_scorm.model.theme import contrast, mix

#: Contrast of text (WCAG 2.2, 1.4.3): usual, and from 24 pt or 18.5 pt bold on.
TEXT, LARGE = 4.5, 3.0
#: Names of a master's colour map and what they are where it says nothing (ECMA-376-1, 19.3.1.6).
_MAPPED = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
#: Fonts whose widths are those of the table, or smaller, or well beyond it.
_SAME = frozenset({"arial", "liberation sans", "helvetica", "helvetica neue", "arimo", "nimbus sans"})
_NARROW = frozenset(
    {"calibri", "calibri light", "carlito", "aptos", "aptos display", "arial narrow", "garamond", "gill sans mt"}
    | {"source sans pro", "source sans 3", "times new roman", "liberation serif", "cambria", "corbel", "candara"}
)
_WIDE = frozenset(
    {"verdana", "dejavu sans", "century gothic", "montserrat", "poppins", "tahoma", "trebuchet ms", "georgia"}
    | {"bookman old style", "lucida sans", "lucida sans unicode", "raleway", "segoe ui semibold", "franklin gothic"}
)


@dataclass(frozen=True, slots=True)
class Tones:
    """Which theme colours the deck writes with, so that all can be read.

    `inks` says for a colour that is too faint which one is taken instead; `head` and `head_ink` are those of a
    table's first row, `band` the ground of its even rows and of boxes.
    """

    inks: Mapping[str, str] = field(default_factory=dict)
    head: str = "accent1"
    head_ink: str = "bg1"
    band: str = "bg2"

    def ink(self, name: str) -> str:
        """Return the colour to write with where `name` is wanted."""
        return self.inks.get(name, name)


#: Those that suit the toolkit's own templates.
USUAL = Tones()


@dataclass(frozen=True, slots=True)
class Faint:
    """Text that is hard to read: what it is, its colour and its ground (`#rrggbb`), their contrast, what it needs."""

    what: str
    colour: str
    ground: str
    ratio: float
    needed: float


@dataclass(frozen=True, slots=True)
class Face:
    """A font of the theme: `use` is "headings" or "text", `fit` how the measured widths are to it, "same", "narrow"
    (it takes less room), "wide" (it takes more) or "unknown".
    """

    use: str
    name: str
    fit: str


def colours_of(master: SlideMaster) -> Mapping[str, str]:
    """Return the theme's colours as `#rrggbb` by every name that a slide on the master may use."""
    theme = etree.fromstring(master.part.part_related_by(RT.THEME).blob)
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    found: dict[str, str] = {}
    for entry in scheme if scheme is not None else ():
        if isinstance(entry.tag, str) and len(entry):
            found[etree.QName(entry).localname] = f"#{(entry[0].get('lastClr') or entry[0].get('val') or '000000')[:6]}"
    mapping = master._element.find(qn("p:clrMap"))
    for name, usual in _MAPPED.items():
        target = usual if mapping is None else mapping.get(name, usual)
        found[name] = found.get(target, "#000000" if name.startswith("tx") else "#ffffff")
    return {name: colour.lower() for name, colour in found.items() if _is_colour(colour)}


def _is_colour(text: str) -> bool:
    return len(text) == 7 and all(c in "0123456789abcdefABCDEF" for c in text[1:])


def tones_of(colours: Mapping[str, str], grounds: Iterator[str] | tuple[str, ...]) -> Tones:
    """Return the tones for a theme; `grounds` are the grounds (`#rrggbb`) on which small text stands."""
    every = tuple(grounds) or (colours.get("bg1", "#ffffff"),)
    ink = colours.get("tx1", "#000000")
    band = "bg2" if _ratio(ink, colours.get("bg2")) >= TEXT else "bg1"
    inks = {}
    if any(_ratio(colours.get("accent6"), ground) < TEXT for ground in every):
        inks["accent6"] = "tx1"
    for name in ("accent1", "accent2", "accent3"):
        if _ratio(colours.get(name), colours.get(band)) < TEXT:
            inks[name] = "tx1"
    pairs = (("accent1", "bg1"), ("accent1", "tx1"), ("tx2", "bg1"), ("tx1", "bg1"))
    head, head_ink = next((p for p in pairs if _ratio(colours.get(p[0]), colours.get(p[1])) >= TEXT), pairs[-1])
    return Tones(MappingProxyType(inks), head, head_ink, band)


def _ratio(one: str | None, two: str | None) -> float:
    return contrast(one, two) if one and two else 21.0


def ground_of(layout: SlideLayout, colours: Mapping[str, str]) -> str:
    """Return the colour behind a layout's text, `#rrggbb`; "" for a picture or a gradient, which cannot be judged."""
    for sheet in (layout._element, layout.slide_master._element):
        ground = sheet.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if ground is None:
            continue
        solid = ground.find(f"{qn('p:bgPr')}/{qn('a:solidFill')}")
        if solid is not None:
            return _colour(solid, colours)
        reference = ground.find(qn("p:bgRef"))
        # 1001 is the plain fill of every theme, 1002 and 1003 are whatever its author made of them.
        return _colour(reference, colours) if reference is not None and reference.get("idx") == "1001" else ""
    return colours.get("bg1", "#ffffff")


def faint_texts(layout: SlideLayout, colours: Mapping[str, str]) -> Iterator[Faint]:
    """Yield the title and text of a layout whose colour cannot be told from the ground behind it well enough."""
    ground = ground_of(layout, colours)
    if not ground:
        return
    master = layout.slide_master._element
    for shape in placeholders(layout._element):
        key = placeholder_key(shape)
        if key is None or key[1] in ("dt", "pic", "hdr") or _has_fill(shape):
            continue
        what = {"title": "title", "ctrTitle": "title", "ftr": "footer", "sldNum": "slide number"}.get(key[1], "text")
        colour, large = _ink(shape, master, what, colours)
        needed = LARGE if large else TEXT
        if colour and (ratio := contrast(colour, ground)) < needed:
            yield Faint(what, colour, ground, ratio, needed)


def _has_fill(shape: _Element) -> bool:
    props = shape.find(qn("p:spPr"))
    return props is not None and any(child.tag.endswith(("Fill", "blipFill")) for child in props)


def _ink(shape: _Element, master: _Element, what: str, colours: Mapping[str, str]) -> tuple[str, bool]:
    """Return the colour of a placeholder's first level, "" if unknown, and whether the text is large."""
    kind = (placeholder_key(shape) or (0, "obj"))[1]
    sources = level_sources(kind, master, shape, master_parent(master, kind))
    style = level_style(sources, 0)
    fills = (
        run.find(qn("a:solidFill"))
        for source in sources
        if (level := source.find(qn("a:lvl1pPr"))) is not None and (run := level.find(qn("a:defRPr"))) is not None
    )
    solid = next((fill for fill in fills if fill is not None), None)
    colour = _colour(solid, colours) if solid is not None else colours.get("tx1", "")
    return colour, style.size >= 24 or (style.bold and style.size >= 18.5)


def _colour(holder: _Element, colours: Mapping[str, str]) -> str:
    """Return the colour that a fill states, lightened or darkened as it says; "" for one that is not known."""
    if not len(holder):
        return ""
    stated = holder[0]
    value = stated.get("lastClr") or stated.get("val") or ""
    base = f"#{value[:6].lower()}" if stated.tag != qn("a:schemeClr") else colours.get(value, "")
    if not _is_colour(base):
        return ""
    for change in stated:
        name, amount = etree.QName(change).localname, _share(change.get("val", "100000"))
        if name in ("shade", "tint"):
            base = _linear_mix("#000000" if name == "shade" else "#ffffff", base, amount)
        elif name == "lumMod":
            base = mix("#000000", base, amount)
        elif name == "lumOff":
            base = mix(base, "#ffffff", amount)
        elif name == "alpha" and amount < 1:
            return ""
    return base


def _linear_mix(first: str, second: str, share: float) -> str:
    """Mix as light does: PowerPoint's tint of 75 % makes #898989 of black (ECMA-376-1, 20.1.2.3.34)."""
    mixed = []
    for at in (1, 3, 5):
        one, two = (_light(int(colour[at : at + 2], 16) / 255) for colour in (first, second))
        light = one + (two - one) * share
        mixed.append(12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in mixed)


def _light(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _share(value: str) -> float:
    number = float(value.removesuffix("%")) / (100 if value.endswith("%") else 100_000)
    return min(1.0, max(0.0, number))


def faces_of(master: SlideMaster) -> tuple[Face, ...]:
    """Return the theme's fonts for headings and text."""
    theme = etree.fromstring(master.part.part_related_by(RT.THEME).blob)
    found = []
    for use, tag in (("headings", "a:majorFont"), ("text", "a:minorFont")):
        latin = theme.find(f".//{qn(tag)}/{qn('a:latin')}")
        name = "" if latin is None else latin.get("typeface", "")
        plain = name.casefold()
        groups = ((_SAME, "same"), (_NARROW, "narrow"), (_WIDE, "wide"))
        found.append(Face(use, name, next((fit for names, fit in groups if plain in names), "unknown")))
    return tuple(found)
