"""The manifest of a SCORM package: imsmanifest.xml.  Not: what the files in the package hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

CP12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP12 = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
MD12 = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

#: The longest title that SCORM 1.2's schema accepts, in characters.
TITLE_LENGTH = 200

#: The stubs of lxml do not know that None names the default namespace.
_NAMESPACES: Any = {None: CP12, "adlcp": ADLCP12, "xsi": XSI}
_LOCATIONS = (
    (CP12, "imscp_rootv1p1p2.xsd"),
    (MD12, "imsmd_rootv1p2p1.xsd"),
    (ADLCP12, "adlcp_rootv1p2.xsd"),
)


@dataclass(frozen=True, slots=True)
class Sco:
    """One trackable part of a package: `href` is its start page, `files` everything it consists of."""

    identifier: str
    title: str
    href: str
    files: tuple[str, ...]


def short_title(title: str, length: int = TITLE_LENGTH) -> str:
    """Return `title` cut to `length` characters, with an ellipsis if something was cut."""
    return title if len(title) <= length else title[: length - 1].rstrip() + "…"


def manifest12(identifier: str, title: str, scos: Iterable[Sco]) -> bytes:
    """Return the imsmanifest.xml of a SCORM 1.2 package with one organisation of `scos`, in their order.

    Moodle's reader compares tag names with their prefixes: imscp must be the default namespace and adlcp's prefix
    must read `adlcp` (mod/scorm/datamodels/scormlib.php). There is no adlcp:masteryscore: with it an LMS replaces the
    status that the player writes by its own comparison, and the player compares with the same number.
    """
    root = etree.Element(f"{{{CP12}}}manifest", nsmap=_NAMESPACES)
    root.set("identifier", identifier)
    root.set("version", "1.0")
    root.set(f"{{{XSI}}}schemaLocation", " ".join(f"{space} {file}" for space, file in _LOCATIONS))
    metadata = etree.SubElement(root, f"{{{CP12}}}metadata")
    _leaf(metadata, "schema", "ADL SCORM")
    _leaf(metadata, "schemaversion", "1.2")
    organizations = etree.SubElement(root, f"{{{CP12}}}organizations", default=f"{identifier}-org")
    organization = etree.SubElement(organizations, f"{{{CP12}}}organization", identifier=f"{identifier}-org")
    _leaf(organization, "title", short_title(title))
    resources = etree.SubElement(root, f"{{{CP12}}}resources")
    for sco in scos:
        _add(organization, resources, sco)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(organization: etree._Element, resources: etree._Element, sco: Sco) -> None:
    item = etree.SubElement(organization, f"{{{CP12}}}item", identifier=sco.identifier)
    item.set("identifierref", f"{sco.identifier}-res")
    _leaf(item, "title", short_title(sco.title))
    resource = etree.SubElement(resources, f"{{{CP12}}}resource", identifier=f"{sco.identifier}-res")
    resource.set("type", "webcontent")
    resource.set(f"{{{ADLCP12}}}scormtype", "sco")
    resource.set("href", sco.href)
    for name in sorted(sco.files):
        etree.SubElement(resource, f"{{{CP12}}}file", href=name)


def _leaf(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, f"{{{CP12}}}{tag}").text = text
