"""A tiny course of every kind as values, and how it is planned and applied without a command."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import fields, replace
from pathlib import Path
from threading import Event
from typing import Any

from fake import TOKEN, FakeSite, Faults
from fake_course import contents
from files import bank, package

from machina_scorm.moodle.activities.page import page
from machina_scorm.moodle.activities.qbank import qbank
from machina_scorm.moodle.activities.quiz import quiz
from machina_scorm.moodle.activities.resource import resource
from machina_scorm.moodle.activities.scorm import scorm
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.desired import DesiredCourse, Item
from machina_scorm.moodle.items import Common
from machina_scorm.moodle.multipart import Payload
from machina_scorm.moodle.secret import Token
from machina_scorm.moodle.sync.changes import Policy, SitePlan
from machina_scorm.moodle.sync.execute import Tell, apply_site
from machina_scorm.moodle.sync.journal import Journal, journal_path
from machina_scorm.moodle.sync.planfile import Plan, PlanWriter, by_digest, read_plan
from machina_scorm.moodle.sync.read import plan_site
from machina_scorm.moodle.sync.results import SiteResult

PROJECT = "tiny"
_PNG = Payload.of(b"\x89PNG picture", "picture.png")
_PDF = Payload.of(b"%PDF handout", "handout.pdf")
QUESTIONS = (("cat-sub", "choice", "q1"), ("cat-sub", "true", "q2"), ("cat", "choice", "q3"))


def key(name: str) -> str:
    return f"mx:{PROJECT}/{name}"


COURSE = key("course")


def tiny(mode: str = "course", language: str = "fr") -> DesiredCourse:
    """Return the course as a composer makes it, items in the order in which they need each other."""
    s1, s2 = key("s1"), key("s2")
    items = [
        Item(
            COURSE,
            "course",
            "Tiny",
            {"fullname": "Tiny", "shortname": "tiny", "lang": language, "enablecompletion": True},
        ),
        Item(s1, "section", "One", {"name": "One", "summary": "<p>About one.</p>"}, needs=(COURSE,)),
        Item(s2, "section", "Two", {"name": "Two", "visible": True}, needs=(COURSE,)),
    ]
    modules = [
        (
            page(key("page"), "Page", "<p>Read.</p>", Common(s1, visible=True), {"picture.png": _PNG}),
            s1,
        ),
        (scorm(key("sco"), "Lesson", package("a", ("i1", "i2")), Common(s1), {"maxattempt": 0}), s1),
        (resource(key("file"), "Handout", _PDF, Common(s2)), s2),
        (quiz(key("quiz"), "Quiz", Common(s2), {"grade": 10.0}), s2),
    ]
    more: dict[str, Any] = {}
    if mode == "module":
        modules.insert(0, (qbank(key("bank"), "Bank", Common()), COURSE))
        more = {"bank": key("bank")}
    items += [Item.of_module(module, (place,)) for module, place in modules]
    above = {"cat": "", "cat-sub": key("cat")}
    for name, parent in above.items():
        needs = (parent or COURSE, *((key("bank"),) if more else ()))
        items.append(Item(key(name), "qcategory", name, {"name": name, "parent": parent, **more}, needs=needs))
    items += [question(category, kind, name) for category, kind, name in QUESTIONS]
    slots = [{"question": key(name), "page": 1, "mark": 1.0} for *_, name in QUESTIONS]
    needs = (key("quiz"), *(key(name) for *_, name in QUESTIONS))
    items.append(Item(key("slots"), "slots", "Quiz", {"quiz": key("quiz"), "slots": slots}, needs=needs))
    listed = {s1: [key("page"), key("sco")], s2: [key("file"), key("quiz")]}
    items.append(Item(key("order"), "order", "order", {"sections": [s1, s2], "modules": listed}, needs=(s1, s2)))
    return DesiredCourse(COURSE, "Tiny", language, tuple(items))


def question(category: str, kind: str, name: str, text: str = "Which?") -> Item:
    element = bank([(kind, key(name), text)]).open().read().decode()
    xml = element[element.index("<question ") : element.index("</quiz>")].strip()
    return Item(key(name), "question", name, {"category": key(category), "xml": xml}, needs=(key(category),))


def changed(course: DesiredCourse, what: str, /, **spec: Any) -> DesiredCourse:
    """Return the course with other fields in one item; `name` also changes what the item is called."""
    return swapped(
        course,
        what,
        lambda item: replace(item, spec={**item.spec, **spec}, name=str(spec.get("name", item.name))),
    )


def swapped(course: DesiredCourse, name: str, make: Any) -> DesiredCourse:
    """Return the course with one item made into another, or left out where that is None."""
    items = [make(item) if item.key == key(name) else item for item in course.items]
    return replace(course, items=tuple(item for item in items if item))


def without(course: DesiredCourse, *names: str) -> DesiredCourse:
    return replace(course, items=tuple(item for item in course.items if item.key not in {key(name) for name in names}))


def dropped(course: DesiredCourse, *names: str) -> DesiredCourse:
    """Return the course without some activities and sections, and its order without them, as a composer makes it."""
    gone = {key(name) for name in names}
    spec = next(item.spec for item in course.items if item.kind == "order")
    listed = {at: [one for one in keys if one not in gone] for at, keys in spec["modules"].items() if at not in gone}
    return changed(without(course, *names), "order", sections=list(listed), modules=listed)


def with_package(course: DesiredCourse, title: str, identifiers: tuple[str, ...]) -> DesiredCourse:
    new = {"package": {"/lesson.zip": package(title, identifiers)}}
    return swapped(course, "sco", lambda item: replace(item, files=new))


def every_change(course: DesiredCourse) -> DesiredCourse:
    """Return the course with something new in items of every kind."""
    course = changed(course, "course", fullname="Tiny, second edition")
    course = changed(course, "s1", name="First")
    course = changed(course, "page", content="<p>Read more.</p>")
    course = with_package(course, "b", ("i1", "i2", "i3"))
    course = changed(course, "cat-sub", info="<p>Of the lesson</p>")
    course = swapped(course, "q1", lambda _: question("cat-sub", "choice", "q1", "Which one?"))
    slots = [{"question": key(name), "page": 1, "mark": 2.0} for *_, name in QUESTIONS]
    return changed(course, "slots", slots=slots)


def client_of(site: FakeSite) -> Client:
    session = site.session()
    session.trust_env = False  # the environment's proxies are looked up for every request
    return Client(site.url, Token(TOKEN), session=session, sleep=lambda _: None)


def about(site: FakeSite, name: str = "school") -> SitePlan:
    return SitePlan(name, site.url, PROJECT)


def plan(site: FakeSite, *courses: DesiredCourse, policy: Policy | None = None, whole: bool = True) -> SitePlan:
    return plan_site(client_of(site), about(site), lambda _: courses, policy or Policy(), whole=whole)


def written(path: Path, *pairs: tuple[SitePlan, tuple[DesiredCourse, ...]]) -> Plan:
    """Return plans as the file that was written of them."""
    with PlanWriter(path) as writer:
        for one, courses in pairs:
            writer.add(one, by_digest(item for course in courses for item in course.items))
    return read_plan(path)


def planned(site: FakeSite, folder: Path, *courses: DesiredCourse, policy: Policy | None = None) -> Plan:
    return written(folder / "plan.json", (plan(site, *courses, policy=policy), courses))


def applied(
    site: FakeSite,
    made: Plan,
    folder: Path,
    *,
    resume: bool = False,
    stop: Event | None = None,
    tell: Tell = lambda *_: None,
) -> SiteResult:
    """Apply a plan of one site. Raises MoodleError before anything is written."""
    (one,) = made.sites
    with Journal(journal_path(folder, made.checksum, one.site), resume=resume) as journal:
        return apply_site(client_of(site), made, one, journal, tell, stop or Event())


def site_with(course: DesiredCourse, folder: Path, mode: str = "course") -> FakeSite:
    """Return a site that has the course."""
    site = FakeSite(qbankmode=mode)
    assert applied(site, planned(site, folder / "made", course), folder / "made").good
    return site


def copy_of(site: FakeSite) -> FakeSite:
    """Return a site with the same tables, which has seen no requests."""
    new = FakeSite()
    for one in fields(site):
        if one.init and one.name not in ("lock", "faults", "calls", "counts"):
            setattr(new, one.name, deepcopy(getattr(site, one.name)))
    new.faults = Faults()
    return new


def held(site: FakeSite) -> object:
    """Return all that a site holds, free of ids: how often packages were exchanged and questions changed too."""
    revisions = [(one.idnumber, one.revision) for one in site.activities() if one.modname == "scorm"]
    versions = sorted((one.idnumber, len(one.versions)) for one in site.entries.values())
    drift = [one["key"] for one in site.log if one["status"] == "drift"]
    return contents(site), revisions, versions, drift


def made_twice(site: FakeSite) -> list[str]:
    """Return what was created more than once in a course."""
    made = Counter((one["courseid"], one["key"]) for one in site.log if one["status"] == "created")
    return [key for (_, key), number in made.items() if number > 1]
