"""Functions that write an item."""

from __future__ import annotations

import json

from .frame import Frame
from .state import Course, Fields


class Applying(Frame):
    """apply_course, apply_sections, apply_order, apply_module, apply_question_category, apply_quiz_slots."""

    def apply_course(self, p: Fields) -> object:
        spec = self._spec(p["spec"], "course")
        course = next((c for c in self.courses.values() if p["key"] in c.items), None)
        if course is None:
            new = {"idnumber": p["key"], "shortname": p["key"], "fullname": p["key"], "lang": "", "format": "topics"}
            course = Course(self.last + 1, {**new, "visible": False})
        return self._apply(p, course, "course", "", spec)

    def apply_sections(self, p: Fields) -> object:
        course, done = self._course(p), []
        for entry in json.loads(p["sections"]):
            one = {**p, "ifobserved": "", **entry}
            done.append(self._apply(one, course, "section", "", self._spec(one["spec"], "section")))
        return done

    def apply_order(self, p: Fields) -> object:
        return self._apply(p, self._course(p), "order", "", self._spec(p["spec"], "order"))

    def apply_module(self, p: Fields) -> object:
        return self._apply(p, self._course(p), "cm", p["modname"], self._spec(p["spec"], p["modname"]))

    def apply_question_category(self, p: Fields) -> object:
        return self._apply(p, self._course(p), "qcategory", "", self._spec(p["spec"], "qcategory"))

    def apply_quiz_slots(self, p: Fields) -> object:
        return self._apply(p, self._course(p), "slots", "", self._spec(p["spec"], "slots"))
