"""Functions of the plugin that make and change items (classes/external/apply_*.php)."""

from __future__ import annotations

import hashlib
from typing import Any

from .apply import apply_item, kind_of, work
from .kind import Kind, may
from .state import State
from .values import Fields, Request, invalid, loaded, read_spec


def apply_course(site: State, p: Fields) -> Fields:
    kind = kind_of(site, "course")
    key, spec = (p["namespace"], p["key"]), read_spec(p["spec"], kind.fields)
    courseid = next((i.courseid for i in site.table.values() if i.kind == "course" and (i.namespace, i.key) == key), 0)
    if courseid in site.courses:
        may(site, "local/machina:sync")
    request = _request(p, courseid, spec)
    return work(site, p, courseid if courseid in site.courses else 0, p["key"], lambda: apply_item(kind, request))


def apply_sections(site: State, p: Fields) -> list[Fields]:
    course, kind, entries = site.course(p["courseid"]), kind_of(site, "section"), loaded(p["sections"])
    may(site, "local/machina:sync")
    if not isinstance(entries, list):
        raise invalid("sections must be a JSON list")
    done = []
    for entry in entries:
        one = {**p, "key": str(entry.get("key", "")), "spec": entry.get("spec", "")}
        one["ifobserved"] = entry.get("ifobserved", "")
        request = _request(one, course.id, read_spec(one["spec"], kind.fields))
        done.append(work(site, p, course.id, request.key, lambda request=request: apply_item(kind, request)))
    return done


def apply_order(site: State, p: Fields) -> Fields:
    return _apply(site, p, "order")


def apply_module(site: State, p: Fields) -> Fields:
    return _apply(site, p, "cm", p["modname"])


def apply_question_category(site: State, p: Fields) -> Fields:
    return _apply(site, p, "qcategory")


def apply_quiz_slots(site: State, p: Fields) -> Fields:
    return _apply(site, p, "slots")


def _apply(site: State, p: Fields, name: str, modname: str = "") -> Fields:
    course = site.course(p["courseid"])
    may(site, "local/machina:sync")
    kind: Kind = kind_of(site, name, modname)
    request = _request(p, course.id, read_spec(p["spec"], kind.fields))
    return work(site, p, course.id, p["key"], lambda: apply_item(kind, request))


def _request(p: Fields, courseid: int, spec: Fields) -> Request:
    digest = hashlib.sha256(p["spec"].encode()).hexdigest()
    flags: Any = loaded(p["options"]) or {}
    drafts: Any = loaded(p.get("drafts", "{}")) or {}
    at = (p["namespace"], p["runid"], courseid, p["key"])
    return Request(*at, spec, digest, p["dryrun"], p["ifobserved"], flags, drafts)
