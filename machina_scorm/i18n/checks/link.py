"""Links lead to the same places."""

from __future__ import annotations

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import difference, parts
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    if not any(sign in text.md for text in (source, translation) for sign in ("](", "<")):
        return None
    found = difference(parts(source).targets, parts(translation).targets)
    hint = "keep what stands in ( ) after the translated words, without a space between ] and ("
    return Finding(f"the links differ: {found}", hint) if found else None


CHECK = Check("link-mismatch", "links lead to the same places: a learner must not end up nowhere", _compare)
