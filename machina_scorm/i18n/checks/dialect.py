"""A translation is written in the same Markdown as the course: no HTML, no footnotes, no links to elsewhere."""

from __future__ import annotations

from machina_scorm.dialect import refusals
from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    refusal = None if translation.plain else next(iter(refusals(translation.md)), None)
    return Finding(f"{refusal.message} in the translation", refusal.hint, refusal.rule) if refusal else None


CHECK = Check("dialect", _compare)
