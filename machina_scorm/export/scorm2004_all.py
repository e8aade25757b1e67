"""SCORM 2004: one lesson in all languages in one package, with a switch."""

from __future__ import annotations

from machina_scorm.export import Format
from machina_scorm.export.scorm import SCORM2004, lesson_identifiers, pack_languages
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Unit
from machina_scorm.model.edition import Edition

SUFFIX = ".scorm2004-all.zip"


def export_all(editions: tuple[Edition, ...], units: tuple[Unit, ...]) -> Artefact:
    """Return `<unit>-<lesson>.scorm2004-all.zip`. Answers and scores do not depend on the language."""
    return pack_languages(editions, units, SCORM2004, SUFFIX)


FORMAT = Format(
    "scorm2004-all",
    "SCORM 2004, all languages in one",
    SUFFIX,
    export_all=export_all,
    default=False,
    identifiers=lesson_identifiers,
)
