"""The recipe: open the deck, find its lock, compare, look the texts up in the course.  Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from machina_scorm.errors import MachinaError
from machina_scorm.export.deck.lock import Lock, LockText
from machina_scorm.i18n.extract import Message, extract
from machina_scorm.i18n.wording import needs_translation
from machina_scorm.imports.deck import open_deck
from machina_scorm.model.course import Lesson
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text, iter_text
from machina_scorm.problems import Report
from machina_scorm.project import COURSE_CATALOG, Project, read_project
from machina_scorm.readback.compare import compare_deck
from machina_scorm.readback.findings import Comparison, Finding
from machina_scorm.readback.locate import find_lock
from machina_scorm.readback.markdown import Unmappable, edited_markdown
from machina_scorm.readback.words import key
from machina_scorm.source import Source

_ANYWHERE = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding, and what becomes of it where it is a changed text.

    `md` is the new text, "" where only a person can carry it over: then `reason` says why. `source` is the place in
    the course's files, `elsewhere` where the same text stands besides, `notes` the words that a translator reads above
    it. `remarks` are what has happened since the deck was built. `done` is True if the course says so already.
    """

    finding: Finding
    md: str = ""
    reason: str = ""
    source: Source | None = None
    elsewhere: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A deck that was read back. `project` is None where no course was found or it cannot be read."""

    name: str
    lock_path: Path
    lock: Lock
    program: str
    comparison: Comparison
    proposals: tuple[Proposal, ...]
    project: Project | None
    root: Path | None

    @property
    def translated(self) -> bool:
        """True if the deck is in another language than the course is written in."""
        return self.lock.language != self.lock.source_language

    @property
    def unit(self) -> str:
        """The unit's id."""
        return self.lock.lesson.partition("/")[0]

    @property
    def language(self) -> Language | None:
        """The deck's language, if the course is at hand and has it."""
        languages = self.project.languages if self.project else ()
        return next((language for language in languages if language.code == self.lock.language), None)

    @property
    def changed(self) -> tuple[Proposal, ...]:
        """The changed texts that can be carried over."""
        return tuple(proposal for proposal in self.proposals if proposal.md and not proposal.done)


def read_back(path: Path, lock_file: Path | None, root: Path | None) -> ReadBack:
    """Read an edited deck back; raises SourceError for a deck or a lock that cannot be used.

    `root` is the course's folder, None for none: then places in the sources are not known.
    """
    deck = open_deck(path)
    found = find_lock(deck, path, lock_file, root)
    comparison = compare_deck(found.lock, deck)
    project = _project(root, found.lock)
    course = _Course.of(project, found.lock) if project else None
    proposals = tuple(_propose(finding, found.lock, course) for finding in comparison.findings)
    return ReadBack(path.name, found.path, found.lock, deck.program, comparison, proposals, project, root)


def _project(root: Path | None, lock: Lock) -> Project | None:
    """Return the course if it can be read and has the lesson; errors in it are no reason not to read a deck."""
    try:
        project = read_project(root, Report()) if root else None
    except MachinaError:
        return None
    return project if project and _lesson(project, lock.lesson) else None


def _lesson(project: Project, key_: str) -> Lesson | None:
    lessons = (lesson for unit in project.course.units for lesson in unit.lessons)
    return next((lesson for lesson in lessons if key_ in (lesson.key, lesson.known_as)), None)


@dataclass(frozen=True, slots=True)
class _Course:
    """The course's texts by message: on which slide (its id, "" for elsewhere) and where; and its translations."""

    places: dict[tuple[str | None, str], list[tuple[str, Source]]]
    messages: dict[tuple[str | None, str], Message]
    slides: dict[str, Source]
    project: Project

    @classmethod
    def of(cls, project: Project, lock: Lock) -> _Course:
        lesson = _lesson(project, lock.lesson)
        assert lesson is not None
        places: dict[tuple[str | None, str], list[tuple[str, Source]]] = {}
        walks = [(slide.id, iter_text(slide)) for slide in lesson.slides]
        walks += [("", iter_text(value)) for value in (lesson, *project.course.units, project.course.about)]
        for slide, texts in walks:
            for text in texts:
                known = places.setdefault((text.msgctxt, text.md), [])
                if text.source not in [place for where, place in known if where or not slide]:
                    known.append((slide, text.source))
        values = (project.course.about, *project.course.units)
        messages = {message.key: message for value in values for message in extract(value)}
        return cls(places, messages, {slide.id: slide.source for slide in lesson.slides}, project)

    def sources(self, text: LockText, slide: str) -> tuple[Source, ...]:
        """Return where a text stands, that of the slide first, each place once."""
        found = self.places.get((text.msgctxt, text.msgid), [])
        ordered = sorted(found, key=lambda place: (place[0] != slide, not place[0]))
        return tuple(dict.fromkeys(source for _, source in ordered))

    def translation(self, text: LockText, lock: Lock) -> str | None:
        name = COURSE_CATALOG if text.shared else lock.lesson.partition("/")[0]
        catalog = self.project.catalogs.get((lock.language, name))
        entry = catalog.entries.get((text.msgctxt, text.msgid)) if catalog else None
        return entry.msgstr if entry and not entry.fuzzy else None


def _propose(finding: Finding, lock: Lock, course: _Course | None) -> Proposal:
    text = finding.text
    slide = lock.slides[finding.place.was - 1].id if finding.place.was else ""
    if finding.kind != "text" or text is None or finding.item is None or finding.edited is None:
        here = course.slides.get(slide) if course and finding.kind != "footer" else None
        return Proposal(finding, source=here)
    sources = course.sources(text, slide) if course else ()
    source = sources[0] if sources else None
    message = course.messages.get((text.msgctxt, text.msgid)) if course else None
    notes = message.notes if message else (f"slide {finding.place.number} “{finding.place.title}”",)
    remarks = tuple(_remarks(text, lock, course, bool(sources)))
    known = source, sources[1 : 1 + _ANYWHERE], notes, remarks
    translated = lock.language != lock.source_language
    if translated and not needs_translation(Text(text.msgid, text.role)):
        reason = "it has no words to translate and is the same in every language: change it in the source"
        return Proposal(finding, "", reason, *known)
    try:
        md = edited_markdown(finding.item, finding.edited)
    except Unmappable as error:
        return Proposal(finding, "", str(error), *known)
    now = course.translation(text, lock) if course and translated else None
    return Proposal(finding, md, "", *known, done=now is not None and key(now) == key(md))


def _remarks(text: LockText, lock: Lock, course: _Course | None, known: bool) -> Iterator[str]:
    """Yield what somebody must know before taking a change over."""
    if course is None:
        return
    if not known:
        yield "the source has moved on: the course has another text here by now"
        return
    if lock.language != lock.source_language and not text.lang:
        now = course.translation(text, lock)
        if now and key(now) != key(text.md):
            yield f"the translation has moved on: it is “{' '.join(now.split())}” by now"
