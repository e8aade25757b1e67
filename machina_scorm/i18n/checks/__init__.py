"""Translation checks: one file each, holding a `CHECK` of one of three kinds.

A `Check` compares one translation with its source, a `NodeCheck` a whole part of the course (a question) in both
languages, a `CatalogCheck` says something of a catalog as a whole. What they are about is what `machina i18n check
--rules` prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeAlias

from machina_scorm.i18n.catalog import Catalog
from machina_scorm.model.edition import Language
from machina_scorm.model.glossary import Glossary
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity
from machina_scorm.registry import load_room
from machina_scorm.source import Source


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `rule` and `source` are given only where they are not the check's and the entry's own."""

    message: str
    hint: str
    rule: str = ""
    source: Source | None = None


Compare = Callable[[Text, Text, Language], Finding | None]


@dataclass(frozen=True, slots=True)
class Check:
    """Compares one translation: `compare(source, translation, language)`; both Texts have one role.

    `about` says in one line what is compared and why. A check that needs the course's glossary has `with_glossary`,
    which makes its `compare` for one glossary (None where the course has none) and one language. `also` are further
    rules that its findings may have.
    """

    rule: str
    about: str
    compare: Compare
    severity: Severity = Severity.ERROR
    with_glossary: Callable[[Glossary | None, Language], Compare] | None = None
    also: tuple[str, ...] = ()

    def comparing(self, glossary: Glossary | None, language: Language) -> Compare:
        """Return what compares texts in a course with this glossary."""
        return self.with_glossary(glossary, language) if self.with_glossary else self.compare


@dataclass(frozen=True, slots=True)
class NodeCheck:
    """Compares every node of class `kind`, whole: `compare(source, translation, language)`.

    Only nodes are given whose texts are all translated, unless the check is `partial`: then a text that is not has a
    `lang`. The Texts of the translation have their places in the PO file as `source`; each finding gives one.
    """

    rule: str
    about: str
    kind: type
    compare: Callable[[Any, Any, Language], Iterator[Finding]]
    severity: Severity = Severity.ERROR
    also: tuple[str, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A catalog beside what it translates: `pairs` of source and translation as published, the other texts apart.

    `enough` is the translated share of the words, 0…1, from which a unit is published in the language, 0 where
    all is published as it is.
    """

    catalog: Catalog
    pairs: tuple[tuple[Text, Text], ...] = ()
    fuzzy: tuple[Text, ...] = ()
    untranslated: tuple[Text, ...] = ()
    glossary: Glossary | None = None
    enough: float = 0.0


@dataclass(frozen=True, slots=True)
class CatalogCheck:
    """Says something of a whole catalog: `compare(comparison)`. A finding without a `source` is about the file."""

    rule: str
    about: str
    compare: Callable[[Comparison], Iterator[Finding]]
    severity: Severity = Severity.INFO
    also: tuple[str, ...] = ()


AnyCheck: TypeAlias = Check | NodeCheck | CatalogCheck


def checks() -> tuple[AnyCheck, ...]:
    """Return every check, in the order of their module names."""
    return load_room("i18n.checks", "CHECK")


def rules_of(found: Iterable[AnyCheck]) -> tuple[str, ...]:
    """Return the ids of every rule of these checks, sorted."""
    return tuple(sorted({rule for check in found for rule in (check.rule, *check.also)}))


def nearest(rule: str, known: Iterable[str]) -> str:
    """Return a hint that names the rules like `rule`."""
    close = get_close_matches(rule, tuple(known), 3, 0.5)
    return f"did you mean {' or '.join(close)}?" if close else "`machina i18n check --rules` lists them"
