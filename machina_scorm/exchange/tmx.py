"""TMX 1.4b, a translation memory: every translated sentence with its original, for any program's own memory.

Segments hold the Markdown as it is. Coming in, a memory only suggests: it fills what is empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from machina_scorm import __version__
from machina_scorm.exchange import Format
from machina_scorm.exchange._xml import XML_LANG, at, child, head, local, stream, to_bytes
from machina_scorm.exchange.bundle import Bundle, Item, Standing, gathered
from machina_scorm.problems import Report
from machina_scorm.source import Source

_PUBLISHED = frozenset({Standing.MACHINE, Standing.HUMAN, Standing.REVIEWED})


def write(bundles: tuple[Bundle, ...]) -> bytes:
    """Return the translations that are published, in one or several languages, as TMX."""
    root = etree.Element("tmx", version="1.4")
    child(
        root,
        "header",
        creationtool="machina-scorm",
        creationtoolversion=__version__,
        segtype="paragraph",
        o_tmf="PO",
        adminlang="en",
        srclang=bundles[0].source_language if bundles else "*all*",
        datatype="plaintext",
    )
    body = child(root, "body")
    units: dict[tuple[str, int], etree._Element] = {}
    seen: dict[tuple[str, str], list[str]] = {}  # of one message in one language there may be several translations
    for bundle in bundles:
        for _, item in bundle:
            known = seen.setdefault((item.id, bundle.language), [])
            if item.standing not in _PUBLISHED or item.msgstr in known:
                continue
            key = item.id, len(known)
            known.append(item.msgstr)
            if key not in units:
                units[key] = _unit(body, item, bundle.source_language)
            _variant(units[key], bundle.language, item.msgstr)
    etree.indent(root)
    return to_bytes(root)


def _unit(body: etree._Element, item: Item, language: str) -> etree._Element:
    unit = child(body, "tu", tuid=item.id)
    for note in item.notes:
        child(unit, "note", note)
    if item.msgctxt is not None:
        child(unit, "prop", item.msgctxt, type="x-context")
    _variant(unit, language, item.msgid)
    return unit


def _variant(unit: etree._Element, language: str, text: str) -> None:
    variant = child(unit, "tuv")
    variant.set(XML_LANG, language)
    child(variant, "seg", text)


def recognise(data: bytes) -> bool:
    """Tell whether it is TMX."""
    return "<tmx" in head(data)


def read(data: bytes, source: Source, report: Report) -> tuple[Bundle, ...]:
    """Read TMX of any size, one bundle for each language but the first of each unit, which is its original.

    Rules: `import-xml`, `import-xml-entity`, `import-namespace`.
    """
    if not recognise(data):
        report.add("import-namespace", "the file is not TMX", source, "its first element must be <tmx>")
        return ()
    found: dict[tuple[str, str], list[tuple[str, Item]]] = {}
    original = ""
    for element in stream(data, ("header", "tu"), source, report):
        if local(element) == "header":
            original = str(element.get("srclang", ""))
            continue
        own = str(element.get("srclang") or original)
        for language, item in _items(element, own, source):
            found.setdefault((own, language), []).append(("", item))
    return tuple(Bundle("", *languages, gathered(items)) for languages, items in found.items())


def _items(unit: etree._Element, original: str, source: Source) -> Iterator[tuple[str, Item]]:
    """Yield language and item for each translation; other programs' markup is characters in a segment."""
    texts: list[tuple[str, str]] = []
    for variant in unit.iter("tuv"):
        segment = next(variant.iter("seg"), None)
        language = str(variant.get(XML_LANG) or variant.get("lang") or "")
        if segment is not None and language:
            texts.append((language, "".join(map(str, segment.itertext()))))
    context = next((each.text for each in unit.iter("prop") if each.get("type") == "x-context"), None)
    wanted = original.lower()
    first = next((at for at, (language, _) in enumerate(texts) if language.lower() == wanted), None)
    if first is None:
        first = next((at for at, (language, _) in enumerate(texts) if _base(language) == _base(wanted)), 0)
    for number, (language, text) in enumerate(texts):
        if number != first:
            yield language, Item("", texts[first][1], text, context, Standing.FUZZY, source=at(unit, source))


def _base(language: str) -> str:
    return language.lower().replace("_", "-").partition("-")[0]


FORMAT = Format("tmx", (".tmx",), recognise, write, read, languages=True, memory=True)
