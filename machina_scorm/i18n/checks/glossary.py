"""A term of the glossary is said as the glossary says it, in any inflection; a rejected rendering is named.

Inflection makes an exact comparison useless, so a rendering is recognised by how its words begin, and a finding is a
warning. What is quoted as it is, such as a book's title, is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from machina_scorm.i18n.checks import Check, Compare, Finding
from machina_scorm.i18n.checks._parts import spoken
from machina_scorm.i18n.checks._terms import (
    Forms,
    TermIndex,
    forms,
    index_of,
    own_words,
    row_of,
    terms_named,
    words_in,
)
from machina_scorm.i18n.glossary import linked_ids
from machina_scorm.model.edition import Language
from machina_scorm.model.glossary import Glossary, Term, Wording
from machina_scorm.model.spellings import spellings
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity


@dataclass(frozen=True, slots=True)
class _Rule:
    """What the translation of one term must hold and must not hold."""

    term: Term
    shown: tuple[str, ...]
    accepted: Forms
    avoid: tuple[tuple[str, Forms], ...]
    avoided: Forms


@dataclass(frozen=True, slots=True)
class _Terms:
    """The glossary as one language's catalogs are checked by it."""

    index: TermIndex
    glossary: Glossary
    rules: dict[str, _Rule]

    def compare(self, source: Text, translation: Text, language: Language) -> Finding | None:
        """Return what is wrong with the terms of one translation, all in one finding."""
        named = terms_named(self.index, spoken(source))
        linked = self._linked(source)
        if not named and not linked:
            return None
        said = spoken(_first_spelling(translation))
        faults = self._faults((*named, *linked), said)
        if not faults:
            return None
        # Only now look for what is quoted from the source, for nearly every translation is without a fault.
        named = self.index.named_in(own_words(words_in(spoken(source)), words_in(said)))
        faults = self._faults((*named, *linked), said)
        if not faults:
            return None
        hint = f"use the words of i18n/glossary.yaml for {language.name}, or add a form that it does not know"
        return Finding("; ".join(faults), hint)

    def _linked(self, source: Text) -> tuple[Term, ...]:
        if "term:" not in source.md:
            return ()
        return tuple(term for id_ in linked_ids(source) if (term := self.glossary.get(id_)))

    def _faults(self, terms: tuple[Term, ...], said: str) -> list[str]:
        ids = dict.fromkeys(term.id for term in terms)
        rules = tuple(self.rules[id_] for id_ in ids if id_ in self.rules)
        row = row_of(said)
        return [fault for rule in rules if (fault := _fault(rule, rules, row))]


def _first_spelling(text: Text) -> Text:
    """Return an answer of several spellings as its first: a learner may type a word that a translator may not write."""
    return replace(text, md=spellings(text.md)[0]) if text.role == "answer" and "|" in text.md else text


def _fault(rule: _Rule, rules: tuple[_Rule, ...], row: str) -> str:
    if rule.avoided.stand_in(row):
        others = tuple(other.accepted for other in rules if other is not rule)
        for wrong, form in rule.avoid:
            if any(not _covered(place, others, row) for place in form.places(row)):
                return f"“{rule.term.name.md}” is not “{wrong}” but “{rule.shown[0]}”"
    if rule.accepted.stand_in(row):
        return ""
    return f"“{rule.term.name.md}” should be “{'” or “'.join(rule.shown)}”"


def _covered(place: tuple[int, int], others: tuple[Forms, ...], row: str) -> bool:
    """Tell whether the words at `place` belong to the rendering of another term that the source names too."""
    start, end = place
    return any(first <= start and end <= last for other in others for first, last in other.places(row))


def _rule(term: Term, wording: Wording | None) -> _Rule | None:
    if term.keep:
        return _Rule(term, (term.name.md,), forms((term.name.md, *term.also)), (), forms(()))
    if wording is None:
        return None
    avoid = tuple((wrong, forms((wrong,))) for wrong in wording.avoid)
    return _Rule(term, wording.use, forms((*wording.use, *wording.forms)), avoid, forms(wording.avoid))


@lru_cache(maxsize=64)
def _terms_for(glossary: Glossary, language: str) -> _Terms:
    rules = {term.id: rule for term in glossary.entries if (rule := _rule(term, term.wording(language)))}
    return _Terms(index_of(glossary), glossary, rules)


def _with_glossary(glossary: Glossary | None, language: Language) -> Compare:
    return _terms_for(glossary, language.code).compare if glossary else _compare


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    return None  # without a glossary no rendering is wrong


CHECK = Check(
    "glossary",
    "a term is said as i18n/glossary.yaml says it: a learner meets one word for one thing",
    _compare,
    Severity.WARNING,
    _with_glossary,
)
