"""The frame of every write: preconditions, guards, lease, log (classes/local/apply.php)."""

from __future__ import annotations

import hashlib
import json

from .errors import Refused, Stop
from .kinds import FIELDS, GROUPS, identifiers, wanted_fields
from .state import Course, Fields, Item, State, digest


class Frame(State):
    """What the writes share."""

    def _apply(self, p: Fields, course: Course, kind: str, modname: str, spec: Fields) -> Fields:
        key, wanted = p["key"], wanted_fields(spec, kind, modname)
        flags, item = json.loads(p.get("options") or "{}"), course.items.get(p["key"])
        try:
            if item and item.tombstone and not flags.get("recreate"):
                raise Stop("blocked", "tombstone")
            there = item if item and not item.tombstone else None
            if there and (there.kind, there.modname) != (kind, modname):
                raise Stop("blocked", "kind_change")
            if there and p.get("ifobserved") and p["ifobserved"] != there.observedhash:
                raise Stop("stale", "stale")
            desired = hashlib.sha256(p["spec"].encode()).hexdigest()
            kept = [name for name in (there.drifted if there else []) if name in flags.get("keep", [])]
            if there and there.desiredhash == desired and set(there.drifted) <= set(kept):
                if not self._dry(p):
                    self._lease(p)
                return self._outcome("unchanged", there)
            owned, observed = list(wanted), there.observed if there else {}
            wanted = {name: value for name, value in wanted.items() if name not in kept}
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
        former = {name: new.digests[name] for name in kept}
        return self._done(p, course, new, "updated" if there else "created", desired, owned, changes, former)

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
                lost = (there.tracked if there else set()) - set(identifiers(next(iter(got.values()))))
                if lost and not flags.get("allowtrackloss"):
                    raise Stop("blocked", "track_loss")

    def _look(self, p: Fields, item: Item, spec: Fields) -> None:
        """Fill `extra` as the kind does."""
        draft = json.loads(p.get("drafts", "{}") or "{}").get("package")
        if item.modname == "scorm" and draft and self.drafts.get(draft):
            data = next(iter(self.drafts[draft].values()))
            sha1 = hashlib.sha1(data).hexdigest()
            revision = item.extra.get("revision", 0) + (item.extra.get("sha1") != sha1)
            more = {"identifiers": identifiers(data), "attempts": len(item.tracked)}
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
        former: dict[str, str] | None = None,
    ) -> Fields:
        self._lease(p)
        course.items[item.key] = item
        item.desiredhash, item.tombstone = desired, False
        item.digests = {name: digest(item.observed.get(name)) for name in managed} | (former or {})
        self._note(p, course, status, item.key)
        return self._outcome(status, item, changes)

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
