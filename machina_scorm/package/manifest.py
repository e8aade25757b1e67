"""The manifest of a SCORM package: imsmanifest.xml.  Not: what the files in the package hold.

Moodle's reader compares tag names with their prefixes: imscp must be the default namespace, the others need their usual
prefixes (mod/scorm/datamodels/scormlib.php).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from machina_scorm.package.lom import LOM, MD12, Metadata, lom12, lom2004

CP12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP12 = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
CP2004 = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP2004 = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADLNAV = "http://www.adlnet.org/xsd/adlnav_v1p3"
IMSSS = "http://www.imsglobal.org/xsd/imsss"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

#: The longest title that SCORM 1.2's schema accepts, in characters; 2004's takes 200 at least.
TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Sco:
    """One trackable part of a package: `href` is its start page, `files` everything it consists of.

    `counts`: in a sequence of parts, its score is the score of the whole; `mastery` is its pass mark in per cent.
    """

    identifier: str
    title: str
    href: str
    files: tuple[str, ...]
    counts: bool = False
    mastery: int | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """The heading under which all parts of a package stand: an item that starts nothing itself."""

    identifier: str
    title: str


@dataclass(frozen=True, slots=True)
class _Standard:
    """Names and addresses of one standard."""

    space: str
    adlcp: str
    type_attribute: str
    version: str
    namespaces: tuple[tuple[str | None, str], ...]
    locations: tuple[tuple[str, str], ...]


_SCORM12 = _Standard(
    CP12,
    ADLCP12,
    "scormtype",
    "1.2",
    ((None, CP12), ("adlcp", ADLCP12), ("xsi", XSI)),
    ((CP12, "imscp_rootv1p1p2.xsd"), (MD12, "imsmd_rootv1p2p1.xsd"), (ADLCP12, "adlcp_rootv1p2.xsd")),
)
_SCORM2004 = _Standard(
    CP2004,
    ADLCP2004,
    "scormType",
    "2004 4th Edition",
    ((None, CP2004), ("adlcp", ADLCP2004), ("adlseq", ADLSEQ), ("adlnav", ADLNAV), ("imsss", IMSSS), ("xsi", XSI)),
    (
        (CP2004, "imscp_v1p1.xsd"),
        (ADLCP2004, "adlcp_v1p3.xsd"),
        (ADLSEQ, "adlseq_v1p3.xsd"),
        (ADLNAV, "adlnav_v1p3.xsd"),
        (IMSSS, "imsss_v1p0.xsd"),
        (LOM, "lom.xsd"),
    ),
)


def short_title(title: str, length: int = TITLE_LENGTH) -> str:
    """Return `title` cut to `length` characters, with an ellipsis if something was cut."""
    return title if len(title) <= length else title[: length - 1].rstrip() + "…"


def manifest12(
    identifier: str,
    title: str,
    scos: Iterable[Sco],
    metadata: Metadata | None = None,
    cluster: Cluster | None = None,
) -> bytes:
    """Return the imsmanifest.xml of a SCORM 1.2 package with one organisation of `scos`, in their order.

    There is no adlcp:masteryscore: with it an LMS replaces the status that the player writes by its own comparison, and
    the player compares with the same number.
    """
    lom = lom12(metadata) if metadata else None
    return _serialise(_manifest(_SCORM12, identifier, title, tuple(scos), lom, cluster))


def manifest2004(
    identifier: str,
    title: str,
    scos: Iterable[Sco],
    metadata: Metadata | None = None,
    cluster: Cluster | None = None,
    sequence: bool = False,
) -> bytes:
    """Return the imsmanifest.xml of a SCORM 2004 4th edition package.

    `sequence`: the learner may choose any part or go on from one to the next; the whole is completed when all parts
    are, and passed when the parts that count are (SN 4.5, 4.6).
    """
    lom = lom2004(metadata) if metadata else None
    root = _manifest(_SCORM2004, identifier, title, tuple(scos), lom, cluster)
    if sequence:
        _sequence(root, tuple(scos))
    return _serialise(root)


def _serialise(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _manifest(
    standard: _Standard,
    identifier: str,
    title: str,
    scos: tuple[Sco, ...],
    lom: etree._Element | None,
    cluster: Cluster | None,
) -> etree._Element:
    #: The stubs of lxml do not know that None names the default namespace.
    namespaces: Any = dict(standard.namespaces)
    space = standard.space
    root = etree.Element(f"{{{space}}}manifest", nsmap=namespaces)
    root.set("identifier", identifier)
    root.set("version", "1.0")
    root.set(f"{{{XSI}}}schemaLocation", " ".join(f"{name} {file}" for name, file in standard.locations))
    metadata = etree.SubElement(root, f"{{{space}}}metadata")
    _leaf(metadata, "schema", "ADL SCORM")
    _leaf(metadata, "schemaversion", standard.version)
    if lom is not None:
        metadata.append(lom)
    organizations = etree.SubElement(root, f"{{{space}}}organizations", default=f"{identifier}-org")
    organization = etree.SubElement(organizations, f"{{{space}}}organization", identifier=f"{identifier}-org")
    _leaf(organization, "title", short_title(title))
    resources = etree.SubElement(root, f"{{{space}}}resources")
    parent = organization
    if cluster:
        parent = etree.SubElement(organization, f"{{{space}}}item", identifier=cluster.identifier)
        _leaf(parent, "title", short_title(cluster.title))
    for sco in scos:
        _add(standard, parent, resources, sco)
    return root


def _add(standard: _Standard, parent: etree._Element, resources: etree._Element, sco: Sco) -> None:
    space = standard.space
    item = etree.SubElement(parent, f"{{{space}}}item", identifier=sco.identifier)
    item.set("identifierref", f"{sco.identifier}-res")
    _leaf(item, "title", short_title(sco.title))
    resource = etree.SubElement(resources, f"{{{space}}}resource", identifier=f"{sco.identifier}-res")
    resource.set("type", "webcontent")
    resource.set(f"{{{standard.adlcp}}}{standard.type_attribute}", "sco")
    resource.set("href", sco.href)
    for name in sorted(sco.files):
        etree.SubElement(resource, f"{{{space}}}file", href=name)


def _leaf(parent: etree._Element, tag: str, text: str) -> None:
    space = etree.QName(parent).namespace
    etree.SubElement(parent, f"{{{space}}}{tag}").text = text


def _sequence(root: etree._Element, scos: tuple[Sco, ...]) -> None:
    """Add imsss:sequencing to the organisation and to every part."""
    items = {item.get("identifier"): item for item in root.iter(f"{{{CP2004}}}item")}
    for sco in scos:
        sequencing = _part(items[sco.identifier], "sequencing")
        weight = "1" if sco.counts else "0"
        rollup = _part(sequencing, "rollupRules", rollupProgressCompletion="true", objectiveMeasureWeight=weight)
        rollup.set("rollupObjectiveSatisfied", _word(sco.counts))
        objectives = _part(sequencing, "objectives")
        measured = sco.counts and sco.mastery is not None
        primary = _part(
            objectives, "primaryObjective", objectiveID=f"{sco.identifier}-primary", satisfiedByMeasure=_word(measured)
        )
        if measured and sco.mastery is not None:
            _part(primary, "minNormalizedMeasure").text = f"{sco.mastery / 100:g}"
        _part(sequencing, "deliveryControls", completionSetByContent="true", objectiveSetByContent="true")
    clusters = (item for item in items.values() if item.get("identifierref") is None)
    for parent in (*clusters, *root.iter(f"{{{CP2004}}}organization")):
        sequencing = _part(parent, "sequencing")
        _part(sequencing, "controlMode", choice="true", flow="true")
        rules = _part(sequencing, "rollupRules", objectiveMeasureWeight="1")
        for condition, action in (("satisfied", "satisfied"), ("completed", "completed")):
            rule = _part(rules, "rollupRule", childActivitySet="all")
            _part(_part(rule, "rollupConditions"), "rollupCondition", condition=condition)
            _part(rule, "rollupAction", action=action)


def _part(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{IMSSS}}}{tag}", attributes)


def _word(value: bool) -> str:
    return "true" if value else "false"
