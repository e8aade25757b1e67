"""Formats: one file or sub-package each, holding a `FORMAT`.  They turn localised values into bytes and touch no file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.registry import load_room

ExportLesson = Callable[[Edition, Unit, Lesson], Artefact]
ExportUnit = Callable[[Edition, Unit], Artefact]


def always(lesson: Lesson) -> bool:
    """Every lesson is wanted."""
    return True


@dataclass(frozen=True, slots=True)
class Format:
    """An output format.

    `export_lesson(edition, unit, lesson)` gets a unit whose `lessons` hold this lesson only; `export_unit(edition,
    unit)` the whole unit. Either may be None. Both are pure: equal values give equal bytes, on every machine. Both
    return an Artefact whose name ends with `suffix`.
    `wants(lesson)` tells whether a lesson holds anything for this format: no deck is made without slides.
    """

    name: str
    title: str
    suffix: str
    export_lesson: ExportLesson | None = None
    export_unit: ExportUnit | None = None
    wants: Callable[[Lesson], bool] = always


def formats() -> tuple[Format, ...]:
    """Return every format, in the order of their module names."""
    return load_room("export", "FORMAT")
