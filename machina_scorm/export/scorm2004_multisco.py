"""SCORM 2004: a unit's lessons and its test as SCOs in sequence, for other systems than Moodle.

Moodle starts the first part of such a package only, and does no sequencing (formats.md 9.3).
"""

from __future__ import annotations

from machina_scorm.export import Format
from machina_scorm.export.scorm import SCORM2004, pack_unit, unit_identifiers
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Unit
from machina_scorm.model.edition import Edition

SUFFIX = ".scorm2004-multisco.zip"


def export_unit(edition: Edition, unit: Unit) -> Artefact:
    """Return `<unit>.scorm2004-multisco.zip`."""
    return pack_unit(edition, unit, SCORM2004, SUFFIX)


FORMAT = Format(
    "scorm2004-multisco",
    "SCORM 2004, a unit in parts (not for Moodle)",
    SUFFIX,
    export_unit=export_unit,
    default=False,
    identifiers=unit_identifiers,
)
