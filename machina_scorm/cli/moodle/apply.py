"""machina moodle apply."""

from __future__ import annotations

import json
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from machina_scorm.cli.console import count, course_root, err, json_option, out, print_json, project_option
from machina_scorm.cli.moodle.showing import shown, totals
from machina_scorm.errors import CheckFailed, MoodleError
from machina_scorm.moodle.profile import Profile, find_profile
from machina_scorm.moodle.sync.changes import Action, SitePlan
from machina_scorm.moodle.sync.fleet import USUAL_JOBS
from machina_scorm.moodle.sync.planfile import Plan, read_plan
from machina_scorm.moodle.sync.report import results_json, results_junit
from machina_scorm.moodle.sync.results import SiteResult, StepResult
from machina_scorm.problems import Report
from machina_scorm.rollout import Applying, apply_all, check_profile, journal_of
from machina_scorm.store import replace_file


@click.command()
@click.argument("plan_file", type=click.Path(dir_okay=False, path_type=Path), required=False, metavar="[PLAN]")
@click.option("--site", "only", multiple=True, metavar="SITE", help="Only this site of the plan.")
@click.option(
    "--canary", type=click.IntRange(min=0), default=0, metavar="N", help="The first N sites before the others."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--resume", is_flag=True, help="Go on with an apply that was ended, by whatever.")
@click.option("--allow-many", is_flag=True, help="Apply also where more changes than the profile's thresholds allow.")
@click.option(
    "--confirm-deletions", type=int, default=None, metavar="N", help="With --yes: how many items are deleted."
)
@click.option("--jobs", type=click.IntRange(min=1), default=USUAL_JOBS, show_default=True, help="Sites at a time.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a report as JSON."
)
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="… as JUnit XML.")
@project_option
@json_option
def apply(
    plan_file: Path | None,
    only: tuple[str, ...],
    canary: int,
    yes: bool,
    resume: bool,
    allow_many: bool,
    confirm_deletions: int | None,
    jobs: int,
    report: Path | None,
    junit: Path | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Do exactly what a plan says, on every site of it.

    \b
    PLAN is the file that `machina moodle plan` wrote; without it the last
    one. Sites that have changed since are refused; the others go on. It may
    be ended at any moment: --resume goes on, and nothing is done twice.
    Exit code 0: every site is as planned. 1: something is not.
    """
    root = course_root(folder)
    plan = read_plan(plan_file or root / ".machina/moodle/plan.json")
    console = err()
    pairs = _pairs(plan, root, only, canary, console)
    _guard([site for site, _ in pairs], allow_many)
    # What was begun was asked for already.
    fresh = [site for site, _ in pairs if not (resume and journal_of(root, plan, site).is_file())]
    if fresh:
        _ask(fresh, yes, confirm_deletions, console)
    results: list[SiteResult] = []
    steps = sum(1 for site, _ in pairs for _ in site.steps)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=console, disable=as_json or not console.is_terminal, transient=True) as progress,
        _stopping(console) as stop,
    ):
        whole = progress.add_task("all sites", total=steps)
        bars = {
            site.site: progress.add_task(site.site, total=sum(1 for _ in site.steps), visible=False)
            for site, _ in pairs
        }

        def tell(site: str, step: StepResult) -> None:
            progress.update(
                bars[site], advance=1, visible=len(bars) <= 20, description=shown(f"{site}: {step.name[:40]}")
            )
            progress.update(whole, advance=1)

        for result in apply_all(plan, pairs, root, Applying(jobs, resume), tell, stop):
            results.append(result)
            if not as_json:
                progress.console.print(_line(result))
    results.sort(key=lambda one: one.site)
    if report:
        replace_file(
            report, (json.dumps(results_json(results, plan.checksum), indent=1, ensure_ascii=False) + "\n").encode()
        )
    if junit:
        replace_file(junit, results_junit(results))
    if as_json:
        print_json(results_json(results, plan.checksum))
    elif not pairs:
        out().print("[green]Nothing to do.[/] The plan has no steps.")
    else:
        _print(results, out())
    sys.exit(0 if all(result.good for result in results) else 1)


def _pairs(
    plan: Plan, root: Path, only: tuple[str, ...], canary: int, console: Console
) -> list[tuple[SitePlan, Profile]]:
    """Return the sites with something to do and their profiles. Raises MoodleError, CheckFailed.

    Sites that are only looked at are left out, unless one was asked for by name.
    """
    known = {site.site for site in plan.sites}
    if unknown := [name for name in only if name not in known]:
        raise MoodleError(f"the plan has no site {unknown[0]!r}", hint=f"its sites: {', '.join(sorted(known))}")
    found: list[tuple[SitePlan, Profile]] = []
    for site in plan.sites:
        if (only and site.site not in only) or not any(True for _ in site.steps) or site.error:
            continue
        report = Report()
        profile = find_profile(root, site.site, report)
        if report.errors:
            raise CheckFailed(report)
        if profile and profile.read_only and site.site not in only:
            console.print(f"{shown(site.site)}: left out, its profile says read_only")
            continue
        found.append((site, check_profile(site, profile)))
    return [(replace(site, canary=site.canary or number < canary), each) for number, (site, each) in enumerate(found)]


def _guard(sites: Sequence[SitePlan], allow_many: bool) -> None:
    unsafe = [f"{site.site}: {reason}" for site in sites for reason in site.unsafe]
    if unsafe and not allow_many:
        raise MoodleError(f"the plan changes very much: {'; '.join(unsafe)}", hint="--allow-many if that is meant")


def _ask(sites: Sequence[SitePlan], yes: bool, confirmed: int | None, console: Console) -> None:
    """Ask once; deletions are counted. Raises click.Abort, UsageError."""
    deletions = [
        step for site in sites for step in site.steps if step.action is Action.RETIRE and step.mode == "delete"
    ]
    console.print(totals(sites))
    if deletions:
        learners = sum(step.learners for step in deletions)
        said = f"{count(len(deletions), 'item')} will be deleted"
        said += f", and with them {count(learners, 'attempt')} of learners" if learners else ""
        if yes:
            if confirmed != len(deletions):
                raise click.UsageError(f"{said}: say --confirm-deletions {len(deletions)}")
            return
        if click.prompt(f"{said}. Type their number to go on", err=True).strip() != str(len(deletions)):
            raise click.Abort
    elif not yes and not click.confirm("Apply?", err=True):
        raise click.Abort


@contextmanager
def _stopping(console: Console) -> Iterator[Event]:
    """Give an event that Ctrl-C sets: the call that is under way is ended, then everything stops."""
    stop = Event()

    def handle(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        console.print("[yellow]Stopping after the calls that are under way[/]; once more to stop at once.")
        stop.set()

    former = signal.signal(signal.SIGINT, handle)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, former)


def _line(result: SiteResult) -> str:
    mark = "[green]✓[/]" if result.good else "[red]✗[/]"
    return f"{mark} {shown(result.site)} [dim]{result.seconds:.0f} s[/]"


def _print(results: Sequence[SiteResult], console: Console) -> None:
    statuses = [status for status, _ in Counter(step.status for one in results for step in one.steps).most_common()]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Site")
    for status in statuses:
        table.add_column(status, justify="right")
    table.add_column("seconds", justify="right")
    for one in results:
        table.add_row(one.site, *(str(one.count(status) or "·") for status in statuses), f"{one.seconds:.0f}")
    console.print(table)
    for one in results:
        if one.error:
            hint = f" [dim]—[/] {shown(one.hint)}" if one.hint else ""
            console.print(f"\n[bold]{shown(one.site)}[/]: [red]{shown(one.error)}[/]{hint}")
        bad = [step for step in one.steps if not step.good and step.status not in ("not tried", "skipped")]
        for step in bad:
            console.print(
                f"  [red]{step.status}[/] “{shown(step.name)}” [dim]{shown(step.key)}[/]: {shown(step.detail)}"
            )
    if all(one.good for one in results):
        console.print("\n[green]Everything is as planned.[/] `machina moodle plan` would find no changes of ours.")
    elif any(one.resumable for one in results):
        console.print("\nWhen the cause is mended: [bold]machina moodle apply --resume[/], or plan again.")
