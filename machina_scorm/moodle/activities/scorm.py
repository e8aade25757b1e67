"""SCORM: a package that Moodle plays and whose results it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from machina_scorm.moodle.items import Common, Module
from machina_scorm.moodle.multipart import Payload


def scorm(key: str, name: str, package: Payload, common: Common, settings: Mapping[str, Any] | None = None) -> Module:
    """Return a SCORM activity. `settings` are columns of Moodle's table scorm, as `maxattempt` (0 for no limit)."""
    spec = common.spec(name, settings=dict(settings) if settings else None)
    return Module(key, "scorm", spec, {"package": {f"/{package.name}": package}})
