"""Courses, sections and their order (classes/local/kind/course.php, section.php, order.php)."""

from __future__ import annotations

from typing import ClassVar

from .errors import Refused, Stop
from .kind import Kind, check_language, wide
from .state import State
from .tables import Course, Item, Section
from .values import Fields, Request


def make_course(site: State, fields: Fields) -> Course:
    """Do what create_course does; `category` is an id."""
    check_names(site, fields)
    base = {"idnumber": "", "summary": "", "lang": "", "format": "topics", "enablecompletion": False, "visible": True}
    more = {"category": 1, "startdate": 0, "enddate": 0, "showgrades": True}
    course = Course(site.id(), {**base, **more, **fields}, [Section(site.id())])
    site.courses[course.id] = course
    return course


def check_names(site: State, fields: Fields, but: int = 0) -> None:
    """Refuse short names and ID numbers that are taken (create_course, update_course)."""
    for name, code in (("shortname", "shortnametaken"), ("idnumber", "courseidnumbertaken")):
        for other in site.courses.values():
            if fields.get(name) and other.id != but and other.fields[name] == fields[name]:
                raise Refused(code, f"Short name or ID number is already used for another course ({fields[name]})")


class CourseKind(Kind):
    name = "course"
    fields: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("category", "fullname", "shortname", "summary", "lang", "format"), "string"),
        **dict.fromkeys(("enablecompletion", "visible", "showgrades"), "bool"),
        **dict.fromkeys(("startdate", "enddate"), "int"),
    }

    def exists(self, item: Item) -> bool:
        return item.objectid in self.site.courses

    def lookup(self, courseid: int, key: str) -> int:
        return next((one.id for one in self.site.courses.values() if one.fields["idnumber"] == key), 0)

    def observe(self, item: Item, owned: list[str]) -> Fields:
        fields = self.site.course(item.objectid).fields
        named = {one["id"]: one["idnumber"] or f"#{one['id']}" for one in self.site.categories}
        return {name: named[fields[name]] if name == "category" else fields[name] for name in owned}

    def guard(self, item: Item | None, request: Request) -> None:
        check_language(self.site, request.spec)
        for name in ("fullname", "shortname"):
            if len(request.spec.get(name, "")) > wide(self.site, f"course.{name}"):
                raise Stop("too_long", name)
        self._category(request.spec.get("category", ""))
        self.may("local/machina:sync")

    def create(self, request: Request) -> int:
        names = {"fullname": request.key, "shortname": request.key, "idnumber": request.key}
        return make_course(self.site, {"visible": False, **names, **self._data(request)}).id

    def update(self, item: Item, request: Request) -> None:
        check_names(self.site, request.spec, item.objectid)
        self.site.course(item.objectid).fields.update(self._data(request))

    def place(self, objectid: int) -> tuple[int, int]:
        return 0, self.site.course_context(self.site.course(objectid).id)

    def shown(self, item: Item) -> tuple[str, bool]:
        fields = self.site.course(item.objectid).fields
        return fields["fullname"], fields["visible"]

    def carry(self, item: Item, key: str) -> None:
        check_names(self.site, {"idnumber": key}, item.objectid)
        self.site.course(item.objectid).fields["idnumber"] = key

    def hide(self, item: Item) -> None:
        self.site.course(item.objectid).fields["visible"] = False

    def _data(self, request: Request) -> Fields:
        spec = dict(request.spec)
        return {**spec, "category": self._category(spec["category"])} if "category" in spec else spec

    def _category(self, key: str) -> int:
        named = {f"#{one['id']}": one["id"] for one in self.site.categories}
        named |= {one["idnumber"]: one["id"] for one in self.site.categories if one["idnumber"]}
        found: int | None = {"": 1, **named}.get(key)
        if found is None:
            raise Stop("no_category", key)
        return found


class SectionKind(Kind):
    name = "section"
    fields: ClassVar[dict[str, str]] = {"name": "string", "summary": "string", "visible": "bool"}

    def exists(self, item: Item) -> bool:
        course = self.site.courses.get(item.courseid)
        return course is not None and any(one.id == item.objectid for one in course.sections)

    def row(self, objectid: int) -> tuple[Course, Section]:
        return next(
            (course, one) for course in self.site.courses.values() for one in course.sections if one.id == objectid
        )

    def observe(self, item: Item, owned: list[str]) -> Fields:
        return {name: getattr(self.row(item.objectid)[1], name) for name in owned}

    def guard(self, item: Item | None, request: Request) -> None:
        if len(request.spec.get("name", "")) > wide(self.site, "course_sections.name"):
            raise Stop("too_long", "name")

    def create(self, request: Request) -> int:
        section = Section(self.site.id())
        self.site.course(request.courseid).sections.append(section)
        self._write(section.id, request)
        return section.id

    def update(self, item: Item, request: Request) -> None:
        self._write(item.objectid, request)

    def _write(self, objectid: int, request: Request) -> None:
        course, section = self.row(objectid)
        section.name = request.spec.get("name", section.name)
        section.summary = request.spec.get("summary", section.summary)
        if "visible" in request.spec:
            self.site.show_section(course, section, request.spec["visible"])

    def place(self, objectid: int) -> tuple[int, int]:
        return 0, self.site.course_context(self.row(objectid)[0].id)

    def shown(self, item: Item) -> tuple[str, bool]:
        section = self.row(item.objectid)[1]
        return section.name, section.visible

    def extra(self, item: Item) -> Fields:
        course, section = self.row(item.objectid)
        return {"number": course.sections.index(section)}

    def hide(self, item: Item) -> None:
        self.site.show_section(*self.row(item.objectid), False)

    def used(self, item: Item) -> bool:
        return bool(self.row(item.objectid)[1].sequence)

    def delete(self, item: Item) -> None:
        course, section = self.row(item.objectid)
        if section.sequence:
            raise Stop("not_empty")
        course.sections.remove(section)
        self.site.bury("section", section.id)


class OrderKind(Kind):
    name = "order"
    fields: ClassVar[dict[str, str]] = {"sections": "list", "modules": "map"}

    def exists(self, item: Item) -> bool:
        return item.objectid in self.site.courses

    def observe(self, item: Item, owned: list[str]) -> Fields:
        found: Fields = {}
        if "sections" in owned:
            found["sections"] = list(self._sections(item.namespace, item.objectid))
        if "modules" in owned:
            found["modules"] = self._modules(item.namespace, item.objectid)
        return found

    def create(self, request: Request) -> int:
        course = self.site.course(request.courseid)
        before = ""
        for key in request.spec.get("sections", []):
            numbers = self._sections(request.namespace, course.id)
            if key not in numbers:
                continue
            if before and numbers[key] < numbers[before]:
                course.sections.insert(numbers[before], course.sections.pop(numbers[key]))
            before = key
        for name, keys in request.spec.get("modules", {}).items():
            item = self.site.find(request.namespace, course.id, name)
            if item and not item.tombstone:
                self._fill(request.namespace, course, SectionKind(self.site).row(item.objectid)[1], keys)
        return course.id

    def update(self, item: Item, request: Request) -> None:
        self.create(request)

    def place(self, objectid: int) -> tuple[int, int]:
        return 0, self.site.course_context(objectid)

    def _fill(self, namespace: str, course: Course, section: Section, keys: list[str]) -> None:
        last = 0
        for key in keys:
            item = self.site.find(namespace, course.id, key)
            if not item or item.tombstone or item.objectid not in course.modules:
                continue
            cmid, sequence = item.objectid, section.sequence
            behind = sequence.index(last) if last else -1
            if cmid not in sequence or sequence.index(cmid) < behind:
                following = sequence[behind + 1] if last and behind + 1 < len(sequence) else None
                self.site.place_module(course, cmid, section, following)
            last = cmid

    def _sections(self, namespace: str, courseid: int) -> dict[str, int]:
        """Return key → number of the managed sections, in their order."""
        items = self.site.in_course(namespace, courseid)
        keys = {one.objectid: one.key for one in items if one.kind == "section" and not one.tombstone}
        rows = self.site.course(courseid).sections
        return {keys[one.id]: number for number, one in enumerate(rows) if one.id in keys}

    def _modules(self, namespace: str, courseid: int) -> dict[str, list[str]]:
        items = [one for one in self.site.in_course(namespace, courseid) if not one.tombstone]
        keys = {one.objectid: one.key for one in items if one.kind == "cm"}
        rows = {one.id: one for one in self.site.course(courseid).sections}
        found = {
            one.key: [keys[cmid] for cmid in rows[one.objectid].sequence if cmid in keys]
            for one in items
            if one.kind == "section" and one.objectid in rows
        }
        return {key: keys for key, keys in found.items() if keys}
