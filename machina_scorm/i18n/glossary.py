"""The glossary, i18n/glossary.yaml: reads it, checks the links to it, puts it into a language.

How its renderings are looked for in translations is in checks/glossary.py.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from machina_scorm.dialect import inlines, plain_text, read_text
from machina_scorm.i18n.catalog import Lookup
from machina_scorm.i18n.localise import Coverage, localise
from machina_scorm.model.glossary import Glossary, Term, Wording
from machina_scorm.model.inline import Emph, Inlines, Link, Strong
from machina_scorm.model.text import Text, iter_text
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.yamlfile import Node, read_yaml

GLOSSARY_FILE = "i18n/glossary.yaml"

_LINK = "term:"


def read_glossary(text: str, source: Source, report: Report) -> Glossary:
    """Read glossary.yaml; terms in the order of the file. Empty where the file is broken.

    Rules: those of read_yaml and of the dialect, and `term-duplicate` (an id, or one word for two terms).
    """
    root = read_yaml(text, source, "glossary", report)
    if root is None:
        return Glossary(())
    found: dict[str, Term] = {}
    words: dict[str, Term] = {}
    for node in root["terms"]:
        term = _term(node, report)
        if term.id in found:
            report.add("term-duplicate", f"the id {term.id!r} stands twice", term.source, "remove one entry")
        for word in dict.fromkeys(word.casefold() for word in (plain_text(term.name), *term.also)):
            if words.setdefault(word, term).id != term.id:
                message = f"{word!r} is the word for {words[word].id!r} already"
                report.add("term-duplicate", message, term.source, "one word names one term of the glossary")
        found.setdefault(term.id, term)
    return Glossary(tuple(found.values()))


def localise_glossary(
    glossary: Glossary, language: str, catalog: Lookup, source_language: str
) -> tuple[Glossary, Coverage]:
    """Return the glossary in a language (BCP 47), without the rules for checks, and how much of it is translated.

    A term's name is the first rendering that the glossary gives; the definition comes from the catalog. What is missing
    stays in the source language and is marked with it, like any text. Names are not counted: no translator of a catalog
    sees them.
    """
    terms: list[Term] = []
    coverage = Coverage()
    for term in glossary.entries:
        definition, counted = localise(term.definition, catalog, source_language)
        coverage += counted
        name = _name(term, language, catalog, source_language)
        terms.append(Term(term.id, name, definition, term.pos, term.keep, source=term.source))
    return Glossary(tuple(terms)), coverage


def linked_glossary(glossary: Glossary | None, value: object) -> Glossary | None:
    """Return the terms that the texts of `value` link to, and those that their definitions link to.

    This is what an artefact needs: a change of another term must not make it anew.
    """
    if glossary is None:
        return None
    wanted: set[str] = set()
    new = {id_ for id_, _ in term_links(value)}
    while new:
        wanted |= new
        terms = tuple(term for term in glossary.entries if term.id in new)
        new = {id_ for id_, _ in term_links(terms)} - wanted
    return Glossary(tuple(term for term in glossary.entries if term.id in wanted))


def check_terms(value: object, glossary: Glossary | None, report: Report) -> None:
    """Report every link of `value` to a term that the glossary does not have. Rule: `term-unknown`."""
    known = [term.id for term in glossary.entries] if glossary else []
    for id_, source in term_links(value):
        if id_ in known:
            continue
        close = difflib.get_close_matches(id_, known, 1)
        if glossary is None:
            hint = f"the course has no glossary: add {GLOSSARY_FILE} with this term"
        elif close:
            hint = f"did you mean {close[0]!r}?"
        else:
            hint = f"add the term to {GLOSSARY_FILE}"
        report.add("term-unknown", f"there is no term {id_!r}", source, hint)


def term_links(value: object) -> Iterator[tuple[str, Source]]:
    """Yield the id behind every `term:` link of the texts of `value`, and where the text stands."""
    for text in iter_text(value):
        if _LINK in text.md:  # few texts have one, and parsing all of them takes its time
            yield from ((id_, text.source) for id_ in linked_ids(text))


def linked_ids(text: Text) -> tuple[str, ...]:
    """Return the ids of the terms that one text links to."""
    targets = _targets(inlines(text))
    return tuple(target.removeprefix(_LINK) for target in targets if target.startswith(_LINK))


def _targets(nodes: Inlines) -> Iterator[str]:
    for node in nodes:
        match node:
            case Link(target, children):
                yield target
                yield from _targets(children)
            case Emph(children) | Strong(children):
                yield from _targets(children)


def _name(term: Term, language: str, catalog: Lookup, source_language: str) -> Text:
    wording = term.wording(language)
    if wording:
        return replace(term.name, md=wording.use[0])
    if term.keep or language == source_language:
        return term.name
    found = catalog.lookup(term.name)  # a catalog has no names of terms; a pseudo-language knows every text
    return replace(term.name, lang=source_language) if found is None else replace(term.name, md=found)


def _term(node: Node, report: Report) -> Term:
    definition = node["definition"]
    languages = node.get("languages")
    return Term(
        id=node.text("id"),
        name=read_text(node.text("term"), node["term"].source, report, "term"),
        definition=read_text(definition.raw, definition.source, report, "definition", node.text("note")),
        pos=node.text("pos", "noun"),
        keep=_is_true(node, "keep"),
        also=_words(node.items("also")),
        apart=_words(node.items("except")),
        everyday=_is_true(node, "everyday"),
        wordings=tuple(_wording(code, each) for code, each in languages.value.items()) if languages else (),
        source=node["term"].source,
    )


def _wording(language: str, node: Node) -> Wording:
    return Wording(language, _words(node.items("use")), _words(node.items("forms")), _words(node.items("avoid")))


def _words(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", " ".join(node.raw.split())) for node in nodes)


def _is_true(node: Node, key: str) -> bool:
    found = node.get(key)
    return bool(found and found.value)
