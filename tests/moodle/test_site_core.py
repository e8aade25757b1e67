"""Without the plugin: what core's own web services can do. Fake, and live if MACHINA_TEST_CORE_TOKEN is set."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from door import Door
from files import package

from machina_scorm.handover import Kit, KitFile, upload_kit
from machina_scorm.moodle.activities.scorm import scorm
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.core_route import (
    apply_category,
    apply_course,
    compare_packages,
    name_activity,
    name_sections,
    needs_plugin,
)
from machina_scorm.moodle.items import Common

KEY = f"mx:core-{uuid.uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def core(door: Door) -> Client:
    if door.fake:
        return door.client
    if door.core is None:
        pytest.skip("MACHINA_TEST_CORE_TOKEN is not set")
    return door.core


@pytest.fixture(scope="module")
def course(core: Client) -> Iterator[int]:
    made = apply_course(core, KEY, {"fullname": "Core", "shortname": KEY, "category": "#1", "visible": False})
    assert made.status == "created", made
    yield made.objectid
    core.write("core_course_delete_courses", {"courseids": [made.objectid]})


def test_a_course_is_changed_and_left_alone(core: Client, course: int) -> None:
    spec = {"fullname": "Μάθημα & cours", "shortname": KEY, "summary": "<p>é</p>", "lang": "el", "visible": False}
    dry = apply_course(core, KEY, spec, dry_run=True)
    assert (dry.status, dry.objectid) == ("wouldupdate", course)
    changed = apply_course(core, KEY, spec)
    assert changed.status == "updated" and {one.field for one in changed.changes} == {"fullname", "summary", "lang"}
    assert apply_course(core, KEY, spec).status == "unchanged"
    refused = apply_course(core, KEY, {**spec, "lang": "tlh"})
    assert refused.status == "blocked" and refused.reason
    forced = apply_course(core, KEY, {**spec, "lang": ""})
    assert (forced.status, forced.reason) == ("blocked", "language_forced")
    assert apply_course(core, KEY, {"sections": []}).status == "needsplugin"
    assert apply_course(core, KEY, {"category": "mx-none"}).reason == "no_category"


def test_a_taken_short_name_is_told(core: Client, course: int) -> None:
    answer = apply_course(core, KEY + "-2", {"fullname": "Two", "shortname": KEY, "category": "#1"})
    assert (answer.status, answer.reason) == ("blocked", "shortnametaken")


def test_sections_get_names(core: Client, course: int) -> None:
    names = {1: "Ενότητα 1", 2: "Ενότητα 2", 99: "Nowhere"}
    dry = name_sections(core, course, names, dry_run=True)
    assert [one.status for one in dry] == ["wouldcreate", "wouldcreate", "blocked"]
    first = name_sections(core, course, names)
    assert [one.status for one in first] == ["updated", "updated", "blocked"] and first[2].reason == "no_section"
    assert [one.status for one in name_sections(core, course, names)] == ["unchanged", "unchanged", "blocked"]


def test_packages_are_compared_and_activities_named(door: Door, core: Client) -> None:
    built = package("core")
    made = door.apply(scorm(door.key("core-sco"), "Core lesson", built, Common()))
    same, other, none = (
        compare_packages(core, door.course, {name: sha1})[0]
        for name, sha1 in (("Core lesson", built.sha1), ("Core lesson", "0" * 40), ("No lesson", built.sha1))
    )
    assert (same.status, same.cmid, other.status, none.status) == ("unchanged", made.cmid, "needsplugin", "needsplugin")
    assert name_activity(core, door.course, made.cmid, "Core lesson").status == "unchanged"
    assert name_activity(core, door.course, made.cmid, "Leçon").status == "updated"
    assert name_activity(core, door.course, made.cmid, "Leçon").status == "unchanged"
    assert name_activity(core, door.course, 999999999, "Leçon").reason == "not_there"


def test_a_category_is_made_once(door: Door, core: Client) -> None:
    if not door.fake:
        pytest.skip("a category of a live site could not be taken away again")
    assert apply_category(core, "mx-cat", "One", dry_run=True).status == "wouldcreate"
    made = apply_category(core, "mx-cat", "One")
    assert made.status == "created"
    assert apply_category(core, "mx-cat", "One").objectid == made.objectid
    assert apply_category(core, "mx-cat", "Two").status == "updated"
    assert apply_category(core, "mx-cat", "Two").status == "unchanged"


def test_a_kit_goes_into_the_private_files(door: Door, core: Client, tmp_path: Path) -> None:
    file = tmp_path / "lesson.zip"
    file.write_bytes(b"zip")
    kit = Kit("el", (KitFile(file, file.name, "", "lessons"),), "checklist-el.html", "<p>ναι</p>")
    upload_kit(core, (kit,))
    upload_kit(core, (kit,))  # again: the former files are replaced
    if door.fake:
        assert sorted(door.fake.private) == ["/machina/el/checklist-el.html", "/machina/el/lesson.zip"]


def test_what_core_cannot_do_is_said() -> None:
    answer = needs_plugin("mx:a/quiz", "a quiz")
    assert answer.status == "needsplugin" and "machina moodle kit" in answer.notices[0].message
