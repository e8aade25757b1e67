"""XML of strangers: no entity is resolved, nothing is fetched, a syntax error has its line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from lxml import etree

from machina_scorm.problems import Report
from machina_scorm.source import Source

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_HEAD = 4096
_ENTITY_OR_ELEMENT = re.compile(rb"<!ENTITY|<[A-Za-z]")


def parse(data: bytes, source: Source, report: Report) -> etree._Element | None:
    """Return the root; None, with `import-xml` or `import-xml-entity` in `report`, for what is no sound XML."""
    if _begins_with_entities(data):
        _say_entities(Source(source.path), report)
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        _say_broken(error, source, report)
        return None
    return None if declares_entities(root, source, report) else root


def stream(data: bytes, tags: tuple[str, ...], source: Source, report: Report) -> Iterator[etree._Element]:
    """Yield the elements with these tags as they end and forget them; what follows an error is not read."""
    if _begins_with_entities(data):
        _say_entities(Source(source.path), report)
        return
    events = etree.iterparse(
        io.BytesIO(data), ("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for number, (_, element) in enumerate(events):
            if not number and declares_entities(element, source, report):
                return
            yield element
            element.clear()
            while (before := element.getprevious()) is not None:
                before.getparent().remove(before)
    except (etree.XMLSyntaxError, ValueError) as error:
        _say_broken(error, source, report)


def declares_entities(root: etree._Element, source: Source, report: Report) -> bool:
    """Tell whether the file declares entities, which no translator's program does; says so."""
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is None or next(dtd.iterentities(), None) is None:  # type: ignore[attr-defined]
        return False
    _say_entities(at(root, source), report)
    return True


def _begins_with_entities(data: bytes) -> bool:
    """Tell whether an entity is declared before the first element, without parsing: the parser might expand it."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    match = _ENTITY_OR_ELEMENT.search(data.replace(b"\0", b"") if wide else data)
    return match is not None and match[0] == b"<!ENTITY"


def _say_entities(place: Source, report: Report) -> None:
    report.add("import-xml-entity", "the file declares entities", place, "do not trust this file")


def at(element: etree._Element, source: Source) -> Source:
    """Return the place of an element."""
    line = element.sourceline
    return Source(source.path, line if isinstance(line, int) else 0)


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, "" for an entity reference."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def head(data: bytes) -> str:
    """Return the beginning of a file as text, good enough to see what it is."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[:_HEAD].decode("utf-16", "replace")
    return data[:_HEAD].decode("latin-1")


def to_bytes(root: etree._Element) -> bytes:
    """Return a document as it is written to a file."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def append_text(parent: etree._Element, text: str) -> None:
    """Add characters at the end of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def child(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """Add an element in the parent's namespace; attributes are written with - for _."""
    namespace = etree.QName(parent).namespace
    name = f"{{{namespace}}}{tag}" if namespace else tag
    element = etree.SubElement(parent, name, {key.replace("_", "-"): value for key, value in attributes.items()})
    element.text = text or None
    return element


def _say_broken(error: Exception, source: Source, report: Report) -> None:
    line = getattr(error, "lineno", 0) or 0
    hint = "export it again from the program it comes from; nothing of what follows is taken"
    message = getattr(error, "msg", None) or str(error)
    report.add("import-xml", f"not sound XML: {message}", Source(source.path, line), hint)
