"""Terms in running text: where a source names one, and by which beginnings of words a translation is recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from machina_scorm.model.glossary import Glossary, Term

_WORD = re.compile(r"[^\W_]+")

#: A stem that may stand inside a word, for compounds: `*modell` is in Sprachmodell.
_INSIDE = "*"

#: So many words in a row are equal in a text and its translation only where something is quoted.
_RUN = 4


@dataclass(frozen=True, slots=True)
class Stems:
    """A rendering as it is looked for: one stem per word, in order, without a word between them."""

    words: tuple[str, ...]

    def places(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield from where to where the rendering stands in the words of a text."""
        length = len(self.words)
        for start in range(len(words) - length + 1):
            if all(_begins(words[start + n], stem) for n, stem in enumerate(self.words)):
                yield start, start + length


@lru_cache(maxsize=20_000)
def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: without case, accents and everything between words.

    Accents move and vanish when a word is inflected (παράμετρος, παραμέτρου; Baum, Bäume).
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return tuple(_WORD.findall(bare.casefold()))


def stems(renderings: Iterable[str]) -> tuple[Stems, ...]:
    """Return the renderings as they are looked for."""
    return tuple(Stems(tuple(_stems_of(rendering))) for rendering in renderings)


def own_words(source: Sequence[str], translation: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a source with those emptied that it shares with its translation in runs of four or more.

    Such a run is a quotation, a book's title for example, which nobody translates.
    """
    runs = {tuple(translation[n : n + _RUN]) for n in range(len(translation) - _RUN + 1)}
    found = [n for n in range(len(source) - _RUN + 1) if tuple(source[n : n + _RUN]) in runs]
    quoted = {n + offset for n in found for offset in range(_RUN)}
    return tuple("" if n in quoted else word for n, word in enumerate(source))


@dataclass(frozen=True, slots=True)
class TermIndex:
    """The glossary by the first word of each phrase that names a term; the longest phrases first.

    A phrase stands for None where it says that a word means something else in it.
    """

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Term | None], ...]]

    def named_in(self, words: Sequence[str]) -> tuple[Term, ...]:
        """Return the terms that a source text names, each once, in the order of the text."""
        found: dict[str, Term] = {}
        start = 0
        while start < len(words):
            length, term = self._longest_at(words, start)
            if term:
                found.setdefault(term.id, term)
            start += length
        return tuple(found.values())

    def _longest_at(self, words: Sequence[str], start: int) -> tuple[int, Term | None]:
        for phrase, term in self.phrases.get(words[start], ()):
            if tuple(words[start : start + len(phrase)]) == phrase:
                return len(phrase), term
        return 1, None


def index_of(glossary: Glossary) -> TermIndex:
    """Return the index of a glossary's terms; those with an everyday word are left out."""
    by_first: dict[str, list[tuple[tuple[str, ...], Term | None]]] = {}
    for term in glossary.entries:
        phrases: list[tuple[str, Term | None]] = [(phrase, None) for phrase in term.apart]
        if not term.everyday:
            phrases += [(phrase, term) for phrase in (term.name.md, *term.also)]
        for phrase, meant in phrases:
            for words in _numbers(words_in(phrase)):
                by_first.setdefault(words[0], []).append((words, meant))
    return TermIndex({first: tuple(sorted(many, key=_rank)) for first, many in by_first.items()})


def _rank(phrase: tuple[tuple[str, ...], Term | None]) -> tuple[int, bool]:
    """Longest first; of two equal ones that which says that no term is meant."""
    words, meant = phrase
    return -len(words), meant is not None


def _numbers(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return a phrase in the singular and with the plurals its last word could have."""
    if not words:
        return ()
    *before, last = words
    endings = (last, f"{last}s", f"{last}es", *((f"{last[:-1]}ies",) if last.endswith("y") else ()))
    return tuple((*before, word) for word in endings)


def _stems_of(rendering: str) -> Iterator[str]:
    for part in rendering.split():
        inside = part.startswith(_INSIDE)
        yield from (_INSIDE + word if inside else word for word in words_in(part))


def _begins(word: str, stem: str) -> bool:
    return stem[1:] in word if stem.startswith(_INSIDE) else word.startswith(stem)
