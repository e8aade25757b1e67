"""machina build."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from machina_scorm.cli.console import (
    count,
    course_root,
    err,
    json_option,
    open_project,
    out,
    print_json,
    print_problems,
    problem_json,
    project_option,
)
from machina_scorm.errors import CheckFailed
from machina_scorm.export import formats
from machina_scorm.pipeline import Build, Outcome, Request
from machina_scorm.pipeline import build as build_course
from machina_scorm.units.template import named_template


@click.command()
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Only this language (may be repeated).")
@click.option("--unit", "units", multiple=True, metavar="ID", help="Only this unit.")
@click.option("--lesson", "lessons", multiple=True, metavar="ID", help="Only this lesson, as lu1/l1-introduction.")
@click.option(
    "--format", "formats_", multiple=True, metavar="NAME", help="Only this format: scorm12, deck, …; all for every one."
)
@click.option(
    "--out",
    "folder_out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write. Default: dist/ in the course's folder.",
)
@click.option(
    "--schemas",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="A folder with the standards' XSDs: put the original files into the packages.",
)
@click.option(
    "--template", metavar="FILE", help="Make the decks in this PowerPoint template: a .pptx, or plain or machina."
)
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes at a time. Default: one per core.")
@click.option("--allow-partial", is_flag=True, help="Build also what the rules for translations hold back.")
@click.option("--force", is_flag=True, help="Make everything anew, even what has not changed.")
@project_option
@json_option
def build(
    languages: tuple[str, ...],
    units: tuple[str, ...],
    lessons: tuple[str, ...],
    formats_: tuple[str, ...],
    folder_out: Path | None,
    schemas: Path | None,
    template: str | None,
    jobs: int,
    allow_partial: bool,
    force: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Make SCORM packages, quizzes and decks in every language of the course.

    What has not changed since the last build is left as it is. A unit whose translation is short of what course.yaml or
    unit.yaml asks for (`translation:`) is held back in that language. Sources with errors are not built: all of them
    are listed and the former artefacts stay whole.
    """
    root = course_root(folder)
    request = Request(languages, units, lessons, formats_, jobs, force, schemas, allow_partial)
    target = folder_out or root / "dist"
    try:
        project, report = open_project(root)
    except CheckFailed as failed:
        _refuse(failed, as_json)
        sys.exit(1)
    if template is not None:
        about = replace(project.course.about, deck=named_template(template))
        project = replace(project, course=replace(project.course, about=about))
    console = err()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=as_json or not console.is_terminal, transient=True) as progress:
        bar = progress.add_task("Building", total=None)

        def show(outcome: Outcome, done: int, total: int) -> None:
            progress.update(bar, completed=done, total=total, description=f"Building {outcome.key}")

        made = build_course(project, request, target, show)
    problems = [*report, *made.problems]
    failed_count = sum(outcome.state == "failed" for outcome in made.outcomes)
    if as_json:
        print_json({**_as_json(made), "problems": [problem_json(problem) for problem in problems]})
    else:
        print_problems(problems, console)
        _print_tables(made, target, out())
    sys.exit(1 if failed_count else 0)


def _refuse(failed: CheckFailed, as_json: bool) -> None:
    if as_json:
        print_json({"artefacts": [], "problems": [problem_json(problem) for problem in failed.report]})
        return
    console = err()
    print_problems(failed.report, console)
    errors = count(len(failed.report.errors), "problem")
    console.print(f"[red]Nothing was built[/]: {errors} in the sources. What was built before is untouched.")


def _print_tables(made: Build, target: Path, console: Console) -> None:
    titles = {format_.name: format_.title for format_ in formats()}
    languages = list(dict.fromkeys(outcome.language for outcome in made.outcomes))
    table = Table(title=None, box=None, pad_edge=False, header_style="bold")
    table.add_column("Format")
    for code in languages:
        table.add_column(code, justify="right")
    table.add_column("new", justify="right")
    table.add_column("unchanged", justify="right")
    table.add_column("size", justify="right")
    table.add_column("seconds", justify="right")
    for name in dict.fromkeys(outcome.format for outcome in made.outcomes):
        mine = [outcome for outcome in made.outcomes if outcome.format == name]
        states = Counter(outcome.state for outcome in mine)
        per_language = [str(sum(o.language == code and o.state != "failed" for o in mine)) for code in languages]
        size = sum(outcome.size for outcome in mine)
        seconds = sum(outcome.seconds for outcome in mine)
        built, unchanged = states["built"], states["unchanged"]
        table.add_row(
            titles[name], *per_language, str(built), str(unchanged), f"{size / 1024:,.0f} KB", f"{seconds:.2f}"
        )
    console.print(table)
    _print_coverage(made, console)
    for outcome in made.outcomes:
        if outcome.state == "failed":
            console.print(f"[red]Left out[/]: {outcome.key} – see the problems above")
    for path in made.withdrawn:
        console.print(f"[dim]Removed {path}: it was built before and is held back now[/]")
    for path in made.removed:
        console.print(f"[dim]Removed {path}: it is not in the course any more[/]")
    total = sum(outcome.state != "failed" for outcome in made.outcomes)
    console.print(f"{count(total, 'file')} in [bold]{target}[/] ({made.seconds:.1f} s), listed in index.json")


def _print_coverage(made: Build, console: Console) -> None:
    held = {(each.language, each.unit) for each in made.held}
    for course in made.localised:
        code = course.edition.language.code
        for name, coverage in course.coverage:
            missing = coverage.total.messages - coverage.total.translated
            if missing and (code, name) not in held:
                share = f"{int(coverage.total.share * 100)} %"  # rounded down: 100 % is all of it
                whole = f", {count(len(coverage.withheld), 'question')} whole" if coverage.withheld else ""
                said = f"{count(missing, 'text')} in the source language{whole} ({share} translated)"
                console.print(f"[yellow]{code}[/] {name}: {said}")


def _as_json(made: Build) -> dict[str, object]:
    return {
        "seconds": round(made.seconds, 3),
        "artefacts": [
            {
                "key": o.key,
                "language": o.language,
                "format": o.format,
                "state": o.state,
                "path": o.path,
                "sha256": o.sha256,
                "size": o.size,
                "seconds": round(o.seconds, 3),
                "check_seconds": round(o.check_seconds, 3),
            }
            for o in made.outcomes
        ],
        "removed": list(made.removed),
        "held": [
            {
                "language": held.language,
                "unit": held.unit,
                "reasons": list(held.reasons),
                "words": held.count.words,
                "translated_words": held.count.translated_words,
                "unreviewed": held.unreviewed,
            }
            for held in made.held
        ],
        "withdrawn": list(made.withdrawn),
        "coverage": {
            course.edition.language.code: {
                name: {
                    "messages": coverage.total.messages,
                    "translated": coverage.total.translated,
                    "words": coverage.total.words,
                    "translated_words": coverage.total.translated_words,
                    "questions_withheld": list(coverage.withheld),
                }
                for name, coverage in course.coverage
            }
            for course in made.localised
        },
    }
