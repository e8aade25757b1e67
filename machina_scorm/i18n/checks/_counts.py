"""Texts counted in words."""

from __future__ import annotations

from collections.abc import Collection

from machina_scorm.i18n.wording import count_words
from machina_scorm.model.text import Text


def counted(texts: Collection[Text]) -> str:
    """Return `12 texts (345 words)`."""
    words, number = sum(map(count_words, texts)), len(texts)
    return f"{number:,} text{'' if number == 1 else 's'} ({words:,} word{'' if words == 1 else 's'})"
