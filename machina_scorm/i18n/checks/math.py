"""A formula is the same in every language; their order in the sentence may differ."""

from __future__ import annotations

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import difference, parts
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    if "$" not in source.md and "$" not in translation.md:
        return None
    ours, theirs = parts(source).formulas, parts(translation).formulas
    if ours == theirs:
        return None
    found = difference(set(ours), set(theirs))
    hint = "copy the formulas between $ and $ from the source as they are"
    return Finding(f"the formulas differ: {found}", hint) if found else None


CHECK = Check(
    "math-mismatch", "the formulas are the same, in any order: a changed sign teaches something false", _compare
)
