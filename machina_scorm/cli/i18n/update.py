"""machina i18n update."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console

from machina_scorm.catalogs import plan_catalogs, write_catalogs
from machina_scorm.cli.console import count, course_root, err, out, print_problems, project_option
from machina_scorm.errors import CheckFailed
from machina_scorm.i18n.update import Tally, Updated
from machina_scorm.problems import Report
from machina_scorm.project import read_project


@click.command()
@project_option
@click.option("--dry-run", is_flag=True, help="Say what would change, write nothing; exit 1 if anything would.")
def update(folder: Path | None, dry_run: bool) -> None:
    """Bring templates and catalogs up to the course.

    New texts are empty, changed ones are marked with their former translation as a suggestion, and what is no longer
    used is kept at the end of its file. Nothing marked is published until somebody has confirmed it.
    """
    root, report = course_root(folder), Report()
    project = read_project(root, report, with_catalogs=False)
    if project is None or any(not problem.source.path.endswith(".po") for problem in report.errors):
        raise CheckFailed(report)
    report = Report()
    changed = [each for each in plan_catalogs(project, report) if each.changed]
    if not dry_run:
        write_catalogs(root, changed)
    print_updates(changed, out())
    print_problems(report, err())
    verb = "would change" if dry_run else "changed"
    out().print(f"{count(len(changed), 'file')} {verb}" + ("" if changed or report.errors else ": all are up to date"))
    sys.exit(1 if report.errors or (dry_run and changed) else 0)


def print_updates(changed: Iterable[Updated], console: Console) -> None:
    """Print, for each language, what happens to its texts, and the files."""
    by_language: dict[str, list[Updated]] = {}
    for each in changed:
        by_language.setdefault(each.language, []).append(each)
    for code, files in by_language.items():
        total = sum((each.tally for each in files), Tally())
        console.print(f"[bold]{code}[/]  {told(total)}" if code else "[bold]templates[/]")
        for each in files:
            console.print(f"    {each.path}")


def told(tally: Tally) -> str:
    """Return a tally in words."""
    parts = (
        (tally.new, f"{count(tally.new, 'new text')} to translate"),
        (tally.suggested, f"{count(tally.suggested, 'suggestion')} to confirm"),
        (tally.returned, f"{count(tally.returned, 'former translation')} in use again"),
        (tally.dropped, f"{count(tally.dropped, 'translation')} no longer used, kept at the end of the file"),
    )
    return " · ".join(words for number, words in parts if number) or "the same texts; order, notes or header changed"
