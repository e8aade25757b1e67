"""Checks of SCORM packages, 1.2 and 2004, ours or somebody else's.  Not: the course it was made of (course.py).

XSD validation alone accepts two thirds of the manifests that ADL's own suite rejects, and Moodle does not validate
at all but takes a package apart literally (formats.md 7.3, 7.4); so the rules that matter are here, in Python, one file
for each theme. The XSDs are applied besides where a set of them is at hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from machina_scorm.check.findings import Count, FileFact, Findings, capped
from machina_scorm.check.scorm.accessibility import CONTROLS, check_page, languages_of
from machina_scorm.check.scorm.addresses import check_all_addresses
from machina_scorm.check.scorm.budget import BUDGET, check_budget, check_state
from machina_scorm.check.scorm.contrast import check_contrast, palettes
from machina_scorm.check.scorm.identifiers import check_identifiers, named
from machina_scorm.check.scorm.inside import Entry, Inside, open_package
from machina_scorm.check.scorm.items import check_items
from machina_scorm.check.scorm.lock import Locked, check_lock
from machina_scorm.check.scorm.manifest import (
    MANIFEST,
    XML_LANG,
    Edition,
    Manifest,
    check_manifest,
    edition_of,
    missing_manifest,
    parse_manifest,
)
from machina_scorm.check.scorm.pages import Page, lesson_data, read_pages
from machina_scorm.check.scorm.resources import check_files, check_resources, listed_files, sco_type
from machina_scorm.check.scorm.runtime import check_runtime
from machina_scorm.check.scorm.schemas import check_schema
from machina_scorm.check.scorm.sequencing import check_sequencing
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

__all__ = ["CHECKS", "Options", "check_scorm", "check_scorm12", "examine_package"]


@dataclass(frozen=True, slots=True)
class Options:
    """How to check: `schemas` a folder of XSD sets, `budget` bytes for a lesson without media, `locked` identifiers."""

    schemas: Path | None = None
    budget: int = BUDGET
    locked: Locked = field(default_factory=dict)


def check_scorm12(data: bytes, name: str, schemas: Path | None = None) -> Iterator[Problem]:
    """Yield everything that is wrong with the SCORM 1.2 package `data`, called `name` in the findings.

    `schemas` is a folder that holds `scorm12/scorm12.xsd`, or that file's folder; without it the environment variable
    MACHINA_SCHEMAS names it. Where neither does, one INFO finding `schemas-missing` says that no XSD was applied.
    """
    yield from examine_package(data, name, Options(schemas), "1.2").problems


def check_scorm(data: bytes, name: str, schemas: Path | None = None) -> Iterator[Problem]:
    """Yield everything that is wrong with a SCORM package of either standard."""
    yield from examine_package(data, name, Options(schemas)).problems


def examine_package(data: bytes, name: str, options: Options, edition: Edition | None = None) -> Findings:
    """Return all that can be said of a package, called `name` in the findings. Never raises, whatever the bytes.

    `edition` is the standard that it should follow; without it the manifest says which one it follows.
    """
    place = Source(name)
    inside, problems = open_package(data, place)
    digest = hashlib.sha256(data).hexdigest()

    def found(kind: str, problems: Iterable[Problem]) -> Findings:
        return Findings(name, kind, len(data), digest, tuple(capped(dict.fromkeys(problems), name)))

    if inside is None:
        return found("", problems)
    if MANIFEST in inside.entries and MANIFEST not in inside.texts:
        hint = "build or download it again; no LMS reads a manifest of many megabytes"
        return found("", [*problems, Problem("manifest-missing", "the manifest cannot be read", place, hint)])
    if MANIFEST not in inside.texts:
        return found("", [*problems, missing_manifest(list(inside.entries), place)])
    root, faults = parse_manifest(inside.texts[MANIFEST], Source(f"{name}/{MANIFEST}"))
    problems += faults
    if root is None:
        return found("", problems)
    manifest = Manifest(root, Source(f"{name}/{MANIFEST}"), edition or edition_of(root))
    pages, unread = read_pages(_pages_of(inside), name)
    problems += [*_check_manifest(manifest, inside, options), *unread, *_check_content(manifest, inside, pages, name)]
    languages = tuple(sorted(dict.fromkeys(_languages(manifest, pages))))
    problems += check_lock(manifest, pages, options.locked)
    problems += _check_budget(manifest, inside, pages, place, options)
    findings = found(manifest.title, problems)
    return Findings(
        name,
        findings.kind,
        findings.size,
        digest,
        findings.problems,
        tuple(_counts(manifest, inside, pages, languages, all(p.rule != "schemas-missing" for p in problems))),
        tuple(_files(inside, listed_files(manifest))),
        named(manifest),
        languages,
    )


def _checks_of_a_build(data: bytes, name: str) -> Iterator[Problem]:
    """Yield errors and warnings. Notes are for somebody who decides about one package, not for a build of hundreds."""
    yield from (problem for problem in check_scorm(data, name) if problem.severity is not Severity.INFO)


def _pages_of(inside: Inside) -> Mapping[str, bytes]:
    return {path: data for path, data in inside.texts.items() if path != MANIFEST}


def _check_manifest(manifest: Manifest, inside: Inside, options: Options) -> Iterator[Problem]:
    yield from check_schema(manifest, options.schemas)
    yield from check_manifest(manifest)
    yield from check_identifiers(manifest)
    yield from check_items(manifest)
    yield from check_resources(manifest)
    yield from check_sequencing(manifest)
    yield from check_files(manifest, inside.entries)


def _check_content(manifest: Manifest, inside: Inside, pages: tuple[Page, ...], name: str) -> Iterator[Problem]:
    yield from check_all_addresses(pages, inside.texts, name, inside.entries)
    for page in pages:
        yield from check_page(page)
        yield from check_state(page)
    for path in inside.texts:
        if path.lower().endswith(".css"):
            yield from check_contrast(_text(inside, path), Source(f"{name}/{path}"))
    yield from check_runtime(manifest, pages, inside.texts)


def _check_budget(
    manifest: Manifest, inside: Inside, pages: tuple[Page, ...], place: Source, options: Options
) -> Iterator[Problem]:
    own = [data for page in pages for _, data in lesson_data(page) if data is not None]
    scos = sum(sco_type(resource) == "sco" for resource in manifest.all("resource"))
    lessons = max(scos, len({str(data.get("id")) for data in own}))
    languages = len({str(data.get("lang")) for data in own})
    yield from check_budget(inside.entries, place, options.budget, lessons, languages, bool(own))


def _languages(manifest: Manifest, pages: tuple[Page, ...]) -> Iterator[str]:
    for element in manifest.root.iter("*"):
        tag = element.get(XML_LANG)
        if tag and tag.lower() not in ("x-none", "und"):
            yield tag
    for page in pages:
        yield from languages_of(page)


def _counts(
    manifest: Manifest, inside: Inside, pages: tuple[Page, ...], languages: tuple[str, ...], validated: bool
) -> Iterator[Count]:
    html = [page for page in pages if not page.figure]
    scripts = [path for path in inside.texts if path.lower().endswith((".js", ".mjs"))]
    styles = [path for path in inside.texts if path.lower().endswith(".css")]
    yield Count("zip", "file", len(inside.entries))
    yield Count("manifest", "element", sum(1 for _ in manifest.root.iter("*")))
    yield Count("items", "item", len(manifest.all("item")))
    yield Count("items", "resource", len(manifest.all("resource")))
    yield Count("identifiers", "identifier", len(named(manifest)))
    yield Count("schema", "manifest", int(validated))
    yield Count("files", "listed file", len(listed_files(manifest)))
    yield Count("sequencing", "sequencing", len(manifest.all("sequencing")))
    yield Count("addresses", "page", len(html))
    yield Count("addresses", "style sheet", len(styles))
    yield Count("addresses", "script", len(scripts))
    yield Count("addresses", "SVG figure", len(pages) - len(html))
    yield Count("accessibility", "page", len(html))
    yield Count("accessibility", "picture", sum(1 for page in html for _ in page.elements("img")))
    yield Count("accessibility", "form control", sum(1 for p in html for _ in p.elements(*CONTROLS)))
    yield Count("accessibility", "language", len(languages))
    yield Count("accessibility", "colour scheme", sum(len(palettes(_text(inside, s))) for s in styles))
    yield Count("runtime", "script", len(scripts))
    yield Count("size", "packed byte", sum(entry.packed for entry in inside.entries.values()))


def _files(inside: Inside, listed: Mapping[str, object]) -> Iterator[FileFact]:
    for entry in sorted(inside.entries.values(), key=_in_order):
        yield FileFact(
            entry.name, entry.size, entry.packed, entry.sha256, entry.name in listed or entry.name == MANIFEST
        )


def _text(inside: Inside, path: str) -> str:
    return inside.texts[path].decode("utf-8", "replace")


def _in_order(entry: Entry) -> tuple[bool, str]:
    return entry.name != MANIFEST, entry.name


#: Every format of packages (export/scorm*.py).
CHECKS = dict.fromkeys(
    (
        *("scorm12", "scorm12-all", "scorm12-unit"),
        *("scorm2004", "scorm2004-all", "scorm2004-unit", "scorm2004-multisco"),
    ),
    _checks_of_a_build,
)
