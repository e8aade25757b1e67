"""A term of the glossary is said as the glossary says it, in any inflection; a rejected rendering is named.

Inflection makes an exact comparison useless, so a rendering is recognised by how its words begin, and a finding is a
warning. What is quoted as it is, such as a book's title, is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from machina_scorm.i18n.checks import Check, Compare, Finding
from machina_scorm.i18n.checks._terms import Stems, TermIndex, index_of, own_words, stems, words_in
from machina_scorm.i18n.glossary import linked_ids
from machina_scorm.i18n.wording import words_of
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
    accepted: tuple[Stems, ...]
    avoid: tuple[tuple[str, Stems], ...]


@dataclass(frozen=True, slots=True)
class _Terms:
    """The glossary as one language's catalogs are checked by it."""

    index: TermIndex
    glossary: Glossary
    rules: dict[str, _Rule]

    def compare(self, source: Text, translation: Text, language: Language) -> Finding | None:
        """Return what is wrong with the terms of one translation, all in one finding."""
        words = words_in(words_of(_first_spelling(translation)))
        rules = self._rules_for(source, words)
        faults = [fault for rule in rules for fault in _faults(rule, rules, words)]
        if not faults:
            return None
        hint = f"use the words of i18n/glossary.yaml for {language.name}, or add a form that it does not know"
        return Finding("; ".join(faults), hint)

    def _rules_for(self, source: Text, translated: tuple[str, ...]) -> tuple[_Rule, ...]:
        named = self.index.named_in(own_words(words_in(words_of(source)), translated))
        linked = (self.glossary.get(id_) for id_ in linked_ids(source)) if "term:" in source.md else ()
        terms = dict.fromkeys(term.id for term in (*named, *linked) if term)
        return tuple(self.rules[id_] for id_ in terms if id_ in self.rules)


def _first_spelling(text: Text) -> Text:
    """Return an answer of several spellings as its first: a learner may type a word that a translator may not write."""
    return replace(text, md=spellings(text.md)[0]) if text.role == "answer" and "|" in text.md else text


def _faults(rule: _Rule, rules: tuple[_Rule, ...], words: tuple[str, ...]) -> Iterator[str]:
    others = tuple(form for other in rules if other is not rule for form in other.accepted)
    for wrong, form in rule.avoid:
        if any(not _covered(place, others, words) for place in form.places(words)):
            yield f"“{rule.term.name.md}” is not “{wrong}” but “{rule.shown[0]}”"
            return
    if not any(True for form in rule.accepted for _ in form.places(words)):
        yield f"“{rule.term.name.md}” should be “{'” or “'.join(rule.shown)}”"


def _covered(place: tuple[int, int], forms: tuple[Stems, ...], words: tuple[str, ...]) -> bool:
    """Tell whether the words at `place` belong to the rendering of another term that the source names too."""
    start, end = place
    return any(first <= start and end <= last for form in forms for first, last in form.places(words))


def _rule(term: Term, wording: Wording | None) -> _Rule | None:
    if term.keep:
        names = (term.name.md, *term.also)
        return _Rule(term, (term.name.md,), stems(names), ())
    if wording is None:
        return None
    avoid = tuple(zip(wording.avoid, stems(wording.avoid), strict=True))
    return _Rule(term, wording.use, stems((*wording.use, *wording.forms)), avoid)


@lru_cache(maxsize=64)
def _terms_for(glossary: Glossary, language: str) -> _Terms:
    rules = {term.id: rule for term in glossary.entries if (rule := _rule(term, term.wording(language)))}
    return _Terms(index_of(glossary), glossary, rules)


def _with_glossary(glossary: Glossary, language: Language) -> Compare:
    return _terms_for(glossary, language.code).compare


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    return None  # without a glossary no rendering is wrong


CHECK = Check("glossary", _compare, Severity.WARNING, _with_glossary)
