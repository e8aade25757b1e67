"""Localise a value: the same value in another language, and how much of it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from machina_scorm.i18n.catalog import Lookup
from machina_scorm.i18n.ui import UI_LANGUAGE
from machina_scorm.i18n.wording import count_words, needs_translation, write_number
from machina_scorm.model.questions import Accepted, Question
from machina_scorm.model.text import Text, TextMap, iter_text, map_text

T = TypeVar("T")

#: The role of interface strings inside a course, such as the two choices of a true-false question.
UI_ROLE = "ui"


@dataclass(frozen=True, slots=True)
class Count:
    """Messages and words, and how many of them a learner reads in the language."""

    role: str = ""
    messages: int = 0
    translated: int = 0
    words: int = 0
    translated_words: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.role,
            self.messages + other.messages,
            self.translated + other.translated,
            self.words + other.words,
            self.translated_words + other.translated_words,
        )

    @property
    def share(self) -> float:
        """The translated share of the words, 0…1; 1 where there are none."""
        return self.translated_words / self.words if self.words else 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is translated, by role (sorted), and the keys of the questions left whole in the source language.

    A translated part of such a question counts as missing: nobody reads it.
    """

    counts: tuple[Count, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def total(self) -> Count:
        """The sum over all roles."""
        return sum(self.counts, Count())

    def role(self, role: str) -> Count:
        """Return the count of one role."""
        return next((count for count in self.counts if count.role == role), Count(role))

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(_sum_by_role((*self.counts, *other.counts)), (*self.withheld, *other.withheld))


@dataclass(slots=True)
class _Walk:
    """One walk of map_text: what it looks up and what it has counted."""

    catalog: Lookup
    ui: Lookup | None
    source_language: str
    decimal: str
    counts: list[Count] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)

    def translate(self, text: Text) -> Text:
        if not needs_translation(text):
            return write_number(text, self.decimal)
        catalog = self.ui if self.ui and text.role == UI_ROLE else self.catalog
        found = catalog.lookup(text)
        self._count(text, found is not None)
        if found is None:
            return replace(text, lang=self._fallback(text))
        return replace(text, md=found, lang="", origin=text.md)

    def withhold(self, text: Text) -> Text:
        if not needs_translation(text):
            return text
        self._count(text, False)
        return replace(text, lang=self._fallback(text))

    def enter(self, node: Any, change: TextMap) -> TextMap:
        if isinstance(node, Accepted):
            return lambda text: change(text) if needs_translation(text) else text
        if not isinstance(node, Question) or self._is_complete(node):
            return change
        self.withheld.append(node.key)
        return self.withhold

    def _is_complete(self, question: Question) -> bool:
        parts = (text for text in iter_text(question) if text.role != UI_ROLE and needs_translation(text))
        return all(self.catalog.lookup(text) is not None for text in parts)

    def _fallback(self, text: Text) -> str:
        return UI_LANGUAGE if text.role == UI_ROLE else self.source_language

    def _count(self, text: Text, translated: bool) -> None:
        if text.role == UI_ROLE and self.ui:
            return  # counted where the interface itself is localised
        words = count_words(text)
        self.counts.append(Count(text.role, 1, int(translated), words, words * translated))


def localise(
    value: T, catalog: Lookup, source_language: str, ui: Lookup | None = None, decimal: str = "."
) -> tuple[T, Coverage]:
    """Return `value` with every Text translated, and the coverage.

    A text without a translation stays, with `lang` = `source_language` (BCP 47). A question with any part missing
    stays whole, so that no learner sees by the language which option was edited; its true/false options follow it.
    Interface strings (role `ui`) come from `ui` and are not counted; without it they are texts like any other, as is
    right for the interface itself: localise(ui, catalog_of_ui_po, "en"). A text that is nothing but a decimal fraction
    (a table cell, a label) gets the `decimal` sign of the language; an accepted answer is left as it is.
    """
    walk = _Walk(catalog, ui, source_language, decimal)
    localised = map_text(value, walk.translate, walk.enter)
    return localised, Coverage(_sum_by_role(walk.counts), tuple(walk.withheld))


def _sum_by_role(counts: Iterable[Count]) -> tuple[Count, ...]:
    return tuple(_sums(sorted(counts, key=lambda count: count.role)))


def _sums(counts: Iterable[Count]) -> Iterator[Count]:
    total: Count | None = None
    for count in counts:
        if total is not None and total.role != count.role:
            yield total
            total = None
        total = count if total is None else total + count
    if total is not None:
        yield total
