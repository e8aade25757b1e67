"""Core's own web services, as far as they are used without the plugin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .errors import Refused

if TYPE_CHECKING:
    from .state import State

Fields = dict[str, Any]


def nested(fields: Fields, name: str) -> list[Fields]:
    """Return `name[0][key]=value` as a list of maps."""
    found: dict[int, Fields] = {}
    for key, value in fields.items():
        match = re.fullmatch(rf"{name}\[(\d+)\]\[(\w+)\]", key)
        if match:
            found.setdefault(int(match[1]), {})[match[2]] = value
    return [found[number] for number in sorted(found)]


class Core:
    """Categories, courses, names and SCORM activities outside of the plugin's sight."""

    def __init__(self, site: State) -> None:
        self.site = site
        self.categories: list[Fields] = [{"id": 1, "name": "Category 1", "idnumber": "", "parent": 0}]
        self.courses: list[Fields] = []
        self.sections: dict[int, list[Fields]] = {}
        self.scorms: list[Fields] = []

    def core_course_get_categories(self, p: Fields) -> object:
        wanted = nested(p, "criteria")[0]
        return [one for one in self.categories if str(one[wanted["key"]]) == wanted["value"]]

    def core_course_create_categories(self, p: Fields) -> object:
        new = [{"id": self.site.id(), **one} for one in nested(p, "categories")]
        self.categories += new
        return [{"id": one["id"], "name": one["name"]} for one in new]

    def core_course_update_categories(self, p: Fields) -> object:
        for change in nested(p, "categories"):
            next(one for one in self.categories if one["id"] == int(change["id"])).update(name=change["name"])
        return None

    def core_course_get_courses_by_field(self, p: Fields) -> object:
        found = [one for one in self.courses if str(one[p["field"]]) == p["value"]]
        return {"courses": found, "warnings": []}

    def core_course_create_courses(self, p: Fields) -> object:
        done = []
        for new in nested(p, "courses"):
            if any(one["shortname"] == new["shortname"] for one in self.courses):
                raise Refused("shortnametaken", "Short name is already used for another course")
            if new.get("lang", "") not in ("", *self.site.languages):
                raise Refused("errorinvalidparam", "Error with parameter lang")
            course = {"format": "topics", "lang": "", "summary": "", "visible": "1", **new, "id": self.site.id()}
            self.courses.append(course)
            self.sections[course["id"]] = [
                {"id": self.site.id(), "section": number, "name": f"New section {number}", "modules": []}
                for number in range(int(new.get("numsections", 0)) + 1)
            ]
            done.append({"id": course["id"], "shortname": course["shortname"]})
        return done

    def core_course_update_courses(self, p: Fields) -> object:
        warnings = []
        for change in nested(p, "courses"):
            if change.get("lang", "x") not in ("x", *self.site.languages):
                warnings.append({"item": "course", "warningcode": "errorinvalidparam", "message": "lang"})
                continue
            id_ = int(change.pop("id"))
            next(one for one in self.courses if one["id"] == id_).update(change)
        return {"warnings": warnings}

    def core_course_get_contents(self, p: Fields) -> object:
        return self.sections[int(p["courseid"])]

    def core_courseformat_update_course(self, p: Fields) -> object:
        assert p["action"] == "section_add"
        sections = self.sections[int(p["courseid"])]
        name = f"New section {len(sections)}"
        sections.append({"id": self.site.id(), "section": len(sections), "name": name, "modules": []})
        return "[]"

    def core_update_inplace_editable(self, p: Fields) -> object:
        for sections in self.sections.values():
            for section in sections:
                if p["itemtype"] == "sectionname" and section["id"] == int(p["itemid"]):
                    section["name"] = p["value"]
                for module in section["modules"]:
                    if p["itemtype"] == "activityname" and module["id"] == int(p["itemid"]):
                        module["name"] = p["value"]
        return {"value": p["value"]}

    def core_course_delete_courses(self, p: Fields) -> object:
        gone = {int(value) for key, value in p.items() if key.startswith("courseids[")}
        self.courses = [one for one in self.courses if one["id"] not in gone]
        return {"warnings": []}

    def mod_scorm_get_scorms_by_courses(self, p: Fields) -> object:
        return {"scorms": self.scorms, "warnings": []}

    def core_user_add_user_private_files(self, p: Fields) -> object:
        for path, data in self.site.drafts[int(p["draftid"])].items():
            self.site.private[path] = data
        return None
