"""machina i18n mark."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from machina_scorm.cli.console import count, course_root, err, out, print_problems, project_option
from machina_scorm.cli.i18n.status import check_names
from machina_scorm.errors import CheckFailed
from machina_scorm.i18n.review import State
from machina_scorm.i18n.update import catalog_path
from machina_scorm.i18n.verify import read_translatable
from machina_scorm.problems import Report
from machina_scorm.project import read_project, translatable
from machina_scorm.source import Source
from machina_scorm.store import replace_with_backup
from machina_scorm.translations.marking import Mark, mark_catalog


@click.command()
@click.argument("state", type=click.Choice([state.value for state in State]))
@click.option(
    "--lang", "languages", multiple=True, required=True, metavar="CODE", help="In this language (may be repeated)."
)
@click.option("--unit", "units", multiple=True, metavar="ID", help="Only this unit; or course, glossary, ui.")
@click.option("--by", default="", metavar="NAME", help="Who translated or reviewed; it is noted with the state.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice([State.MACHINE.value, State.HUMAN.value]),
    help="Only what is in this state now (may be repeated).",
)
@click.option("--fuzzy", is_flag=True, help="Accept fuzzy translations too: you have looked at every one of them.")
@project_option
def mark(
    state: str,
    languages: tuple[str, ...],
    units: tuple[str, ...],
    by: str,
    only: tuple[str, ...],
    fuzzy: bool,
    folder: Path | None,
) -> None:
    """Note who vouches for translations: a machine, a human, or a human with a second one who reviewed them.

    The state stands as a comment with each translation. It holds until somebody changes a word of the translation or
    of its source. Marking as reviewed leaves out, and lists, what the checks find wrong.
    """
    root, report = course_root(folder), Report()
    project = read_project(root, report)
    if project is None or any(not problem.source.path.endswith(".po") for problem in report.errors):
        raise CheckFailed(report)
    check_names(project, languages, units)
    wish = Mark(State(state), by, tuple(map(State, only)), fuzzy)
    report = Report()
    changed = refused = 0
    for name, value in translatable(project).items():
        if units and name not in units:
            continue
        texts = read_translatable(value)
        for code in dict.fromkeys(languages):
            path = catalog_path(code, name)
            if not (root / path).is_file():
                continue
            data = (root / path).read_bytes()
            language = project.language(code)
            marked = mark_catalog(data, Source(path), language, texts, project.glossary, wish, report)
            if marked is None:
                continue
            changed += marked.changed
            refused += len({problem.source for problem in marked.refused})
            report.extend(marked.refused)
            if marked.changed:
                replace_with_backup(root / path, marked.text.encode())
                out().print(f"{path}: {count(marked.changed, 'translation')} marked as {state}")
    print_problems(report, err())
    out().print(f"{count(changed, 'translation')} marked as {state}")
    if refused:
        out().print(f"{count(refused, 'translation')} not marked, for the errors above")
    sys.exit(1 if report.errors else 0)
