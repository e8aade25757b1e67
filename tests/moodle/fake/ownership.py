"""What becomes of ownership: adopt, rename_key, retire (classes/local/ownership.php)."""

from __future__ import annotations

from typing import Any

from .apply import check_key, kind_of, work
from .errors import Refused, Stop, said
from .kind import Kind, may
from .state import State
from .tables import Item
from .values import Fields, digest, digests, invalid, loaded, outcome


def adopt(site: State, p: Fields) -> Fields:
    course = site.course(p["courseid"])
    may(site, "local/machina:sync")
    return work(site, p, course.id, p["key"], lambda: _adopt(site, p, course.id))


def _adopt(site: State, p: Fields, courseid: int) -> Fields:
    key, objectid, modname = p["key"], p["objectid"], ""
    check_key(key)
    if p["kind"] == "cm":
        if objectid not in site.course(courseid).modules:
            raise Refused("invalidrecordunknown", "Can't find data record in database.")
        modname = site.course(courseid).modules[objectid].modname
    kind = kind_of(site, p["kind"], modname)
    if site.find(p["namespace"], courseid, key):
        raise Stop("key_taken", key)
    others = site.of_object(p["kind"], objectid)
    if others and not p["takeover"]:
        raise Stop("managed", others[0].namespace)
    item = Item(p["namespace"], courseid, key, p["kind"], modname, objectid)
    if not kind.exists(item):
        raise Stop("not_there")
    cmid, item.contextid = kind.place(objectid)
    if p["dryrun"]:
        return outcome("wouldupdate", key, objectid, cmid, item.contextid)
    kind.carry(item, key)
    for other in others:
        site.forget(other)
    site.keep(item)
    return outcome("adopted", key, objectid, cmid, item.contextid, observedhash=digest({}))


def rename_key(site: State, p: Fields) -> Fields:
    course = site.course(p["courseid"])
    may(site, "local/machina:sync")
    return work(site, p, course.id, p["newkey"], lambda: _rename(site, p, course.id))


def _rename(site: State, p: Fields, courseid: int) -> Fields:
    old, new = p["oldkey"], p["newkey"]
    check_key(new)
    item = site.find(p["namespace"], courseid, old)
    if not item:
        raise Stop("not_there")
    if site.find(p["namespace"], courseid, new):
        raise Stop("key_taken", new)
    kind = kind_of(site, item.kind, item.modname)
    cmid, context = (0, 0) if item.tombstone else kind.place(item.objectid)
    observed = "" if item.tombstone else digest(kind.observe(item, item.managed))
    if p["dryrun"]:
        return outcome("wouldupdate", new, item.objectid, cmid, context)
    if not item.tombstone:
        kind.carry(item, new)
    site.forget(item)
    item.key = new
    site.keep(item)
    return outcome("renamed", new, item.objectid, cmid, context, observedhash=observed)


def retire(site: State, p: Fields) -> list[Fields]:
    course = site.course(p["courseid"])
    may(site, "local/machina:sync")
    if p["mode"] != "unmanage":
        may(site, "local/machina:delete")
    if p["mode"] not in ("hide", "unmanage", "delete"):
        raise invalid(f"there is no mode '{p['mode']}'")
    keys: list[Any] = loaded(p["keys"]) or []
    items = [item for key in keys if (item := site.find(p["namespace"], course.id, str(key)))]
    kinds = [kind_of(site, item.kind, item.modname) for item in items]
    used = sum(kind.live(item) and kind.used(item) for kind, item in zip(kinds, items, strict=True))
    if p["mode"] == "delete" and used != p["confirm"]:
        raise Refused("unconfirmed", said("unconfirmed", used))

    def one(kind: Kind, item: Item) -> Fields:
        return work(site, p, course.id, item.key, lambda: _retire(kind, item, p["mode"], dry=p["dryrun"]))

    return [one(kind, item) for kind, item in zip(kinds, items, strict=True)]


def _retire(kind: Kind, item: Item, mode: str, *, dry: bool) -> Fields:
    there = kind.live(item)
    if dry:
        return outcome("wouldupdate", item.key, item.objectid)
    if there and mode == "hide":
        kind.hide(item)
        item.digests = digests(kind.observe(item, item.managed))
    else:
        if there and mode == "delete":
            kind.delete(item)
        kind.site.forget(item)
    return outcome("retired", item.key, item.objectid)
