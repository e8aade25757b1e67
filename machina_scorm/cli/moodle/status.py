"""machina moodle status."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from machina_scorm.cli.console import course_root, err, json_option, out, print_json, project_option
from machina_scorm.cli.moodle.sites import chosen_profiles, open_course, sites_options
from machina_scorm.errors import MachinaError
from machina_scorm.moodle.profile import Profile
from machina_scorm.moodle.sync.changes import Action, CoursePlan, Policy, SitePlan, Sort
from machina_scorm.moodle.sync.fleet import USUAL_JOBS, over_sites
from machina_scorm.rollout import Rollout

_SHOWN = {"current": "green", "behind": "yellow", "missing": "dim", "deleted": "red", "not ours": "red", "gone": "dim"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a course stands on a site.

    `state`: current, behind (`changes` items), missing, deleted (there, by somebody), not ours (not adopted), gone
    (from the course). `found` counts what people did there: drift, tombstones, foreign. `revision` is the commit of the
    course that was written there last.
    """

    key: str
    language: str
    state: str
    changes: int
    found: tuple[tuple[str, int], ...]
    revision: str


@click.command()
@sites_options
@click.option("--jobs", type=click.IntRange(min=1), default=USUAL_JOBS, show_default=True, help="Sites at a time.")
@click.option("--within", type=click.FloatRange(min=1), default=900, show_default=True, help="Seconds for all sites.")
@project_option
@json_option
def status(
    sites: tuple[str, ...],
    groups: tuple[str, ...],
    every: bool,
    jobs: int,
    within: float,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Show what is where: each course on each site, and which language is behind. Writes nothing.

    Compared is what is in dist/; `machina build` brings that up to the course. Exit code 1: a site did not answer.
    """
    root = course_root(folder)
    profiles = chosen_profiles(root, sites, groups, every)
    project = open_course(root, profiles)
    rollout = Rollout(project, root / "dist")

    def look(profile: Profile) -> SitePlan:
        return rollout.plan(profile, Policy(least=10**9))[0]

    rows: dict[str, SitePlan] = {}
    with err().status("") as waiting:
        for profile, result in over_sites(profiles, look, jobs, within):
            failed = isinstance(result, MachinaError)
            about = SitePlan(profile.name, profile.url, rollout.namespace(profile))
            rows[profile.name] = (
                SitePlan(about.site, about.url, about.namespace, error=result.message, hint=result.hint)
                if isinstance(result, MachinaError)
                else result
            )
            waiting.update(f"Reading sites: {len(rows)} of {len(profiles)}" + (" (one failed)" if failed else ""))
    plans = [rows[name] for name in sorted(rows)]
    if as_json:
        print_json([_as_json(plan) for plan in plans])
    else:
        _print(plans)
    if any(plan.error for plan in plans):
        sys.exit(1)


def standing(course: CoursePlan) -> Standing:
    """Return how a course stands."""
    changes = sum(step.action is not Action.RETIRE for step in course.steps)
    sorts = [finding.sort for finding in course.findings]
    told = (Sort.DRIFT, Sort.CONFLICT, Sort.TOMBSTONE, Sort.FOREIGN, Sort.ORPHAN, Sort.BLOCKED, Sort.NEEDS_PLUGIN)
    found = tuple((str(sort), sorts.count(sort)) for sort in told if sort in sorts)
    own = [finding.sort for finding in course.findings if finding.key == course.key]
    if Sort.TOMBSTONE in own:
        state = "deleted"
    elif Sort.UNADOPTED in own:
        state = "not ours"
    elif Sort.ORPHAN in own:
        state = "gone"
    elif not course.id:
        state = "missing"
    else:
        state = "behind" if changes else "current"
    return Standing(course.key, course.language, state, changes if course.id else 0, found, course.revision)


def _as_json(plan: SitePlan) -> dict[str, object]:
    courses = [{**asdict(one), "found": dict(one.found)} for one in map(standing, plan.courses)]
    about = {"site": plan.site, "url": plan.url, "release": plan.release, "route": plan.route}
    return {**about, "courses": courses, "error": plan.error, "hint": plan.hint}


def _print(plans: list[SitePlan]) -> None:
    """Print a row for each course of each site."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("Site", "Moodle", "course", "language", "state", "written from", "done there"):
        table.add_column(title)
    for plan in plans:
        release = plan.release.split(" ")[0] + ("" if plan.route == "plugin" else " (no plugin)")
        if plan.error:
            hint = f" — {plan.hint}" if plan.hint else ""
            table.add_row(plan.site, release, "", "", f"[red]{escape(plan.error)}{escape(hint)}[/]", "", "")
        for number, one in enumerate(map(standing, plan.courses)):
            found = ", ".join(f"{count} {sort}" for sort, count in one.found)
            state = f"{one.changes} behind" if one.state == "behind" else one.state
            head = (plan.site, release) if not number else ("", "")
            table.add_row(
                *head, one.key, one.language, f"[{_SHOWN[one.state]}]{state}[/]", one.revision, f"[dim]{found}[/]"
            )
    out().print(table)
