"""Courses that lack something, or have too much of it; files that are not there."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from builders import GREEK, about, blocks, edition, text, unit
from lxml import etree
from offering_course import read, stock
from offering_marks import htmls, mistakes

from machina_scorm.errors import ProjectError
from machina_scorm.model.course import PublishingRule
from machina_scorm.model.questions import Essay
from machina_scorm.moodle.choice import Choice, Naming, QuizChoice
from machina_scorm.moodle.desired import Item
from machina_scorm.offering.bank import canonical
from machina_scorm.offering.compose import Composer, compose
from machina_scorm.offering.sheet import Sheet
from machina_scorm.project import Project


@pytest.fixture
def small(course: Path, tmp_path: Path) -> tuple[Path, Path]:
    return course, tmp_path / "dist"


def _items(project: Project, dist: Path, choice: Choice) -> list[Item]:
    return [item for made in compose(project, dist, choice) for item in made.items]


def _kinds(found: list[Item]) -> set[str]:
    return {item.modname or item.kind for item in found}


def test_without_questions_there_is_no_quiz_and_no_bank(small: tuple[Path, Path]) -> None:
    folder, dist = small
    (folder / "units/unit1/lesson1/quiz.yaml").unlink()
    lesson = folder / "units/unit1/lesson1/lesson.md"
    lesson.write_text(lesson.read_text("utf-8").replace("::: quiz q-first\n:::\n", ""), "utf-8")
    project = read(folder)
    found = _items(project, stock(project, dist), Choice(languages=("en",)))
    assert not _kinds(found) & {"quiz", "qcategory", "question", "slots"}
    assert not any(item.key.endswith("/_assessment@en") for item in found)
    package = next(item for item in found if item.modname == "scorm")
    assert "gradepass" not in package.spec


def test_without_cases_exercises_and_slides(small: tuple[Path, Path]) -> None:
    folder, dist = small
    unit_file = folder / "units/unit1/unit.yaml"
    lines = [line for line in unit_file.read_text("utf-8").split("\n") if not line.startswith(("cases", "exercises"))]
    unit_file.write_text("\n".join(lines), "utf-8")
    shutil.rmtree(folder / "units/unit1/cases")
    shutil.rmtree(folder / "units/unit1/exercises")
    (folder / "units/unit1/questions-and-answers.md").unlink()
    (folder / "units/unit1/lesson1/slides.md").unlink()
    project = read(folder)
    found = _items(project, stock(project, dist), Choice(languages=("en",)))
    assert not any("_practice" in item.key or "/slides" in item.key for item in found)
    assert next(item for item in found if item.key.endswith("_teach@en")).spec["content"].count('<th scope="col"') == 5


def test_every_html_of_a_small_course_is_whole(small: tuple[Path, Path]) -> None:
    folder, dist = small
    project = read(folder)
    for item in _items(project, stock(project, dist), Choice(languages=("en",))):
        for html in htmls(item):
            assert mistakes(html, "en") == [], item.key


def test_a_translation_that_is_missing_says_so(small: tuple[Path, Path]) -> None:
    folder, dist = small
    project = read(folder)
    found = _items(project, stock(project, dist), Choice(languages=("el",)))
    label = next(item for item in found if item.modname == "label").spec["intro"]
    assert label.startswith('<div lang="el">') and 'lang="en"' in label


def test_what_is_not_built_is_named(small: tuple[Path, Path]) -> None:
    folder, dist = small
    project = read(folder)
    stock(project, dist, lambda key: key.endswith(":el") and (":scorm12" in key or ":deck" in key))
    with pytest.raises(ProjectError) as caught:
        compose(project, dist, Choice())
    assert "scorm12 of unit1/lesson1 in el, deck of unit1/lesson1 in el" in str(caught.value)
    assert "machina build" in str(caught.value)
    assert len(compose(project, dist, Choice(languages=("en",)))) == 1
    with pytest.raises(ProjectError, match="not built"):
        compose(project, dist / "nowhere", Choice())


def test_a_file_that_is_gone_is_named(small: tuple[Path, Path]) -> None:
    folder, dist = small
    project = read(folder)
    stock(project, dist)
    (dist / "en" / "unit1-lesson1.pptx").unlink()
    with pytest.raises(ProjectError, match="deck of unit1/lesson1 in en"):
        compose(project, dist, Choice())


def test_a_unit_that_is_held_back_is_left_out(small: tuple[Path, Path]) -> None:
    folder, dist = small
    project = read(folder)
    strict = replace(project, course=replace(project.course, rules=(("unit1", PublishingRule(90)),)))
    stock(strict, dist, lambda key: key.endswith(":el"))
    assert [course.language for course in compose(strict, dist, Choice())] == ["en"]
    assert compose(strict, dist, Choice(languages=("el",))) == ()
    stock(strict, dist)  # as after `machina build --allow-partial`
    assert [course.language for course in compose(strict, dist, Choice())] == ["en", "el"]


def test_formats_that_the_course_does_not_make_are_not_missed(small: tuple[Path, Path]) -> None:
    folder, dist = small
    project = read(folder)
    own = replace(project.course.about, formats=("scorm2004", "moodle-xml"))
    project = replace(project, course=replace(project.course, about=own))
    stock(project, dist, lambda key: ":deck" in key)
    found = _items(project, dist, Choice(languages=("en",)))
    assert not any("/slides" in item.key for item in found)


def test_unknown_languages_and_units(small: tuple[Path, Path]) -> None:
    folder, dist = small
    project = read(folder)
    stock(project, dist)
    with pytest.raises(ProjectError, match="'xx'"):
        compose(project, dist, Choice(languages=("xx",)))
    with pytest.raises(ProjectError, match="'lu9'"):
        compose(project, dist, Choice(units=("lu9",)))


def test_two_courses_with_one_short_name_are_refused(small: tuple[Path, Path]) -> None:
    folder, dist = small
    project = read(folder)
    stock(project, dist)
    with pytest.raises(ProjectError, match="short name 'MY-COURSE'"):
        compose(project, dist, Choice(naming=Naming(shortname="{course}")))


def test_essays_wait_in_a_category_of_their_own(small: tuple[Path, Path]) -> None:
    folder, dist = small
    quiz = folder / "units/unit1/lesson1/quiz.yaml"
    quiz.write_text(
        quiz.read_text("utf-8").rstrip()
        + "\n  - id: q-essay\n    type: essay\n    stem: Write about it.\n    guide: Mark what is said.\n",
        "utf-8",
    )
    project = read(folder)
    assert any(isinstance(q.interaction, Essay) for q in project.course.units[0].lessons[0].questions)
    stock(project, dist)
    found = _items(project, dist, Choice(languages=("en",)))
    essay = next(item for item in found if item.key.endswith("/q-essay"))
    assert essay.spec["category"] == "mx:my-course/unit1/lesson1/essays@en"
    slots = next(item for item in found if item.kind == "slots").spec["slots"]
    assert essay.key not in {slot["question"] for slot in slots}
    asked = _items(project, dist, Choice(languages=("en",), quiz=QuizChoice(essays=True)))
    assert essay.key in {slot["question"] for slot in next(i for i in asked if i.kind == "slots").spec["slots"]}
    drawn = _items(project, dist, Choice(languages=("en",), quiz=QuizChoice(questions=2, essays=True)))
    assert all(slot["subcategories"] for slot in next(i for i in drawn if i.kind == "slots").spec["slots"])


def test_a_questions_digest_hangs_on_itself_only(small: tuple[Path, Path]) -> None:
    folder, dist = small
    project = read(folder)
    stock(project, dist)
    path = dist / "en" / "unit1-lesson1.moodle.xml"

    def digests() -> dict[str, str]:
        found = Composer(project, dist).compose(Choice(languages=("en",)))[0].items
        return {item.key: item.digest for item in found if item.kind == "question"}

    before = digests()
    tree = etree.parse(path)
    questions = [q for q in tree.getroot() if q.get("type") != "category"]
    assert len(questions) > 1
    tree.getroot().remove(questions[0])
    tree.getroot().insert(2, questions[-1])
    questions[1].tail = "\n\n\n"
    tree.write(path)
    after = digests()
    assert len(after) == len(before) - 1 and all(before[key] == digest for key, digest in after.items())
    changed = etree.parse(path)
    next(changed.iter("questiontext")).find("text").text = "<p>Another one.</p>"  # type: ignore[union-attr]
    changed.write(path)
    assert sum(after[key] != digest for key, digest in digests().items()) == 1


def test_the_xml_of_a_question_keeps_what_it_says() -> None:
    element = etree.fromstring(
        '<question type="x">\n  <a z="1" b="2">\n    <text><![CDATA[<pre> 1\n\n 2 </pre>]]></text>\n  </a>'
        "<text/> \n</question>"
    )
    made = canonical(element)
    assert made == (
        '<question type="x"><a b="2" z="1"><text>&lt;pre&gt; 1\n\n 2 &lt;/pre&gt;</text></a><text></text></question>'
    )
    assert canonical(etree.fromstring(made)) == made


def test_long_ids_give_keys_that_fit_and_differ(small: tuple[Path, Path]) -> None:
    folder, dist = small
    long = "a-very-long-name-which-says-everything"
    units = folder / "units"
    (units / "unit1").rename(units / long)
    (units / long / "lesson1").rename(units / long / f"lesson-{long}")
    for path in (units / "course.yaml", units / long / "unit.yaml"):
        new = path.read_text("utf-8").replace("[unit1]", f"[{long}]").replace("[lesson1]", f"[lesson-{long}]")
        path.write_text(new, "utf-8")
    project = read(folder)
    stock(project, dist)
    for granularity in ("unit", "course"):
        for course in compose(project, dist, Choice(granularity=granularity)):
            keys = [item.key for item in course.items]
            assert len(set(keys)) == len(keys) and max(len(key.encode()) for key in keys) <= 100
            assert any("~" in key for key in keys)
            for item in course.items:
                assert item.kind != "question" or f"<idnumber>{item.key}</idnumber>" in item.spec["xml"]


def test_names_that_are_too_long_are_cut(small: tuple[Path, Path]) -> None:
    folder, dist = small
    unit_file = folder / "units/unit1/unit.yaml"
    unit_file.write_text(unit_file.read_text("utf-8").replace("First unit", "Word " * 100), "utf-8")
    project = read(folder)
    stock(project, dist)
    for course in compose(project, dist, Choice(granularity="language")):
        assert all(len(str(item.spec.get("name", ""))) <= 255 for item in course.items)


def test_from_right_to_left() -> None:
    arabic = replace(GREEK, code="ar", moodle="ar", name="العربية", direction="rtl")
    html = Sheet(edition(arabic)).write("summary", said=blocks("A\n\n```python\nx = 1\n```"))
    assert html.startswith('<div lang="ar" dir="rtl">') and '<pre tabindex="0" dir="ltr"' in html


def test_places_that_hold_no_file_show_no_figure() -> None:
    shown = unit().lessons[0].pages if unit().lessons else ()
    figures = tuple(block for page in shown for block in page.blocks)
    for sheet in (Sheet(edition(), pictures=False), Sheet(edition(), plain=True)):
        html = sheet.write("summary", said=figures)
        assert "<img" not in html and "<figure" not in html.replace('<figure class="code"', "") and not sheet.files


def test_names_of_people_are_text() -> None:
    risky = replace(about(), contributors=(), license='<b>"&')
    html = Sheet(replace(edition(), about=risky)).write("contents", units=[(1, text("A <i>b</i>"), 0)])
    assert "&lt;b&gt;&#34;&amp;" in html and "<i>" not in html
