"""What becomes of ownership."""

from __future__ import annotations

import json

from .errors import Refused, Stop
from .frame import Frame
from .state import Fields, Item, digest


class Ownership(Frame):
    """adopt, rename_key, retire."""

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
                if "visible" in item.digests:
                    item.digests["visible"] = digest(False)
            else:
                del course.items[item.key]
            self._note(p, course, "retired", item.key)
            done.append(self._outcome("retired", item))
        return done
