"""Which of a hand-built course's sections and activities are those of a wanted course: by name and type."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from machina_scorm.moodle.desired import DesiredCourse, Item
from machina_scorm.moodle.values import CourseState


@dataclass(frozen=True, slots=True)
class Match:
    """A wanted item and what is there: a section's id or an activity's course module id."""

    item: Item
    objectid: int


def matches(course: DesiredCourse, state: CourseState) -> tuple[Match, ...]:
    """Return what is there, and not managed, of the wanted items. A name that stands twice anywhere is left out."""
    there: dict[tuple[str, str], list[int]] = defaultdict(list)
    for section in state.sections:
        there["", _plain(section.name)].append(section.id)
    for activity in state.foreign:
        there[activity.modname, _plain(activity.name)].append(activity.cmid)
    wanted: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in course.items:
        if item.kind in ("section", "cm") and not state.item(item.key):
            wanted[item.modname, _plain(item.name)].append(item)
    return tuple(
        Match(items[0], there[place][0])
        for place, items in wanted.items()
        if place[1] and len(items) == 1 and len(there[place]) == 1
    )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
