"""One term has one rendering throughout a unit, even where the glossary accepts several.

Only renderings are told apart that begin as the glossary writes them; other inflections are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from machina_scorm.i18n.checks import CatalogCheck, Comparison, Finding
from machina_scorm.i18n.checks._parts import spoken
from machina_scorm.i18n.checks._terms import Forms, forms, index_of, row_of, terms_called_by_name
from machina_scorm.model.glossary import Glossary, Term
from machina_scorm.source import Source


@dataclass(slots=True)
class _Use:
    """How often a rendering stands, and where first."""

    forms: Forms
    count: int = 0
    first: Source = field(default=Source(""))


def _compare(comparison: Comparison) -> Iterator[Finding]:
    if comparison.glossary is None:
        return
    index = index_of(comparison.glossary)
    uses = _renderings(comparison.glossary, comparison.catalog.language.code)
    for source, translation in comparison.pairs:
        called = terms_called_by_name(index, spoken(source))
        named = [term for term in called if term.id in uses]
        if not named:
            continue
        row = row_of(spoken(translation))
        for term in named:
            _count(uses[term.id], row, translation.source)
    for term in comparison.glossary.entries:
        yield from _finding(term, uses.get(term.id, {}))


def _renderings(glossary: Glossary, language: str) -> dict[str, dict[str, _Use]]:
    """Return the accepted renderings of every term that has several; abbreviations go with what they are short for."""
    found: dict[str, dict[str, _Use]] = {}
    for term in glossary.entries:
        wording = term.wording(language)
        words = [use for use in wording.use if not use.isupper()] if wording else []
        if len(words) > 1:
            found[term.id] = {use: _Use(forms((use,))) for use in words}
    return found


def _count(uses: dict[str, _Use], row: str, place: Source) -> None:
    found = [use for use in uses.values() if use.forms.stand_in(row)]
    if len(found) == 1:  # a sentence with both says that they are the same
        found[0].first = found[0].first if found[0].count else place
        found[0].count += 1


def _finding(term: Term, uses: dict[str, _Use]) -> Iterator[Finding]:
    said = sorted(((rendering, use) for rendering, use in uses.items() if use.count), key=lambda pair: -pair[1].count)
    if len(said) > 1:
        counts = ", ".join(f"“{rendering}” {use.count} ×" for rendering, use in said)
        hint = f"say “{said[0][0]}” everywhere in the unit, or waive it here if two things are meant"
        yield Finding(f"“{term.name.md}” has two renderings: {counts}", hint, source=said[-1][1].first)


CHECK = CatalogCheck(
    "glossary-consistency",
    "a term has one rendering throughout a unit, where the glossary accepts several: two words look like two things",
    _compare,
)
