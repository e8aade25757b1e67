"""The frame of every write: lease, log, preconditions, steps (classes/local/work.php, apply.php, runs.php)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .bank import CategoryKind, QuestionKind
from .errors import Refused, Stop, said
from .kind import Kind
from .kind_course import CourseKind, OrderKind, SectionKind
from .modules import SETTINGS, Module, no_kind
from .slots import SlotsKind
from .special_modules import CLASSES
from .tables import Item
from .values import Fields, Request, differences, digest, digests, encoded, invalid, outcome

if TYPE_CHECKING:
    from .state import State

_KINDS: tuple[type[Kind], ...] = (CourseKind, SectionKind, OrderKind, CategoryKind, QuestionKind, SlotsKind)
_WROTE = ("created", "updated", "adopted", "renamed", "retired")


def kind_of(site: State, kind: str, modname: str = "") -> Kind:
    """Return a kind by its name in the plugin's table (classes/local/kinds.php)."""
    if kind == "cm" and modname in SETTINGS:
        return CLASSES.get(modname, Module)(site, modname)
    found = next((each for each in _KINDS if each.name == kind), None)
    if found is None:
        raise no_kind(kind, modname)
    return found(site)


def check_key(key: str) -> None:
    if not key or key.strip() != key or any(ord(each) < 32 or ord(each) == 127 for each in key):
        raise invalid("a key has at least one character, and no spaces at its ends")
    if len(key.encode()) > 100:
        raise Stop("too_long", "key")


def extend(site: State, namespace: str, runid: str) -> None:
    """Make sure that a run may write, and lengthen its lease."""
    run = site.runs.get(runid)
    if not run or run["ended"] or run["until"] < site.now or run["namespace"] != namespace:
        raise Refused("norun", said("norun"))
    run["until"] = site.now + run["ttl"]


def work(site: State, p: Fields, courseid: int, key: str, write: Callable[[], Fields]) -> Fields:
    """Do one write of a run. What stops it is an outcome; whatever it comes to stands in the log."""
    if p["dryrun"]:
        try:
            return write()
        except Stop as stop:
            return _stopped(stop, key)
    extend(site, p["namespace"], p["runid"])
    try:
        done = write()
    except Stop as stop:
        done = _stopped(stop, key)
        _note(site, p["runid"], courseid, done)
        return done
    except Refused as refused:
        _note(site, p["runid"], courseid, outcome("failed", key, warnings={refused.errorcode: refused.message}))
        raise
    if done["status"] in _WROTE:
        site.writes += 1
        _note(site, p["runid"], courseid, done)
    return done


def _stopped(stop: Stop, key: str) -> Fields:
    return outcome(stop.status, key, warnings={stop.reason: stop.message})


def _note(site: State, runid: str, courseid: int, done: Fields) -> None:
    changes = [[one["field"], one["from"], one["to"]] for one in done["changes"]]
    warnings = [[one["code"], one["message"]] for one in done["warnings"]]
    detail = encoded({"changes": changes, "warnings": warnings}).replace("/", "\\/")
    line = {"courseid": courseid, "key": done["key"], "status": done["status"], "detail": detail, "time": site.now}
    site.log.append({**line, "runid": runid})


def apply_item(kind: Kind, request: Request) -> Fields:
    """Make an item, or change what it owns."""
    check_key(request.key)
    site = kind.site
    item = site.find(request.namespace, request.courseid, request.key)
    if item and (item.kind, item.modname) != (kind.name, kind.modname):
        raise Stop("kind_change")
    if item and not kind.live(item):
        if not request.options.get("recreate"):
            raise Stop("tombstone")
        return _create(kind, request, item)
    if item:
        return _update(kind, request, item)
    if kind.lookup(request.courseid, request.key):
        raise Stop("unadopted")
    return _create(kind, request, None)


def _create(kind: Kind, request: Request, former: Item | None) -> Fields:
    changes = differences({}, kind.wanted(request.spec))
    kind.guard(None, request)
    if request.dry:
        return outcome("wouldcreate", request.key, changes=changes)
    objectid = kind.create(request)
    courseid = objectid if kind.name == "course" else request.courseid
    if former:
        kind.site.forget(former)
    cmid, context = kind.place(objectid)
    item = Item(request.namespace, courseid, request.key, kind.name, kind.modname, objectid, context)
    kind.site.keep(item)
    return _done("created", kind, request, item, (cmid, list(kind.wanted(request.spec)), []), changes)


def _update(kind: Kind, request: Request, item: Item) -> Fields:
    now = kind.observe(item, item.managed)
    observed, drifted = digest(now), item.drifted(now)
    if request.ifobserved not in ("", observed):
        raise Stop("stale", status="stale")
    cmid, context = kind.place(item.objectid)
    at = (item.objectid, cmid, context)
    kept = [name for name in drifted if name in request.options.get("keep", [])]
    if item.desiredhash == request.hash and drifted == kept:
        return outcome("unchanged", request.key, *at, observedhash=observed, extra=kind.extra(item))
    owned, request = list(kind.wanted(request.spec)), request.without(kept)
    wanted = kind.wanted(request.spec)
    changes = differences(kind.observe(item, list(wanted)), wanted)
    kind.guard(item, request)
    if request.dry:
        return outcome("wouldupdate", request.key, *at, observedhash=observed, changes=changes)
    kind.update(item, request)
    return _done("updated", kind, request, item, (cmid, owned, kept), changes)


def _done(
    status: str, kind: Kind, request: Request, item: Item, at: tuple[int, list[str], list[str]], changes: list[Fields]
) -> Fields:
    """Note what was written; of the fields that were kept, as somebody else has them, the former digest stays."""
    cmid, owned, kept = at
    now = kind.observe(item, owned)
    former = {name: item.digests[name] for name in kept}
    item.desiredhash, item.digests = request.hash, {**former, **digests(now), **former}
    more = {"observedhash": digest(now), "changes": changes, "extra": kind.extra(item)}
    return outcome(status, request.key, item.objectid, cmid, item.contextid, **more)
