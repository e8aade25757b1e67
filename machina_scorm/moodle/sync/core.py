"""Plan and apply for a site without the plugin: what Moodle's own functions can; of all else, that they cannot.

Courses are found by ID number; names of sections by position. Packages are compared by SHA-1, and by the name of
the activity. Core knows no leases and no preconditions: an item is written only where it differs (core_route.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Event
from typing import Any

from machina_scorm.errors import AccessError, FunctionError, MoodleError
from machina_scorm.moodle import core_route
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.desired import DesiredCourse, Item
from machina_scorm.moodle.sync.changes import Action, CoursePlan, Finding, SitePlan, Sort, Step
from machina_scorm.moodle.sync.execute import StalePlan, Tell
from machina_scorm.moodle.sync.journal import Journal
from machina_scorm.moodle.sync.planfile import Plan
from machina_scorm.moodle.sync.reasons import reason_of
from machina_scorm.moodle.sync.results import SiteResult, StepResult
from machina_scorm.moodle.values import Notice, Outcome

_TODO = "install the plugin (`machina moodle plugin`), or put it in by hand (`machina moodle kit`)"
_KINDS = {
    "section": "its text",
    "qcategory": "question categories",
    "question": "questions",
    "slots": "a quiz's questions",
}


def plan_core(client: Client, about: SitePlan, courses: Sequence[DesiredCourse], error: FunctionError) -> SitePlan:
    """Return the plan for a site without the plugin. Raises the error that told so where core's functions lack too."""
    try:
        facts = client.read("core_webservice_get_site_info")
        plans = tuple(_course(client, course) for course in courses)
    except AccessError:
        raise error from None
    siteid, release = str(facts.get("siteurl", "")), str(facts.get("release", ""))
    return replace(about, siteid=siteid, release=release, route="core", courses=plans)


def apply_core(client: Client, plan: Plan, site: SitePlan, journal: Journal, tell: Tell, stop: Event) -> SiteResult:
    """Do the part of a plan that needs no plugin. Raises MoodleError before anything is written."""
    facts = client.read("core_webservice_get_site_info")
    if str(facts.get("siteurl", "")) != site.siteid:
        raise StalePlan(
            "another site answers at this address than the one that was planned for", site.url, "plan again"
        )
    results: list[StepResult] = []
    lost: MoodleError | None = None
    for course in site.courses:
        courseid = course.id
        for step in course.steps:
            status, detail = "not tried", ""
            if lost is None and not stop.is_set():
                try:
                    outcome = _write(client, plan, course, courseid, step)
                    status, detail = outcome.status, reason_of(outcome)
                    courseid = courseid or outcome.objectid
                except FunctionError as error:
                    status, detail = "failed", error.message
                except MoodleError as error:
                    lost = error
            result = StepResult(course.key, step.key, step.kind, step.name, step.action.value, status, detail)
            results.append(result)
            tell(site.site, result)
            if result.good:
                journal.done(course.key, step.key, status, courseid)
    message, hint = (lost.message, lost.hint) if lost else ("", "")
    done = SiteResult(site.site, site.url, tuple(results), message, hint)
    return replace(done, resumable=not done.good)


def _course(client: Client, course: DesiredCourse) -> CoursePlan:
    head, sections = course.items[0], [item for item in course.items if item.kind == "section"]
    steps: list[Step] = []
    findings: list[Finding] = []
    there = core_route.apply_course(client, course.key, _for_core(head.spec), dry_run=True)
    unchanged = _sort(head, there, steps, findings)
    named: dict[str, Outcome] = {}
    packages: dict[str, Outcome] = {}
    if there.objectid:
        names = {number: item.name for number, item in enumerate(sections, 1)}
        outcomes = core_route.name_sections(client, there.objectid, names, dry_run=True)
        named = {item.key: outcome for item, outcome in zip(sections, outcomes, strict=True)}
        sent = {item.name: _sha1(item) for item in course.items if item.modname == "scorm"}
        packages = {one.key: one for one in core_route.compare_packages(client, there.objectid, sent)}
    for item in course.items[1:]:
        if item.kind == "section" and there.status == "blocked":
            outcome = Outcome("blocked", item.key, notices=(Notice("no_course", "its course is not there"),))
        elif item.kind == "section":
            outcome = named.get(item.key) or Outcome("wouldcreate", item.key)
        elif item.modname == "scorm" and packages.get(item.name, there).status == "unchanged":
            outcome = packages[item.name]
        else:
            outcome = core_route.needs_plugin(item.key, _KINDS.get(item.kind, item.modname or item.kind))
        place = str(1 + sections.index(item)) if item.kind == "section" else ""
        unchanged += _sort(item, outcome, steps, findings, place)
    return CoursePlan(
        course.key, course.name, course.language, there.objectid, tuple(steps), tuple(findings), unchanged
    )


def _sort(item: Item, outcome: Outcome, steps: list[Step], findings: list[Finding], place: str = "") -> int:
    """Put an outcome of a dry run among the steps or the findings; return 1 where nothing is to be done.

    `place` is a section's position, which a step keeps as its mode: core has no other name for a section.
    """
    if outcome.status == "unchanged":
        return 1
    if outcome.status in ("wouldcreate", "wouldupdate"):
        action = Action.CREATE if outcome.status == "wouldcreate" else Action.UPDATE
        needs = () if item.kind == "course" else item.needs[:1]
        new = Step(item.key, item.kind, item.name, action, item.digest, changes=outcome.changes, needs=needs)
        steps.append(replace(new, mode=place))
        return 0
    sort = Sort.NEEDS_PLUGIN if outcome.status == "needsplugin" else Sort.BLOCKED
    detail = outcome.notices[0].message.split(":")[0] if sort is Sort.NEEDS_PLUGIN else outcome.notices[0].message
    findings.append(Finding(sort, item.key, item.kind, item.name, detail, _TODO if sort is Sort.NEEDS_PLUGIN else ""))
    return 0


def _write(client: Client, plan: Plan, course: CoursePlan, courseid: int, step: Step) -> Outcome:
    if step.kind == "course":
        return core_route.apply_course(client, course.key, _for_core(plan.specs[step.digest].spec))
    if not courseid:
        return Outcome("skipped", step.key)
    return core_route.name_sections(client, courseid, {int(step.mode): step.name})[0]


def _for_core(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in spec.items() if name in core_route.COURSE_FIELDS}


def _sha1(item: Item) -> str:
    return next((file.sha1 for files in item.files.values() for file in files.values()), "")
