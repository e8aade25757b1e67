"""Handouts: PDFs of decks, of their notes pages and of a lesson's notes, made by LibreOffice.

They are no artefacts of a build: a PDF that LibreOffice makes carries a date, so no two are equal.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pptx import Presentation

from machina_scorm.errors import ExportError, MachinaError, ProjectError, SourceError
from machina_scorm.imports import ImportFile
from machina_scorm.imports.deck import open_deck
from machina_scorm.imports.office import is_safe
from machina_scorm.libreoffice import Office, open_office
from machina_scorm.pipeline import Request, build
from machina_scorm.presentation import UNREADABLE
from machina_scorm.problems import Report
from machina_scorm.project import Project
from machina_scorm.store import replace_with_backup

#: What can be made: of a deck its slides and its notes pages, of a lesson also the notes that learners read.
KINDS = ("deck", "notes", "text")
_FORMATS = {"deck": "deck", "notes": "deck", "text": "notes-docx"}


@dataclass(frozen=True, slots=True)
class Source:
    """A document to make PDFs of: `name` without suffix, `suffix` .pptx or .docx, its bytes, where it is from."""

    name: str
    suffix: str
    data: bytes
    where: str


@dataclass(frozen=True, slots=True)
class Made:
    """A handout: the file, or why it could not be made."""

    where: str
    kind: str
    path: Path | None = None
    error: MachinaError | None = None


def source_of_file(path: Path) -> Source:
    """Return a .pptx or .docx of anybody's, looked at before LibreOffice is; raises SourceError."""
    suffix = path.suffix.lower()
    if suffix == ".pptx":
        deck = open_deck(path)
        assert deck.slides
        return Source(path.stem, suffix, path.read_bytes(), str(path))
    if suffix != ".docx":
        hint = "name a .pptx, a .docx or a lesson, as lu1/l1-introduction"
        raise SourceError("no handout is made of such a file", path.name, hint)
    data, report = path.read_bytes(), Report()
    if not is_safe(ImportFile(path.name, data), report):
        raise SourceError(report.errors[0].message, path.name, report.errors[0].hint)
    return Source(path.stem, suffix, data, str(path))


def sources_of_lesson(
    project: Project, lesson: str, languages: Sequence[str], kinds: Sequence[str]
) -> tuple[Source, ...]:
    """Return the deck and the notes of a lesson, built in the languages given (none: the course's own).

    Raises ProjectError for no such lesson, ExportError where one of them cannot be built.
    """
    if not any(lesson == each.key for unit in project.course.units for each in unit.lessons):
        known = ", ".join(each.key for unit in project.course.units for each in unit.lessons)
        raise ProjectError(f"there is no file and no lesson {lesson!r}", hint=f"the lessons: {known or 'none'}")
    codes = tuple(languages) or (project.course.about.language,)
    formats = tuple(dict.fromkeys(_FORMATS[kind] for kind in kinds))
    with tempfile.TemporaryDirectory(prefix="machina-") as folder:
        made = build(project, Request(codes, (), (lesson,), formats, jobs=1), Path(folder))
        failed = [outcome.key for outcome in made.outcomes if outcome.state == "failed"]
        if failed:
            raise ExportError(f"{failed[0]} cannot be built", hint="`machina build` lists why")
        found = []
        for outcome in made.outcomes:
            path = Path(folder) / outcome.path
            suffix = ".docx" if outcome.format == "notes-docx" else ".pptx"
            name = f"{path.name.partition('.')[0]}.{outcome.language}"
            found.append(Source(name, suffix, path.read_bytes(), f"{lesson} ({outcome.language})"))
    if not found:
        raise ExportError(f"{lesson} has no slides", hint="write slides.md, or ask for --what text")
    return tuple(found)


def make_handouts(
    sources: Sequence[Source], kinds: Sequence[str], folder: Path, show: Callable[[Made], None]
) -> tuple[Made, ...]:
    """Write the PDFs of `sources` to `folder`; one that fails does not keep the others. Raises ExportError without
    LibreOffice. A PDF that is there and is another is kept as `<name>.bak`.
    """
    done: list[Made] = []
    with open_office() as office:
        for made in _all(office, sources, kinds, folder):
            show(made)
            done.append(made)
    return tuple(done)


def _all(office: Office, sources: Sequence[Source], kinds: Sequence[str], folder: Path) -> Iterator[Made]:
    taken: set[str] = set()
    for source in sources:
        for kind in kinds:
            if (kind == "text") != (source.suffix == ".docx"):
                continue
            made = Made(source.where, kind)
            try:
                shown = _with_notes_pages(source.data) if kind == "notes" else source.data
                data = office.pdf(shown, source.suffix, notes=kind == "notes")
                path = folder / _name(source, kind, taken)
                replace_with_backup(path, data)
                yield replace(made, path=path)
            except ExportError as error:
                yield replace(made, error=ExportError(error.message, source.where, error.hint))


def _with_notes_pages(data: bytes) -> bytes:
    """Return a deck whose every slide has a notes page: without one LibreOffice sets the slide over the page's edge."""
    try:
        deck = Presentation(io.BytesIO(data))
        if all(slide.has_notes_slide for slide in deck.slides):
            return data
        for slide in deck.slides:
            assert slide.notes_slide  # made where it is not there
        buffer = io.BytesIO()
        deck.save(buffer)
    except UNREADABLE:
        return data
    return buffer.getvalue()


def _name(source: Source, kind: str, taken: set[str]) -> str:
    """Return the PDF's name; two sources of one name get different ones."""
    stem = {"deck": source.name, "notes": f"{source.name}.notes-pages", "text": f"{source.name}.notes"}[kind]
    stem = source.name if kind == "text" and source.name.endswith(".notes") else stem
    name, number = f"{stem}.pdf", 2
    while name.casefold() in taken:
        name, number = f"{stem}-{number}.pdf", number + 1
    taken.add(name.casefold())
    return name
