"""Page: a text on a page of its own, with the pictures that it shows."""

from __future__ import annotations

from collections.abc import Mapping

from machina_scorm.moodle.items import Common, Module
from machina_scorm.moodle.multipart import Payload


def page(key: str, name: str, html: str, common: Common, pictures: Mapping[str, Payload] | None = None) -> Module:
    """Return a page. `html` names its pictures as `@@PLUGINFILE@@/name`, as Moodle stores them."""
    files = {"content": {f"/{path}": file for path, file in pictures.items()}} if pictures else {}
    return Module(key, "page", common.spec(name, content=html), files)
