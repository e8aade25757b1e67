"""Folder: several documents to download."""

from __future__ import annotations

from collections.abc import Sequence

from machina_scorm.moodle.items import Common, Module
from machina_scorm.moodle.multipart import Payload


def folder(key: str, name: str, files: Sequence[Payload], common: Common) -> Module:
    """Return a folder with these files."""
    return Module(key, "folder", common.spec(name), {"content": {f"/{file.name}": file for file in files}})
