"""machina check."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from machina_scorm.check.files import SUFFIXES, examine, suffix_of
from machina_scorm.check.findings import Findings
from machina_scorm.check.report import report_html, report_values, verdict
from machina_scorm.check.scorm import Options
from machina_scorm.check.scorm.budget import BUDGET
from machina_scorm.check.scorm.inside import MOST_BYTES
from machina_scorm.check.scorm.lock import Locked
from machina_scorm.check.template import check_course_template
from machina_scorm.cli.console import (
    count,
    course_root,
    err,
    json_option,
    out,
    print_json,
    print_problems,
    problem_json,
    project_option,
)
from machina_scorm.identifiers import LOCK_FILE, read_lock
from machina_scorm.model.artefact import Identifier
from machina_scorm.pipeline import check_project
from machina_scorm.problems import Report, Severity
from machina_scorm.project import read_project
from machina_scorm.store import replace_file

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@project_option
@json_option
@click.option(
    "--html",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a report on the files as one HTML page.",
)
@click.option(
    "--schemas",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="A folder with the standards' XSDs, scorm12/ and scorm2004-4e/. Default: MACHINA_SCHEMAS.",
)
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    default=BUDGET // 1024,
    show_default=True,
    metavar="KB",
    help="What a lesson may weigh in a package, media left out.",
)
def check(
    paths: tuple[Path, ...],
    folder: Path | None,
    as_json: bool,
    report_file: Path | None,
    schemas: Path | None,
    budget: int,
) -> None:
    """List every problem in the course, or in finished files: SCORM packages, decks, question banks of anybody.

    Without PATHS: the course's sources and translations, one line each: path, line, what is wrong, how to mend it. With
    PATHS: those files (.zip, .pptx, .potx, .xml, .txt, .gift), or all such files in a folder.
    """
    if not paths:
        if report_file:
            raise click.UsageError("--html needs files to report on, for example dist/")
        _check_course(folder, as_json)
        return
    files = [file for path in paths for file in _files(path)]
    checked = [examine(_read(file), name, _options(file, schemas, budget)) for file, name in _named(files)]
    if report_file:
        replace_file(report_file, report_html(checked).encode("utf-8"))
    if as_json:
        problems = [problem_json(problem) for findings in checked for problem in findings.problems]
        print_json({"files": [report_values(findings) for findings in checked], "problems": problems})
    else:
        _print(checked, report_file)
    sys.exit(0 if all(findings.sound for findings in checked) else 1)


def _check_course(folder: Path | None, as_json: bool) -> None:
    root = course_root(folder)
    report = Report()
    project = read_project(root, report)
    if project:
        report.extend(check_project(project))
        report.extend(check_course_template(project.course))
    problems = list(report)
    if as_json:
        print_json({"problems": [problem_json(problem) for problem in problems]})
    else:
        print_problems(problems, err())
        errors, others = len(report.errors), len(problems) - len(report.errors)
        said = f"{count(errors, 'error')}, {count(others, 'remark')}" if problems else "no problems"
        out().print(f"Checked {root.name}: {said}")
    sys.exit(1 if report.errors else 0)


def _files(path: Path) -> list[Path]:
    """Return the file, or every file below the folder that can be checked."""
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.is_file() and suffix_of(file.name))
        if not found:
            raise click.UsageError(f"{path}: there is nothing to check in this folder ({', '.join(SUFFIXES)})")
        return found
    if not suffix_of(path.name):
        raise click.UsageError(f"{path}: only {', '.join(SUFFIXES)} can be checked")
    return [path]


def _named(files: list[Path]) -> list[tuple[Path, str]]:
    """Return each file with what it is called: its name, with folders where several have the same."""
    names = [file.name for file in files]
    return [(file, file.name if names.count(file.name) == 1 else file.as_posix()) for file in files]


def _read(file: Path) -> bytes:
    if file.stat().st_size > MOST_BYTES:
        raise click.UsageError(f"{file}: {file.stat().st_size / 1e6:,.0f} MB are too many to check")
    return file.read_bytes()


def _options(file: Path, schemas: Path | None, budget: int) -> Options:
    return Options(schemas, budget * 1024, _locked(file))


def _locked(file: Path) -> Locked:
    """Return what the nearest identifiers.lock says, beside the file or above it."""
    root = next((folder for folder in file.resolve().parents if (folder / LOCK_FILE).is_file()), None)
    held: dict[str, set[Identifier]] = {}
    for entry, _ in read_lock(root, Report()) if root else ():
        held.setdefault(entry.package, set()).add(entry.identifier)
    return {package: frozenset(ids) for package, ids in held.items()}


def _print(checked: Iterable[Findings], report_file: Path | None) -> None:
    for findings in checked:
        problems = sorted(findings.problems, key=lambda problem: _ORDER.index(problem.severity))
        print_problems(problems, err())
        kind = f" ({findings.kind})" if findings.kind else ""
        console = out()
        console.print(f"[bold]{findings.name}[/]{kind}: {verdict(findings)[1]}", highlight=False)
    if report_file:
        out().print(f"Report: {report_file}")
