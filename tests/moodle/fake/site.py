"""The site whole: which function answers a call."""

from __future__ import annotations

from collections.abc import Callable

import requests

from .adapter import Adapter
from .applying import Applying
from .errors import Refused
from .facts import Facts
from .ownership import Ownership
from .questions import Questions
from .state import TOKEN, Fields


class FakeSite(Facts, Applying, Questions, Ownership):
    """A site with the companion plugin, Moodle 4.5 by default."""

    def session(self) -> requests.Session:
        """Return a session whose requests end here."""
        session = requests.Session()
        session.mount("https://", Adapter(self))
        session.mount("http://", Adapter(self))
        return session

    def delete_module(self, cmid: int) -> None:
        """What a teacher does in the course: the plugin's observer leaves a tombstone."""
        for course in self.courses.values():
            course.foreign = [one for one in course.foreign if one["cmid"] != cmid]
            for item in course.items.values():
                if item.kind == "cm" and item.objectid == cmid:
                    item.tombstone = True

    def answer(self, function: str, fields: Fields) -> object:
        """Return what REST answers to a call."""
        if fields.get("wstoken") != TOKEN:
            raise Refused("invalidtoken", "Invalid token - token not found")
        self.calls.append(function)
        name = function.removeprefix("local_machina_")
        known = name != function and self.plugin and not name.startswith("_")
        act: Callable[[Fields], object] | None = getattr(self, name, None) if known else None
        if function == "core_course_delete_modules":
            for key, value in fields.items():
                if key.startswith("cmids["):
                    self.delete_module(int(value))
            return None
        if function == "core_webservice_get_site_info":
            return {"sitename": "Fake", "siteurl": self.url, "release": "4.5.6 (Build: 20250811)", "functions": []}
        if name == function:
            act = getattr(self.core, name, None)
        if act is None:
            raise Refused("invalidrecord", "Can't find data record in database table external_functions.")
        try:
            return act(fields)
        except KeyError as missing:
            raise Refused("invalidparameter", f"Missing required key in single structure: {missing}") from None
