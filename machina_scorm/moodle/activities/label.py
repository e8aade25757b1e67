"""Label ("Text and media area"): a text on the course page."""

from __future__ import annotations

from machina_scorm.moodle.items import Common, Module


def label(key: str, name: str, text: str, common: Common) -> Module:
    """Return a label that shows `text` (HTML); its name is what the list of activities shows."""
    return Module(key, "label", {**common.spec(name), "intro": text})
