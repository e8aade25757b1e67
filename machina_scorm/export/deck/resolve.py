"""Which layout holds which kind of slide: what the map says, else a layout's name, else its placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from machina_scorm.export.deck.offer import (
    NAMES,
    NEEDED,
    LayoutOffer,
    Offer,
    candidates,
    same_name,
    slots_by_role,
)
from machina_scorm.export.deck.styles import Slot
from machina_scorm.model.course import SLIDE_KINDS
from machina_scorm.problems import Report
from machina_scorm.yamlfile import Node

ROLES = ("title", "subtitle", "body", "left", "right", "logos", "footer", "slide-number")
#: What the map says where a role is to stay empty though the layout has a placeholder for it.
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout and its placeholders by role (one of ROLES); `part` is its name in the file.

    `below` is how many points below the text nothing of the template stands.
    """

    name: str
    part: str
    slots: Mapping[str, Slot]
    below: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The layout of a kind of slide and how it was found: "map", "name", "placeholders", or "makeshift".

    `others` are the names of layouts that could hold it too; `sure` is False where one of them is as good.
    """

    kind: str
    layout: Layout
    how: str
    others: tuple[str, ...] = ()
    sure: bool = True


def resolve(offer: Offer, kinds: Node | None, report: Report) -> tuple[Choice, ...]:
    """Return a choice for each kind of slide that the template can hold.

    `kinds` is the map's. What it names and the template does not have is an error at its line, saying what there is.
    """
    found = []
    for kind in SLIDE_KINDS:
        node = kinds.get(kind) if kinds else None
        choice = _mapped(offer, kind, node, report) if node else _named(offer, kind) or _alike(offer, kind)
        if choice:
            found.append(choice)
    return tuple(found)


def lacking(offer: Offer, kind: str) -> tuple[str, str]:
    """Return what is wrong, and what to do, where no layout can hold a kind of slide."""
    needs = {"two-column": "a title and two text placeholders side by side", "section": "a title"}
    needs["title"] = "a title and a subtitle"
    need = needs.get(kind, "a title and one large text placeholder")
    message = f"the template has no layout for {kind} slides ({need})"
    names = ", ".join(repr(layout.name) for layout in offer.layouts)
    hint = "add one in PowerPoint: View, Slide Master, Insert Layout"
    return message, f"{hint}; it has {names}" if names else f"{hint}; it has no layouts at all"


def _named(offer: Offer, kind: str) -> Choice | None:
    """Return the layout that is called as ours."""
    for layout in offer.layouts:
        slots = slots_by_role(layout, kind, offer.page)
        if same_name(layout.name, NAMES[kind]) and set(NEEDED[kind]) <= set(slots):
            return Choice(kind, _layout(layout, slots, offer), "name")
    return None


def _alike(offer: Offer, kind: str) -> Choice | None:
    """Return the layout whose placeholders suit best."""
    found = candidates(offer, kind)
    if not found:
        return None
    best = found[0]
    equal = [c for c in found if c.score == best.score]
    others = tuple(c.layout.name for c in found[1:] if c.score > 0)
    how = "placeholders" if best.score > 0 else "makeshift"
    return Choice(kind, _layout(best.layout, best.slots, offer), how, others, len(equal) == 1 and best.score > 0)


def _layout(layout: LayoutOffer, slots: Mapping[str, Slot], offer: Offer) -> Layout:
    text = slots.get("subtitle") or slots.get("body")
    below = layout.room_below(text, offer.page) if text else 0.0
    chosen = {role: slots[role] for role in ROLES if role in slots}
    return Layout(layout.name, layout.part, MappingProxyType(chosen), below)


def _mapped(offer: Offer, kind: str, node: Node, report: Report) -> Choice | None:
    """Return the layout that the map names: in just this spelling, else one that reads the same."""
    name = node["layout"].raw
    found = [layout for layout in offer.layouts if layout.name == name]
    found = found or [layout for layout in offer.layouts if same_name(layout.name, name)]
    if not found:
        names = ", ".join(repr(known) for known in sorted({layout.name for layout in offer.layouts})) or "none"
        report.add("template-map", f"the template has no layout {name!r}", node["layout"].source, f"it has {names}")
        return None
    # Of layouts with equal names the one that has what the map names.
    wanted = {item.value for role in ROLES if (item := node.get(role)) and item.value != NOTHING}
    layout = max(found, key=lambda each: len(wanted & {slot.idx for slot in each.slots}))
    slots = _roles(layout, kind, node, offer, report)
    if slots is None:
        return None
    twins = tuple(each.name for each in found if each is not layout)
    return Choice(kind, _layout(layout, slots, offer), "map", twins, not twins)


def _roles(layout: LayoutOffer, kind: str, node: Node, offer: Offer, report: Report) -> dict[str, Slot] | None:
    before = len(report.errors)
    offered = {slot.idx: slot for slot in layout.slots}
    listed = ", ".join(f"{slot.idx} ({slot.type})" for slot in offered.values()) or "none"
    slots = slots_by_role(layout, kind, offer.page)
    for role in ROLES:
        wanted = node.get(role)
        if wanted is None:
            continue
        slots.pop(role, None)
        if wanted.value == NOTHING:
            continue
        if wanted.value not in offered:
            message = f"layout {layout.name!r} has no placeholder {wanted.value} for {role}"
            report.add("template-map", message, wanted.source, f"it has {listed}")
        else:
            slots[role] = offered[wanted.value]
    missing = [role for role in NEEDED[kind] if role not in slots]
    if missing and len(report.errors) == before:
        message = f"layout {layout.name!r} has no placeholder for {' and '.join(missing)} of {kind} slides"
        report.add("template-map", message, node["layout"].source, f"it has {listed}; name another layout")
    return slots if len(report.errors) == before else None
