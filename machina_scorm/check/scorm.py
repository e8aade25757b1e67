"""Checks of a SCORM 1.2 package, ours or somebody else's.  Not: the course it was made of (course.py).

XSD validation alone accepts two thirds of the manifests that ADL's own suite rejects, and Moodle does not validate
at all but takes a package apart literally (formats.md 7.3, 7.4); so the rules that matter are here, in Python. The XSDs
are applied besides where a set of them is at hand.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from machina_scorm.check.scorm_page import check_pages
from machina_scorm.package.manifest import ADLCP12, CP12, TITLE_LENGTH
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

MANIFEST = "imsmanifest.xml"

#: What an LMS must be able to unpack; a package beyond it is an accident or an attack.
MOST_FILES = 5_000
MOST_BYTES = 2_000_000_000

#: Schema files may lie in a package without being listed.
_SCHEMA_ENDINGS = (".xsd", ".dtd")


def check_scorm12(data: bytes, name: str, schemas: Path | None = None) -> Iterator[Problem]:
    """Yield everything that is wrong with the SCORM 1.2 package `data`, called `name` in the findings.

    `schemas` is a folder that holds `scorm12/scorm12.xsd`, or that file's folder; without it the environment variable
    MACHINA_SCHEMAS names it. Where neither does, one INFO finding `schemas-missing` says that no XSD was applied.
    """
    place = Source(name)
    problems, files = _unpack(data, place)
    yield from problems
    if files is None:
        return
    if MANIFEST not in files:
        hint = "the manifest lies at the root of the zip, in small letters"
        yield Problem("manifest-missing", f"there is no {MANIFEST}", place, hint)
        return
    here = Source(f"{name}/{MANIFEST}")
    root, problem = _parse(files[MANIFEST], here)
    if root is None:
        if problem:
            yield problem
        return
    yield from _check_xsd(root, here, schemas)
    yield from _check_manifest(root, here)
    yield from _check_files(root, here, files)
    yield from check_pages(files, name)


def _unpack(data: bytes, place: Source) -> tuple[list[Problem], Mapping[str, bytes] | None]:
    """Return what is wrong with the zip, and its files; None if it is not to be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_FILES:
                return [Problem("package-too-many-files", f"{len(infos)} files", place, f"{MOST_FILES} at most")], None
            size = sum(info.file_size for info in infos)
            if size > MOST_BYTES:
                return [Problem("package-too-large", f"{size} bytes unpacked", place, f"{MOST_BYTES} at most")], None
            problems = list(_check_names([info.filename for info in infos], place))
            return problems, {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, OSError, zlib.error) as error:
        return [
            Problem("package-no-zip", f"this is no sound zip file: {error}", place, "build or download it again")
        ], None


def _check_names(names: list[str], place: Source) -> Iterator[Problem]:
    for name, times in Counter(name.lower() for name in names).items():
        if times > 1:
            yield Problem(
                "file-twice", f"{name} is in the zip {times} times", place, "capitals do not tell files apart"
            )
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts:
            yield Problem("file-outside", f"{name!r} leads out of the package", place, "use relative paths with /")
        if not name.isascii() or " " in name:
            hint = "use letters, digits, - and _: some platforms garble other names"
            yield Problem("file-name", f"{name!r} is not a safe name", place, hint, Severity.WARNING)


def _parse(data: bytes, here: Source) -> tuple[etree._Element | None, Problem | None]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        return None, Problem("manifest-syntax", f"this is no XML: {error.msg}", Source(here.path, line), "mend the XML")
    if root.getroottree().docinfo.internalDTD is not None:
        message = "the manifest has a document type declaration"
        return None, Problem(
            "manifest-doctype", message, here, "take it out: a manifest needs none, entities are a risk"
        )
    return root, None


def _check_xsd(root: etree._Element, here: Source, schemas: Path | None) -> Iterator[Problem]:
    named = schemas or (Path(os.environ["MACHINA_SCHEMAS"]) if os.environ.get("MACHINA_SCHEMAS") else None)
    hint = "name a folder with scorm12/scorm12.xsd in MACHINA_SCHEMAS or by --schemas"
    if named is None:
        message = "manifest not validated: no schemas are at hand"
        yield Problem("schemas-missing", message, here, hint, Severity.INFO)
        return
    driver = next((f for f in (named / "scorm12/scorm12.xsd", named / "scorm12.xsd") if f.is_file()), None)
    if driver is None:
        message = f"manifest not validated: there is no scorm12/scorm12.xsd in {named}"
        yield Problem("schemas-missing", message, here, hint)
        return
    try:
        schema = etree.XMLSchema(etree.parse(str(driver)))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        yield Problem("schemas-missing", f"manifest not validated: {driver.name} cannot be used: {error}", here, hint)
        return
    if not schema.validate(root):
        for entry in cast(Iterable[Any], schema.error_log):
            yield Problem("manifest-schema", entry.message, Source(here.path, entry.line), "see SCORM 1.2 CAM, 2.3")


def _check_manifest(root: etree._Element, here: Source) -> Iterator[Problem]:
    """The rules that no schema sees."""
    if root.tag != f"{{{CP12}}}manifest" or root.prefix is not None:
        hint = f'write <manifest xmlns="{CP12}">: platforms look for the bare tag names'
        yield Problem("manifest-namespace", "imscp is not the default namespace of the manifest", here, hint)
    if root.nsmap.get("adlcp") != ADLCP12:
        hint = f'write xmlns:adlcp="{ADLCP12}"; under another prefix Moodle does not track anything'
        yield Problem("manifest-prefix", "the prefix adlcp is missing or means something else", here, hint)
    if not root.get("identifier"):
        yield Problem("manifest-identifier", "the manifest has no identifier", here, "give it one and keep it")
    version = root.findtext(f"{{{CP12}}}metadata/{{{CP12}}}schemaversion", "")
    if root.findtext(f"{{{CP12}}}metadata/{{{CP12}}}schema", "") != "ADL SCORM" or version != "1.2":
        hint = "write <schema>ADL SCORM</schema> and <schemaversion>1.2</schemaversion>"
        yield Problem(
            "manifest-version", f"schema or schemaversion is not that of SCORM 1.2 but {version!r}", here, hint
        )
    yield from _check_identifiers(root, here)
    yield from _check_organizations(root, here)
    yield from _check_resources(root, here)


def _at(element: etree._Element, here: Source) -> Source:
    return Source(here.path, cast(int | None, element.sourceline) or 0)


def _all(root: etree._Element, tag: str) -> list[etree._Element]:
    return list(root.iter(f"{{{CP12}}}{tag}"))


def _check_identifiers(root: etree._Element, here: Source) -> Iterator[Problem]:
    ids = Counter(element.get("identifier") for element in root.iter() if element.get("identifier"))
    for id_, times in ids.items():
        if times > 1:
            hint = "Moodle merges items with one identifier"
            yield Problem("identifier-twice", f"{id_} names {times} things", here, hint)
        if id_ and len(id_) > 255:
            yield Problem("identifier-length", f"{id_[:40]}… has {len(id_)} characters", here, "255 at most")


def _check_organizations(root: etree._Element, here: Source) -> Iterator[Problem]:
    organizations = root.find(f"{{{CP12}}}organizations")
    known = {element.get("identifier") for element in _all(root, "organization")}
    if organizations is None or not known:
        yield Problem("organization-missing", "there is no organization", here, "nothing can be started without one")
        return
    default = organizations.get("default")
    if default not in known:
        message = f"the default organization {default!r} does not exist"
        yield Problem("organization-default", message, _at(organizations, here), "name one that is there")
    resources = {element.get("identifier") for element in _all(root, "resource")}
    for element in (*_all(root, "organization"), *_all(root, "item")):
        title = (element.findtext(f"{{{CP12}}}title") or "").strip()
        name = element.get("identifier") or "?"
        if not title:
            yield Problem("title-missing", f"{name} has no title", _at(element, here), "learners see the title")
        if len(title) > TITLE_LENGTH:
            message = f"the title of {name} has {len(title)} characters"
            yield Problem("title-length", message, _at(element, here), f"{TITLE_LENGTH} at most")
    for item in _all(root, "item"):
        name, target = item.get("identifier") or "?", item.get("identifierref")
        is_leaf = item.find(f"{{{CP12}}}item") is None
        if target and target not in resources:
            yield Problem(
                "item-dangling", f"{name} points to {target}, which is no resource", _at(item, here), "mend it"
            )
        if is_leaf and not target:
            yield Problem("item-empty", f"{name} starts nothing", _at(item, here), "give it an identifierref")
        if not is_leaf and target:
            yield Problem("item-cluster", f"{name} has items and a resource", _at(item, here), "it can have one only")


def _check_resources(root: etree._Element, here: Source) -> Iterator[Problem]:
    for resource in _all(root, "resource"):
        name = resource.get("identifier") or "?"
        kind = resource.get(f"{{{ADLCP12}}}scormtype")
        if kind not in ("sco", "asset"):
            hint = 'write adlcp:scormtype="sco" or "asset", all small'
            yield Problem("resource-type", f"{name} has the scormtype {kind!r}", _at(resource, here), hint)
        href = resource.get("href")
        if kind == "sco" and not href:
            yield Problem("resource-start", f"{name} has no start page", _at(resource, here), "give it a href")
        listed = {file.get("href") for file in resource.iter(f"{{{CP12}}}file")}
        if href and href.split("?")[0].split("#")[0] not in listed:
            hint = f'add <file href="{href}"/>'
            yield Problem("resource-start", f"{name} does not list its start page", _at(resource, here), hint)


def _check_files(root: etree._Element, here: Source, files: Mapping[str, bytes]) -> Iterator[Problem]:
    listed: set[str] = set()
    for element in (*_all(root, "file"), *_all(root, "resource")):
        href = element.get("href")
        if href is None:
            continue
        if "\\" in href or href.startswith("/") or urlsplit(href).scheme or ".." in href.split("/"):
            hint = "write a path relative to the root of the package, with /"
            yield Problem("file-path", f"{href!r} is no path inside the package", _at(element, here), hint)
            continue
        path = unquote(urlsplit(href).path)
        listed.add(path)
        if path not in files:
            yield Problem("file-missing", f"{path} is listed and not there", _at(element, here), "put it in")
    for name in sorted(set(files) - listed - {MANIFEST}):
        if not name.endswith(_SCHEMA_ENDINGS):
            yield Problem("file-unlisted", f"{name} is there and not listed", here, f'add <file href="{name}"/>')
