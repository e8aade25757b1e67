"""The PO files of a course folder: read, and brought up to the course."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from machina_scorm.errors import ProjectError
from machina_scorm.i18n.catalog import decode_po
from machina_scorm.i18n.known import variants
from machina_scorm.i18n.po import PoFile, read_po
from machina_scorm.i18n.update import Updated, Wanted, plan_update
from machina_scorm.problems import Report
from machina_scorm.project import UI_CATALOG, Project, interface_languages, read_po_bytes, translatable
from machina_scorm.resources import resource
from machina_scorm.source import Source
from machina_scorm.store import replace_file, replace_with_backup


def plan_catalogs(
    project: Project,
    report: Report,
    memory: Iterable[tuple[str, PoFile]] = (),
    only: Collection[str] | None = None,
) -> tuple[Updated, ...]:
    """Return every template and catalog of a course as it is to be; see plan_update for what is reported and left out.

    `memory` are further files to take suggestions from, each with its language's code. The toolkit's interface in a
    regional form of a language that it has not is such a one.
    """
    about = project.course.about
    interface = interface_languages(project)
    wanted = Wanted(translatable(project), project.languages, about.language, about.id, interface)
    more: dict[str, list[PoFile]] = {}
    for code, file in memory:
        more.setdefault(code, []).append(file)
    for code in interface:
        more.setdefault(code, []).extend(_toolkit_interfaces(code))
    return plan_update(wanted, read_po_files(project.root, report), report, more, only)


def read_po_files(root: Path, report: Report) -> Mapping[str, bytes | None]:
    """Return path below `root` → bytes of every catalog and template; None and `po-file` where it cannot be read."""
    paths = sorted(path for ending in ("po", "pot") for path in root.glob(f"i18n/*/*.{ending}"))
    names = (path.relative_to(root).as_posix() for path in paths)
    return {name: read_po_bytes(root, name, report) for name in names}


def write_catalogs(root: Path, updates: Iterable[Updated]) -> None:
    """Write what changed; a catalog's former state stays beside it as `.bak`, a template needs none.

    Raises ProjectError at the first file that cannot be written.
    """
    for update in updates:
        if update.changed:
            write_safely(root, update.path, update.data, backup=bool(update.language))


def write_safely(root: Path, path: str, data: bytes, backup: bool = True) -> None:
    """Write a file whole, its former state beside it; raises ProjectError where that is not possible."""
    try:
        (replace_with_backup if backup else replace_file)(root / path, data)
    except OSError as error:
        hint = "every file is whole and nothing is lost; make it writable and run the command again"
        raise ProjectError(f"cannot be written: {error.strerror}", path, hint) from error


def _toolkit_interfaces(code: str) -> Iterable[PoFile]:
    """Yield the toolkit's interface in other regional forms of a language: French for fr-CA."""
    for path in sorted(resource("i18n").glob(f"*/{UI_CATALOG}.po")):
        if tuple(variants(code, (path.parent.name,))):
            source, ignored = Source(path.name), Report()
            yield read_po(decode_po(path.read_bytes(), source, ignored), source, ignored)
