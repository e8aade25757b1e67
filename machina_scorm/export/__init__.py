"""Formats: one file or sub-package each, with a `FORMAT`.  They turn localised values into bytes and touch no file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from machina_scorm.model.artefact import Artefact, Identifier
from machina_scorm.model.course import About, Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.registry import load_room

ExportLesson = Callable[[Edition, Unit, Lesson], Artefact]
ExportUnit = Callable[[Edition, Unit], Artefact]
ExportAll = Callable[[tuple[Edition, ...], tuple[Unit, ...]], Artefact]
Identifiers = Callable[[About, Unit, Lesson | None], tuple[Identifier, ...]]


def always(lesson: Lesson) -> bool:
    """Every lesson is wanted."""
    return True


@dataclass(frozen=True, slots=True)
class Format:
    """An output format.

    `export_lesson(edition, unit, lesson)` gets a unit whose `lessons` hold this lesson only; `export_unit(edition,
    unit)` the whole unit; `export_all(editions, units)` one lesson in all languages: the editions, the source language
    first, and as many units that hold this lesson only. Each may be None. All are pure: equal values give equal bytes,
    on every machine. All return an Artefact whose name ends with `suffix`.
    `wants(lesson)` tells whether a lesson holds anything for this format: no deck is made without slides.
    `default`: made where neither the course nor the command names formats. `identifiers(about, unit, lesson)` are what
    an artefact puts into learners' records; the lesson is None for `export_unit`. `uses_template`: it depends on the
    course's PowerPoint template, which the editions of all other formats do not hold, so that another makes none anew.
    """

    name: str
    title: str
    suffix: str
    export_lesson: ExportLesson | None = None
    export_unit: ExportUnit | None = None
    wants: Callable[[Lesson], bool] = always
    export_all: ExportAll | None = None
    default: bool = True
    identifiers: Identifiers | None = None
    uses_template: bool = False


def formats() -> tuple[Format, ...]:
    """Return every format, in the order of their module names."""
    return load_room("export", "FORMAT")
