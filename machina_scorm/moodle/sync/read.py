"""Read a site and plan for it: one call for the site, one for each course, one more for each course that changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from machina_scorm.errors import FunctionError, MoodleError
from machina_scorm.moodle import api
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.desired import DesiredCourse
from machina_scorm.moodle.sync.changes import Action, CoursePlan, Policy, SitePlan, Sort
from machina_scorm.moodle.sync.compare import Observed, compare, fields_of_interest, forgotten
from machina_scorm.moodle.values import API, CourseState, SiteFacts

#: What a site is to have, once it is known what the site is.
CoursesFor = Callable[[SiteFacts], Sequence[DesiredCourse]]


def no_plugin(error: FunctionError) -> bool:
    """Tell whether a refusal means that the site lacks the plugin, or the token's service its functions.

    Sources: webservice/lib.php (`accessexception` for a function that is not in the service),
    lib/external/classes/external_api.php (`invalidrecord` for one that the site does not have).
    """
    return error.errorcode in ("invalidrecord", "invalidrecordunknown", "accessexception")


def read_courses(
    client: Client, namespace: str, facts: SiteFacts, courses: Sequence[DesiredCourse]
) -> Iterator[tuple[DesiredCourse, Observed]]:
    """Yield each wanted course with what the site has of it."""
    known = {entry.key: entry for entry in facts.courses}
    for course in courses:
        entry = known.get(course.key)
        if entry and entry.status != "live":
            yield course, Observed(buried=True)
            continue
        state = read_course(client, namespace, entry.id if entry else course.key)
        observed = Observed(state)
        keys = fields_of_interest(course, observed) if state else {}
        if state and keys:
            observed = replace(observed, content=api.get_content(client, namespace, state.id, keys))
        yield course, observed


def read_course(client: Client, namespace: str, course: str | int) -> CourseState | None:
    """Return a course by its key or id; None where there is none."""
    try:
        return next(iter(api.get_state(client, namespace, [course])), None)
    except FunctionError as error:
        if error.errorcode == "invalidrecord":
            return None
        raise


def plan_courses(
    client: Client, namespace: str, facts: SiteFacts, courses: Sequence[DesiredCourse], policy: Policy, *, whole: bool
) -> tuple[CoursePlan, ...]:
    """Return the plans for the courses of a site.

    `whole` says that `courses` are all that the site is to have: then courses that it has besides are orphans.
    """
    plans = [
        compare(course, observed, facts, policy) for course, observed in read_courses(client, namespace, facts, courses)
    ]
    known = {entry.key: entry.revision for entry in facts.courses}
    plans = [replace(plan, revision=known.get(plan.key, "")) for plan in plans]
    wanted = {course.key for course in courses}
    for entry in facts.courses if whole else ():
        if entry.key not in wanted and entry.status == "live":
            state = read_course(client, namespace, entry.id)
            if state:
                plans.append(forgotten(state, entry.key, policy))
    return tuple(plans)


def check_api(facts: SiteFacts, url: str) -> None:
    """Raise MoodleError where plugin and toolkit are not of one release."""
    if facts.api != API:
        raise MoodleError(
            f"the plugin on the site speaks version {facts.api} of its interface, this toolkit {API}",
            url,
            "install the plugin that `machina moodle plugin` writes, or the toolkit of the plugin's release",
        )


def reasons_of_limits(plan: SitePlan, policy: Policy) -> tuple[str, ...]:
    """Return why a plan changes so much that it is not applied without being told to. Only what is there counts."""
    there = plan.unchanged + plan.count(Action.UPDATE) + plan.count(Action.RETIRE) + plan.found(Sort.ORPHAN)
    if there < policy.least:
        return ()
    found = []
    for action, limit, what in (
        (Action.UPDATE, policy.updates, "would be changed"),
        (Action.RETIRE, policy.deletions, "would be retired"),
    ):
        number = plan.count(action)
        if number * 100 > limit * there:
            share = number * 100 // there
            found.append(f"{number} of {there} items {what}, that is {share} %, and the limit is {limit} %")
    return tuple(found)


def plan_site(
    client: Client, about: SitePlan, courses_for: CoursesFor, policy: Policy, *, whole: bool = True
) -> SitePlan:
    """Read a site and return its plan. Raises MoodleError; no_plugin() tells a missing plugin."""
    facts = api.get_site(client, about.namespace)
    check_api(facts, about.url)
    courses = courses_for(facts)
    plans = plan_courses(client, about.namespace, facts, courses, policy, whole=whole)
    plan = replace(about, siteid=facts.siteid, release=facts.release, courses=plans)
    if policy.on_drift == "fail" and (plan.found(Sort.DRIFT) or plan.found(Sort.CONFLICT)):
        number = plan.found(Sort.DRIFT) + plan.found(Sort.CONFLICT)
        return replace(
            plan,
            error=f"{number} items were changed on the site, and its profile says on_drift: fail",
            hint="look at them, then plan with --on-drift keep or --on-drift overwrite",
        )
    return replace(plan, unsafe=reasons_of_limits(plan, policy))
