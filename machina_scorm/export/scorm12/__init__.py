"""SCORM 1.2: one lesson as one SCO in a zip.  Not: what the learner sees (export/player)."""

from __future__ import annotations

from machina_scorm.export import Format
from machina_scorm.export.scorm import SCORM12, lesson_identifiers, pack_lesson
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition

SUFFIX = ".scorm12.zip"


def export_lesson(edition: Edition, unit: Unit, lesson: Lesson) -> Artefact:
    """Return `<unit>-<lesson>.scorm12.zip`: a package whose identifiers are the same in every language and build."""
    return pack_lesson(edition, unit, lesson, SCORM12, SUFFIX)


FORMAT = Format("scorm12", "SCORM 1.2", SUFFIX, export_lesson=export_lesson, identifiers=lesson_identifiers)
