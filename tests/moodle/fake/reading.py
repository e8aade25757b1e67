"""Functions of the plugin that write nothing into courses: facts, state, content, runs and their log."""

from __future__ import annotations

import json
import re

from .apply import kind_of
from .errors import Refused, missing
from .kind import may, wide
from .modules import SETTINGS
from .state import State
from .tables import Course, Item
from .values import Fields, as_php, digest, invalid, loaded

_QTYPES = "calculated ddimageortext ddmarker ddwtos essay gapselect match multianswer multichoice numerical shortanswer"


def get_site(site: State, p: Fields) -> Fields:
    may(site, "local/machina:sync")
    caps, old = list(site.capabilities), site.qbankmode == "course"
    names = ("course.fullname", "course.shortname", "course_sections.name", "question.name", "question_categories.name")
    facts = {
        "api": 1,
        "plugin": "0.1.0",
        "release": "4.5.6 (Build: 20250811)" if old else "5.1.5 (Build: 20260608)",
        "branch": "405" if old else "501",
        "siteid": digest(site.url),
        "name": "Fake",
        "time": site.now,
        "languages": list(site.languages),
        "modules": [name for name in SETTINGS if name != "qbank" or not old],
        "qtypes": [*_QTYPES.split(), "truefalse"],
        "qbankmode": site.qbankmode,
        "widths": {name: wide(site, name) for name in (*names, *(f"{one}.name" for one in SETTINGS))},
        "maxbytes": 104857600,
        "maxinputvars": 5000,
        "maxexecutiontime": 30,
        "multilang": {"on": False, "names": False},
        "completion": True,
        "scorm": {"localsync": False},
        "courses": _index(site, p["namespace"]) if p["namespace"] else [],
        "capabilities": {
            "site": caps,
            "categories": {f"#{one['id']}": caps for one in site.categories} if caps else [],
        },
    }
    return {"site": json.dumps(facts)}


def _index(site: State, namespace: str) -> list[Fields]:
    rows = [one for one in site.table.values() if one.namespace == namespace and one.kind == "course"]
    gone = {one.key: one.tombstone or one.courseid not in site.courses for one in rows}
    # The log tells which run wrote in a course last.
    wrote = ("created", "updated", "adopted", "renamed", "retired")
    by = {line["courseid"]: site.runs[line["runid"]]["info"] for line in site.log if line["status"] in wrote}
    return [
        {
            "key": one.key,
            "id": one.courseid,
            "status": "tombstone" if gone[one.key] else "live",
            "by": by.get(one.courseid, ""),
        }
        for one in sorted(rows, key=lambda one: one.key)
    ]


def get_state(site: State, p: Fields) -> Fields:
    asked = loaded(p["courses"])
    if not isinstance(asked, list | dict):
        raise invalid("courses must be a JSON list")
    if not asked:
        ids = sorted({one.courseid for one in site.table.values() if one.namespace == p["namespace"]})
    else:
        by_key = {one.fields["idnumber"]: one.id for one in site.courses.values() if one.fields["idnumber"]}
        rows = [one for one in site.table.values() if one.namespace == p["namespace"] and one.kind == "course"]
        # among the project's first: somebody may have changed the ID number, or deleted the course
        by_key |= {one.key: one.courseid for one in rows}
        ids = list(dict.fromkeys(one if isinstance(one, int) else by_key.get(str(one), 0) for one in asked))
    buried = {
        one.courseid: one for one in site.table.values() if one.kind == "course" and one.courseid not in site.courses
    }
    found = [one for one in ids if one in site.courses or (one in buried and buried[one].namespace == p["namespace"])]
    if found:
        may(site, "local/machina:view")
    states = [
        _state(site, p["namespace"], site.courses[one]) if one in site.courses else _gone(site, buried[one])
        for one in found
    ]
    return {"courses": json.dumps(states, ensure_ascii=False)}


def _gone(site: State, item: Item) -> Fields:
    """Return what is left of a deleted course: its own tombstone."""
    empty = dict.fromkeys(("shortname", "fullname", "lang", "format"), "")
    named = {"id": item.courseid, "key": item.key, "idnumber": item.key, "visible": False}
    return {**named, **empty, "items": [_item(site, item)], "foreign": [], "sections": []}


def _state(site: State, namespace: str, course: Course) -> Fields:
    own = {name: course.fields[name] for name in ("idnumber", "shortname", "fullname", "lang", "format", "visible")}
    items = site.in_course(namespace, course.id)
    ours = {one.objectid for one in items if one.kind == "cm"}
    foreign = [
        {
            "modname": one.modname,
            "name": one.values["name"],
            "cmid": cmid,
            "visible": bool(one.values["visible"]),
            "section": number,
        }
        for number, section in enumerate(course.sections)
        for cmid in section.sequence
        if cmid not in ours and not (one := course.modules[cmid]).deleting
    ]
    known = {one.objectid for one in items if one.kind == "section"}
    sections = [
        {"id": one.id, "number": number, "name": one.name, "visible": one.visible}
        for number, one in enumerate(course.sections)
        if number and one.id not in known
    ]
    found = [_item(site, one) for one in items]
    key = next((one.key for one in items if one.kind == "course"), "")
    return {"id": course.id, "key": key, **own, "items": found, "foreign": foreign, "sections": sections}


def _item(site: State, item: Item) -> Fields:
    kind = kind_of(site, item.kind, item.modname)
    there = kind.live(item)
    now = kind.observe(item, item.managed) if there else {}
    drifted, (name, visible) = item.drifted(now), kind.shown(item) if there else ("", False)
    cmid, context = kind.place(item.objectid) if there else (0, 0)
    return {
        "key": item.key,
        "name": name,
        "visible": visible,
        "kind": item.kind,
        "modname": item.modname,
        "objectid": item.objectid,
        "cmid": cmid,
        "contextid": context,
        "status": "live" if there else "tombstone",
        "desiredhash": item.desiredhash,
        "observedhash": digest(now) if there else "",
        "drift": drifted != [],
        "drifted": drifted,
        "managed": item.managed,
        "extra": (as_php(kind.extra(item)) if there else {}) or {},
    }


def get_content(site: State, p: Fields) -> Fields:
    course = site.course(p["courseid"])
    may(site, "local/machina:view")
    found = {}
    asked = loaded(p["keys"]) or []
    for key, more in asked.items() if isinstance(asked, dict) else ((key, []) for key in asked):
        item = site.find(p["namespace"], course.id, str(key))
        kind = kind_of(site, item.kind, item.modname) if item else None
        if item and kind and kind.live(item):
            known = [name for name in more if name.split(".")[0] in kind.fields and name not in item.managed]
            found[key] = as_php(kind.observe(item, [*item.managed, *known]))
    return {"items": json.dumps(found, ensure_ascii=False)}


def get_log(site: State, p: Fields) -> Fields:
    may(site, "local/machina:sync")
    _run(site, p)
    lines = [line for line in site.log if line["runid"] == p["runid"]]
    return {"entries": [{name: value for name, value in line.items() if name != "runid"} for line in lines]}


def begin_run(site: State, p: Fields) -> Fields:
    """Begin a run, or say who holds the lease (classes/local/runs.php)."""
    may(site, "local/machina:sync")
    if not re.fullmatch(r".{1,40}", p["namespace"]):
        raise Refused("setup_badnamespace")
    ttl, resume = max(60, min(3600, p["ttl"])), p["resume"]
    open_ = [one for one in site.runs.values() if one["namespace"] == p["namespace"] and not one["ended"]]
    holders = [one for one in open_ if one["until"] > site.now]
    if holders and holders[-1]["runid"] != resume:
        holder = holders[-1]
        said = {"lockedby": holder["info"], "lockedsince": holder["started"]}
        return {"runid": "", "leaseuntil": holder["until"], **said}
    until = site.now + ttl
    if any(one["runid"] == resume for one in open_):
        site.runs[resume] |= {"until": until, "ttl": ttl}
        return {"runid": resume, "leaseuntil": until, "lockedby": "", "lockedsince": 0}
    runid = resume if resume and resume not in site.runs else f"run-{site.id()}"
    new = {"runid": runid, "namespace": p["namespace"], "info": p["clientinfo"], "until": until, "ttl": ttl}
    site.runs[runid] = {**new, "started": site.now, "ended": False, "summary": ""}
    return {"runid": runid, "leaseuntil": until, "lockedby": "", "lockedsince": 0}


def end_run(site: State, p: Fields) -> Fields:
    may(site, "local/machina:sync")
    _run(site, p).update(ended=True, summary=p["summary"])
    return {"ended": True}


def _run(site: State, p: Fields) -> Fields:
    run = site.runs.get(p["runid"])
    if not run or run["namespace"] != p["namespace"]:
        raise missing("local_machina_run")
    return run
