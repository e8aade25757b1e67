"""A QTI file as it comes: one XML file, or a package with a manifest, its documents in order and its pictures."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element

from machina_scorm.imports import ImportFile
from machina_scorm.imports.limits import Package, open_package
from machina_scorm.imports.pictures import Pictures, data_uri
from machina_scorm.imports.qti.xml import attribute, below, parse_xml
from machina_scorm.model.blocks import Image
from machina_scorm.problems import Report

MANIFEST = "imsmanifest.xml"
ROOTS = ("questestinterop", "assessmentItem", "assessmentTest")

#: Where Canvas keeps a course's files inside a package, and what it writes for it in addresses.
_CANVAS, _CANVAS_BASES = "web_resources/", ("$IMS-CC-FILEBASE$/", "$IMS_CC_FILEBASE$/")


@dataclass(frozen=True, slots=True)
class Document:
    """An XML document of QTI: its place in the package ("" for a single file) and its root."""

    file: ImportFile
    folder: str
    root: _Element


class Parcel:
    """What the items of a file share: where their pictures are."""

    def __init__(self, package: Package | None, report: Report) -> None:
        self._package, self._report = package, report
        self._pictures = Pictures()
        self._names = {name.casefold(): name for name in package.names} if package else {}

    def picture(self, address: str, folder: str) -> tuple[Image | None, str]:
        """Return the picture of an address in a document that lies in `folder`, or None and why not."""
        inside = data_uri(address)
        if inside is not None:
            return self._pictures.take(*inside)
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return None, "it lies elsewhere and nothing is loaded from there"
        for name in self._candidates(unquote(address.partition("?")[0].partition("#")[0]), folder):
            data = self._package.read(name, self._report) if self._package else None
            if data is not None:
                return self._pictures.take(posixpath.basename(name), data)
        return None, "the package does not hold it" if self._package else "the file comes without its package"

    def embedded(self, name: str, data: bytes) -> tuple[Image | None, str]:
        """Take a picture that lies in the XML itself."""
        return self._pictures.take(name, data)

    def _candidates(self, path: str, folder: str) -> Iterator[str]:
        """Yield the files of the package that an address may mean: never one outside of it."""
        for base in _CANVAS_BASES:
            if path.startswith(base):
                path = _CANVAS + path.removeprefix(base)
                folder = ""
        for wanted in (posixpath.join(folder, path), path.lstrip("/")):
            name = self._names.get(posixpath.normpath(wanted).casefold())
            if name:
                yield name


def documents(file: ImportFile, report: Report) -> Iterator[tuple[Parcel, list[Document]]]:
    """Yield the documents of a file with what they share; once, or never where the file cannot be opened."""
    if not file.data.startswith(b"PK"):
        root = parse_xml(file, report)
        if root is not None:
            yield Parcel(None, report), [Document(file, "", root)]
        return
    with open_package(file, report) as package:
        if package is not None:
            yield Parcel(package, report), _in_order(_read_all(package, file, report))


def _read_all(package: Package, file: ImportFile, report: Report) -> list[Document]:
    found: list[Document] = []
    for name in _xml_names(package, file, report):
        data = package.read(name, report)
        if data is None or not any(root.encode() in data or _kebab(root) in data for root in ROOTS):
            continue
        inner = ImportFile(f"{file.name}/{name}", data)
        root = parse_xml(inner, report)
        if root is not None and root.tag in ROOTS:
            found.append(Document(inner, posixpath.dirname(name), root))
    return found


def _kebab(name: str) -> bytes:
    return ("qti-" + "".join(f"-{c.lower()}" if c.isupper() else c for c in name)).encode()


def _xml_names(package: Package, file: ImportFile, report: Report) -> list[str]:
    """Return the package's XML files: those of the manifest in its order, then the others.

    Canvas writes a cartridge's quizzes twice: whole in non_cc_assessments/, and without what Common Cartridge lacks.
    """
    names = [n for n in package.names if n.lower().endswith((".xml", ".qti")) and posixpath.basename(n) != MANIFEST]
    whole = {posixpath.basename(name).partition(".")[0] for name in names if "non_cc_assessments/" in name}
    names = [n for n in names if not (n.endswith("/assessment_qti.xml") and posixpath.basename(n[:-19]) in whole)]
    manifest = package.read(MANIFEST, report) if MANIFEST in package.names else None
    root = parse_xml(ImportFile(f"{file.name}/{MANIFEST}", manifest), report) if manifest else None
    if root is None:
        return names
    listed = [posixpath.normpath(unquote(attribute(e, "href"))) for e in below(root, "resource", "file")]
    first = [name for name in dict.fromkeys(listed) if name in names]
    return first + [name for name in names if name not in set(first)]


def _in_order(found: list[Document]) -> list[Document]:
    """Return the documents in the order in which a test asks the items; a test stands before its items."""
    order: dict[str, int] = {}
    for document in found:
        if document.root.tag == "assessmentTest":
            for ref in below(document.root, "assessmentItemRef"):
                path = posixpath.normpath(posixpath.join(document.folder, unquote(attribute(ref, "href"))))
                order.setdefault(path, len(order))

    def place(document: Document) -> tuple[int, int]:
        name = posixpath.join(document.folder, posixpath.basename(document.file.name))
        return (0 if document.root.tag == "assessmentTest" else 1, order.get(name, len(order)))

    return sorted(found, key=place)
