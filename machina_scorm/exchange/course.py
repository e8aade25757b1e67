"""Export from a course folder and import into it: the only part of the room that opens files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from machina_scorm.catalogs import plan_catalogs, write_safely
from machina_scorm.errors import CheckFailed, ExportError, ProjectError
from machina_scorm.exchange import Format, read_file
from machina_scorm.exchange.bundle import Bundle
from machina_scorm.exchange.incoming import Choices, Fate, Taken, rest_file, take_in
from machina_scorm.exchange.languages import choose
from machina_scorm.exchange.outgoing import Desk, Only, make_bundle
from machina_scorm.i18n.catalog import decode_po
from machina_scorm.i18n.extract import extract
from machina_scorm.i18n.po import PoFile, read_po, write_po
from machina_scorm.i18n.update import catalog_path
from machina_scorm.problems import Problem, Report
from machina_scorm.project import Project, read_project, translatable
from machina_scorm.source import Source
from machina_scorm.store import replace_with_backup


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: a bundle for each language."""

    bundles: tuple[Bundle, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """What one file gave in one language; `taken` is None where nothing could be read."""

    file: str
    language: str = ""
    taken: Taken | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome of an import: `written` are the paths that were written, or would be. `refused`: nothing was."""

    arrived: tuple[Arrived, ...]
    written: tuple[str, ...]
    problems: tuple[Problem, ...]
    refused: bool

    @property
    def whole(self) -> bool:
        """True if every text found its place."""
        kept = (Fate.CONFLICT, Fate.REFUSED, Fate.UNKNOWN)
        lost = any(
            each.taken and (each.taken.rest or any(each.taken.fates.get(f) for f in kept)) for each in self.arrived
        )
        return not self.refused and not lost


def export_to(
    root: Path, target: Path, form: Format, codes: Sequence[str] = (), units: Sequence[str] = (), only: Only = Only.ALL
) -> Exported:
    """Write a course's texts in the languages `codes` to `target`, in all languages if there is none.

    Raises ProjectError for a language or unit that the course has not, and for several languages where a file holds
    one; CheckFailed where the course or a catalog has errors; ExportError where `target` cannot be written.
    """
    project, report = _read_sources(root), Report()
    codes = codes or _targets(project)
    if len(codes) > 1 and not form.languages:
        hint = f"add --lang, one of: {', '.join(codes)}"
        raise ProjectError(f"a {form.suffixes[0]} file holds one language", str(target), hint)
    names = tuple(translatable(project))
    for unit in units:
        if unit not in names:
            raise ProjectError(f"the course has no unit {unit!r}", hint=f"--unit is one of: {', '.join(names)}")
    desks = [_open_desk(project, code, report) for code in codes]
    bundles = tuple(make_bundle(desk, units, only, report) for desk in desks)
    data = form.write(bundles)
    try:
        replace_with_backup(target, data)
    except OSError as error:
        message = f"the file cannot be written: {error.strerror}"
        raise ExportError(message, str(target), "close it where it is open, or choose another place") from error
    return Exported(bundles, tuple(report))


def import_from(root: Path, files: Sequence[Path], code: str, choices: Choices, dry_run: bool = False) -> Imported:
    """Take translations from files into a course's catalogs, file by file; all or, if one is refused, nothing.

    What finds no place is written beside its file as `<file>.rest.po`. Raises as export_to does.
    """
    project, report = _read_sources(root), Report()
    desks: dict[str, Desk] = {}
    arrived: list[Arrived] = []
    rests: dict[Path, PoFile] = {}
    changed: dict[str, PoFile] = {}
    for path in files:
        for each in _take_file(path, project, desks, code, choices, report):
            arrived.append(each)
            if each.taken and each.taken.rest:  # a file with a rest has one language
                rests[path.with_name(f"{path.name}.rest.po")] = rest_file(
                    each.taken.rest, project.language(each.language)
                )
            for name, file in each.taken.catalogs.items() if each.taken else ():
                changed[catalog_path(each.language, name)] = file
    refused = any(each.taken is None or each.taken.refused for each in arrived)
    texts = {} if refused else {root / path: file for path, file in changed.items()} | rests
    for target, file in texts.items() if not dry_run else ():
        write_safely(target.parent, target.name, write_po(file).encode())
    shown = (target.relative_to(root).as_posix() if target.is_relative_to(root) else str(target) for target in texts)
    return Imported(tuple(arrived), tuple(shown), tuple(report), refused)


def _take_file(
    path: Path, project: Project, desks: dict[str, Desk], code: str, choices: Choices, report: Report
) -> list[Arrived]:
    """Take one file in; `desks` are the catalogs as former files left them."""
    known, about = _targets(project), project.course.about
    read = read_file(path.read_bytes(), path.name, report)
    if read is None:
        return [Arrived(path.name)]
    form, bundles = read
    if not any(True for bundle in bundles for _ in bundle):
        return [Arrived(path.name)]
    found: list[Arrived] = []
    for language, bundle in choose(bundles, code, known, about.language, form.memory, path.name, report):
        if language not in desks:
            desks[language] = _open_desk(project, language, report)
        desk = desks[language]
        taken = take_in(bundle, desk, replace(choices, memory=form.memory), path.name, report)
        desks[language] = replace(desk, catalogs={**desk.catalogs, **taken.catalogs})
        found.append(Arrived(path.name, language, taken))
    return found or [Arrived(path.name)]


def _targets(project: Project) -> tuple[str, ...]:
    return tuple(each.code for each in project.languages if each.code != project.course.about.language)


def _read_sources(root: Path) -> Project:
    """Read a course whose sources are sound; what is wrong in a catalog is said when the catalog is needed."""
    report = Report()
    project = read_project(root, report, with_catalogs=False)
    if project is None or any(not problem.source.path.endswith(".po") for problem in report.errors):
        raise CheckFailed(report)
    return project


def _open_desk(project: Project, code: str, report: Report) -> Desk:
    """Return the course's texts and a language's catalogs as `machina i18n update` would write them."""
    language, about = project.language(code), project.course.about
    if code == about.language:
        hint = f"languages to translate into: {', '.join(_targets(project))}"
        raise ProjectError(f"the course is written in {code!r}", hint=hint)
    everything = Report()
    updates = plan_catalogs(project, everything, only={code})
    own = Report([problem for problem in everything if problem.source.path.startswith(f"i18n/{code}/")])
    if own.errors:
        raise CheckFailed(own)
    report.extend(own.problems)
    files = {each.path: each.data for each in updates if each.language == code}
    messages = {name: extract(value) for name, value in translatable(project).items()}
    catalogs = {name: _catalog(files[path]) for name in messages if (path := catalog_path(code, name)) in files}
    return Desk(about.id, about.language, language, messages, catalogs, project.glossary)


def _catalog(data: bytes) -> PoFile:
    """Read a catalog that was read before: what is wrong in it has been said."""
    return read_po(decode_po(data, Source(""), Report()), Source(""), Report())
