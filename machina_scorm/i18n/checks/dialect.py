"""A translation is written in the same Markdown as the course: no HTML, no footnotes, no links to elsewhere."""

from __future__ import annotations

from machina_scorm.dialect import refusals
from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text

#: Without one of these there is nothing to refuse, and parsing takes its time.
_SIGNS = ("<", "~~", "^", "![", "](")


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    md = translation.md
    if translation.plain or not any(sign in md for sign in _SIGNS):
        return None
    refusal = next(iter(refusals(md)), None)
    return Finding(f"{refusal.message} in the translation", refusal.hint, refusal.rule) if refusal else None


CHECK = Check(
    "raw-html",
    "no HTML, footnotes, images or links to unknown places: the course cannot show what its Markdown does not have",
    _compare,
    also=("strike-through", "footnote", "image-inline", "link-target"),
)
