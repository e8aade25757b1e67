"""A package against the identifiers that were published before: what uploading it anew would do to attempts.

When a package is replaced, Moodle keeps the tracks of those SCOs whose identifier is still there and deletes the
others' (mod/scorm/datamodels/scormlib.php: scorm_parse_scorm, scorm_delete_tracks). Not: how the lock is read
(identifiers.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from machina_scorm.check.scorm.identifiers import named
from machina_scorm.check.scorm.manifest import Manifest
from machina_scorm.check.scorm.pages import Page, lesson_data
from machina_scorm.model.artefact import Identifier
from machina_scorm.problems import Problem, Severity

#: Package of the course → every identifier that was ever published in it.
Locked = Mapping[str, frozenset[Identifier]]

_IN_MANIFEST = frozenset({"manifest", "organization", "item", "resource"})


def check_lock(manifest: Manifest, pages: tuple[Page, ...], locked: Locked) -> Iterator[Problem]:
    """Yield the identifiers that were published in this package and are in it no more.

    Which package it was, the identifier of the manifest tells; of several with the same one, the nearest counts.
    """
    if not locked:
        return
    here = _identifiers(manifest, pages)
    root = Identifier("manifest", manifest.root.get("identifier") or "")
    former = {package: ids for package, ids in locked.items() if root in ids}
    if not former:
        message = f"the lock of the course knows no package {root.id or 'without identifier'}"
        hint = "uploaded in the place of another package it would take that one's attempts along"
        yield manifest.problem("identifier-unlocked", message, hint, manifest.root, Severity.INFO)
        return
    asked = _IN_MANIFEST | {id_.kind for id_ in here}
    lost = {package: sorted(id_ for id_ in ids - here if id_.kind in asked) for package, ids in former.items()}
    package = min(lost, key=lambda name: (len(lost[name]), name))
    for id_ in lost[package]:
        message = f"the {id_.kind} {id_.id} was published in {package} and is not in this package"
        hint = "Moodle deletes the attempts at what is gone: upload it as a new activity, or bring the identifier back"
        severity = Severity.ERROR if id_.kind in _IN_MANIFEST else Severity.WARNING
        yield manifest.problem("identifier-lost", message, hint, None, severity)


def _identifiers(manifest: Manifest, pages: tuple[Page, ...]) -> frozenset[Identifier]:
    """Return what the package puts into learners' records; of questions only where the player is ours."""
    found = {Identifier(entry.kind, entry.identifier) for entry in named(manifest)}
    for page in pages:
        for _, data in lesson_data(page):
            questions = (data or {}).get("questions")
            for question in questions.values() if isinstance(questions, dict) else ():
                id_ = question.get("id") if isinstance(question, dict) else None
                if isinstance(id_, str):
                    found |= {Identifier("interaction", id_), Identifier("interaction", f"{id_}.page")}
    return frozenset(found)
