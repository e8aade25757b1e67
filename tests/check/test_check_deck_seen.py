"""What is seen and read out of anybody's deck: overflow, reading order, contrast, templates, equations in titles."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from builders import ROOT, Language, deck_lesson, edition, slide, unit
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.util import Inches, Pt

from machina_scorm.check.deck import check_deck
from machina_scorm.export.deck import export_lesson
from machina_scorm.export.deck.xml import qn
from machina_scorm.problems import Problem, Severity

#: python-pptx's own template: 4:3, Calibri, no language anywhere.
TITLE_ONLY, TITLE_AND_CONTENT = 5, 1
Change = Callable[[Slide], object]


def problems(deck: Deck) -> list[Problem]:
    saved = io.BytesIO()
    deck.save(saved)
    return [p for p in check_deck(saved.getvalue(), "theirs.pptx") if p.rule != "lang-missing"]


def found(change: Change, layout: int = TITLE_ONLY) -> set[str]:
    deck = Presentation()
    made = deck.slides.add_slide(deck.slide_layouts[layout])
    made.shapes.title.text = "A title"
    change(made)
    return {problem.rule for problem in problems(deck)}


def box(made: Slide, text: str, x: float = 1.0, y: float = 2.0, w: float = 6.0, h: float = 1.0) -> Shape:
    shape: Shape = made.shapes.add_textbox(Inches(x), Inches(y), Inches(w), Inches(h))
    shape.text_frame.word_wrap = True
    shape.text_frame.text = text
    return shape


def mono(shape: Shape) -> None:
    for para in shape.text_frame.paragraphs:
        for run in para.runs:
            run.font.name, run.font.size = "Consolas", Pt(18)


def test_a_sound_deck_of_somebody_else() -> None:
    assert found(lambda made: box(made, "Some text")) == set()


@pytest.mark.parametrize(("words", "rules"), [(10, set()), (200, {"slide-overflow"})])
def test_text_is_measured_against_its_box(words: int, rules: set[str]) -> None:
    assert found(lambda made: box(made, "word " * words, h=1.2)) == rules


@pytest.mark.parametrize(("bullets", "rules"), [(5, set()), (30, {"slide-overflow"})])
def test_text_of_a_placeholder_is_measured_with_what_it_inherits(bullets: int, rules: set[str]) -> None:
    def fill(made: Slide) -> None:
        made.placeholders[1].text_frame.text = "\n".join(f"Bullet {n}" for n in range(bullets))

    assert found(fill, TITLE_AND_CONTENT) == rules


def test_text_that_powerpoint_has_shrunk_fits_and_is_too_small() -> None:
    def fill(made: Slide) -> None:
        frame = made.placeholders[1].text_frame
        frame.text = "\n".join(f"Bullet {n}" for n in range(14))
        etree.SubElement(frame._txBody.bodyPr, qn("a:normAutofit")).set("fontScale", "50000")

    assert found(fill, TITLE_AND_CONTENT) == {"font-below-18pt"}


def test_a_box_that_grows_may_grow_as_far_as_the_slide() -> None:
    def grown(words: int) -> Change:
        def change(made: Slide) -> None:
            shape = box(made, "word " * words, h=0.5)
            etree.SubElement(shape.text_frame._txBody.bodyPr, qn("a:spAutoFit"))

        return change

    assert found(grown(60)) == set()
    assert found(grown(400)) == {"slide-overflow"}


@pytest.mark.parametrize(("length", "rules"), [(30, set()), (90, {"code-overflow"})])
def test_a_line_of_code_is_measured_against_its_box(length: int, rules: set[str]) -> None:
    def code(made: Slide) -> None:
        shape = box(made, "x" * length)
        shape.text_frame.word_wrap = False
        mono(shape)

    assert found(code) == rules


@pytest.mark.parametrize(
    ("rows", "text", "rules"),
    [(5, "cell", set()), (30, "cell", {"table-overflow"}), (8, "word " * 60, {"table-overflow"})],
)
def test_a_table_may_not_reach_beyond_the_slide(rows: int, text: str, rules: set[str]) -> None:
    def table(made: Slide) -> None:
        frame = made.shapes.add_table(rows, 2, Inches(1), Inches(2), Inches(6), Inches(0.4 * min(rows, 10)))
        for row in frame.table.rows:
            row.height = Inches(0.4) if rows < 30 else Inches(0.2)
            for cell in row.cells:
                cell.text = text
        frame.height = Inches(3)

    assert found(table) == rules


def test_the_title_is_read_first() -> None:
    def last(made: Slide) -> None:
        box(made, "Some text")
        tree = made.shapes._spTree
        tree.append(made.shapes.title._element)

    assert found(last) == {"reading-order"}


@pytest.mark.parametrize(
    ("places", "rtl", "rules"),
    [
        ([(1, 2), (1, 4)], False, set()),
        ([(1, 4), (1, 2)], False, {"reading-order"}),
        ([(1, 2), (5, 2)], False, set()),
        ([(5, 2), (1, 2)], False, {"reading-order"}),
        ([(5, 2), (1, 2)], True, set()),
        ([(1, 2), (5, 2)], True, {"reading-order"}),
        # Column by column is as good as row by row.
        ([(1, 2), (1, 4), (5, 2), (5, 4)], False, set()),
        ([(1, 2), (5, 2), (1, 4), (5, 4)], False, set()),
    ],
)
def test_shapes_are_read_from_the_top_and_from_the_near_side(
    places: list[tuple[float, float]], rtl: bool, rules: set[str]
) -> None:
    def change(made: Slide) -> None:
        for x, y in places:
            shape = box(made, f"at {x} {y}", x, y, 3.5, 1)
            if rtl:
                shape.text_frame.paragraphs[0]._p.get_or_add_pPr().set("rtl", "1")
        if rtl:
            made.shapes.title.text_frame.paragraphs[0]._p.get_or_add_pPr().set("rtl", "1")

    assert found(change) == rules


def test_our_decks_from_right_to_left_are_in_order() -> None:
    arabic = Language("ar", "ar", "العربية", "rtl", "nplurals=2; plural=(n != 1);", ("«", "»"), ".", 1.0)
    lesson = deck_lesson()
    made = export_lesson(edition(arabic), unit(lesson), lesson)
    assert [p for p in check_deck(made.data, "ar.pptx") if p.rule == "reading-order"] == []


@pytest.mark.parametrize(
    ("colour", "ground", "size", "rules"),
    [
        ("000000", None, 18, set()),
        ("BBBBBB", None, 18, {"contrast-low"}),
        ("888888", None, 16, {"contrast-low"}),
        ("888888", None, 24, set()),  # 3.5 to 1 is enough for large text
        ("FFFFFF", "1F4E9E", 18, set()),
        ("FFFFFF", "EEEEEE", 18, {"contrast-low"}),
    ],
)
def test_text_is_held_against_what_lies_behind_it(colour: str, ground: str | None, size: int, rules: set[str]) -> None:
    def change(made: Slide) -> None:
        shape = box(made, "Some text")
        run = shape.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(colour)
        if ground:
            shape.fill.solid()
            shape.fill.fore_color.rgb = RGBColor.from_string(ground)

    assert found(change) == rules


def test_theme_colours_are_looked_up_and_what_is_not_one_colour_is_not_judged() -> None:
    def faint(gradient: bool) -> Change:
        def change(made: Slide) -> None:
            shape = box(made, "Some text")
            color = shape.text_frame.paragraphs[0].runs[0].font.color
            color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
            if gradient:
                shape.fill.gradient()

        return change

    assert found(faint(gradient=False)) == {"contrast-low"}
    assert found(faint(gradient=True)) == set()


def test_the_background_of_the_slide_counts() -> None:
    def dark(made: Slide) -> None:
        made.background.fill.solid()
        made.background.fill.fore_color.rgb = RGBColor(0x20, 0x20, 0x20)

    deck_rules = found(dark)
    assert deck_rules == {"contrast-low"}


def test_cells_with_a_fill_of_their_own() -> None:
    def table(made: Slide) -> None:
        cell = made.shapes.add_table(1, 1, Inches(1), Inches(2), Inches(3), Inches(0.5)).table.cell(0, 0)
        cell.text = "faint"
        cell.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(0xCC, 0xCC, 0xCC)
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor(0xFF, 0xFF, 0xFF)

    assert found(table) == {"contrast-low"}


def test_an_equation_in_a_title() -> None:
    def math(made: Slide) -> None:
        para = made.shapes.title.text_frame.paragraphs[0]._p
        space = {"a14": "http://schemas.microsoft.com/office/drawing/2010/main"}
        holder = etree.SubElement(para, f"{{{space['a14']}}}m", nsmap=space)
        etree.SubElement(etree.SubElement(etree.SubElement(holder, qn("m:oMath")), qn("m:r")), qn("m:t")).text = "x"

    assert found(math) == {"math-in-title"}


def test_a_file_without_layouts_and_a_slide_without_its_own() -> None:
    deck = Presentation()
    made = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    made.shapes.title.text = "A title"
    (relation,) = [r for r in made.part.rels.values() if r.reltype == RT.SLIDE_LAYOUT]
    made.part.drop_rel(relation.rId)
    made.part.rels._rels.pop(relation.rId, None)
    assert {(p.rule, p.severity) for p in problems(deck)} == {("template-layout-missing", Severity.ERROR)}
    bare = Presentation()
    for layout in list(bare.slide_layouts):
        bare.slide_layouts.remove(layout)
    assert [p.rule for p in problems(bare)] == ["template-layout-missing"]


def test_a_notes_master_without_text() -> None:
    deck = Presentation(str(ROOT / "templates/deck/machina.pptx"))
    master = deck.notes_master
    for shape in list(master.placeholders):
        if shape.placeholder_format.type.name == "BODY":
            shape._element.getparent().remove(shape._element)
    assert [p.rule for p in problems(deck)] == ["template-no-notes"]


def test_our_own_decks_are_free_of_all_of_it() -> None:
    lesson = deck_lesson(
        slide("content", "Long", "".join(f"- {'word ' * 30}\n" for _ in range(9))), *deck_lesson().slides
    )
    made = export_lesson(edition(), unit(lesson), lesson)
    assert list(check_deck(made.data, made.name)) == []
