"""machina moodle plan."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from machina_scorm.cli.console import (
    count,
    course_root,
    err,
    json_option,
    out,
    print_json,
    project_option,
)
from machina_scorm.cli.moodle.showing import found_of, print_site, totals
from machina_scorm.cli.moodle.sites import chosen_profiles, open_course, sites_options
from machina_scorm.errors import CheckFailed
from machina_scorm.moodle.profile import Profile
from machina_scorm.moodle.sync.changes import Policy, SitePlan, Sort
from machina_scorm.moodle.sync.fleet import USUAL_JOBS
from machina_scorm.moodle.sync.planfile import PlanWriter
from machina_scorm.moodle.sync.review import review_html, review_json, review_markdown
from machina_scorm.pipeline import Request
from machina_scorm.pipeline import build as build_course
from machina_scorm.project import Project
from machina_scorm.rollout import Rollout, Scope, plan_all
from machina_scorm.store import replace_file
from machina_scorm.translations.history import revision

_KEYS = "May be repeated; * stands for anything."


@click.command()
@sites_options
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Only the courses in this language.")
@click.option("--unit", "units", multiple=True, metavar="ID", help="Only the courses of this unit.")
@click.option(
    "--out",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write the plan. Default: plan.json in .machina/moodle/.",
)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="A page for reviewers.")
@click.option(
    "--markdown", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The same as Markdown."
)
@click.option(
    "--on-drift",
    type=click.Choice(["keep", "overwrite", "fail"]),
    help="What becomes of fields that somebody on the site changed. Default: what the profile says, else keep.",
)
@click.option("--force", multiple=True, metavar="KEY", help=f"Overwrite this item though it was changed. {_KEYS}")
@click.option("--recreate", multiple=True, metavar="KEY", help=f"Make this item again though it was deleted. {_KEYS}")
@click.option(
    "--prune",
    type=click.Choice(["hide", "unmanage", "delete"]),
    default=None,
    help="What becomes of items that the course does not have any more. Default: they are reported.",
)
@click.option("--allow-track-loss", is_flag=True, help="Take packages that cost learners their attempts.")
@click.option("--jobs", type=click.IntRange(min=1), default=USUAL_JOBS, show_default=True, help="Sites at a time.")
@click.option("--within", type=click.FloatRange(min=1), default=900, show_default=True, help="Seconds for all sites.")
@click.option("--no-build", is_flag=True, help="Take dist/ as it is; else what has changed is built first.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit code 2 where there are changes.")
@project_option
@json_option
def plan(
    sites: tuple[str, ...],
    groups: tuple[str, ...],
    every: bool,
    languages: tuple[str, ...],
    units: tuple[str, ...],
    target: Path | None,
    html: Path | None,
    markdown: Path | None,
    on_drift: str | None,
    force: tuple[str, ...],
    recreate: tuple[str, ...],
    prune: str | None,
    allow_track_loss: bool,
    jobs: int,
    within: float,
    no_build: bool,
    detailed_exitcode: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Compare the course with what the sites have, and write down what is to be done. Writes to no site.

    \b
    What is printed:  + made   ~ changed   - retired   and, with no sign of
    their own, things that are reported and left as they are: drift (changed
    on the site), tombstone (deleted there), foreign (added there), orphan
    (the course does not have it any more), blocked, needs plugin.

    `machina moodle apply` does exactly what the plan says.
    Exit code 1: a site could not be planned for.
    """
    root = course_root(folder)
    profiles = chosen_profiles(root, sites, groups, every)
    project = open_course(root, profiles)
    usual_target = root / ".machina/moodle/plan.json"
    target = target or usual_target
    if not no_build:
        _build(project, root, err())
    rollout = Rollout(project, root / "dist", Scope(languages, units))
    usual = Policy(force=force, recreate=recreate, prune=prune or "", allow_track_loss=allow_track_loss)

    def policy_for(profile: Profile) -> Policy:
        limits = profile.thresholds
        return replace(
            usual,
            on_drift=on_drift or profile.on_drift,
            updates=limits.updates,
            deletions=limits.deletions,
            least=limits.least,
        )

    plans: list[SitePlan] = []
    console = err()
    with PlanWriter(target, revision(root)) as writer, console.status("") as status:
        for done in plan_all(rollout, profiles, policy_for, writer, jobs, within):
            plans.append(done)
            status.update(f"Reading sites: {len(plans)} of {len(profiles)}")
    plans.sort(key=lambda one: one.site)
    if html:
        replace_file(html, review_html(plans, writer.checksum).encode())
    if markdown:
        replace_file(markdown, review_markdown(plans, writer.checksum).encode())
    if as_json:
        print_json({"plan": str(target), "checksum": writer.checksum, "sites": [review_json(one) for one in plans]})
    else:
        for one in plans:
            print_site(one, out())
        _verdict(plans, None if target == usual_target else target, out())
    if any(one.error for one in plans):
        sys.exit(1)
    if detailed_exitcode and any(True for one in plans for _ in one.steps):
        sys.exit(2)


def _build(project: Project, root: Path, console: Console) -> None:
    """Build what has changed; raises CheckFailed where something cannot be built."""
    with console.status("Building what has changed"):
        made = build_course(project, Request(), root / "dist")
    failed = [outcome for outcome in made.outcomes if outcome.state == "failed"]
    if failed:
        from machina_scorm.problems import Report

        report = Report()
        report.extend(problem for outcome in failed for problem in outcome.problems)
        raise CheckFailed(report)
    fresh = sum(outcome.state == "built" for outcome in made.outcomes)
    if fresh:
        console.print(f"Built: {count(fresh, 'file')}")


def _verdict(plans: list[SitePlan], target: Path | None, console: Console) -> None:
    failed = [one for one in plans if one.error]
    if any(True for one in plans for _ in one.steps):
        console.print(f"\n[bold]{totals(plans)}[/]")
        console.print("Next: machina moodle apply" + (f" {escape(str(target))}" if target else ""))
    elif any(True for one in plans for _ in one.findings):
        console.print(f"\n[bold]Nothing to write.[/] {found_of(plans)}: see above.")
    elif not failed:
        reported = sum(1 for one in plans for finding in one.findings if finding.sort is not Sort.FOREIGN)
        said = (
            f"; {totals(plans).partition('; ')[2]}: see above" if reported else ", every site has what the course has"
        )
        console.print(f"\n[green]No changes[/]{said}.")
    if failed:
        console.print(f"[red]{count(len(failed), 'site')} could not be planned for.[/]")
