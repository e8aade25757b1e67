"""What a read-back deck leaves for a person: a PO file or a patch, and everything in words.  Overwrites nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from machina_scorm.project import COURSE_CATALOG
from machina_scorm.readback.catalog import Change, write_changes
from machina_scorm.readback.patch import Edit, make_patch
from machina_scorm.readback.recipe import Proposal, ReadBack
from machina_scorm.readback.report import write_report
from machina_scorm.source import Source
from machina_scorm.store import replace_file

REPORT = "read-back.md"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written and how many changes are in it (0 for the report)."""

    path: Path
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Output:
    """The files to write by name, with the number of changes in each, and why a proposal is in none of them."""

    files: Mapping[str, tuple[str, int]]
    refused: Mapping[int, str]


def make_files(result: ReadBack) -> Output:
    """Return what is to be written, by name: none where nothing was changed."""
    if not result.proposals:
        return Output({}, {})
    files, refused = _catalogs(result) if result.translated else _patch(result)
    report = write_report(result, refused, tuple(files))
    return Output({**files, REPORT: (report, 0)}, refused)


def write_files(output: Output, folder: Path) -> tuple[Written, ...]:
    """Write files into a folder under names that are free there: `lu1.el.po`, else `lu1.el-2.po`."""
    written = []
    for name, (text, changes) in output.files.items():
        path = _free(folder, name)
        replace_file(path, text.encode())
        written.append(Written(path, changes))
    return tuple(written)


def _free(folder: Path, name: str) -> Path:
    path, number = folder / name, 2
    while path.exists():
        stem, dot, suffix = name.rpartition(".")
        path = folder / f"{stem}-{number}{dot}{suffix}"
        number += 1
    return path


def _catalogs(result: ReadBack) -> tuple[dict[str, tuple[str, int]], dict[int, str]]:
    """Return a PO file for the unit, and one for the course's own texts where any of them was changed."""
    by_catalog: dict[str, dict[tuple[str | None, str], list[Proposal]]] = {}
    for proposal in result.changed:
        text = proposal.finding.text
        assert text is not None
        name = COURSE_CATALOG if text.shared else result.unit
        by_catalog.setdefault(name, {}).setdefault((text.msgctxt, text.msgid), []).append(proposal)
    project = result.lock.course
    files = {}
    for name, messages in by_catalog.items():
        changes = [_change(proposals) for proposals in messages.values()]
        text_ = write_changes(changes, result.lock.language, result.language, project)
        files[f"{name}.{result.lock.language}.po"] = text_, len(changes)
    return files, {}


def _change(proposals: list[Proposal]) -> Change:
    first = proposals[0]
    text = first.finding.text
    assert text is not None
    wordings = tuple(dict.fromkeys(proposal.md for proposal in proposals))
    paths = tuple(dict.fromkeys(place.path for place in (first.source, *first.elsewhere) if place))
    old = "" if text.lang else text.md
    return Change(text.msgctxt, text.msgid, old, wordings[0], wordings[1:], first.notes, first.remarks, paths)


def _patch(result: ReadBack) -> tuple[dict[str, tuple[str, int]], dict[int, str]]:
    """Return the patch of the sources, and the reasons of what is not in it, by number of the proposal."""
    refused: dict[int, str] = {}
    edits: dict[int, Edit] = {}
    taken: dict[Source, str] = {}
    for number, proposal in enumerate(result.proposals):
        if not proposal.md:
            continue
        if proposal.source is None:
            refused[number] = "the place in the sources is not known" if not result.project else proposal.remarks[0]
            continue
        edit = _edit(result, proposal)
        if not edit.cells and taken.setdefault(proposal.source, proposal.md) != proposal.md:
            refused[number] = "the same text was changed in two ways: decide for one"
            continue
        edits[number] = edit
    patch, failed = make_patch(edits.values(), _reader(result.root))
    refused |= {number: failed[edit] for number, edit in edits.items() if edit in failed}
    done = len({edit for edit in edits.values() if edit not in failed})
    name = f"{result.lock.lesson.replace('/', '-')}.patch"
    return ({name: (patch, done)} if patch else {}), refused


def _edit(result: ReadBack, proposal: Proposal) -> Edit:
    item, text = proposal.finding.item, proposal.finding.text
    assert item is not None and text is not None and proposal.source is not None
    if item.kind != "cell":
        return Edit(proposal.source, text.msgid, proposal.md)
    slide = result.lock.slides[proposal.finding.place.was - 1]
    row = [other for other in slide.items if (other.kind, other.table, other.row) == ("cell", item.table, item.row)]
    cells = tuple(other.text.msgid if other.text else other.shown for other in row)
    return Edit(proposal.source, text.msgid, proposal.md, cells, item.column)


class _reader:
    """Reads source files of a course, whose line ends stay as they are."""

    def __init__(self, root: Path | None) -> None:
        self.root = root

    def __call__(self, path: str) -> str | None:
        try:
            return (self.root / path).read_bytes().decode("utf-8") if self.root else None
        except (OSError, UnicodeDecodeError):
            return None


def changes_in(written: Iterable[Written]) -> int:
    """Return how many changes the files hold."""
    return sum(file.changes for file in written)
