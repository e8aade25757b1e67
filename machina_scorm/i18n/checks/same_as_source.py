"""A translation that is the source again is one that somebody copied and forgot; names and loan words are none."""

from __future__ import annotations

from dataclasses import dataclass

from machina_scorm.i18n.checks import Check, Compare, Finding
from machina_scorm.i18n.checks._kept import is_kept, kept_words, words_with_letters
from machina_scorm.model.edition import Language
from machina_scorm.model.glossary import Glossary
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity

#: Authors, titles and publishers stay as they are printed.
_AS_PRINTED = "literature"


@dataclass(frozen=True, slots=True)
class _Same:
    kept: frozenset[str]

    def compare(self, source: Text, translation: Text, language: Language) -> Finding | None:
        """Return a finding if nothing was translated that should have been."""
        if source.md.casefold() != translation.md.casefold() or source.role == _AS_PRINTED:
            return None
        if all(is_kept(word, self.kept) for word in words_with_letters(source)):
            return None
        hint = f"translate it; a word that {language.name} shares with the source goes into i18n/languages.yaml, `same`"
        return Finding(f"{source.md!r} is the same as in the source", hint)


def _with_glossary(glossary: Glossary | None, language: Language) -> Compare:
    return _Same(kept_words(glossary, language)).compare


CHECK = Check(
    "same-as-source",
    "something was translated: a copy of the source looks done and is not",
    _Same(frozenset()).compare,
    Severity.INFO,
    _with_glossary,
)
