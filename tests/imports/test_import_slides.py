"""Decks of strangers as slides.md: what comes, what is listed, and that the course's own reader reads all of it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from builders import deck_lesson, edition, every_kind_of_slide, slide, unit
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image as Pillow
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as DeckSlide
from pptx.util import Inches

from machina_scorm import presentation as values
from machina_scorm.dialect import plain_text
from machina_scorm.export.deck import export_lesson
from machina_scorm.imports.slides import Imported, import_slides
from machina_scorm.imports.slides.write import Held
from machina_scorm.libreoffice import find_office, run_program
from machina_scorm.model.blocks import BlockList, CodeBlock, Figure, MathBlock, Table
from machina_scorm.model.text import iter_nodes, iter_text
from machina_scorm.presentation import read_presentation
from machina_scorm.problems import Report
from machina_scorm.units.slides import read_slides

TITLE, CONTENT, SECTION, TWO, ONLY_TITLE, BLANK = 0, 1, 2, 3, 5, 6


def data(deck: Deck) -> bytes:
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def imported(deck: Deck) -> Imported:
    """A deck as slides.md, which the course's reader takes without a word."""
    found = import_slides(read_presentation(data(deck)))
    report = Report()
    again = read_slides(found.text, "slides.md", report, Held(found.pictures), {})
    assert not report.problems, report.problems
    assert again == found.slides
    return found


def new(deck: Deck, layout: int, title: str = "", *texts: str) -> DeckSlide:
    made = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        made.shapes.title.text = title
    for place, text in enumerate(texts, 1):
        made.placeholders[place].text = text
    return made


def png(colour: str = "red", kind: str = "PNG") -> io.BytesIO:
    buffer = io.BytesIO()
    Pillow.new("RGB", (60, 40), colour).save(buffer, kind)
    buffer.seek(0)
    return buffer


def box(made: DeckSlide, text: str, x: float, y: float, w: float = 4, h: float = 0.4) -> None:
    made.shapes.add_textbox(Inches(x), Inches(y), Inches(w), Inches(h)).text_frame.text = text


def rules(found: Imported) -> list[tuple[int, str]]:
    return [(loss.slide, loss.rule) for loss in found.losses]


def words(blocks: object) -> list[str]:
    return [plain_text(text) for text in iter_text(blocks)]


def test_titles_bullets_levels_and_looks_come() -> None:
    deck = Presentation()
    new(deck, TITLE, "Δίκτυα υπολογιστών", "Σεμινάριο\nΓ. Παπαδόπουλος")
    made = new(deck, CONTENT, "Agenda", "First")
    for text, level in (("deeper", 1), ("back", 0)):
        para = made.placeholders[1].text_frame.add_paragraph()
        para.text, para.level = text, level
    para = made.placeholders[1].text_frame.add_paragraph()
    for text, look in (("Bold ", "bold"), ("and italic", "italic"), (" code", "")):
        run = para.add_run()
        run.text = text
        if look:
            setattr(run.font, look, True)
    para.runs[2].font.name = "Consolas"
    run = para.add_run()
    run.text = " site"
    run.hyperlink.address = "https://example.org/"
    made.notes_slide.notes_text_frame.text = "Say this."
    new(deck, SECTION, "A section", "about it")
    found = imported(deck)
    assert found.text == (
        "## Δίκτυα υπολογιστών {.title}\n\nΣεμινάριο\\\nΓ. Παπαδόπουλος\n\n"
        "## Agenda\n\n- First\n  - deeper\n- back\n- **Bold** *and italic* `code` [site](https://example.org/)\n\n"
        "::: notes\nSay this.\n:::\n\n## A section {.section}\n\nabout it\n"
    )
    assert not found.losses


def test_columns_are_placeholders_or_what_stands_side_by_side() -> None:
    deck = Presentation()
    new(deck, TWO, "Placeholders", "left", "right")
    boxes = new(deck, ONLY_TITLE, "Boxes")
    box(boxes, "to the right", 5, 2)
    box(boxes, "to the left", 0.5, 2)
    stacked = new(deck, ONLY_TITLE, "One below the other")
    box(stacked, "upper", 0.5, 2)
    box(stacked, "lower", 0.5, 4)
    first, second, third = imported(deck).slides
    assert [words(column) for column in first.columns] == [["left"], ["right"]]
    assert [words(column) for column in second.columns] == [["to the left"], ["to the right"]]
    assert third.kind == "content" and words(third.blocks) == ["upper", "lower"]


def test_a_deck_from_right_to_left_is_read_from_the_right() -> None:
    deck = Presentation()
    made = new(deck, ONLY_TITLE, "שלום עולם")
    box(made, "שני", 0.5, 2)
    box(made, "ראשון", 5, 2)
    (only,) = imported(deck).slides
    assert [words(column) for column in only.columns] == [["ראשון"], ["שני"]]


def test_pictures_tables_code_and_captions_come() -> None:
    deck = Presentation()
    made = new(deck, ONLY_TITLE, "A picture")
    shape = made.shapes.add_picture(png(), Inches(1), Inches(2), Inches(3))
    shape._element.nvPicPr.cNvPr.set("descr", "A red [square]")
    box(made, "Figure 1: red", 1, 4.1)
    made = new(deck, ONLY_TITLE, "A table")
    table = made.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for row, column, text in ((0, 0, "a"), (0, 1, "b|c"), (1, 0, "1"), (1, 1, "`2`")):
        table.cell(row, column).text = text
    made = new(deck, ONLY_TITLE, "Code")
    box(made, "import os\n\n\tprint(1)  # `x`", 1, 2)
    for para in made.shapes[1].text_frame.paragraphs:
        for run in para.runs:
            run.font.name = "Courier New"
    found = imported(deck)
    figure = next(node for node in iter_nodes(found.slides[0]) if isinstance(node, Figure))
    assert (figure.image.name, plain_text(figure.alt)) == ("a-picture.png", "A red [square]")
    assert figure.caption and plain_text(figure.caption) == "Figure 1: red"
    table_ = next(node for node in iter_nodes(found.slides[1]) if isinstance(node, Table))
    assert [plain_text(text) for text in (*table_.head, *table_.rows[0])] == ["a", "b|c", "1", "`2`"]
    (code,) = found.slides[2].blocks
    assert isinstance(code, CodeBlock) and code.language == "python"
    assert code.code == "import os\n\n\tprint(1)  # `x`"
    assert not found.losses


def test_what_cannot_be_carried_is_listed_by_slide() -> None:
    deck = Presentation()
    made = new(deck, CONTENT, "Same title", "text")
    chart = CategoryChartData()
    chart.categories = ["a"]
    chart.add_series("s", (1,))
    made.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(2), Inches(3), Inches(3), chart)
    made.shapes.add_shape(MSO_SHAPE.RIGHT_ARROW, Inches(1), Inches(1), Inches(1), Inches(1))
    made = new(deck, CONTENT, "Same title", "text")
    made._element.set("show", "0")
    made._element.append(etree.fromstring(f'<p:timing xmlns:p="{made._element.nsmap["p"]}"><p:set/></p:timing>'))
    made = new(deck, BLANK)
    made.shapes.add_picture(png("blue", "GIF"), Inches(1), Inches(2), Inches(3)).crop_left = 0.5
    found = imported(deck)
    assert [plain_text(each.title) for each in found.slides] == ["Same title", "Same title (2)", "Slide 3"]
    assert rules(found) == [
        (1, "chart"), (1, "drawing"), (2, "hidden"), (2, "animation"), (2, "title-twice"),
        (3, "title-missing"), (3, "picture-converted"), (3, "picture-crop"), (3, "picture-alt"),
    ]  # fmt: skip
    assert next(iter(found.pictures.values())).media_type == "image/png"


def test_metafiles_and_linked_pictures_are_named() -> None:
    deck = Presentation()
    made = new(deck, ONLY_TITLE, "Vector")
    shape = made.shapes.add_picture(png(), Inches(1), Inches(2), Inches(3))
    part = made.part.related_part(shape._element.blipFill.find(qn("a:blip")).get(qn("r:embed")))
    part._content_type, part._blob = "image/x-emf", b"\1\0\0\0" + b"\0" * 100
    made = new(deck, ONLY_TITLE, "Linked")
    blip = made.shapes.add_picture(png("blue"), 0, 0)._element.blipFill.find(qn("a:blip"))
    blip.attrib.pop(qn("r:embed"))
    reltype = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    blip.set(qn("r:link"), made.part.relate_to("https://example.org/a.png", reltype, is_external=True))
    found = import_slides(read_presentation(data(deck)))
    assert rules(found) == [(1, "picture-vector"), (2, "picture-outside")]
    assert "https://example.org/a.png" in found.losses[1].message and not found.pictures


def test_what_one_slide_may_not_hold_is_divided() -> None:
    deck = Presentation()
    made = new(deck, CONTENT, "Much", "a point")
    made.notes_slide.notes_text_frame.text = "Once only"
    for place, colour in enumerate(("red", "green", "blue")):
        made.shapes.add_picture(png(colour), Inches(1 + place), Inches(5), Inches(0.5))
    found = imported(deck)
    assert [each.kind for each in found.slides] == ["content", "figure", "figure", "figure"]
    assert [plain_text(each.title) for each in found.slides] == ["Much", "Much (2)", "Much (3)", "Much (4)"]
    assert [words(each.notes) for each in found.slides] == [["Once only"], [], [], []]
    assert (1, "divided") in rules(found)


def test_logos_and_lines_on_most_slides_are_left_out_once() -> None:
    deck = Presentation()
    for number in range(4):
        made = new(deck, CONTENT, f"Slide {number}", "words")
        made.shapes.add_picture(png(), 0, 0, Inches(0.5))
        box(made, "University of Nowhere", 1, 7)
    found = imported(deck)
    assert rules(found) == [(0, "repeated-picture"), (0, "repeated-text")]
    assert "Nowhere" not in found.text and not found.pictures


def test_groups_are_flattened_and_typed_bullets_become_a_list() -> None:
    deck = Presentation()
    made = new(deck, ONLY_TITLE, "Group")
    inner = made.shapes.add_group_shape().shapes.add_textbox(Inches(1), Inches(2), Inches(3), Inches(1))
    inner.text_frame.text = "• one\n– two"
    (block,) = imported(deck).slides[0].blocks
    assert isinstance(block, BlockList) and words(block) == ["one", "two"]


def own_deck() -> bytes:
    lesson = deck_lesson(
        *every_kind_of_slide(),
        slide("content", "A formula", "$$\n\\frac{1}{n}\\sum_{i=1}^{n} x_i\n$$\n\n- a point", notes="Note."),
    )
    return export_lesson(edition(), unit(lesson), lesson).data


def test_a_deck_of_our_own_comes_back_with_its_words() -> None:
    lesson = deck_lesson(*every_kind_of_slide())
    made = export_lesson(edition(), unit(lesson), lesson).data
    about = edition().about
    known = [plain_text(about.title), plain_text(unit(lesson).title), f"Licence: {about.license}"]
    known += [plain_text(about.funding.text)] if about.funding else []
    known += [plain_text(about.funding.disclaimer)] if about.funding and about.funding.disclaimer else []
    found = import_slides(read_presentation(made), known)
    assert [each.kind for each in found.slides] == [each.kind for each in lesson.slides]
    for ours, theirs in zip(lesson.slides, found.slides, strict=True):
        assert words(theirs.title) == words(ours.title)
        assert words(theirs.notes) == words(ours.notes)
        assert sorted(words((theirs.blocks, theirs.columns))) == sorted(_shown((ours.blocks, ours.columns)))


def _shown(value: object) -> list[str]:
    """The words of blocks as a slide shows them: a formula in a line as letters."""
    return [plain_text(text).replace("b_0", "b₀") for text in iter_text(value)]


def test_equations_come_as_latex() -> None:
    found = import_slides(read_presentation(own_deck()))
    maths = [node.tex for node in iter_nodes(found.slides) if isinstance(node, MathBlock)]
    assert r"\frac{1}{n}\sum_{i=1}^{n} x_{i}" in maths


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)
MARKUP = st.text("\\`*_[]<>$~!|{}#&^-+.:)( \n1aα%\t'\"=/", max_size=30)
RUN = st.builds(
    values.Run, TEXT | MARKUP, st.booleans(), st.booleans(), st.sampled_from(("", "Consolas")),
    st.sampled_from((0, 30000, -25000)), st.sampled_from(("", "https://example.org/(a)_b", "file:///c:/x")),
)  # fmt: skip
PARA = st.builds(
    values.Paragraph, st.lists(RUN, max_size=4).map(tuple), st.integers(0, 9),
    st.sampled_from(("", "bullet", "number", "none")),
)  # fmt: skip
PARAS = st.lists(PARA, max_size=4).map(tuple)
BOX = st.none() | st.tuples(*([st.integers(-100, 9_000_000)] * 2 + [st.integers(0, 9_000_000)] * 2))
SHAPE = st.one_of(
    st.builds(
        values.TextShape, st.just("t"), st.sampled_from(("title", "body", "", "ctrTitle", "ftr")), PARAS, box=BOX
    ),
    st.builds(
        values.TableShape,
        st.just("t"),
        st.lists(st.lists(PARAS, max_size=3).map(tuple), max_size=3).map(tuple),
        box=BOX,
    ),
    st.builds(values.Picture, st.just("p"), TEXT | MARKUP, st.just("image/png"), st.just(png().read()), box=BOX),
    st.builds(values.Other, st.just("o"), st.sampled_from(("chart", "drawing", "diagram"))),
)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.lists(SHAPE, max_size=4), PARAS), min_size=1, max_size=3))
def test_whatever_a_deck_says_the_reader_reads_it(slides: list[tuple[list[values.Shape], values.Paragraph]]) -> None:
    deck = values.Presentation(
        tuple(values.Slide(n, "", "", tuple(shapes), notes) for n, (shapes, notes) in enumerate(slides, 1))  # type: ignore[arg-type]
    )
    found = import_slides(deck)
    report = Report()
    again = read_slides(found.text, "slides.md", report, Held(found.pictures), {})
    assert {problem.rule for problem in report.problems} <= {"slide-empty"}, (report.problems, found.text)
    assert again == found.slides
    assert all(loss.rule != "unreadable" for loss in found.losses), (found.losses, found.text)


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_a_deck_that_libreoffice_wrote_says_the_same(tmp_path: Path) -> None:
    deck = Presentation()
    made = new(deck, CONTENT, "Δίκτυα", "First")
    para = made.placeholders[1].text_frame.add_paragraph()
    para.text, para.level = "deeper", 1
    made.notes_slide.notes_text_frame.text = "Say this."
    new(deck, TWO, "Columns", "left", "right")
    made = new(deck, ONLY_TITLE, "A picture")
    made.shapes.add_picture(png(), Inches(1), Inches(2), Inches(3))._element.nvPicPr.cNvPr.set("descr", "A red square")
    program, here = find_office(), tmp_path / "deck.pptx"
    deck.save(here)
    for kind, source in (("odp", here), ("pptx", tmp_path / "deck.odp")):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        order = [
            str(program),
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path / "out"),
            str(source),
        ]
        assert run_program(order) == ""
        (tmp_path / "out" / f"deck.{kind}").replace(tmp_path / f"deck.{kind}")
    again = import_slides(read_presentation((tmp_path / "deck.pptx").read_bytes()))
    assert again.text == imported(deck).text and not again.losses
