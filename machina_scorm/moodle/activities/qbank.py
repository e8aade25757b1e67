"""Question bank: from Moodle 5.0 on questions live in an activity of their own."""

from __future__ import annotations

from machina_scorm.moodle.items import Common, Module


def qbank(key: str, name: str, common: Common) -> Module:
    """Return a question bank."""
    return Module(key, "qbank", common.spec(name))
