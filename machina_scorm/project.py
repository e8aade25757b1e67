"""Project: a course folder as a whole – the course, its languages, its catalogs, the interface strings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from machina_scorm.errors import ProjectError
from machina_scorm.i18n.catalog import Catalog, Layers, Lookup, SourceCatalog, read_catalog
from machina_scorm.i18n.extract import extract
from machina_scorm.i18n.glossary import GLOSSARY_FILE, check_terms, localise_glossary, read_glossary
from machina_scorm.i18n.languages import read_languages
from machina_scorm.i18n.localise import Coverage, localise
from machina_scorm.i18n.ui import UI_LANGUAGE, read_ui
from machina_scorm.i18n.verify import check_catalog
from machina_scorm.model.course import Course, Unit
from machina_scorm.model.edition import Edition, Language, Ui
from machina_scorm.model.glossary import Glossary
from machina_scorm.model.spellings import spell_out
from machina_scorm.problems import Problem, Report
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
        """Return one of the course's languages; raises ProjectError for another."""
        for language in self.languages:
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


def read_project(root: Path, report: Report) -> Project | None:
    """Read everything below `root`; problems go to `report`. None where nothing more can be said."""
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
            hint = f"add it to {LANGUAGES_FILE}; there are: {', '.join(known)}"
            report.add("language-unknown", f"the language {code!r} is not known", Source(COURSE_FILE), hint)
    wanted = tuple(known[code] for code in course.about.languages if code in known)
    names = (COURSE_CATALOG, *(unit.id for unit in course.units), *((GLOSSARY_CATALOG,) if glossary else ()))
    catalogs: dict[tuple[str, str], Catalog] = {}
    for language in wanted:
        for name in names if language.code != course.about.language else ():
            catalog = _read_catalog(root, f"i18n/{language.code}/{name}.po", language, report)
            if catalog:
                catalogs[language.code, name] = catalog
    ui_catalogs = {language.code: _ui_catalog(root, language, report) for language in wanted}
    return Project(root, course, wanted, ui, catalogs, ui_catalogs, glossary)


def localise_project(project: Project, code: str) -> Localised:
    """Return the course in one of its languages."""
    language, about = project.language(code), project.course.about
    ui_catalog = project.ui_catalogs[code]

    def catalog(name: str) -> Lookup:
        if code == about.language:
            return SourceCatalog()
        return project.catalogs.get((code, name)) or Layers(())

    ui, ui_coverage = localise(project.ui, ui_catalog, UI_LANGUAGE)
    own_about, about_coverage = localise(about, catalog(COURSE_CATALOG), about.language, ui_catalog)
    decimal = language.decimal
    parts = [localise(unit, catalog(unit.id), about.language, ui_catalog, decimal) for unit in project.course.units]
    named = tuple((unit.id, part) for unit, part in parts)
    coverage = ((UI_CATALOG, ui_coverage), (COURSE_CATALOG, about_coverage), *named)
    glossary = None
    if project.glossary:
        own = catalog(GLOSSARY_CATALOG)
        glossary, glossary_coverage = localise_glossary(project.glossary, code, own, about.language)
        coverage = (*coverage, (GLOSSARY_CATALOG, glossary_coverage))
    units = tuple(spell_out(unit) for unit, _ in parts)
    source = next((each for each in project.languages if each.code == about.language != code), None)
    return Localised(Edition(own_about, language, ui, glossary, source), units, coverage)


def translatable(project: Project) -> dict[str, object]:
    """Return what each catalog translates, by the catalog's name; the interface only in the toolkit's own folder."""
    values: dict[str, object] = {COURSE_CATALOG: project.course.about}
    values |= {unit.id: unit for unit in project.course.units}
    if project.glossary:
        values[GLOSSARY_CATALOG] = project.glossary
    if (project.root / UI_FILE).is_file():
        values[UI_CATALOG] = project.ui
    return values


def check_translations(project: Project) -> Iterator[Problem]:
    """Yield what the translation checks find in the project's catalogs."""
    for name, value in translatable(project).items():
        messages = extract(value)
        for language in project.languages:
            catalog = project.catalogs.get((language.code, name))
            if catalog:
                yield from check_catalog(catalog, messages, project.glossary)


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


def _ui_catalog(root: Path, language: Language, report: Report) -> Lookup:
    """The course's own ui.po above the toolkit's; the interface is written in English."""
    path = f"i18n/{language.code}/{UI_CATALOG}.po"
    bases = dict.fromkeys((root.resolve(), resource(".").resolve()))
    found = [catalog for base in bases if (catalog := _read_catalog(base, path, language, report))]
    return Layers((*found, SourceCatalog()) if language.code == UI_LANGUAGE else tuple(found))


def _read_catalog(base: Path, path: str, language: Language, report: Report) -> Catalog | None:
    file = base / path
    return read_catalog(file.read_bytes(), Source(path), language, report) if file.is_file() else None
