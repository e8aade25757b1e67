"""The plan as a file: the same plan is the same bytes, and an edited one is no plan."""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from fake import TOKEN, FakeSite
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import written

from machina_scorm.errors import MoodleError
from machina_scorm.moodle.desired import DesiredCourse, Item
from machina_scorm.moodle.multipart import Payload
from machina_scorm.moodle.sync.changes import Action, CoursePlan, Finding, SitePlan, Sort, Step
from machina_scorm.moodle.sync.planfile import PlanWriter, files_folder, read_plan
from machina_scorm.moodle.values import FieldChange

# No surrogates: JSON files are UTF-8.
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_TEXTS = st.lists(_TEXT, max_size=3).map(tuple)
_STEPS = st.builds(
    Step,
    *(_TEXT, st.sampled_from(["cm", "course", "order"]), _TEXT, st.sampled_from(Action)),
    expect=_TEXT,
    changes=st.lists(st.builds(FieldChange, _TEXT, _TEXT, _TEXT), max_size=2).map(tuple),
    keep=_TEXTS,
    needs=_TEXTS,
    flags=_TEXTS,
    mode=_TEXT,
    learners=st.integers(0, 10**6),
)
_FINDINGS = st.builds(Finding, st.sampled_from(Sort), _TEXT, _TEXT, _TEXT, _TEXT, _TEXT)
_COURSES = st.builds(
    CoursePlan,
    *(_TEXT, _TEXT, _TEXT, st.integers(0, 10**9)),
    st.lists(_STEPS, max_size=3).map(tuple),
    st.lists(_FINDINGS, max_size=2).map(tuple),
    st.integers(0, 10**6),
)
_SITES = st.lists(
    st.builds(
        SitePlan,
        *(st.from_regex(r"[a-z][a-z0-9.-]{0,8}", fullmatch=True), _TEXT, _TEXT, _TEXT, _TEXT),
        st.sampled_from(["plugin", "core"]),
        st.lists(_COURSES, max_size=2).map(tuple),
        *(_TEXTS, _TEXT, _TEXT, st.booleans()),
    ),
    max_size=4,
    unique_by=lambda one: one.site,
)


@given(_SITES, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_a_plan_is_read_as_it_was_written(sites: list[SitePlan], dice: random.Random) -> None:
    with tempfile.TemporaryDirectory() as name:
        first, second = Path(name, "a.json"), Path(name, "b.json")
        made = written(first, *((one, ()) for one in sites))
        assert made.sites == tuple(sorted(sites, key=lambda one: one.site))
        dice.shuffle(sites)
        assert written(second, *((one, ()) for one in sites)).checksum == made.checksum
        assert first.read_bytes() == second.read_bytes()
        json.loads(first.read_bytes())


def _sites(number: int) -> list[tuple[SitePlan, tuple[DesiredCourse, ...]]]:
    """Return plans of sites that get one course in two languages, each half of them only one."""
    found = []
    for each in range(number):
        course = tiny.changed(tiny.tiny(language="fr" if each % 2 else "el"), "course", fullname=f"Tiny {each % 2}")
        found.append(
            (replace(tiny.plan(FakeSite(url=f"https://m{each}.example.org"), course), site=f"s{each}"), (course,))
        )
    return found


def test_the_order_in_which_sites_answer_is_no_matter(tmp_path: Path) -> None:
    pairs = _sites(4)
    made = written(tmp_path / "a.json", *pairs)
    for number in range(3):
        random.Random(number).shuffle(pairs)
        written(tmp_path / "b.json", *pairs)
        assert (tmp_path / "b.json").read_bytes() == (tmp_path / "a.json").read_bytes()
    assert len(made.specs) == len(tiny.tiny().items) + 1  # the course's own differ, all else is there once


def test_one_file_under_two_names(tmp_path: Path) -> None:
    course = tiny.tiny()
    page = next(item for item in course.items if item.key == tiny.key("page"))
    same = replace(page.files["content"]["/picture.png"], name="copy.png")
    other = tiny.swapped(course, "page", lambda item: replace(item, files={"content": {"/copy.png": same}}))
    pairs = [(replace(tiny.plan(FakeSite(), one), site=name), (one,)) for one, name in ((course, "a"), (other, "b"))]
    written(tmp_path / "a.json", *pairs)
    written(tmp_path / "b.json", *reversed(pairs))
    assert (tmp_path / "b.json").read_bytes() == (tmp_path / "a.json").read_bytes()


def test_it_holds_all_that_an_apply_needs_and_no_secret(tmp_path: Path) -> None:
    site, course = FakeSite(), tiny.tiny()
    made = tiny.planned(site, tmp_path, course)
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or (
            TOKEN.encode() not in file.read_bytes() and str(tmp_path).encode() not in file.read_bytes()
        )
    names = {file.name for file in (tmp_path / "plan.files").iterdir()}
    sent = {file.sha1 for item in course.items for files in item.files.values() for file in files.values()}
    assert names == sent == set(made.files)
    assert {step.digest for step in made.sites[0].steps} == set(made.specs)
    again = tiny.planned(site, tmp_path, course)
    assert again == made


def test_an_edited_byte_anywhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    tiny.planned(FakeSite(), tmp_path, tiny.dropped(tiny.tiny(), "sco", "page", "file"))
    whole = path.read_bytes()
    places = {*range(0, len(whole), 37), *range(len(whole) - 90, len(whole))}
    for number in places:
        for new in (whole[number] ^ 1, 0x20, 0x0D):
            if new != whole[number]:
                path.write_bytes(whole[:number] + bytes([new]) + whole[number + 1 :])
                with pytest.raises(MoodleError, match=r"edited|cannot be read"):
                    read_plan(path)
    for spoilt in (
        whole[:-1],
        whole + b"\n",
        whole + whole,
        b"",
        b"\xff",
        b"{}",
        b"[]",
        whole[:200],
        b"\xef\xbb\xbf" + whole,
    ):
        path.write_bytes(spoilt)
        with pytest.raises(MoodleError, match=r"edited|cannot be read"):
            read_plan(path)
    with pytest.raises(MoodleError, match="cannot be read"):
        read_plan(tmp_path / "none.json")


@pytest.mark.parametrize(
    "value", ["{}", "[]", "1", '{"format":1}', '{"format":2}', '{"format":1,"specs":[],"files":{},"sites":[]}']
)
def test_what_is_signed_and_no_plan(tmp_path: Path, value: str) -> None:
    """Somebody who edits and signs it again gets a message, not a traceback."""
    head = value.rstrip("}").rstrip("]") + ("," if len(value) > 2 and value.endswith("}") else "")
    checksum = hashlib.sha256(head.encode()).hexdigest()
    (tmp_path / "plan.json").write_text(f'{head}"checksum":"{checksum}"}}\n')
    with pytest.raises(MoodleError):
        read_plan(tmp_path / "plan.json")


def test_a_missing_or_changed_file_is_refused(tmp_path: Path) -> None:
    tiny.planned(FakeSite(), tmp_path, tiny.tiny())
    folder = files_folder(tmp_path / "plan.json")
    for file in sorted(folder.iterdir()):
        data = file.read_bytes()
        for spoilt in (None, data[:-1] + b"x", b""):
            file.unlink()
            if spoilt is not None:
                file.write_bytes(spoilt)
            with pytest.raises(MoodleError, match="not there as it was planned"):
                read_plan(tmp_path / "plan.json")
            file.write_bytes(data)
    assert read_plan(tmp_path / "plan.json")


def test_a_plan_that_fails_leaves_the_former_one(tmp_path: Path) -> None:
    site = FakeSite()
    made = tiny.planned(site, tmp_path, tiny.tiny())
    with pytest.raises(RuntimeError), PlanWriter(tmp_path / "plan.json"):
        raise RuntimeError
    assert read_plan(tmp_path / "plan.json") == made
    assert {one.name for one in tmp_path.iterdir()} == {"plan.json", "plan.files"}


def test_a_file_that_is_gone_or_changed_when_it_is_planned(tmp_path: Path) -> None:
    source = tmp_path / "handout.pdf"
    source.write_bytes(b"one")
    payload = Payload.of(source)
    item = next(one for one in tiny.tiny().items if one.key == tiny.key("file"))
    item = replace(item, files={"content": {"/handout.pdf": payload}})
    course = tiny.swapped(tiny.tiny(), "file", lambda _: item)
    site = tiny.plan(FakeSite(), course)
    source.write_bytes(b"two")
    with pytest.raises(MoodleError, match="changed while"):
        written(tmp_path / "plan.json", (site, (course,)))
    source.unlink()
    with pytest.raises(MoodleError, match="cannot be read"):
        written(tmp_path / "plan.json", (site, (course,)))
    assert not (tmp_path / "plan.json").exists()


def test_files_of_others_beside_a_plan_stay(tmp_path: Path) -> None:
    folder = tmp_path / "plan.files"
    (folder / "mine").mkdir(parents=True)
    (folder / "notes.txt").write_text("mine")
    (folder / ("0" * 40)).write_text("of a former plan")
    tiny.planned(FakeSite(), tmp_path, tiny.tiny())
    there = {one.name for one in folder.iterdir()}
    assert {"mine", "notes.txt"} < there and "0" * 40 not in there


def test_a_spec_is_written_once_for_many_sites(tmp_path: Path) -> None:
    one, many = _sites(1), _sites(20)
    written(tmp_path / "one.json", *one)
    written(tmp_path / "many.json", *many)
    text = (tmp_path / "many.json").read_text()
    assert text.count("Read.") == 1 and len(list((tmp_path / "many.files").iterdir())) == 3


def test_an_item_keeps_its_digest() -> None:
    """Digests are asked for again and again, for every site."""
    item: Item = tiny.tiny().items[0]
    assert item.digest == item.digest and replace(item, spec={"fullname": "x"}).digest != item.digest
