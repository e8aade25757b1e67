"""What the commands share: finding the course, printing problems."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from machina_scorm.errors import CheckFailed
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.project import Project, find_root, read_project

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}

project_option = click.option(
    "--project",
    "folder",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The course's folder. Default: this folder or the nearest above that holds units/course.yaml.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")


def out() -> Console:
    """Return the console for results: standard output, not wrapped where it is no terminal."""
    return _console(stderr=False)


def err() -> Console:
    """Return the console for progress and problems: standard error."""
    return _console(stderr=True)


def course_root(folder: Path | None) -> Path:
    """Return the course's folder."""
    return folder.resolve() if folder else find_root(Path.cwd())


def open_project(root: Path) -> tuple[Project, Report]:
    """Read the course; raises CheckFailed, with every problem, if it has errors."""
    from machina_scorm.pipeline import check_project  # brings every exporter along, which few commands need

    report = Report()
    project = read_project(root, report)
    if project:
        report.extend(check_project(project))
    if project is None or report.errors:
        raise CheckFailed(report)
    return project, report


def print_problems(problems: Iterable[Problem], console: Console) -> None:
    """Print one line per problem: `path:line: what is wrong — how to mend it`."""
    for problem in problems:
        colour = _COLOURS[problem.severity]
        mark = "" if problem.severity is Severity.ERROR else f"[{colour}]{problem.severity.value}:[/] "
        hint = f" [dim]—[/] {escape(problem.hint)}" if problem.hint else ""
        rule = escape(f"[{problem.rule}]")
        console.print(f"[bold]{problem.source}:[/] {mark}{escape(problem.message)}{hint} [{colour}]{rule}[/]")


def problem_json(problem: Problem) -> dict[str, object]:
    """Return a problem as JSON-ready values."""
    return {**asdict(problem), "source": str(problem.source), "severity": problem.severity.value}


def print_json(value: object) -> None:
    """Print a value as JSON on standard output."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def count(number: int, word: str) -> str:
    """Return `1 problem`, `2 problems`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _console(stderr: bool) -> Console:
    """Lines are never broken where the output is no terminal: a log, a pipe, an editor's window."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(
        stderr=stderr, highlight=False, width=None if stream.isatty() else 200, soft_wrap=not stream.isatty()
    )
