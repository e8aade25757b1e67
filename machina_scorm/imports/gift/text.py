"""A GIFT text with its format."""

from __future__ import annotations

from machina_scorm.imports.gift.blocks import BLANK, release
from machina_scorm.imports.stored import FORMATS, Words


def words(text: str, default: str) -> Words:
    """Return a held text as Moodle stores it: `[html]` and its like taken off, signs put back, trimmed."""
    name = default
    if text.startswith("["):
        found, sign, rest = text[1:].partition("]")
        if sign and found in FORMATS:
            name, text = found, rest
    return Words(release(text).strip(BLANK), name)


def comment(text: str, default: str) -> tuple[Words, Words]:
    """Split an answer at its first `#` into text and feedback."""
    answer, sign, feedback = text.partition("#")
    after = words(feedback.strip(BLANK), default) if sign else Words("", default)
    return words(answer.strip(BLANK), default), after
