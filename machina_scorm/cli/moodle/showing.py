"""Plans and results as a terminal shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from unicodedata import category

from rich.console import Console
from rich.markup import escape

from machina_scorm.cli.console import count
from machina_scorm.moodle.sync.changes import Action, CoursePlan, Finding, SitePlan, Sort, Step
from machina_scorm.moodle.values import FieldChange

_SIGNS = {Action.CREATE: "[green]+[/]", Action.UPDATE: "[yellow]~[/]", Action.RETIRE: "[red]-[/]"}
_COLOURS = {Sort.BLOCKED: "red", Sort.CONFLICT: "red", Sort.NEEDS_PLUGIN: "magenta", Sort.FOREIGN: "dim"}
#: What people call kinds and modules: one, several.
_KINDS = {
    "qcategory": ("question category", "question categories"),
    "slots": ("list of quiz questions", "lists of quiz questions"),
    "cm": ("activity", "activities"),
    "scorm": ("SCORM package", "SCORM packages"),
    "resource": ("file", "files"),
    "label": ("text", "texts"),
    "qbank": ("question bank", "question banks"),
    "quiz": ("quiz", "quizzes"),
    "url": ("link", "links"),
}
#: Findings of one sort that are listed one by one; more are counted.
_LISTED = 8


def shown(text: str) -> str:
    """Return text as it is printed: no markup, and no control signs, with which a name could steer a terminal."""
    flat = " ".join(text.split()) if "\n" in text or "\t" in text else text
    return escape("".join("�" if category(sign) in ("Cc", "Cs") else sign for sign in flat))


def print_site(plan: SitePlan, console: Console) -> None:
    """Print a site's plan: a line for each item that changes, and what was found."""
    route = "" if plan.route == "plugin" else ", without the plugin"
    about = f" [dim]{shown(plan.url)}, Moodle {shown(plan.release.split(' ')[0])}{route}[/]" if plan.release else ""
    console.print(f"\n[bold]{shown(plan.site)}[/]{about}")
    if plan.error:
        hint = f" [dim]—[/] {shown(plan.hint)}" if plan.hint else ""
        console.print(f"  [red]{shown(plan.error)}[/]{hint}")
        if not plan.courses:
            return
    quiet = [course for course in plan.courses if not course.steps and not course.findings]
    for course in plan.courses:
        if course.steps or course.findings:
            _print_course(course, console)
    if quiet:
        names = ", ".join(course.key for course in quiet[:6]) + (" …" if len(quiet) > 6 else "")
        console.print(f"  [dim]no changes: {count(len(quiet), 'course')} ({shown(names)})[/]")
    for reason in plan.unsafe:
        console.print(f"  [red]![/] {shown(reason)}; apply it with --allow-many if that is meant")


def _print_course(course: CoursePlan, console: Console) -> None:
    new = "new course" if not course.id else "course"
    console.print(f"  [bold]{shown(course.name)}[/] [dim]{new} {shown(course.key)}[/]")
    if course.steps and all(step.action is Action.CREATE for step in course.steps) and not course.id:
        listed = _listed(step.modname or step.kind for step in course.steps)
        console.print(f"    {_SIGNS[Action.CREATE]} {shown(listed)}")
    else:
        for step in course.steps:
            _print_step(step, console)
    for sort in Sort:
        _print_findings([one for one in course.findings if one.sort is sort], console)
    if course.unchanged:
        console.print(f"    [dim]{count(course.unchanged, 'item')} unchanged[/]")


def _print_step(step: Step, console: Console) -> None:
    kind = kind_name(step.modname or step.kind)
    mode = f" [red]{step.mode}[/]" if step.mode else ""
    learners = f" [dim]({count(step.learners, 'attempt')} of learners, which stay)[/]" if step.learners else ""
    if step.learners and step.mode == "delete":
        learners = f" [red]({count(step.learners, 'attempt')} of learners, which would be lost)[/]"
    console.print(f"    {_SIGNS[step.action]} {kind}{mode} “{shown(step.name)}” [dim]{shown(step.key)}[/]{learners}")
    for change in step.changes[:6]:
        console.print(f"        {_change(change)}")
    if len(step.changes) > 6:
        console.print(f"        [dim]and {len(step.changes) - 6} more fields[/]")
    if step.keep:
        console.print(f"        [dim]left as it is on the site: {shown(', '.join(step.keep))}[/]")


def kind_name(kind: str) -> str:
    """Return what people call a kind or a module."""
    return _KINDS.get(kind, (kind,))[0]


def _listed(kinds: Iterable[str]) -> str:
    """Return `2 sections, 1 quiz`."""
    counted = Counter(kinds)
    return ", ".join(
        f"{number:,} {_KINDS[kind][number != 1]}" if kind in _KINDS else count(number, kind)
        for kind, number in counted.items()
    )


def _change(change: FieldChange) -> str:
    before = shown(change.before) or "[dim]nothing[/]"
    return f"[dim]{shown(change.field)}:[/] {before} [dim]→[/] {shown(change.after) or '[dim]nothing[/]'}"


def _print_findings(findings: Sequence[Finding], console: Console) -> None:
    if findings and findings[0].sort is Sort.NEEDS_PLUGIN:  # one reason for all of them
        kinds = _listed(one.kind for one in findings)
        console.print(f"    [magenta]needs plugin[/] {shown(kinds)} [dim]— {shown(findings[0].todo)}[/]")
        return
    told: set[str] = set()
    for one in findings[:_LISTED]:
        colour = _COLOURS.get(one.sort, "cyan")
        # What one can do is the same for all of a sort but for the key.
        advice = one.todo.replace(one.key, "KEY")
        todo = f" [dim]— {shown(one.todo)}[/]" if one.todo and advice not in told else ""
        told.add(advice)
        name = f"“{shown(one.name)}” " if one.name else ""
        console.print(f"    [{colour}]{one.sort}[/] {name}[dim]{shown(one.key)}[/]: {shown(one.detail)}{todo}")
    if len(findings) > _LISTED:
        console.print(f"    [dim]and {len(findings) - _LISTED} more: {findings[0].sort}[/]")


def totals(plans: Iterable[SitePlan]) -> str:
    """Return `2 sites: 30 to make, 4 to change, 1 to retire; 3 drift`."""
    listed = list(plans)
    made, changed, retired = (sum(one.count(action) for one in listed) for action in Action)
    said = f"{count(len(listed), 'site')}: {made} to make, {changed} to change, {retired} to retire"
    others = found_of(listed)
    return said + (f"; {others}" if others else "")


def found_of(plans: Iterable[SitePlan]) -> str:
    """Return `3 drift, 1 foreign`."""
    counted = Counter(one.sort for plan in plans for one in plan.findings)
    return ", ".join(f"{counted[sort]} {sort}" for sort in Sort if counted[sort])
