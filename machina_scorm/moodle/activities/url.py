"""URL: a link to another site."""

from __future__ import annotations

from machina_scorm.moodle.items import Common, Module


def url(key: str, name: str, address: str, common: Common) -> Module:
    """Return a link to `address`."""
    return Module(key, "url", common.spec(name, settings={"externalurl": address}))
