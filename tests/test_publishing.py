"""Publishing rules: a unit whose translation is short of its rule is held back; what fell back is marked."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import html as lxml_html

from machina_scorm.cli import main
from machina_scorm.i18n.extract import extract
from machina_scorm.i18n.po import FUZZY, PoEntry, read_po, write_po
from machina_scorm.i18n.pseudo import PseudoCatalog
from machina_scorm.i18n.review import State, with_state
from machina_scorm.model.course import PublishingRule
from machina_scorm.pipeline import Build, Request, build
from machina_scorm.problems import Report, Severity
from machina_scorm.project import Project, localise_project, read_project
from machina_scorm.publishing import Standing, held_back, standing
from machina_scorm.source import Source


def open_course(root: Path) -> Project:
    report = Report()
    project = read_project(root, report)
    assert project is not None and report.errors == ()
    return project


def make(root: Path, **more: object) -> Build:
    return build(open_course(root), replace(Request(jobs=1), **more), root / "dist")  # type: ignore[arg-type]


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def set_rule(root: Path, file: str, rule: str) -> None:
    path = root / "units" / file
    path.write_text(path.read_text("utf-8") + f"\ntranslation: {rule}\n", encoding="utf-8", newline="\n")


def translate(root: Path, state: State | None = None, leave: int = 0) -> None:
    """Translate the unit into Greek by the pseudo-language, but for the last `leave` texts; note a state."""
    project = open_course(root)
    unit = project.course.units[0]
    entries = []
    messages = extract(unit)
    for number, message in enumerate(messages):
        found = PseudoCatalog().lookup(message.text) if number < len(messages) - leave else ""
        entry = PoEntry(message.msgid, found, message.msgctxt)
        entries.append(with_state(entry, state) if state and found else entry)
    path = root / "i18n" / "el" / "unit1.po"
    file = read_po(path.read_text("utf-8") if path.is_file() else "", Source("x"), Report())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write_po(replace(file, entries=tuple(entries))), encoding="utf-8", newline="\n")


@pytest.fixture
def course(course: Path) -> Path:
    """The small course with two formats: fast to build, and a whole build all the same."""
    path = course / "units" / "course.yaml"
    path.write_text(path.read_text("utf-8") + "\nformats: [gift, scorm12]\n", encoding="utf-8", newline="\n")
    return course


def held_in_greek(root: Path) -> list[Standing]:
    project = open_course(root)
    return list(held_back(project, localise_project(project, "el")))


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in (root / "dist").rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(root / "dist").as_posix(): path.read_bytes() for path in found}


def test_without_a_rule_everything_ships(course: Path) -> None:
    made = make(course)
    assert made.held == () and any(outcome.language == "el" for outcome in made.outcomes)


def test_a_unit_short_of_its_rule_is_held_back_and_says_so(course: Path) -> None:
    make(course)
    lock = (course / "identifiers.lock").read_bytes()
    before = files(course)
    set_rule(course, "course.yaml", "{min-coverage: 90}")
    made = make(course)
    (held,) = made.held
    assert (held.language, held.unit, held.reasons[0]) == ("el", "unit1", "0 % of 90 %")
    assert {outcome.language for outcome in made.outcomes} == {"en"}
    assert {outcome.state for outcome in made.outcomes} == {"unchanged"}  # another rule makes nothing anew
    after = files(course)
    assert not any(path.startswith("el/") for path in after)
    assert set(made.withdrawn) == {path for path in before if path.startswith("el/")}
    assert made.removed == ()
    assert {path: data for path, data in after.items() if path != "index.json"} == {
        path: data for path, data in before.items() if path.startswith("en/")
    }
    assert (course / "identifiers.lock").read_bytes() == lock
    (problem,) = [problem for problem in made.problems if problem.rule == "held-back"]
    assert problem.severity is Severity.WARNING and "i18n/el/unit1.po" in problem.hint
    assert "--allow-partial" in problem.hint


def test_allow_partial_builds_it_all_the_same(course: Path) -> None:
    set_rule(course, "course.yaml", "{min-coverage: 100}")
    assert {outcome.language for outcome in make(course).outcomes} == {"en"}
    made = make(course, allow_partial=True)
    assert made.held == () and {outcome.language for outcome in made.outcomes} == {"en", "el"}
    assert make(course, languages=("el",)).withdrawn  # a partial build takes away what it would not make either
    assert not any(path.startswith("el/") for path in files(course))


def test_the_command_says_it_in_one_line_and_in_json(course: Path) -> None:
    set_rule(course, "unit1/unit.yaml", "{min-coverage: 50}")
    told = run("build", "--project", str(course), "--format", "gift", "--jobs", "1")
    assert told.exit_code == 0
    assert len([line for line in told.output.splitlines() if "held back" in line]) == 1
    assert "0 % of 50 %" in told.output and "titles missing" in told.output
    found = json.loads(run("build", "--project", str(course), "--format", "gift", "--jobs", "1", "--json").output)
    assert found["held"][0]["language"] == "el" and found["held"][0]["translated_words"] == 0
    assert "held-back" in {problem["rule"] for problem in found["problems"]}
    partial = run("build", "--project", str(course), "--format", "gift", "--jobs", "1", "--allow-partial")
    assert "held back" not in partial.output and (course / "dist/el/unit1/unit1-bank.gift.txt").is_file()


def test_a_unit_overrides_the_course_key_by_key(course: Path) -> None:
    set_rule(course, "course.yaml", "{min-coverage: 90, reviewed: [el]}")
    assert open_course(course).course.rule("unit1") == PublishingRule(90, ("el",))
    set_rule(course, "unit1/unit.yaml", "{min-coverage: 0}")
    assert open_course(course).course.rule("unit1") == PublishingRule(0, ("el",))
    assert open_course(course).course.rule("unit9") == PublishingRule()


def test_min_coverage_asks_for_every_title(course: Path) -> None:
    set_rule(course, "course.yaml", "{min-coverage: 1}")
    translate(course)
    assert held_in_greek(course) == []
    path = course / "i18n" / "el" / "unit1.po"
    file = read_po(path.read_text("utf-8"), Source("x"), Report())
    first = next(entry for entry in file.entries if entry.msgctxt == "title")
    entries = tuple(replace(entry, flags=(FUZZY,)) if entry == first else entry for entry in file.entries)
    path.write_text(write_po(replace(file, entries=entries)), encoding="utf-8", newline="\n")
    (held,) = held_in_greek(course)
    assert held.reasons == ("1 title missing",)


def test_a_language_that_needs_review_is_held_until_all_is_reviewed(course: Path) -> None:
    set_rule(course, "course.yaml", "{reviewed: [el]}")
    for state in (None, State.MACHINE, State.HUMAN):
        translate(course, state)
        (held,) = held_in_greek(course)
        assert held.unreviewed == len(extract(open_course(course).course.units[0]))
        assert "unreviewed" in held.reasons[0]
    translate(course, State.REVIEWED, leave=1)
    assert held_in_greek(course)[0].reasons == ("1 text unreviewed",)
    translate(course, State.REVIEWED)
    assert held_in_greek(course) == []


def test_a_package_of_all_languages_is_without_the_one_held_back(course: Path) -> None:
    make(course, formats=("scorm12-all",))
    (path,) = (course / "dist").rglob("*scorm12-all*.zip")
    assert "lang/el.js" in zipfile.ZipFile(path).namelist()
    set_rule(course, "course.yaml", "{min-coverage: 90}")
    made = make(course, formats=("scorm12-all",))
    assert [(outcome.language, outcome.state) for outcome in made.outcomes] == [("all", "built")]
    assert [held.language for held in made.held] == ["el"]
    assert "lang/el.js" not in zipfile.ZipFile(path).namelist()
    assert make(course, formats=("scorm12-all",), units=("unit1",), languages=("en",)).held


def test_the_source_language_is_never_held_back(course: Path) -> None:
    set_rule(course, "course.yaml", "{min-coverage: 100, reviewed: [en, el]}")
    report = Report()
    assert read_project(course, report)
    assert [problem.rule for problem in report] == ["rule-language"] and not report.errors
    assert [held.language for held in held_in_greek(course)] == ["el"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{min-coverage: 101}", "schema"),
        ("{min-coverage: lots}", "schema"),
        ("{min-coverage: 50.5}", "schema"),
        ("{reviewed: el}", "schema"),
        ("{reviewed: [el, el]}", "schema"),
        ("{min-covrage: 50}", "schema"),
        ("{}", "schema"),
        ("[]", "schema"),
        ("{reviewed: [xx]}", "rule-language"),
    ],
)
@pytest.mark.parametrize("file", ["course.yaml", "unit1/unit.yaml"])
def test_a_senseless_rule_is_a_problem_with_its_line(course: Path, file: str, rule: str, expected: str) -> None:
    set_rule(course, file, rule)
    report = Report()
    read_project(course, report)
    assert (expected, f"units/{file}") in {(problem.rule, problem.source.path) for problem in report.errors}
    assert all(problem.source.line for problem in report.errors if problem.rule == expected)


def test_a_whole_number_may_be_written_with_a_point(course: Path) -> None:
    set_rule(course, "course.yaml", "{min-coverage: 90.0}")
    assert open_course(course).course.rule("unit1").min_coverage == 90


def test_the_share_is_rounded_down(course: Path) -> None:
    set_rule(course, "course.yaml", "{min-coverage: 100}")
    translate(course, leave=1)
    project = open_course(course)
    found = standing(project, localise_project(project, "el"), project.course.units[0])
    assert found.held and found.percent < 100
    almost = replace(found, count=replace(found.count, words=1000, translated_words=999), titles=replace(found.titles))
    assert almost.percent == 99 and "99 % of 100 %" in almost.reasons
    assert found.count.share < Decimal(1)


def page_of(root: Path, language: str) -> lxml_html.HtmlElement:
    make(root, formats=("scorm12",), languages=(language,))
    (path,) = (root / "dist" / language).rglob("*.scorm12.zip")
    return lxml_html.document_fromstring(zipfile.ZipFile(path).read("index.html").decode("utf-8"))


def test_a_lesson_with_untranslated_parts_says_so_once_on_its_first_page(course: Path) -> None:
    (line,) = page_of(course, "el").find_class("untranslated")
    first = line.getparent()
    assert first.tag == "section" and first.get("id") == "p-_start"
    assert line.text_content().endswith("English.") or "English" in line.text_content()
    assert "Ορισμένα" in line.text_content()


def test_a_lesson_translated_whole_says_nothing(course: Path) -> None:
    translate(course)
    assert page_of(course, "el").find_class("untranslated") == []
    assert page_of(course, "en").find_class("untranslated") == []


def test_one_text_that_fell_back_is_enough(course: Path) -> None:
    translate(course)
    path = course / "i18n" / "el" / "unit1.po"
    file = read_po(path.read_text("utf-8"), Source("x"), Report())
    lesson = open_course(course).course.units[0].lessons[0]
    last = lesson.pages[-1].title.md
    entries = tuple(replace(entry, msgstr="") if entry.msgid == last else entry for entry in file.entries)
    assert entries != file.entries
    path.write_text(write_po(replace(file, entries=entries)), encoding="utf-8", newline="\n")
    assert len(page_of(course, "el").find_class("untranslated")) == 1
