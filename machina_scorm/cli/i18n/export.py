"""machina i18n export."""

from __future__ import annotations

from pathlib import Path

import click

from machina_scorm.cli.console import count, course_root, err, out, print_problems, project_option
from machina_scorm.errors import ProjectError
from machina_scorm.exchange import Format, format_to_write, formats
from machina_scorm.exchange.bundle import Bundle, Standing
from machina_scorm.exchange.course import export_to
from machina_scorm.exchange.outgoing import Only


@click.command()
@click.option("--lang", "codes", multiple=True, metavar="CODE", help="The language. Left out for .tmx: all of them.")
@click.option("--to", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--unit", "units", multiple=True, metavar="ID", help="Only this unit's texts. May be repeated.")
@click.option("--only", type=click.Choice([each.value for each in Only]), default="all", help="Default: all.")
@click.option("--version", default="", metavar="1.2|2.1", help="Of XLIFF; default 1.2, which every program reads.")
@project_option
def export(
    codes: tuple[str, ...], target: Path, units: tuple[str, ...], only: str, version: str, folder: Path | None
) -> None:
    """Write a language's texts to FILE, for an agency or a partner.

    \b
    .xlf   XLIFF, for translation agencies and their programs
    .xlsx  Excel, for partners without such a program
    .csv   a table for any spreadsheet
    .tmx   what is translated already, for a program's memory

    What comes back goes in by `machina i18n import`. --only missing leaves out what is published already.
    """
    form = _format(target, version)
    done = export_to(course_root(folder), target, form, codes, units, Only(only))
    print_problems(done.problems, err())
    out().print(f"Wrote {target}")
    for bundle in done.bundles:
        out().print(f"  {_summary(bundle, form)}")


def _format(target: Path, version: str) -> Format:
    form = format_to_write(target.suffix, version)
    if form:
        return form
    if format_to_write(target.suffix):
        known = ", ".join(each.version for each in formats() if target.suffix.lower() in each.suffixes and each.version)
        hint = f"versions: {known}" if known else "leave --version out; only XLIFF has versions"
        raise ProjectError(f"there is no version {version!r} of {target.suffix}", hint=hint)
    endings = ", ".join(sorted({suffix for each in formats() for suffix in each.suffixes}))
    raise ProjectError(f"no format has the ending {target.suffix!r}", str(target), f"use one of: {endings}")


def _summary(bundle: Bundle, form: Format) -> str:
    standings = [item.standing for _, item in bundle]
    if form.memory:
        told = sum(standing not in (Standing.MISSING, Standing.FUZZY) for standing in standings)
        return f"{bundle.language}: {count(told, 'translated text')}"
    parts = ", ".join(f"{standings.count(each):,} {each.value}" for each in Standing if each in standings)
    return f"{bundle.language}: {count(len(standings), 'text')}{f' ({parts})' if parts else ''}"
