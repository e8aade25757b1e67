"""What a template offers: its layouts with their placeholders, and which kinds of slides each could hold.

A layout is judged by what PowerPoint says it is (its type, which no translation changes), by the types of its
placeholders and by where they lie, never by its place in the list.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout

from machina_scorm.export.deck.styles import (
    Rect,
    Slot,
    master_parent,
    placeholder_key,
    placeholders,
    rect_of,
    slot_of,
)
from machina_scorm.export.deck.theme import Face, Faint, Tones, colours_of, faces_of, faint_texts, ground_of, tones_of
from machina_scorm.export.deck.xml import EMU_PER_POINT, qn

#: The names of our own layouts: what is called so holds that kind.
NAMES = {
    "title": "Title",
    "section": "Section",
    "content": "Content",
    "two-column": "Two columns",
    "figure": "Figure",
    "table": "Table",
    "code": "Code",
    "closing": "Closing",
}
#: The roles that a kind cannot do without.
NEEDED = {
    "title": ("title", "subtitle"),
    "section": ("title",),
    "content": ("title", "body"),
    "two-column": ("title", "left", "right"),
    "figure": ("title", "body"),
    "table": ("title", "body"),
    "code": ("title", "body"),
    "closing": ("title", "body"),
}
_TITLES = frozenset({"title", "ctrTitle"})
_CONTENTS = frozenset({"obj", "body"})
#: Types of layouts by which PowerPoint knows its own (ECMA-376-1, 19.7.15).
_TYPES = {"title": ("title",), "section": ("secHead",), "content": ("obj", "tx"), "two-column": ("twoObj", "twoColTx")}
#: Shares of the page: the least area and width of a text's place, and of each of two columns.
_LEAST_AREA, _LEAST_WIDTH, _COLUMN = 0.2, 0.5, 0.25
#: Points that stay free at the lower edge of a slide.
_MARGIN = 14.0


@dataclass(frozen=True, slots=True)
class LayoutOffer:
    """A layout: `name` as PowerPoint shows it, `part` its name in the file, `type` what PowerPoint takes it for.

    `taken` are the places of all that it and its master show, placeholders and pictures alike.
    """

    name: str
    part: str
    type: str
    slots: tuple[Slot, ...]
    faint: tuple[Faint, ...] = ()
    taken: tuple[Rect, ...] = ()

    def room_below(self, slot: Slot, page: Rect) -> float:
        """Return how many points below a placeholder nothing stands, as wide as it is."""
        bottom, limit = slot.rect.y + slot.rect.h, page.h - _MARGIN
        for rect in self.taken:
            if rect.x >= slot.rect.x + slot.rect.w or rect.x + rect.w <= slot.rect.x or rect.y + rect.h <= bottom + 5:
                continue
            # What lies behind the placeholder is a panel: the room ends where the panel does.
            behind = rect.y <= slot.rect.y
            limit = min(limit, rect.y + rect.h if behind else max(rect.y, bottom))
        return max(0.0, limit - bottom)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A layout that could hold a kind of slide, its placeholders by role, and how well it would (higher is better).

    A score of 0 or less is a makeshift: a text slide's layout for a section.
    """

    layout: LayoutOffer
    slots: Mapping[str, Slot]
    score: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A template as a whole. `notes` is "text", "no-text" or "none"; `rtl` that its text runs from right to left."""

    layouts: tuple[LayoutOffer, ...]
    page: Rect
    notes: str
    rtl: bool
    faces: tuple[Face, ...]
    tones: Tones


def read_offer(data: bytes) -> Offer:
    """Return what a .pptx offers. It must be one that open_template returned."""
    deck = Presentation(io.BytesIO(data))
    page = Rect(0, 0, (deck.slide_width or 0) / EMU_PER_POINT, (deck.slide_height or 0) / EMU_PER_POINT)
    layouts = tuple(layout for master in deck.slide_masters for layout in master.slide_layouts)
    if not len(deck.slide_masters):
        return Offer((), page, _notes(deck), False, (), Tones())
    first = deck.slide_masters[0]
    colours = colours_of(first)
    grounds = tuple(filter(None, dict.fromkeys(ground_of(layout, colours) for layout in layouts)))
    styles = first._element.find(f"{qn('p:txStyles')}/{qn('p:bodyStyle')}/{qn('a:lvl1pPr')}")
    rtl = styles is not None and styles.get("rtl") in ("1", "true")
    return Offer(tuple(map(_layout, layouts)), page, _notes(deck), rtl, faces_of(first), tones_of(colours, grounds))


def _layout(layout: SlideLayout) -> LayoutOffer:
    master = layout.slide_master._element
    found = (slot_of(shape, master) for shape in placeholders(layout._element))
    faint = tuple(faint_texts(layout, colours_of(layout.slide_master)))
    kind = layout._element.get("type", "")
    slots = tuple(slot for slot in found if slot is not None)
    return LayoutOffer(layout.name, str(layout.part.partname), kind, slots, faint, tuple(_taken(layout)))


def _taken(layout: SlideLayout) -> Iterator[Rect]:
    master = layout.slide_master._element
    shown = layout._element.get("showMasterSp", "1") not in ("0", "false")
    for sheet in (layout._element, *((master,) if shown else ())):
        for shape in sheet.find(f"{qn('p:cSld')}/{qn('p:spTree')}"):
            key = placeholder_key(shape)
            if key and sheet is master:
                continue  # a slide shows the master's decoration, not its placeholders
            place = rect_of(shape, master_parent(master, key[1]) if key else None)
            if place:
                yield place


def _notes(deck: Deck) -> str:
    if not any(rel.reltype == RT.NOTES_MASTER for rel in deck.part.rels.values()):
        return "none"
    keys = (placeholder_key(shape) for shape in placeholders(deck.notes_master._element))
    return "text" if any(key and key[1] == "body" for key in keys) else "no-text"


def same_name(one: str, two: str) -> bool:
    """Tell whether two names of layouts are the same to a reader: blanks of any kind, and none at the ends."""
    return " ".join(one.split()).casefold() == " ".join(two.split()).casefold()


def candidates(offer: Offer, kind: str) -> tuple[Candidate, ...]:
    """Return the layouts that could hold a kind of slide by their placeholders, the best first."""
    found = (made for layout in offer.layouts if (made := _judge(layout, kind, offer.page)) is not None)
    return tuple(sorted(found, key=lambda candidate: -candidate.score))


def slots_by_role(layout: LayoutOffer, kind: str, page: Rect) -> dict[str, Slot]:
    """Return the placeholders of a layout by the roles of a kind, as far as their types and places tell."""
    found: dict[str, Slot] = {}
    for slot in layout.slots:
        role = "title" if slot.type in _TITLES else {"ftr": "footer", "sldNum": "slide-number"}.get(slot.type)
        if role and not slot.vertical:
            found.setdefault(role, slot)
    texts = sorted(_texts(layout), key=lambda slot: -slot.rect.w * slot.rect.h)
    if kind == "two-column":
        for one in texts:
            other = next((o for o in texts if o is not one and _beside(one.rect, o.rect, page)), None)
            if other is not None:
                found["left"], found["right"] = sorted((one, other), key=lambda slot: slot.rect.x)
                break
        return found
    if kind == "title":
        subtitle = next((slot for slot in layout.slots if slot.type == "subTitle" and not slot.vertical), None)
        chosen = subtitle or (texts[0] if texts else None)
        return {**found, "subtitle": chosen} if chosen else found
    if kind == "section" and not texts:
        texts = [slot for slot in layout.slots if slot.type == "subTitle" and not slot.vertical]
    return {**found, "body": texts[0]} if texts else found


def _texts(layout: LayoutOffer) -> Iterator[Slot]:
    """Yield the placeholders that take any text."""
    yield from (s for s in layout.slots if s.type in _CONTENTS and not s.vertical and s.rect.w > 0 and s.rect.h > 0)


def _judge(layout: LayoutOffer, kind: str, page: Rect) -> Candidate | None:
    """Return how well a layout holds a kind of slide; None if it does not."""
    slots = slots_by_role(layout, kind, page)
    if not set(NEEDED[kind]) <= set(slots):
        return None
    known = layout.type in _TYPES.get(kind, _TYPES["content"])
    others = sum(1 for slot in _texts(layout) if slot not in slots.values())
    special = sum(1 for slot in layout.slots if slot.type in ("pic", "tbl", "chart", "dgm", "media", "clipArt"))
    title = slots["title"]
    match kind:
        case "title":
            own = title.type == "ctrTitle" or slots["subtitle"].type == "subTitle"
            score = 4 * known + 3 * own + (not others and not special) if known or own else -others
        case "section":
            low = title.rect.y + title.rect.h / 2 > page.h * 0.35
            suits = low and not others and not special and title.type == "title"
            score = 4 * known + 2 * suits if known or suits else -others - (title.type == "ctrTitle")
        case "two-column":
            score = 1 + 4 * known + 2 * (not others) + (not special)
        case _:
            body = slots["body"].rect
            large = body.w * body.h >= _LEAST_AREA * page.w * page.h and body.w >= _LEAST_WIDTH * page.w
            if not large or title.rect.y > body.y or others or layout.type in ("secHead", "title"):
                return None
            score = 1 + 4 * known + 2 * (slots["body"].type == "obj") + (not special)
    return Candidate(layout, slots, score)


def _beside(one: Rect, two: Rect, page: Rect) -> bool:
    """Tell whether two places are columns of one height and about one width."""
    apart = max(one.x, two.x) >= min(one.x + one.w, two.x + two.w) - 1
    shared = min(one.y + one.h, two.y + two.h) - max(one.y, two.y)
    alike = shared >= 0.6 * max(one.h, two.h) and min(one.w, two.w) >= 0.5 * max(one.w, two.w)
    return apart and alike and min(one.w, two.w) >= _COLUMN * page.w and shared >= 0.2 * page.h
