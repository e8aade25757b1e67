"""Identifiers: unique, well-formed, short enough, and the same as those that were published before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from machina_scorm.check.findings import Named
from machina_scorm.check.scorm.manifest import Manifest, children, local, text_of
from machina_scorm.problems import Problem, Severity

#: Moodle's columns scorm_scoes.identifier, .title (mod/scorm/db/install.xml); longer ones stop the import.
MOODLE_LENGTH = 255

_KINDS = ("manifest", "organization", "item", "resource")


def named(manifest: Manifest) -> tuple[Named, ...]:
    """Return everything in the manifest that has an identifier, in its order."""
    return tuple(
        Named(local(element), element.get("identifier", ""), text_of(element, "title"))
        for element in manifest.root.iter(etree.Element)
        if local(element) in _KINDS and element.get("identifier")
    )


def check_identifiers(manifest: Manifest) -> Iterator[Problem]:
    """Yield missing, doubled, malformed and over-long identifiers, and references that lead nowhere."""
    elements = [e for e in manifest.root.iter(etree.Element) if local(e) in _KINDS]
    for element in elements:
        if local(element) != "manifest" and not element.get("identifier"):
            hint = "platforms keep what learners did under the identifier: give it one and keep it"
            yield manifest.problem("identifier-missing", f"a <{local(element)}> without identifier", hint, element)
    for id_, times in Counter(entry.identifier for entry in named(manifest)).items():
        if times > 1:
            hint = "Moodle merges items with one identifier"
            yield manifest.problem("identifier-twice", f"{id_} names {times} things", hint)
        if len(id_) > MOODLE_LENGTH:
            hint = f"{MOODLE_LENGTH} at most: Moodle's database refuses more"
            yield manifest.problem("identifier-length", f"{id_[:40]}… has {len(id_)} characters", hint)
        if not is_ncname(id_):
            hint = "begin with a letter or _, then letters, digits, - _ and . only (xsd:ID)"
            yield manifest.problem("identifier-form", f"{id_[:60]!r} is no identifier", hint, None, Severity.WARNING)
    yield from _check_dependencies(manifest)


def is_ncname(text: str) -> bool:
    """Tell whether `text` is an xsd:NCName. Greek and other letters are allowed, a leading digit is not."""
    first, rest = text[:1], text[1:]
    return (first.isalpha() or first == "_") and all(c.isalnum() or c in "-_.·" or _mark(c) for c in rest)


def _mark(char: str) -> bool:
    """Tell whether a combining mark continues a letter."""
    return not char.isascii() and ("x" + char).isidentifier()


def _check_dependencies(manifest: Manifest) -> Iterator[Problem]:
    resources = {e.get("identifier") for e in manifest.all("resource")}
    for resource in manifest.all("resource"):
        for dependency in children(resource, "dependency"):
            target = dependency.get("identifierref")
            if target not in resources:
                message = f"{resource.get('identifier')} depends on {target}, which is no resource"
                yield manifest.problem("dependency-dangling", message, "name one that is there", dependency)
