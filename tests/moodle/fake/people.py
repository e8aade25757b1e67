"""What people do on a site behind a project's back. What get_state then says follows from the tables.

A change of an owned field is `drift`, of any other nothing at all. What is deleted is a `tombstone`. What is not in the
plugin's table is `foreign` if it is an activity; sections, categories, questions and courses of others are not told of.
Things are named by their key, in whatever project, or by cmid or id.

An administrator's deeds are plain attributes: `site.token`, `.plugin`, `.languages`, `.capabilities`, `.categories`.
"""

from __future__ import annotations

from typing import Any

from .kind_course import SectionKind
from .modules import make_module
from .site import FakeSite
from .tables import Activity, Category, Course, Entry, Item, Section

What = str | int


class Person:
    """Somebody in a course."""

    def __init__(self, site: FakeSite, course: What) -> None:
        self.site = site
        named = {one.fields["idnumber"]: one.id for one in site.courses.values()}
        self.courseid = course if isinstance(course, int) else named[course]

    @property
    def course(self) -> Course:
        return self.site.courses[self.courseid]

    def item(self, key: str) -> Item:
        return next(one for one in self.site.table.values() if one.courseid == self.courseid and one.key == key)

    def activity(self, what: What) -> Activity:
        return self.course.modules[what if isinstance(what, int) else self.item(what).objectid]

    def section(self, what: What) -> Section:
        """Return a section by key, or by its number."""
        if isinstance(what, int):
            return self.course.sections[what]
        return SectionKind(self.site).row(self.item(what).objectid)[1]

    def entry(self, key: str) -> Entry:
        return self.site.entries[self.item(key).objectid]


class Teacher(Person):
    """One who may edit the course, in a browser."""

    # -- activities -------------------------------------------------------------------------------------------------

    def change(self, what: What, **fields: Any) -> None:
        """Change fields by their flat names: `change(key, name="Mine")`, `change(key, **{"settings.attempts": 1})`.

        Drift of those that are owned (get_state tells which: `managed`), else nothing that a project sees.
        """
        self.activity(what).values.update(fields)

    def rename(self, what: What, name: str) -> None:
        self.change(what, name=name)

    def hide(self, what: What) -> None:
        """Hide an activity: drift only where the project owns `visible`."""
        one = self.activity(what)
        one.values["visible"] = one.visibleold = False

    def show(self, what: What) -> None:
        one = self.activity(what)
        one.values["visible"] = one.visibleold = True

    def delete(self, what: What, *, cron: bool = True) -> None:
        """Delete an activity: a tombstone, at once. Without `cron` it waits for it, as where the recycle bin is on.

        What hangs on it goes too: of a quiz the slots are a tombstone (with `cron`), of a bank its categories and
        questions.
        """
        self.site.delete_module(self.activity(what).cmid, cron=cron)

    def move(self, what: What, section: What, before: What | None = None) -> None:
        """Move an activity: drift of the order alone, if that owns `modules`; a hidden section hides it besides."""
        first = None if before is None else self.activity(before).cmid
        self.site.place_module(self.course, self.activity(what).cmid, self.section(section), first)

    def add(self, modname: str, name: str, section: What = 0, idnumber: str = "", **fields: Any) -> int:
        """Add an activity of their own and return its cmid: foreign. With a key's ID number that key is unadopted."""
        number = self.course.sections.index(self.section(section))
        new = make_module(self.site, self.course, modname, number, name=name, **fields)
        new.idnumber = idnumber
        return new.cmid

    def duplicate(self, what: What) -> int:
        """Copy an activity, beside it: foreign, for the copy has no ID number."""
        one = self.activity(what)
        section = self.course.section_of(one.cmid)
        values = {**one.values, "name": f"{one.values['name']} (copy)"}
        new = make_module(self.site, self.course, one.modname, self.course.sections.index(section), **values)
        new.identifiers, new.revision, new.slots = one.identifiers, one.revision, [dict(each) for each in one.slots]
        return new.cmid

    def number(self, what: What, idnumber: str) -> None:
        """Give an activity another ID number: no drift, the table knows it by its id."""
        self.activity(what).idnumber = idnumber

    # -- sections ---------------------------------------------------------------------------------------------------

    def rename_section(self, what: What, name: str) -> None:
        self.section(what).name = name

    def hide_section(self, what: What) -> None:
        """Hide a section and with it all its activities: drift only of the section, where it owns `visible`."""
        self.site.show_section(self.course, self.section(what), False)

    def show_section(self, what: What) -> None:
        self.site.show_section(self.course, self.section(what), True)

    def add_section(self, name: str) -> int:
        """Add a section and return its number: nobody tells of it; an order goes on as it was."""
        self.course.sections.append(Section(self.site.id(), name))
        return len(self.course.sections) - 1

    def move_section(self, what: What, number: int) -> None:
        """Move a section: drift of the order, if that owns `sections` and two of its own have changed places."""
        section = self.section(what)
        self.course.sections.remove(section)
        self.course.sections.insert(number, section)

    def delete_section(self, what: What) -> None:
        """Delete a section with all that is in it: tombstones."""
        section = self.section(what)
        for cmid in list(section.sequence):
            self.site.delete_module(cmid)
        self.course.sections.remove(section)
        self.site.bury("section", section.id)

    # -- the course -------------------------------------------------------------------------------------------------

    def change_course(self, **fields: Any) -> None:
        """Change the course's settings: drift of the owned ones; by another `idnumber` get_state finds it no more."""
        self.course.fields.update(fields)

    def delete_course(self) -> None:
        """Delete the course: get_state has nothing of it, and apply_course says `tombstone`."""
        self.site.delete_course(self.courseid)

    # -- questions --------------------------------------------------------------------------------------------------

    def edit_question(self, key: str, text: str = "edited", status: str = "ready") -> None:
        """Edit a question: a new version, thus drift; quizzes ask the latest."""
        entry = self.entry(key)
        entry.versions.append((entry.versions[-1][0] + 1, status, text))

    def hide_question(self, key: str) -> None:
        self.entry(key).status("hidden")

    def delete_question(self, key: str) -> None:
        """Delete a question: a tombstone; one that a quiz asks is only hidden, which is drift.

        Source: lib/questionlib.php, question_delete_question.
        """
        entry = self.entry(key)
        if any(slot.get("entry") == entry.id for one in self.site.activities() for slot in one.slots):
            entry.status("hidden")
        else:
            del self.site.entries[entry.id]

    def move_question(self, key: str, category: What) -> None:
        """Move a question to another category: no drift; it goes on being changed where it is."""
        self.entry(key).categoryid = category if isinstance(category, int) else self.item(category).objectid

    def add_question(self, category: What, idnumber: str = "", qtype: str = "multichoice") -> int:
        """Add a question of their own and return its entry's id: nobody tells of it."""
        place = category if isinstance(category, int) else self.item(category).objectid
        new = Entry(self.site.id(), place, idnumber, qtype, [(1, "ready", "theirs")])
        self.site.entries[new.id] = new
        return new.id

    def add_category(self, name: str, idnumber: str = "") -> int:
        context = self.site.course_context(self.courseid)
        new = Category(self.site.id(), self.courseid, context, name, idnumber=idnumber)
        self.site.qcategories[new.id] = new
        return new.id

    def change_category(self, key: str, **fields: Any) -> None:
        """Change `name`, `info` or `parent` (an id) of a category: drift."""
        for name, value in fields.items():
            setattr(self.site.qcategories[self.item(key).objectid], name, value)

    def delete_category(self, key: str) -> None:
        """Delete a category: a tombstone. Moodle asks where its questions are to go; they live on there."""
        gone, there = self.item(key).objectid, self.add_category("Elsewhere")
        for entry in self.site.entries.values():
            entry.categoryid = there if entry.categoryid == gone else entry.categoryid
        self.site.delete_qcategory(gone)

    def add_slot(self, quiz: What, entry: int, page: int = 1, mark: float = 1.0) -> None:
        """Put a question into a quiz: drift of its slots, where a question without a key is `#id`."""
        self.activity(quiz).slots.append({"entry": entry, "page": page, "mark": mark})

    def preview_quiz(self, quiz: What) -> None:
        """Try a quiz: a preview is no attempt and nothing changes."""


class Learner(Person):
    """One who takes the course. Their records guard what they were made in."""

    def __init__(self, site: FakeSite, course: What, name: str = "learner") -> None:
        super().__init__(site, course)
        self.name = name

    def attempt_scorm(self, what: What, *identifiers: str) -> None:
        """Leave records of parts of a package, all of it by default: `track_loss` guards those, deletion counts."""
        one = self.activity(what)
        one.tracks.setdefault(self.name, set()).update(identifiers or one.identifiers)

    def attempt_quiz(self, what: What) -> None:
        """Attempt and finish a quiz: its slots cannot change any more (`has_attempts`), deletion counts it."""
        self.activity(what).attempts.add(self.name)
        self.activity(what).graded.add(self.name)

    def complete(self, what: What) -> None:
        """Complete an activity: its completion cannot change any more (`completion_locked`), deletion counts it."""
        self.activity(what).completed.add(self.name)
