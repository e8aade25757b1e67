"""machina i18n status."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from machina_scorm.cli.console import (
    count,
    course_root,
    err,
    json_option,
    out,
    print_json,
    print_problems,
    project_option,
)
from machina_scorm.errors import CheckFailed, ProjectError
from machina_scorm.i18n.review import State
from machina_scorm.problems import Report
from machina_scorm.project import UI_CATALOG, Project, read_project, translatable
from machina_scorm.store import replace_file
from machina_scorm.translations.difference import excerpt
from machina_scorm.translations.report import status_html, status_values
from machina_scorm.translations.status import (
    HOLD,
    SHIP,
    STOP,
    CatalogStatus,
    Stale,
    Status,
    catalog_files,
    dated,
    only,
    read_status,
)

#: How many stale texts are listed in the terminal.
LIMIT = 15

_COLOURS = {SHIP: "green", HOLD: "red", STOP: "red"}


@click.command()
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Only this language (may be repeated).")
@click.option("--unit", "units", multiple=True, metavar="ID", help="Only this unit; or course, glossary, ui.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page: every lesson in every language, every stale text.",
)
@click.option(
    "--fail-on",
    "fail_on",
    multiple=True,
    type=click.Choice(["hold", "stale", "missing"]),
    help="Exit with 1 if a unit is held back, a text is stale, or words have no translation (may be repeated).",
)
@project_option
@json_option
def status(
    languages: tuple[str, ...],
    units: tuple[str, ...],
    page: Path | None,
    fail_on: tuple[str, ...],
    folder: Path | None,
    as_json: bool,
) -> None:
    """Show what is translated, what is stale since when, who vouches for it, and what a build would publish.

    It changes nothing and is right also before `machina i18n update` was run.
    """
    root, report = course_root(folder), Report()
    project = read_project(root, report)
    if project is None or any(not problem.source.path.endswith(".po") for problem in report.errors):
        raise CheckFailed(report)
    check_names(project, languages, units)
    found = dated(only(read_status(project, catalog_files(root), report), languages, units), root)
    if page:
        replace_file(page, status_html(found).encode())
    if as_json:
        print_json(status_values(found))
    else:
        print_problems(found.problems, err())
        _print(found, out())
        if page:
            out().print(f"The page is in [bold]{escape(str(page))}[/]")
    sys.exit(1 if any(_fails(found, what) for what in fail_on) else 0)


def check_names(project: Project, languages: tuple[str, ...], units: tuple[str, ...]) -> None:
    """Raise ProjectError for a language or a catalog that the course does not have."""
    for code in languages:
        if project.language(code).code == project.course.about.language:
            raise ProjectError(f"the course is written in {code!r}: there is nothing to translate")
    known = [*translatable(project), UI_CATALOG]
    unknown = sorted(set(units) - set(known))
    if unknown:
        raise ProjectError(f"there is no unit {unknown[0]!r}", hint=f"there are: {', '.join(dict.fromkeys(known))}")


def _fails(found: Status, what: str) -> bool:
    match what:
        case "hold":
            return any(catalog.decision in (HOLD, STOP) for catalog in found.catalogs)
        case "stale":
            return bool(found.stale)
    return any(catalog.words.missing for catalog in found.catalogs)


def _print(found: Status, console: Console) -> None:
    if not found.languages:
        console.print("The course has one language only: there is nothing to translate.")
        return
    console.print(_table(found, console.width))
    source = found.source.name if found.source else "the source language"
    waiting = sum(catalog.words.waiting for catalog in found.catalogs)
    if waiting:
        tail = f"but their question is not whole yet and appears in {source}"
        console.print(f"{count(waiting, 'word')} more are translated, {tail}.")
    if found.behind:
        files = count(len(found.behind), "file")
        console.print(f"The files in i18n/ are behind the course: `machina i18n update` would change {files}.")
    if any(catalog.decision == STOP for catalog in found.catalogs):
        console.print("Errors stop the whole build; `machina check` lists them.")
    if any(catalog.decision == HOLD for catalog in found.catalogs):
        console.print("What is held is not built in that language; `machina build --allow-partial` builds it.")
    if found.stale:
        _print_stale(found, console)


def _table(found: Status, width: int) -> Table:
    """Return the table; in a narrow terminal its columns stand closer, and what is fine everywhere has no column."""
    table = Table(box=None, pad_edge=False, padding=(0, 2 if width >= 100 else 1, 0, 0), header_style="bold")
    checks = any(catalog.errors or catalog.warnings for catalog in found.catalogs)
    table.add_column("", no_wrap=True)
    for head in ("words", "translated", "fuzzy", "missing", "stale"):
        table.add_column(head, justify="right", no_wrap=True)
    for head in ("state", "checks", "a build would") if checks else ("state", "a build would"):
        table.add_column(head)
    for language in found.languages:
        table.add_row(f"[bold]{language.code}[/]")
        for catalog in found.catalogs:
            if catalog.language == language.code:
                table.add_row(*_cells(catalog, checks))
    return table


def _cells(catalog: CatalogStatus, checks: bool) -> tuple[str, ...]:
    words = catalog.words
    numbers = (words.fuzzy, words.missing, catalog.stale)
    states = [state for state in State if getattr(words, state)]
    state = states[0] if len(states) == 1 else ", ".join(f"{state} {words.share(state)} %" for state in states)
    named = ((catalog.errors, "error"), (catalog.warnings, "warning"))
    findings = ", ".join(count(number, word) for number, word in named if number)
    return (
        f" {catalog.name}",
        f"{words.all:,}",
        _unbroken(f"{words.percent} %"),
        *(f"{number:,}" for number in numbers),
        _unbroken(state),
        *((findings or "fine",) if checks else ()),
        f"[{_COLOURS.get(catalog.decision, 'yellow')}]{_unbroken(catalog.says)}[/]",
    )


def _unbroken(text: str) -> str:
    """Return the text with its per-cent signs tied to their numbers."""
    return text.replace(" %", "\u00a0%")


def _print_stale(found: Status, console: Console) -> None:
    texts = count(len(found.stale), "text")
    console.print(f"\n[bold]Stale[/]: {texts} changed after translation")
    for text in found.stale[:LIMIT]:
        since = f", {text.since}" if text.since else ""
        codes = ", ".join(code for code, _ in text.translations)
        console.print(f"\n[bold]{escape(text.place or text.catalog)}[/]")
        console.print(f"  {escape(text.source)}{since}; to look at in {codes}")
        console.print(f"  {_change(text)}")
    if len(found.stale) > LIMIT:
        console.print(f"\nand {len(found.stale) - LIMIT:,} more; --html FILE shows all")


def _change(text: Stale) -> str:
    """Return what changed in one line: [-what stood there-] {+what stands there+}."""
    parts: list[str] = []
    for piece in excerpt(text.old, text.new):
        if not piece.changed:
            parts.append(escape(piece.new))
            continue
        parts += [f"[red]{escape(f'[-{piece.old}-]')}[/]"] if piece.old else []
        parts += [f"[green]{escape(f'{{+{piece.new}+}}')}[/]"] if piece.new else []
    return " ".join(parts)
