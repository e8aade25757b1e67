"""A small course of every kind, applied with the plain functions of api.py: for the tests of the fake site itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from fake import FakeSite
from files import bank, package

from machina_scorm.moodle import api
from machina_scorm.moodle.activities.page import page
from machina_scorm.moodle.activities.qbank import qbank
from machina_scorm.moodle.activities.quiz import quiz
from machina_scorm.moodle.activities.scorm import scorm
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.items import Common, Module
from machina_scorm.moodle.values import CourseState, Outcome, Run

PROJECT = "small"


def key(name: str) -> str:
    return f"mx:{PROJECT}/{name}"


QUESTIONS = [("choice", key("q1"), "Which?"), ("true", key("q2"), "Is it?")]


@dataclass
class Applied:
    """What the last apply was told."""

    run: Run
    course: int = 0
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def wrote(self) -> list[str]:
        return [one.key for one in self.outcomes if one.wrote]


def apply(client: Client, bank_mode: str, run: Run | None = None) -> Applied:
    """Apply the course in a run of its own, or going on with one."""
    done = Applied(run or api.begin_run(client, PROJECT, {}))
    if not done.run.runid:
        raise BlockingIOError("another run holds the lease")
    spec = {"fullname": "Small", "shortname": "small", "enablecompletion": True, "visible": True}
    made = api.apply_course(client, done.run, key("course"), spec)
    done.course, done.outcomes = made.objectid, [made]
    at = (client, done.run, done.course)
    sections = [(key("s1"), {"name": "One"}), (key("s2"), {"name": "Two", "visible": True})]
    done.outcomes += api.apply_sections(*at, sections)
    category = {"name": "Questions"}
    modules: list[Module] = [
        page(key("page"), "Page", "<p>1</p>", Common(key("s1"), visible=True)),
        scorm(key("sco"), "Lesson", package("a", ("i1", "i2")), Common(key("s1"))),
        quiz(key("quiz"), "Quiz", Common(key("s2")), {"grade": 10.0}),
    ]
    if bank_mode == "module":
        modules.append(qbank(key("bank"), "Bank", Common()))
        category["bank"] = key("bank")
    done.outcomes += [api.apply_module(*at, one) for one in modules]
    done.outcomes.append(api.apply_question_category(*at, key("cat"), category))
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for _, name, text in QUESTIONS}
    done.outcomes += api.apply_questions(*at, key("cat"), bank(QUESTIONS), hashes)
    slots = [{"question": name, "page": 1, "mark": 1.0} for _, name, _ in QUESTIONS]
    done.outcomes.append(api.apply_quiz_slots(*at, key("slots"), {"quiz": key("quiz"), "slots": slots}))
    order = {
        "sections": [key("s1"), key("s2")],
        "modules": {key("s1"): [key("page"), key("sco")], key("s2"): [key("quiz")]},
    }
    done.outcomes.append(api.apply_order(*at, key("order"), order))
    api.end_run(client, done.run, {})
    return done


def state(client: Client, course: int | str = 0) -> CourseState:
    (found,) = api.get_state(client, PROJECT, [course or key("course")])
    return found


def contents(site: FakeSite) -> object:
    """Return all that a site holds, free of ids: equal for sites that show the same."""
    courses = [
        (
            {name: value for name, value in course.fields.items() if name != "category"},
            [
                (one.name, one.summary, one.visible, [_activity(site, course.modules[cmid]) for cmid in one.sequence])
                for one in course.sections
            ],
        )
        for course in site.courses.values()
    ]
    categories = [(one.name, one.info, one.idnumber) for one in site.qcategories.values()]
    entries = sorted((one.idnumber, one.qtype, one.versions[-1]) for one in site.entries.values())
    items = sorted((one.key, one.kind, one.modname, one.desiredhash, one.tombstone) for one in site.table.values())
    return courses, categories, entries, items


def _activity(site: FakeSite, one: object) -> object:
    names = ("modname", "idnumber", "values", "identifiers", "shuffle")
    slots = [{**slot, "entry": site.entries[slot["entry"]].idnumber} for slot in one.slots]  # type: ignore[attr-defined]
    return [getattr(one, name) for name in names], slots
