"""machina i18n glossary."""

from __future__ import annotations

from pathlib import Path

import click

from machina_scorm.cli.console import count, course_root, out, project_option
from machina_scorm.errors import CheckFailed, ProjectError
from machina_scorm.i18n.glossary import GLOSSARY_FILE
from machina_scorm.i18n.glossary_files import write_csv, write_tbx
from machina_scorm.problems import Report
from machina_scorm.project import localised_glossaries, read_project
from machina_scorm.store import replace_with_backup


@click.command()
@project_option
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .csv for Weblate and Poedit, one language; .tbx for translation tools, all languages.",
)
@click.option("--lang", "language", metavar="CODE", help="The language of a CSV file.")
def glossary(folder: Path | None, target: Path, language: str | None) -> None:
    """Write the glossary to a file that translation programs read."""
    kind = target.suffix.lower()
    if kind not in (".csv", ".tbx"):
        raise click.UsageError("--to names a file that ends in .csv or .tbx")
    if kind == ".csv" and not language:
        raise click.UsageError("a CSV file holds one language: add --lang fr")
    if kind == ".tbx" and language:
        raise click.UsageError("a TBX file holds every language: leave --lang out")
    root, report = course_root(folder), Report()
    project = read_project(root, report)
    if project is None or report.errors:
        raise CheckFailed(report)
    if project.glossary is None:
        raise ProjectError(f"the course has no {GLOSSARY_FILE}", hint="docs/authoring.md says how to write one")
    own = project.course.about.language
    localised = localised_glossaries(project)
    if language:
        project.language(language)
        data = write_csv(project.glossary, localised[language], own, language).encode()
    else:
        data = write_tbx(project.glossary, own, localised, project.course.about.title.md)
    replace_with_backup(target, data)
    out().print(f"{target}: {count(len(project.glossary.entries), 'term')}")
