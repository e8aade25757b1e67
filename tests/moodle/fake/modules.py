"""What all activities have in common (classes/local/kind/module.php) and what each module may hold."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from .errors import Refused, Stop
from .kind import Kind, check_language, wide
from .state import State
from .tables import Activity, Course, Item
from .values import Fields, Request, differences, invalid

_CASTS: dict[str, Any] = {"int": int, "bool": bool, "float": float, "string": str}
_COMPLETION = {"tracking": "int", "view": "bool", "passgrade": "bool", "gradeitem": ""}


def _named(**types: str) -> dict[str, str]:
    return {name: type_ for type_, names in types.items() for name in names.split()}


#: module → settings (classes/local/kind/mod/*.php).
SETTINGS: dict[str, dict[str, str]] = {
    "book": _named(int="numbering navstyle", bool="customtitles"),
    "folder": _named(int="display", bool="showexpanded showdownloadfolder forcedownload"),
    "label": {},
    "page": _named(int="display", bool="printintro printlastmodified"),
    "qbank": {},
    "quiz": _named(
        int="timeopen timeclose timelimit graceperiod attempts grademethod decimalpoints questionsperpage"
        " showuserpicture",
        bool="attemptonlast shuffleanswers canredoquestions showblocks",
        string="overduehandling navmethod preferredbehaviour",
        float="grade",
    ),
    "resource": _named(int="display", bool="printintro showsize showtype showdate"),
    "scorm": _named(
        int="maxattempt grademethod whatgrade width height skipview hidetoc nav displayattemptstatus forcenewattempt"
        " timeopen timeclose",
        bool="popup hidebrowse displaycoursestructure lastattemptlock forcecompleted masteryoverride auto autocommit",
        float="maxgrade",
    ),
    "url": _named(int="display", bool="printintro", string="externalurl"),
}
_RULES = {
    "scorm": _named(int="completionstatusrequired completionscorerequired", bool="completionstatusallscos"),
    "quiz": _named(int="completionminattempts", bool="completionattemptsexhausted"),
}
_AREAS = {"page": ("content",), "resource": ("content",), "folder": ("content",), "scorm": ("package",)}


def make_module(site: State, course: Course, modname: str, section: int, **values: Any) -> Activity:
    """Make an activity as Moodle does by itself, at the end of a section."""
    cmid, instance = site.id(), site.id()
    new = Activity(
        cmid, instance, course.id, modname, values={"name": modname, "visible": modname != "qbank", **values}
    )
    course.modules[cmid] = new
    course.sections[section].sequence.append(cmid)
    return new


def stored(site: State, draft: object) -> dict[str, str]:
    """Return the files of a draft area, path → SHA-1."""
    files = site.drafts.get(int(str(draft or 0)), {})
    return {path: hashlib.sha1(data).hexdigest() for path, data in sorted(files.items())}


class Module(Kind):
    """An activity, known by the idnumber of its course module."""

    name = "cm"
    more: ClassVar[dict[str, str]] = {}

    def __init__(self, site: State, modname: str) -> None:
        super().__init__(site)
        self.modname = modname
        self.settings, self.rules = SETTINGS[modname], _RULES.get(modname, {})
        self.areas = _AREAS.get(modname, ())
        self.fields = {  # type: ignore[misc]
            **dict.fromkeys(("section", "name", "intro", "lang"), "string"),
            **dict.fromkeys(("visible", "showdescription"), "bool"),
            **dict.fromkeys(("settings", "completion", "files"), "map"),
            "gradepass": "float",
            **self.more,
        }

    def cm(self, item: Item) -> Activity:
        return self.site.courses[item.courseid].modules[item.objectid]

    def exists(self, item: Item) -> bool:
        course = self.site.courses.get(item.courseid)
        found = course.modules.get(item.objectid) if course else None
        return found is not None and not found.deleting and found.modname == self.modname

    def lookup(self, courseid: int, key: str) -> int:
        modules = self.site.course(courseid).modules.values()
        return next((one.cmid for one in modules if one.idnumber == key and not one.deleting), 0)

    def wanted(self, spec: Fields) -> Fields:
        found: Fields = {}
        for name, value in spec.items():
            if name in ("settings", "completion", "files"):
                found |= {f"{name}.{inner}": each for inner, each in value.items()}
            elif name != "section":
                found[name] = value
        sorted_ = {name: dict(sorted((found[name] or {}).items())) for name in found if name.startswith("files.")}
        return {**found, **sorted_}

    def observe(self, item: Item, owned: list[str]) -> Fields:
        one = self.cm(item)
        return {name: self.value(one, name) for name in owned}

    def value(self, one: Activity, field: str) -> Any:
        group, _, name = field.partition(".")
        there = one.values.get(field)
        match group:
            case "settings":
                return _CASTS[self.settings[name]](there or 0) if self.settings[name] != "string" else str(there or "")
            case "completion" if name == "gradeitem":
                return "" if there in (None, "") else int(str(there))
            case "completion":
                return _CASTS[{**_COMPLETION, **self.rules}[name]](there or 0)
            case "files":
                return there or {}
            case "visible":  # by itself: a hidden section hides it too, and remembers
                section = self.site.course(one.courseid).section_of(one.cmid)
                return bool(there) or (one.visibleold and not section.visible)
            case "showdescription":
                return bool(there)
            case "gradepass":
                return float(there or 0) if self.modname in ("quiz", "scorm") else 0.0
        return str(there or "")

    def guard(self, item: Item | None, request: Request) -> None:
        spec = request.spec
        check_language(self.site, spec)
        if len(spec.get("name", "")) > wide(self.site, f"{self.modname}.name"):
            raise Stop("too_long", "name")
        known = {"settings": self.settings, "completion": {**_COMPLETION, **self.rules}, "files": self.areas}
        for group, names in known.items():
            for name in spec.get(group, {}):
                if name not in names:
                    raise invalid(f"{self.modname} has no {group}.{name}")
        if not request.dry or request.drafts:
            for name, files in self.wanted(spec).items():
                if not name.startswith("files.") or (item and self.value(self.cm(item), name) == files):
                    continue
                draft = request.drafts.get(name.removeprefix("files."), 0)
                if not draft or stored(self.site, draft) != files:
                    raise Stop("upload_missing", name.removeprefix("files."))

    def create(self, request: Request) -> int:
        course = self.site.course(request.courseid)
        new = make_module(self.site, course, self.modname, self.section_number(request))
        new.idnumber = request.key
        self.defaults(new)
        self.write(new, request, new=True)
        return new.cmid

    def update(self, item: Item, request: Request) -> None:
        one = self.cm(item)
        wanted = self.wanted(request.spec)
        changed = {change["field"] for change in differences(self.observe(item, list(wanted)), wanted)}
        touched = any(name.startswith("completion.") for name in changed)
        if touched and one.completed:
            if not request.options.get("resetcompletion"):
                raise Stop("completion_locked")
            one.completed = set()
        self.write(one, request, new=False, completion=touched)

    def defaults(self, new: Activity) -> None:
        """State what a new instance has and a specification may leave out."""

    def write(self, one: Activity, request: Request, *, new: bool, completion: bool = True) -> None:
        enabled = self.site.course(one.courseid).fields["enablecompletion"]
        for name, value in self.wanted(request.spec).items():
            # Core writes completion only where the course has it (course/modlib.php).
            if not name.startswith("completion.") or (completion and enabled):
                one.values[name] = value
        if one.values.get("completion.gradeitem") in (None, ""):
            one.values["completion.passgrade"] = False

    def section_number(self, request: Request) -> int:
        key = request.spec.get("section", "")
        if not key:
            return 0
        course = self.site.course(request.courseid)
        section = self.site.find(request.namespace, course.id, key)
        numbers = {one.id: number for number, one in enumerate(course.sections)}
        if not section or section.tombstone or section.kind != "section" or section.objectid not in numbers:
            raise Stop("no_section", key)
        return numbers[section.objectid]

    def place(self, objectid: int) -> tuple[int, int]:
        return objectid, self.site.module_context(objectid)

    def shown(self, item: Item) -> tuple[str, bool]:
        return self.cm(item).values["name"], bool(self.cm(item).values["visible"])

    def carry(self, item: Item, key: str) -> None:
        if self.lookup(item.courseid, key) not in (0, item.objectid):
            raise Stop("key_taken", key)
        self.cm(item).idnumber = key

    def used(self, item: Item) -> bool:
        return bool(self.cm(item).graded or self.cm(item).completed)

    def hide(self, item: Item) -> None:
        one = self.cm(item)
        one.values["visible"] = one.visibleold = False

    def delete(self, item: Item) -> None:
        self.site.delete_module(item.objectid)


def no_kind(kind: str, modname: str) -> Refused:
    return invalid(f"there is no kind '{kind} {modname}'")
