"""A partner's language: what a course gets with one language more, computed whole before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from machina_scorm.catalogs import plan_catalogs, write_catalogs, write_safely
from machina_scorm.errors import CheckFailed, ProjectError
from machina_scorm.i18n.known import (
    KNOWN_LANGUAGES_FILE,
    KnownLanguage,
    find_language,
    main_language,
    nearest_languages,
    read_known,
)
from machina_scorm.i18n.languages import read_languages
from machina_scorm.i18n.po import PoFile
from machina_scorm.i18n.tmx import read_memory
from machina_scorm.i18n.update import Tally, Updated
from machina_scorm.model.edition import Language
from machina_scorm.problems import Report
from machina_scorm.project import LANGUAGES_FILE, Project, read_project
from machina_scorm.render.glyphs import missing_glyphs
from machina_scorm.resources import resource
from machina_scorm.source import Source
from machina_scorm.units.loader import COURSE_FILE
from machina_scorm.yamledit import append_to_list

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")

_HEAD = """\
# The languages of this course. Change what is not right for yours; `machina i18n add CODE` adds one.
languages:
"""


@dataclass(frozen=True, slots=True)
class Addition:
    """What a course gets: `settings` are languages.yaml and course.yaml where they change, `updates` the catalogs."""

    known: KnownLanguage
    settings: tuple[tuple[str, bytes], ...]
    updates: tuple[Updated, ...]

    @property
    def tally(self) -> Tally:
        """What the catalogs of the language hold."""
        return sum((each.tally for each in self.updates if each.language), Tally())

    @property
    def undrawable(self) -> bool:
        """True if the language's letters are missing from the font of pictures, so that labels come out as boxes."""
        return bool(missing_glyphs(self.known.language.name))

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that is written, in that order; empty where the course has the language already."""
        return (*(each.path for each in self.updates if each.changed), *(path for path, _ in self.settings))


def plan_addition(root: Path, wanted: str, memories: Sequence[Path] = ()) -> Addition:
    """Return what the course at `root` gets with the language that a person calls `wanted`; writes nothing.

    `memories` are PO and TMX files to take suggestions from. Raises ProjectError for a language that nobody knows and
    for YAML that cannot be changed safely, CheckFailed for broken sources, catalogs of the language or memories.
    """
    table = known_languages(root)
    known = find_language(wanted, table)
    if known is None:
        raise _unknown(wanted, table, root)
    code, report = known.language.code, Report()
    project = read_project(root, report)
    blocking = [each for each in report.errors if not each.source.path.endswith(".po")]
    blocking = [each for each in blocking if not (each.rule == "language-unknown" and repr(code) in each.message)]
    if project is None or blocking:
        raise CheckFailed(report)
    about = project.course.about
    if code == about.language:
        return Addition(known, (), ())
    report = Report()
    files = tuple((code, file) for file in _memories(memories, about.language, code, report))
    others = tuple(language for language in project.languages if language.code != code)
    future = replace(project, languages=(*others, known.language))
    updates = plan_catalogs(future, report, files, only=(code,))
    ours = (*map(str, memories), f"i18n/{code}/")
    if any(each.source.path.startswith(ours) for each in report.errors):
        raise CheckFailed(report)
    return Addition(known, (*_languages_file(root, project, known, table), *_course_file(root, code)), updates)


def write_addition(root: Path, addition: Addition) -> None:
    """Write an Addition, course.yaml last: until then the course builds as before. Raises ProjectError."""
    write_catalogs(root, addition.updates)
    for path, data in addition.settings:
        write_safely(root, path, data)


def known_languages(root: Path | None = None) -> tuple[KnownLanguage, ...]:
    """Return the languages of a course's own languages.yaml, then the toolkit's, then those that it knows besides."""
    files = [(resource("."), LANGUAGES_FILE), (resource("."), KNOWN_LANGUAGES_FILE)]
    if root and (root / LANGUAGES_FILE).is_file():
        files.insert(0, (root, LANGUAGES_FILE))
    found: dict[str, KnownLanguage] = {}
    for base, path in files:
        text = (base / path).read_bytes().decode("utf-8-sig", "replace")
        for each in read_known(text, Source(path, 1), Report()):
            found.setdefault(each.language.code, each)
    return tuple(found.values())


def resolve_language(wanted: str) -> KnownLanguage:
    """Return the language that a person calls `wanted`; raises ProjectError with the nearest ones."""
    table = known_languages()
    known = find_language(wanted, table)
    if known is None:
        raise _unknown(wanted, table, None)
    return known


def languages_text(languages: Iterable[KnownLanguage], schemas: str = "") -> str:
    """Return a languages.yaml of these languages; `schemas` is the folder of the schemas as seen from it."""
    head = f"# yaml-language-server: $schema={schemas}/languages.schema.json\n" if schemas else ""
    return head + _HEAD + "".join(_indented(each.as_yaml()) for each in languages)


def _indented(entry: str) -> str:
    return "  - " + entry.rstrip("\n").replace("\n", "\n    ") + "\n"


def _unknown(wanted: str, table: tuple[KnownLanguage, ...], root: Path | None) -> ProjectError:
    near = nearest_languages(wanted, table)
    names = ", ".join(f"{each.language.code} {each.english or each.language.name}" for each in near)
    asked = f"did you mean {names}? " if near else ""
    if not _TAG.fullmatch(wanted) or root is None:
        hint = f"{asked}give the code (BCP 47), such as es or pt-BR, or the name"
        return ProjectError(f"no language {wanted!r} is known", hint=hint)
    model = next((each for each in near if main_language(each.language.code) == main_language(wanted)), None)
    base, _, region = wanted.rpartition("-")
    entry: dict[str, object] = {**(model or table[0]).entry, "code": wanted, "moodle": wanted.lower().replace("-", "_")}
    entry["name"] = f"{model.language.name} ({region})" if model and base else wanted
    entry.pop("english", None)
    own = KnownLanguage(replace((model or table[0]).language, code=wanted), entry)
    if (root / LANGUAGES_FILE).is_file():
        what, text = "this entry", _indented(own.as_yaml())
    else:
        what, text = "this file", languages_text((*_course_languages(root, table), own))
    todo = f"for another one write {what} into {LANGUAGES_FILE}, correct what is not true, and run it again"
    hint = f"{asked}{todo}:\n{text}"
    return ProjectError(f"no language {wanted!r} is known", hint=hint)


def _course_languages(root: Path, table: Iterable[KnownLanguage]) -> list[KnownLanguage]:
    codes = _load(root / COURSE_FILE).get("languages") or []
    by_code = {each.language.code: each for each in table}
    return [by_code[str(code)] for code in codes if str(code) in by_code]


def _memories(paths: Iterable[Path], source_language: str, code: str, report: Report) -> Iterable[PoFile]:
    for path in paths:
        source = Source(str(path))
        try:
            data = path.read_bytes()
        except OSError as error:
            report.add("memory-file", f"cannot be read: {error.strerror}", source, "name a PO or TMX file")
        else:
            yield read_memory(data, source, source_language, code, report)


def _languages_file(
    root: Path, project: Project, known: KnownLanguage, table: tuple[KnownLanguage, ...]
) -> Iterable[tuple[str, bytes]]:
    """Yield languages.yaml with the language in it, unless it is there."""
    file = root / LANGUAGES_FILE
    if not file.is_file():
        code = known.language.code
        if any(each.code == code for each in shipped_languages()):
            return
        others = [each for each in _course_languages(root, table) if each.language.code != code]
        schemas = "../.schemas" if (root / ".schemas").is_dir() else ""
        yield LANGUAGES_FILE, languages_text((*others, known), schemas).encode()
        return
    text = _text(file)
    before = read_known(text.removeprefix("\ufeff"), Source(LANGUAGES_FILE, 1), Report())
    if known.language in (each.language for each in before):
        return
    flow = "{" + ", ".join(known.as_yaml().splitlines()) + "}"
    changed = append_to_list(text, "languages", known.as_yaml(), flow)
    after = read_known((changed or "").removeprefix("\ufeff"), Source(LANGUAGES_FILE, 1), Report())
    if changed is None or [each.language for each in after] != [*(each.language for each in before), known.language]:
        hint = (
            f"nothing was changed; write below languages: yourself, then run this again:\n{_indented(known.as_yaml())}"
        )
        raise ProjectError("the entry cannot be added without changing the rest", LANGUAGES_FILE, hint)
    yield LANGUAGES_FILE, changed.encode()


def _course_file(root: Path, code: str) -> Iterable[tuple[str, bytes]]:
    """Yield course.yaml with the code in `languages:`, unless it is there."""
    file = root / COURSE_FILE
    before = _load(file)
    if code in before["languages"]:
        return
    changed = append_to_list(_text(file), "languages", code)
    wanted = {**before, "languages": [*before["languages"], code]}
    if changed is None or _parsed(changed) != wanted:
        hint = f"nothing was changed; write {code} into languages: yourself, then run this again"
        raise ProjectError("the language cannot be added without changing the rest", COURSE_FILE, hint)
    yield COURSE_FILE, changed.encode()


def shipped_languages() -> tuple[Language, ...]:
    """Return the languages that a course without a languages.yaml of its own has."""
    text = resource(LANGUAGES_FILE).read_text("utf-8")
    return read_languages(text, Source(LANGUAGES_FILE, 1), Report())


def _text(file: Path) -> str:
    """Return a file's text with its line ends and its byte-order mark."""
    return file.read_bytes().decode("utf-8")


def _load(file: Path) -> dict[str, Any]:
    """Return course.yaml, which read_project has found sound; empty where it is not."""
    return _parsed(file.read_bytes().decode("utf-8-sig", "replace")) or {}


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        found = yaml.safe_load(text.removeprefix("\ufeff"))
    except yaml.YAMLError:
        return None
    return found if isinstance(found, dict) else None
