"""SCORM packages in all their forms, in both standards.  Not: what the learner sees (export/player).

A form is a function from localised values to an Artefact; a format's module (scorm12, scorm2004_unit, …) names the form
and the standard.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from machina_scorm.dialect import plain_text
from machina_scorm.export.player.context import Setting
from machina_scorm.export.player.media import Media
from machina_scorm.export.player.page import LICENSES, lesson_files, lesson_id, lesson_page, shared_files
from machina_scorm.export.player.questions import objective_id
from machina_scorm.export.player.whole import DRAW, UNIT_TEST, unit_test, whole_unit
from machina_scorm.model.artefact import Artefact, Identifier
from machina_scorm.model.blocks import QuizRef
from machina_scorm.model.course import About, Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.text import Text, iter_nodes
from machina_scorm.package.archive import pack
from machina_scorm.package.lom import Metadata, Words
from machina_scorm.package.manifest import Cluster, Sco, manifest12, manifest2004
from machina_scorm.package.names import file_name, identifier, interaction_id
from machina_scorm.render.plain import render_plain


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard: the name of its runtime in templates/scorm/runtime/, and its manifest."""

    name: str
    manifest: Callable[..., bytes]


SCORM12 = Standard("scorm12", manifest12)
SCORM2004 = Standard("scorm2004", manifest2004)


def pack_lesson(edition: Edition, unit: Unit, lesson: Lesson, standard: Standard, suffix: str) -> Artefact:
    """Return one lesson as one SCO: `<unit>-<lesson><suffix>`."""
    files = lesson_files(edition, unit, lesson, standard.name)
    return _pack_one(edition.about, unit, lesson, files, _metadata([(edition, unit, lesson)]), standard, suffix)


def pack_languages(editions: Sequence[Edition], units: Sequence[Unit], standard: Standard, suffix: str) -> Artefact:
    """Return one lesson in several languages as one SCO: `<unit>-<lesson><suffix>`.

    `units` hold the same unit with this lesson alone, in the languages of `editions`. index.html has the first
    language, lang/<code>.js the others. Identifiers are those of the lesson's package in one language, so that either
    can take the other's place in an LMS.
    """
    lessons = [unit.lessons[0] for unit in units]
    files: dict[str, bytes] = {}
    media: Media | None = None
    math = False
    for place, (edition, unit, lesson) in enumerate(zip(editions, units, lessons, strict=True)):
        media = Media(edition.language.code, media)
        page = lesson_page(edition, unit, lesson, media, Setting(languages=tuple(e.language for e in editions)))
        math = math or page.math
        if not place:
            files["index.html"] = page.html
            continue
        language = edition.language
        entry = {"code": language.code, "dir": language.direction, "title": page.title, "body": page.body}
        text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
        files[f"lang/{language.code}.js"] = f"machinaLanguage({_for_script(text)});\n".encode()
    files |= shared_files(editions[0], standard.name, math) | (media.files if media else {})
    metadata = _metadata([*zip(editions, units, lessons, strict=True)])
    return _pack_one(editions[0].about, units[0], lessons[0], files, metadata, standard, suffix)


def pack_unit(edition: Edition, unit: Unit, standard: Standard, suffix: str) -> Artefact:
    """Return a unit with every lesson and the unit's test as SCOs of their own: `<unit><suffix>`."""
    test = unit_test(edition, unit)
    parts = [*unit.lessons, *((test,) if test.questions else ())]
    files: dict[str, bytes] = {}
    rendered = []
    for lesson in parts:
        own = unit if lesson is test else replace(unit, lessons=(lesson,))
        setting = Setting(base="../", draw=DRAW if lesson is test else 0, whole=lesson is test)
        media = Media(edition.language.code)
        page = lesson_page(edition, own, lesson, media, setting)
        rendered.append((lesson, page, media))
    math = any(page.math for _, page, _ in rendered)
    shared = shared_files(edition, standard.name, math)
    files |= shared
    scos = []
    for lesson, page, media in rendered:
        mine = {f"{lesson.id}/{name}": data for name, data in {"index.html": page.html, **media.files}.items()}
        files |= mine
        title = plain_text(lesson.title)
        scos.append(
            Sco(
                f"{lesson_id(edition.about, lesson)}-sco",
                title,
                f"{lesson.id}/index.html",
                (*mine, *shared),
                counts=lesson is test,
                mastery=edition.about.mastery,
            )
        )
    id_ = unit_id(edition.about, unit)
    title = plain_text(unit.title)
    more = {"sequence": True} if standard is SCORM2004 else {}
    cluster = Cluster(f"{id_}-unit", title)
    manifest = standard.manifest(id_, title, scos, _unit_metadata(edition, unit), cluster, **more)
    data = pack({"imsmanifest.xml": manifest, **files}, first=("imsmanifest.xml",))
    return Artefact(file_name(unit.id + suffix), data)


def pack_whole_unit(edition: Edition, unit: Unit, standard: Standard, suffix: str) -> Artefact:
    """Return a unit as one SCO with its own navigation and a test over all lessons: `<unit><suffix>`."""
    lesson = whole_unit(edition, unit)
    media = Media(edition.language.code)
    page = lesson_page(edition, unit, lesson, media, Setting(draw=DRAW, whole=True))
    files = {"index.html": page.html, **shared_files(edition, standard.name, page.math), **media.files}
    return _pack_one(edition.about, unit, lesson, files, _unit_metadata(edition, unit), standard, suffix)


def _pack_one(
    about: About,
    unit: Unit,
    lesson: Lesson,
    files: dict[str, bytes],
    metadata: Metadata,
    standard: Standard,
    suffix: str,
) -> Artefact:
    """Return a package of one SCO."""
    id_, title = lesson_id(about, lesson), plain_text(lesson.title)
    sco = Sco(f"{id_}-sco", title, "index.html", tuple(files))
    manifest = standard.manifest(id_, title, [sco], metadata)
    data = pack({"imsmanifest.xml": manifest, **files}, first=("imsmanifest.xml",))
    return Artefact(file_name(lesson.key.replace("/", "-") + suffix), data)


def _for_script(text: str) -> str:
    """JSON that is a JavaScript expression in every browser."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


# Identifiers


def unit_id(about: About, unit: Unit) -> str:
    """Return the identifier of a unit: `machina-lu1`."""
    return identifier(about.id, unit.id)


def lesson_identifiers(about: About, unit: Unit, lesson: Lesson | None) -> tuple[Identifier, ...]:
    """Return every identifier that a package of one lesson puts into an LMS."""
    assert lesson is not None
    return tuple(sorted({*_sco_identifiers(lesson_id(about, lesson)), *_records(unit, lesson)}))


def unit_identifiers(about: About, unit: Unit, lesson: Lesson | None = None) -> tuple[Identifier, ...]:
    """Return every identifier of a unit whose lessons are SCOs of their own."""
    id_ = unit_id(about, unit)
    found = {Identifier("manifest", id_), Identifier("organization", f"{id_}-org"), Identifier("item", f"{id_}-unit")}
    names = [lesson_id(about, lesson) for lesson in unit.lessons]
    if any(question.in_test for lesson in unit.lessons for question in lesson.questions):
        names.append(identifier(about.id, f"{unit.id}/{UNIT_TEST}"))
    for name in names:
        found |= {Identifier("item", f"{name}-sco"), Identifier("resource", f"{name}-sco-res")}
    return tuple(sorted(found.union(*(_records(unit, lesson) for lesson in unit.lessons))))


def whole_unit_identifiers(about: About, unit: Unit, lesson: Lesson | None = None) -> tuple[Identifier, ...]:
    """Return every identifier of a unit that is one SCO."""
    found = set(_sco_identifiers(unit_id(about, unit)))
    return tuple(sorted(found.union(*(_records(unit, lesson) for lesson in unit.lessons))))


def _sco_identifiers(id_: str) -> Iterable[Identifier]:
    yield Identifier("manifest", id_)
    yield Identifier("organization", f"{id_}-org")
    yield Identifier("item", f"{id_}-sco")
    yield Identifier("resource", f"{id_}-sco-res")


def _records(unit: Unit, lesson: Lesson) -> set[Identifier]:
    """What a learner's record of a lesson names: questions, those inside pages apart, and learning outcomes."""
    inside = {id_ for ref in iter_nodes(lesson.pages) if isinstance(ref, QuizRef) for id_ in ref.ids}
    inside |= {id_ for ref in iter_nodes(lesson.opening) if isinstance(ref, QuizRef) for id_ in ref.ids}
    outcomes = {outcome.id for outcome in unit.outcomes}
    found = set()
    for question in lesson.questions:
        id_ = interaction_id(question.key)
        if question.in_test:
            found.add(Identifier("interaction", id_))
            if question.outcome in outcomes:
                found.add(Identifier("objective", objective_id(unit, question.outcome)))
        if question.id in inside:
            found.add(Identifier("interaction", f"{id_}.page"))
    return found


# Metadata


def _metadata(parts: Sequence[tuple[Edition, Unit, Lesson]]) -> Metadata:
    """The metadata of a lesson, in as many languages as there are parts."""
    edition, _, lesson = parts[0]
    about = edition.about
    objectives = zip(*([(e, o.text) for o in one.objectives] for e, _, one in parts), strict=False)
    keywords = zip(*([(e, word) for word in one.keywords] for e, _, one in parts), strict=False)
    return Metadata(
        identifier=lesson_id(about, lesson),
        title=_words((e, one.title) for e, _, one in parts),
        description=_long_words((e, render_plain(one.opening)) for e, _, one in parts),
        languages=tuple(e.language.code for e, _, _ in parts),
        keywords=tuple(_words(word) for word in keywords),
        hours=lesson.hours,
        license=(about.license, LICENSES.get(about.license, "")),
        contributors=tuple((person.name, person.role) for person in about.contributors),
        level=about.eqf_level,
        outcomes=tuple(_words(objective) for objective in objectives),
    )


def _unit_metadata(edition: Edition, unit: Unit) -> Metadata:
    whole = whole_unit(edition, unit)
    return replace(
        _metadata([(edition, unit, whole)]), description=_long_words([(edition, render_plain(unit.introduction))])
    )


#: Lengths that a catalogue must take (IEEE 1484.12.1, smallest permitted maximum).
_TITLE, _DESCRIPTION = 1000, 2000


def _words(texts: Iterable[tuple[Edition, Text]]) -> Words:
    """One text in several languages; where a translation is missing, the source language stands once."""
    found: dict[str, str] = {}
    for edition, text in texts:
        found.setdefault(text.lang or edition.language.code, plain_text(text)[:_TITLE])
    return tuple(found.items())


def _long_words(texts: Iterable[tuple[Edition, str]]) -> Words:
    return tuple((e.language.code, " ".join(text.split())[:_DESCRIPTION]) for e, text in texts if text.strip())
