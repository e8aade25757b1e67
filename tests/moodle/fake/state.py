"""What a site has: Moodle's tables and the plugin's, and what core does with them whoever asks for it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .errors import missing
from .faults import Faults
from .tables import Activity, Category, Course, Entry, Fields, Item, Section

TOKEN = "0123456789abcdef0123456789abcdef"


@dataclass
class State:
    """The site's tables. `qbankmode` is course up to Moodle 4.5 and module from 5.0 on; `now` is the site's clock."""

    url: str = "https://moodle.example.org"
    qbankmode: str = "course"
    languages: tuple[str, ...] = ("en", "fr", "de", "el", "ro", "it")
    capabilities: tuple[str, ...] = ("local/machina:view", "local/machina:sync", "local/machina:delete")
    plugin: bool = True
    token: str = TOKEN
    now: int = 1_800_000_000
    categories: list[Fields] = field(
        default_factory=lambda: [{"id": 1, "name": "Category 1", "idnumber": "", "parent": 0}]
    )
    courses: dict[int, Course] = field(default_factory=dict)
    qcategories: dict[int, Category] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    table: dict[tuple[str, int, str], Item] = field(default_factory=dict)
    drafts: dict[int, dict[str, bytes]] = field(default_factory=dict)
    private: dict[str, bytes] = field(default_factory=dict)
    runs: dict[str, Fields] = field(default_factory=dict)
    log: list[Fields] = field(default_factory=list)
    #: Functions that were called, in order; `upload` for upload.php.
    calls: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    faults: Faults = field(default_factory=Faults)
    #: Outcomes that changed the site.
    writes: int = 0
    last: int = 100
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __setattr__(self, name: str, value: object) -> None:
        """Take a list of faults for one fault per call, from the next on: `site.faults = ["500", "cut"]`."""
        super().__setattr__(name, Faults(value) if name == "faults" and isinstance(value, list) else value)

    def id(self) -> int:
        self.last += 1
        return self.last

    # -- the plugin's table (classes/local/item.php) ----------------------------------------------------------------

    def find(self, namespace: str, courseid: int, key: str) -> Item | None:
        return self.table.get((namespace, courseid, key))

    def keep(self, item: Item) -> None:
        self.table[item.namespace, item.courseid, item.key] = item

    def forget(self, item: Item) -> None:
        del self.table[item.namespace, item.courseid, item.key]

    def in_course(self, namespace: str, courseid: int) -> list[Item]:
        """Return the items of a course in the order of their keys."""
        found = [one for one in self.table.values() if one.courseid == courseid and one.namespace == namespace]
        return sorted(found, key=lambda one: one.key)

    def of_object(self, kind: str, objectid: int) -> list[Item]:
        return [one for one in self.table.values() if one.objectid == objectid and one.kind == kind]

    def bury(self, kind: str, objectid: int) -> None:
        """Do what the plugin's observer does when something is deleted (classes/local/observer.php)."""
        for item in self.of_object(kind, objectid):
            item.tombstone = True

    # -- Moodle's tables --------------------------------------------------------------------------------------------

    def course(self, courseid: object) -> Course:
        found = self.courses.get(int(str(courseid)))
        if found is None:
            raise missing("course")
        return found

    def activity(self, cmid: int) -> Activity | None:
        return next((one.modules[cmid] for one in self.courses.values() if cmid in one.modules), None)

    def quiz(self, instance: int) -> Activity | None:
        return next((one for one in self.activities() if one.instance == instance and one.modname == "quiz"), None)

    def activities(self) -> Iterator[Activity]:
        for course in self.courses.values():
            yield from course.modules.values()

    @staticmethod
    def course_context(courseid: int) -> int:
        return 1_000_000 + courseid

    @staticmethod
    def module_context(cmid: int) -> int:
        return 2_000_000 + cmid

    # -- what core does --------------------------------------------------------------------------------------------

    def show_section(self, course: Course, section: Section, visible: bool) -> None:
        """Show or hide a section: its activities go with it (sectionactions::transfer_visibility_to_cms)."""
        if section.visible == visible:
            return
        section.visible = visible
        for cmid in section.sequence:
            one = course.modules[cmid]
            if not visible:
                one.visibleold = one.values["visible"]
            one.values["visible"] = one.visibleold if visible else False

    def place_module(self, course: Course, cmid: int, section: Section, before: int | None = None) -> None:
        """Move an activity (course/lib.php, moveto_module): a hidden section hides it, a shown one shows it again."""
        here, one = course.section_of(cmid), course.modules[cmid]
        here.sequence.remove(cmid)
        section.sequence.insert(section.sequence.index(before) if before else len(section.sequence), cmid)
        if here is not section and not section.visible and one.values["visible"]:
            one.values["visible"], one.visibleold = False, True
        elif here is not section and section.visible and not one.values["visible"]:
            one.values["visible"] = one.visibleold

    def delete_module(self, cmid: int, *, cron: bool = True) -> None:
        """Delete an activity; without `cron` it only waits for it, as where the recycle bin is on."""
        for course in self.courses.values():
            if cmid not in course.modules:
                continue
            course.modules[cmid].deleting = True
            if cron:
                course.section_of(cmid).sequence.remove(cmid)
                del course.modules[cmid]
                context = self.module_context(cmid)
                for one in [one for one in self.qcategories.values() if one.contextid == context]:
                    self.delete_qcategory(one.id)
                self.bury("cm", cmid)

    def delete_qcategory(self, id_: int) -> None:
        for entry in [one for one in self.entries.values() if one.categoryid == id_]:
            del self.entries[entry.id]
        del self.qcategories[id_]
        self.bury("qcategory", id_)

    def delete_course(self, courseid: int) -> None:
        """Delete a course: only its own item remains, as a tombstone."""
        for item in [one for one in self.table.values() if one.courseid == courseid and one.kind != "course"]:
            self.forget(item)
        for one in [one for one in self.qcategories.values() if one.courseid == courseid]:
            self.delete_qcategory(one.id)
        del self.courses[courseid]
        self.bury("course", courseid)
