"""How far every translation is and what a build would make of it: values for a terminal, a page, a program.

The catalogs are taken as `machina i18n update` would leave them, so that the answer is true before anybody ran it.
Not: how it looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from machina_scorm.dialect import plain_text
from machina_scorm.i18n.catalog import Catalog, Entry, Key, Layers, read_catalog
from machina_scorm.i18n.extract import Message, extract
from machina_scorm.i18n.localise import UI_ROLE, Coverage, localise
from machina_scorm.i18n.review import State, state_of
from machina_scorm.i18n.ui import UI_LANGUAGE
from machina_scorm.i18n.update import catalog_path, template_path, update_catalogs
from machina_scorm.i18n.wording import count_words, needs_translation
from machina_scorm.model.course import Unit
from machina_scorm.model.edition import Language, Ui
from machina_scorm.model.text import Text, iter_text
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.project import UI_CATALOG, Project, check_translations, localise_project, translatable
from machina_scorm.publishing import Standing, standing
from machina_scorm.source import Source
from machina_scorm.translations.history import Since, texts_since

SHIP, MARKED, HOLD, STOP = "ship", "ship-marked", "hold", "stop"

_TERM_ROLE = "term"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a catalog as learners read them: a text that stands twice counts twice.

    `translated` are published; `waiting` are translated too but appear in the source language with the question they
    belong to, a part of which is not; `fuzzy` have a translation that somebody has to look at, `missing` have none:
    these four are `all`. `machine`, `human` and `reviewed` divide what is translated or waiting by who vouches for it.
    `texts` counts the texts that appear in the source language.
    """

    all: int = 0
    translated: int = 0
    waiting: int = 0
    fuzzy: int = 0
    missing: int = 0
    machine: int = 0
    human: int = 0
    reviewed: int = 0
    texts: int = 0

    @property
    def percent(self) -> int:
        """The published share in per cent, rounded down: 100 is everything."""
        return self.translated * 100 // self.all if self.all else 100

    def share(self, state: State) -> int:
        """Return the share of a state in what is translated, in per cent, rounded down; 0 where nothing is."""
        whole = self.machine + self.human + self.reviewed
        return getattr(self, state.value) * 100 // whole if whole else 0


@dataclass(frozen=True, slots=True)
class CatalogStatus:
    """One catalog in one language. `path` is its PO file; `stale` counts texts whose English changed.

    `errors`, `warnings`, `notes` count what the checks of translations find. `standing` is a unit's; `source` the name
    of the language in which untranslated text appears.
    """

    name: str
    language: str
    path: str
    words: Words
    source: str
    stale: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    standing: Standing | None = None

    @property
    def decision(self) -> str:
        """What a build does: SHIP, MARKED (parts appear in the source language), HOLD, or STOP: errors stop it all."""
        if self.errors:
            return STOP
        if self.standing and self.standing.held:
            return HOLD
        return MARKED if self.words.texts else SHIP

    @property
    def says(self) -> str:
        """The decision in a few words: `ship, 3 texts in English`, `hold: 87 % of 90 %`."""
        match self.decision:
            case "stop":
                return f"stop: {counted(self.errors, 'error')}"
            case "hold" if self.standing:
                return f"hold: {', '.join(self.standing.reasons)}"
            case "ship-marked":
                return f"ship, {counted(self.words.texts, 'text')} in {self.source}"
        return "ship"


@dataclass(frozen=True, slots=True)
class LessonStatus:
    """One lesson in one language: words, published words, texts in the source language, stale texts; is it held?"""

    unit: str
    key: str
    title: str
    language: str
    words: int
    translated: int
    texts: int
    stale: int
    held: bool

    @property
    def percent(self) -> int:
        """The published share in per cent, rounded down."""
        return self.translated * 100 // self.words if self.words else 100


@dataclass(frozen=True, slots=True)
class Stale:
    """A text whose words in the source language changed after it was translated.

    `place` says in words where it stands, `source` in which file and line, `old` and `new` what it said and says;
    `translations` are those of the old text, by language. `since` is None where no version control tells.
    """

    catalog: str
    key: Key
    place: str
    source: str
    old: str
    translations: tuple[tuple[str, str], ...]
    since: Since | None = None

    @property
    def new(self) -> str:
        """What the text says now."""
        return self.key[1]


@dataclass(frozen=True, slots=True)
class Status:
    """The state of all translations. `languages` are those looked at, `source` is the course's own.

    `behind` are the files that `machina i18n update` would change; `problems` what could not be read in the catalogs.
    """

    title: str
    source: Language | None
    languages: tuple[Language, ...]
    catalogs: tuple[CatalogStatus, ...]
    lessons: tuple[LessonStatus, ...]
    stale: tuple[Stale, ...]
    behind: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def counted(number: int, word: str) -> str:
    """Return `1 text`, `2 texts`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def catalog_files(root: Path) -> dict[str, bytes]:
    """Return path → bytes of every template and catalog below `root`, paths relative to it."""
    files = sorted(path for ending in ("po", "pot") for path in root.glob(f"i18n/*/*.{ending}"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def read_status(project: Project, files: Mapping[str, bytes], problems: Iterable[Problem] = ()) -> Status:
    """Return the state of every translation of a project.

    `files` are those of catalog_files(); `problems` what reading the project reported. A catalog that cannot be read
    whole is counted by what could be read of it, and its problems count as errors, because they stop a build.
    """
    about = project.course.about
    problems = tuple(problem for problem in problems if problem.source.path.endswith(".po"))
    project, behind = _updated(project, files)
    found = Counter((p.source.path, p.severity) for p in (*problems, *check_translations(project)))
    foreign = tuple(language for language in project.languages if language.code != about.language)
    source = next((language for language in project.languages if language.code == about.language), None)
    catalogs: list[CatalogStatus] = []
    lessons: list[LessonStatus] = []
    stale: dict[tuple[str, Key, str], Stale] = {}
    values = {**translatable(project), UI_CATALOG: project.ui}
    messages = {name: extract(value) for name, value in values.items()}
    texts = {name: tuple(_texts(value)) for name, value in values.items()}
    for language in foreign:
        localised = localise_project(project, language.code)
        coverages = dict(localised.coverage)
        for name, value in values.items():
            if name == UI_CATALOG and (language.code == UI_LANGUAGE or not _shows_ui(project, coverages[name])):
                continue
            catalog = _catalog(project, language.code, name)
            old = _stale_texts(catalog, messages[name])
            for message, entry, was in old:
                _note(stale, name, message, language.code, entry, was)
            path = catalog_path(language.code, name)
            status = CatalogStatus(
                name,
                language.code,
                path,
                _words(catalog, texts[name], coverages[name]),
                _name(project, UI_LANGUAGE if name == UI_CATALOG else about.language),
                stale=len(old),
                errors=found[path, Severity.ERROR],
                warnings=found[path, Severity.WARNING],
                notes=found[path, Severity.INFO],
                standing=standing(project, localised, value) if isinstance(value, Unit) else None,
            )
            catalogs.append(status)
            if isinstance(value, Unit):
                keys = {message.key for message, _, _ in old}
                lessons += _lessons(project, language, value, keys, status)
    order = {key: place for place, key in enumerate((n, m.key) for n in values for m in messages[n])}
    listed = sorted(stale.values(), key=lambda text: (order[text.catalog, text.key], text.old))
    return Status(
        plain_text(about.title), source, foreign, tuple(catalogs), tuple(lessons), tuple(listed), behind, problems
    )


def only(status: Status, languages: Iterable[str] = (), catalogs: Iterable[str] = ()) -> Status:
    """Return the part of a status that is about these languages and catalogs; empty means all."""
    codes, names = set(languages), set(catalogs)

    def wanted(language: str, catalog: str) -> bool:
        return (not codes or language in codes) and (not names or catalog in names)

    stale = (
        replace(text, translations=tuple(each for each in text.translations if wanted(each[0], text.catalog)))
        for text in status.stale
    )
    return replace(
        status,
        languages=tuple(language for language in status.languages if not codes or language.code in codes),
        catalogs=tuple(each for each in status.catalogs if wanted(each.language, each.name)),
        lessons=tuple(each for each in status.lessons if wanted(each.language, each.unit)),
        stale=tuple(text for text in stale if text.translations),
    )


def dated(status: Status, root: Path) -> Status:
    """Return the status with the commit of each stale text, as far as git knows one for the templates below `root`."""
    wanted: dict[str, list[Key]] = {}
    for text in status.stale:
        wanted.setdefault(text.catalog, []).append(text.key)
    since = {name: texts_since(root, template_path(name), keys) for name, keys in wanted.items()}
    return replace(status, stale=tuple(replace(text, since=since[text.catalog].get(text.key)) for text in status.stale))


def _updated(project: Project, files: Mapping[str, bytes]) -> tuple[Project, tuple[str, ...]]:
    """Return the project with its catalogs as an update would leave them, and the files that it would change."""
    about = project.course.about
    old: Mapping[str, str | bytes] = dict(files)
    new = update_catalogs(translatable(project), project.languages, about.language, old, Report(), about.id)
    behind = [path for path, text in new.items() if files.get(path, b"").replace(b"\r\n", b"\n") != text.encode()]
    catalogs, ui_catalogs = dict(project.catalogs), dict(project.ui_catalogs)
    for language in project.languages:
        for path in behind:
            folder, _, name = path.removesuffix(".po").rpartition("/")
            if folder != f"i18n/{language.code}" or not path.endswith(".po"):
                continue
            catalog = read_catalog(new[path], Source(path), language, Report())
            if name == UI_CATALOG:
                ui_catalogs[language.code] = Layers((catalog, ui_catalogs[language.code]))
            else:
                catalogs[language.code, name] = catalog
    return replace(project, catalogs=catalogs, ui_catalogs=ui_catalogs), tuple(behind)


def _shows_ui(project: Project, coverage: Coverage) -> bool:
    """True in the toolkit's own folder, and where a learner would read English words of the interface."""
    return UI_CATALOG in translatable(project) or coverage.total.translated < coverage.total.messages


def _catalog(project: Project, code: str, name: str) -> Catalog | Layers:
    found = project.ui_catalogs.get(code) if name == UI_CATALOG else project.catalogs.get((code, name))
    return found if isinstance(found, Catalog | Layers) else Layers(())


def _texts(value: object) -> Iterator[tuple[Text, int]]:
    """Yield the texts that localise counts, with their words."""
    for text in iter_text(value):
        if text.role != _TERM_ROLE and (text.role != UI_ROLE or isinstance(value, Ui)) and needs_translation(text):
            yield text, count_words(text)


def _words(catalog: Catalog | Layers, texts: Iterable[tuple[Text, int]], coverage: Coverage) -> Words:
    total = coverage.total
    states: Counter[State] = Counter()
    fuzzy = 0
    for text, words in texts:
        entry = catalog.find(text)
        if entry is None or not entry.msgstr:
            continue
        if entry.fuzzy:
            fuzzy += words
        else:
            states[state_of(text.msgctxt, text.md, entry.msgstr, entry.comments)] += words
    return Words(
        all=total.words,
        translated=total.translated_words,
        waiting=states.total() - total.translated_words,
        fuzzy=fuzzy,
        missing=total.words - states.total() - fuzzy,
        machine=states[State.MACHINE],
        human=states[State.HUMAN],
        reviewed=states[State.REVIEWED],
        texts=total.messages - total.translated,
    )


def _stale_texts(catalog: Catalog | Layers, messages: Iterable[Message]) -> list[tuple[Message, Entry, str]]:
    """Return the messages whose translation is of another wording, the entry, and that wording."""
    found = []
    for message in messages:
        entry = catalog.find(message.text)
        if entry and entry.fuzzy and entry.msgstr and entry.previous and entry.previous[1] != message.msgid:
            found.append((message, entry, entry.previous[1]))
    return found


def _note(
    stale: dict[tuple[str, Key, str], Stale], name: str, message: Message, code: str, entry: Entry, old: str
) -> None:
    known = stale.get((name, message.key, old))
    place = message.places[0] if message.places else ""
    known = known or Stale(name, message.key, place, str(message.text.source), old, ())
    translations = (*known.translations, (code, entry.msgstr))
    stale[name, message.key, old] = replace(known, translations=translations)


def _lessons(
    project: Project, language: Language, unit: Unit, stale: set[Key], status: CatalogStatus
) -> Iterator[LessonStatus]:
    catalog = _catalog(project, language.code, unit.id)
    ui = project.ui_catalogs[language.code]
    held = status.decision in (HOLD, STOP)
    for lesson in unit.lessons:
        _, coverage = localise(lesson, catalog, project.course.about.language, ui, language.decimal)
        total = coverage.total
        number = len({(text.msgctxt, text.md) for text in iter_text(lesson)} & stale)
        texts = total.messages - total.translated
        yield LessonStatus(
            unit.id,
            lesson.key,
            plain_text(lesson.title),
            language.code,
            words=total.words,
            translated=total.translated_words,
            texts=texts,
            stale=number,
            held=held,
        )


def _name(project: Project, code: str) -> str:
    """Return a language's own name."""
    return next((language.name for language in project.languages if language.code == code), code)
