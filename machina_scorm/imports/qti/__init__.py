"""QTI: 1.2 as Canvas and ILIAS write it, 2.1 to 3.0 as OpenOlat, Canvas New Quizzes and ILIAS do; files and packages.

`parcel` opens what came, `v1` and `v2` take items apart, `v1_answers` and `v2_answers` say what is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from machina_scorm.imports import Imported, ImportFile, Reader
from machina_scorm.imports.ids import give_ids
from machina_scorm.imports.qti import v1, v1_answers, v2_answers
from machina_scorm.imports.qti.item import Item
from machina_scorm.imports.qti.parcel import Document, Parcel, documents
from machina_scorm.imports.qti.xml import attribute, words
from machina_scorm.model.questions import Question
from machina_scorm.problems import Report

_SUFFIXES = (".qti.zip", ".zip", ".xml", ".qti", ".imscc")


def recognise(data: bytes, name: str) -> int:
    """Tell how surely the bytes are QTI."""
    if data.startswith(b"PK"):
        listed = b"imsmanifest.xml" in data[-200_000:] or b"imsmanifest.xml" in data[:200_000]
        office = b"[Content_Types].xml" in data[:4000]
        return 0 if office else 80 if listed else 30 if name.lower().endswith((".zip", ".imscc")) else 0
    head = data[:8000].replace(b"\0", b"")
    if any(root in head for root in (b"<questestinterop", b"<assessmentItem", b"<qti-assessment-item")):
        return 95
    return 0


def read(file: ImportFile) -> Imported:
    """Return the questions of a QTI file or package."""
    report = Report()
    found: list[tuple[Question, str]] = []
    categories: list[str] = []
    for parcel, parts in documents(file, report):
        for document in parts:
            categories += _categories(document.root)
            for question, name in _items(document, parcel, report):
                found.append((question, name))
        if not any(True for document in parts for _ in _elements(document.root)) and not report.errors:
            report.add("import-no-question", "there is no QTI item in the file", file.at(), "choose another file")
    return Imported(give_ids(found), tuple(report), tuple(dict.fromkeys(categories)))


def _elements(root: _Element) -> Iterator[_Element]:
    if root.tag == "assessmentItem":
        yield root
    yield from root.iter("item")


def _items(document: Document, parcel: Parcel, report: Report) -> Iterator[tuple[Question, str]]:
    for element in _elements(document.root):
        body = next((e for e in element.iter("presentation", "itemBody")), element)
        line: object = element.sourceline
        item = Item(
            document.file,
            line if isinstance(line, int) else 1,
            attribute(element, "ident") or attribute(element, "identifier"),
            attribute(element, "title"),
            words(body) or attribute(element, "title"),
            lambda address: parcel.picture(address, document.folder),
        )
        if element.tag == "item":
            question = v1_answers.lower(v1.take_apart(element, item, parcel))
        else:
            question = v2_answers.lower(element, item)
        report.extend(item.report)
        if question is not None and not item.report.errors:
            yield question, item.name


def _categories(root: _Element) -> Iterator[str]:
    """Yield the titles of tests, banks and their sections."""
    for element in root.iter("assessment", "objectbank", "assessmentTest"):
        title = attribute(element, "title")
        for entry in element.findall("qtimetadata/qtimetadatafield"):
            if words(entry.find("fieldlabel")) == "bank_title":
                title = words(entry.find("fieldentry"))
        if title:
            yield title


READER = Reader("qti", _SUFFIXES, recognise, read)
