"""A formula may be named once more or less often than in the source, but somebody should have meant it."""

from __future__ import annotations

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import difference, parts
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    if "$" not in source.md and "$" not in translation.md:
        return None
    ours, theirs = parts(source).formulas, parts(translation).formulas
    if ours == theirs or set(ours) != set(theirs):
        return None  # the same, or math-mismatch
    found = difference(ours, theirs)
    return Finding(f"a formula stands more or less often: {found}", "check that no part of the sentence is missing")


CHECK = Check(
    "math-count",
    "no formula stands more or less often: a part of the sentence may be missing",
    _compare,
    Severity.WARNING,
)
