"""Activities on a site: made, changed, left alone. Runs against the fake site and, if named, a live one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from door import Door
from files import package

from machina_scorm.errors import FunctionError
from machina_scorm.moodle import api
from machina_scorm.moodle.activities.book import Chapter, book
from machina_scorm.moodle.activities.folder import folder
from machina_scorm.moodle.activities.label import label
from machina_scorm.moodle.activities.page import page
from machina_scorm.moodle.activities.qbank import qbank
from machina_scorm.moodle.activities.quiz import quiz
from machina_scorm.moodle.activities.resource import resource
from machina_scorm.moodle.activities.scorm import scorm
from machina_scorm.moodle.activities.url import url
from machina_scorm.moodle.items import Common, Module
from machina_scorm.moodle.multipart import Payload

SEEN = {"tracking": 2, "view": True}


def _file(name: str, version: str) -> Payload:
    return Payload.of(f"{name} {version}".encode(), f"{name}-{version}.txt")


#: Each kind in two versions.
KINDS: dict[str, Callable[[str, Common, str], Module]] = {
    "label": lambda key, common, v: label(key, "Label", f"<p>Γειά σου {v}</p>", common),
    "url": lambda key, common, v: url(key, f"Link {v}", f"https://example.org/{v}?a=1&b=2", common),
    "page": lambda key, common, v: page(key, "Page", f"<p>Σώμα & <b>{v}</b></p>", common),
    "resource": lambda key, common, v: resource(key, "Deck", _file("deck", v), common),
    "folder": lambda key, common, v: folder(key, "Files", [_file("a", v), _file("b", "same")], common),
    "book": lambda key, common, v: book(
        key, "Book", [Chapter("a", f"A {v}", "<p>1</p>"), Chapter("b", "B", "<p>2</p>", subchapter=True)], common
    ),
    "scorm": lambda key, common, v: scorm(key, f"Lesson {v}", package(v), common, {"maxattempt": 0}),
    "quiz": lambda key, common, v: quiz(
        key,
        "Quiz",
        common,
        {"grade": 10.0 if v == "one" else 20.0, "attempts": 3},
        pass_grade=7.0,
        feedback=[(70.0, "<p>passed</p>"), (0.0, "<p>try again</p>")],
        review={"attempt": ["during", "closed"], "correctness": ["closed"]},
    ),
    "qbank": lambda key, common, v: qbank(key, f"Bank {v}", common),
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_activity_is_made_changed_and_left_alone(door: Door, kind: str) -> None:
    if kind not in door.facts.modules:
        pytest.skip(f"the site has no {kind}")
    section, key = door.section("kinds"), door.key(kind)
    # a question bank has no completion
    common = Common(section) if kind == "qbank" else Common(section, completion=SEEN if kind == "page" else None)
    one, two = KINDS[kind](key, common, "one"), KINDS[kind](key, common, "two")

    made = door.apply(one)
    assert made.status == "created" and made.cmid > 0 and made.notices == (), made
    assert made.changes
    again = door.apply(one)
    assert (again.status, again.objectid, again.observedhash) == ("unchanged", made.objectid, made.observedhash)
    assert again.changes == () and again.extra == made.extra

    changed = door.apply(two)
    assert (changed.status, changed.objectid) == ("updated", made.objectid), changed
    assert changed.changes and changed.observedhash != made.observedhash
    assert door.apply(two).status == "unchanged"

    item = door.state().item(key)
    assert item and not item.drift and item.status == "live"
    assert (item.kind, item.modname, item.desiredhash) == ("cm", kind, two.desired)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "qbank"])
def test_a_dry_run_writes_nothing(door: Door, kind: str) -> None:
    key, common = door.key(f"dry-{kind}"), Common(door.section("kinds"))
    before = door.state()
    answer = door.apply(KINDS[kind](key, common, "one"), dry_run=True)
    assert answer.status == "wouldcreate" and answer.objectid == 0
    assert door.state() == before


def test_a_dry_run_says_what_would_change(door: Door) -> None:
    key, common = door.key("dry-change"), Common(door.section("kinds"))
    door.apply(page(key, "Page", "<p>1</p>", common))
    before = door.state()
    answer = door.apply(page(key, "Other", "<p>1</p>", common), dry_run=True)
    assert answer.status == "wouldupdate"
    assert [(c.field, c.before, c.after) for c in answer.changes] == [("name", "Page", "Other")]
    assert door.state() == before


def test_a_package_tells_its_hash_and_identifiers(door: Door) -> None:
    common, key = Common(door.section("kinds")), door.key("sco")
    first, second = package("a", ("item-1", "item-2")), package("b", ("item-1", "item-2"))
    made = door.apply(scorm(key, "L", first, common))
    assert made.extra["sha1"] == first.sha1 and made.extra["identifiers"] == ["item-1", "item-2"]
    changed = door.apply(scorm(key, "L", second, common))
    assert changed.status == "updated" and changed.extra["sha1"] == second.sha1
    assert changed.extra["revision"] == made.extra["revision"] + 1
    # nobody has a record of item-2, so it may go
    fewer = door.apply(scorm(key, "L", package("c", ("item-1",)), common))
    assert fewer.status == "updated" and fewer.extra["identifiers"] == ["item-1"]


@pytest.mark.parametrize(
    "broken", [package("x", manifest="folder/imsmanifest.xml"), Payload.of(b"PK no zip", "lesson.zip")]
)
def test_what_is_no_package_is_refused_and_the_old_one_stays(door: Door, broken: Payload) -> None:
    common, key = Common(door.section("kinds")), door.key("sco-broken")
    good = package("good")
    made = door.apply(scorm(key, "L", good, common))
    assert made.status in ("created", "unchanged")
    refused = door.apply(scorm(key, "L", broken, common))
    assert (refused.status, refused.reason) == ("blocked", "bad_package")
    assert door.apply(scorm(key, "L", good, common)).status == "unchanged"
    new = door.apply(scorm(door.key("sco-never"), "L", broken, common))
    assert (new.status, new.reason) == ("blocked", "bad_package")
    assert door.state().item(door.key("sco-never")) is None


def test_files_that_did_not_arrive_block(door: Door) -> None:
    module = KINDS["resource"](door.key("lost"), Common(door.section("kinds")), "one")
    wanted = Module(module.key, module.modname, module.wanted)  # the same words, but no files to send
    answer = door.apply(wanted)
    assert (answer.status, answer.reason) == ("blocked", "upload_missing")
    assert door.state().item(module.key) is None


@pytest.mark.parametrize(
    "spec",
    [
        {"name": "P", "nonsense": 1},
        {"name": 5},
        {"name": "P", "settings": {"nonsense": 1}},
        {"name": "P", "files": {"nonsense": {}}},
    ],
)
def test_a_bad_specification_is_refused(door: Door, spec: dict[str, object]) -> None:
    before = door.state()
    with pytest.raises(FunctionError) as refused:
        door.apply(Module(door.key("bad"), "page", spec))
    assert refused.value.errorcode == "invalidspec"
    assert door.state() == before


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ({"name": "P", "section": "mx:nowhere"}, "no_section"),
        ({"name": "P" * 2000}, "too_long"),
        ({"name": "P", "lang": "tlh"}, "language_pack"),
    ],
)
def test_what_the_site_cannot_hold_is_blocked(door: Door, spec: dict[str, object], reason: str) -> None:
    answer = door.apply(Module(door.key(f"blocked-{reason}"), "page", spec))
    assert (answer.status, answer.reason) == ("blocked", reason), answer
    assert door.state().item(door.key(f"blocked-{reason}")) is None


def test_another_kind_under_the_same_key_is_blocked(door: Door) -> None:
    common, key = Common(door.section("kinds")), door.key("kind-change")
    assert door.apply(label(key, "L", "<p>x</p>", common)).status == "created"
    answer = door.apply(page(key, "P", "<p>x</p>", common))
    assert (answer.status, answer.reason) == ("blocked", "kind_change")


def test_what_changed_since_it_was_seen_is_stale(door: Door) -> None:
    common, key = Common(door.section("kinds")), door.key("stale")
    made = door.apply(page(key, "P", "<p>1</p>", common))
    assert door.apply(page(key, "P", "<p>2</p>", common), if_observed=made.observedhash).status == "updated"
    late = door.apply(page(key, "P", "<p>3</p>", common), if_observed=made.observedhash)
    assert late.status == "stale"
    content = api.get_content(door.client, door.namespace, door.course, {key: ()})
    assert content[key]["content"] == "<p>2</p>"


def test_what_a_teacher_deleted_is_not_made_again(door: Door) -> None:
    common, key = Common(door.section("kinds")), door.key("deleted")
    made = door.apply(page(key, "P", "<p>1</p>", common))
    door.delete_as_teacher(made.cmid)
    item = door.state().item(key)
    assert item and item.status == "tombstone" and not item.drift
    answer = door.apply(page(key, "P", "<p>1</p>", common))
    assert (answer.status, answer.reason) == ("blocked", "tombstone")
    anew = door.apply(page(key, "P", "<p>1</p>", common), recreate=True)
    assert anew.status == "created" and anew.objectid != made.objectid


def test_what_a_teacher_changed_is_told_and_can_be_kept(door: Door) -> None:
    key, common = door.key("kept"), Common(door.section("keys"))
    first = door.apply(page(key, "Ours", "<p>1</p>", common))
    door.rename_as_teacher(first.cmid, key, "Theirs")
    item = door.state().item(key)
    assert item and (item.name, item.drifted) == ("Theirs", ("name",))
    second = page(key, "Ours", "<p>2</p>", common)
    kept = door.apply(second, keep=("name",), if_observed=item.observedhash)
    assert (kept.status, [change.field for change in kept.changes]) == ("updated", ["content"])
    item = door.state().item(key)
    assert item and (item.name, item.drifted, item.desiredhash) == ("Theirs", ("name",), second.desired)
    assert door.apply(second, keep=("name",)).status == "unchanged"
    assert door.apply(second, if_observed=first.observedhash).status == "stale"
    assert door.apply(second).status == "updated"
    item = door.state().item(key)
    assert item and (item.name, item.drifted) == ("Ours", ())
