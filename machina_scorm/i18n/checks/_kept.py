"""Words that a language has in the spelling of the source: names, loan words, terms that are said alike."""

from __future__ import annotations

import re
from functools import lru_cache

from machina_scorm.i18n.checks._parts import spoken
from machina_scorm.i18n.checks._terms import words_in
from machina_scorm.model.edition import Language
from machina_scorm.model.glossary import Glossary
from machina_scorm.model.text import Text

_WORD = re.compile(r"[^\W\d_]+")

#: So long a word in capitals is an abbreviation, which many languages share.
_ABBREVIATION = 6


@lru_cache(maxsize=64)
def kept_words(glossary: Glossary | None, language: Language) -> frozenset[str]:
    """Return the words, as `words_in` gives them, that may stand in a translation as they stand in the source."""
    kept = set(words_in(" ".join(language.writing.same)))
    for term in glossary.entries if glossary else ():
        names = {word for name in (term.name.md, *term.also) for word in words_in(name)}
        wording = term.wording(language.code)
        if term.keep:
            kept |= names
        elif wording:
            kept |= names & {word for use in (*wording.use, *wording.forms) for word in words_in(use)}
    return frozenset(kept)


def is_kept(word: str, kept: frozenset[str]) -> bool:
    """Tell whether a word is one that may stay: a kept one, also in the plural, an abbreviation, a single letter."""
    if len(word) == 1 or (word.isupper() and len(word) <= _ABBREVIATION):
        return True
    return all(bare in kept or bare.removesuffix("s") in kept for bare in words_in(word))


def words_with_letters(text: Text) -> list[str]:
    """Return the words of a text that have letters only, in their spelling; code, maths and placeholders are none."""
    return _WORD.findall(spoken(text))
