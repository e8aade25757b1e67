"""Glossary: the terms of a course, what they mean, and how each language says them."""

from __future__ import annotations

from dataclasses import dataclass, field

from machina_scorm.model.text import Text
from machina_scorm.source import Source


@dataclass(frozen=True, slots=True)
class Wording:
    """How one language says a term.

    `use` are the accepted renderings, the first of them the one that stands in the glossary; `forms` are stems with
    which an inflected form begins (of several words, each is a stem; after `*` the stem may stand inside a compound),
    `avoid` renderings that are wrong, as stems too.
    """

    language: str
    use: tuple[str, ...]
    forms: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A term. `id` is what `term:id` links to; `name` and `definition` are in the language of the edition.

    `keep` is True for a name that no language translates. What follows is for the checks, a localised term has none of
    it: `also` are further source words for the same thing, `apart` phrases in which the word means something else,
    `everyday` says that the word is also an everyday one (then only links to the term count), `wordings` are the
    languages' renderings.
    """

    id: str
    name: Text
    definition: Text
    pos: str = "noun"
    keep: bool = False
    also: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    everyday: bool = False
    wordings: tuple[Wording, ...] = ()
    source: Source = field(default=Source(""), compare=False)

    def wording(self, language: str) -> Wording | None:
        """Return how `language` says the term, None where the glossary does not know."""
        return next((wording for wording in self.wordings if wording.language == language), None)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a course, in the order of the file."""

    entries: tuple[Term, ...]

    def __hash__(self) -> int:
        """Hash the ids alone: checks are kept by glossary, and hashing every word of it takes longer than a check."""
        return hash(tuple(term.id for term in self.entries))

    def get(self, id_: str) -> Term | None:
        """Return the term with this id, None where there is none."""
        return next((term for term in self.entries if term.id == id_), None)
