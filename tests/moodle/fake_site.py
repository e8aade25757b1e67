"""A Moodle site with the companion plugin, as a state machine behind a `requests` adapter: no sockets, no PHP.

It follows what Moodle documents and what live sites answered: HTTP 200 for refusals, upload.php's own errors, PHP's
empty maps as lists.  The same tests run against it and against live sites (test_site_*.py), which keeps it honest.
Faults are put in its way with `faults`: each names what happens to the next request.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

import requests
from fake_core import Core
from fake_kinds import FIELDS, GROUPS, questions_of, wanted_fields
from lxml import etree
from requests.adapters import BaseAdapter

TOKEN = "0123456789abcdef0123456789abcdef"
Fields = dict[str, Any]


class Refused(Exception):
    """An exception of Moodle's: errorcode and message."""

    def __init__(self, errorcode: str, message: str = "") -> None:
        super().__init__(errorcode)
        self.errorcode, self.message = errorcode, message or errorcode


class Stop(Exception):
    """A write that the plugin blocks: status, reason."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass
class Item:
    """A row of local_machina_item, and the object it stands for."""

    key: str
    kind: str
    modname: str
    objectid: int
    observed: Fields = field(default_factory=dict)
    managed: list[str] = field(default_factory=list)
    desiredhash: str = ""
    observedhash: str = ""
    tombstone: bool = False
    extra: Fields = field(default_factory=dict)
    #: SCO identifiers that learners have records of, or the number of a quiz's attempts.
    tracked: set[str] = field(default_factory=set)
    #: Of a question the key of its category.
    place: str = ""


@dataclass
class Course:
    """A course: its own columns and its items."""

    id: int
    fields: Fields
    items: dict[str, Item] = field(default_factory=dict)
    foreign: list[Fields] = field(default_factory=list)


def digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class FakeSite:
    """The site's state. `qbankmode` is course up to Moodle 4.5 and module from 5.0 on."""

    url: str = "https://moodle.example.org"
    qbankmode: str = "course"
    languages: tuple[str, ...] = ("en", "fr", "de", "el")
    capabilities: tuple[str, ...] = ("local/machina:view", "local/machina:sync", "local/machina:delete")
    plugin: bool = True
    now: int = 1_800_000_000
    courses: dict[int, Course] = field(default_factory=dict)
    drafts: dict[int, dict[str, bytes]] = field(default_factory=dict)
    private: dict[str, bytes] = field(default_factory=dict)
    runs: dict[str, Fields] = field(default_factory=dict)
    log: list[Fields] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    writes: int = 0
    last: int = 100
    core: Core = field(init=False)

    def __post_init__(self) -> None:
        self.core = Core(self)

    def session(self) -> requests.Session:
        """Return a session whose requests end here."""
        session = requests.Session()
        session.mount("https://", Adapter(self))
        session.mount("http://", Adapter(self))
        return session

    def id(self) -> int:
        self.last += 1
        return self.last

    # -- the plugin's functions -------------------------------------------------------------------------------------

    def get_site(self, _: Fields) -> object:
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
            "capabilities": {"site": caps, "categories": {"#1": caps} if caps else []},
        }
        return {"site": json.dumps(facts)}

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
                "observedhash": "" if item.tombstone else digest(self._observe(course, item)),
                "drift": not item.tombstone and digest(self._observe(course, item)) != item.observedhash,
                "managed": item.managed,
                "extra": item.extra or [],
            }
            for _, item in sorted(course.items.items())
        ]
        return {"id": course.id, **own, "items": items, "foreign": course.foreign}

    def get_content(self, p: Fields) -> object:
        course = self._course(p)
        found = {k: course.items[k] for k in json.loads(p["keys"]) if k in course.items}
        live = {key: self._observe(course, item) for key, item in found.items() if not item.tombstone}
        return {"items": json.dumps(live or [])}

    def apply_course(self, p: Fields) -> object:
        spec = self._spec(p["spec"], "course")
        course = next((c for c in self.courses.values() if p["key"] in c.items), None)
        if course is None:
            new = {"idnumber": p["key"], "shortname": p["key"], "fullname": p["key"], "lang": "", "format": "topics"}
            course = Course(self.last + 1, {**new, "visible": True})
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
            if item and seen.get(key, item.observedhash) != digest(item.observed):
                raise Stop("stale", "stale")
            if item and wanted and wanted == item.desiredhash and digest(item.observed) == item.observedhash:
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

    def adopt(self, p: Fields) -> object:
        course, key = self._course(p), p["key"]
        try:
            if key in course.items:
                raise Stop("blocked", "key_taken")
            others = [i for i in course.items.values() if i.kind == p["kind"] and i.objectid == int(p["objectid"])]
            if others and not int(p.get("takeover", "0")):
                raise Stop("blocked", "managed")
            theirs = next((f for f in course.foreign if f["cmid"] == int(p["objectid"])), None)
            if not others and not theirs:
                raise Refused("invalidcoursemodule")
        except Stop as stop:
            return self._stopped(p, course, key, stop)
        item = Item(key, p["kind"], others[0].modname if others else theirs["modname"], int(p["objectid"]))  # type: ignore[index]
        if self._dry(p):
            return self._outcome("wouldupdate", item)
        for other in others:
            item.observed, item.extra = other.observed, other.extra
            del course.items[other.key]
        return self._done(p, course, item, "adopted", "", [], [])

    def rename_key(self, p: Fields) -> object:
        course, old, new = self._course(p), p["oldkey"], p["newkey"]
        reason = "not_there" if old not in course.items else "key_taken" if new in course.items else ""
        if reason:
            return self._stopped(p, course, new, Stop("blocked", reason))
        item = course.items[old]
        if self._dry(p):
            return self._outcome("wouldupdate", Item(new, item.kind, item.modname, item.objectid))
        del course.items[old]
        item.key, course.items[new] = new, item
        self._note(p, course, "renamed", new)
        return self._outcome("renamed", item)

    def retire(self, p: Fields) -> object:
        course = self._course(p)
        items = [course.items[key] for key in json.loads(p["keys"]) if key in course.items]
        if p["mode"] not in ("hide", "unmanage", "delete"):
            raise Refused("invalidspec")
        if p["mode"] == "delete" and sum(bool(item.tracked) for item in items) != int(p.get("confirm", "0")):
            raise Refused("unconfirmed")
        done = []
        for item in items:
            if self._dry(p):
                done.append(self._outcome("wouldupdate", item))
                continue
            if p["mode"] == "delete" and item.kind in ("course", "qcategory", "question", "order", "slots"):
                done.append(self._stopped(p, course, item.key, Stop("blocked", "unsupported")))
                continue
            if p["mode"] == "hide":
                item.observed["visible"] = False
                item.observedhash = digest(self._observe(course, item))
            else:
                del course.items[item.key]
            self._note(p, course, "retired", item.key)
            done.append(self._outcome("retired", item))
        return done

    # -- the frame of every write -----------------------------------------------------------------------------------

    def _apply(self, p: Fields, course: Course, kind: str, modname: str, spec: Fields) -> Fields:
        key, wanted = p["key"], wanted_fields(spec, kind, modname)
        flags, item = json.loads(p.get("options") or "{}"), course.items.get(p["key"])
        try:
            if item and item.tombstone and not flags.get("recreate"):
                raise Stop("blocked", "tombstone")
            there = item if item and not item.tombstone else None
            if there and (there.kind, there.modname) != (kind, modname):
                raise Stop("blocked", "kind_change")
            observed = self._observe(course, there) if there else {}
            if there and p.get("ifobserved") and p["ifobserved"] != digest(observed):
                raise Stop("stale", "stale")
            desired = hashlib.sha256(p["spec"].encode()).hexdigest()
            if there and there.desiredhash == desired and there.observedhash == digest(observed):
                if not self._dry(p):
                    self._lease(p)
                return self._outcome("unchanged", there)
            changes = [
                {"field": name, "from": str(observed.get(name, "")), "to": str(value)}
                for name, value in wanted.items()
                if observed.get(name) != value
            ]
            self._guard(p, course, kind, modname, spec, there, flags)
        except Stop as stop:
            return self._stopped(p, course, key, stop)
        if self._dry(p):
            return self._outcome("wouldupdate" if there else "wouldcreate", Item(key, kind, modname, 0), changes)
        self._lease(p)
        new = there or Item(key, kind, modname, course.id if kind in ("course", "order") else self.id())
        if kind == "course":
            self.last = max(self.last, course.id)
            self.courses[course.id] = course
            course.fields.update({k: v for k, v in wanted.items() if k in course.fields})
        new.observed.update(wanted)
        self._look(p, new, spec)
        return self._done(p, course, new, "updated" if there else "created", desired, list(wanted), changes)

    def _guard(
        self, p: Fields, course: Course, kind: str, modname: str, spec: Fields, there: Item | None, flags: Fields
    ) -> None:
        if len(spec.get("name", "")) > 255:
            raise Stop("blocked", "too_long")
        if spec.get("lang") and spec["lang"] not in self.languages:
            raise Stop("blocked", "language_pack")
        if spec.get("section") and not self._live(course, spec["section"], "section") and not there:
            raise Stop("blocked", "no_section")
        if kind == "course" and spec.get("category", "") not in ("", "#1"):
            raise Stop("blocked", "no_category")
        if kind == "qcategory":
            bank = self._live(course, spec.get("bank", ""), "cm")
            if not there and self.qbankmode == "module" and not bank:
                raise Stop("blocked", "no_bank")
            if spec.get("parent") and not self._live(course, spec["parent"], "qcategory"):
                raise Stop("blocked", "no_category")
        if kind == "slots":
            quiz = there or self._live(course, spec.get("quiz", ""), "cm")
            if not quiz:
                raise Stop("blocked", "no_quiz")
            for slot in spec.get("slots", []):
                sort, name = ("question", slot["question"]) if "question" in slot else ("qcategory", slot["category"])
                if not self._live(course, name, sort):
                    raise Stop("blocked", "no_question")
        if modname == "scorm" and not there and "package" not in spec.get("files", {}):
            raise Refused("invalidspec", "a new SCORM needs files.package")
        for area, files in spec.get("files", {}).items() if not self._dry(p) else ():
            if there and there.observed.get(f"files.{area}") == files:
                continue
            got = self.drafts.get(int(json.loads(p.get("drafts", "{}") or "{}").get(area, 0)), {})
            if {path: hashlib.sha1(data).hexdigest() for path, data in got.items()} != files:
                raise Stop("blocked", "upload_missing")
            if modname == "scorm":
                lost = (there.tracked if there else set()) - set(_identifiers(next(iter(got.values()))))
                if lost and not flags.get("allowtrackloss"):
                    raise Stop("blocked", "track_loss")

    def _look(self, p: Fields, item: Item, spec: Fields) -> None:
        """Fill `extra` as the kind does."""
        draft = json.loads(p.get("drafts", "{}") or "{}").get("package")
        if item.modname == "scorm" and draft and self.drafts.get(draft):
            data = next(iter(self.drafts[draft].values()))
            sha1 = hashlib.sha1(data).hexdigest()
            revision = item.extra.get("revision", 0) + (item.extra.get("sha1") != sha1)
            more = {"identifiers": _identifiers(data), "attempts": len(item.tracked)}
            item.extra = {"sha1": sha1, "revision": revision, "version": "SCORM_1.2", **more}
        if item.kind == "slots":
            item.extra = {"sumgrades": sum(slot["mark"] for slot in item.observed.get("slots", []))}

    def _done(
        self,
        p: Fields,
        course: Course,
        item: Item,
        status: str,
        desired: str,
        managed: list[str],
        changes: list[Fields],
    ) -> Fields:
        self._lease(p)
        course.items[item.key] = item
        item.managed, item.desiredhash, item.tombstone = managed, desired, False
        item.observedhash = digest(self._observe(course, item))
        self._note(p, course, status, item.key)
        return self._outcome(status, item, changes)

    def _observe(self, course: Course, item: Item) -> Fields:
        """Return the owned fields as they are; of an order, what there is of it now."""
        return {name: item.observed.get(name) for name in item.managed}

    def _live(self, course: Course, key: str, kind: str) -> Item | None:
        item = course.items.get(key)
        return item if item and item.kind == kind and not item.tombstone else None

    def _course(self, p: Fields) -> Course:
        course = self.courses.get(int(p["courseid"]))
        if course is None:
            raise Refused("invalidrecord", "Can't find data record in database table course.")
        return course

    def _spec(self, text: str, kind: str) -> Fields:
        try:
            fields = json.loads(text)
        except ValueError:
            fields = None
        if not isinstance(fields, dict):
            raise Refused("invalidspec", "The specification cannot be used: not a JSON object")
        if kind not in FIELDS:
            raise Refused("invalidspec", f"there is no kind '{kind}'")
        for name, value in fields.items():
            if name not in FIELDS[kind]:
                raise Refused("invalidspec", f"The specification cannot be used: there is no field '{name}' here")
            if not isinstance(value, FIELDS[kind][name]) or (isinstance(value, bool) and FIELDS[kind][name] is int):
                raise Refused("invalidspec", f"The specification cannot be used: the field '{name}' must be another")
        for group in ("settings", "files"):
            for name in fields.get(group, {}):
                if name not in GROUPS[kind][group]:
                    raise Refused("invalidspec", f"{kind} has no {group}.{name}")
        return fields

    def _lease(self, p: Fields) -> None:
        run = self.runs.get(p["runid"])
        if not run or run["ended"] or run["until"] < self.now or run["namespace"] != p["namespace"]:
            raise Refused("norun", "The run has ended or its lease has run out. Begin a new run.")

    def _note(self, p: Fields, course: Course, status: str, key: str) -> None:
        self.writes += status not in ("blocked", "stale")
        line = {"courseid": course.id, "key": key, "status": status, "detail": "{}", "time": self.now}
        self.log.append({**line, "runid": p["runid"]})

    def _stopped(self, p: Fields, course: Course, key: str, stop: Stop) -> Fields:
        if not self._dry(p):
            self._lease(p)
            self._note(p, course, stop.status, key)
        item = Item(key, "", "", 0)
        return self._outcome(stop.status, item, warnings=[{"code": stop.reason, "message": stop.reason}])

    @staticmethod
    def _dry(p: Fields) -> bool:
        return p.get("dryrun", "0") == "1"

    @staticmethod
    def _outcome(
        status: str, item: Item, changes: list[Fields] | None = None, warnings: list[Fields] | None = None
    ) -> Fields:
        return {
            "status": status,
            "key": item.key,
            "objectid": item.objectid,
            "cmid": item.objectid if item.kind == "cm" else 0,
            "contextid": item.objectid,
            "observedhash": item.observedhash if status not in ("blocked", "stale") else "",
            "changes": changes or [],
            "warnings": warnings or [],
            "extra": json.dumps(item.extra),
        }

    # -- core -------------------------------------------------------------------------------------------------------

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


class Adapter(BaseAdapter):
    """Answers requests from a FakeSite; never opens a connection."""

    def __init__(self, site: FakeSite) -> None:
        super().__init__()
        self.site = site

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # type: ignore[override]
        body = request.body
        data = body.read() if hasattr(body, "read") else body.encode() if isinstance(body, str) else body or b""
        fault = self.site.faults.pop(0) if self.site.faults else ""
        match fault:
            case "connect":
                raise requests.exceptions.ConnectTimeout("connect timed out", request=request)
            case "tls":
                raise requests.exceptions.SSLError("certificate verify failed", request=request)
            case "timeout":
                raise requests.exceptions.ReadTimeout("read timed out", request=request)
            case "500" | "503" | "404" | "403" | "413":
                return _response(request, b"<html>broken</html>", int(fault), "text/html")
            case "redirect":
                answer = _response(request, b"", 303, "text/html")
                answer.headers["Location"] = self.site.url + "/login/index.php?token=x"
                return answer
            case "html":
                return _response(request, b"<!DOCTYPE html><html>Log in</html>", 200, "text/html")
            case "upgrade":
                said = {"exception": "core\\exception\\moodle_exception", "errorcode": "upgraderunning", "message": "…"}
                return _response(request, json.dumps(said).encode())
        text = json.dumps(self._answer(request, data)).encode()
        match fault:
            case "cut":  # the write has taken effect
                raise requests.exceptions.ConnectionError("Connection aborted.", request=request)
            case "500 after":
                return _response(request, b"<html>broken</html>", 500, "text/html")
            case "truncated":
                return _response(request, text[: len(text) // 2])
        return _response(request, text)

    def close(self) -> None:
        """Nothing is open."""

    def _answer(self, request: requests.PreparedRequest, data: bytes) -> object:
        path = (request.url or "").removeprefix(self.site.url)
        if path == "/webservice/upload.php":
            return self._upload(str(request.headers["Content-Type"]), data)
        assert path == "/webservice/rest/server.php", path
        fields = dict(parse_qsl(data.decode(), keep_blank_values=True))
        try:
            return self.site.answer(fields.get("wsfunction", ""), fields)
        except Refused as refused:
            said = {"exception": "moodle_exception", "errorcode": refused.errorcode, "message": refused.message}
            return said if refused.errorcode != "invalidspec" else {**said, "debuginfo": refused.message}

    def _upload(self, content_type: str, data: bytes) -> object:
        parts = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + data)
        fields: dict[str, str] = {}
        name, content = "", b""
        for part in parts.iter_parts():  # type: ignore[attr-defined]
            header = part["Content-Disposition"].params
            payload = _payload(part)
            if "filename" in header:
                name, content = header["filename"], payload
            else:
                fields[header["name"]] = payload.decode()
        if fields.get("token") != TOKEN:
            said = "Invalid token - token not found"
            return {"error": said, "errorcode": "invalidtoken", "stacktrace": None, "debuginfo": None}
        draft = int(fields["itemid"]) or self.site.id()
        path = fields["filepath"] + name
        there = self.site.drafts.setdefault(draft, {})
        if path in there:
            return [{"filename": name, "filepath": "/", "errortype": "filenameexist", "error": "File name exists"}]
        there[path] = content
        return [{"filename": name, "filepath": fields["filepath"], "itemid": draft, "filesize": len(content)}]


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


def _response(request: requests.PreparedRequest, body: bytes, status: int = 200, kind: str = "application/json") -> Any:
    answer = requests.Response()
    answer.status_code, answer.raw, answer.request = status, io.BytesIO(body), request
    answer.url, answer.headers["Content-Type"] = request.url or "", kind
    return answer


def _identifiers(data: bytes) -> list[str]:
    """Return the items of a package with a launch; raises Stop where Moodle finds no package."""
    try:
        manifest = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("imsmanifest.xml"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        raise Stop("blocked", "bad_package") from None
    found = [str(one.get("identifier")) for one in manifest.iter("{*}item") if one.get("identifierref")]
    return sorted(one for one in found if re.fullmatch(r"\S+", one))
