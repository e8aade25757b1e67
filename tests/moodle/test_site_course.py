"""Courses, sections, order, keys, runs on a site: fake, and live if one is named."""

from __future__ import annotations

import pytest
from door import Door
from files import package

from machina_scorm.errors import AccessError, FunctionError
from machina_scorm.moodle import api
from machina_scorm.moodle.activities.label import label
from machina_scorm.moodle.activities.page import page
from machina_scorm.moodle.activities.scorm import scorm
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.items import Common
from machina_scorm.moodle.secret import Token


def test_a_course_is_changed_and_left_alone(door: Door) -> None:
    key = door.course_key
    spec = {"fullname": "Μάθημα & cours", "shortname": door.namespace, "summary": "<p>Résumé</p>", "lang": "el"}
    changed = api.apply_course(door.client, door.run, key, spec)
    assert (changed.status, changed.objectid) == ("updated", door.course)
    assert api.apply_course(door.client, door.run, key, spec).status == "unchanged"
    state = door.state()
    assert (state.fullname, state.lang, state.idnumber) == ("Μάθημα & cours", "el", key)
    assert api.apply_course(door.client, door.run, key, {**spec, "lang": ""}).status == "updated"
    assert door.state().lang == ""


@pytest.mark.parametrize(
    ("spec", "reason"),
    [({"lang": "tlh"}, "language_pack"), ({"category": "mx-no-such-category"}, "no_category")],
)
def test_a_course_that_cannot_be_made_is_not(door: Door, spec: dict[str, str], reason: str) -> None:
    key = door.key("never")
    answer = api.apply_course(door.client, door.run, key, {"fullname": "N", "shortname": key, **spec})
    assert (answer.status, answer.reason) == ("blocked", reason)
    assert api.get_state(door.client, door.namespace, [key]) == ()


def test_sections_are_made_changed_and_ordered(door: Door) -> None:
    keys = [door.key(f"s{number}") for number in range(3)]
    sections = [(key, {"name": f"Ενότητα {key[-1]}", "summary": "<p>x</p>"}) for key in keys]
    assert [one.status for one in api.apply_sections(door.client, door.run, door.course, sections)] == ["created"] * 3
    assert [one.status for one in api.apply_sections(door.client, door.run, door.course, sections)] == ["unchanged"] * 3
    sections[1] = (keys[1], {"name": "Other", "summary": "<p>x</p>"})
    done = api.apply_sections(door.client, door.run, door.course, sections)
    assert [one.status for one in done] == ["unchanged", "updated", "unchanged"]
    assert [change.field for change in done[1].changes] == ["name"]

    turned = {"sections": [keys[2], keys[0], keys[1]]}
    order = door.key("order")
    assert api.apply_order(door.client, door.run, door.course, order, turned).status == "created"
    assert api.apply_order(door.client, door.run, door.course, order, turned).status == "unchanged"
    content = api.get_content(door.client, door.namespace, door.course, {order: ()})
    assert [key for key in content[order]["sections"] if key in keys] == turned["sections"]


def test_activities_are_ordered(door: Door) -> None:
    section = door.section("ordered")
    keys = [door.key(f"l{number}") for number in range(3)]
    for key in keys:
        assert api.apply_module(door.client, door.run, door.course, label(key, "L", "<p>x</p>", Common(section))).wrote
    turned = {"modules": {section: [keys[2], keys[0], keys[1]]}}
    order = door.key("order-2")
    assert api.apply_order(door.client, door.run, door.course, order, turned).wrote
    assert api.apply_order(door.client, door.run, door.course, order, turned).status == "unchanged"
    content = api.get_content(door.client, door.namespace, door.course, {order: ()})
    assert content[order]["modules"][section] == turned["modules"][section]


def test_an_activity_of_a_hidden_section_is_not_drift(door: Door) -> None:
    """Moodle hides what is in a section with it; that is not what somebody did to the activity."""
    section, key = door.section("hidden"), door.key("hidden-label")
    hidden = [(section, {"name": "Hidden", "visible": False})]
    item = label(key, "L", "<p>x</p>", Common(section, visible=True))
    assert api.apply_module(door.client, door.run, door.course, item).status == "created"
    (done,) = api.apply_sections(door.client, door.run, door.course, hidden)
    assert done.status == "updated"
    assert api.apply_module(door.client, door.run, door.course, item).status == "unchanged"
    assert not any(one.drift for one in door.state().items if one.key in (section, key))


def test_a_key_can_be_renamed(door: Door) -> None:
    old, new, taken = door.key("old"), door.key("new"), door.key("taken")
    common = Common(door.section("keys"))
    made = door.apply(page(old, "P", "<p>x</p>", common))
    door.apply(page(taken, "P", "<p>x</p>", common))
    refused = api.rename_key(door.client, door.run, door.course, old, taken)
    assert (refused.status, refused.reason) == ("blocked", "key_taken")
    assert api.rename_key(door.client, door.run, door.course, old, new, dry_run=True).status == "wouldupdate"
    assert api.rename_key(door.client, door.run, door.course, old, new).status == "renamed"
    gone = api.rename_key(door.client, door.run, door.course, old, new)
    assert gone.status == "blocked"
    again = door.apply(page(new, "P", "<p>x</p>", common))
    assert (again.status, again.objectid) == ("unchanged", made.objectid)


def test_what_is_unmanaged_can_be_adopted(door: Door) -> None:
    key, common = door.key("adopted"), Common(door.section("keys"))
    made = door.apply(page(key, "By hand", "<p>x</p>", common))
    (gone,) = api.retire(door.client, door.run, door.course, [key], "unmanage")
    assert gone.status == "retired" and door.state().item(key) is None
    # it still has the key as its ID number
    refused = door.apply(page(key, "By hand", "<p>x</p>", common))
    assert (refused.status, refused.reason) == ("blocked", "unadopted")
    assert any(each.cmid == made.cmid for each in door.state().foreign)
    took = api.adopt(door.client, door.run, door.course, key, "cm", made.cmid)
    assert (took.status, took.objectid) == ("adopted", made.cmid)
    twice = api.adopt(door.client, door.run, door.course, door.key("adopted-2"), "cm", made.cmid)
    assert (twice.status, twice.reason) == ("blocked", "managed")
    assert door.apply(page(key, "Ours", "<p>x</p>", common)).objectid == made.cmid


def test_hidden_is_kept_and_deleted_is_gone(door: Door) -> None:
    common, keys = Common(door.section("keys")), [door.key("r0"), door.key("r1")]
    for key in keys:
        door.apply(page(key, "P", "<p>x</p>", common))
    assert [one.status for one in api.retire(door.client, door.run, door.course, keys, "hide")] == ["retired"] * 2
    assert [item.status for item in map(door.state().item, keys) if item] == ["live"] * 2
    with pytest.raises(FunctionError) as refused:
        api.retire(door.client, door.run, door.course, keys, "delete", confirm=1)
    assert refused.value.errorcode == "unconfirmed"
    assert [one.status for one in api.retire(door.client, door.run, door.course, keys, "delete")] == ["retired"] * 2
    assert [door.state().item(key) for key in keys] == [None, None]


def test_a_second_client_is_told_who_holds_the_lease(door: Door) -> None:
    other = api.begin_run(door.client, door.namespace, {"version": "other"})
    assert other.runid == "" and other.until > 0 and "test" in other.holder
    same = api.begin_run(door.client, door.namespace, {}, resume=door.run.runid)
    assert same.runid == door.run.runid


def test_without_a_run_nothing_is_written(door: Door) -> None:
    from machina_scorm.moodle.values import Run

    before = door.state()
    with pytest.raises(FunctionError) as refused:
        api.apply_sections(door.client, Run(door.namespace, "none"), door.course, [(door.key("x"), {"name": "X"})])
    assert refused.value.errorcode == "norun"
    assert door.state() == before


def test_the_log_tells_what_was_written(door: Door) -> None:
    door.section("logged")
    entries = api.get_log(door.client, door.run)
    assert ("created", door.key("logged")) in [(entry.status, entry.key) for entry in entries]


def test_an_unknown_token_and_an_unknown_function_are_told_apart(door: Door) -> None:
    stranger = Client(door.client.url, Token("f" * 32), session=door.fake.session() if door.fake else None)
    with pytest.raises(AccessError) as refused:
        api.get_site(stranger)
    assert refused.value.errorcode == "invalidtoken" and "f" * 32 not in str(refused.value)
    with pytest.raises(FunctionError) as missing:
        door.client.read("local_machina_no_such_function")
    assert missing.value.errorcode == "invalidrecord"
    with pytest.raises(AccessError):
        stranger.upload(package("x"))


def test_an_upload_is_told_by_its_draft(door: Door) -> None:
    first, second = door.client.upload(package("x")), door.client.upload(package("x"))
    assert first != second
    module = scorm(door.key("sco-upload"), "L", package("x"), Common(door.section("keys")))
    assert door.apply(module).status == "created"
