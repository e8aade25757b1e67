"""machina i18n add."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from machina_scorm.cli.console import count, course_root, out, project_option
from machina_scorm.partner import Addition, plan_addition, write_addition


@click.command()
@click.argument("code")
@click.option(
    "--memory",
    "memories",
    multiple=True,
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    metavar="FILE",
    help="A PO or TMX file to take suggestions from (may be repeated).",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, write nothing.")
@project_option
def add(code: str, memories: tuple[Path, ...], dry_run: bool, folder: Path | None) -> None:
    """Add the language CODE to the course: its entry, its place in course.yaml, its catalogs.

    CODE is a language's code such as es or pt-BR, or its name. What is not translated yet appears in the course's own
    language, marked as such. What a memory knows becomes suggestions, which nobody reads before they are confirmed.
    """
    root = course_root(folder)
    addition = plan_addition(root, code, memories)
    if not dry_run:
        write_addition(root, addition)
    _print(addition, dry_run)


def _print(addition: Addition, dry_run: bool) -> None:
    language, english, console = addition.known.language, addition.known.english, out()
    name = escape(f"{language.name}, {english}" if english not in ("", language.name) else language.name)
    if not addition.paths:
        console.print(f"[bold]{language.code}[/] ({name}) is there already; nothing was changed.")
        return
    console.print(f"{'Would add' if dry_run else 'Added'} [bold]{language.code}[/] ({name}):")
    for path in addition.paths:
        console.print(f"    {path}")
    tally = addition.tally
    console.print(f"{count(tally.texts, 'text')} to translate, {count(tally.suggested, 'suggestion')} from memory.")
    if dry_run:
        return
    steps = (
        (f"machina build --lang {language.code}", "builds at once; what is not translated stays as it is, marked"),
        (f"translate i18n/{language.code}/*.po", "in Poedit, Weblate or another editor; confirm or change suggestions"),
        ("machina i18n update", "whenever the course has changed"),
    )
    console.print("Next:")
    for number, (command, what) in enumerate(steps, 1):
        console.print(f"  {number}. {escape(command):<32}{what}")
    if any(path.endswith("/glossary.po") for path in addition.paths):
        glossary = f"{language.code}: below each in i18n/glossary.yaml"
        console.print(f"The names of the glossary's terms are yours to give: {glossary}.")
    if addition.undrawable:
        console.print("The font of pictures lacks these letters: programs that do not show SVG show boxes in figures.")
    where = "Site administration → Language → Language packs"
    console.print(f"In Moodle install the language pack [bold]{language.moodle}[/]: {where}.")
