"""machina slides import."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from machina_scorm.cli.console import count, course_root, json_option, out, print_json, project_option

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: Lines of losses in the terminal; the report has all.
_MOST = 40


@click.group()
def slides() -> None:
    """Bring existing slide decks in."""


@slides.command("import")
@click.argument("file", type=_FILE)
@click.option("--to", "lesson", required=True, metavar="UNIT/LESSON", help="The lesson that gets the slides.")
@click.option("--dry-run", is_flag=True, help="Only list what would come and what would be lost.")
@click.option("--replace", "replace_old", is_flag=True, help="Replace slides.md; the old one stays as slides.md.bak.")
@project_option
@json_option
def import_(file: Path, lesson: str, dry_run: bool, replace_old: bool, folder: Path | None, as_json: bool) -> None:
    """Make slides.md of a PowerPoint deck (.pptx) that was made elsewhere.

    Titles, bullets, columns, pictures, tables, program code, equations and notes come along. What cannot be carried -
    charts, SmartArt, films, animations - is listed by slide, here and in import-report.md. A slides.md that is there
    is not touched: the new one is then called slides.imported.md.
    """
    from machina_scorm.decks import SLIDES, by_slide, import_deck  # brings the readers along

    done = import_deck(course_root(folder), lesson, file, dry_run=dry_run, replace_old=replace_old)
    if as_json:
        losses = [
            {"slide": loss.slide, "rule": loss.rule, "message": loss.message, "hint": loss.hint, "lost": loss.gone}
            for loss in done.losses
        ]
        print_json({"slides": done.found, "target": done.target, "written": list(done.written), "losses": losses})
        return
    console = out()
    lines = 0
    for slide, losses_ in by_slide(done.losses).items():
        for loss in losses_:
            lines += 1
            if lines <= _MOST:
                where = f"slide {slide}" if slide else "the deck"
                hint = f" [dim]—[/] {escape(loss.hint)}" if loss.hint else ""
                mark = "[red]not carried:[/] " if loss.gone else ""
                console.print(f"[bold]{where}:[/] {mark}{escape(loss.message)}{hint} [cyan]\\[{loss.rule}][/]")
    if lines > _MOST:
        console.print(f"… and {lines - _MOST} more{'' if dry_run else ', all in import-report.md'}")
    pictures = len(done.imported.pictures)
    made = f"{count(done.found, 'slide')} of {file.name}: {count(len(done.imported.slides), 'slide')}"
    made += f" and {count(pictures, 'picture')}" if pictures else ""
    if dry_run:
        console.print(f"{escape(made)} would come to {done.target}; nothing was written")
        return
    console.print(escape(made))
    for path in done.written:
        console.print(f"  {escape(path)}")
    if not done.target.endswith(f"/{SLIDES}"):
        console.print("slides.md was there and is as it was: take from the new file what you want, or add --replace")
