"""Figures: does each label fit into its place in every language of the course?  Measured, not guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from machina_scorm.i18n.catalog import Catalog
from machina_scorm.i18n.wording import needs_translation, write_number
from machina_scorm.model.blocks import Image, Label
from machina_scorm.model.course import Course, Unit
from machina_scorm.model.edition import Language
from machina_scorm.model.text import iter_nodes
from machina_scorm.problems import Problem, Severity
from machina_scorm.render.labels import Wide, label_rooms, overlapping_labels, wide_labels
from machina_scorm.source import Source

#: Catalogs by (language code, unit id), as Project has them.
Catalogs = Mapping[tuple[str, str], Catalog]

_SVG = "image/svg+xml"
_HINT = "shorten the translation, or give the label more room in the drawing"
_OWN_HINT = "shorten the label, or give it more room in the drawing"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a label says in a language: `words`, where the translation stands; None for what is not translated."""

    words: str
    place: Source | None


def check_figures(course: Course, languages: tuple[Language, ...], catalogs: Catalogs) -> Iterator[Problem]:
    """Yield what does not fit in the course's figures, each picture once in a unit.

    Rules, all warnings but the last: `label-overflow` (wider than its data-width, its shape or the drawing),
    `label-overlap` (on another label, which it is not with the source's words), `label-room` (info: a translation that
    is still missing will hardly fit).
    """
    for unit in course.units:
        for image in dict.fromkeys(node for node in iter_nodes(unit) if isinstance(node, Image)):
            if image.media_type == _SVG and image.labels:
                yield from _check_image(course, unit, image, languages, catalogs)


def _check_image(
    course: Course, unit: Unit, image: Image, languages: tuple[Language, ...], catalogs: Catalogs
) -> Iterator[Problem]:
    sources = {label.id: label.text.source for label in image.labels}
    own = {label.id: label.text.md for label in image.labels}
    failing = set()
    for wide in wide_labels(image, own):
        failing.add(wide.id)
        yield _overflow(wide, own[wide.id], "", sources[wide.id], _OWN_HINT)
    missing: dict[str, list[Language]] = {}
    for language in languages:
        if language.code == course.about.language:
            continue
        catalog = catalogs.get((language.code, unit.id))
        wording = {label.id: _wording(label, catalog, language) for label in image.labels}
        for label in image.labels:
            if wording[label.id].place is None and needs_translation(label.text):
                missing.setdefault(label.id, []).append(language)
        yield from _check_language(image, language, wording, sources, failing)
    yield from _check_room(image, missing, sources, failing)


def _wording(label: Label, catalog: Catalog | None, language: Language) -> Wording:
    if not needs_translation(label.text):
        return Wording(write_number(label.text, language.decimal).md, None)
    found = catalog.lookup(label.text) if catalog else None
    if catalog is None or found is None:
        return Wording(label.text.md, None)
    return Wording(found, catalog.entries[label.text.msgctxt, label.text.md].source)


def _check_language(
    image: Image, language: Language, wording: Mapping[str, Wording], sources: Mapping[str, Source], failing: set[str]
) -> Iterator[Problem]:
    words = {id_: said.words for id_, said in wording.items()}
    for wide in wide_labels(image, words):
        said = wording[wide.id]
        if said.place is None and wide.id in failing:
            continue  # the source's words, which were complained of
        where = f"in {language.code} ({said.place}) " if said.place else f"in {language.code} "
        yield _overflow(wide, said.words, where, sources[wide.id], _HINT)
    for one, other in overlapping_labels(image, words):
        says = words.get(other, other)
        message = f"in {language.code} the label {words[one]!r} lies on {says!r}{_place(wording[one])}"
        yield Problem("label-overlap", message, sources[one], _HINT, Severity.WARNING)


def _place(said: Wording) -> str:
    return f" ({said.place})" if said.place else ""


def _overflow(wide: Wide, words: str, where: str, source: Source, hint: str) -> Problem:
    place = "its data-width" if wide.stated else "its place"
    message = f"{where}the label {words!r} is {wide.width:.0f} wide, {place} {wide.room:.0f}"
    return Problem("label-overflow", message, source, hint, Severity.WARNING)


def _check_room(
    image: Image, missing: Mapping[str, list[Language]], sources: Mapping[str, Source], failing: set[str]
) -> Iterator[Problem]:
    rooms = label_rooms(image)
    for id_, languages in missing.items():
        width, room = rooms[id_]
        tight = [language for language in languages if width * language.expansion > room]
        if not tight or id_ in failing:
            continue
        longest = max(language.expansion for language in tight)
        codes = ", ".join(language.code for language in tight)
        message = (
            f"the label is {width:.0f} wide and its place {room:.0f}; translated it may take {width * longest:.0f}"
        )
        hint = f"give it more room in the drawing, or use a shorter word; not yet translated into {codes}"
        yield Problem("label-room", message, sources[id_], hint, Severity.INFO)
