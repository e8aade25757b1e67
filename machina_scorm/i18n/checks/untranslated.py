"""How much of a catalog has no translation at all."""

from __future__ import annotations

from collections.abc import Iterator

from machina_scorm.i18n.checks import CatalogCheck, Comparison, Finding
from machina_scorm.i18n.checks._counts import counted


def _compare(comparison: Comparison) -> Iterator[Finding]:
    if comparison.untranslated:
        hint = "learners read them in the language of the course, and questions whole"
        yield Finding(f"{counted(comparison.untranslated)} not translated", hint)


CHECK = CatalogCheck(
    "untranslated", "how many texts have no translation: they are shown in the source language", _compare
)
