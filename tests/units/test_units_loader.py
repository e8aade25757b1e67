"""A whole course, read; and every kind of bad input, named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from machina_scorm.model.blocks import Figure
from machina_scorm.model.text import iter_nodes
from machina_scorm.problems import Report
from machina_scorm.starter import new_lesson
from machina_scorm.units.loader import read_course

LESSON = "units/unit1/lesson1/lesson.md"
SLIDES = "units/unit1/lesson1/slides.md"
QUIZ = "units/unit1/lesson1/quiz.yaml"
UNIT = "units/unit1/unit.yaml"
COURSE = "units/course.yaml"
FIGURE = "units/unit1/lesson1/figures/steps.svg"


def problems(root: Path) -> list[tuple[str, str]]:
    report = Report()
    read_course(root, report)
    return [(problem.rule, str(problem.source)) for problem in report]


def change(root: Path, path: str, old: str, new: str) -> int:
    """Replace one text in a file of the course; return the line on which it stood."""
    file = root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return text[: text.index(old)].count("\n") + 1


def test_the_starter_is_read_whole(course: Path) -> None:
    report = Report()
    read = read_course(course, report)
    assert list(report) == []
    assert read is not None
    (unit,) = read.units
    (lesson,) = unit.lessons
    assert (lesson.key, lesson.number, len(lesson.pages), len(lesson.slides)) == ("unit1/lesson1", 1, 3, 5)
    assert [page.summary for page in lesson.pages] == [False, False, True]
    assert [question.key for question in lesson.questions] == ["unit1/lesson1/q-first", "unit1/lesson1/q-second"]
    assert [outcome.kind for outcome in unit.outcomes] == ["knowledge", "skills", "competence"]
    assert [section.audience for section in unit.exercises[0].sections] == ["", "", "solution", "trainer"]
    assert (len(unit.open_questions), len(unit.cases)) == (1, 1)
    figure = next(node for node in iter_nodes(lesson.pages) if isinstance(node, Figure))
    assert [label.id for label in figure.image.labels] == ["read", "think", "try"]
    assert any(node is figure or node == figure for node in iter_nodes(lesson.slides))


def test_line_ends_and_marks_of_windows_change_nothing(course: Path) -> None:
    before = read_course(course, Report())
    for path in course.rglob("*"):
        if path.suffix in (".md", ".yaml"):
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    report = Report()
    assert read_course(course, report) == before
    assert list(report) == []


def test_a_second_lesson_is_listed_and_read(course: Path) -> None:
    new_lesson(course, "unit1/lesson2", "More: of it")
    read = read_course(course, Report())
    assert read is not None
    assert [lesson.key for lesson in read.units[0].lessons] == ["unit1/lesson1", "unit1/lesson2"]
    assert read.units[0].lessons[1].title.md == "More: of it"


@pytest.mark.parametrize(
    ("path", "old", "new", "rule"),
    [
        (COURSE, "id: my-course", "id: [my-course", "yaml-syntax"),
        (COURSE, "license: CC-BY-4.0", "licence: CC-BY-4.0", "schema"),
        (COURSE, "id: my-course", "id: My Course", "schema"),
        (COURSE, "eqf-level: 5", "eqf-level: five", "schema"),
        (COURSE, "language: en ", "language: fr ", "course-language"),
        (UNIT, "title: First unit", "title: First unit\ntitle: Again", "yaml-duplicate-key"),
        (UNIT, "lessons: [lesson1]", "lessons: [lesson1, lesson9]", "lesson-missing"),
        (UNIT, "cases: [case-first]", "cases: [case-last]", "file-missing"),
        (UNIT, "{id: s1,", "{id: k1,", "id-duplicate"),
        (LESSON, "hours: 2", "hours: two", "schema"),
        (LESSON, "figures/steps.svg", "figures/stepz.svg", "figure-missing"),
        (LESSON, "figures/steps.svg", "figures/Steps.svg", "figure-missing"),
        (LESSON, "figures/steps.svg", "../../unit.yaml", "file-outside"),
        (LESSON, "{#second-page}", "{#first-page}", "page-id-duplicate"),
        (LESSON, " {#second-page}", "", "page-id"),
        (LESSON, "{#summary .summary}", "{#summary .sumary}", "attribute"),
        (LESSON, "{#eq-mean}", "{#fig-steps}", "id-duplicate"),
        (LESSON, "::: quiz q-first", "::: quiz q-frist", "quiz-unknown"),
        (LESSON, "::: quiz q-first", "::: refer qa-none", "refer-unknown"),
        (LESSON, "https://example.org", "lesson:unit1/lesson9", "lesson-link"),
        (LESSON, "    text: say", "    outcomes: [k9]\n    text: say", "outcome-unknown"),
        (LESSON, "The opening", "The <b>opening", "raw-html"),
        (SLIDES, "{.figure}", "{.figur}", "slide-kind"),
        (SLIDES, "::: use fig-steps", "::: use fig-stepz", "use-unknown"),
        (SLIDES, "## Three steps", "## What it is about", "slide-title-duplicate"),
        (SLIDES, "{.table}", "{.two-column}", "slide-content"),
        (SLIDES, "## Three steps", "## Nothing here\n\n## Three steps", "slide-empty"),
        (SLIDES, "## Three steps", "## Ask\n\n::: quiz q-frist\n:::\n\n## Three steps", "quiz-unknown"),
        (SLIDES, "## Three steps", "## Ask\n\n::: quiz q-first\n:::\n\n- x\n\n## Three steps", "slide-content"),
        (SLIDES, "## Three steps", "## Ask\n\n::: quiz q-first q-second\n:::\n\n## Three steps", "slide-content"),
        (QUIZ, "type: single", "type: singel", "question-type-unknown"),
        (QUIZ, "id: q-second", "id: q-first", "question-id-duplicate"),
        (QUIZ, "        correct: true\n", "", "question-no-right-answer"),
        (FIGURE, "<rect width", "<script>alert(1)</script><rect width", "svg-active"),
        (FIGURE, '<text id="read"', "<text", "svg-label-id"),
        (FIGURE, "</svg>", "", "svg-syntax"),
        (FIGURE, 'viewBox="0 0 720 200" ', "", "svg-size"),
    ],
)
def test_bad_input_is_named_with_its_place(course: Path, path: str, old: str, new: str, rule: str) -> None:
    line = change(course, path, old, new)
    found = problems(course)
    places = [place for name, place in found if name == rule]
    assert places, found
    assert any(abs(int(place.rpartition(":")[2]) - line) <= 8 for place in places if place.startswith(path)), found


def test_one_mistake_gives_one_line(course: Path) -> None:
    change(course, QUIZ, "type: single", "type: singel")
    assert [rule for rule, _ in problems(course)] == ["question-type-unknown"]


def test_all_problems_are_listed_in_one_run(course: Path) -> None:
    change(course, LESSON, "figures/steps.svg", "figures/no.svg")
    change(course, SLIDES, "{.figure}", "{.figur}")
    change(course, QUIZ, "type: single", "type: singel")
    change(course, UNIT, "cases: [case-first]", "cases: [case-last]")
    assert {"figure-missing", "slide-kind", "question-type-unknown", "file-missing"} <= {
        rule for rule, _ in problems(course)
    }


def test_a_file_that_is_not_utf8_is_named_with_its_line(course: Path) -> None:
    (course / LESSON).write_bytes((course / LESSON).read_bytes() + "Τέλος".encode("cp1253"))
    lines = (course / LESSON).read_bytes().count(b"\n") + 1
    assert ("file-encoding", f"{LESSON}:{lines}") in problems(course)


def test_an_entity_in_an_svg_is_never_expanded(course: Path) -> None:
    (course / FIGURE).write_text(
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text id="a">&x;</text></svg>',
        encoding="utf-8",
    )
    assert "svg-entity" in {rule for rule, _ in problems(course)}


def test_a_course_that_is_not_there_says_so(tmp_path: Path) -> None:
    assert problems(tmp_path) == [("file-missing", COURSE)]


def test_the_shipped_course_has_no_problems() -> None:
    report = Report()
    read = read_course(Path(__file__).resolve().parents[2], report)
    assert list(report) == []
    assert read is not None
