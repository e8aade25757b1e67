"""machina check."""

from __future__ import annotations

import sys
from pathlib import Path

import click

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
from machina_scorm.pipeline import check_project
from machina_scorm.problems import Report
from machina_scorm.project import read_project


@click.command()
@project_option
@json_option
def check(folder: Path | None, as_json: bool) -> None:
    """List every problem in the course's sources and translations: path, line, what is wrong, how to mend it."""
    root = course_root(folder)
    report = Report()
    project = read_project(root, report)
    if project:
        report.extend(check_project(project))
    problems = list(report)
    if as_json:
        print_json({"problems": [problem_json(problem) for problem in problems]})
    else:
        print_problems(problems, err())
        errors, others = len(report.errors), len(problems) - len(report.errors)
        said = f"{count(errors, 'error')}, {count(others, 'remark')}" if problems else "no problems"
        out().print(f"Checked {root.name}: {said}")
    sys.exit(1 if report.errors else 0)
