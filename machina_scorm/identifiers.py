"""identifiers.lock: every identifier that a course ever put into learners' records.

An LMS takes a package's identifiers for what they name: Moodle deletes the attempts at a SCO whose identifier is gone
from a package that is uploaded again (mod/scorm/datamodels/scormlib.php, scorm_parse_scorm). So what was published once
must not be lost by accident. The lock lies in the course's folder and is committed with it; one line per identifier,
sorted, so that changes can be read and merged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from machina_scorm.errors import CheckFailed
from machina_scorm.export import Format, formats
from machina_scorm.model.artefact import Identifier
from machina_scorm.problems import Problem, Report
from machina_scorm.project import Project
from machina_scorm.source import Source
from machina_scorm.store import replace_file

LOCK_FILE = "identifiers.lock"


@dataclass(frozen=True, slots=True, order=True)
class Published:
    """An identifier and the package that holds it: `package` is `<lesson or unit>:<format>`."""

    package: str
    identifier: Identifier


def published(project: Project, chosen: Iterable[Format]) -> frozenset[Published]:
    """Return every identifier of the artefacts that the formats make of a course; no language makes a difference."""
    about = project.course.about
    found: set[Published] = set()
    for format_ in chosen:
        if format_.identifiers is None:
            continue
        for unit in project.course.units:
            if format_.export_unit:
                ids = format_.identifiers(about, unit, None)
                found |= {Published(f"{unit.id}:{format_.name}", id_) for id_ in ids}
            for lesson in unit.lessons if format_.export_lesson or format_.export_all else ():
                ids = format_.identifiers(about, unit, lesson)
                found |= {Published(f"{lesson.record_key}:{format_.name}", id_) for id_ in ids}
    return frozenset(found)


def keep_identifiers(project: Project, chosen: tuple[Format, ...]) -> str:
    """Return the lock as it will be when the formats `chosen` have been built.

    Raises CheckFailed if something that was published is in the course no more.
    """
    report = Report(list(check_identifiers(project)))
    if report.errors:
        raise CheckFailed(report)
    old = {entry for entry, _ in read_lock(project.root, Report())}
    return _lines(old | published(project, chosen))


def check_identifiers(project: Project) -> Iterator[Problem]:
    """Yield a problem for every line of the lock that the course does not bear out (rules `identifier-lost`,
    `identifiers-lock`). A format that is not there any more is passed over.
    """
    report = Report()
    locked = read_lock(project.root, report)
    yield from report.problems
    if not locked:
        return
    known = {format_.name for format_ in formats()}
    now = published(project, formats())
    packages = {entry.package for entry in now}
    gone: set[str] = set()
    for entry, source in locked:
        if entry in now or entry.package in gone or entry.package.rpartition(":")[2] not in known:
            continue
        if entry.package not in packages:  # said once, not for each of its identifiers
            gone.add(entry.package)
            yield _lost_package(entry, source)
        else:
            yield _lost(entry, source)


def _lost_package(entry: Published, source: Source) -> Problem:
    key, _, format_ = entry.package.rpartition(":")
    unit, _, lesson = key.partition("/")
    drop = f"if it is to go for good, take the lines of {entry.package} out of {LOCK_FILE}"
    if not lesson:
        message = f"the unit {key} was published ({format_}) and is in the course no more"
        return Problem("identifier-lost", message, source, f"give the unit its old name; {drop}")
    message = f"the lesson {key} was published ({format_}) and is in the course no more: its attempts would be lost"
    hint = f"if it has a new name, write moved: {{{lesson}: new-name}} into units/{unit}/unit.yaml"
    return Problem("identifier-lost", message, source, f"{hint}; {drop}")


def _lost(entry: Published, source: Source) -> Problem:
    key, _, format_ = entry.package.rpartition(":")
    kind, id_ = entry.identifier.kind, entry.identifier.id
    drop = f"if it is to go for good, take the line out of {LOCK_FILE}"
    message = f"the {kind} {id_} was published in {key} ({format_}) and is in the course no more"
    if kind in ("interaction", "objective"):
        hint = f"give the question or the outcome its old id, for what learners answered is kept under it; {drop}"
    else:
        hint = "an LMS deletes the attempts at what is gone; name a lesson with a new name under moved: in unit.yaml"
        hint = f"{hint}; {drop}"
    return Problem("identifier-lost", message, source, hint)


def read_lock(root: Path, report: Report) -> tuple[tuple[Published, Source], ...]:
    """Return the lock's entries and where they stand; none without a lock. What is no entry is a problem."""
    path = root / LOCK_FILE
    if not path.is_file():
        return ()
    found: list[tuple[Published, Source]] = []
    for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), start=1):
        source = Source(LOCK_FILE, number)
        entry = _entry(line)
        if entry:
            found.append((entry, source))
        elif line.strip():
            hint = "take the former version of the file from version control; `machina build` adds what is new"
            report.add("identifiers-lock", "the line is no entry of the lock", source, hint)
    return tuple(found)


def _entry(line: str) -> Published | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    match value:
        case {"package": str(package), "kind": str(kind), "id": str(id_)}:
            return Published(package, Identifier(kind, id_))
    return None


def _lines(entries: Iterable[Published]) -> str:
    values = ({"package": e.package, "kind": e.identifier.kind, "id": e.identifier.id} for e in sorted(entries))
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def write_lock(root: Path, text: str) -> None:
    """Write the lock if it says something else than before; a course that publishes nothing gets none."""
    path = root / LOCK_FILE
    before = path.read_bytes() if path.is_file() else b""
    if text.encode() != before:
        replace_file(path, text.encode())
