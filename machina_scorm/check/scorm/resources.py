"""Resources: what each is, where it starts, which files it lists – and which files are really there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree

from machina_scorm.check.scorm.inside import Entry, is_junk
from machina_scorm.check.scorm.manifest import (
    MANIFEST,
    TRACKING_SPACE,
    XML_BASE,
    Manifest,
    children,
    label,
    local,
)
from machina_scorm.problems import Problem, Severity

#: Schema files may lie in a package without being listed.
_SCHEMA_ENDINGS = (".xsd", ".dtd")
_MOST_HREF = 2000


def check_resources(manifest: Manifest) -> Iterator[Problem]:
    """Yield what is wrong with the resources themselves."""
    asked = {e.get("identifierref") for e in (*manifest.all("item"), *manifest.all("dependency"))}
    anywhere = {bare(file.get("href", "")) for file in manifest.all("file")}
    for resource in manifest.all("resource"):
        yield from _check_type(manifest, resource)
        yield from _check_start(manifest, resource, anywhere)
        if resource.get("identifier") not in asked:
            message = f"{label(resource)} is started by no item"
            yield manifest.problem(
                "resource-unused", message, "give it an item, or take it out", resource, Severity.INFO
            )


def sco_type(resource: etree._Element) -> str:
    """Return `sco`, `asset` or "" as the resource says, however the attribute is spelled."""
    values = (str(v) for k, v in resource.attrib.items() if str(k).rpartition("}")[2].lower() == "scormtype")
    return next(values, "").strip().lower()


def _check_type(manifest: Manifest, resource: etree._Element) -> Iterator[Problem]:
    name = label(resource)
    spelled = "scormtype" if manifest.edition == "1.2" else "scormType"
    kind = resource.get(f"{{{TRACKING_SPACE[manifest.edition]}}}{spelled}")
    if kind not in ("sco", "asset"):
        said = f"has the {spelled} {kind!r}" if kind is not None else f"has no adlcp:{spelled}"
        hint = f'write adlcp:{spelled}="sco" or "asset", in exactly these letters: otherwise nothing is tracked'
        yield manifest.problem("resource-type", f"{name} {said}", hint, resource)
    if not resource.get("type"):
        message = f"{name} does not say its type"
        yield manifest.problem("resource-type", message, 'write type="webcontent"', resource)
    if manifest.edition == "2004" and any(str(k).endswith("}persistState") for k in resource.attrib):
        message = f"{name} has a persistState, which SCORM 2004 no longer knows"
        yield manifest.problem("resource-type", message, "take it out", resource)


def _check_start(manifest: Manifest, resource: etree._Element, anywhere: set[str]) -> Iterator[Problem]:
    name, href = label(resource), resource.get("href")
    if not href:
        if sco_type(resource) == "sco":
            yield manifest.problem("resource-start", f"{name} has no start page", "give it a href", resource)
        return
    if len(href) > _MOST_HREF:
        message = f"the address of {name} has {len(href):,} characters"
        yield manifest.problem("file-path", message, "2,000 are sure to be kept", resource, Severity.WARNING)
    listed = {bare(file.get("href", "")) for file in children(resource, "file")}
    if bare(href) not in listed and not split(href).scheme:
        severity = Severity.WARNING if bare(href) in anywhere else Severity.ERROR
        hint = f'add <file href="{bare(href)}"/>'
        yield manifest.problem("resource-start", f"{name} does not list its start page", hint, resource, severity)


def bare(href: str) -> str:
    """Return an address without query and fragment."""
    return href.partition("#")[0].partition("?")[0]


def split(address: str) -> SplitResult:
    """Like urlsplit; an address that it refuses (`http://[`) has the scheme `invalid`."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("invalid", "", address, "", "")


def listed_files(manifest: Manifest) -> Mapping[str, etree._Element]:
    """Return each path below the root of the package that the manifest names → the element that does."""
    found: dict[str, etree._Element] = {}
    for element in (*manifest.all("file"), *manifest.all("resource")):
        href = element.get("href")
        if href is not None and not fault_of(href):
            found.setdefault(unquote(bare(base_of(element) + href)), element)
    return found


def base_of(element: etree._Element) -> str:
    """Return the xml:base above an element: those of manifest, resources and resource, one after the other."""
    above = [element, *element.iterancestors()]
    return "".join(node.get(XML_BASE, "") for node in reversed(above))


def fault_of(href: str) -> str:
    """Return why `href` is no path inside the package, "" if it is one."""
    if "\\" in href:
        return "has a backslash"
    if href.startswith("/"):
        return "begins with a slash"
    if split(href).scheme:
        return "is an address outside the package"
    if ".." in bare(href).split("/"):
        return "leads out of its folder"
    return ""


def check_files(manifest: Manifest, entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """Yield listed paths that are no paths, listed files that are missing, and files that nobody listed."""
    for element in (*manifest.all("file"), *manifest.all("resource")):
        href = element.get("href")
        fault = fault_of(href) if href is not None else ""
        if fault:
            hint = "write a path relative to the root of the package, with /"
            yield manifest.problem("file-path", f"{href!r} {fault}", hint, element)
        if href is None and local(element) == "file":
            yield manifest.problem("file-path", "a <file> without href", "name the file", element)
    for element in (manifest.root, *manifest.all("resources"), *manifest.all("resource")):
        yield from _check_base(manifest, element)
    listed = listed_files(manifest)
    starts = {bare(resource.get("href", "")) for resource in manifest.all("resource")}
    capitals = {name.casefold(): name for name in entries}
    for path, element in listed.items():
        if path in entries or not path:
            continue
        twin = capitals.get(path.casefold())
        hint = f"it is there as {twin}: capitals count" if twin else "put it in, or take it off the list"
        starting = local(element) == "resource" or bare(element.get("href", "")) in starts
        severity = Severity.ERROR if starting or not twin else Severity.WARNING
        yield manifest.problem("file-missing", f"{path} is listed and not there", hint, element, severity)
    for name in sorted(set(entries) - set(listed) - {MANIFEST}):
        if not name.lower().endswith(_SCHEMA_ENDINGS) and not is_junk(name):
            hint = f'add <file href="{name}"/>: some systems copy listed files only'
            yield manifest.problem("file-unlisted", f"{name} is there and not listed", hint, None, Severity.WARNING)


def _check_base(manifest: Manifest, element: etree._Element) -> Iterator[Problem]:
    base = element.get(XML_BASE)
    if base and (fault_of(base) or not base.endswith("/")):
        message = f"the xml:base {base!r} {fault_of(base) or 'does not end with a slash'}"
        yield manifest.problem("file-path", message, "write a folder of the package: pages/", element)
