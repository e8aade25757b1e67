"""machina questions import, convert, template."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from machina_scorm.banks import YAML, Outcome, convert, import_into, write_converted
from machina_scorm.cli.console import count, course_root, err, out, print_problems, project_option
from machina_scorm.imports import readers

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_encoding = click.option("--encoding", default="", help="The text files' encoding, where it is not UTF-8: cp1253.")


@click.group()
def questions() -> None:
    """Bring question banks in, and from one format into another."""


@questions.command("import")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--to", "lesson", required=True, metavar="UNIT/LESSON", help="The lesson that gets the questions.")
@click.option("--dry-run", is_flag=True, help="Only list what would come and what would be lost.")
@click.option("--keep-going", is_flag=True, help="Take what is sound though something is lost.")
@click.option("--from", "form", default="", metavar="FORMAT", help="The files' format, where it is not recognised.")
@_encoding
@project_option
def import_(
    files: tuple[Path, ...], lesson: str, dry_run: bool, keep_going: bool, form: str, encoding: str, folder: Path | None
) -> None:
    """Add the questions of FILES to a lesson's quiz.yaml.

    GIFT, Moodle XML, Aiken, tables, QTI packages and Word tables are recognised. Exit code 0 only if everything was
    understood and will mean the same in Moodle; else 1 with the list, and nothing is written without --keep-going.
    """
    root = course_root(folder)
    done = import_into(root, lesson, files, dry_run=dry_run, keep_going=keep_going, encoding=encoding, form=form)
    print_problems(done.problems, err())
    console = out()
    taken = f"{len(done.taken)} of {count(done.found, 'question')}"
    if dry_run:
        console.print(f"{taken} would come to units/{lesson}/quiz.yaml; nothing was written")
    elif done.written:
        console.print(f"Added {taken} to units/{lesson}/quiz.yaml")
        for path in done.written:
            console.print(f"  {path}")
    else:
        console.print(f"Nothing was written{'' if done.sound else ': mend the file, or add --keep-going'}")
    _finish(done)


@questions.command("convert")
@click.argument("source", type=_FILE)
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "form", default="", metavar="FORMAT", help="The format of SOURCE, where it is not recognised.")
@click.option("--to", default="", metavar="FORMAT", help="The format of TARGET, where its suffix does not say: gift, …")
@click.option("--keep-going", is_flag=True, help="Write what is sound though something is lost.")
@click.option("--language", default="en", metavar="CODE", help="The questions' language.")
@_encoding
def convert_(source: Path, target: Path, form: str, to: str, keep_going: bool, language: str, encoding: str) -> None:
    """Write the questions of SOURCE to TARGET, in the format that its suffix names: .gift, .xml, .yaml, .csv, .xlsx."""
    done, data = convert(source, target, form=form, to=to, encoding=encoding, language=language)
    print_problems(done.problems, err())
    console = out()
    if done.taken and (done.sound or keep_going):
        for path in write_converted(target, done, data):
            console.print(f"Wrote {path}")
        lost = "" if done.sound else "; what the new format cannot hold is listed above"
        console.print(f"Read {len(done.taken)} of {count(done.found, 'question')}{lost}")
    else:
        console.print(f"Nothing was written{'' if done.sound else ': mend the file, or add --keep-going'}")
    _finish(done)


@questions.command("template")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def template(target: Path) -> None:
    """Write an empty table, .csv or .xlsx, with the columns that `machina questions import` reads."""
    from machina_scorm.imports.table import write_template  # it loads the spreadsheet library

    write_template(target)
    out().print(f"Wrote {target}")


@questions.command("formats")
def formats() -> None:
    """List the formats that can be read."""
    console = out()
    for reader in readers():
        console.print(f"{reader.name}: {', '.join(reader.suffixes)}")
    console.print(f"{YAML}: .yaml")


def _finish(done: Outcome) -> None:
    sys.exit(0 if done.sound and done.taken else 1)
