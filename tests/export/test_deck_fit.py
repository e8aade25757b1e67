"""Decks: what stands on which slide, how large, and that nothing is lost however much there is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import GREEK, ROOT, about, deck_lesson, edition, slide, unit
from hypothesis import given, settings
from hypothesis import strategies as st
from test_deck_slides import build, one_of_each, opened, rules, titles, words

from machina_scorm.check.deck import check_deck
from machina_scorm.export.deck import export_lesson
from machina_scorm.export.deck.xml import qn
from machina_scorm.model.text import Text

GERMAN = "Ein gelerntes Programm erhält seine Zahlen aus Beispielen, deren richtige Antworten bereits bekannt sind"
GREEK_LINE = "Ένα πρόγραμμα που μαθαίνει παίρνει τους αριθμούς του από παραδείγματα με γνωστές απαντήσεις"


@pytest.mark.parametrize("line", [GERMAN, GREEK_LINE])
def test_long_text_goes_over_to_continuation_slides_and_none_is_lost(line: str) -> None:
    bullets = [f"{number} {line}" for number in range(9)]
    artefact = build(slide("content", "Many", "".join(f"- {bullet}\n" for bullet in bullets), notes="Once."))
    assert artefact.problems == ()
    assert titles(artefact) == ["Many (1/3)", "Many (2/3)", "Many (3/3)"]
    assert [w for n in range(3) for w in words(artefact, n)[1:]] == bullets
    assert list(check_deck(artefact.data, "x")) == []
    assert [s.has_notes_slide for s in opened(artefact).slides] == [True, False, False]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=14))
def test_splitting_keeps_every_bullet_once_and_in_order(lengths: list[int]) -> None:
    bullets = [f"{number}: " + "word " * length + "end" for number, length in enumerate(lengths)]
    artefact = build(slide("content", "Many", "".join(f"- {bullet}\n" for bullet in bullets)))
    assert [w for n in range(len(opened(artefact).slides)) for w in words(artefact, n)[1:]] == bullets
    assert "slide-overflow" not in rules(artefact)


def test_a_lead_in_stays_with_its_list_and_a_sub_item_with_its_item() -> None:
    item = f"- {GERMAN}\n  - below\n"
    artefact = build(slide("content", "Lead", f"- {GERMAN}\n- {GERMAN}\n- {GERMAN}\n\nNow these:\n\n" + item * 3))
    for number in range(len(opened(artefact).slides)):
        lines = words(artefact, number)[1:]
        assert lines[-1] != "Now these:" and lines[0] != "below"


def test_numbers_go_on_where_a_list_is_split() -> None:
    artefact = build(slide("content", "Steps", "".join(f"{n}. Step {n}\n" for n in range(1, 14))))
    starts = [
        [mark.get("startAt", "1") for mark in s._element.iter(qn("a:buAutoNum"))] for s in opened(artefact).slides
    ]
    assert [n for page in starts for n in page] == [str(n) for n in range(1, 14)]
    assert len(starts) == 2


def test_one_long_paragraph_is_set_one_step_smaller_in_real_sizes() -> None:
    artefact = build(slide("content", "Long", "word " * 165))
    assert artefact.problems == ()
    body = next(s for s in opened(artefact).slides[0].shapes if s.name == "body")._element
    assert {run.get("sz") for run in body.iter(qn("a:rPr"))} == {"2200"}
    assert next(body.iter(qn("a:normAutofit"))).attrib == {}


def test_what_cannot_fit_is_a_problem_with_its_line_and_is_shown_all_the_same() -> None:
    artefact = build(slide("content", "Too long", "word " * 400, line=41))
    (problem,) = artefact.problems
    assert problem.rule == "slide-overflow" and str(problem.source) == "units/lu1/l1-intro/slides.md:41"
    sizes = {run.get("sz") for run in opened(artefact).slides[0]._element.iter(qn("a:rPr"))} - {None}
    assert min(map(int, sizes)) >= 1800


def test_a_long_title_shrinks_and_an_impossible_one_is_reported() -> None:
    two_lines = build(slide("content", "Überwachtes und unüberwachtes Lernen: Grundbegriffe für die Arbeit", "- a"))
    assert two_lines.problems == ()
    assert rules(build(slide("content", "Grundbegriffe " * 20, "- a"))) == {"slide-overflow"}


def test_a_long_table_is_divided_and_its_header_repeated() -> None:
    rows = "".join(f"| Row {n} | {n} |\n" for n in range(15))
    artefact = build(slide("table", "Rows", f"| Name | Value |\n|---|--:|\n{rows}\n: The rows"))
    assert titles(artefact) == ["Rows (1/3)", "Rows (2/3)", "Rows (3/3)"]
    tables = [next(s for s in made.shapes if s.has_table).table for made in opened(artefact).slides]
    assert all(table.cell(0, 0).text == "Name" for table in tables)
    names = [row.cells[0].text for table in tables for row in list(table.rows)[1:]]
    assert names == [f"Row {n}" for n in range(15)]
    assert all(words(artefact, n)[-1] == "The rows" for n in range(3))


def test_a_table_too_wide_is_reported_with_its_columns() -> None:
    head = "".join(f"| Spaltenüberschrift{n} " for n in range(12))
    artefact = build(slide("table", "Wide", f"{head}|\n{'|---' * 12}|\n{head}|"))
    assert rules(artefact) == {"table-overflow"}
    assert any("12 columns" in p.message for p in artefact.problems)


def test_a_long_listing_is_divided_at_an_empty_line_and_nothing_is_lost() -> None:
    functions = [f"def f{n}(x):\n    return x + {n}" for n in range(10)]
    artefact = build(slide("code", "Code", "```python\n" + "\n\n".join(functions) + "\n```"))
    made = opened(artefact).slides
    boxes = [next(s for s in s_.shapes if s.name == "body").text_frame.text for s_ in made]
    assert len(boxes) > 1 and "\n\n".join(boxes) == "\n\n".join(functions)
    assert all(len(box.split("\n")) <= 14 for box in boxes)


def test_a_line_of_code_that_is_too_long_is_reported() -> None:
    artefact = build(slide("code", "Code", "```text\n" + "x" * 140 + "\n```"))
    assert rules(artefact) == {"code-overflow"}


def test_columns_that_are_compared_are_rather_set_smaller_than_divided() -> None:
    column = "".join(f"- {GERMAN[:60]}\n" for _ in range(5))
    artefact = build(slide("two-column", "Compare", (), column, "- short"))
    assert titles(artefact) == ["Compare"]
    sizes = {run.get("sz") for s in opened(artefact).slides[0].placeholders for run in s._element.iter(qn("a:rPr"))}
    assert "2200" in sizes


def test_a_formula_that_cannot_be_read_is_reported_and_its_latex_shown() -> None:
    artefact = build(slide("content", "Bad", "$$\n\\frac{1\n$$"))
    assert rules(artefact) == {"math"}
    assert any("\\frac{1" in line for line in words(artefact, 0))


def test_the_funding_line_gives_way_to_the_course_where_it_does_not_fit() -> None:
    funding = replace(about().funding, text=Text("Co-funded by somebody. " * 30))  # type: ignore[type-var]
    artefact = build(edition_=replace(edition(), about=replace(about(), funding=funding)))
    first = opened(artefact).slides[0]
    assert next(s for s in first.shapes if s.name == "footer").text_frame.text == "A demo course"


LONG = "Compétences en apprentissage automatique pour les professionnels des technologies de l’information"


def test_the_title_slide_is_set_smaller_until_course_and_unit_are_on_it() -> None:
    long = replace(edition(), about=replace(about(), title=Text(LONG)))
    lesson = deck_lesson(slide("title", "Title", "LU1 · Lesson 1"))
    artefact = export_lesson(long, replace(unit(lesson), title=Text(LONG[:90])), lesson)
    assert artefact.problems == () and len(opened(artefact).slides) == 1
    assert words(artefact, 0) == ["Title", "LU1 · Lesson 1", LONG, LONG[:90]]
    subtitle = next(s for s in opened(artefact).slides[0].shapes if s.name == "subtitle")._element
    (size,) = {int(run.get("sz")) for run in subtitle.iter(qn("a:rPr"))}
    assert 1800 <= size < 2200


def test_a_title_slide_that_holds_too_much_is_reported_and_shows_all() -> None:
    artefact = build(slide("title", "Title", "word " * 200 + "last"))
    assert rules(artefact) == {"slide-overflow"}
    lines = words(artefact, 0)
    assert len(opened(artefact).slides) == 1 and lines[1].endswith("last") and lines[-2:] == ["A demo course", "A unit"]


@pytest.mark.parametrize("kind", ["title", "section", "content", "two-column", "figure", "table", "code", "closing"])
def test_no_kind_of_slide_loses_anything_however_much_it_holds(kind: str) -> None:
    lines = [f"{number} {GERMAN}" for number in range(25)]
    text = "\n\n".join(lines)
    columns = (text, "- right") if kind == "two-column" else ()
    artefact = build(slide(kind, "Much", () if columns else text, *columns))
    shown = [line for number in range(len(opened(artefact).slides)) for line in words(artefact, number)]
    assert [line for line in shown if line in lines] == lines
    assert ("slide-overflow" in rules(artefact)) == (kind == "title")


@pytest.mark.parametrize("kind", ["section", "content", "two-column", "closing"])
def test_a_slide_of_a_title_only_is_a_slide(kind: str) -> None:
    artefact = build(slide(kind, "Alone", ()))
    assert titles(artefact) == ["Alone"]
    assert (words(artefact, 0)[-1] == "Co-funded by somebody.") == (kind == "closing")


def test_text_for_which_the_template_has_no_place_is_reported() -> None:
    from machina_scorm.export.deck import export_deck
    from machina_scorm.export.deck.template import read_template

    folder = ROOT / "templates" / "deck"
    layout_map = (
        (folder / "machina.yaml")
        .read_text("utf-8")
        .replace("Section, title: 0, body: 1", "Section, title: 0, body: none")
    )
    template = read_template("ours", (folder / "machina.pptx").read_bytes(), layout_map)
    lesson = deck_lesson(slide("section", "Part", "Lost?"), slide("section", "Title only", ()))
    assert [p.rule for p in export_deck(edition(), unit(lesson), lesson, template).problems] == ["slide-overflow"]


def test_footers_say_that_they_wrap_at_words() -> None:
    for made in opened(one_of_each()).slides:
        frame = next(s for s in made.shapes if s.name == "footer")._element.find(f".//{qn('a:bodyPr')}")
        assert frame.get("wrap") == "square" and frame.find(qn("a:noAutofit")) is not None


def test_a_table_row_is_as_high_as_its_lines() -> None:
    rows = "| Μοντέλο αναφοράς: πάντα 60 | 20,0 | 15,0 |\n| Ευθεία | 6,4 | 9,0 |\n"
    head = "| Μοντέλο | MAE στα αιτήματα εκπαίδευσης | MAE στα παρακρατημένα αιτήματα |\n|---|--:|--:|\n"
    artefact = build(slide("table", "Νίκη", head + rows), edition_=edition(GREEK))
    table = next(s for s in opened(artefact).slides[0].shapes if s.has_table).table
    high, *low = [row.height for row in table.rows]
    assert len(set(low)) == 1 and high > low[0]


@pytest.mark.parametrize("kind", ["figure", "table", "code", "closing"])
def test_an_object_among_much_text_is_kept_whole_and_so_is_the_text(kind: str) -> None:
    lines = [f"{number} {GERMAN}" for number in range(16)]
    before, after = "\n\n".join(lines[:8]), "\n\n".join(lines[8:])
    cells = "".join(f"| Row {n} | {n} |\n" for n in range(12))
    code = "\n".join(f"line{n} = {n}" for n in range(30))
    held = f"| Name | Value |\n|---|--:|\n{cells}" if kind != "code" else f"```text\n{code}\n```"
    artefact = build(slide(kind, "Much", f"{before}\n\n{held}\n\n{after}"))
    shown = [line for number in range(len(opened(artefact).slides)) for line in words(artefact, number)]
    assert [line for line in shown if line in lines] == lines
    tables = [s.table for made in opened(artefact).slides for s in made.shapes if s.has_table]
    rows = [row.cells[0].text for table in tables for row in list(table.rows)[1:]]
    assert rows == ([f"Row {n}" for n in range(12)] if kind != "code" else [])
    assert kind != "code" or [line for line in shown if line.startswith("line")] == code.split("\n")
    assert artefact.problems == ()
