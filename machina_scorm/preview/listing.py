"""The course as the preview's first page lists it: languages, units, lessons, and what there is of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from machina_scorm.dialect import plain_text
from machina_scorm.export import formats
from machina_scorm.model.text import Text
from machina_scorm.preview.workshop import Snapshot
from machina_scorm.project import Localised
from machina_scorm.store import Entry

#: How a file name ends → the page that shows such a file.
_PAGES = ((".zip", "play"), (".pptx", "slides"), (".moodle.xml", "questions"), (".gift.txt", "questions"))


@dataclass(frozen=True, slots=True)
class Name:
    """A title and the language it is in."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One artefact: `page` is the page that shows it ("play", "slides", "questions", or "" for a download only)."""

    entry: Entry
    format: str
    page: str


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson, or a unit's own artefacts where `number` is 0."""

    id: str
    name: Name
    number: int
    things: tuple[Thing, ...]

    def of(self, page: str) -> tuple[Thing, ...]:
        """Return the things that a page shows."""
        return tuple(thing for thing in self.things if thing.page == page)


@dataclass(frozen=True, slots=True)
class Section:
    """A unit with its lessons, then its own artefacts."""

    id: str
    name: Name
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A language of the course; `translated` in per cent, rounded down."""

    code: str
    name: str
    translated: int
    count: int


def thing(entry: Entry) -> Thing:
    """Return an artefact with what the pages need of it."""
    titles = {format_.name: format_.title for format_ in formats()}
    page = next((page for ending, page in _PAGES if entry.path.endswith(ending)), "")
    return Thing(entry, titles.get(entry.format, entry.format), page)


def course_name(snapshot: Snapshot) -> Name | None:
    """Return the course's title in its own language, once the course could be read."""
    if not snapshot.localised:
        return None
    edition = next(
        (c.edition for c in snapshot.localised if c.edition.language.code == c.edition.about.language),
        snapshot.localised[0].edition,
    )
    return _name(edition.about.title, edition.language.code)


def tabs(snapshot: Snapshot) -> tuple[Tab, ...]:
    """Return the languages that there is anything of, in the course's order."""
    known = {course.edition.language.code: course for course in snapshot.localised}
    found = dict.fromkeys(entry.language for entry in snapshot.entries)
    codes = [*(code for code in known if code in found), *sorted(code for code in found if code not in known)]
    return tuple(_tab(code, known.get(code), snapshot) for code in codes)


def sections(snapshot: Snapshot, wanted: str) -> tuple[Section, ...]:
    """Return the units of one language with everything that was made of them."""
    course = _course(snapshot, wanted)
    language = course.edition.language.code if course else wanted
    mine: dict[str, list[Entry]] = {}
    for entry in snapshot.entries:
        if entry.language == wanted:
            mine.setdefault(subject(entry), []).append(entry)
    order = {unit.id: number for number, unit in enumerate(course.units)} if course else {}
    units = sorted({key.partition("/")[0] for key in mine}, key=lambda id_: (order.get(id_, len(order)), id_))
    return tuple(_section(id_, mine, course, language) for id_ in units)


def subject(entry: Entry) -> str:
    """Return the key of the lesson or the id of the unit that an artefact was made of."""
    return entry.key.rsplit(":", 2)[0]


def name_of(snapshot: Snapshot, entry: Entry) -> Name:
    """Return the title of the lesson or unit that an artefact was made of."""
    for section in sections(snapshot, entry.language):
        for row in section.rows:
            if any(thing.entry == entry for thing in row.things):
                return row.name if row.number else section.name
    return Name(subject(entry), "")


def _course(snapshot: Snapshot, language: str) -> Localised | None:
    """The course in a language; in its first one for what holds all languages."""
    first = next(iter(snapshot.localised), None)
    return next((c for c in snapshot.localised if c.edition.language.code == language), first)


def _section(id_: str, mine: dict[str, list[Entry]], course: Localised | None, language: str) -> Section:
    unit = next((unit for unit in course.units if unit.id == id_), None) if course else None
    lessons = {lesson.key: lesson for lesson in unit.lessons} if unit else {}
    keys = [key for key in mine if key.startswith(f"{id_}/")]
    rows: list[Row] = []
    for key in sorted(keys, key=lambda key: (lessons[key].number if key in lessons else len(lessons) + 1, key)):
        lesson = lessons.get(key)
        name = _name(lesson.title, language) if lesson else Name(key, "")
        number = lesson.number if lesson else len(rows) + 1
        rows.append(Row(key, name, number, _things(mine[key])))
    name = _name(unit.title, language) if unit else Name(id_, "")
    if id_ in mine:
        rows.append(Row(id_, name, 0, _things(mine[id_])))
    return Section(id_, name, tuple(rows))


def _things(entries: Iterable[Entry]) -> tuple[Thing, ...]:
    return tuple(thing(entry) for entry in sorted(entries, key=lambda entry: entry.path))


def _tab(code: str, course: Localised | None, snapshot: Snapshot) -> Tab:
    count = sum(entry.language == code for entry in snapshot.entries)
    if course is None:
        return Tab(code, code, 100, count)
    messages = sum(coverage.total.messages for _, coverage in course.coverage)
    translated = sum(coverage.total.translated for _, coverage in course.coverage)
    return Tab(code, course.edition.language.name, 100 * translated // messages if messages else 100, count)


def _name(text: Text, language: str) -> Name:
    return Name(plain_text(text), text.lang or language)
