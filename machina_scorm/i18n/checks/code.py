"""Code between backticks is never translated."""

from __future__ import annotations

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import difference, walk
from machina_scorm.model.edition import Language
from machina_scorm.model.inline import Code
from machina_scorm.model.text import Text


def _spans(text: Text) -> list[str]:
    return [node.text for node in walk(text) if isinstance(node, Code)]


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    found = difference(_spans(source), _spans(translation))
    hint = "copy what stands between backticks from the source as it is"
    return Finding(f"the code differs: {found}", hint) if found else None


CHECK = Check("code-mismatch", _compare)
