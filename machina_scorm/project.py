"""Project: a course folder as a whole – the course, its languages, its catalogs, the interface strings."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from machina_scorm.dialect.attributes import is_id
from machina_scorm.errors import ProjectError
from machina_scorm.i18n.catalog import Catalog, Layers, Lookup, SourceCatalog, read_catalog
from machina_scorm.i18n.checks import AnyCheck, checks
from machina_scorm.i18n.glossary import GLOSSARY_FILE, check_terms, localise_glossary, read_glossary
from machina_scorm.i18n.languages import read_languages
from machina_scorm.i18n.localise import Coverage, localise
from machina_scorm.i18n.pseudo import PSEUDO_LANGUAGES, PseudoCatalog
from machina_scorm.i18n.subtitles import without_ready
from machina_scorm.i18n.ui import UI_LANGUAGE, read_ui
from machina_scorm.i18n.verify import Translatable, check_catalog, read_translatable
from machina_scorm.model.course import Course, Unit
from machina_scorm.model.edition import Edition, Language, Ui, Writing
from machina_scorm.model.glossary import Glossary
from machina_scorm.model.spellings import spell_out
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.resources import resource
from machina_scorm.source import Source
from machina_scorm.units.files import read_source
from machina_scorm.units.loader import COURSE_FILE, read_course

LANGUAGES_FILE = "i18n/languages.yaml"
UI_FILE = "i18n/ui.yaml"
COURSE_CATALOG = "course"
UI_CATALOG = "ui"
GLOSSARY_CATALOG = "glossary"


@dataclass(frozen=True, slots=True)
class Project:
    """A course folder. `catalogs` are its PO files by (language code, name without .po)."""

    root: Path
    course: Course
    languages: tuple[Language, ...]
    ui: Ui
    catalogs: Mapping[tuple[str, str], Catalog]
    ui_catalogs: Mapping[str, Lookup]
    glossary: Glossary | None = None

    def language(self, code: str) -> Language:
        """Return one of the course's languages, or a pseudo-language; raises ProjectError for another."""
        for language in (*self.languages, *PSEUDO_LANGUAGES.values()):
            if language.code == code:
                return language
        known = ", ".join(language.code for language in self.languages)
        raise ProjectError(f"the course has no language {code!r}", COURSE_FILE, f"its languages: {known}")


@dataclass(frozen=True, slots=True)
class Localised:
    """The course in one language. `coverage` is by catalog name, in the order of the course."""

    edition: Edition
    units: tuple[Unit, ...]
    coverage: tuple[tuple[str, Coverage], ...]


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above `start` that holds units/course.yaml; raises ProjectError."""
    for folder in (start, *start.parents):
        if (folder / COURSE_FILE).is_file():
            return folder
    hint = "go to the course's folder, or make a course with `machina new course DIR`"
    raise ProjectError(f"there is no {COURSE_FILE} here or in a folder above", hint=hint)


def find_lesson(root: Path, lesson: str) -> str:
    """Return a lesson's folder below the course's; raises ProjectError, naming what is near, for one that is not."""
    unit, _, name = lesson.partition("/")
    if is_id(unit) and is_id(name) and (root / "units" / unit / name).is_dir():
        return f"units/{lesson}"
    known = sorted(path.parent.relative_to(root / "units").as_posix() for path in root.glob("units/*/*/lesson.md"))
    close = difflib.get_close_matches(lesson, known, 1)
    made = f"; `machina new lesson {lesson}` makes it" if is_id(unit) and is_id(name) else ""
    hint = f"did you mean {close[0]}?{made}" if close else f"there are: {', '.join(known) or 'none'}{made}"
    raise ProjectError(f"there is no lesson {lesson!r}", hint=hint)


def read_project(root: Path, report: Report, with_catalogs: bool = True) -> Project | None:
    """Read everything below `root`; problems go to `report`. None where nothing more can be said.

    Without its catalogs, which take their time, is what needs the sources only.
    """
    course = read_course(root, report)
    languages = _read_languages(root, report)
    ui = _read_ui(root, report)
    glossary = _read_glossary(root, report)
    if course is None or ui is None:
        return None
    if not report.spoils(GLOSSARY_FILE):
        check_terms((course, glossary), glossary, report)
    known = {language.code: language for language in languages}
    for code in course.about.languages:
        if code not in known:
            hint = f"`machina i18n add {code}` adds it; there are: {', '.join(known)}"
            report.add("language-unknown", f"the language {code!r} is not known", Source(COURSE_FILE), hint)
    wanted = tuple(known[code] for code in course.about.languages if code in known)
    names = (COURSE_CATALOG, *(unit.id for unit in course.units), *((GLOSSARY_CATALOG,) if glossary else ()))
    names = names if with_catalogs else ()
    catalogs: dict[tuple[str, str], Catalog] = {}
    for language in wanted:
        for name in names if language.code != course.about.language else ():
            catalog = _read_catalog(root, f"i18n/{language.code}/{name}.po", language, report)
            if catalog:
                catalogs[language.code, name] = catalog
        own = _read_catalog(root, f"i18n/{language.code}/{UI_CATALOG}.po", language, report)
        if own:
            catalogs[language.code, UI_CATALOG] = own
    ui_catalogs = {each.code: _ui_catalog(root, each, catalogs.get((each.code, UI_CATALOG)), report) for each in wanted}
    return Project(root, course, wanted, ui, catalogs, ui_catalogs, glossary)


def localise_project(project: Project, code: str) -> Localised:
    """Return the course in one of its languages or in a pseudo-language. Raises ProjectError for another."""
    language, about = project.language(code), project.course.about
    pseudo = PseudoCatalog(language) if code in PSEUDO_LANGUAGES else None
    ui_catalog = pseudo or project.ui_catalogs[code]

    def catalog(name: str) -> Lookup:
        if pseudo:
            return pseudo
        if code == about.language:
            return SourceCatalog()
        return project.catalogs.get((code, name)) or Layers(())

    ui, ui_coverage = localise(project.ui, ui_catalog, UI_LANGUAGE)
    own_about, about_coverage = localise(about, catalog(COURSE_CATALOG), about.language, ui_catalog)
    decimal = language.decimal
    needed = tuple(without_ready(unit, code) for unit in project.course.units)
    parts = [localise(unit, catalog(unit.id), about.language, ui_catalog, decimal) for unit in needed]
    named = tuple((unit.id, part) for unit, part in parts)
    coverage = ((UI_CATALOG, ui_coverage), (COURSE_CATALOG, about_coverage), *named)
    glossary = None
    if project.glossary:
        own = catalog(GLOSSARY_CATALOG)
        glossary, glossary_coverage = localise_glossary(project.glossary, code, own, about.language)
        coverage = (*coverage, (GLOSSARY_CATALOG, glossary_coverage))
    units = tuple(spell_out(unit) for unit, _ in parts)
    source = next((_shown(each) for each in project.languages if each.code == about.language != code), None)
    return Localised(Edition(own_about, _shown(language), ui, glossary, source), units, coverage)


def _shown(language: Language) -> Language:
    """Return what an artefact may know of a language: what only checks know must make none anew."""
    return replace(language, writing=Writing())


def localised_glossaries(project: Project) -> dict[str, Glossary]:
    """Return the course's glossary in each of its languages, by code; empty where it has none."""
    found: dict[str, Glossary] = {}
    own = project.course.about.language
    for language in project.languages if project.glossary else ():
        assert project.glossary is not None
        known = project.catalogs.get((language.code, GLOSSARY_CATALOG)) or Layers(())
        catalog: Lookup = SourceCatalog() if language.code == own else known
        found[language.code], _ = localise_glossary(project.glossary, language.code, catalog, own)
    return found


def interface_languages(project: Project) -> tuple[str, ...]:
    """Return the languages whose ui.po is kept in the course's folder.

    In the toolkit's own folder all of them, elsewhere those for which the toolkit has no interface.
    """
    here = (project.root / UI_FILE).is_file()
    codes = (language.code for language in project.languages if language.code != UI_LANGUAGE)
    return tuple(code for code in codes if here or not resource(f"i18n/{code}/{UI_CATALOG}.po").is_file())


def translatable(project: Project) -> dict[str, object]:
    """Return what each catalog translates, by the catalog's name; the interface where a language has its ui.po here."""
    values: dict[str, object] = {COURSE_CATALOG: project.course.about}
    values |= {unit.id: unit for unit in project.course.units}
    if project.glossary:
        values[GLOSSARY_CATALOG] = project.glossary
    if interface_languages(project) or (project.root / UI_FILE).is_file():
        values[UI_CATALOG] = project.ui
    return values


def check_translations(
    project: Project, paths: Collection[str] | None = None, chosen: Sequence[AnyCheck] | None = None
) -> Iterator[Problem]:
    """Yield what the translation checks find in the project's catalogs, or in those at `paths` (relative to the root).

    `chosen` are the checks; if missing, those that find errors and warnings.
    """
    wanted = [each for each in checks() if each.severity is not Severity.INFO] if chosen is None else chosen
    for name, value in translatable(project).items():
        found = [catalog for catalog in _catalogs_of(project, name) if paths is None or catalog.source.path in paths]
        texts = read_translatable(value) if found else Translatable(())
        texts = replace(texts, enough=project.course.rule(name).min_coverage / 100)
        glossary = None if name == UI_CATALOG else project.glossary  # the interface's words are not the course's terms
        for catalog in found:
            yield from check_catalog(catalog, texts, glossary, wanted)


def catalog_paths(project: Project) -> dict[str, Catalog]:
    """Return the catalogs that translate this course, by their path below its root, in the order of the course."""
    names = translatable(project)
    return {catalog.source.path: catalog for name in names for catalog in _catalogs_of(project, name)}


def _catalogs_of(project: Project, name: str) -> Iterator[Catalog]:
    for language in project.languages:
        catalog = project.catalogs.get((language.code, name))
        if catalog:
            yield catalog


def _read_languages(root: Path, report: Report) -> tuple[Language, ...]:
    """Read the course's own languages.yaml, or the toolkit's."""
    base, shown = (root, LANGUAGES_FILE) if (root / LANGUAGES_FILE).is_file() else (resource("."), LANGUAGES_FILE)
    text = read_source(base, LANGUAGES_FILE, report, Source(shown))
    return read_languages(text, Source(shown, 1), report) if text is not None else ()


def _read_ui(root: Path, report: Report) -> Ui | None:
    text = read_source(resource("."), UI_FILE, report, Source(UI_FILE))
    return read_ui(text, Source(UI_FILE, 1), report) if text is not None else None


def _read_glossary(root: Path, report: Report) -> Glossary | None:
    """Read the course's own glossary.yaml; a course may be without one."""
    if not (root / GLOSSARY_FILE).is_file():
        return None
    text = read_source(root, GLOSSARY_FILE, report, Source(GLOSSARY_FILE))
    return read_glossary(text, Source(GLOSSARY_FILE, 1), report) if text is not None else None


def _ui_catalog(root: Path, language: Language, own: Catalog | None, report: Report) -> Layers:
    """The course's own ui.po above the toolkit's; the interface is written in English."""
    toolkit = resource(".")
    is_own = root.resolve() == toolkit.resolve()
    path = f"i18n/{language.code}/{UI_CATALOG}.po"
    shipped = None if is_own else _read_catalog(toolkit, path, language, report)
    found = tuple(catalog for catalog in (own, shipped) if catalog)
    return Layers((*found, SourceCatalog()) if language.code == UI_LANGUAGE else found)


def read_po_bytes(base: Path, path: str, report: Report) -> bytes | None:
    """Return the bytes of a PO file that is there, or None with `po-file`: a folder, or a file that nobody may read."""
    try:
        return (base / path).read_bytes()
    except IsADirectoryError:
        report.add("po-file", "a folder where a PO file belongs", Source(path), "rename the folder")
    except OSError as error:
        hint = "give yourself the right to read it, or close the program that holds it"
        report.add("po-file", f"cannot be read: {error.strerror}", Source(path), hint)
    return None


def _read_catalog(base: Path, path: str, language: Language, report: Report) -> Catalog | None:
    data = read_po_bytes(base, path, report) if (base / path).exists() else None
    return read_catalog(data, Source(path), language, report) if data is not None else None
