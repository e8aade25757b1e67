"""`{name}` is filled in by the program, `[[1]]` by the learner: both stand in the translation, in any order."""

from __future__ import annotations

import re

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import difference
from machina_scorm.i18n.wording import words_of
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text

_PLACEHOLDER = re.compile(r"\{[A-Za-z_]\w*\}|\[\[\d+\]\]")


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    found = difference(_PLACEHOLDER.findall(words_of(source)), _PLACEHOLDER.findall(words_of(translation)))
    hint = "keep the brackets and what stands in them; move them to where the sentence needs them"
    return Finding(f"the placeholders differ: {found}", hint) if found else None


CHECK = Check("placeholder-mismatch", _compare)
