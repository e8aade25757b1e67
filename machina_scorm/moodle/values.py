"""What the companion plugin says, as frozen values.  Nothing here talks to a site.

The shapes are those of moodle/local_machina/classes/local/outcome.php, state.php and site.php.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from machina_scorm.errors import TransportError

#: The plugin's API that this client speaks (local_machina\local\site::API).
API = 1


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that a write changes. Long values are told by hash and length, `sha256:… (1234 characters)`."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person should know of a write; of a blocked one the reason, with its code (`track_loss`)."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a write did.

    `status`: created, updated, unchanged, wouldcreate, wouldupdate, blocked, stale, adopted, renamed, retired; without
    the plugin also needsplugin.
    `extra` is what the kind adds: of a SCORM package `sha1`, `revision`, `identifiers`, `attempts`; of a question
    `version`; of a section `number`.
    """

    status: str
    key: str
    objectid: int = 0
    cmid: int = 0
    contextid: int = 0
    observedhash: str = ""
    changes: tuple[FieldChange, ...] = ()
    notices: tuple[Notice, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def wrote(self) -> bool:
        """True if the site is another now."""
        return self.status in ("created", "updated", "adopted", "renamed", "retired")

    @property
    def reason(self) -> str:
        """The code of the first notice: why a write is blocked."""
        return self.notices[0].code if self.notices else ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of writes. `runid` is empty where another client holds the lease: `holder` says who, `since` from when."""

    namespace: str
    runid: str
    until: int = 0
    holder: str = ""
    since: int = 0


@dataclass(frozen=True, slots=True)
class ItemState:
    """An item as the site has it.

    `status` is live or tombstone; `drifted` are the owned fields that somebody changed since the last write; `name` and
    `visible` are as people see them.
    """

    key: str
    kind: str
    modname: str
    objectid: int
    cmid: int
    contextid: int
    status: str
    desiredhash: str
    observedhash: str
    drifted: tuple[str, ...]
    managed: tuple[str, ...]
    extra: Mapping[str, Any]
    name: str = ""
    visible: bool = True

    @property
    def live(self) -> bool:
        """True unless somebody deleted it."""
        return self.status == "live"

    @property
    def drift(self) -> bool:
        """True if somebody changed an owned field since the last write."""
        return bool(self.drifted)


@dataclass(frozen=True, slots=True)
class Foreign:
    """An activity that a teacher has put into the course."""

    modname: str
    name: str
    cmid: int


@dataclass(frozen=True, slots=True)
class ForeignSection:
    """A section that the project does not manage. `number` is its place in the course."""

    id: int
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class CourseState:
    """A course as the site has it."""

    id: int
    idnumber: str
    shortname: str
    fullname: str
    lang: str
    format: str
    visible: bool
    items: tuple[ItemState, ...]
    foreign: tuple[Foreign, ...]
    sections: tuple[ForeignSection, ...] = ()

    def item(self, key: str) -> ItemState | None:
        """Return the item with this key, or None."""
        return next((item for item in self.items if item.key == key), None)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of a run's log."""

    courseid: int
    key: str
    status: str
    detail: str
    time: int


@dataclass(frozen=True, slots=True)
class CourseEntry:
    """A course that a project manages; `status` is live or tombstone, `by` what the last run said of itself."""

    key: str
    id: int
    status: str
    by: str = ""

    @property
    def revision(self) -> str:
        """The revision of the course that was written last, "" where it is not known."""
        try:
            said = json.loads(self.by)
        except ValueError:
            return ""
        return str(said.get("course", "")) if isinstance(said, dict) else ""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What a site is and may do. `maxbytes` of an upload and `maxexecutiontime` in seconds, 0 for no limit.

    `capabilities` are those the token's user has on the site, `category_capabilities` those in each category where it
    may write, by category id; `courses` those of the project that was asked for.
    """

    api: int
    plugin: str
    release: str
    branch: str
    siteid: str
    name: str
    time: int
    languages: tuple[str, ...]
    modules: tuple[str, ...]
    qtypes: tuple[str, ...]
    qbankmode: str
    widths: Mapping[str, int]
    maxbytes: int
    maxinputvars: int
    maxexecutiontime: int
    multilang: bool
    completion: bool
    capabilities: tuple[str, ...]
    category_capabilities: Mapping[str, tuple[str, ...]]
    courses: tuple[CourseEntry, ...] = ()


def read_outcome(answer: object) -> Outcome:
    """Return a result. Raises TransportError where the answer is not shaped like one."""
    value = _object(answer)
    try:
        return Outcome(
            str(value["status"]),
            str(value["key"]),
            int(value["objectid"]),
            int(value["cmid"]),
            int(value["contextid"]),
            str(value["observedhash"]),
            tuple(FieldChange(str(c["field"]), str(c["from"]), str(c["to"])) for c in value["changes"]),
            tuple(Notice(str(w["code"]), str(w["message"])) for w in value["warnings"]),
            _object(json.loads(value["extra"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _misshapen(error) from None


def read_outcomes(answer: object) -> tuple[Outcome, ...]:
    """Return a list of results. Raises like read_outcome."""
    if not isinstance(answer, list):
        raise _misshapen("no list")
    return tuple(read_outcome(one) for one in answer)


def read_run(namespace: str, answer: object) -> Run:
    """Return what begin_run says. Raises TransportError."""
    value = _object(answer)
    try:
        until, since = int(value["leaseuntil"]), int(value["lockedsince"])
        return Run(namespace, str(value["runid"]), until, str(value["lockedby"]), since)
    except (KeyError, TypeError, ValueError) as error:
        raise _misshapen(error) from None


def read_states(answer: object) -> tuple[CourseState, ...]:
    """Return what get_state says of courses. Raises TransportError."""
    try:
        return tuple(_course(one) for one in json.loads(_object(answer)["courses"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _misshapen(error) from None


def read_content(answer: object) -> dict[str, dict[str, Any]]:
    """Return what get_content says: key → field → value. Raises TransportError."""
    try:
        return {str(key): dict(fields) for key, fields in json.loads(_object(answer)["items"]).items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _misshapen(error) from None


def read_log(answer: object) -> tuple[LogEntry, ...]:
    """Return what get_log says. Raises TransportError."""
    try:
        entries = _object(answer)["entries"]
        return tuple(
            LogEntry(int(e["courseid"]), str(e["key"]), str(e["status"]), str(e["detail"]), int(e["time"]))
            for e in entries
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _misshapen(error) from None


def read_facts(answer: object) -> SiteFacts:
    """Return what get_site says. Raises TransportError."""
    try:
        value = json.loads(_object(answer)["site"])
        allowed = value["capabilities"]
        return SiteFacts(
            int(value["api"]),
            str(value["plugin"]),
            str(value["release"]),
            str(value["branch"]),
            str(value["siteid"]),
            str(value["name"]),
            int(value["time"]),
            _texts(value["languages"]),
            _texts(value["modules"]),
            _texts(value["qtypes"]),
            str(value["qbankmode"]),
            {str(name): int(width) for name, width in dict(value["widths"]).items()},
            int(value["maxbytes"]),
            int(value["maxinputvars"]),
            int(value["maxexecutiontime"]),
            bool(value["multilang"]["on"]),
            bool(value["completion"]),
            _texts(allowed["site"]),
            # PHP writes an empty map as a list.
            {str(name).lstrip("#"): _texts(caps) for name, caps in dict(allowed["categories"] or {}).items()},
            tuple(
                CourseEntry(str(one["key"]), int(one["id"]), str(one["status"]), str(one["by"]))
                for one in value["courses"]
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _misshapen(error) from None


def _course(value: Mapping[str, Any]) -> CourseState:
    return CourseState(
        int(value["id"]),
        str(value["idnumber"]),
        str(value["shortname"]),
        str(value["fullname"]),
        str(value["lang"]),
        str(value["format"]),
        bool(value["visible"]),
        tuple(_item(one) for one in value["items"]),
        tuple(Foreign(str(f["modname"]), str(f["name"]), int(f["cmid"])) for f in value["foreign"]),
        tuple(ForeignSection(int(s["id"]), int(s["number"]), str(s["name"])) for s in value["sections"]),
    )


def _item(value: Mapping[str, Any]) -> ItemState:
    return ItemState(
        str(value["key"]),
        str(value["kind"]),
        str(value["modname"]),
        int(value["objectid"]),
        int(value["cmid"]),
        int(value["contextid"]),
        str(value["status"]),
        str(value["desiredhash"]),
        str(value["observedhash"]),
        _texts(value["drifted"]),
        _texts(value["managed"]),
        _object(value["extra"]),
        str(value["name"]),
        bool(value["visible"]),
    )


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(str, values))


def _object(value: object) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    if value == []:  # PHP's empty map
        return {}
    raise _misshapen("no object")


def _misshapen(reason: object) -> TransportError:
    hint = "is the plugin of the release that `machina moodle plugin` writes?"
    return TransportError(f"the site's answer is not as the plugin gives it: {reason}", hint=hint)
