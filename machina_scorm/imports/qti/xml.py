"""XML of strangers, parsed without entities, network or DTD; QTI's elements by their local names."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from machina_scorm.imports import ImportFile
from machina_scorm.problems import Report

#: Elements inside one another; nobody writes more.
_DEEPEST = 200


def parse_xml(file: ImportFile, report: Report) -> _Element | None:
    """Return the root of an XML file; None, reported with its line, for what is none or is hostile.

    A document type may stand there (ILIAS writes one) and is not loaded; one that declares entities is refused.
    """
    data = file.data
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = data.replace(b"\0", b"") if wide else data
    if b"<!DOCTYPE" in head and b"<!ENTITY" in head:
        report.add("import-xml-entity", "the XML declares entities", file.at(1), "do not trust this file")
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        report.add("import-xml", f"the XML is not well-formed: {error.msg}", file.at(line), "export it again")
        return None
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        report.add("import-xml", f"{deepest} elements inside one another", file.at(1), "do not trust this file")
        return None
    _plain_names(root)
    return root


def _plain_names(root: _Element) -> None:
    """Take namespaces off, and write QTI 3's `qti-simple-choice response-identifier` as QTI 2 does."""
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name.startswith("qti-"):
            name = _camel(name.removeprefix("qti-"))
            for key in list(element.attrib):
                if "-" in str(key) and not str(key).startswith(("data-", "{", "aria-")):
                    element.set(_camel(str(key)), element.attrib.pop(key))
        element.tag = name
    etree.cleanup_namespaces(root)


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def words(element: _Element | None) -> str:
    """Return all text below an element, blanks levelled."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def attribute(element: _Element, name: str, default: str = "") -> str:
    """Return an attribute."""
    return str(element.get(name, default)).strip()


def below(element: _Element, *names: str) -> Iterator[_Element]:
    """Yield every element of these names below `element`, in document order."""
    yield from (found for found in element.iter(*names) if found is not element)
