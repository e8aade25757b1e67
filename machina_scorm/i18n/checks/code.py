"""Code between backticks is never translated."""

from __future__ import annotations

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import difference, parts
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    if "`" not in source.md and "`" not in translation.md:
        return None
    found = difference(parts(source).code, parts(translation).code)
    hint = "copy what stands between backticks from the source as it is"
    return Finding(f"the code differs: {found}", hint) if found else None


CHECK = Check("code-mismatch", "code between backticks is the same: what a learner types is never translated", _compare)
