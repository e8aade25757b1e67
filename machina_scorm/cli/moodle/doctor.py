"""machina moodle doctor."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from machina_scorm.cli.console import count, course_root, json_option, out, print_json, project_option
from machina_scorm.deployment import needs_of
from machina_scorm.errors import CheckFailed
from machina_scorm.moodle.doctor import Finding, Level, examine
from machina_scorm.moodle.profile import connect, find_profile
from machina_scorm.problems import Report
from machina_scorm.project import read_project

_MARKS = {Level.OK: "[green]✓[/]", Level.NOTE: "[cyan]·[/]", Level.WARNING: "[yellow]![/]", Level.STOP: "[red]✗[/]"}


@click.command()
@click.argument("site")
@project_option
@json_option
def doctor(site: str, folder: Path | None, as_json: bool) -> None:
    """Examine a site: is it there, may we write, does it have what the course needs? Nothing is written.

    \b
    SITE is the name of a profile: moodle/sites/SITE.yaml.
    The token is read from where the profile says; without such a line from
    the environment variable MACHINA_TOKEN_<SITE>. A site's administrator gets
    one from the plugin's set-up: php local/machina/cli/setup.php
    Exit code 1: something stands in the way.
    """
    root = course_root(folder)
    report = Report()
    profile = find_profile(root, site, report)
    project = read_project(root, report, with_catalogs=False) if profile else None
    if profile is None or project is None:
        raise CheckFailed(report)
    needs = needs_of(project, root / "dist", profile.languages, profile.units)
    findings = tuple(examine(profile, connect(profile, root), needs))
    if as_json:
        print_json({"site": site, "url": profile.url, "findings": [asdict(finding) for finding in findings]})
    else:
        _print(site, findings)
    if any(finding.level is Level.STOP for finding in findings):
        sys.exit(1)


def _print(site: str, findings: tuple[Finding, ...]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for finding in findings:
        todo = f"\n[dim]→[/] {escape(finding.todo)}" if finding.todo else ""
        table.add_row(_MARKS[finding.level], finding.check, escape(finding.found) + todo)
    console = out()
    console.print(table)
    stops = sum(finding.level is Level.STOP for finding in findings)
    warnings = sum(finding.level is Level.WARNING for finding in findings)
    if stops:
        verdict = f"[red]{count(stops, 'thing')} in the way[/]"
        console.print(f"\n{escape(site)}: {verdict}")
    else:
        also = f", {count(warnings, 'thing')} worth mending" if warnings else ""
        console.print(f"\n[green]{escape(site)}: ready{also}[/]")
