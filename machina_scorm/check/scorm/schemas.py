"""The XSDs of the standards, where a set of them is at hand: they are not ours to ship."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from lxml import etree

from machina_scorm.check.scorm.manifest import Manifest
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

#: What to load for each standard, below the folder of the sets or in it.
DRIVERS = {
    "1.2": ("scorm12", "scorm12.xsd"),
    "2004": ("scorm2004-4e", "scorm2004_4e_loose.xsd"),
}


def check_schema(manifest: Manifest, schemas: Path | None) -> Iterator[Problem]:
    """Yield what the XSDs say of the manifest.

    `schemas` is a folder that holds `scorm12/` and `scorm2004-4e/`, or one of these; without it the environment
    variable MACHINA_SCHEMAS names it. Where neither does, one INFO finding `schemas-missing` says that no XSD was
    applied; a folder without the set is an error.
    """
    stated = os.environ.get("MACHINA_SCHEMAS")
    named = schemas or (Path(stated) if stated else None)
    folder, file = DRIVERS[manifest.edition]
    hint = f"name a folder with {folder}/{file} in MACHINA_SCHEMAS or by --schemas"
    if named is None:
        message = "manifest not validated: no schemas are at hand"
        yield manifest.problem("schemas-missing", message, hint, None, Severity.INFO)
        return
    driver = next((f for f in (named / folder / file, named / file) if f.is_file()), None)
    if driver is None:
        yield manifest.problem("schemas-missing", f"manifest not validated: no {folder}/{file} in {named}", hint)
        return
    try:
        schema = _schema(driver)
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        yield manifest.problem(
            "schemas-missing", f"manifest not validated: {driver.name} cannot be used: {error}", hint
        )
        return
    if not schema.validate(manifest.root):
        clause = "see SCORM 1.2 CAM, 2.3" if manifest.edition == "1.2" else "see SCORM 2004 CAM, 3 to 5"
        for entry in cast(Iterable[Any], schema.error_log):
            yield Problem("manifest-schema", entry.message, Source(manifest.here.path, entry.line), clause)


@lru_cache(maxsize=4)
def _schema(driver: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(driver)))
