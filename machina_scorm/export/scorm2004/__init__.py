"""SCORM 2004, 4th edition: one lesson as one SCO in a zip.  Not: what the learner sees (export/player)."""

from __future__ import annotations

from machina_scorm.export import Format
from machina_scorm.export.scorm import SCORM2004, lesson_identifiers, pack_lesson
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition

SUFFIX = ".scorm2004.zip"


def export_lesson(edition: Edition, unit: Unit, lesson: Lesson) -> Artefact:
    """Return `<unit>-<lesson>.scorm2004.zip`, with the identifiers of the SCORM 1.2 package."""
    return pack_lesson(edition, unit, lesson, SCORM2004, SUFFIX)


FORMAT = Format(
    "scorm2004", "SCORM 2004", SUFFIX, export_lesson=export_lesson, default=False, identifiers=lesson_identifiers
)
