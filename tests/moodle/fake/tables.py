"""Rows of Moodle's tables, and of the plugin's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .values import digest

Fields = dict[str, Any]


@dataclass
class Section:
    """A row of course_sections. Its number is its place in Course.sections."""

    id: int
    name: str = ""
    summary: str = ""
    visible: bool = True
    sequence: list[int] = field(default_factory=list)


@dataclass
class Activity:
    """A course module and its instance.

    `values` are the plugin's flat fields: `name`, `settings.grade`, `files.package` (path → SHA-1).
    """

    cmid: int
    instance: int
    courseid: int
    modname: str
    idnumber: str = ""
    values: Fields = field(default_factory=dict)
    visibleold: bool = True
    #: Deleted by a teacher, but cron has not been there yet (course_modules.deletioninprogress).
    deleting: bool = False
    #: Of a SCORM: the manifest's items with a launch, and scorm.revision.
    identifiers: tuple[str, ...] = ()
    revision: int = 0
    #: Learner → identifiers that she has a record of.
    tracks: dict[str, set[str]] = field(default_factory=dict)
    #: Learners with an attempt at the quiz, with a completion, with a grade.
    attempts: set[str] = field(default_factory=set)
    completed: set[str] = field(default_factory=set)
    graded: set[str] = field(default_factory=set)
    #: Of a quiz: {entry | category, subcategories, page, mark}.
    slots: list[Fields] = field(default_factory=list)
    shuffle: bool = False


@dataclass
class Course:
    """A course with its sections, in their order, and activities by cmid."""

    id: int
    fields: Fields
    sections: list[Section] = field(default_factory=list)
    modules: dict[int, Activity] = field(default_factory=dict)

    def section_of(self, cmid: int) -> Section:
        return next(one for one in self.sections if cmid in one.sequence)


@dataclass
class Category:
    """A row of question_categories; `parent` is 0 below the top."""

    id: int
    courseid: int
    contextid: int
    name: str
    info: str = ""
    parent: int = 0
    idnumber: str = ""


@dataclass
class Entry:
    """A row of question_bank_entries with its versions' number, status and text, the latest last."""

    id: int
    categoryid: int
    idnumber: str
    qtype: str
    versions: list[tuple[int, str, str]] = field(default_factory=list)
    name: str = ""

    def status(self, status: str) -> None:
        self.versions = [(number, status, text) for number, _, text in self.versions]


@dataclass
class Item:
    """A row of local_machina_item."""

    namespace: str
    courseid: int
    key: str
    kind: str
    modname: str = ""
    objectid: int = 0
    contextid: int = 0
    #: Owned field → digest of its value right after the last write.
    digests: dict[str, str] = field(default_factory=dict)
    desiredhash: str = ""
    tombstone: bool = False

    @property
    def managed(self) -> list[str]:
        return list(self.digests)

    def drifted(self, now: Fields) -> list[str]:
        """Return the owned fields that somebody else has changed."""
        return [name for name, value in now.items() if self.digests[name] != digest({"": value})[:16]]
