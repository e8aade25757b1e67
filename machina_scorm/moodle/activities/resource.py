"""File: a document to download."""

from __future__ import annotations

from machina_scorm.moodle.items import Common, Module
from machina_scorm.moodle.multipart import Payload


def resource(key: str, name: str, file: Payload, common: Common) -> Module:
    """Return a file with its size shown."""
    return Module(key, "resource", common.spec(name, settings={"showsize": True}), {"content": {f"/{file.name}": file}})
