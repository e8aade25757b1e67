"""The companion plugin's functions, one by one, with values instead of JSON.

What is to be written is decided elsewhere; here it is made sure that a broken connection neither loses a write nor
does it twice: before anything is sent again the item is read again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from machina_scorm.errors import FunctionError
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.items import Module
from machina_scorm.moodle.multipart import Payload
from machina_scorm.moodle.parameters import Value, canonical, spec_hash
from machina_scorm.moodle.values import (
    CourseState,
    ItemState,
    LogEntry,
    Notice,
    Outcome,
    Run,
    SiteFacts,
    read_content,
    read_facts,
    read_log,
    read_outcome,
    read_outcomes,
    read_run,
    read_states,
)

_PREFIX = "local_machina_"


@dataclass(frozen=True, slots=True)
class How:
    """How to write. `if_observed` is the hash that the owned fields must have now, "" for any.

    `recreate` makes again what somebody deleted; `allow_track_loss` and `reset_completion` destroy learners' data.
    Owned fields in `keep` stay where somebody on the site has changed them.
    """

    dry_run: bool = False
    if_observed: str = ""
    recreate: bool = False
    allow_track_loss: bool = False
    reset_completion: bool = False
    keep: tuple[str, ...] = ()

    @property
    def options(self) -> str:
        """The options as the plugin reads them."""
        flags = {
            "recreate": self.recreate,
            "allowtrackloss": self.allow_track_loss,
            "resetcompletion": self.reset_completion,
        }
        keep = {"keep": list(self.keep)} if self.keep else {}
        return canonical({**{name: True for name, on in flags.items() if on}, **keep})


PLAIN = How()


def get_site(client: Client, namespace: str = "") -> SiteFacts:
    """Return what the site is and may do, and the courses of a project. Calls: local_machina_get_site."""
    return read_facts(client.read(_PREFIX + "get_site", {"namespace": namespace}))


def get_state(client: Client, namespace: str, courses: Sequence[str | int] = ()) -> tuple[CourseState, ...]:
    """Return courses (by key or id; all of the project where none is named) and what is managed in them.

    Calls: local_machina_get_state.
    """
    asked: dict[str, Value] = {"namespace": namespace, "courses": canonical(list(courses))}
    return read_states(client.read(_PREFIX + "get_state", asked))


def get_content(
    client: Client, namespace: str, courseid: int, fields: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, Any]]:
    """Return the owned fields of items, and others by their flat names, as they are now: `fields` is key → names.

    Items that are gone are left out, and names that no project can own.

    Calls: local_machina_get_content.
    """
    asked: dict[str, Value] = {
        "namespace": namespace,
        "courseid": courseid,
        "keys": canonical({key: list(names) for key, names in fields.items()}),
    }
    return read_content(client.read(_PREFIX + "get_content", asked))


def get_log(client: Client, run: Run) -> tuple[LogEntry, ...]:
    """Return what a run wrote. Calls: local_machina_get_log."""
    asked = {"namespace": run.namespace, "runid": run.runid}
    return read_log(client.read(_PREFIX + "get_log", asked))


def begin_run(client: Client, namespace: str, about: Mapping[str, Any], ttl: int = 600, resume: str = "") -> Run:
    """Take the lease of a project on a site for `ttl` seconds after each write; go on with the run `resume`.

    A run `resume` that the site does not know begins under this id (letters, digits and `-`, at most 40): whoever notes
    the id beforehand cannot lose a lease. The Run has no id where another client holds the lease, and another one where
    `resume` has ended. Calls: local_machina_begin_run.
    """
    asked: dict[str, Value] = {
        "namespace": namespace,
        "clientinfo": canonical(dict(about)),
        "ttl": ttl,
        "resume": resume,
    }
    # With an id of one's own, beginning twice is beginning once; a lease that nobody knows of ends by itself.
    call = client.read if resume else client.write
    return read_run(namespace, call(_PREFIX + "begin_run", asked))


def end_run(client: Client, run: Run, summary: Mapping[str, Any]) -> None:
    """Give the lease back. Calls: local_machina_end_run."""
    asked = {"namespace": run.namespace, "runid": run.runid, "summary": canonical(dict(summary))}
    client.read(_PREFIX + "end_run", asked)  # ending twice is ending once: it may be sent again


def apply_course(client: Client, run: Run, key: str, spec: Mapping[str, Any], how: How = PLAIN) -> Outcome:
    """Make or change a course. Calls: local_machina_apply_course."""
    return _apply(client, run, "apply_course", [key], key, spec, {}, how)


def apply_sections(
    client: Client, run: Run, courseid: int, sections: Sequence[tuple[str, Mapping[str, Any]]], how: How = PLAIN
) -> tuple[Outcome, ...]:
    """Make or change sections: (key, spec) each. Calls: local_machina_apply_sections.

    `how.if_observed` is not for several at once; send one to use it.
    """
    entries = [
        {"key": key, "spec": canonical(dict(spec)), **({"ifobserved": how.if_observed} if len(sections) == 1 else {})}
        for key, spec in sections
    ]
    asked = {**_common(run, courseid, how), "sections": canonical(entries), "options": how.options}
    wanted = {key: spec_hash(dict(spec)) for key, spec in sections}

    def confirm() -> tuple[Outcome, ...] | None:
        return _all_confirmed(_items(client, run, [courseid]), wanted, how.keep)

    answer = client.write(_PREFIX + "apply_sections", asked, None if how.dry_run else confirm)
    outcomes = answer if isinstance(answer, tuple) else read_outcomes(answer)
    # As in _apply: a first try may have arrived late, or before a run was resumed.
    return (confirm() if any(one.status == "stale" for one in outcomes) else None) or outcomes


def apply_order(
    client: Client, run: Run, courseid: int, key: str, spec: Mapping[str, Any], how: How = PLAIN
) -> Outcome:
    """Put sections and activities into an order. Calls: local_machina_apply_order."""
    return _apply(client, run, "apply_order", [courseid], key, spec, {"courseid": courseid}, how)


def apply_module(
    client: Client,
    run: Run,
    courseid: int,
    module: Module,
    how: How = PLAIN,
    *,
    areas: Collection[str] | None = None,
) -> Outcome:
    """Make or change an activity; its files are uploaded unless the site has them.

    `areas` are those whose files are to be uploaded, where that is known: else the site is read before.
    Calls: local_machina_apply_module, upload.php.
    """
    drafts: dict[str, int] = {}
    if areas is not None and not how.dry_run:
        drafts = {area: upload_all(client, files) for area, files in module.files.items() if area in areas}
    elif module.files and not how.dry_run:
        there = _items(client, run, [courseid]).get(module.key)
        if _confirmed(there, module.desired, how.keep) is None:
            drafts = {area: upload_all(client, files) for area, files in module.files.items()}
    more = {"courseid": courseid, "modname": module.modname, "drafts": canonical(drafts)}
    return _apply(client, run, "apply_module", [courseid], module.key, module.wanted, more, how)


def apply_question_category(
    client: Client, run: Run, courseid: int, key: str, spec: Mapping[str, Any], how: How = PLAIN
) -> Outcome:
    """Make or change a question category. Calls: local_machina_apply_question_category."""
    return _apply(client, run, "apply_question_category", [courseid], key, spec, {"courseid": courseid}, how)


def apply_questions(
    client: Client,
    run: Run,
    courseid: int,
    category: str,
    bank: Payload,
    hashes: Mapping[str, str],
    how: How = PLAIN,
    *,
    seen: Mapping[str, str] | None = None,
    on_missing: str = "report",
) -> tuple[Outcome, ...]:
    """Put the questions of a Moodle XML or GIFT file into a category: new ones, or new versions of those there.

    `hashes` says for each idnumber what it should be, `seen` what it was last. `on_missing`: `report` or `hide`.
    After a broken connection it is sent again: what has arrived is found to be there by its hash.
    Calls: local_machina_apply_questions.
    """
    asked = {
        **_common(run, courseid, how),
        "categorykey": category,
        "format": "gift" if bank.name.endswith(".txt") else "xml",
        "hashes": canonical(dict(hashes)),
        "ifobserved": canonical(dict(seen or {})),
        "onmissing": on_missing,
        "options": how.options,
        "draftitemid": client.upload(bank),
    }

    def confirm() -> tuple[Outcome, ...] | None:
        return _all_confirmed(_items(client, run, [courseid]), hashes)

    answer = client.write(_PREFIX + "apply_questions", asked, None if how.dry_run else confirm)
    outcomes = answer if isinstance(answer, tuple) else read_outcomes(answer)
    if all(one.status != "stale" for one in outcomes):
        return outcomes
    items = _items(client, run, [courseid])
    return tuple(
        (one.status == "stale" and _confirmed(items.get(one.key), hashes.get(one.key, ""))) or one for one in outcomes
    )


def apply_quiz_slots(
    client: Client, run: Run, courseid: int, key: str, spec: Mapping[str, Any], how: How = PLAIN
) -> Outcome:
    """Put questions into a quiz. Calls: local_machina_apply_quiz_slots."""
    return _apply(client, run, "apply_quiz_slots", [courseid], key, spec, {"courseid": courseid}, how)


def adopt(
    client: Client,
    run: Run,
    courseid: int,
    key: str,
    kind: str,
    objectid: int,
    *,
    dry_run: bool = False,
    takeover: bool = False,
) -> Outcome:
    """Take over what somebody made by hand. `kind`: course, section, cm, qcategory, question.

    Calls: local_machina_adopt.
    """
    asked = {
        **_common(run, courseid, How(dry_run)),
        "key": key,
        "kind": kind,
        "objectid": objectid,
        "takeover": takeover,
    }

    def confirm() -> Outcome | None:
        item = _items(client, run, [courseid]).get(key)
        return _outcome(item, "adopted") if item and item.objectid == objectid else None

    return _one(client.write(_PREFIX + "adopt", asked, confirm))


def rename_key(client: Client, run: Run, courseid: int, old: str, new: str, *, dry_run: bool = False) -> Outcome:
    """Give an item another key. Calls: local_machina_rename_key."""
    asked = {**_common(run, courseid, How(dry_run)), "oldkey": old, "newkey": new}

    def confirm() -> Outcome | None:
        items = _items(client, run, [courseid])
        return _outcome(items[new], "renamed") if new in items and old not in items else None

    return _one(client.write(_PREFIX + "rename_key", asked, confirm))


def retire(
    client: Client, run: Run, courseid: int, keys: Sequence[str], mode: str, confirm: int = 0, *, dry_run: bool = False
) -> tuple[Outcome, ...]:
    """Hide, unmanage or delete items. To delete, `confirm` is how many of them hold learners' data.

    Calls: local_machina_retire.
    """
    asked = {
        **_common(run, courseid, How(dry_run)),
        "keys": canonical(list(keys)),
        "mode": mode,
        "confirm": confirm,
    }

    def gone() -> tuple[Outcome, ...] | None:
        items = _items(client, run, [courseid])
        return (
            None if mode == "hide" or any(key in items for key in keys) else tuple(Outcome("retired", k) for k in keys)
        )

    answer = client.write(_PREFIX + "retire", asked, gone)
    return answer if isinstance(answer, tuple) else read_outcomes(answer)


def upload_all(client: Client, files: Mapping[str, Payload]) -> int:
    """Upload the files of one area and return its draft id. Paths are `/name`; folders below it are kept."""
    draft = 0
    for path, payload in sorted(files.items()):
        folder, _, name = path.rpartition("/")
        named = Payload(name, payload.sha1, payload.size, payload.source)
        draft = client.upload(named, draft, (folder or "") + "/")
    return draft


def _apply(
    client: Client,
    run: Run,
    function: str,
    courses: Sequence[str | int],
    key: str,
    spec: Mapping[str, Any],
    more: Mapping[str, Any],
    how: How,
) -> Outcome:
    asked = {
        "namespace": run.namespace,
        "runid": run.runid,
        "key": key,
        "spec": canonical(dict(spec)),
        "dryrun": how.dry_run,
        "ifobserved": how.if_observed,
        "options": how.options,
        **more,
    }
    digest = spec_hash(dict(spec))

    def confirm() -> Outcome | None:
        return _confirmed(_items(client, run, courses).get(key), digest, how.keep)

    outcome = _one(client.write(_PREFIX + function, asked, None if how.dry_run else confirm))
    # A first try that arrived late changes what the second one expects; so may a run that was resumed.
    return (confirm() if outcome.status == "stale" else None) or outcome


def _one(answer: object) -> Outcome:
    return answer if isinstance(answer, Outcome) else read_outcome(answer)


def _common(run: Run, courseid: int, how: How) -> dict[str, Any]:
    return {"namespace": run.namespace, "runid": run.runid, "courseid": courseid, "dryrun": how.dry_run}


def _items(client: Client, run: Run, courses: Sequence[str | int]) -> dict[str, ItemState]:
    try:
        states = get_state(client, run.namespace, courses)
    except FunctionError as error:
        if error.errorcode == "invalidrecord":  # a course that is not there yet
            return {}
        raise
    return {item.key: item for state in states for item in state.items}


def _confirmed(item: ItemState | None, digest: str, keep: Sequence[str] = ()) -> Outcome | None:
    """Return the outcome of a write that has arrived, or None."""
    arrived = item is not None and item.live and item.desiredhash == digest and set(item.drifted) <= set(keep)
    return _outcome(item, "updated") if item and arrived else None


def _all_confirmed(
    items: Mapping[str, ItemState], wanted: Mapping[str, str], keep: Sequence[str] = ()
) -> tuple[Outcome, ...] | None:
    """Return the outcomes of a write of several items, key → digest, if all of it has arrived."""
    done = [_confirmed(items.get(key), digest, keep) for key, digest in wanted.items()]
    found = tuple(one for one in done if one)
    return found if found and len(found) == len(wanted) else None


def _outcome(item: ItemState, status: str) -> Outcome:
    note = Notice("confirmed", "The connection broke; the site was read again and has it.")
    place = (item.objectid, item.cmid, item.contextid, item.observedhash)
    return Outcome(status, item.key, *place, notices=(note,), extra=item.extra)
