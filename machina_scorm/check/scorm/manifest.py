"""The manifest as a whole: is it XML, which standard, do its names mean what platforms take them for.

Moodle compares tag names letter by letter, prefixes and all (mod/scorm/datamodels/scormlib.php), so a manifest can be
valid and still be read as something else. The other rules go by local names: a wrong namespace is told once, here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal, cast

from lxml import etree

from machina_scorm.package.manifest import ADLCP12, ADLCP2004, ADLNAV, ADLSEQ, CP12, CP2004, IMSSS
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

MANIFEST = "imsmanifest.xml"

Edition = Literal["1.2", "2004"]

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"

CONTENT_SPACE: Mapping[Edition, str] = {"1.2": CP12, "2004": CP2004}
TRACKING_SPACE: Mapping[Edition, str] = {"1.2": ADLCP12, "2004": ADLCP2004}
#: The prefixes that Moodle looks for; other namespaces may have any.
_PREFIXES = {ADLCP12: "adlcp", ADLCP2004: "adlcp", IMSSS: "imsss", ADLSEQ: "adlseq", ADLNAV: "adlnav"}
#: schemaversion → what it is called; SCORM 2004 3rd edition and older are played as 2004.
VERSIONS: Mapping[str, str] = {
    "1.2": "SCORM 1.2",
    "2004 4th Edition": "SCORM 2004 4th Edition",
    "2004 3rd Edition": "SCORM 2004 3rd Edition",
    "CAM 1.3": "SCORM 2004 2nd Edition",
    "1.3": "SCORM 2004",
}
#: A package of 5,000 files needs fewer elements; checking takes time for each.
_MOST_ELEMENTS = 50_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that could be parsed: its root, its place for findings, and the standard it is checked by."""

    root: etree._Element
    here: Source
    edition: Edition

    def problem(
        self,
        rule: str,
        message: str,
        hint: str,
        element: etree._Element | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return a finding at the line of `element`."""
        return Problem(rule, message, at(element, self.here), hint, severity)

    def all(self, tag: str) -> list[etree._Element]:
        """Return every element with this local name."""
        return [element for element in self.root.iter(etree.Element) if local(element) == tag]

    @property
    def title(self) -> str:
        """What the standard is called, with its edition."""
        return VERSIONS.get(version_of(self.root), "SCORM 1.2" if self.edition == "1.2" else "SCORM 2004")


def local(element: etree._Element) -> str:
    """Return the tag without its namespace. (QName refuses tags such as Word's `o:p`.)"""
    return str(element.tag).rpartition("}")[2]


def space(element: etree._Element) -> str:
    """Return the namespace of the tag."""
    return str(element.tag).rpartition("}")[0].removeprefix("{")


def at(element: etree._Element | None, here: Source) -> Source:
    """Return the place of an element."""
    line = None if element is None else cast(int | None, element.sourceline)
    return Source(here.path, line or 0)


def children(element: etree._Element, tag: str = "") -> list[etree._Element]:
    """Return the child elements, those with a local name if one is given."""
    return [child for child in element if isinstance(child.tag, str) and (not tag or local(child) == tag)]


def text_of(element: etree._Element, tag: str) -> str:
    """Return the text of the first child with this local name, "" if there is none."""
    return next(((child.text or "").strip() for child in children(element, tag)), "")


def version_of(root: etree._Element) -> str:
    """Return the schemaversion."""
    return next((text_of(metadata, "schemaversion") for metadata in children(root, "metadata")), "")


def label(element: etree._Element) -> str:
    """Return what a finding calls the element: its identifier or its tag."""
    return element.get("identifier") or element.get("identifierref") or f"<{local(element)}>"


def missing_manifest(names: list[str], place: Source) -> Problem:
    """Return why there is no manifest at the root, as far as the names in the zip tell."""
    hint = "the manifest lies at the root of the zip, in small letters"
    twin = next((name for name in names if name.casefold() == MANIFEST), "")
    deeper = sorted((n for n in names if PurePosixPath(n).name.casefold() == MANIFEST), key=lambda n: (n.count("/"), n))
    packed = [name for name in names if name.lower().endswith(".zip")]
    if twin:
        return Problem("manifest-missing", f"the manifest is called {twin}", place, f"rename it to {MANIFEST}")
    if deeper:
        folder = deeper[0].rpartition("/")[0]
        hint = "zip what is in the folder, not the folder"
        return Problem("manifest-missing", f"{MANIFEST} is in the folder {folder}, not at the root", place, hint)
    if packed:
        hint = f"unpack this file and check {packed[0]}, which may be the package"
        return Problem("manifest-missing", f"there is no {MANIFEST}, but a zip in the zip", place, hint)
    known = {"h5p.json": "an H5P activity", "cmi5.xml": "a cmi5 course", "tincan.xml": "an xAPI (Tin Can) package"}
    other = next((what for name, what in known.items() if name in names), "")
    if other:
        return Problem("manifest-missing", f"there is no {MANIFEST}: this is {other}, no SCORM package", place, hint)
    return Problem("manifest-missing", f"there is no {MANIFEST}", place, hint)


def parse_manifest(data: bytes, here: Source) -> tuple[etree._Element | None, list[Problem]]:
    """Return the root of the manifest, None if it is not to be read, and what is wrong with it as XML."""
    hint = "take the document type out: a manifest needs none, and entities are a risk"
    plain = data.replace(b"\0", b"").lower()  # UTF-16 has a zero in every such letter
    if b"<!entity" in plain:
        return None, [Problem("manifest-doctype", "the manifest declares entities", here, hint)]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line, said = (error.lineno or 0, error.msg) if isinstance(error, etree.XMLSyntaxError) else (0, str(error))
        return None, [Problem("manifest-syntax", f"this is no XML: {said}", Source(here.path, line), "mend the XML")]
    elements = sum(1 for _ in root.iter(etree.Element))
    if elements > _MOST_ELEMENTS:
        message = f"the manifest has {elements:,} elements"
        return None, [Problem("manifest-syntax", message, here, f"{_MOST_ELEMENTS:,} are the most that are checked")]
    if cast(Any, root.getroottree().docinfo).doctype:
        message = "the manifest has a document type declaration"
        return root, [Problem("manifest-doctype", message, here, hint, Severity.WARNING)]
    return root, []


def edition_of(root: etree._Element) -> Edition:
    """Return the standard that the namespace tells, else the schemaversion; 1.2 where neither does, as in Moodle."""
    for edition, uri in CONTENT_SPACE.items():
        if space(root) == uri:
            return edition
    return "2004" if version_of(root) in set(VERSIONS) - {"1.2"} else "1.2"


def check_manifest(manifest: Manifest) -> Iterator[Problem]:
    """Yield what is wrong with the root: namespaces, prefixes, identifier, metadata, the three parts."""
    root, own = manifest.root, CONTENT_SPACE[manifest.edition]
    if local(root) != "manifest" or space(root) != own or root.prefix is not None:
        hint = f'write <manifest xmlns="{own}">: platforms look for the bare tag names'
        yield manifest.problem("manifest-namespace", "imscp is not the default namespace of the manifest", hint, root)
    yield from _check_prefixes(manifest)
    if not root.get("identifier"):
        yield manifest.problem("manifest-identifier", "the manifest has no identifier", "give it one and keep it", root)
    if len(root.get("version", "")) > 20:
        message = f"the version of the manifest has {len(root.get('version', ''))} characters"
        yield manifest.problem("manifest-identifier", message, "20 are sure to be kept", root, Severity.WARNING)
    yield from _check_version(manifest)
    for tag in ("organizations", "resources"):
        found = len(children(root, tag))
        if found != 1:
            hint = "a manifest has one <organizations> and, after it, one <resources>"
            yield manifest.problem("manifest-parts", f"there are {found} <{tag}>", hint, root)
    for inner in manifest.all("manifest")[1:]:
        hint = "put its items into the outer one: LMSs read sub-manifests differently or not at all"
        yield manifest.problem("manifest-parts", "a manifest inside the manifest", hint, inner, Severity.WARNING)


def _check_prefixes(manifest: Manifest) -> Iterator[Problem]:
    root, tracking = manifest.root, TRACKING_SPACE[manifest.edition]
    named = {uri for element in root.iter(etree.Element) for uri in element.nsmap.values()}
    right = any(element.nsmap.get("adlcp") == tracking for element in root.iter(etree.Element))
    if not right:
        hint = f'write xmlns:adlcp="{tracking}"; under another prefix Moodle does not track anything'
        yield manifest.problem("manifest-prefix", "the prefix adlcp is missing or means something else", hint, root)
    for uri, prefix in _PREFIXES.items():
        if uri == tracking or uri not in named:
            continue
        used = {element.prefix for element in root.iter(etree.Element) if space(element) == uri}
        if used - {prefix}:
            hint = f'write xmlns:{prefix}="{uri}"; Moodle passes over what has another prefix'
            message = f"{uri} has the prefix {sorted(str(p) for p in used)[0]!r}"
            yield manifest.problem("manifest-prefix", message, hint, root, Severity.WARNING)


def _check_version(manifest: Manifest) -> Iterator[Problem]:
    root = manifest.root
    metadata = next(iter(children(root, "metadata")), None)
    version = version_of(root)
    schema = "" if metadata is None else text_of(metadata, "schema")
    wanted = "1.2" if manifest.edition == "1.2" else "2004 4th Edition"
    known = {"1.2"} if manifest.edition == "1.2" else set(VERSIONS) - {"1.2"}
    hint = f"write <schema>ADL SCORM</schema> and <schemaversion>{wanted}</schemaversion>, letter by letter"
    if version not in known:
        why = "; Moodle plays it as SCORM 1.2, without the API that it looks for" if manifest.edition == "2004" else ""
        message = f"the schemaversion is {version!r}, not that of SCORM {manifest.edition}{why}"
        yield manifest.problem("manifest-version", message, hint, metadata)
    elif version in ("1.3", "CAM 1.3"):
        message = f"the schemaversion is {version!r}, that of an older edition"
        yield manifest.problem("manifest-edition", message, hint, metadata, Severity.WARNING)
    elif version == "2004 3rd Edition":
        yield manifest.problem("manifest-edition", "this is the 3rd edition", hint, metadata, Severity.INFO)
    if schema != "ADL SCORM":
        severity = Severity.ERROR if version in known else Severity.WARNING
        yield manifest.problem("manifest-version", f"the schema is {schema!r}", hint, metadata, severity)
