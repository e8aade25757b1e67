"""Place: a unit in one language in one course, and what every item there has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.moodle.choice import Choice
from machina_scorm.moodle.desired import Item
from machina_scorm.moodle.items import Common, Module
from machina_scorm.offering.built import Built
from machina_scorm.offering.keys import Keys
from machina_scorm.offering.naming import cut, said, title_of

#: Completion by looking at an activity once.
SEEN: Mapping[str, Any] = {"tracking": 2, "view": True}


@dataclass(frozen=True, slots=True)
class Group:
    """A section with its activities in their order; without a section those of the course's first one."""

    section: Item | None
    modules: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in one language in one course.

    `course` is the key of the course. `lang` is the language pack that activities are forced to, "" where the course
    itself is. `chapter` stands before a lesson's number ("2." before the lessons of the second unit), `bank` is the key
    of the question bank, "" where questions live in the course.
    """

    edition: Edition
    unit: Unit
    keys: Keys
    choice: Choice
    built: Built
    course: str
    lang: str = ""
    chapter: str = ""
    bank: str = ""

    def of(self, *path: str) -> str:
        """Return the key of what lies at `path` below the unit."""
        return self.keys.of(self.unit.id, *path)

    def wants(self, part: str) -> bool:
        """Tell whether the site takes one of choice.PARTS."""
        return part not in self.choice.without

    def owns(self, what: str) -> bool:
        """Tell whether one of choice.OWNABLE is the project's and not the teachers'."""
        return what not in self.choice.teachers

    def ui(self, key: str, **values: object) -> str:
        """Return an interface string with its fields filled in."""
        return said(self.edition, key, **values)

    def number(self, lesson: Lesson) -> str:
        """Return a lesson's number in this course, as "1" or "2.1"."""
        return f"{self.chapter}{lesson.number}"

    def heading(self, lesson: Lesson) -> str:
        """Return "1. Title"."""
        return cut(f"{self.number(lesson)}. {title_of(lesson.title)}")

    def titled(self, label: str) -> str:
        """Return a label as the name of a section: with the unit's number where the course has several units."""
        return cut(f"{self.chapter} {label}" if self.chapter else label)

    def section(self, key: str, name: str, summary: str = "", visible: bool | None = None) -> Item:
        """Return a section."""
        fields = {"name": name, "summary": (summary or None) if self.owns("texts") else None, "visible": visible}
        spec = {field: value for field, value in fields.items() if value is not None}
        return Item(key, "section", name, spec, needs=(self.course,))

    def common(
        self,
        section: str = "",
        intro: str | None = None,
        completion: Mapping[str, Any] | None = None,
        visible: bool | None = None,
    ) -> Common:
        """Return what an activity has besides its own: without what is the teachers', or the profile does not want."""
        tracked = completion if self.choice.completion and self.owns("completion") else None
        lang = self.lang if self.lang and self.owns("language") else None
        return Common(section, intro if self.owns("texts") else None, lang, visible, tracked)

    def item(self, module: Module, section: Item | None) -> Item:
        """Return an activity as an item that needs its section."""
        return Item.of_module(module, (section.key if section else self.course,))

    def settings(self, **settings: Any) -> dict[str, Any] | None:
        """Return an activity's settings, None where they are the teachers'."""
        return settings if self.owns("settings") else None

    @property
    def pass_percent(self) -> int:
        """What it takes to pass, in per cent."""
        asked = self.choice.pass_grade
        return self.edition.about.mastery if asked is None else asked
