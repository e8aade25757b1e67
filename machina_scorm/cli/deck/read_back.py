"""machina deck read-back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from machina_scorm.cli.console import count, json_option, out, print_json, project_option
from machina_scorm.errors import ProjectError
from machina_scorm.project import find_root
from machina_scorm.readback.files import Output, Written, make_files, write_files
from machina_scorm.readback.findings import Place
from machina_scorm.readback.recipe import Proposal, ReadBack, read_back
from machina_scorm.readback.report import advice, headline, suggestion, summary, where
from machina_scorm.readback.words import marked

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = "read-back"
#: How many characters of what did not change are shown beside a change.
_AROUND = 40


@click.command("read-back")
@click.argument("edited", type=_FILE)
@click.option("--lock", "lock_file", type=_FILE, help="The .lock.json that the build wrote beside the deck.")
@click.option(
    "--out", "target", type=click.Path(file_okay=False, path_type=Path),
    help="Where to write; default: read-back/ beside the deck. Files that are there are never overwritten.",
)  # fmt: skip
@project_option
@json_option
def read_back_(edited: Path, lock_file: Path | None, target: Path | None, folder: Path | None, as_json: bool) -> None:
    """Tell what somebody changed in a deck of this course.

    Changed texts of a translated deck are written as a PO file, all marked fuzzy; those of a deck in the course's own
    language as a patch for `git apply`. What moved, came or went is listed. Nothing in the course is changed.
    """
    result = read_back(edited, lock_file, _root(folder, edited))
    output = make_files(result)
    written = write_files(output, target or edited.parent / _FOLDER)
    if as_json:
        print_json(_as_json(result, output, written))
    else:
        _print(result, output, written, out())


def _root(project: Path | None, edited: Path) -> Path | None:
    """Return the course's folder: the one given, that around the deck, or that around here; None without any."""
    if project:
        return project.resolve()
    for start in (edited.resolve().parent, Path.cwd()):
        try:
            return find_root(start)
        except ProjectError:
            continue
    return None


def _print(result: ReadBack, output: Output, written: tuple[Written, ...], console: Console) -> None:
    console.print(escape(summary(result)))
    if not result.proposals:
        console.print("Nothing was changed.")
        return
    unchanged = count(result.comparison.unchanged, "text")
    console.print(f"{count(len(result.proposals), 'change')}; {unchanged} and pictures are as they were built.")
    last: Place | None = None
    for number, proposal in enumerate(result.proposals):
        if proposal.finding.place != last:
            last = proposal.finding.place
            console.print(f"\n[bold]{escape(where(last))}[/]")
        _print_finding(proposal, output.refused.get(number, ""), console)
    console.print()
    for file in written:
        what = f": {count(file.changes, 'text')}" if file.changes else ": all of this, and what to do"
        console.print(f"Wrote {escape(str(file.path))}{what}")
    if result.project is None:
        console.print("The course was not found: name its folder with --project to get places and patches.")


def _print_finding(proposal: Proposal, refused: str, console: Console) -> None:
    finding = proposal.finding
    at = f"  [dim]{escape(str(proposal.source))}[/]" if proposal.source else ""
    console.print(f"  {escape(headline(finding))}{at}")
    old, new = " ".join(finding.old.split()), " ".join(finding.new.split())
    if old and new and old != new:
        console.print(f"    {_marked(old, new, console.is_terminal)}")
    elif old or new:
        console.print(f"    {escape(new or old)}")
    words = suggestion(finding)
    if words and words != new:
        lines = ["", *words.split("\n")] if "\n" in words else [words]
        console.print("\n      ".join((f"    [dim]as Markdown:[/] {escape(lines[0])}", *map(escape, lines[1:]))))
    for line in advice(proposal, refused):
        console.print(f"    [dim]{escape(line)}[/]")


def _marked(old: str, new: str, colours: bool) -> str:
    if not colours:
        return escape(marked(old, new, around=_AROUND))
    # Square brackets in the words must not be read as colours.
    words = escape(marked(old, new, "\0{}\1", "\2{}\3", _AROUND))
    for sign, colour in (("\0", "[red strike]"), ("\1", "[/]"), ("\2", "[green bold]"), ("\3", "[/]")):
        words = words.replace(sign, colour)
    return words


def _as_json(result: ReadBack, output: Output, written: tuple[Written, ...]) -> dict[str, object]:
    lock = result.lock
    return {
        "deck": result.name,
        "lock": str(result.lock_path),
        "lesson": lock.lesson,
        "language": lock.language,
        "saved_by": result.program,
        "unchanged": result.comparison.unchanged,
        "findings": [
            _finding_json(proposal, output.refused.get(number, "")) for number, proposal in enumerate(result.proposals)
        ],
        "files": [str(file.path) for file in written],
    }


def _finding_json(proposal: Proposal, refused: str) -> dict[str, object]:
    finding, text = proposal.finding, proposal.finding.text
    return {
        "kind": finding.kind,
        "slide": asdict(finding.place),
        "what": finding.what,
        "old": finding.old,
        "new": finding.new,
        "also": list(finding.also),
        "detail": finding.detail,
        "msgctxt": text.msgctxt if text else None,
        "msgid": text.msgid if text else None,
        "markdown": proposal.md,
        "by_hand": proposal.reason or refused,
        "source": str(proposal.source) if proposal.source else "",
        "remarks": list(proposal.remarks),
        "done": proposal.done,
    }
