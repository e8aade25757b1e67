"""What a SCORM package says of itself, read as Moodle reads it, and its files.  Not: whether it is right (check/)."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import etree

MANIFEST = "imsmanifest.xml"

#: Schema versions that Moodle takes for SCORM 2004; every other word is SCORM 1.2 to it
#: (mod/scorm/datamodels/scormlib.php).
_VERSIONS_2004 = frozenset({"CAM 1.3", "1.3", "2004 3rd Edition", "2004 4th Edition"})


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the table of contents. `href` is empty for a heading; `tracked` is False for an asset.

    `mastery`, `passing`, `threshold`, `max_time`, `limit_action` and `launch_data` are as the manifest writes them.
    """

    id: str
    title: str
    depth: int
    href: str = ""
    tracked: bool = True
    mastery: str = ""
    passing: str = ""
    threshold: str = ""
    max_time: str = ""
    limit_action: str = ""
    launch_data: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A package: `standard` is "1.2" or "2004"; `items` in the order of the table of contents."""

    standard: str
    title: str
    items: tuple[Item, ...]


class PackageError(ValueError):
    """A package cannot be played: the message says why."""


def read_package(data: bytes) -> Package:
    """Return what the manifest of the zip `data` says. Raises PackageError for what no LMS could play."""
    manifest = read_member(data, MANIFEST)
    if manifest is None:
        raise PackageError(f"there is no {MANIFEST} at the root of the package")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(manifest, parser)
    except etree.XMLSyntaxError as error:
        raise PackageError(f"{MANIFEST} is not well-formed: {error.msg}") from error
    document: Any = root.getroottree().docinfo
    if document.doctype:
        raise PackageError(f"{MANIFEST} has a document type: entities are not read")
    version = _text(root, "schemaversion")
    organizations = next(_all(root, "organizations"), None)
    if organizations is None:
        raise PackageError(f"{MANIFEST} has no organizations: there is nothing to play")
    wanted = organizations.get("default")
    choices = list(_children(organizations, "organization"))
    chosen = next((o for o in choices if o.get("identifier") == wanted), choices[0] if choices else None)
    if chosen is None:
        raise PackageError(f"{MANIFEST} has no organization: there is nothing to play")
    resources = {resource.get("identifier", ""): resource for resource in _all(root, "resource")}
    items = tuple(item for child in _children(chosen, "item") for item in _items(child, resources, 0))
    if not any(item.href for item in items):
        raise PackageError(f"{MANIFEST} names no file to begin with")
    return Package("2004" if version in _VERSIONS_2004 else "1.2", _child_text(chosen, "title"), items)


def read_member(data: bytes, name: str) -> bytes | None:
    """Return a file of the zip `data` by its exact name, or None. Raises PackageError for what is no zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name)
    except KeyError:
        return None
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, OSError, zlib.error) as error:
        raise PackageError(f"this is no sound zip file: {error}") from error


def _items(element: Any, resources: dict[str, Any], depth: int) -> list[Item]:
    resource = resources.get(element.get("identifierref", ""))
    parameters = element.get("parameters", "")
    href = _href(resource, parameters) if resource is not None else ""
    item = Item(
        id=element.get("identifier", ""),
        title=_child_text(element, "title"),
        depth=depth,
        href=href,
        tracked=resource is not None and _attribute(resource, "scormtype").lower() == "sco",
        mastery=_child_text(element, "masteryscore"),
        passing=_text(element, "minNormalizedMeasure"),
        threshold=_threshold(element),
        max_time=_child_text(element, "maxtimeallowed"),
        limit_action=_child_text(element, "timelimitaction") or _child_text(element, "timeLimitAction"),
        launch_data=_child_text(element, "datafromlms") or _child_text(element, "dataFromLMS"),
    )
    visible = [item] if element.get("isvisible", "true") != "false" else []
    below = [inner for child in _children(element, "item") for inner in _items(child, resources, depth + 1)]
    return [*visible, *below]


def _href(resource: Any, parameters: str) -> str:
    base = ""
    for element in (*reversed(list(resource.iterancestors())), resource):
        base = urljoin(base, element.get("{http://www.w3.org/XML/1998/namespace}base", ""))
    href = str(urljoin(base, resource.get("href", "")))
    if not href or not parameters:
        return href
    path, hash_, fragment = href.partition("#")
    if parameters.startswith("#"):
        return path + parameters
    return path + ("&" if "?" in path else "?") + parameters.lstrip("?&") + hash_ + fragment


def _threshold(element: Any) -> str:
    """The least progress that counts as complete; only where the manifest says that progress decides."""
    for child in _children(element, "completionThreshold"):
        if child.get("completedByMeasure") == "true":
            return str(child.get("minProgressMeasure", "1.0"))
    return ""


def _attribute(element: Any, name: str) -> str:
    """An attribute by its local name in small letters, whatever its namespace."""
    return next((str(v) for k, v in element.attrib.items() if etree.QName(k).localname.lower() == name), "")


def _all(element: Any, name: str) -> Any:
    return element.iter(f"{{*}}{name}", name)


def _children(element: Any, name: str) -> Any:
    return element.iterchildren(f"{{*}}{name}", name)


def _child_text(element: Any, name: str) -> str:
    return next((str("".join(child.itertext())).strip() for child in _children(element, name)), "")


def _text(element: Any, name: str) -> str:
    return next((str("".join(found.itertext())).strip() for found in _all(element, name)), "")
