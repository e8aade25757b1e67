"""What is bold or italic in the source is so in the translation, counted after parsing: `** bold**` is not bold."""

from __future__ import annotations

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import difference, parts
from machina_scorm.model.edition import Language
from machina_scorm.model.inline import Break, Emph, Str, Strong
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity

_NAMES = {Strong: "**bold**", Emph: "*italic*", Break: "a line break"}


def _markup(text: Text) -> list[str]:
    return [_NAMES[type(node)] for node in parts(text).nodes if type(node) in _NAMES]


def _literal_signs(text: Text) -> bool:
    return any("**" in node.text for node in parts(text).nodes if isinstance(node, Str))


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    if parts(source).nodes == parts(translation).nodes == ():
        return None
    found = difference(_markup(source), _markup(translation))
    if not found:
        return None
    hint = "mark the same words as in the source"
    if _literal_signs(translation):
        hint = "no space inside the asterisks; put the full stop outside the bold"
    return Finding(f"the markup differs: {found}", hint)


CHECK = Check(
    "markup-mismatch",
    "as many words are bold or italic, after parsing: `** bold**` would show its asterisks",
    _compare,
    Severity.WARNING,
)
