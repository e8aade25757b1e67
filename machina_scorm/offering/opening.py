"""What a course begins with: a label that says what it is about, for whom, and what one can do afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from machina_scorm.model.course import Unit
from machina_scorm.moodle.activities.label import label
from machina_scorm.moodle.desired import Item
from machina_scorm.offering.place import Place
from machina_scorm.offering.sheet import Sheet


def unit_opening(place: Place, section: Item | None, alone: bool) -> Item:
    """Return the label over a unit; `alone`: it is the whole course, so that licence and funding stand below."""
    html = Sheet(place.edition, pictures=False).write(
        "opening",
        unit=place.unit,
        lessons=[(place.number(each), each.title, each.hours) for each in place.unit.lessons],
        credits=alone,
    )
    common = place.common(section.key if section else "")
    return place.item(label(place.of("_opening"), place.ui("unit.introduction"), html, common), section)


def course_opening(place: Place, units: Sequence[Unit], key: str) -> Item:
    """Return the label over a course of several units."""
    listed = [(unit.number, unit.title, unit.hours) for unit in units]
    html = Sheet(place.edition, pictures=False).write("contents", units=listed)
    return place.item(label(key, place.ui("unit.introduction"), html, place.common()), None)


def summary(place: Place, unit: bool) -> str:
    """Return a course's summary: the unit's introduction, or the course's description. Moodle cleans its HTML."""
    said = place.unit.introduction if unit else place.edition.about.description
    return Sheet(place.edition, plain=True).write("summary", said=said)
