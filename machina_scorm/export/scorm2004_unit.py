"""SCORM 2004: a unit as one SCO with its own navigation.

Moodle's player answers 104 to the second SCO of a 2004 package until the page is loaded anew (formats.md 9.3).
"""

from __future__ import annotations

from machina_scorm.export import Format
from machina_scorm.export.scorm import SCORM2004, pack_whole_unit, whole_unit_identifiers
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Unit
from machina_scorm.model.edition import Edition

SUFFIX = ".scorm2004-unit.zip"


def export_unit(edition: Edition, unit: Unit) -> Artefact:
    """Return `<unit>.scorm2004-unit.zip`."""
    return pack_whole_unit(edition, unit, SCORM2004, SUFFIX)


FORMAT = Format(
    "scorm2004-unit",
    "SCORM 2004, a unit in one",
    SUFFIX,
    export_unit=export_unit,
    default=False,
    identifiers=whole_unit_identifiers,
)
