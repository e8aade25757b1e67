"""Do a plan on one site: all of it, exactly it, and nothing twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Event

from machina_scorm import __version__
from machina_scorm.errors import AccessError, FunctionError, MoodleError, TransportError
from machina_scorm.moodle import api
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.sync.changes import Action, CoursePlan, SitePlan, Step
from machina_scorm.moodle.sync.journal import Journal
from machina_scorm.moodle.sync.planfile import Plan
from machina_scorm.moodle.sync.read import check_api, read_course
from machina_scorm.moodle.sync.reasons import reason_of
from machina_scorm.moodle.sync.results import SiteResult, StepResult
from machina_scorm.moodle.sync.writing import send, send_questions
from machina_scorm.moodle.values import CourseState, ItemState, Notice, Outcome, Run

Tell = Callable[[str, StepResult], None]
#: Seconds for which a lease outlives the last write.
_LEASE = 900
_PLAN_AGAIN = "`machina moodle plan` makes a plan of what is there now"


class StalePlan(MoodleError):
    """The site is not as it was when the plan was made."""


def apply_site(client: Client, plan: Plan, site: SitePlan, journal: Journal, tell: Tell, stop: Event) -> SiteResult:
    """Do what a plan says for one site. Raises MoodleError before anything is written, never after."""
    facts = api.get_site(client, site.namespace)
    check_api(facts, site.url)
    if facts.siteid != site.siteid:
        raise StalePlan("another site answers at this address than the one that was planned for", site.url, _PLAN_AGAIN)
    states = {course.key: read_course(client, site.namespace, course.id or course.key) for course in _busy(site)}
    stale = [text for course in _busy(site) for text in _stale(course, states[course.key], journal)]
    if stale:
        raise StalePlan(f"the site has changed since the plan was made: {_some(stale)}", site.url, _PLAN_AGAIN)
    run = _lease(client, plan, site, journal)
    work = _Work(client, plan, site, journal, tell, stop, run)
    try:
        for course in _busy(site):
            state = states[course.key]
            work.do(course, course.id or (state.id if state else 0))
    except MoodleError as error:
        work.error = error
    return work.result()


class _Work:
    """One apply on one site."""

    def __init__(
        self, client: Client, plan: Plan, site: SitePlan, journal: Journal, tell: Tell, stop: Event, run: Run
    ) -> None:
        self._client, self._plan, self._site, self._journal = client, plan, site, journal
        self._tell, self._stop, self._run = tell, stop, run
        self._results: dict[tuple[str, str], StepResult] = {}
        self.error: MoodleError | None = None

    def do(self, course: CoursePlan, courseid: int) -> None:
        """Write the steps of one course, then read it and see that it has them."""
        known = self._journal.was_done(course.key, course.key)
        courseid = courseid or (known.objectid if known else 0)
        for steps in _calls(course, self._plan):
            if self._stop.is_set():
                raise MoodleError("stopped", self._site.url, "--resume goes on")
            todo = [step for step in steps if not self._settled(course, step)]
            if not todo:
                continue
            for step in todo:
                self._journal.start(course.key, step.key)
            outcomes = self._send(courseid, todo)
            for step in todo:
                self._note(course, step, outcomes[step.key])
            if todo[0].kind == "course" and outcomes[course.key].objectid:
                courseid = outcomes[course.key].objectid
        self._verify(course, courseid)

    def result(self) -> SiteResult:
        """Give the lease back and return what became of everything."""
        steps = tuple(
            self._results.get((course.key, step.key)) or _result(course, step, "not tried")
            for course in self._site.courses
            for step in course.steps
        )
        good = self.error is None and all(step.good for step in steps)
        statuses = [step.status for step in steps]
        try:
            summary = {status: statuses.count(status) for status in sorted(set(statuses))}
            api.end_run(self._client, self._run, summary)
            self._journal.ended()
        except MoodleError:
            pass  # the lease ends by itself
        if good:
            self._journal.finish()
        error = self.error
        return SiteResult(
            self._site.site,
            self._site.url,
            steps,
            error.message if error else "",
            error.hint if error else "",
            resumable=not good,
        )

    def _settled(self, course: CoursePlan, step: Step) -> bool:
        """Tell whether a step needs no call: it was done before, or lacks what it needs."""
        done = self._journal.was_done(course.key, step.key)
        if done:
            self._put(course, step, done.status, "done before")
            return True
        lacking = next((key for key in step.needs if self._failed(course, key)), None)
        if lacking:
            self._put(course, step, "skipped", f"{lacking} was not written")
            return True
        return False

    def _failed(self, course: CoursePlan, key: str) -> bool:
        result = self._results.get((course.key, key))
        return result is not None and not result.good

    def _send(self, courseid: int, steps: Sequence[Step]) -> Mapping[str, Outcome]:
        """Send one call; an item that the site refuses is one item, a site that is lost ends the work on it."""
        for again in (False, True):
            try:
                if steps[0].kind == "question" and steps[0].action is not Action.RETIRE:
                    found = send_questions(self._client, self._run, courseid, self._plan, steps)
                    return {step.key: found.get(step.key) or Outcome("failed", step.key) for step in steps}
                return {steps[0].key: send(self._client, self._run, courseid, self._plan, steps[0])}
            except AccessError as error:
                if error.errorcode != "nopermissions":
                    raise
                return {step.key: _refused(step, error) for step in steps}
            except FunctionError as error:
                if error.errorcode == "norun" and not again:
                    self._run = _lease(self._client, self._plan, self._site, self._journal)
                    continue
                if error.errorcode == "norun":
                    raise
                return {step.key: _refused(step, error) for step in steps}
            except TransportError:
                raise
            except MoodleError as error:  # a file that is gone
                return {step.key: _refused(step, error) for step in steps}
        raise AssertionError("unreachable")

    def _note(self, course: CoursePlan, step: Step, outcome: Outcome) -> None:
        result = self._put(course, step, outcome.status, reason_of(outcome))
        if result.good:
            self._journal.done(course.key, step.key, outcome.status, outcome.objectid)

    def _put(self, course: CoursePlan, step: Step, status: str, detail: str) -> StepResult:
        result = _result(course, step, status, detail)
        self._results[course.key, step.key] = result
        self._tell(self._site.site, result)
        return result

    def _verify(self, course: CoursePlan, courseid: int) -> None:
        """Read the course again: what was written must be there, or it was not written."""
        written = [step for step in course.steps if step.digest and self._good(course, step)]
        if not written or not courseid:
            return
        state = read_course(self._client, self._site.namespace, courseid)
        for step in written:
            now = state.item(step.key) if state else None
            if now is None or now.desiredhash != step.digest:
                result = replace(
                    self._results[course.key, step.key],
                    status="failed",
                    detail="the site said it was written, and does not have it when it is read again",
                )
                self._results[course.key, step.key] = result
                self._journal.undone(course.key, step.key)
                self._tell(self._site.site, result)

    def _good(self, course: CoursePlan, step: Step) -> bool:
        result = self._results.get((course.key, step.key))
        return result is not None and result.good


def _busy(site: SitePlan) -> Iterator[CoursePlan]:
    return (course for course in site.courses if course.steps)


def _calls(course: CoursePlan, plan: Plan) -> Iterator[list[Step]]:
    """Yield the steps of each call: one, or the questions of one category."""
    group: list[Step] = []
    for step in course.steps:
        if group and not _together(group[0], step, plan):
            yield group
            group = []
        group.append(step)
        if step.kind != "question" or step.action is Action.RETIRE:
            yield group
            group = []
    if group:
        yield group


def _together(one: Step, other: Step, plan: Plan) -> bool:
    if other.kind != "question" or other.action is Action.RETIRE or one.flags != other.flags:
        return False
    return bool(plan.specs[one.digest].spec["category"] == plan.specs[other.digest].spec["category"])


def _lease(client: Client, plan: Plan, site: SitePlan, journal: Journal) -> Run:
    """Take the lease of the project on the site, or the one of an apply that was killed."""
    about = {"client": f"machina-scorm {__version__}", "plan": plan.checksum[:16], "course": plan.revision}
    run = api.begin_run(client, site.namespace, about, ttl=_LEASE, resume=journal.run())
    if not run.runid:
        journal.ended()
        minutes = max(1, (run.until - run.since) // 60)
        raise MoodleError(
            f"somebody else is writing to this site: {_who(run.holder)}",
            site.url,
            f"wait until it is done; the lease of a program that died ends by itself, {minutes} minutes after it began",
        )
    if run.runid != journal.runid:
        journal.run(run.runid)
    return run


def _who(holder: str) -> str:
    try:
        value = json.loads(holder)
        return f"{value['client']}, plan {value['plan']}"
    except (ValueError, KeyError, TypeError):
        return holder[:80] or "another client"


def _stale(course: CoursePlan, state: CourseState | None, journal: Journal) -> Iterator[str]:
    """Yield what is neither as it was planned nor as it is to be."""
    items = {item.key: item for item in state.items} if state else {}
    own = items.get(course.key)
    if course.id and (state is None or (own and not own.live)):
        yield f"the course {course.key} is gone"
        return
    if state and not items and not course.id:
        yield f"a course {course.key} that is not the project's is there now"
        return
    done = {step.key for step in course.steps if journal.was_done(course.key, step.key)}
    done |= {step.key for step in course.steps if _arrived(step, items.get(step.key))}
    for step in course.steps:
        # What was made or retired by this plan, before it was ended, is in the order already.
        if step.key not in done and not _as_planned(step, items.get(step.key)) and not (done and step.kind == "order"):
            yield f"{step.key} ({step.name})"


def _arrived(step: Step, now: ItemState | None) -> bool:
    """Tell whether the site has it: with this plan, or before it was killed."""
    if step.action is Action.RETIRE:
        return now is None or not now.live or (step.mode == "hide" and not now.visible)
    return now is not None and now.live and now.desiredhash == step.digest and set(now.drifted) <= set(step.keep)


def _as_planned(step: Step, now: ItemState | None) -> bool:
    """Tell whether an item is as it was when the plan was made."""
    match step.action:
        case Action.CREATE:
            return now is None or (not now.live and "recreate" in step.flags)
        case Action.UPDATE:
            return now is not None and now.live and now.observedhash == step.expect
    return now is not None and now.observedhash == step.expect


def _result(course: CoursePlan, step: Step, status: str, detail: str = "") -> StepResult:
    return StepResult(course.key, step.key, step.kind, step.name, step.action.value, status, detail)


def _refused(step: Step, error: MoodleError) -> Outcome:
    said = error.message + (f" — {error.hint}" if error.hint else "")
    if isinstance(error, FunctionError) and error.errorcode == "unconfirmed":
        said = "learners have left more in it than the plan says — hide it (--prune hide), or delete it in Moodle"
    return Outcome("failed", step.key, notices=(Notice("refused", said),))


def _some(texts: Sequence[str]) -> str:
    return ", ".join(texts[:3]) + (f" and {len(texts) - 3} more" if len(texts) > 3 else "")
