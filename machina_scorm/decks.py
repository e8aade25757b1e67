"""Decks of strangers into a course: slides.md, its pictures and a report. Nothing that is there is written over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from machina_scorm.dialect import plain_text
from machina_scorm.errors import SourceError
from machina_scorm.imports.deck import open_deck
from machina_scorm.imports.markdown import FOLDER
from machina_scorm.imports.slides import Imported, Loss, import_slides
from machina_scorm.problems import Report
from machina_scorm.project import find_lesson
from machina_scorm.store import replace_file, replace_with_backup
from machina_scorm.units.files import FolderAssets
from machina_scorm.units.loader import read_course
from machina_scorm.units.slides import read_slides

SLIDES = "slides.md"
_PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg"})
REPORT = "import-report.md"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did: slides in the deck, slides in the lesson, what was lost, the paths written."""

    found: int
    imported: Imported
    target: str
    written: tuple[str, ...] = ()

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What somebody must look at."""
        return self.imported.losses


def import_deck(root: Path, lesson: str, file: Path, *, dry_run: bool = False, replace_old: bool = False) -> Outcome:
    """Write the slides of `file` to the lesson `unit/lesson` of the course at `root`.

    A slides.md that is there stays, and the new one is called slides.imported.md; with `replace_old` it is replaced and
    kept as slides.md.bak. Raises ProjectError where there is no such lesson, SourceError for an unfit file.
    """
    folder = find_lesson(root, lesson)
    deck = open_deck(file)
    imported = _fresh_names(import_slides(deck, _known_lines(root)), root / folder / FOLDER)
    text = imported.text.encode("utf-8")
    name = SLIDES if replace_old else _free(root / folder, SLIDES, "slides.imported.md", text)
    target = f"{folder}/{name}"
    outcome = Outcome(len(deck.slides), imported, target)
    if dry_run:
        return outcome
    writes = {f"{folder}/{FOLDER}/{name}": image.data for name, image in sorted(imported.pictures.items())}
    for path, data in writes.items():
        replace_file(root / path, data)
    report = write_report(file.name, outcome).encode("utf-8")
    report_path = f"{folder}/{_free(root / folder, REPORT, REPORT, report)}"
    replace_file(root / report_path, report)
    replace_with_backup(root / target, text)
    _read_again(root, folder, target)
    return replace(outcome, written=(*writes, report_path, target))


def _known_lines(root: Path) -> Iterator[str]:
    """Yield the lines that a deck of this course has on its first and last slide: titles, funding, licence."""
    course = read_course(root, Report())
    if course is None:
        return
    yield plain_text(course.about.title)
    yield from (plain_text(unit.title) for unit in course.units)
    yield f"Licence: {course.about.license}"
    funding = course.about.funding
    for text in (funding.text, funding.disclaimer) if funding else ():
        if text:
            yield plain_text(text)


def _fresh_names(imported: Imported, folder: Path) -> Imported:
    """Return the import with pictures under names that stand for no other picture in the folder.

    A picture that is there already is used as it is called there.
    """
    text, pictures = imported.text, {}
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    there = {hashlib.sha256(path.read_bytes()).digest(): path.name for path in files if path.suffix in _PICTURES}
    for name, image in imported.pictures.items():
        stem, dot, suffix = name.rpartition(".")
        new, number = there.get(hashlib.sha256(image.data).digest(), name), 2
        while not _same_or_none(folder / new, image.data) or (new != name and new in imported.pictures):
            new, number = f"{stem}-{number}{dot}{suffix}", number + 1
        text = text.replace(f"]({FOLDER}/{name})", f"]({FOLDER}/{new})")
        pictures[new] = replace(image, name=new)
    return replace(imported, text=text, pictures=pictures)


def _same_or_none(path: Path, data: bytes) -> bool:
    return not path.exists() or (path.is_file() and path.read_bytes() == data)


def _free(folder: Path, first: str, other: str, data: bytes) -> str:
    """Return the first of the names `first`, `other`, `other` with a number that is free or holds just this."""
    stem, dot, suffix = other.rpartition(".")
    name, number = first, 1
    while not _same_or_none(folder / name, data):
        name = other if number == 1 and other != first else f"{stem}-{max(2, number)}{dot}{suffix}"
        number += 1
    return name


def _read_again(root: Path, folder: str, target: str) -> None:
    """Make sure that what was written is read without an error; each slide was, so this fails for a bug only."""
    report = Report()
    read_slides((root / target).read_text("utf-8"), target, report, FolderAssets(root, folder, report), {})
    if report.errors:
        first = report.errors[0]
        raise SourceError(first.message, str(first.source), first.hint)


def write_report(name: str, outcome: Outcome) -> str:
    """Return the list of what could not be carried, slide by slide, as Markdown."""
    title = f"# What came of {name}\n"
    counts = f"{outcome.found} slides became {len(outcome.imported.slides)} in {outcome.target.rpartition('/')[2]}."
    parts = [title, counts + "\n"]
    if not outcome.losses:
        parts.append("Everything came.\n")
    for slide, losses in by_slide(outcome.losses).items():
        parts.append(f"## {f'Slide {slide}' if slide else 'The whole deck'}\n")
        parts.append("\n".join(f"- {_line(loss)}" for loss in losses) + "\n")
    return "\n".join(parts)


def by_slide(losses: Iterable[Loss]) -> Mapping[int, tuple[Loss, ...]]:
    """Return losses by the number of their slide, those of the deck (0) first."""
    found: dict[int, tuple[Loss, ...]] = {}
    for loss in sorted(losses, key=lambda loss: loss.slide):
        found[loss.slide] = (*found.get(loss.slide, ()), loss)
    return found


def _line(loss: Loss) -> str:
    words = " ".join(loss.message.split())
    return f"{'**Not carried:** ' if loss.gone else ''}{words}{f' – {loss.hint}' if loss.hint else ''}"
