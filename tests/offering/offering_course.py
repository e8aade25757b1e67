"""A course read, and an output folder filled as a build would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from machina_scorm.export import moodle_xml
from machina_scorm.problems import Report
from machina_scorm.project import Project, localise_project, read_project
from machina_scorm.store import Store


def read(folder: Path) -> Project:
    report = Report()
    project = read_project(folder, report)
    assert project is not None and not report.errors, report.errors
    return project


def stock(
    project: Project,
    dist: Path,
    leave_out: Callable[[str], bool] = lambda key: False,
    packed: Callable[[str], bytes] = str.encode,
) -> Path:
    """Fill an output folder as a build would: real question banks, a few bytes for everything else.

    `packed` makes a package of its words, for who needs one that Moodle takes.
    """
    store = Store(dist)

    def put(what: str, format_: str, language: str, suffix: str, data: bytes) -> None:
        key = f"{what}:{format_}:{language}"
        if not leave_out(key):
            store.write(key, language, format_, f"{language}/{what.replace('/', '-')}{suffix}", data, "", ())

    for language in project.languages:
        localised, code = localise_project(project, language.code), language.code
        for unit in localised.units:
            put(unit.id, "paper", code, ".test.docx", f"paper {unit.id} {code}".encode())
            for lesson in unit.lessons:
                put(lesson.key, "scorm12", code, ".scorm12.zip", packed(f"package {lesson.key} {code}"))
                if lesson.slides:
                    put(lesson.key, "deck", code, ".pptx", f"deck {lesson.key} {code}".encode())
                if lesson.questions:
                    made = moodle_xml.export_lesson(localised.edition, unit, lesson)
                    put(lesson.key, "moodle-xml", code, ".moodle.xml", made.data)
    store.save()
    return dist
