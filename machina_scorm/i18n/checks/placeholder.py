"""`{name}` is filled in by the program, `[[1]]` by the learner: both stand in the translation, in any order."""

from __future__ import annotations

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import PLACEHOLDER, difference, parts
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    if not any(sign in text.md for text in (source, translation) for sign in ("{", "[[")):
        return None
    found = difference(PLACEHOLDER.findall(parts(source).words), PLACEHOLDER.findall(parts(translation).words))
    hint = "keep the brackets and what stands in them; move them to where the sentence needs them"
    return Finding(f"the placeholders differ: {found}", hint) if found else None


CHECK = Check(
    "placeholder-mismatch", "`{name}` and the gaps `[[1]]` are all there: something is filled in there", _compare
)
