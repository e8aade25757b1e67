"""Do a plan on one site: all of it, exactly it, and nothing twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
import tiny
from fake import FakeSite, Faults, Killed
from fake.kind_course import make_course
from fake.people import Learner, Teacher
from tiny import COURSE, applied, changed, every_change, held, key, made_twice, plan, planned

from machina_scorm.errors import AccessError, MoodleError
from machina_scorm.moodle import api
from machina_scorm.moodle.sync.changes import Policy, Sort
from machina_scorm.moodle.sync.journal import Journal, journal_path
from machina_scorm.moodle.sync.planfile import Plan
from machina_scorm.moodle.sync.results import StepResult

MODES = ("course", "module")


@pytest.mark.parametrize("mode", MODES)
def test_from_nothing_to_everything_and_then_nothing(mode: str, tmp_path: Path) -> None:
    site, course = FakeSite(qbankmode=mode), tiny.tiny(mode)
    told: list[tuple[str, StepResult]] = []
    made = planned(site, tmp_path, course)
    assert site.writes == 0
    result = applied(site, made, tmp_path, tell=lambda *one: told.append(one))
    assert result.good and not result.resumable and not result.error
    assert [step.key for step in result.steps] == [item.key for item in course.items]
    assert {step.status for step in result.steps} == {"created"} and [one for _, one in told] == list(result.steps)
    assert site.writes == len(course.items) and not made_twice(site)
    assert all(run["ended"] for run in site.runs.values())
    calls = len(site.calls)
    again = plan(site, course)
    assert not list(again.steps) and not list(again.findings) and again.unchanged == len(course.items)
    assert len(site.calls) - calls == 2  # one for the site, one for the course


@pytest.mark.parametrize("mode", MODES)
def test_an_update_writes_what_changed_and_nothing_else(mode: str, tmp_path: Path) -> None:
    site = tiny.site_with(tiny.tiny(mode), tmp_path, mode)
    Learner(site, COURSE).attempt_scorm(key("sco"))
    course = every_change(tiny.tiny(mode))
    made, before, uploads = planned(site, tmp_path, course), site.writes, site.counts["upload"]
    result = applied(site, made, tmp_path)
    assert result.good and result.count("updated") == 7 == site.writes - before
    assert site.counts["upload"] - uploads == 2  # the package and the question; the page's picture is there
    assert not list(plan(site, course).steps)
    sco = next(one for one in site.activities() if one.modname == "scorm")
    assert sco.revision == 2 and sco.tracks == {"learner": {"i1", "i2"}}


def test_what_is_new_comes_to_its_place(tmp_path: Path) -> None:
    course = tiny.dropped(tiny.tiny(), "page", "file", "s1", "sco")
    site = tiny.site_with(course, tmp_path)
    assert applied(site, planned(site, tmp_path, tiny.tiny()), tmp_path).good
    there = Teacher(site, COURSE).course
    assert [one.name for one in there.sections[1:]] == ["One", "Two"]
    assert [there.modules[cmid].modname for one in there.sections for cmid in one.sequence] == [
        *("page", "scorm", "resource", "quiz"),
    ]
    again = plan(site, tiny.tiny())
    assert not list(again.steps) and not list(again.findings)


def test_a_plan_applied_again_writes_nothing(tmp_path: Path) -> None:
    site = FakeSite()
    made = planned(site, tmp_path, tiny.tiny())
    assert applied(site, made, tmp_path).good
    before, writes = held(site), site.writes
    assert applied(site, made, tmp_path).good
    assert applied(site, made, tmp_path, resume=True).good
    assert (held(site), site.writes) == (before, writes)


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        (lambda t: t.rename(key("page"), "Mine"), key("page")),
        (lambda t: t.delete(key("page")), key("page")),
        (lambda t: t.edit_question(key("q1")), key("q1")),
        (lambda t: t.delete_course(), "is gone"),
    ],
)
def test_a_stale_plan_is_refused_before_anything_is_written(
    site: FakeSite, tmp_path: Path, deed: Callable[[Teacher], object], says: str
) -> None:
    made = planned(site, tmp_path, every_change(tiny.tiny()))
    deed(Teacher(site, COURSE))
    before, writes = held(site), site.writes
    with pytest.raises(MoodleError, match="has changed since the plan") as caught:
        applied(site, made, tmp_path)
    assert says in caught.value.message and "machina moodle plan" in caught.value.hint
    assert (held(site), site.writes) == (before, writes) and site.counts["local_machina_begin_run"] == 0


def test_what_changed_beside_the_plan_is_no_matter(site: FakeSite, tmp_path: Path) -> None:
    made = planned(site, tmp_path, changed(tiny.tiny(), "page", name="New"))
    Teacher(site, COURSE).rename(key("quiz"), "Mine")
    assert applied(site, made, tmp_path).good


def test_a_new_course_that_somebody_made_meanwhile(tmp_path: Path) -> None:
    site = FakeSite()
    made = planned(site, tmp_path, tiny.tiny())
    make_course(site, {"fullname": "Theirs", "shortname": "theirs", "idnumber": COURSE})
    with pytest.raises(MoodleError, match="not the project's"):
        applied(site, made, tmp_path)
    assert site.writes == 0


def test_an_exchanged_site_is_refused(tmp_path: Path) -> None:
    made = planned(FakeSite(), tmp_path, tiny.tiny())
    other = FakeSite(url="https://moodle.example.com")
    with pytest.raises(MoodleError, match="another site answers"):
        applied(other, made, tmp_path)
    assert other.writes == 0


def test_the_lease_of_another_is_respected(tmp_path: Path) -> None:
    site = FakeSite()
    made = planned(site, tmp_path, tiny.tiny())
    api.begin_run(tiny.client_of(site), tiny.PROJECT, {"client": "machina-scorm 9", "plan": "abc"}, ttl=900)
    with pytest.raises(MoodleError, match="somebody else is writing to this site: machina-scorm 9, plan abc") as caught:
        applied(site, made, tmp_path)
    assert "15 minutes" in caught.value.hint and site.writes == 0
    site.now += 901
    assert applied(site, made, tmp_path).good


def test_a_lease_that_ends_in_the_middle_is_taken_again(tmp_path: Path) -> None:
    whole = tiny.site_with(tiny.tiny(), tmp_path / "whole")
    for number in (3, 9):
        site = FakeSite()
        made = planned(site, tmp_path, tiny.tiny())

        def asleep(site: FakeSite = site) -> None:
            site.now += 5000

        site.faults = Faults().hook(number, asleep, "apply_module" if number == 3 else "")
        assert applied(site, made, tmp_path).good
        assert held(site) == held(whole) and not made_twice(site) and len(site.runs) == 1


def test_a_lease_that_another_took_in_the_middle_stops_it(tmp_path: Path) -> None:
    site = FakeSite()
    made = planned(site, tmp_path, tiny.tiny())

    def lost() -> None:
        site.now += 5000
        api.begin_run(tiny.client_of(site), tiny.PROJECT, {"client": "other", "plan": "p"}, ttl=900)

    site.faults = Faults().hook(2, lost, "apply_module")
    result = applied(site, made, tmp_path)
    assert not result.good and "somebody else" in result.error and result.resumable
    assert result.count("not tried") and result.count("created") == 4
    site.now += 5000
    assert applied(site, made, tmp_path, resume=True).good and not made_twice(site)


def test_a_refused_item_skips_what_needs_it_and_nothing_else(tmp_path: Path) -> None:
    site, course = FakeSite(), tiny.tiny()
    made = planned(site, tmp_path, course)
    # A category that somebody made meanwhile under this ID number: blocked, unadopted.
    site.faults = Faults().hook(
        1, lambda: Teacher(site, COURSE).add_category("Theirs", key("cat-sub")), "apply_question_category", after=True
    )
    result = applied(site, made, tmp_path)
    status = {step.key.removeprefix(key("")): step.status for step in result.steps}
    bad = {name: said for name, said in status.items() if said != "created"}
    assert bad == {"cat-sub": "blocked", "q1": "skipped", "q2": "skipped", "slots": "skipped"}
    assert not result.good and result.resumable and not result.error
    skipped = next(step for step in result.steps if step.key == key("q1"))
    assert key("cat-sub") in skipped.detail
    assert all(run["ended"] for run in site.runs.values())


def test_one_question_that_is_refused_does_not_take_the_others_along(site: FakeSite, tmp_path: Path) -> None:
    course = tiny.tiny()
    for name, kind in (("q1", "choice"), ("q2", "true")):
        new = tiny.question("cat-sub", kind, name, "New?")
        course = tiny.swapped(course, name, lambda _, new=new: new)
    made = planned(site, tmp_path, course)
    site.faults = Faults().hook(1, lambda: Teacher(site, COURSE).edit_question(key("q1")), "apply_questions")
    result = applied(site, made, tmp_path)
    assert {step.key: step.status for step in result.steps} == {key("q1"): "stale", key("q2"): "updated"}


def test_it_stops_after_the_call_that_is_under_way(tmp_path: Path) -> None:
    site, stop = FakeSite(), Event()
    made = planned(site, tmp_path, tiny.tiny())
    site.faults = Faults().hook(2, stop.set, "apply_module")
    result = applied(site, made, tmp_path, stop=stop)
    assert result.error == "stopped" and "--resume" in result.hint and result.resumable
    assert site.counts["local_machina_apply_module"] == 2 and result.count("created") == 5
    assert all(run["ended"] for run in site.runs.values())
    assert applied(site, made, tmp_path, resume=True).good
    assert site.counts["local_machina_apply_module"] == 4


def test_a_false_done_is_found_out_and_made_good(tmp_path: Path) -> None:
    """The site says that it wrote, and a crash of its database takes it back."""
    site = FakeSite()
    made = planned(site, tmp_path, tiny.tiny())

    def lose() -> None:
        item = site.find(tiny.PROJECT, next(iter(site.courses)), key("order"))
        if item:
            site.forget(item)

    site.faults = Faults().hook(1, lose, "apply_order", after=True)
    result = applied(site, made, tmp_path)
    assert not result.good and result.count("failed") == 1 and "read again" in result.steps[-1].detail
    assert applied(site, made, tmp_path, resume=True).good
    assert not list(plan(site, tiny.tiny()).steps)


def test_without_the_right_to_write_nothing_is_begun(tmp_path: Path) -> None:
    site = FakeSite()
    made = planned(site, tmp_path, tiny.tiny())
    site.capabilities = ("local/machina:view",)
    with pytest.raises(AccessError):
        applied(site, made, tmp_path)
    assert site.writes == 0


def test_a_changed_token_ends_it_and_says_so(tmp_path: Path) -> None:
    site = FakeSite()
    made = planned(site, tmp_path, tiny.tiny())
    site.faults = Faults().since(9, "token")
    result = applied(site, made, tmp_path)
    assert not result.good and "invalid token" in result.error.lower() and "new one" in result.hint
    assert result.count("not tried") > 5 and site.writes == 4
    site.faults = Faults()
    assert applied(site, made, tmp_path, resume=True).good and not made_twice(site)


# -- an apply that was ended ---------------------------------------------------------------------------------------


def _killed_at(site: FakeSite, made: Plan, folder: Path, number: int, function: str = "apply_module") -> None:
    site.faults = Faults().at(number, "kill after", function)
    with pytest.raises(Killed):
        applied(site, made, folder)
    site.faults = Faults()


def test_who_forgets_to_resume_is_told_and_can_still(tmp_path: Path) -> None:
    site = FakeSite()
    made = planned(site, tmp_path, tiny.tiny())
    _killed_at(site, made, tmp_path, 2)
    for _ in range(2):
        with pytest.raises(MoodleError) as caught:
            applied(site, made, tmp_path)
        assert "--resume" in caught.value.hint
    result = applied(site, made, tmp_path, resume=True)
    assert result.good and not made_twice(site)


def test_an_apply_that_ended_by_itself_may_begin_anew(tmp_path: Path) -> None:
    site, stop = FakeSite(), Event()
    made = planned(site, tmp_path, tiny.tiny())
    site.faults = Faults().hook(3, stop.set, "apply_module")
    assert not applied(site, made, tmp_path, stop=stop).good
    assert applied(site, made, tmp_path).good and not made_twice(site)
    assert journal_path(tmp_path, made.checksum, "school").with_name("school.jsonl.old").is_file()


def test_a_resume_that_is_killed_while_it_begins_can_be_resumed(tmp_path: Path) -> None:
    """The run of before has ended, so the site begins another: its id must be known before."""
    site, stop = FakeSite(), Event()
    made = planned(site, tmp_path, tiny.tiny())
    stop.set()
    assert applied(site, made, tmp_path, stop=stop).error == "stopped"
    site.faults = Faults().at(1, "kill after", "begin_run")
    with pytest.raises(Killed):
        applied(site, made, tmp_path, resume=True)
    site.faults = Faults()
    assert applied(site, made, tmp_path, resume=True).good


def test_a_journal_that_was_cut_off_in_a_line(tmp_path: Path) -> None:
    site = FakeSite()
    made = planned(site, tmp_path, tiny.tiny())
    _killed_at(site, made, tmp_path, 3)
    path = journal_path(tmp_path, made.checksum, "school")
    whole = path.read_bytes()
    lines = whole.splitlines()
    assert json.loads(lines[-1]) == {"start": key("file"), "course": COURSE}
    for cut in (1, 7, len(lines[-1]) - 1):
        path.write_bytes(whole[:-cut])
        again = Journal(path, resume=True)
        with again:
            assert again.runid and again.was_done(COURSE, key("sco")) and not again.was_done(COURSE, key("file"))
            again.done(COURSE, key("file"), "created", 7)
        with Journal(path, resume=True) as read:
            assert read.was_done(COURSE, key("file"))
    path.write_bytes(whole[:-9] + b'\xff\x00[3]\n7\n"x"\nnull\n{"done":1}\n')
    assert applied(site, made, tmp_path, resume=True).good and not made_twice(site)


def test_a_journal_that_is_lost_costs_nothing_but_the_lease(tmp_path: Path) -> None:
    site = FakeSite()
    made = planned(site, tmp_path, tiny.tiny())
    _killed_at(site, made, tmp_path, 3)
    journal_path(tmp_path, made.checksum, "school").unlink()
    with pytest.raises(MoodleError, match="somebody else"):
        applied(site, made, tmp_path, resume=True)
    site.now += 1000
    assert applied(site, made, tmp_path, resume=True).good and not made_twice(site)


# -- what teachers do ---------------------------------------------------------------------------------------------


def test_nothing_that_teachers_did_is_undone_and_all_else_is_delivered(site: FakeSite, tmp_path: Path) -> None:
    teacher = Teacher(site, COURSE)
    teacher.rename(key("page"), "Theirs")
    teacher.hide(key("page"))
    teacher.delete(key("file"))
    theirs = teacher.add("page", "Their page", key("s1"))
    teacher.edit_question(key("q3"), "their words")
    teacher.move(key("sco"), key("s2"))
    teacher.rename_section(key("s2"), "Their section")
    course = every_change(tiny.tiny())
    course = changed(course, "page", name="Our page")
    course = changed(course, "s2", name="Our section")
    made = planned(site, tmp_path, course)
    found = {(one.key.removeprefix(key("")), one.sort) for one in made.sites[0].findings}
    assert found == {
        ("page", Sort.DRIFT),
        ("file", Sort.TOMBSTONE),
        (f"#{theirs}", Sort.FOREIGN),
        ("q3", Sort.DRIFT),
        ("order", Sort.DRIFT),  # a package was moved
        ("s2", Sort.DRIFT),
    }
    assert applied(site, made, tmp_path).good
    page = teacher.activity(key("page"))
    assert (page.values["name"], page.values["visible"], page.values["content"]) == (
        "Theirs",
        False,
        "<p>Read more.</p>",
    )
    assert theirs in teacher.course.modules and len(teacher.course.modules) == 4
    assert teacher.entry(key("q3")).versions[-1][2] == "their words" and len(teacher.entry(key("q1")).versions) == 2
    assert teacher.section(key("s2")).name == "Their section" and teacher.section(key("s1")).name == "First"
    assert teacher.activity(key("sco")).cmid in teacher.section(key("s2")).sequence
    again = plan(site, course)
    assert not list(again.steps) and {(one.key.removeprefix(key("")), one.sort) for one in again.findings} == found


def test_what_was_overwritten_is_ours_again(site: FakeSite, tmp_path: Path) -> None:
    teacher = Teacher(site, COURSE)
    teacher.rename(key("page"), "Theirs")
    teacher.move(key("sco"), key("s2"))
    teacher.edit_question(key("q3"), "their words")
    policy = Policy(on_drift="overwrite")
    assert applied(site, planned(site, tmp_path, tiny.tiny(), policy=policy), tmp_path).good
    assert not list(plan(site, tiny.tiny(), policy=policy).findings)
    assert teacher.activity(key("page")).values["name"] == "Page"
    assert teacher.activity(key("sco")).cmid in teacher.section(key("s1")).sequence


@pytest.mark.parametrize(("mode", "retired"), [("hide", 4), ("unmanage", 5), ("delete", 4)])
def test_what_the_course_dropped_is_retired_once(site: FakeSite, tmp_path: Path, mode: str, retired: int) -> None:
    # The section is last though its key is first: it can be deleted when it is empty.
    course = tiny.dropped(tiny.tiny(), "page", "sco", "q3", "slots", "s1")
    policy = Policy(prune=mode)
    made = planned(site, tmp_path, course, policy=policy)
    result = applied(site, made, tmp_path)
    assert result.good and result.count("retired") == retired
    writes = site.writes
    assert applied(site, made, tmp_path, resume=True).good and site.writes == writes
    again = plan(site, course, policy=policy)
    assert not list(again.steps) and not again.found(Sort.DRIFT)
    assert len(Teacher(site, COURSE).course.modules) == (2 if mode == "delete" else 4)


def test_what_learners_left_is_not_deleted_unless_it_was_counted(site: FakeSite, tmp_path: Path) -> None:
    course, policy = tiny.without(tiny.tiny(), "page", "sco"), Policy(prune="delete")
    Learner(site, COURSE).attempt_scorm(key("sco"))
    Learner(site, COURSE).complete(key("page"))
    made = planned(site, tmp_path, course, policy=policy)
    assert {step.key: step.learners for step in made.sites[0].steps} == {key("page"): 0, key("sco"): 1}
    result = applied(site, made, tmp_path)
    assert {step.key: step.status for step in result.steps} == {key("page"): "failed", key("sco"): "retired"}
    assert "learners have left more" in next(step.detail for step in result.steps if not step.good)


def test_learners_keep_their_attempts(site: FakeSite, tmp_path: Path) -> None:
    learner = Learner(site, COURSE)
    learner.attempt_scorm(key("sco"))
    learner.attempt_quiz(key("quiz"))
    course = tiny.with_package(tiny.tiny(), "b", ("i1", "i2", "i3"))
    assert applied(site, planned(site, tmp_path, course), tmp_path).good
    assert learner.activity(key("sco")).tracks == {"learner": {"i1", "i2"}}
    # Somebody attempts it between plan and apply: the site itself stands guard.
    site = tiny.copy_of(site)
    bad = tiny.with_package(tiny.tiny(), "c", ("i1",))
    Learner(site, COURSE).activity(key("sco")).tracks.clear()
    made = planned(site, tmp_path, bad)
    assert [step.key for step in made.sites[0].steps] == [key("sco")]
    Learner(site, COURSE).attempt_scorm(key("sco"))
    result = applied(site, made, tmp_path)
    assert [step.status for step in result.steps] == ["blocked"] and "identifiers" in result.steps[0].detail
