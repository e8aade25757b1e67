"""Terms in running text: where a source names one, and by which beginnings of words a translation is recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from machina_scorm.model.glossary import Glossary, Term

_WORD = re.compile(r"[^\W_]+")

#: Accents and other signs on letters, in every script: what NFD takes apart.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)

#: A stem that may stand inside a word, for compounds: `*modell` is in Sprachmodell.
_INSIDE = "*"

#: So many words in a row are equal in a text and its translation only where something is quoted.
_RUN = 4


@lru_cache(maxsize=20_000)
def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: without case, accents and everything between words.

    Accents move and vanish when a word is inflected (παράμετρος, παραμέτρου; Baum, Bäume).
    """
    bare = text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFD", text))
    return tuple(_WORD.findall(bare.casefold()))


def row_of(text: str) -> str:
    """Return the words of a text as `words_in` gives them, in a row with a space before each: what Forms look at."""
    return "".join(f" {word}" for word in words_in(text))


@dataclass(frozen=True, slots=True)
class Forms:
    """Renderings as they are looked for: each by one stem per word, in order, without a word between them.

    `pattern` matches all of them, `words` are those of one word, `heads` how the others begin: looking for these first
    takes a tenth of the time, and most patterns are never needed.
    """

    pattern: str = ""
    words: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    def stand_in(self, row: str) -> bool:
        """Tell whether one of the renderings is in a row of words."""
        for word in self.words:
            if word in row:
                return True
        for head in self.heads:
            if head in row:
                return _compiled(self.pattern).search(row) is not None
        return False

    def places(self, row: str) -> Iterator[tuple[int, int]]:
        """Yield from where to where the renderings stand in a row of words, each where it begins."""
        start = 0
        while self.pattern and (match := _compiled(self.pattern).search(row, start)):
            yield match.span()
            start = match.start() + 1


@lru_cache(maxsize=8192)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=8192)
def forms(renderings: tuple[str, ...]) -> Forms:
    """Return the renderings as they are looked for, the longest first."""
    found = sorted({pattern for each in renderings if (pattern := _pattern(each))}, key=lambda one: (-len(one), one))
    heads = [(_head(each), len(words_in(each)) == 1) for each in renderings if words_in(each)]
    return Forms(
        "|".join(found),
        tuple(dict.fromkeys(head for head, alone in heads if alone)),
        tuple(dict.fromkeys(head for head, alone in heads if not alone)),
    )


def _head(rendering: str) -> str:
    """Return what of a rendering stands in a row of words, if the rendering does: its first stem."""
    return ("" if rendering.lstrip().startswith(_INSIDE) else " ") + words_in(rendering)[0]


def _pattern(rendering: str) -> str:
    """Return what matches a rendering in a row of words, whatever its words end with."""
    stems = []
    for part in rendering.split():
        before = r" [^ ]*" if part.startswith(_INSIDE) else " "
        stems += [f"{before}{re.escape(word)}[^ ]*" for word in words_in(part)]
    return "".join(stems)


def own_words(source: tuple[str, ...], translation: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a source with those emptied that it shares with its translation in runs of four or more.

    Such a run is a quotation, a book's title for example, which nobody translates.
    """
    runs = {translation[n : n + _RUN] for n in range(len(translation) - _RUN + 1)}
    found = [n for n in range(len(source) - _RUN + 1) if source[n : n + _RUN] in runs]
    quoted = {n + offset for n in found for offset in range(_RUN)}
    return tuple("" if n in quoted else word for n, word in enumerate(source))


@dataclass(frozen=True, slots=True, eq=False)
class TermIndex:
    """The glossary by the first word of each phrase that names a term; the longest phrases first.

    A phrase stands for None where it says that a word means something else in it.
    """

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Term | None], ...]]

    def named_in(self, words: tuple[str, ...]) -> tuple[Term, ...]:
        """Return the terms that a source text names, each once, in the order of the text."""
        return tuple({term.id: term for _, term in self._named(words)}.values())

    def called_by_name(self, words: tuple[str, ...]) -> tuple[Term, ...]:
        """Return the terms that a source text calls by their name, not by another word for the same thing."""
        return tuple({term.id: term for phrase, term in self._named(words) if phrase in _names(term.name.md)}.values())

    def _named(self, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Term]]:
        end = 0
        for start, word in enumerate(words):
            if start >= end and word in self.phrases:
                phrase, term = self._longest_at(words, start)
                end = start + len(phrase)
                if term:
                    yield phrase, term

    def _longest_at(self, words: tuple[str, ...], start: int) -> tuple[tuple[str, ...], Term | None]:
        for phrase, term in self.phrases[words[start]]:
            if words[start : start + len(phrase)] == phrase:
                return phrase, term
        return words[start : start + 1], None


@lru_cache(maxsize=4096)
def _names(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_numbers(words_in(name)))


@lru_cache(maxsize=16)
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


@lru_cache(maxsize=20_000)
def terms_named(index: TermIndex, text: str) -> tuple[Term, ...]:
    """Return the terms that a source text names; one text is asked for every language."""
    return index.named_in(words_in(text))


@lru_cache(maxsize=20_000)
def terms_called_by_name(index: TermIndex, text: str) -> tuple[Term, ...]:
    """Return the terms that a source text calls by their name; one text is asked for every language."""
    return index.called_by_name(words_in(text))


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
