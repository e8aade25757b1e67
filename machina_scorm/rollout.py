"""Roll-out: the course on its Moodle sites. Joins the sites' profiles, the composed courses, plan and apply."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock

from machina_scorm.errors import FunctionError, MachinaError, MoodleError
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.desired import DesiredCourse, Item
from machina_scorm.moodle.profile import Profile, choice_of, connect
from machina_scorm.moodle.sync.changes import Policy, SitePlan
from machina_scorm.moodle.sync.core import apply_core, plan_core
from machina_scorm.moodle.sync.execute import Tell, apply_site
from machina_scorm.moodle.sync.fleet import USUAL_JOBS, over_sites
from machina_scorm.moodle.sync.journal import Journal, journal_path
from machina_scorm.moodle.sync.limits import fitted
from machina_scorm.moodle.sync.planfile import Plan, PlanWriter, by_digest
from machina_scorm.moodle.sync.read import no_plugin, plan_site
from machina_scorm.moodle.sync.results import SiteResult
from machina_scorm.moodle.values import SiteFacts
from machina_scorm.offering.compose import Composer
from machina_scorm.project import Project

#: Where journals are, below the course's folder.
JOURNALS = Path(".machina/moodle")
Connect = Callable[[Profile, Path], Client]


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the course is looked at: empty tuples mean all that the profiles name."""

    languages: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """True if nothing is left out."""
        return not self.languages and not self.units


class Rollout:
    """The course of one folder, for any number of sites. Threads may share it."""

    def __init__(self, project: Project, dist: Path, scope: Scope | None = None, connect: Connect = connect) -> None:
        self._project, self._scope, self._connect = project, scope or Scope(), connect
        self._composer, self._lock = Composer(project, dist), Lock()

    def courses(self, profile: Profile, facts: SiteFacts | None) -> tuple[DesiredCourse, ...]:
        """Return the courses that a site is to have. Raises ProjectError where something is not built."""
        choice = choice_of(profile, self._project.course.about.id)
        codes, units = self._scope.languages, self._scope.units
        languages, parts = _within(choice.languages, codes), _within(choice.units, units)
        if (codes and not languages) or (units and not parts):
            return ()
        # A course is looked at whole or not at all: what is left out of it would seem to be dropped.
        if choice.granularity != "course":
            choice = replace(choice, languages=languages)
        if choice.granularity == "unit":
            choice = replace(choice, units=parts)
        with self._lock:
            courses = self._composer.compose(choice, bool(facts and facts.qbankmode == "module"))
        return tuple(fitted(course, facts) for course in courses) if facts else courses

    def plan(self, profile: Profile, policy: Policy) -> tuple[SitePlan, dict[str, Item]]:
        """Return a site's plan, and the items that its steps write by digest. Raises MachinaError."""
        about = SitePlan(profile.name, profile.url, self.namespace(profile), canary=profile.canary)
        client = self._connect(profile, self._project.root)
        wanted: list[DesiredCourse] = []

        def courses_for(facts: SiteFacts) -> Sequence[DesiredCourse]:
            wanted.extend(self.courses(profile, facts))
            return wanted

        try:
            plan = plan_site(client, about, courses_for, policy, whole=self._scope.whole)
        except FunctionError as error:
            if not no_plugin(error):
                raise
            wanted.extend(self.courses(profile, None))
            plan = plan_core(client, about, wanted, error)
        return plan, by_digest(item for course in wanted for item in course.items)

    def namespace(self, profile: Profile) -> str:
        """Return the name under which a site knows the course's content."""
        return profile.namespace or self._project.course.about.id


def plan_all(
    rollout: Rollout,
    profiles: Sequence[Profile],
    policy_for: Callable[[Profile], Policy],
    writer: PlanWriter,
    jobs: int = USUAL_JOBS,
    within: float = 0,
) -> Iterator[SitePlan]:
    """Plan for every site, write each plan and yield it; a site that failed has a plan that says why."""
    pairs = over_sites(profiles, lambda profile: rollout.plan(profile, policy_for(profile)), jobs, within)
    for profile, result in pairs:
        if isinstance(result, MachinaError):
            namespace = rollout.namespace(profile)
            plan = SitePlan(profile.name, profile.url, namespace, error=result.message, hint=result.hint)
            items: dict[str, Item] = {}
        else:
            plan, items = result
        writer.add(plan, items)
        yield plan


@dataclass(frozen=True, slots=True)
class Applying:
    """How a plan is applied. `resume` goes on with an apply that was ended."""

    jobs: int = USUAL_JOBS
    resume: bool = False


def apply_all(
    plan: Plan,
    sites: Sequence[tuple[SitePlan, Profile]],
    root: Path,
    how: Applying,
    tell: Tell,
    stop: Event,
    connect: Connect = connect,
) -> Iterator[SiteResult]:
    """Apply a plan to its sites, the canaries before all others, and yield what became of each.

    Where a canary is not as planned afterwards, the others are not begun. Never raises for a site's sake.
    """

    def work(pair: tuple[SitePlan, Profile]) -> SiteResult:
        site, profile = pair
        began = time.monotonic()
        with Journal(journal_of(root, plan, site), resume=how.resume) as journal:
            client = connect(profile, root)
            act = apply_core if site.route == "core" else apply_site
            result = act(client, plan, site, journal, tell, stop)
        return replace(result, seconds=time.monotonic() - began)

    canaries = [pair for pair in sites if pair[0].canary]
    others = [pair for pair in sites if not pair[0].canary]
    failed = False
    for pair, result in over_sites(canaries, work, how.jobs):
        done = _site_result(pair[0], result)
        failed = failed or not done.good
        yield done
    if failed or stop.is_set():
        why = "a canary site is not as planned, so this one was not begun" if failed else "stopped before it was begun"
        for site, _ in others:
            yield SiteResult(site.site, site.url, error=why, hint="mend it, then --resume", resumable=True)
        return
    for pair, result in over_sites(others, work, how.jobs):
        yield _site_result(pair[0], result)


def journal_of(root: Path, plan: Plan, site: SitePlan) -> Path:
    """Return where the journal of a plan on a site is."""
    return journal_path(root / JOURNALS, plan.checksum, site.site)


def check_profile(site: SitePlan, profile: Profile | None) -> Profile:
    """Return the profile that a plan's site is entered by. Raises MoodleError unless it is the one of the plan."""
    if profile is None:
        raise MoodleError(f"there is no site {site.site!r} any more", hint="plan again")
    if profile.url != site.url:
        message = f"the profile of {site.site} says {profile.url}, and the plan was made for {site.url}"
        raise MoodleError(message, str(profile.source), "plan again: no token goes to another site than its own")
    if profile.read_only:
        raise MoodleError(
            f"{site.site} is read_only", str(profile.source), "take read_only out of its profile to write"
        )
    return profile


def _site_result(site: SitePlan, result: SiteResult | MachinaError) -> SiteResult:
    if isinstance(result, MachinaError):
        return SiteResult(site.site, site.url, error=result.message, hint=result.hint, resumable=True)
    return result


def _within(chosen: tuple[str, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
    if not asked:
        return chosen
    return tuple(one for one in asked if not chosen or one in chosen)
