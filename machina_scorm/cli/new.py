"""machina new course, machina new lesson."""

from __future__ import annotations

from pathlib import Path

import click

from machina_scorm.cli.console import course_root, out, project_option
from machina_scorm.starter import new_course, new_lesson


@click.group()
def new() -> None:
    """Begin a course or a lesson from the starter."""


@new.command("course")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default="My course", help="The course's title.")
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="A further language (may be repeated).")
def course(folder: Path, title: str, languages: tuple[str, ...]) -> None:
    """Make a small course in FOLDER that builds at once and shows every kind of content."""
    paths = new_course(folder, title, languages)
    console = out()
    console.print(f"Made [bold]{folder}[/] with {len(paths)} files. Next:")
    console.print(f"  cd {folder}\n  machina build\nThen change units/course.yaml and the files below units/.")


@new.command("lesson")
@click.argument("key")
@click.option("--title", default="", help="The lesson's title.")
@project_option
def lesson(key: str, title: str, folder: Path | None) -> None:
    """Add the lesson KEY, written UNIT/LESSON: its folder, and its line in unit.yaml."""
    root = course_root(folder)
    paths = new_lesson(root, key, title)
    console = out()
    for path in paths:
        console.print(path)
