"""Core's own web services, as far as they are used without the plugin or by the tests. They see the same tables."""

from __future__ import annotations

import re
from typing import Any

from .errors import Refused, missing
from .kind_course import check_names, make_course
from .state import State
from .tables import Activity, Course, Section

Fields = dict[str, Any]


def nested(fields: Fields, name: str) -> list[Fields]:
    """Return `name[0][key]=value` as a list of maps."""
    found: dict[int, Fields] = {}
    for key, value in fields.items():
        match = re.fullmatch(rf"{name}\[(\d+)\]\[(\w+)\]", key)
        if match:
            found.setdefault(int(match[1]), {})[match[2]] = value
    return [found[number] for number in sorted(found)]


def _ids(fields: Fields, name: str) -> list[int]:
    return [int(value) for key, value in fields.items() if key.startswith(f"{name}[")]


class Core:
    """Categories, courses, names, SCORM activities, private files."""

    def __init__(self, site: State) -> None:
        self.site = site

    def core_webservice_get_site_info(self, _: Fields) -> object:
        release = "4.5.6 (Build: 20250811)" if self.site.qbankmode == "course" else "5.1.5 (Build: 20260608)"
        return {"sitename": "Fake", "siteurl": self.site.url, "release": release, "functions": []}

    def core_course_get_categories(self, p: Fields) -> object:
        wanted = nested(p, "criteria")[0]
        return [one for one in self.site.categories if str(one[wanted["key"]]) == wanted["value"]]

    def core_course_create_categories(self, p: Fields) -> object:
        new = [{"id": self.site.id(), **one} for one in nested(p, "categories")]
        self.site.categories += new
        return [{"id": one["id"], "name": one["name"]} for one in new]

    def core_course_update_categories(self, p: Fields) -> object:
        for change in nested(p, "categories"):
            next(one for one in self.site.categories if one["id"] == int(change["id"])).update(name=change["name"])
        return None

    def core_course_get_courses_by_field(self, p: Fields) -> object:
        found = [_shown(one) for one in self.site.courses.values()]
        return {"courses": [one for one in found if str(one[p["field"]]) == p["value"]], "warnings": []}

    def core_course_create_courses(self, p: Fields) -> object:
        done = []
        for new in nested(p, "courses"):
            if new.get("lang", "") not in ("", *self.site.languages):
                raise Refused("errorinvalidparam", "Error with parameter lang")
            fields = _read(new)
            check_names(self.site, fields)
            course = make_course(self.site, fields)
            course.sections += [Section(self.site.id()) for _ in range(int(new.get("numsections", 0)))]
            done.append({"id": course.id, "shortname": course.fields["shortname"]})
        return done

    def core_course_update_courses(self, p: Fields) -> object:
        warnings = []
        for change in nested(p, "courses"):
            course = self.site.course(change.pop("id"))
            if change.get("lang", "x") not in ("x", *self.site.languages):
                warnings.append({"item": "course", "warningcode": "errorinvalidparam", "message": "lang"})
                continue
            course.fields.update(_read(change))
        return {"warnings": warnings}

    def core_course_get_contents(self, p: Fields) -> object:
        course = self.site.course(p["courseid"])
        return [
            {
                "id": section.id,
                "section": number,
                "name": section.name or (f"New section {number}" if number else "General"),
                "visible": int(section.visible),
                "modules": [
                    {"id": cmid, "name": course.modules[cmid].values["name"], "modname": course.modules[cmid].modname}
                    for cmid in section.sequence
                ],
            }
            for number, section in enumerate(course.sections)
        ]

    def core_courseformat_update_course(self, p: Fields) -> object:
        assert p["action"] == "section_add"
        self.site.course(p["courseid"]).sections.append(Section(self.site.id()))
        return "[]"

    def core_update_inplace_editable(self, p: Fields) -> object:
        for course in self.site.courses.values():
            if p["itemtype"] == "sectionname":
                for section in course.sections:
                    section.name = p["value"] if section.id == int(p["itemid"]) else section.name
            elif int(p["itemid"]) in course.modules:
                course.modules[int(p["itemid"])].values["name"] = p["value"]
        return {"value": p["value"]}

    def core_course_delete_modules(self, p: Fields) -> object:
        for cmid in _ids(p, "cmids"):
            if self.site.activity(cmid) is None:
                raise missing("course_modules")
            self.site.delete_module(cmid)
        return None

    def core_course_delete_courses(self, p: Fields) -> object:
        for courseid in _ids(p, "courseids"):
            self.site.delete_course(courseid)
        return {"warnings": []}

    def mod_scorm_get_scorms_by_courses(self, p: Fields) -> object:
        courses = [self.site.course(one) for one in _ids(p, "courseids")]
        found = [one for course in courses for one in course.modules.values() if one.modname == "scorm"]
        return {"scorms": [_scorm(one) for one in found], "warnings": []}

    def core_user_add_user_private_files(self, p: Fields) -> object:
        for path, data in self.site.drafts[int(p["draftid"])].items():
            self.site.private[path] = data
        return None


def _scorm(one: Activity) -> Fields:
    sha1 = next(iter(one.values.get("files.package", {}).values()), "")
    return {"id": one.instance, "coursemodule": one.cmid, "name": one.values["name"], "sha1hash": sha1}


def _shown(course: Course) -> Fields:
    fields = {name: int(value) if isinstance(value, bool) else value for name, value in course.fields.items()}
    return {"id": course.id, **fields, "categoryid": fields["category"]}


def _read(given: Fields) -> Fields:
    kept = {name: value for name, value in given.items() if name not in ("categoryid", "numsections")}
    for name in kept.keys() & {"visible", "enablecompletion", "showgrades"}:
        kept[name] = kept[name] == "1"
    return {**kept, "category": int(given["categoryid"])} if "categoryid" in given else kept
