"""SCORM 1.2: one lesson as one SCO in a zip.  Not: what the learner sees (export/player)."""

from __future__ import annotations

from machina_scorm.dialect import plain_text
from machina_scorm.export import Format
from machina_scorm.export.player.page import lesson_files, lesson_id
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.package.archive import pack
from machina_scorm.package.manifest import Sco, manifest12
from machina_scorm.package.names import file_name

SUFFIX = ".scorm12.zip"


def export_lesson(edition: Edition, unit: Unit, lesson: Lesson) -> Artefact:
    """Return `<unit>-<lesson>.scorm12.zip`: a package whose identifiers are the same in every language and build."""
    files = lesson_files(edition, unit, lesson, "scorm12")
    id_ = lesson_id(edition, lesson)
    sco = Sco(f"{id_}-sco", plain_text(lesson.title), "index.html", tuple(files))
    manifest = manifest12(id_, plain_text(lesson.title), [sco])
    data = pack({"imsmanifest.xml": manifest, **files}, first=("imsmanifest.xml",))
    return Artefact(file_name(lesson.key.replace("/", "-") + SUFFIX), data)


FORMAT = Format("scorm12", "SCORM 1.2", SUFFIX, export_lesson=export_lesson)
