"""Functions that read, and runs."""

from __future__ import annotations

import json

from .errors import Refused
from .frame import Frame
from .kinds import GROUPS
from .state import Course, Fields


class Facts(Frame):
    """get_site, get_state, get_content, get_log, begin_run, end_run."""

    def get_site(self, p: Fields) -> object:
        caps = list(self.capabilities)
        facts = {
            "api": 1,
            "plugin": "0.1.0",
            "release": "4.5.6 (Build: 20250811)" if self.qbankmode == "course" else "5.1.5 (Build: 20260608)",
            "branch": "405" if self.qbankmode == "course" else "501",
            "siteid": "0" * 64,
            "name": "Fake",
            "time": self.now,
            "languages": list(self.languages),
            "modules": [name for name in GROUPS if name != "qbank" or self.qbankmode == "module"],
            "qtypes": ["multichoice", "truefalse", "match", "shortanswer", "numerical", "essay", "multianswer"],
            "qbankmode": self.qbankmode,
            "widths": {"page.name": 255},
            "maxbytes": 104857600,
            "maxinputvars": 5000,
            "maxexecutiontime": 30,
            "multilang": {"on": False, "names": False},
            "completion": True,
            "scorm": {"localsync": False},
            "courses": self._index() if p.get("namespace") else [],
            "capabilities": {"site": caps, "categories": {"#1": caps} if caps else []},
        }
        return {"site": json.dumps(facts)}

    def _index(self) -> list[Fields]:
        rows = [(item, course) for course in self.courses.values() for item in course.items.values()]
        found = [(item.key, course.id, item.tombstone) for item, course in rows if item.kind == "course"]
        return [{"key": key, "id": id_, "status": "tombstone" if gone else "live"} for key, id_, gone in sorted(found)]

    def begin_run(self, p: Fields) -> object:
        name, ttl = p["namespace"], max(60, min(3600, int(p.get("ttl", 600))))
        holder = next((r for r in self.runs.values() if r["namespace"] == name and not r["ended"]), None)
        if holder and holder["until"] > self.now and holder["runid"] != p.get("resume", ""):
            return {"runid": "", "leaseuntil": holder["until"], "lockedby": holder["info"], "lockedsince": 1}
        if p.get("resume") in self.runs and not self.runs[p["resume"]]["ended"]:
            return {"runid": p["resume"], "leaseuntil": self.now + ttl, "lockedby": "", "lockedsince": 0}
        runid = f"run-{self.id()}"
        new = {"runid": runid, "namespace": name, "until": self.now + ttl, "info": p.get("clientinfo", "{}")}
        self.runs[runid] = {**new, "ended": False}
        return {"runid": runid, "leaseuntil": self.now + ttl, "lockedby": "", "lockedsince": 0}

    def end_run(self, p: Fields) -> object:
        if p["runid"] not in self.runs:
            raise Refused("invalidrecord", "Can't find data record in database table local_machina_run.")
        self.runs[p["runid"]]["ended"] = True
        return {"ended": True}

    def get_log(self, p: Fields) -> object:
        entries = [{k: v for k, v in line.items() if k != "runid"} for line in self.log if line["runid"] == p["runid"]]
        return {"entries": entries}

    def get_state(self, p: Fields) -> object:
        asked = json.loads(p["courses"])
        found = [
            c
            for c in self.courses.values()
            if (not asked and c.items) or c.id in asked or c.fields["idnumber"] in asked
        ]
        return {"courses": json.dumps([self._state(course) for course in found])}

    def _state(self, course: Course) -> Fields:
        own = {key: course.fields[key] for key in ("idnumber", "shortname", "fullname", "lang", "format", "visible")}
        items = [
            {
                "key": item.key,
                "kind": item.kind,
                "modname": item.modname,
                "objectid": item.objectid,
                "cmid": item.objectid if item.kind == "cm" else 0,
                "contextid": item.objectid,
                "status": "tombstone" if item.tombstone else "live",
                "desiredhash": item.desiredhash,
                "observedhash": "" if item.tombstone else item.observedhash,
                "drift": not item.tombstone and bool(item.drifted),
                "drifted": [] if item.tombstone else item.drifted,
                "managed": list(item.digests),
                "name": "" if item.tombstone else str(item.observed.get("name", item.observed.get("fullname", ""))),
                "visible": not item.tombstone and item.observed.get("visible", True),
                "extra": item.extra or [],
            }
            for _, item in sorted(course.items.items())
        ]
        return {"id": course.id, **own, "items": items, "foreign": course.foreign}

    def get_content(self, p: Fields) -> object:
        course = self._course(p)
        found = {k: course.items[k] for k in json.loads(p["keys"]) if k in course.items}
        live = {key: item.now for key, item in found.items() if not item.tombstone}
        return {"items": json.dumps(live or [])}
