"""The glossary for other programs: CSV as Weblate and Poedit read it, TBX-Basic (ISO 30042) for translation tools.

Definitions come from the catalogs, so the glossary is given as it is in each language too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from lxml import etree

from machina_scorm.dialect import plain_text
from machina_scorm.model.glossary import Glossary, Term

_TBX = "urn:iso:std:iso:30042:ed-2"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: What TBX-Basic calls a part of speech; an abbreviation is a form of a noun.
_POS = {"noun": "noun", "verb": "verb", "adjective": "adjective", "name": "properNoun", "abbreviation": "noun"}


def write_csv(glossary: Glossary, localised: Glossary, source_language: str, language: str) -> str:
    """Return the glossary in one language as CSV: one row for each term and each other source word for it.

    The columns have the names that Weblate knows; Poedit and spreadsheets read the first two. The target is the
    rendering to prefer, the comment the definition (in the language where `localised` has it) and the renderings that
    are accepted too. Those to avoid are left out: no program could tell them from right ones. A term that the language
    does not say is left out, one that is kept as it is has itself as its target.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(("source", "target", "developer_comments"))
    for term, own in zip(glossary.entries, localised.entries, strict=True):
        wording = term.wording(language)
        own_words = term.keep or language == source_language
        if wording or own_words:
            also = f" ({', '.join(wording.use[1:])})" if wording and wording.use[1:] and not own_words else ""
            for name in (plain_text(term.name), *term.also):
                target = name if own_words or not wording else wording.use[0]
                writer.writerow((name, target, plain_text(own.definition) + also))
    return stream.getvalue()


def write_tbx(glossary: Glossary, source_language: str, localised: Mapping[str, Glossary], title: str) -> bytes:
    """Return the glossary in all languages as TBX (dialect TBX-Basic, style DCA), UTF-8.

    `localised` is the glossary in each language, whose definitions are taken where they are translated. Renderings to
    prefer, to accept and to avoid are told apart by their administrative status.
    """
    attributes = {"type": "TBX-Basic", "style": "dca", _XML_LANG: source_language}
    root = etree.Element(f"{{{_TBX}}}tbx", attributes, nsmap={None: _TBX})  # type: ignore[dict-item]  # None is the default namespace
    header = etree.SubElement(root, f"{{{_TBX}}}tbxHeader")
    described = etree.SubElement(header, f"{{{_TBX}}}fileDesc")
    _add(etree.SubElement(described, f"{{{_TBX}}}titleStmt"), "title", title)
    _add(etree.SubElement(described, f"{{{_TBX}}}sourceDesc"), "p", "i18n/glossary.yaml")
    body = etree.SubElement(etree.SubElement(root, f"{{{_TBX}}}text"), f"{{{_TBX}}}body")
    definitions = {code: {term.id: term for term in known.entries} for code, known in localised.items()}
    for term in glossary.entries:
        concept = etree.SubElement(body, f"{{{_TBX}}}conceptEntry", {"id": term.id})
        for code in dict.fromkeys((source_language, *localised)):
            _section(concept, term, code, source_language, definitions.get(code, {}).get(term.id))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _section(concept: etree._Element, term: Term, language: str, source_language: str, localised: Term | None) -> None:
    words = tuple(_words(term, language, source_language))
    if not words:
        return
    section = etree.SubElement(concept, f"{{{_TBX}}}langSec", {_XML_LANG: language})
    defined = term.definition if language == source_language else localised.definition if localised else None
    if defined is not None and not defined.lang:
        _add(section, "descrip", plain_text(defined), type="definition")
    for word, status in words:
        entry = etree.SubElement(section, f"{{{_TBX}}}termSec")
        _add(entry, "term", word)
        _add(entry, "termNote", _POS[term.pos], type="partOfSpeech")
        _add(entry, "termNote", status, type="administrativeStatus")


def _words(term: Term, language: str, source_language: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a language with the status that ISO 12620 gives them."""
    wording = term.wording(language)
    if language == source_language or term.keep:
        yield plain_text(term.name), "preferredTerm-admn-sts"
        yield from ((word, "admittedTerm-admn-sts") for word in term.also)
    elif wording:
        yield wording.use[0], "preferredTerm-admn-sts"
        yield from ((word, "admittedTerm-admn-sts") for word in wording.use[1:])
        yield from ((word, "deprecatedTerm-admn-sts") for word in wording.avoid if not word.startswith("*"))


def _add(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{_TBX}}}{name}", attributes).text = text
