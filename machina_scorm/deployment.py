"""Deployment: what of a course goes to a site – which languages and units, which files of dist/, what they ask for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from machina_scorm.errors import ProjectError
from machina_scorm.model.edition import Language
from machina_scorm.moodle.doctor import Needs
from machina_scorm.project import Project
from machina_scorm.store import Entry, Store

#: Names of question types in Moodle XML that differ from those of the plugins.
_TYPES = {"matching": "match", "cloze": "multianswer"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """The files of one language as (entry, path), by path."""

    language: Language
    files: tuple[tuple[Entry, Path], ...]


def chosen_languages(project: Project, codes: Collection[str]) -> tuple[Language, ...]:
    """Return these of the course's languages; all where none is named. Raises ProjectError for another."""
    return tuple(project.language(code) for code in codes) or project.languages


def deliveries(
    project: Project, dist: Path, codes: Collection[str] = (), units: Collection[str] = ()
) -> tuple[Delivery, ...]:
    """Return the built files by language. Raises ProjectError where nothing is built, or a file is gone."""
    found = []
    for language in chosen_languages(project, codes):
        files = tuple(
            (entry, dist / entry.path)
            for entry in Store(dist).entries()
            if entry.language == language.code and (not units or entry.key.split(":")[0].split("/")[0] in units)
        )
        missing = next((entry.path for entry, path in files if not path.is_file()), None)
        if missing:
            raise ProjectError("the file is gone", str(dist / missing), "run `machina build`")
        if files:
            found.append(Delivery(language, files))
    if not found:
        raise ProjectError("nothing is built", str(dist), "run `machina build`")
    return tuple(found)


def needs_of(project: Project, dist: Path, codes: Collection[str] = (), units: Collection[str] = ()) -> Needs:
    """Return what these languages and units ask of a site; what is not built yet asks for nothing."""
    packs = tuple((language.code, language.moodle) for language in chosen_languages(project, codes))
    try:
        built = deliveries(project, dist, codes, units)
    except ProjectError:
        return Needs(packs)
    sent = [(e, p) for one in built for e, p in one.files if e.format in ("scorm12", "scorm2004", "deck", "moodle-xml")]
    biggest = max((entry for entry, _ in sent), key=lambda entry: entry.size, default=None)
    types = {kind for entry, path in sent if entry.format == "moodle-xml" for kind in _question_types(path)}
    if biggest is None:
        return Needs(packs)
    return Needs(packs, biggest.size, biggest.path, tuple(sorted(types)))


def _question_types(path: Path) -> set[str]:
    tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
    found = {str(one.get("type")) for one in tree.iter("question")} - {"category"}
    return {_TYPES.get(name, name) for name in found}
