"""machina deck handout."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.markup import escape

from machina_scorm.cli.console import count, course_root, err, open_project, out, project_option
from machina_scorm.errors import MachinaError
from machina_scorm.handouts import KINDS, Made, Source, make_handouts, source_of_file, sources_of_lesson
from machina_scorm.libreoffice import open_office

_FOLDER = Path("handouts")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="DECK.pptx|UNIT/LESSON…")
@click.option(
    "--what", "kinds", multiple=True, type=click.Choice(KINDS),
    help="deck: the slides; notes: a page per slide with its notes; text: the lesson's notes. Default: all of them.",
)  # fmt: skip
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="A lesson's language (may be repeated).")
@click.option(
    "--out", "folder_out", type=click.Path(file_okay=False, path_type=Path), default=_FOLDER,
    help="Where to write. Default: handouts/ in this folder.",
)  # fmt: skip
@project_option
def handout(
    sources: tuple[str, ...], kinds: tuple[str, ...], languages: tuple[str, ...], folder_out: Path, folder: Path | None
) -> None:
    """Make PDFs to hand out, of PowerPoint and Word files or of a lesson of the course.

    LibreOffice makes them and must be installed; an office that is open is not disturbed. The lesson's notes as a Word
    document, which needs no LibreOffice, are what `machina build --format notes-docx` makes.
    """
    wanted = kinds or KINDS
    with open_office():  # says so at once where it is missing
        pass
    found: list[Source] = []
    failures = 0
    for source in sources:
        try:
            found += _sources(source, languages, wanted, folder)
        except MachinaError as error:
            failures += 1
            err().print(f"{escape(str(error))}")
    console = out()

    def show(made: Made) -> None:
        if made.error:
            err().print(escape(str(made.error)))
        else:
            console.print(f"Wrote {escape(str(made.path))}")

    done = make_handouts(found, wanted, folder_out, show) if found else ()
    failures += sum(made.error is not None for made in done)
    if not done and not failures:
        err().print(f"Nothing to make: {', '.join(wanted)} of {count(len(found), 'file')}")
    sys.exit(1 if failures or not done else 0)


def _sources(source: str, languages: tuple[str, ...], kinds: tuple[str, ...], folder: Path | None) -> list[Source]:
    path = Path(source)
    if path.is_file():
        return [source_of_file(path)]
    project, _ = open_project(course_root(folder))
    return list(sources_of_lesson(project, source.strip("/").removeprefix("units/"), languages, kinds))
