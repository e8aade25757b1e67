"""Questions of a file."""

from __future__ import annotations

import json

from .errors import Refused, Stop
from .frame import Frame
from .kinds import questions_of
from .state import Course, Fields, Item


class Questions(Frame):
    """apply_questions."""

    def apply_questions(self, p: Fields) -> object:
        course = self._course(p)
        category = course.items.get(p["categorykey"])
        if category is None or category.kind != "qcategory":
            raise Refused("blocked_no_category")
        files = self.drafts.get(int(p["draftitemid"]), {})
        if not files:
            raise Refused("badfile")
        read = questions_of(next(iter(files.values())), p["format"])
        if read is None:
            raise Refused("badfile", "The file was not taken, nothing was written")
        hashes, seen = json.loads(p["hashes"]), json.loads(p.get("ifobserved", "{}"))
        done = [self._question(p, course, key, qtype, hashes, seen) for key, qtype in read.items()]
        here = [i for i in course.items.values() if i.kind == "question" and i.place == category.key]
        ours = [item for item in here if item.key not in read and not item.tombstone]
        for item in ours:
            warning = {"code": "missing", "message": "The file does not have this question any more."}
            done.append(self._outcome("unchanged", item, warnings=[warning]))
        return done

    def _question(self, p: Fields, course: Course, key: str, qtype: str, hashes: Fields, seen: Fields) -> Fields:
        item, wanted = course.items.get(key), hashes.get(key, "")
        try:
            if item and item.tombstone and not json.loads(p.get("options", "{}")).get("recreate"):
                raise Stop("blocked", "tombstone")
            if item and seen.get(key, item.observedhash) != item.observedhash:
                raise Stop("stale", "stale")
            if item and wanted and wanted == item.desiredhash and not item.drifted:
                return self._outcome("unchanged", item)
            if item and item.extra["qtype"] != qtype:
                raise Stop("blocked", "qtype_change")
        except Stop as stop:
            return self._stopped(p, course, key, stop)
        version = item.observed["version"] + 1 if item else 1
        change = [{"field": "version", "from": str(version - 1) if item else "", "to": str(version)}]
        if self._dry(p):
            return self._outcome("wouldupdate" if item else "wouldcreate", Item(key, "question", "", 0), change)
        status = "updated" if item else "created"
        item = item or Item(key, "question", "", self.id())
        item.place = p["categorykey"]
        item.observed = {"version": version, "status": "ready"}
        item.extra = {"version": version, "status": "ready", "qtype": qtype}
        return self._done(p, course, item, status, wanted, ["version", "status"], change)
