"""The logos of the course and of its funders on the title and closing slides.

They stand where the map's `logos` says; else below the text if the template has nothing there; else in a strip that is
taken from the bottom of the text's own place, where nothing of the template can lie.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml.etree import _Element
from pptx.parts.slide import SlidePart

from machina_scorm.dialect import plain_text
from machina_scorm.export.deck.figure import picture, png_at
from machina_scorm.export.deck.resolve import Layout
from machina_scorm.export.deck.styles import Rect, Slot
from machina_scorm.model.edition import Edition
from machina_scorm.model.theme import Logo
from machina_scorm.render.svg import localised_svg

#: Points: the height of the strip, the least one below the text, the room above it, and between two logos.
STRIP, LEAST, ABOVE, BETWEEN = 44.0, 30.0, 14.0, 18.0


def logos_of(edition: Edition) -> tuple[Logo, ...]:
    """Return the course's logo, then those of its funders and partners, each picture once."""
    about = edition.about
    own = (about.theme.logo,) if about.theme.logo else ()
    every = (*own, *(about.funding.logos if about.funding else ()))
    return tuple({logo.image.data: logo for logo in reversed(every)}.values())[::-1]


def split_off(slot: Slot, layout: Layout, logos: tuple[Logo, ...]) -> tuple[Slot, Rect | None]:
    """Return the text's place without the strip of logos, and where they stand; None if there are none."""
    if not logos:
        return slot, None
    if "logos" in layout.slots:
        return slot, layout.slots["logos"].rect
    room = layout.below - 2 * ABOVE
    if room >= LEAST:
        return slot, slot.rect.part(slot.rect.h + ABOVE, min(STRIP, room))
    height = min(STRIP, slot.rect.h / 3)
    strip = slot.rect.part(slot.rect.h - height, height)
    return replace(slot, rect=replace(slot.rect, h=slot.rect.h - height - ABOVE)), strip


def logo_shapes(part: SlidePart, rect: Rect, logos: tuple[Logo, ...], lang: str, side: str) -> Iterator[_Element]:
    """Yield the logos side by side, of one height, as large as the strip allows.

    `side` is where they begin: "l", "ctr", or "r" for a language that runs from right to left.
    """
    aspects = [
        logo.image.width / logo.image.height if logo.image.width and logo.image.height else 1.0 for logo in logos
    ]
    gaps = BETWEEN * (len(logos) - 1)
    between = BETWEEN if gaps < rect.w / 2 else rect.w / 2 / max(1, len(logos) - 1)
    height = min(rect.h, (rect.w - between * (len(logos) - 1)) / sum(aspects))
    total = height * sum(aspects) + between * (len(logos) - 1)
    x = rect.x + (rect.w if side == "r" else (rect.w - total) / 2 if side == "ctr" else 0.0)
    for number, (logo, aspect) in enumerate(zip(logos, aspects, strict=True), 1):
        width = height * aspect
        place = Rect(x - width if side == "r" else x, rect.y + (rect.h - height) / 2, width, height)
        x = place.x - between if side == "r" else place.x + width + between
        yield _logo(part, f"logo-{number}", place, logo, lang)


def _logo(part: SlidePart, name: str, rect: Rect, logo: Logo, lang: str) -> _Element:
    alt = plain_text(logo.alt)
    if logo.image.media_type != "image/svg+xml":
        return picture(part, name, rect, logo.image.data, b"", alt)
    svg = localised_svg(logo.image, logo.alt, language=lang)
    return picture(part, name, rect, png_at(svg, rect.w), svg, alt)
