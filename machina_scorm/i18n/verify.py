"""Check a catalog: every check on every translation that would be published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from machina_scorm.i18n.catalog import Catalog, Entry, Key
from machina_scorm.i18n.checks import AnyCheck, CatalogCheck, Check, Comparison, NodeCheck, checks, rules_of
from machina_scorm.i18n.extract import Message, extract
from machina_scorm.i18n.localise import UI_ROLE
from machina_scorm.i18n.waivers import Waiver, apply_waivers, read_waiver
from machina_scorm.i18n.wording import needs_translation
from machina_scorm.model.glossary import Glossary
from machina_scorm.model.text import Text, iter_text, map_text
from machina_scorm.problems import Problem
from machina_scorm.source import Source

#: BCP 47 for a text whose language does not matter: it is not the one that is looked at.
UNDETERMINED = "und"


@dataclass(frozen=True, slots=True)
class Translatable:
    """What one catalog translates: its messages, and the nodes that a check wants to see whole, such as questions.

    Each node comes with the keys of the messages that must be translated for the node to be. `enough` is the share of
    the words, 0…1, without which nothing is published, 0 where everything is.
    """

    messages: tuple[Message, ...]
    nodes: tuple[tuple[Any, frozenset[Key]], ...] = ()
    enough: float = 0.0


def read_translatable(value: object) -> Translatable:
    """Return what a catalog of `value` – a unit, an About, a Glossary, the Ui – translates."""
    kinds = tuple({check.kind for check in checks() if isinstance(check, NodeCheck)})
    return Translatable(extract(value), tuple((node, _keys(node)) for node in _nodes(value, kinds)))


def _nodes(value: object, kinds: tuple[type, ...]) -> Iterator[Any]:
    if isinstance(value, kinds):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from _nodes(item, kinds)
    elif is_dataclass(value) and not isinstance(value, Text | type):
        for each in fields(value):
            yield from _nodes(getattr(value, each.name), kinds)


def _keys(node: object) -> frozenset[Key]:
    """Strings of the interface are left out: another catalog translates them."""
    texts = (text for text in iter_text(node) if text.role != UI_ROLE and needs_translation(text))
    return frozenset((text.msgctxt, text.md) for text in texts)


def check_catalog(
    catalog: Catalog,
    value: Translatable,
    glossary: Glossary | None = None,
    chosen: Sequence[AnyCheck] | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with the translations of `value`, at their places in the PO file.

    Checks are all or `chosen` ones. A translator waives a rule for one entry by a comment `# machina:
    ignore=math-mismatch because …`; what is wrong with waivers is found too (i18n/waivers.py).
    """
    every = checks()
    wanted = every if chosen is None else tuple(chosen)
    comparison, waivers = _compare(catalog, value, glossary)
    problems = _check_all(comparison, value, wanted)
    if waivers:
        problems = apply_waivers(problems, waivers, rules_of(every), rules_of(wanted))
    yield from problems


def _compare(catalog: Catalog, value: Translatable, glossary: Glossary | None) -> tuple[Comparison, tuple[Waiver, ...]]:
    """Lay a catalog beside its messages. Waivers count where something is published, and so is checked."""
    pairs: list[tuple[Text, Text]] = []
    fuzzy: list[Text] = []
    untranslated: list[Text] = []
    waivers: list[Waiver] = []
    for message in value.messages:
        entry = catalog.entries.get(message.key)
        if entry is None or not entry.msgstr:
            untranslated.append(message.text)
        elif entry.fuzzy:
            fuzzy.append(message.text)
        else:
            pairs.append((message.text, _translated(message.text, entry)))
            waiver = read_waiver(entry.comments, entry.source) if entry.comments else None
            waivers += [waiver] if waiver else []
    comparison = Comparison(catalog, tuple(pairs), tuple(fuzzy), tuple(untranslated), glossary, value.enough)
    return comparison, tuple(waivers)


def _translated(text: Text, entry: Entry) -> Text:
    return Text(entry.msgstr, text.role, entry.source, text.note, text.context, text.room)


def _check_all(comparison: Comparison, value: Translatable, wanted: Sequence[AnyCheck]) -> Iterator[Problem]:
    language, glossary = comparison.catalog.language, comparison.glossary
    compares = [(each, each.comparing(glossary, language)) for each in wanted if isinstance(each, Check)]
    for source, translation in comparison.pairs:
        for check, compare in compares:
            finding = compare(source, translation, language)
            if finding:
                place = finding.source or translation.source
                yield Problem(finding.rule or check.rule, finding.message, place, finding.hint, check.severity)
    yield from _check_nodes(comparison, value.nodes, wanted)
    file = Source(comparison.catalog.source.path)
    for each in wanted:
        for finding in each.compare(comparison) if isinstance(each, CatalogCheck) else ():
            place = finding.source or file
            yield Problem(finding.rule or each.rule, finding.message, place, finding.hint, each.severity)


def _check_nodes(
    comparison: Comparison, nodes: Sequence[tuple[Any, frozenset[Key]]], wanted: Sequence[AnyCheck]
) -> Iterator[Problem]:
    """A question with a part missing stays in the source's language, and so is not looked at."""
    asked = [check for check in wanted if isinstance(check, NodeCheck)]
    catalog = comparison.catalog
    published = {key for key, entry in catalog.entries.items() if entry.msgstr and not entry.fuzzy} if asked else set()
    for node, keys in nodes if asked else ():
        wanted_here = [each for each in asked if isinstance(node, each.kind) and (each.partial or keys <= published)]
        if not wanted_here:
            continue

        def translate(text: Text, keys: frozenset[Key] = keys) -> Text:
            key = text.msgctxt, text.md
            if key not in keys or text.role == UI_ROLE:
                return text
            return _translated(text, catalog.entries[key]) if key in published else replace(text, lang=UNDETERMINED)

        translation = map_text(node, translate)
        for check in wanted_here:
            for finding in check.compare(node, translation, catalog.language):
                place = finding.source or Source(catalog.source.path)
                yield Problem(finding.rule or check.rule, finding.message, place, finding.hint, check.severity)
