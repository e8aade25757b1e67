"""Letters belong to the language's script: no Latin o in a Greek word, no English word left in a Greek sentence.

The script of a language is that of its own name in i18n/languages.yaml.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from machina_scorm.i18n.checks import Check, Compare, Finding
from machina_scorm.i18n.checks._kept import is_kept, kept_words, words_with_letters
from machina_scorm.i18n.checks._parts import parts
from machina_scorm.model.edition import Language
from machina_scorm.model.glossary import Glossary
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity

_LATIN = "LATIN"

#: Scripts of which a letter looks like one of another, so that a word of both is a slip of the keyboard.
_ALIKE = frozenset({_LATIN, "GREEK", "CYRILLIC"})

_LATIN_LETTER = re.compile("[A-Za-z]")

#: Letters of the alphabets that are taken for Latin ones.
_NOT_LATIN = re.compile("[\u0370-\u052f\u1f00-\u1fff]")


@dataclass(frozen=True, slots=True)
class _Script:
    kept: frozenset[str]

    def compare(self, source: Text, translation: Text, language: Language) -> Finding | None:
        """Return the words whose letters are not the language's."""
        own = scripts_of(language.name)
        words = parts(translation).words
        if (source.role == "answer" and "|" in translation.md) or source.role == "literature":
            return None  # what a learner may type, and what is printed on a book
        if not (_NOT_LATIN if own == {_LATIN} else _LATIN_LETTER).search(words):
            return None
        said = set(words_with_letters(translation))
        suspects = [word for word in said if self._is_suspect(word, own)]
        if not suspects:
            return None
        given = {word.casefold().removesuffix("s") for word in words_with_letters(source)}
        foreign = sorted(word for word in suspects if word.casefold().removesuffix("s") not in given)
        mixed = [word for word in foreign if len(scripts_of(word) & _ALIKE) > 1]
        if mixed:
            hint = "type the word again: a letter of another alphabet looks the same, and no search finds it"
            return Finding(f"letters of two alphabets in one word: {', '.join(mixed)}", hint)
        if not foreign or own == {_LATIN}:
            return None
        hint = f"say it in {language.name}, or leave the source's spelling; names go into i18n/glossary.yaml, `keep`"
        return Finding(f"Latin words that the source does not have: {', '.join(foreign)}", hint)

    def _is_suspect(self, word: str, own: frozenset[str]) -> bool:
        found = scripts_of(word)
        return len(found) > 1 or (found != own and _LATIN in found and not is_kept(word, self.kept))


@lru_cache(maxsize=50_000)
def scripts_of(word: str) -> frozenset[str]:
    """Return the scripts of a word's letters, by the first word of their Unicode names: LATIN, GREEK, CJK …"""
    if word.isascii():
        return frozenset((_LATIN,)) if any(map(str.isalpha, word)) else frozenset()
    return frozenset(unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha())


def _with_glossary(glossary: Glossary | None, language: Language) -> Compare:
    return _Script(kept_words(glossary, language)).compare


CHECK = Check(
    "script",
    "no letters of another alphabet: they look the same in print, but not to a search or a screen reader",
    _Script(frozenset()).compare,
    Severity.INFO,
    _with_glossary,
)
