"""Questions of a file (classes/local/questions.php)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from lxml import etree

from .apply import work
from .bank import CategoryKind, QuestionKind
from .errors import Refused, Stop, said
from .kind import may
from .state import State
from .tables import Entry, Item
from .values import Fields, digest, digests, invalid, loaded, outcome

#: Shares of a mark that Moodle takes, in per cent (question_bank::fraction_options_full).
_SHARES = (0, 100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5)
_MORE = (11.11111, 10, 5)
#: Moodle XML's names of types that are called otherwise inside.
_TYPES = {"cloze": "multianswer"}


@dataclass(frozen=True)
class Read:
    """A question of a file."""

    key: str
    qtype: str
    name: str
    text: str


def apply_questions(site: State, p: Fields) -> list[Fields]:
    course = site.course(p["courseid"])
    may(site, "local/machina:sync")
    category = site.find(p["namespace"], course.id, p["categorykey"])
    if not category or category.kind != "qcategory" or not CategoryKind(site).exists(category):
        raise Refused("blocked_no_category", said("blocked_no_category", p["categorykey"]))
    files = site.drafts.get(p["draftitemid"], {})
    if not files:
        raise _bad("No file")
    read = _read(next(iter(files.values())), p["format"])
    done = [work(site, p, course.id, one.key, lambda one=one: _one(site, p, category, one)) for one in read]
    named = {one.key for one in read}
    for item in site.in_course(p["namespace"], course.id):
        entry = site.entries.get(item.objectid)
        if item.kind != "question" or item.tombstone or not entry or item.key in named:
            continue
        if entry.categoryid != category.objectid:
            continue
        if p["onmissing"] == "hide":
            done.append(work(site, p, course.id, item.key, lambda item=item: _hide(site, item, dry=p["dryrun"])))
        else:
            warnings = {"missing": said("missing")}
            done.append(outcome("unchanged", item.key, item.objectid, warnings=warnings))
    return done


def _one(site: State, p: Fields, category: Item, one: Read) -> Fields:
    kind, item = QuestionKind(site), site.find(p["namespace"], category.courseid, one.key)
    if item and item.kind != "question":
        raise Stop("kind_change")
    there = item if item and kind.live(item) else None
    if item and not there and not (loaded(p["options"]) or {}).get("recreate"):
        raise Stop("tombstone")
    rows = site.entries.values()
    if not there and any(row.categoryid == category.objectid and row.idnumber == one.key for row in rows):
        raise Stop("unadopted")
    wanted = (loaded(p["hashes"]) or {}).get(one.key) or hashlib.sha256(one.text.encode()).hexdigest()
    seen = (loaded(p["ifobserved"]) or {}).get(one.key, "")
    version, qtype = 0, ""
    if there:
        now = kind.observe(there, there.managed)
        observed = digest(now)
        if seen not in ("", observed):
            raise Stop("stale", status="stale")
        if wanted == there.desiredhash and not there.drifted(now):
            at = (there.objectid, 0, there.contextid)
            return outcome("unchanged", one.key, *at, observedhash=observed, extra=kind.extra(there))
        version, qtype = site.entries[there.objectid].versions[-1][0], site.entries[there.objectid].qtype
    if qtype not in ("", one.qtype):
        raise Stop("qtype_change", f"{qtype} → {one.qtype}")
    changes = [{"field": "version", "from": str(version or ""), "to": str(version + 1)}]
    if p["dryrun"]:
        return outcome("wouldupdate" if there else "wouldcreate", one.key, changes=changes)
    entry = site.entries[there.objectid] if there else Entry(site.id(), category.objectid, one.key, one.qtype)
    entry.versions.append((version + 1, "ready", one.text))
    entry.name, site.entries[entry.id] = one.name, entry
    new = item or Item(p["namespace"], category.courseid, one.key, "question")
    new.objectid, new.contextid, new.tombstone = entry.id, kind.place(entry.id)[1], False
    now = kind.observe(new, list(kind.fields))
    new.desiredhash, new.digests = wanted, digests(now)
    site.keep(new)
    more = {"observedhash": digest(now), "changes": changes, "extra": kind.extra(new)}
    return outcome("updated" if there else "created", one.key, entry.id, 0, new.contextid, **more)


def _hide(site: State, item: Item, *, dry: bool) -> Fields:
    kind = QuestionKind(site)
    if kind.observe(item, ["status"])["status"] == "hidden":
        return outcome("unchanged", item.key, item.objectid)
    if not dry:
        kind.hide(item)
        item.digests = digests(kind.observe(item, item.managed))
    return outcome("wouldupdate" if dry else "retired", item.key, item.objectid)


def _read(data: bytes, format_: str) -> list[Read]:
    """Return a file's questions; where one of them cannot be taken, none is."""
    if format_ not in ("xml", "gift"):
        raise invalid(f"there is no format '{format_}'")
    found = _gift(data.decode("utf-8", "replace")) if format_ == "gift" else _xml(data)
    keys = [one.key for one in found]
    if not found or len(set(keys)) < len(keys) or any(not key or len(key.encode()) > 100 for key in keys):
        raise _bad(said("question_without_key"))
    return found


def _gift(text: str) -> list[Read]:
    parts = re.split(r"(?=^.*\[id:[^\]]+\])", text, flags=re.M)
    return [Read(found[1], "multichoice", "", part) for part in parts if (found := re.search(r"\[id:([^\]]+)\]", part))]


def _xml(data: bytes) -> list[Read]:
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError as error:
        raise _bad(error) from None
    found = []
    for question in root.iter("question"):
        kind = str(question.get("type"))
        if kind == "category":
            continue
        # Of an ordering question they are places, and its type reads them itself.
        for answer in question.iter("answer") if kind != "ordering" else ():
            share = abs(float(answer.get("fraction") or 0))
            if not any(abs(share - known) < 0.001 for known in (*_SHARES, *_MORE)):
                raise _bad(share / 100)
        text = etree.tostring(question, encoding="unicode")
        key, name = (question.findtext("idnumber") or "").strip(), (question.findtext("name/text") or "").strip()
        found.append(Read(key, _TYPES.get(kind, kind), name, text))
    return found


def _bad(why: object) -> Refused:
    return Refused("badfile", said("badfile", why))
