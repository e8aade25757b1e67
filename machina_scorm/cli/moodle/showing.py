"""Plans and results as a terminal shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape

from machina_scorm.cli.console import count
from machina_scorm.moodle.sync.changes import Action, CoursePlan, Finding, SitePlan, Sort, Step
from machina_scorm.moodle.values import FieldChange

_SIGNS = {Action.CREATE: "[green]+[/]", Action.UPDATE: "[yellow]~[/]", Action.RETIRE: "[red]-[/]"}
_COLOURS = {Sort.BLOCKED: "red", Sort.CONFLICT: "red", Sort.NEEDS_PLUGIN: "magenta", Sort.FOREIGN: "dim"}
_KINDS = {"qcategory": "question category", "slots": "quiz's questions", "cm": "activity"}
#: Findings of one sort that are listed one by one; more are counted.
_LISTED = 8


def print_site(plan: SitePlan, console: Console) -> None:
    """Print a site's plan: a line for each item that changes, and what was found."""
    route = "" if plan.route == "plugin" else ", without the plugin"
    about = f" [dim]{escape(plan.url)}, Moodle {escape(plan.release.split(' ')[0])}{route}[/]" if plan.release else ""
    console.print(f"\n[bold]{escape(plan.site)}[/]{about}")
    if plan.error:
        hint = f" [dim]—[/] {escape(plan.hint)}" if plan.hint else ""
        console.print(f"  [red]{escape(plan.error)}[/]{hint}")
        if not plan.courses:
            return
    quiet = [course for course in plan.courses if not course.steps and not course.findings]
    for course in plan.courses:
        if course.steps or course.findings:
            _print_course(course, console)
    if quiet:
        names = ", ".join(course.key for course in quiet[:6]) + (" …" if len(quiet) > 6 else "")
        console.print(f"  [dim]no changes: {count(len(quiet), 'course')} ({escape(names)})[/]")
    for reason in plan.unsafe:
        console.print(f"  [red]![/] {escape(reason)}; apply it with --allow-many if that is meant")


def _print_course(course: CoursePlan, console: Console) -> None:
    new = "new course" if not course.id else "course"
    console.print(f"  [bold]{escape(course.name)}[/] [dim]{new} {escape(course.key)}[/]")
    if course.steps and all(step.action is Action.CREATE for step in course.steps) and not course.id:
        kinds = Counter(step.modname or _KINDS.get(step.kind, step.kind) for step in course.steps)
        listed = ", ".join(f"{number} × {kind}" if number > 1 else kind for kind, number in kinds.items())
        console.print(f"    {_SIGNS[Action.CREATE]} {escape(listed)}")
    else:
        for step in course.steps:
            _print_step(step, console)
    for sort in Sort:
        _print_findings([one for one in course.findings if one.sort is sort], console)
    if course.unchanged:
        console.print(f"    [dim]{count(course.unchanged, 'item')} unchanged[/]")


def _print_step(step: Step, console: Console) -> None:
    kind = step.modname or _KINDS.get(step.kind, step.kind)
    mode = f" [red]{step.mode}[/]" if step.mode else ""
    learners = f" [dim]({count(step.learners, 'attempt')} of learners, which stay)[/]" if step.learners else ""
    if step.learners and step.mode == "delete":
        learners = f" [red]({count(step.learners, 'attempt')} of learners, which would be lost)[/]"
    console.print(f"    {_SIGNS[step.action]} {kind}{mode} “{escape(step.name)}” [dim]{escape(step.key)}[/]{learners}")
    for change in step.changes[:6]:
        console.print(f"        {_change(change)}")
    if len(step.changes) > 6:
        console.print(f"        [dim]and {len(step.changes) - 6} more fields[/]")
    if step.keep:
        console.print(f"        [dim]left as it is on the site: {escape(', '.join(step.keep))}[/]")


def _change(change: FieldChange) -> str:
    before = escape(change.before) or "[dim]nothing[/]"
    return f"[dim]{escape(change.field)}:[/] {before} [dim]→[/] {escape(change.after) or '[dim]nothing[/]'}"


def _print_findings(findings: Sequence[Finding], console: Console) -> None:
    for one in findings[:_LISTED]:
        colour = _COLOURS.get(one.sort, "cyan")
        todo = f" [dim]— {escape(one.todo)}[/]" if one.todo else ""
        name = f"“{escape(one.name)}” " if one.name else ""
        console.print(f"    [{colour}]{one.sort}[/] {name}[dim]{escape(one.key)}[/]: {escape(one.detail)}{todo}")
    if len(findings) > _LISTED:
        console.print(f"    [dim]and {len(findings) - _LISTED} more: {findings[0].sort}[/]")


def totals(plans: Iterable[SitePlan]) -> str:
    """Return `2 sites: 30 to make, 4 to change, 1 to retire; 3 drift`."""
    listed = list(plans)
    made, changed, retired = (sum(one.count(action) for one in listed) for action in Action)
    found = [(sort, sum(one.found(sort) for one in listed)) for sort in Sort]
    said = f"{count(len(listed), 'site')}: {made} to make, {changed} to change, {retired} to retire"
    others = ", ".join(f"{number} {sort}" for sort, number in found if number)
    return said + (f"; {others}" if others else "")
