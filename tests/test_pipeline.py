"""Building a course: everything is made, nothing is made twice, nothing is half-written."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from machina_scorm.errors import ProjectError
from machina_scorm.pipeline import Build, Request, Task, build, check_project, run_task
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.project import Project, read_project


def open_course(root: Path) -> Project:
    report = Report()
    project = read_project(root, report)
    assert project is not None
    assert report.errors == ()
    return project


def errors(root: Path) -> list[Problem]:
    return [problem for problem in check_project(open_course(root)) if problem.severity is Severity.ERROR]


def make(root: Path, request: Request | None = None) -> Build:
    return build(open_course(root), request or Request(jobs=1), root / "dist")


def files(folder: Path) -> dict[str, str]:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in found}


def test_every_format_in_every_language(course: Path) -> None:
    made = make(course)
    assert {outcome.state for outcome in made.outcomes} == {"built"}
    paths = {outcome.path for outcome in made.outcomes}
    for code in ("en", "el"):
        assert {
            f"{code}/unit1/unit1-lesson1.scorm12.zip",
            f"{code}/unit1/unit1-lesson1.gift.txt",
            f"{code}/unit1/unit1-lesson1.moodle.xml",
            f"{code}/unit1/unit1-bank.gift.txt",
            f"{code}/unit1/unit1-bank.moodle.xml",
            f"{code}/unit1/unit1-lesson1.pptx",
        } <= paths
    locks = {f"{path}.lock.json" for path in paths if path.endswith(".pptx")}
    assert set(files(course / "dist")) == paths | locks | {"index.json"}


def test_the_index_tells_the_truth(course: Path) -> None:
    make(course)
    index = json.loads((course / "dist" / "index.json").read_text("utf-8"))["artefacts"]
    assert [entry["path"] for entry in index] == sorted(entry["path"] for entry in index)
    for entry in index:
        data = (course / "dist" / entry["path"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (entry["sha256"], entry["size"])
        assert set(entry) - {"beside"} == {"key", "language", "format", "path", "sha256", "size"}
        assert ("beside" in entry) == (entry["format"] == "deck")
        for file in entry.get("beside", ()):
            data = (course / "dist" / file["path"]).read_bytes()
            assert (hashlib.sha256(data).hexdigest(), len(data)) == (file["sha256"], file["size"])


def test_a_second_build_makes_nothing(course: Path) -> None:
    first = make(course)
    before = {p: (course / "dist" / p).stat().st_mtime_ns for p in files(course / "dist")}
    second = make(course)
    assert {outcome.state for outcome in second.outcomes} == {"unchanged"}
    after = {p: (course / "dist" / p).stat().st_mtime_ns for p in before if p != "index.json"}
    assert after == {p: t for p, t in before.items() if p != "index.json"}
    assert second.problems == first.problems


def test_force_makes_the_same_bytes_again(course: Path) -> None:
    make(course)
    before = files(course / "dist")
    forced = make(course, Request(jobs=1, force=True))
    assert {outcome.state for outcome in forced.outcomes} == {"built"}
    assert files(course / "dist") == before


def test_another_place_another_time_zone_more_processes_the_same_bytes(course: Path, tmp_path: Path) -> None:
    make(course)
    elsewhere = tmp_path / "a place with blanks"
    environment = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "machina_scorm", "build", "--out", str(elsewhere), "--jobs", "2"]
    subprocess.run(command, cwd=course, env=environment, check=True, capture_output=True)
    assert files(elsewhere) == files(course / "dist")


def test_only_what_a_change_touches_is_made_again(course: Path) -> None:
    make(course)
    slides = course / "units/unit1/lesson1/slides.md"
    slides.write_text(slides.read_text("utf-8").replace("Another point", "One more point"), encoding="utf-8")
    again = make(course)
    assert {o.format for o in again.outcomes if o.state == "built" and o.key.startswith("unit1/lesson1")} >= {"deck"}
    quiz_paths = [o for o in again.outcomes if o.format == "gift"]
    before = {o.path: o.sha256 for o in quiz_paths}
    assert files(course / "dist").items() >= before.items()


def test_a_file_that_was_altered_is_made_again(course: Path) -> None:
    made = make(course)
    victim = course / "dist" / made.outcomes[0].path
    victim.write_bytes(b"altered")
    again = make(course)
    assert [o.path for o in again.outcomes if o.state == "built"] == [made.outcomes[0].path]


def test_what_stands_beside_a_file_shares_its_fate(course: Path) -> None:
    make(course)
    locks = sorted((course / "dist").rglob("*.lock.json"))
    before = [lock.read_bytes() for lock in locks]
    locks[0].unlink()
    again = make(course)
    assert [o.path for o in again.outcomes if o.state == "built"] == ["el/unit1/unit1-lesson1.pptx"]
    assert [lock.read_bytes() for lock in locks] == before
    (course / "units/unit1/lesson1/slides.md").unlink()
    make(course)
    assert not list((course / "dist").rglob("*.lock.json"))


def test_what_left_the_course_leaves_the_folder(course: Path) -> None:
    make(course)
    (course / "dist" / "notes.txt").write_text("mine", encoding="utf-8")
    (course / "units/unit1/lesson1/slides.md").unlink()
    made = make(course)
    assert sorted(made.removed) == ["el/unit1/unit1-lesson1.pptx", "en/unit1/unit1-lesson1.pptx"]
    assert not list((course / "dist").rglob("*.pptx"))
    assert (course / "dist" / "notes.txt").is_file()


def test_a_partial_build_removes_nothing(course: Path) -> None:
    made = make(course)
    part = make(course, Request(languages=("en",), formats=("gift",), jobs=1))
    assert part.removed == ()
    assert {outcome.language for outcome in part.outcomes} == {"en"}
    index = json.loads((course / "dist" / "index.json").read_text("utf-8"))["artefacts"]
    assert len(index) == len(made.outcomes)


@pytest.mark.parametrize(
    "request_", [Request(languages=("xx",)), Request(units=("x",)), Request(lessons=("x",)), Request(formats=("x",))]
)
def test_an_unknown_name_is_an_error_that_lists_the_known_ones(course: Path, request_: Request) -> None:
    with pytest.raises(ProjectError, match=r"there are:|its languages:"):
        make(course, request_)


def test_a_failing_artefact_leaves_the_former_one_and_the_others(course: Path) -> None:
    make(course)
    deck = course / "dist/en/unit1/unit1-lesson1.pptx"
    before = deck.read_bytes()
    yaml = course / "units/course.yaml"
    yaml.write_text(yaml.read_text("utf-8").replace("template: machina", "template: ours.pptx"), encoding="utf-8")
    (course / "units/ours.pptx").write_bytes(b"no presentation")
    made = make(course)
    failed = {outcome.format for outcome in made.outcomes if outcome.state == "failed"}
    assert failed == {"deck"}
    assert deck.read_bytes() == before
    assert [str(problem.source) for problem in made.problems] == ["ours.pptx"]


def test_an_interrupted_build_keeps_what_was_made(course: Path) -> None:
    class Stop(Exception):
        pass

    def stop(outcome: object, done: int, total: int) -> None:
        if done == 3:
            raise Stop

    with pytest.raises(Stop):
        build(open_course(course), Request(jobs=1), course / "dist", stop)
    index = json.loads((course / "dist" / "index.json").read_text("utf-8"))["artefacts"]
    assert len(index) == 3
    assert not list((course / "dist").rglob("*.part"))
    assert sum(outcome.state == "unchanged" for outcome in make(course).outcomes) == 3


def test_a_task_is_a_pure_function(course: Path) -> None:
    import pickle

    from machina_scorm.project import localise_project

    localised = localise_project(open_course(course), "el")
    unit = localised.units[0]
    task = Task("k", "scorm12", localised.edition, unit, unit.lessons[0])
    made = run_task(pickle.loads(pickle.dumps(task)))
    assert (made.name, made.data) == (run_task(task).name, run_task(task).data)


def test_a_missing_translation_is_marked_in_the_package(course: Path) -> None:
    made = make(course, Request(languages=("el",), formats=("scorm12",), jobs=1))
    (path,) = [outcome.path for outcome in made.outcomes]
    with zipfile.ZipFile(course / "dist" / path) as package:
        page = package.read("index.html").decode()
    assert '<html lang="el"' in page
    assert 'lang="en"' in page
    (localised,) = made.localised
    coverage = dict(localised.coverage)["unit1"]
    assert (coverage.total.translated, len(coverage.withheld)) == (0, 2)


def test_a_formula_that_cannot_be_shown_is_found(course: Path) -> None:
    lesson = course / "units/unit1/lesson1/lesson.md"
    lesson.write_text(lesson.read_text("utf-8").replace("a^2 + b^2", r"\frac{a"), encoding="utf-8")
    assert [problem.rule for problem in errors(course)] == ["maths"]


PO = """msgid ""
msgstr ""
"Language: el\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "The mean"
msgstr "Ο μέσος όρος"

"""


def test_a_translation_that_lost_its_formula_is_found(course: Path) -> None:
    folder = course / "i18n/el"
    folder.mkdir(parents=True)
    lesson = (course / "units/unit1/lesson1/lesson.md").read_text("utf-8")
    lesson = lesson.replace(": The mean {", ": The mean $m$ {")
    (course / "units/unit1/lesson1/lesson.md").write_text(lesson, encoding="utf-8")
    entry = 'msgid "The mean $m$"\nmsgstr "Ο μέσος όρος $n$"\n'
    (folder / "unit1.po").write_text(PO + entry, encoding="utf-8")
    (problem,) = errors(course)
    assert (problem.rule, str(problem.source)) == ("math-mismatch", "i18n/el/unit1.po:10")


def test_a_broken_catalog_is_a_problem_with_its_line(course: Path) -> None:
    folder = course / "i18n/el"
    folder.mkdir(parents=True)
    (folder / "unit1.po").write_text(PO + 'msgid "broken\n', encoding="utf-8")
    report = Report()
    read_project(course, report)
    assert [str(problem.source) for problem in report.errors] == ["i18n/el/unit1.po:10"]
