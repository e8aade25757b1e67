"""A string of the interface is not longer than its place: a button, a menu, a heading of the player."""

from __future__ import annotations

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    limit = int(source.room) if source.role == "ui" else 0
    length = len(translation.md)
    if not limit or length <= limit:
        return None
    return Finding(f"{length} characters, and there is room for {limit}", "say it shorter; an abbreviation is no help")


CHECK = Check(
    "length-overflow",
    "a string of the interface has no more characters than its max-length: a button would be cut",
    _compare,
    Severity.WARNING,
)
