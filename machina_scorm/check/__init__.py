"""Checks of finished artefacts and of the course.  They never raise and never mend: they yield Problems.

A file that holds `CHECKS` (format name → function of bytes and name) checks the artefacts of those formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from machina_scorm.model.artefact import Artefact
from machina_scorm.problems import Problem
from machina_scorm.registry import load_room

ArtefactCheck = Callable[[bytes, str], Iterable[Problem]]


def check_artefact(format_name: str, artefact: Artefact) -> Iterator[Problem]:
    """Yield what every check for the format finds in the artefact's bytes."""
    checks: tuple[Mapping[str, ArtefactCheck], ...] = load_room("check", "CHECKS")
    for room in checks:
        if format_name in room:
            yield from room[format_name](artefact.data, artefact.name)
