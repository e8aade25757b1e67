"""Links lead to the same places."""

from __future__ import annotations

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import difference, walk
from machina_scorm.model.edition import Language
from machina_scorm.model.inline import Link
from machina_scorm.model.text import Text


def _targets(text: Text) -> list[str]:
    return [node.target for node in walk(text) if isinstance(node, Link)]


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    found = difference(_targets(source), _targets(translation))
    hint = "keep what stands in ( ) after the translated words, without a space between ] and ("
    return Finding(f"the links differ: {found}", hint) if found else None


CHECK = Check("link-mismatch", _compare)
