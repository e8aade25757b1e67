"""identifiers.lock: nothing that was published gets lost unsaid, and a moved lesson keeps its learners' records."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from machina_scorm.errors import CheckFailed
from machina_scorm.identifiers import LOCK_FILE, check_identifiers
from machina_scorm.pipeline import Request, build, check_project
from machina_scorm.problems import Problem, Report
from machina_scorm.project import Project, read_project

WHOLE = Request(jobs=1)
UNIT = "units/unit1/unit.yaml"


def open_course(root: Path) -> Project:
    report = Report()
    project = read_project(root, report)
    assert project is not None and report.errors == (), report.problems
    return project


def make(root: Path, *formats: str) -> None:
    build(open_course(root), Request(formats=formats, jobs=1), root / "dist")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def lost(root: Path) -> list[Problem]:
    return [problem for problem in check_project(open_course(root)) if problem.rule == "identifier-lost"]


def rename(root: Path, moved: str = "") -> None:
    (root / "units/unit1/lesson1").rename(root / "units/unit1/start")
    change(root / UNIT, "lessons: [lesson1]", f"lessons: [start]\n{moved}")


def test_a_whole_build_writes_it_sorted_one_line_each(course: Path) -> None:
    make(course)
    lines = (course / LOCK_FILE).read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    keys = [(entry["package"], entry["kind"], entry["id"]) for entry in entries]
    assert keys == sorted(set(keys))
    assert ("unit1/lesson1:scorm12", "item", "my-course-unit1-lesson1-sco") in keys
    assert all(entry["package"] == "unit1/lesson1:scorm12" for entry in entries)
    before = (course / LOCK_FILE).stat().st_mtime_ns
    make(course)
    assert (course / LOCK_FILE).stat().st_mtime_ns == before


def test_only_a_whole_build_writes_it(course: Path) -> None:
    make(course, "scorm12")
    assert not (course / LOCK_FILE).exists()
    make(course, "all")
    packages = {json.loads(line)["package"] for line in (course / LOCK_FILE).read_text("utf-8").splitlines()}
    assert "unit1:scorm2004-unit" in packages and "unit1/lesson1:scorm12-all" in packages


def test_what_a_later_build_does_not_make_stays_locked(course: Path) -> None:
    make(course, "all")
    before = (course / LOCK_FILE).read_bytes()
    make(course)
    assert (course / LOCK_FILE).read_bytes() == before


def test_a_renamed_lesson_stops_every_build_and_says_where(course: Path) -> None:
    make(course)
    package = course / "dist/en/unit1/unit1-lesson1.scorm12.zip"
    before = package.read_bytes()
    rename(course)
    (problem,) = lost(course)
    assert str(problem.source) == f"{LOCK_FILE}:1"
    assert "moved: {lesson1: new-name}" in problem.hint and "attempts" in problem.message
    for request in (WHOLE, Request(formats=("gift",), jobs=1)):
        with pytest.raises(CheckFailed):
            build(open_course(course), request, course / "dist")
    assert package.read_bytes() == before


def test_a_moved_lesson_keeps_its_identifiers(course: Path) -> None:
    make(course)
    before = identifiers(course / "dist/en/unit1/unit1-lesson1.scorm12.zip")
    lock = (course / LOCK_FILE).read_bytes()
    rename(course, "moved: {lesson1: start}")
    assert lost(course) == []
    make(course)
    assert identifiers(course / "dist/en/unit1/unit1-start.scorm12.zip") == before
    assert (course / LOCK_FILE).read_bytes() == lock


def identifiers(package: Path) -> set[str]:
    with zipfile.ZipFile(package) as archive:
        root = etree.fromstring(archive.read("imsmanifest.xml"))
        page = archive.read("index.html").decode("utf-8")
    assert '"id":"my-course-unit1-lesson1"' in page and "unit1.lesson1." in page
    return {str(element.get("identifier")) for element in root.iter() if element.get("identifier")}


def test_a_dropped_question_is_named(course: Path) -> None:
    make(course)
    quiz = course / "units/unit1/lesson1/quiz.yaml"
    name = next(line.partition("id:")[2].strip() for line in quiz.read_text("utf-8").splitlines() if "id:" in line)
    lesson = course / "units/unit1/lesson1/lesson.md"
    lesson.write_text(lesson.read_text("utf-8").replace(name, "q-new"), encoding="utf-8")
    change(quiz, name, "q-new")
    problems = lost(course)
    assert problems and all(name.replace("-", "_") in problem.message for problem in problems)
    line = problems[0].source.line
    assert name.replace("-", "_") in (course / LOCK_FILE).read_text("utf-8").splitlines()[line - 1]


def test_lines_taken_out_are_forgotten(course: Path) -> None:
    make(course)
    rename(course)
    (course / LOCK_FILE).unlink()
    make(course)
    assert "my-course-unit1-start" in (course / LOCK_FILE).read_text("utf-8")


def test_a_damaged_line_is_a_problem_and_the_rest_counts(course: Path) -> None:
    make(course)
    path = course / LOCK_FILE
    lines = path.read_text("utf-8").splitlines()
    path.write_bytes(("\n".join(["<<<<<<< HEAD", *lines, "[1]", "{}", ""])).encode() + b"\xff\n")
    found = [(problem.rule, problem.source.line) for problem in check_identifiers(open_course(course))]
    assert found == [("identifiers-lock", n) for n in (1, len(lines) + 2, len(lines) + 3, len(lines) + 4)]


def test_formats_that_are_gone_are_passed_over(course: Path) -> None:
    entry = {"package": "unit1/lesson1:some-plugin", "kind": "item", "id": "x"}
    (course / LOCK_FILE).write_text(json.dumps(entry) + "\n", encoding="utf-8")
    assert lost(course) == []


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        ("{old: gone}", "no lesson of this unit"),
        ("{lesson1: lesson1}", "did not move"),
        ("{a: lesson1, b: lesson1}", "two lessons"),
    ],
)
def test_moved_that_cannot_be_is_refused(course: Path, moved: str, words: str) -> None:
    change(course / UNIT, "lessons: [lesson1]", f"lessons: [lesson1]\nmoved: {moved}")
    report = Report()
    read_project(course, report)
    (problem,) = report.errors
    assert problem.rule == "moved" and words in problem.message and problem.source.path == UNIT


def test_a_lesson_from_another_unit_is_named_by_its_key(course: Path) -> None:
    change(course / UNIT, "lessons: [lesson1]", "lessons: [lesson1]\nmoved: {unit0/old: lesson1}")
    lesson = open_course(course).course.units[0].lessons[0]
    assert (lesson.key, lesson.record_key) == ("unit1/lesson1", "unit0/old")
    assert all(question.key.startswith("unit0/old/") for question in lesson.questions)


# Formats


def test_the_usual_formats_the_course_s_own_and_all(course: Path) -> None:
    def made(*formats: str, languages: tuple[str, ...] = ()) -> set[str]:
        request = Request(formats=formats, languages=languages, jobs=1)
        return {outcome.format for outcome in build(open_course(course), request, course / "dist").outcomes}

    usual = made()
    assert "scorm12" in usual and not usual & {"scorm2004", "scorm12-unit", "scorm12-all"}
    every = made("all")
    assert every >= usual | {"scorm2004", "scorm12-unit", "scorm2004-unit", "scorm2004-multisco", "scorm12-all"}
    assert "scorm12-all" not in made("all", languages=("el",))
    assert made("scorm12-all", languages=("el",)) == {"scorm12-all"}
    change(course / "units/course.yaml", "units: [unit1]", "units: [unit1]\nformats: [scorm2004, gift]")
    assert made() == {"scorm2004", "gift"}
    assert made("scorm12") == {"scorm12"}


def test_an_unknown_format_in_the_course_is_refused(course: Path) -> None:
    change(course / "units/course.yaml", "units: [unit1]", "units: [unit1]\nformats: [scorm13]")
    with pytest.raises(Exception, match="scorm13"):
        make(course)


def test_what_holds_all_languages_lies_in_a_folder_of_its_own_and_follows_every_language(course: Path) -> None:
    request = Request(formats=("scorm12-all",), jobs=1)
    (first,) = build(open_course(course), request, course / "dist").outcomes
    assert (first.language, first.path) == ("all", "all/unit1/unit1-lesson1.scorm12-all.zip")
    (same,) = build(open_course(course), request, course / "dist").outcomes
    assert same.state == "unchanged"
    folder = course / "i18n/el"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr ""\n"Language: el\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    entry = 'msgctxt "title"\nmsgid "First lesson"\nmsgstr "Πρώτο μάθημα"\n'
    (folder / "unit1.po").write_text(header + entry, encoding="utf-8")
    (changed,) = build(open_course(course), request, course / "dist").outcomes
    assert changed.state == "built"
    with zipfile.ZipFile(course / "dist" / changed.path) as archive:
        assert "Πρώτο μάθημα" in archive.read("lang/el.js").decode("utf-8")
