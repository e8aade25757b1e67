"""SCORM 1.2: a unit's lessons and its test as SCOs under one heading."""

from __future__ import annotations

from machina_scorm.export import Format
from machina_scorm.export.scorm import SCORM12, pack_unit, unit_identifiers
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Unit
from machina_scorm.model.edition import Edition

SUFFIX = ".scorm12-unit.zip"


def export_unit(edition: Edition, unit: Unit) -> Artefact:
    """Return `<unit>.scorm12-unit.zip`."""
    return pack_unit(edition, unit, SCORM12, SUFFIX)


FORMAT = Format(
    "scorm12-unit",
    "SCORM 1.2, a unit in one",
    SUFFIX,
    export_unit=export_unit,
    default=False,
    identifiers=unit_identifiers,
)
