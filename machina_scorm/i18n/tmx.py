"""Translation memories of other programs: TMX and PO files as what a catalog takes suggestions from."""

from __future__ import annotations

from lxml import etree

from machina_scorm.dialect.inline import normalise
from machina_scorm.i18n.catalog import decode_po
from machina_scorm.i18n.known import main_language
from machina_scorm.i18n.po import PoEntry, PoFile, read_po
from machina_scorm.problems import Report
from machina_scorm.source import Source

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_memory(data: bytes, source: Source, source_language: str, code: str, report: Report) -> PoFile:
    """Return what a TMX or PO file knows of translations from `source_language` into `code` (BCP 47).

    Another regional form of either language counts too. Rules: those of read_po and decode_po, `memory-language`
    (nothing in this language), `memory-syntax` (neither TMX nor PO).
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or data.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        return _read_tmx(data, source, source_language, code, report)
    file = read_po(decode_po(data, source, report), source, report)
    theirs = file.field("Language")
    if theirs and main_language(theirs) != main_language(code):
        message = f"a memory of another language: its header says {theirs}, asked for is {code}"
        report.add("memory-language", message, Source(source.path, file.header.line), "name a file of the language")
        return PoFile()
    return file


def _read_tmx(data: bytes, source: Source, source_language: str, code: str, report: Report) -> PoFile:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        place = Source(source.path, error.lineno or 1)
        report.add("memory-syntax", f"not XML: {error.msg}", place, "export the memory again as TMX 1.4")
        return PoFile()
    if etree.QName(root).localname != "tmx":
        report.add(
            "memory-syntax", f"not TMX but <{root.tag}>", source, "export the memory as TMX 1.4, or give a PO file"
        )
        return PoFile()
    entries: dict[str, PoEntry] = {}
    for unit in root.iter("{*}tu"):
        msgid, msgstr = (_segment(unit, language) for language in (source_language, code))
        if msgid and msgstr:
            entries.setdefault(msgid, PoEntry(msgid, msgstr))
    if not entries:
        message = f"nothing translated from {source_language} into {code}"
        report.add("memory-language", message, source, "see the languages (xml:lang) in the file")
    return PoFile(tuple(entries.values()))


def _segment(unit: etree._Element, code: str) -> str:
    """Return the text of a unit in a language, its inline tags as what they stand for; "" where there is none."""
    found: dict[str, str] = {}
    for variant in unit.iter("{*}tuv"):
        language = (variant.get(_LANG) or variant.get("lang") or "").replace("_", "-")
        segment = variant.find("{*}seg")
        if segment is not None and main_language(language) == main_language(code):
            text = normalise("".join(str(part) for part in segment.itertext())).strip()
            found[language.casefold()] = text
    return found.get(code.casefold()) or next(iter(found.values()), "")
