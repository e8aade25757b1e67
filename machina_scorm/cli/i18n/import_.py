"""machina i18n import."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table

from machina_scorm.cli.console import count, course_root, err, out, print_problems, project_option
from machina_scorm.exchange.course import Arrived, Imported, import_from
from machina_scorm.exchange.incoming import Choices, Fate
from machina_scorm.problems import Severity

_HEADS = {
    Fate.TAKEN: "taken",
    Fate.SAME: "no change",
    Fate.EMPTY: "not translated",
    Fate.CONFLICT: "conflict",
    Fate.REFUSED: "English changed",
    Fate.UNKNOWN: "not in the course",
}


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", "code", default="", metavar="CODE", help="The language, where a file does not say it.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
@click.option("--accept", is_flag=True, help="You vouch for the translations: they are published, not marked.")
@click.option("--reviewed-by", default="", metavar="NAME", help="With --accept: who read what a file calls reviewed.")
@click.option("--theirs", is_flag=True, help="Take a file's translation also where the catalog has a newer one.")
@click.option("--partial", is_flag=True, help="Take what fits though the English has changed since the export.")
@project_option
def import_(
    files: tuple[Path, ...],
    code: str,
    dry_run: bool,
    accept: bool,
    reviewed_by: str,
    theirs: bool,
    partial: bool,
    folder: Path | None,
) -> None:
    """Take translations from FILES (.xlf, .xlsx, .csv, .tmx) into the catalogs in i18n/.

    What arrives is marked as needing review, so that nothing is published unseen; --accept says that you have seen it.
    A translation that somebody changed since the export is kept. A catalog's former state stays beside it as .bak.

    Exit code 0 if everything found its place, else 1 with the list. Where the English has changed since the export,
    nothing is written without --partial.
    """
    if reviewed_by and not accept:
        raise click.UsageError("--reviewed-by needs --accept")
    choices = Choices(accept, theirs, partial, reviewed_by)
    done = import_from(course_root(folder), files, code, choices, dry_run)
    print_problems(done.problems, err())
    _print_table(done.arrived)
    _print_end(done, dry_run, accept)
    errors = any(problem.severity is Severity.ERROR for problem in done.problems)
    sys.exit(0 if done.whole and not errors else 1)


def _print_table(arrived: Sequence[Arrived]) -> None:
    used = [fate for fate in Fate if any(each.taken and each.taken.fates.get(fate) for each in arrived)]
    if not used:
        return
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("file")
    table.add_column("language")
    for fate in used:
        table.add_column(_HEADS[fate], justify="right")
    for each in arrived:
        fates = each.taken.fates if each.taken else {}
        cells = [f"{fates.get(fate, 0):,}" if each.taken else "–" for fate in used]
        table.add_row(each.file, each.language or "–", *cells)
    out().print(table)


def _print_end(done: Imported, dry_run: bool, accept: bool) -> None:
    console = out()
    if done.refused:
        console.print("Nothing was written.")
        return
    if not done.written:
        console.print("Nothing new: no catalog changes.")
        return
    verb = "would be written" if dry_run else "written"
    console.print(f"{count(len(done.written), 'file')} {verb}:")
    for path in done.written:
        console.print(f"  {path}")
    if not accept:
        console.print("What was taken is marked as needing review and not published yet; --accept would publish it.")
