"""Desired × last written × observed: every branch of the comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from fake import FakeSite
from fake.kind_course import make_course
from fake.people import Learner, Teacher
from tiny import COURSE, changed, key, plan, swapped, with_package, without

from machina_scorm.moodle import api
from machina_scorm.moodle.desired import DesiredCourse
from machina_scorm.moodle.sync.changes import Action, Policy, SitePlan, Sort
from machina_scorm.moodle.sync.compare import Observed, compare
from machina_scorm.moodle.sync.limits import fitted

Change = Callable[[DesiredCourse], DesiredCourse]
Deed = Callable[[Teacher], object]


def _steps(made: SitePlan) -> dict[str, tuple[str, ...]]:
    """Return key → (action, mode, what is kept, flags), as far as they are said."""
    return {
        step.key.removeprefix(key("")): tuple(filter(None, (step.action.value, step.mode, *step.keep, *step.flags)))
        for step in made.steps
    }


def _found(made: SitePlan) -> set[tuple[str, str]]:
    return {(one.key.removeprefix(key("")), one.sort.value) for one in made.findings}


def _same(course: DesiredCourse) -> DesiredCourse:
    return course


def _nothing(_: Teacher) -> None:
    pass


def _renamed(course: DesiredCourse) -> DesiredCourse:
    return changed(course, "page", name="New", content="<p>New.</p>")


def _other_q1(course: DesiredCourse) -> DesiredCourse:
    return swapped(course, "q1", lambda _: tiny.question("cat-sub", "choice", "q1", "New?"))


def _dropped(course: DesiredCourse) -> DesiredCourse:
    return without(course, "page", "s2", "q3", "cat")


_KEEP, _OVERWRITE = Policy(), Policy(on_drift="overwrite")

_CASES: dict[str, tuple[Deed, Change, Policy, dict[str, tuple[str, ...]], set[tuple[str, str]]]] = {
    # what a teacher did, what the course did, the policy: steps, findings
    "nothing": (_nothing, _same, _KEEP, {}, set()),
    "ours changed": (_nothing, _renamed, _KEEP, {"page": ("update",)}, set()),
    "a question of ours changed": (_nothing, _other_q1, _KEEP, {"q1": ("update",)}, set()),
    "drift": (lambda t: t.rename(key("page"), "Mine"), _same, _KEEP, {}, {("page", "drift")}),
    "hidden, which is not owned": (lambda t: t.hide(key("sco")), _same, _KEEP, {}, {("sco", "drift")}),
    "both changed": (
        lambda t: t.rename(key("page"), "Mine"),
        _renamed,
        _KEEP,
        {"page": ("update", "name")},
        {("page", "drift")},
    ),
    "both, two fields theirs": (
        lambda t: t.change(key("page"), name="Mine", visible=False),
        _renamed,
        _KEEP,
        {"page": ("update", "name", "visible")},
        {("page", "drift")},
    ),
    "drift overwritten": (lambda t: t.rename(key("page"), "Mine"), _same, _OVERWRITE, {"page": ("update",)}, set()),
    "drift of one forced": (
        lambda t: (t.rename(key("page"), "Mine"), t.rename(key("quiz"), "Mine")),
        _same,
        Policy(force=(key("pa*"),)),
        {"page": ("update",)},
        {("quiz", "drift")},
    ),
    "a question edited": (lambda t: t.edit_question(key("q1")), _same, _KEEP, {}, {("q1", "drift")}),
    "a question edited by both": (lambda t: t.edit_question(key("q1")), _other_q1, _KEEP, {}, {("q1", "conflict")}),
    "… forced": (
        lambda t: t.edit_question(key("q1")),
        _other_q1,
        Policy(force=(key("q1"),)),
        {"q1": ("update",)},
        set(),
    ),
    "a deleted activity": (
        lambda t: t.delete(key("page")),
        _renamed,
        _KEEP,
        {},
        {("page", "tombstone")},
    ),
    "… made again": (
        lambda t: t.delete(key("page")),
        _same,
        Policy(recreate=(key("page"),)),
        {"page": ("create", "recreate"), "order": ("update",)},
        set(),
    ),
    "a deleted quiz": (
        lambda t: t.delete(key("quiz")),
        _same,
        _KEEP,
        {},
        {("quiz", "tombstone"), ("slots", "tombstone")},
    ),
    "a deleted quiz, slots made again": (
        lambda t: t.delete(key("quiz")),
        _same,
        Policy(recreate=(key("slots"),)),
        {},
        {("quiz", "tombstone"), ("slots", "blocked")},
    ),
    "a deleted section and something new in it": (
        lambda t: t.delete_section(key("s2")),
        lambda course: replace(
            course,
            items=(
                *course.items,
                replace(
                    next(one for one in course.items if one.key == key("page")), key=key("new"), needs=(key("s2"),)
                ),
            ),
        ),
        _KEEP,
        {},
        {
            *((name, "tombstone") for name in ("s2", "file", "quiz", "slots")),
            ("new", "blocked"),
        },
    ),
    "theirs": (lambda t: t.add("page", "Mine", key("s1")), _same, _KEEP, {}, {("#", "foreign")}),
    "a deleted course": (lambda t: t.delete_course(), _renamed, _KEEP, {}, {("course", "tombstone")}),
    "orphans": (
        _nothing,
        _dropped,
        _KEEP,
        {},
        {("page", "orphan"), ("s2", "orphan"), ("q3", "orphan"), ("cat", "orphan")},
    ),
    "orphans hidden": (
        _nothing,
        _dropped,
        Policy(prune="hide"),
        {"page": ("retire", "hide"), "s2": ("retire", "hide"), "q3": ("retire", "hide")},
        {("cat", "orphan")},
    ),
    "orphans let go": (
        _nothing,
        _dropped,
        Policy(prune="unmanage"),
        dict.fromkeys(("page", "s2", "q3", "cat"), ("retire", "unmanage")),
        set(),
    ),
    "orphans deleted": (
        _nothing,
        _dropped,
        Policy(prune="delete"),
        {"page": ("retire", "delete"), "s2": ("retire", "delete"), "q3": ("retire", "hide")},
        {("cat", "orphan")},
    ),
    "hidden orphans are silent": (
        lambda t: (t.hide(key("page")), t.hide_question(key("q3"))),
        lambda course: without(course, "page", "q3"),
        Policy(prune="hide"),
        {},
        set(),
    ),
    "hidden orphans can be deleted": (
        lambda t: t.hide(key("page")),
        lambda course: without(course, "page"),
        Policy(prune="delete"),
        {"page": ("retire", "delete")},
        set(),
    ),
    "an orphan that a teacher deleted": (
        lambda t: t.delete(key("page")),
        lambda course: without(course, "page"),
        Policy(prune="delete"),
        {},
        set(),
    ),
    "moved": (lambda t: t.move(key("page"), key("s2")), _same, _KEEP, {}, {("order", "drift")}),
    "moved and ours changed": (
        lambda t: t.move_section(key("s2"), 1),
        lambda course: tiny.dropped(course, "file"),
        Policy(prune="delete"),
        {"file": ("retire", "delete"), "order": ("update", "sections")},
        {("order", "drift")},
    ),
    "the order is dropped": (_nothing, lambda course: without(course, "order"), _KEEP, {}, {("order", "orphan")}),
    "… and hidden": (
        _nothing,
        lambda course: without(course, "order"),
        Policy(prune="hide"),
        {},
        {("order", "orphan")},
    ),
    "… and let go": (
        _nothing,
        lambda course: without(course, "order"),
        Policy(prune="unmanage"),
        {"order": ("retire", "unmanage")},
        set(),
    ),
}


@pytest.mark.parametrize("case", _CASES)
def test_what_is_done_and_what_is_found(site: FakeSite, case: str) -> None:
    deed, change, policy, steps, findings = _CASES[case]
    # The order and the slots name what a course has; a course that drops something names it no more.
    course = change(tiny.tiny())
    deed(Teacher(site, COURSE))
    made = plan(site, course, policy=policy)
    assert _steps(made) == steps
    assert {(name.rstrip("0123456789") if sort == "foreign" else name, sort) for name, sort in _found(made)} == findings
    assert site.writes == tiny_writes(site)
    told = {*steps, *(name for name, sort in findings if sort not in ("drift", "foreign"))}
    if not any(sort == "tombstone" and name == "course" for name, sort in findings):
        wanted = {item.key.removeprefix(key("")) for item in course.items}
        assert made.unchanged == len(wanted - told)


def tiny_writes(site: FakeSite) -> int:
    """Return what the site had written before: a plan adds nothing."""
    return sum(one["status"] in ("created", "updated") for one in site.log)


def test_a_new_course_is_made_whole_and_in_order() -> None:
    course = tiny.tiny()
    made = plan(FakeSite(), course)
    assert [step.key for step in made.steps] == [item.key for item in course.items]
    assert {step.action for step in made.steps} == {Action.CREATE} and {step.expect for step in made.steps} == {""}
    assert made.courses[0].id == 0 and not made.unsafe


def test_an_update_says_what_it_expects_and_what_changes(site: FakeSite) -> None:
    (step,) = plan(site, _renamed(tiny.tiny())).steps
    state = next(item for item in tiny.plan(site, tiny.tiny()).courses)
    assert state.unchanged and len(step.expect) == 64
    assert [(one.field, one.before, one.after) for one in step.changes] == [
        ("content", "Read.", "New."),
        ("name", "Page", "New"),
    ]
    assert step.digest == next(item.digest for item in _renamed(tiny.tiny()).items if item.key == key("page"))


def test_drift_says_both_values(site: FakeSite) -> None:
    Teacher(site, COURSE).rename(key("page"), "Mine")
    (finding,) = plan(site, tiny.tiny()).findings
    assert "name “Mine” (in the course “Page”)" in finding.detail and key("page") in finding.todo


def test_fail_on_drift_leaves_the_site(site: FakeSite) -> None:
    Teacher(site, COURSE).rename(key("page"), "Mine")
    made = plan(site, tiny.tiny(), policy=Policy(on_drift="fail"))
    assert "1 item" in made.error and "on_drift" in made.error and made.found(Sort.DRIFT) == 1
    assert not plan(site, tiny.tiny(), policy=Policy(on_drift="overwrite")).error


def test_a_deleted_course_is_made_again_where_that_is_wanted(site: FakeSite, tmp_path: Path) -> None:
    Teacher(site, COURSE).delete_course()
    policy = Policy(recreate=(key("*"),))
    made = tiny.planned(site, tmp_path, tiny.tiny(), policy=policy)
    assert next(made.sites[0].steps).flags == ("recreate",)
    assert tiny.applied(site, made, tmp_path).good
    assert not list(plan(site, tiny.tiny()).steps) and len(site.courses) == 1


def test_a_course_of_somebody_else_is_not_touched() -> None:
    site = FakeSite()
    theirs = make_course(site, {"fullname": "Theirs", "shortname": "theirs", "idnumber": COURSE})
    made = plan(site, tiny.tiny())
    (finding,) = made.findings
    assert not list(made.steps) and finding.sort is Sort.UNADOPTED and str(theirs.id) in finding.todo


def test_a_course_that_is_not_wanted_any_more(site: FakeSite) -> None:
    # A new course is hidden: it is told of all the same, and hidden is where retiring ends.
    assert _found(plan(site)) == {("course", "orphan")}
    assert not list(plan(site, policy=Policy(prune="hide")).findings)
    Teacher(site, COURSE).change_course(visible=True)
    assert _found(plan(site)) == {("course", "orphan")}
    assert _steps(plan(site, policy=Policy(prune="delete"))) == {"course": ("retire", "hide")}
    assert not list(plan(site, policy=Policy(prune="delete"), whole=False).steps)
    Teacher(site, COURSE).change_course(visible=False)
    assert not list(plan(site, policy=Policy(prune="delete")).steps)


def test_learners_attempts_are_counted(site: FakeSite) -> None:
    Learner(site, COURSE, "a").attempt_scorm(key("sco"))
    Learner(site, COURSE, "b").attempt_scorm(key("sco"))
    (step,) = plan(site, with_package(tiny.tiny(), "b", ("i1", "i2"))).steps
    assert step.learners == 2 and [one.field for one in step.changes] == ["files.package"]


@pytest.mark.parametrize("allowed", [False, True])
def test_a_package_that_would_cost_learners_their_attempts(site: FakeSite, allowed: bool) -> None:
    course = with_package(tiny.tiny(), "b", ("i1", "i3"))
    assert _steps(plan(site, course)) == {"sco": ("update",)}  # nobody has been there
    Learner(site, COURSE).attempt_scorm(key("sco"))
    made = plan(site, course, policy=Policy(allow_track_loss=allowed))
    if allowed:
        assert _steps(made) == {"sco": ("update", "allow_track_loss")}
    else:
        (finding,) = made.findings
        assert finding.sort is Sort.BLOCKED and "i2" in finding.detail and "identifiers.lock" in finding.todo


@pytest.mark.parametrize(
    ("facts", "blocked", "says"),
    [
        ({"languages": ("en",)}, "course", "language pack 'fr'"),
        ({"modules": ("page", "quiz", "resource")}, "sco", "activities of type scorm"),
        ({"qtypes": ("multichoice",)}, "q2", "question type truefalse"),
        ({"maxbytes": 10}, "page", "MB"),
    ],
)
def test_what_a_site_cannot_take_is_known_before(facts: dict[str, object], blocked: str, says: str) -> None:
    real = api.get_site(tiny.client_of(FakeSite()))
    course = tiny.tiny()
    made = compare(course, Observed(), replace(real, **facts), Policy())
    found = {one.key: one for one in made.findings}
    assert {one.sort for one in made.findings} == {Sort.BLOCKED}
    assert says in found[key(blocked)].detail and found[key(blocked)].todo
    steps = {step.key for step in made.steps}
    for item in course.items:
        # What needs something that is refused is refused too; all else is done.
        assert (item.key in steps) != (item.key in found)
        assert not set(item.needs) & set(found) or item.key in found
    assert len(found) == {"course": len(course.items), "sco": 1, "q2": 2, "page": 3}[blocked]


def test_a_missing_language_pack_does_not_block_what_is_there(site: FakeSite) -> None:
    site.languages = ("en",)
    assert _steps(plan(site, _renamed(tiny.tiny()))) == {"page": ("update",)}
    made = plan(site, changed(_renamed(tiny.tiny()), "course", fullname="New"))
    assert _steps(made) == {"page": ("update",)} and _found(made) == {("course", "blocked")}


@pytest.mark.parametrize(
    ("policy", "unsafe"),
    [
        (Policy(), 1),
        (Policy(updates=60), 0),
        (Policy(updates=100), 0),
        (Policy(least=100), 0),
    ],
)
def test_too_many_changes_are_told(site: FakeSite, policy: Policy, unsafe: int) -> None:
    course = tiny.every_change(tiny.tiny())
    made = plan(site, course, policy=policy)
    assert len(made.unsafe) == unsafe
    if unsafe:
        assert "7 of 14 items would be changed, that is 50 %" in made.unsafe[0]


def test_too_many_retirements_are_told(site: FakeSite) -> None:
    course = without(tiny.tiny(), "page", "sco", "file", "q1", "q2", "q3")
    (reason,) = plan(site, course, policy=Policy(prune="hide")).unsafe
    assert "6 of 14 items would be retired" in reason
    assert not plan(site, course).unsafe


def test_a_quiz_goes_without_questions_of_a_type_that_the_site_lacks(tmp_path: Path) -> None:
    course, site = tiny.tiny(), FakeSite()
    facts = replace(api.get_site(tiny.client_of(site)), qtypes=("truefalse",))
    left = fitted(course, facts)
    lacking = {finding.key for finding in compare(left, Observed(), facts, Policy()).findings}
    slots = next(item for item in left.items if item.kind == "slots")
    asked = {slot.get("question") for slot in slots.spec["slots"]}
    assert lacking and not lacking & (asked | set(slots.needs))
    assert slots.key in {step.key for step in compare(left, Observed(), facts, Policy()).steps}
    everything = replace(facts, qtypes=("multichoice", "truefalse"))
    assert fitted(course, everything) is course


def test_a_course_that_was_never_shown_is_an_orphan_too(site: FakeSite) -> None:
    made = plan(site)
    assert [(one.key, one.sort, "unmanage" in one.todo) for one in made.findings] == [(COURSE, Sort.ORPHAN, True)]
