"""A formula is the same in every language; their order in the sentence may differ."""

from __future__ import annotations

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import difference, formulas
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    found = difference(set(formulas(source)), set(formulas(translation)))
    hint = "copy the formulas between $ and $ from the source as they are"
    return Finding(f"the formulas differ: {found}", hint) if found else None


CHECK = Check("math-mismatch", _compare)
