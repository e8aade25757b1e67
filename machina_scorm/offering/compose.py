"""Compose: the courses of a site as values, of the localised course and of what is built of it.

A language is localised once and a unit's items are made once for all sites that chose alike; what differs from site to
site only by the category is one item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from machina_scorm.errors import ProjectError
from machina_scorm.model.course import Unit
from machina_scorm.moodle.activities.qbank import qbank
from machina_scorm.moodle.choice import Choice, Naming
from machina_scorm.moodle.desired import DesiredCourse, Item
from machina_scorm.offering.assessment import assessment
from machina_scorm.offering.bank import bank_key, shelves, unit_category
from machina_scorm.offering.built import Built
from machina_scorm.offering.keys import Keys
from machina_scorm.offering.lesson import deck_key, lesson_group, package_key
from machina_scorm.offering.naming import cut, filled, templates, title_of
from machina_scorm.offering.opening import course_opening, summary, unit_opening
from machina_scorm.offering.place import Group, Place
from machina_scorm.offering.practice import practice
from machina_scorm.offering.trainer import trainer
from machina_scorm.project import Localised, Project, localise_project
from machina_scorm.publishing import held_back

_ANY_NAME = Naming()


def compose(project: Project, dist: Path, choice: Choice, banks: bool = False) -> tuple[DesiredCourse, ...]:
    """Return the courses that a site is to have; for several sites keep a Composer."""
    return Composer(project, dist).compose(choice, banks)


@dataclass(frozen=True, slots=True)
class _Part:
    """The items of a unit in one language: sections with their activities, the bank, the quiz's slots."""

    groups: tuple[Group, ...]
    bank: tuple[Item, ...]
    slots: tuple[Item, ...]


class Composer:
    """Composes courses of one course folder and one output folder for any number of sites."""

    def __init__(self, project: Project, dist: Path) -> None:
        self._project, self._dist = project, dist
        self._built: Built | None = None
        self._localised: dict[str, Localised] = {}
        self._held: dict[str, frozenset[str]] = {}
        self._parts: dict[tuple[Choice, str, str, str], _Part] = {}
        self._made: dict[tuple[Choice, bool], tuple[DesiredCourse, ...]] = {}

    def compose(self, choice: Choice, banks: bool = False) -> tuple[DesiredCourse, ...]:
        """Return the courses of a site, by the languages and units of the course.

        `banks`: questions live in an activity of their own (SiteFacts.qbankmode is "module"). A unit that the
        publishing rules hold back in a language is left out. Raises ProjectError for a language or unit that the course
        does not have, where something is not built, and where two courses would have one short name.
        """
        alike = replace(choice, category="")
        if (alike, banks) not in self._made:
            self._made[alike, banks] = self._compose(alike, banks)
        return tuple(_in_category(course, choice.category) for course in self._made[alike, banks])

    def _compose(self, choice: Choice, banks: bool) -> tuple[DesiredCourse, ...]:
        known = [unit.id for unit in self._project.course.units]
        if unknown := [unit for unit in choice.units if unit not in known]:
            raise ProjectError(f"the course has no unit {unknown[0]!r}", hint=f"its units: {', '.join(known)}")
        wanted = {self._project.language(code).code for code in choice.languages}
        codes = [each.code for each in self._project.languages if not wanted or each.code in wanted]
        offered = [(code, units) for code in codes if (units := self._units(code, choice))]
        self._require(offered, choice)
        match choice.granularity:
            case "unit":
                made = tuple(
                    self._course([(code, (unit,))], choice, banks) for code, units in offered for unit in units
                )
            case "language":
                made = tuple(self._course([one], choice, banks) for one in offered)
            case _:
                made = (self._course(offered, choice, banks),) if offered else ()
        _check_names(made)
        return made

    def _units(self, code: str, choice: Choice) -> tuple[Unit, ...]:
        """Return the units that a site gets in a language: what was held back and not built is not to be had."""
        localised = self._in(code)
        return tuple(
            unit
            for unit in localised.units
            if (not choice.units or unit.id in choice.units)
            and (unit.id not in self._held[code] or self._files.holds(unit.id, code))
        )

    def _in(self, code: str) -> Localised:
        if code not in self._localised:
            localised = self._localised[code] = localise_project(self._project, code)
            self._held[code] = frozenset(standing.unit for standing in held_back(self._project, localised))
        return self._localised[code]

    @property
    def _files(self) -> Built:
        if self._built is None:
            self._built = Built(self._dist)
        return self._built

    def _require(self, offered: Sequence[tuple[str, tuple[Unit, ...]]], choice: Choice) -> None:
        """Raise ProjectError, naming all of it, where something is not built."""
        needed: list[str] = []
        for code, units in offered:
            for unit in units:
                place = self._place(code, unit, choice, Keys(""), "")
                for lesson in unit.lessons:
                    needed += [package_key(place, lesson), deck_key(place, lesson), bank_key(lesson, code)]
        self._files.require(key for key in needed if key)

    def _place(self, code: str, unit: Unit, choice: Choice, keys: Keys, course: str, **more: Any) -> Place:
        edition = self._in(code).edition
        return Place(edition, unit, keys, choice, self._files, course, **more)

    def _course(self, parts: Sequence[tuple[str, tuple[Unit, ...]]], choice: Choice, banks: bool) -> DesiredCourse:
        """Return one course of some units in some languages."""
        root = choice.namespace or self._project.course.about.id
        by_unit, several = choice.granularity == "unit", choice.granularity == "course"
        first, units = parts[0]
        in_all = Keys(root, "" if several else first)
        course = in_all.of(units[0].id) if by_unit else in_all.of()
        head = self._place(first, units[0], choice, in_all, course)
        top = self._head(head, course, by_unit)
        bank = _bank(head, in_all.of("_bank")) if banks else None
        items: list[Item] = [top, *((bank,) if bank else ())]
        groups: list[Group] = [] if by_unit else [Group(None, (course_opening(head, units, in_all.of("_opening")),))]
        later: list[Item] = []
        for code, of_language in parts:
            for unit in of_language:
                place = self._place(
                    code,
                    unit,
                    choice,
                    Keys(root, code, several),
                    course,
                    lang=self._in(code).edition.language.moodle if several else "",
                    chapter="" if by_unit else f"{unit.number}.",
                    bank=bank.key if bank else "",
                )
                part = self._part(place, by_unit)
                groups += part.groups
                items += part.bank
                later += part.slots
        sections = [group.section for group in groups if group.section]
        modules = [module for group in groups for module in group.modules]
        if head.owns("order") and sections:
            later.append(_order(in_all.of(*((units[0].id,) if by_unit else ()), "_order"), groups))
        items = [top, *sections, *items[1:], *modules, *later]
        return DesiredCourse(course, top.name, "" if several else first, tuple(items))

    def _part(self, place: Place, by_unit: bool) -> _Part:
        """Return what a course has of one unit, made once: what is said of whole courses changes nothing in it."""
        alike = replace(place.choice, naming=_ANY_NAME, visible=None, languages=(), units=())
        key = alike, place.edition.language.code, place.unit.id, place.bank
        if key not in self._parts:
            self._parts[key] = _new_part(place, by_unit)
        return self._parts[key]

    def _head(self, place: Place, key: str, by_unit: bool) -> Item:
        """Return the course itself, without its category."""
        about, language, choice = place.edition.about, place.edition.language, place.choice
        title = place.unit.title if by_unit else about.title
        values = {
            "course": about.id.upper(),
            "unit": place.unit.id.upper() if by_unit else "",
            "number": str(place.unit.number) if by_unit else "",
            "title": title_of(title),
            "language": language.name,
            "LANG": language.code.upper(),
        }
        full, short = (filled(each, values) for each in templates(choice.naming, choice.granularity))
        forced = place.owns("language") and choice.granularity != "course"
        fields: dict[str, object] = {
            "fullname": full,
            "shortname": cut(short),
            "summary": summary(place, by_unit) if place.owns("texts") else None,
            "lang": language.moodle if forced else None,
            "format": "topics",
            "enablecompletion": choice.completion if place.owns("completion") else None,
            "visible": choice.visible,
        }
        return Item(key, "course", full, {name: value for name, value in fields.items() if value is not None})


def _new_part(place: Place, by_unit: bool) -> _Part:
    """Return what a course has of one unit."""
    groups: list[Group] = []
    if by_unit:
        groups.append(Group(None, (unit_opening(place, None, True),)))
    else:
        name = cut(f"{place.unit.number}. {title_of(place.unit.title)}")
        section = place.section(place.of("_unit"), name)
        groups.append(Group(section, (unit_opening(place, section, False),)))
    groups += [lesson_group(place, lesson) for lesson in place.unit.lessons]
    if exercises := practice(place):
        groups.append(exercises)
    top = unit_category(place)
    asked = tuple(shelves(place, top))
    slots: tuple[Item, ...] = ()
    if place.wants("quiz") and (test := assessment(place, asked)):
        groups.append(test[0])
        slots = (test[1],)
    if hidden := trainer(place):
        groups.append(hidden)
    bank = (top, *(item for shelf in asked for item in shelf.items)) if asked else ()
    return _Part(tuple(groups), bank, slots)


def _bank(place: Place, key: str) -> Item:
    return place.item(qbank(key, place.ui("moodle.bank"), place.common()), None)


def _order(key: str, groups: Sequence[Group]) -> Item:
    """Return the order of sections and activities. Moodle's first section has no key."""
    listed = {group.section.key: [module.key for module in group.modules] for group in groups if group.section}
    return Item(
        key,
        "order",
        "order of sections and activities",
        {"sections": list(listed), "modules": listed},
        needs=tuple(listed),
    )


def _in_category(course: DesiredCourse, category: str) -> DesiredCourse:
    """Return a course in a category of the site."""
    if not category:
        return course
    head = course.items[0]
    own = replace(head, spec={**head.spec, "category": category})
    return replace(course, items=(own, *course.items[1:]))


def _check_names(courses: Sequence[DesiredCourse]) -> None:
    """Raise ProjectError where two courses of a site would have one short name: Moodle allows it once."""
    seen: dict[str, str] = {}
    for course in courses:
        short = str(course.items[0].spec["shortname"])
        if other := seen.get(short.casefold()):
            hint = "put {unit} and {LANG} into naming: shortname in the site's profile"
            raise ProjectError(f"two courses would have the short name {short!r}: {other} and {course.key}", hint=hint)
        seen[short.casefold()] = course.key
