"""Decks: every kind of slide, what it holds, in which language, and equal bytes."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache

from builders import GREEK, ROOT, deck_lesson, edition, figure, slide, unit
from lxml import etree
from pptx import Presentation
from pptx.presentation import Presentation as Deck

from machina_scorm.check.deck import check_deck
from machina_scorm.export import formats
from machina_scorm.export.deck import FORMAT, check_slides, export_lesson
from machina_scorm.export.deck.xml import qn
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.blocks import CodeBlock, Paragraph
from machina_scorm.model.course import Slide
from machina_scorm.model.edition import Edition
from machina_scorm.model.text import Text


def build(*slides: Slide, edition_: Edition | None = None) -> Artefact:
    lesson = deck_lesson(*slides)
    return export_lesson(edition_ or edition(), unit(lesson), lesson)


@cache
def one_of_each() -> Artefact:
    return build()


def opened(artefact: Artefact) -> Deck:
    return Presentation(io.BytesIO(artefact.data))


def titles(artefact: Artefact) -> list[str]:
    return [s.shapes.title.text for s in opened(artefact).slides]


def words(artefact: Artefact, number: int) -> list[str]:
    """The paragraphs of a slide, footers and slide numbers left out."""
    found = []
    for sp in opened(artefact).slides[number].shapes._spTree.iter(qn("p:sp")):
        ph = sp.find(f".//{qn('p:ph')}")
        if ph is None or ph.get("type") not in ("ftr", "sldNum"):
            found += ["".join(t.text or "" for t in p.iter(qn("a:t"))) for p in sp.iter(qn("a:p"))]
    return [line for line in found if line]


def rules(artefact: Artefact) -> set[str]:
    return {p.rule for p in artefact.problems}


def test_the_format_is_found_and_wants_lessons_with_slides() -> None:
    assert FORMAT in formats()
    assert FORMAT.wants(deck_lesson())
    assert not FORMAT.wants(replace(deck_lesson(), slides=()))
    assert one_of_each().name == "lu1-l1-intro.pptx"


def test_every_kind_uses_its_layout_and_no_check_objects() -> None:
    artefact = one_of_each()
    assert artefact.problems == ()
    assert [s.slide_layout.name for s in opened(artefact).slides] == [
        "Title", "Section", "Content", "Content", "Two columns", "Figure", "Table", "Code", "Closing",
    ]  # fmt: skip
    assert list(check_deck(artefact.data, artefact.name)) == []


def test_the_title_slide_names_course_and_unit_and_the_closing_one_licence_and_funding() -> None:
    artefact = one_of_each()
    assert words(artefact, 0) == ["A first lesson", "LU1 · Lesson 1", "A demo course", "A unit"]
    assert words(artefact, 8) == ["Remember", "Test on new data", "Licence: CC-BY-4.0", "Co-funded by somebody."]


def test_footers_and_slide_numbers_are_on_the_slides() -> None:
    for number, made in enumerate(opened(one_of_each()).slides, 1):
        kinds = {s.placeholder_format.type.name: s for s in made.placeholders}
        footer = "Co-funded by somebody." if number == 1 else "A demo course"
        assert kinds["FOOTER"].text_frame.text == footer
        if number > 1:
            field = kinds["SLIDE_NUMBER"]._element.find(f".//{qn('a:fld')}")
            assert field.get("type") == "slidenum" and field.find(qn("a:t")).text == str(number)


def test_the_title_comes_first_and_footers_last_in_reading_order() -> None:
    for made in opened(one_of_each()).slides:
        names = [s.name for s in made.shapes]
        assert names[0] == "title" and names[-1] in ("footer", "slide-number")
        ids = [s.shape_id for s in made.shapes]
        assert ids == sorted(set(ids))


def test_a_figure_is_png_and_svg_with_alternative_text_and_caption() -> None:
    made = opened(one_of_each()).slides[5]
    picture = next(s for s in made.shapes if s._element.tag == qn("p:pic"))
    assert picture._element.nvPicPr.cNvPr.get("descr") == "A box named model"
    assert picture.name == "fig-model"
    assert picture.image.content_type == "image/png"
    blip = picture._element.find(f".//{qn('asvg:svgBlip')}")
    svg = made.part.related_part(blip.get(qn("r:embed")))
    assert svg.content_type == "image/svg+xml" and "Μοντέλο".encode() in svg.blob
    assert abs(picture.height / picture.width - 80 / 200) < 0.01
    assert "The model" in words(one_of_each(), 5)


def test_the_same_figure_twice_is_stored_once() -> None:
    artefact = build(slide("figure", "One", (figure(),)), slide("figure", "Two", (figure(),)))
    with zipfile.ZipFile(io.BytesIO(artefact.data)) as archive:
        assert len([n for n in archive.namelist() if n.startswith("ppt/media/")]) == 2


def test_a_table_is_native_with_a_header_row() -> None:
    table = next(s for s in opened(one_of_each()).slides[6].shapes if s.has_table).table
    assert table.first_row
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Kind", "Learns from"], ["Supervised", "x and y"], ["Unsupervised", "x"],
    ]  # fmt: skip
    align = [p.get("algn") for p in table._tbl.iter(qn("a:pPr"))]
    assert align[:4] == ["l", "r", "l", "r"]


def test_code_is_text_that_can_be_copied() -> None:
    box = next(s for s in opened(one_of_each()).slides[7].shapes if s.name == "code-fit")
    assert box.text_frame.text == "model.fit(X, y)  # train\n\nprint(1)"
    runs = list(box._element.iter(qn("a:rPr")))
    assert {run.get("noProof") for run in runs} == {"1"}
    assert {run.find(qn("a:latin")).get("typeface") for run in runs} == {"Courier New"}
    assert len({run.find(f".//{qn('a:srgbClr')}").get("val") for run in runs}) > 1


def test_a_display_formula_is_an_equation_with_a_picture_for_other_viewers() -> None:
    tree = opened(one_of_each()).slides[3].shapes._spTree
    both = next(tree.iter(qn("mc:AlternateContent")))
    choice, fallback = both
    assert choice.get("Requires") == "a14" and "a14" in choice.nsmap
    assert "".join(t.text for t in choice.iter(qn("m:t"))) == "y=wx+b"
    assert next(fallback.iter(qn("p:pic"))).find(f".//{qn('p:cNvPr')}").get("descr") == "A line: \\hat{y} = w x + b"


def test_a_house_may_want_formulas_as_pictures() -> None:
    from machina_scorm.export.deck import export_deck
    from machina_scorm.export.deck.template import read_template

    folder = ROOT / "templates" / "deck"
    layout_map = (folder / "machina.yaml").read_text("utf-8").replace("math: native", "math: picture")
    template = read_template("ours", (folder / "machina.pptx").read_bytes(), layout_map)
    artefact = export_deck(edition(), unit(), deck_lesson(), template)
    with zipfile.ZipFile(io.BytesIO(artefact.data)) as archive:
        assert not any(b"oMath" in archive.read(n) for n in archive.namelist() if n.endswith(".xml"))
    assert list(check_deck(artefact.data, "x")) == []


def test_links_go_outside_only_and_inline_maths_is_styled_text() -> None:
    artefact = build(slide("content", "Links", "- [out](https://a.org/) [in](lesson:lu1/l2)\n- $x_i^2$ and `fit`"))
    body = next(s for s in opened(artefact).slides[0].shapes if s.name == "body")._element
    runs = list(body.iter(qn("a:r")))
    linked = [r.find(qn("a:t")).text for r in runs if r.find(f".//{qn('a:hlinkClick')}") is not None]
    assert linked == ["out"]
    looks = [(r.find(qn("a:t")).text, r[0].get("i"), r[0].get("baseline")) for r in runs]
    assert ("x", "1", None) in looks and ("i", "1", "-25000") in looks and ("2", None, "30000") in looks


def test_speaker_notes_keep_formulas_as_latex_and_only_where_there_are_any() -> None:
    slides = opened(one_of_each()).slides
    assert slides[0].notes_slide.notes_text_frame.text == "Welcome."
    assert slides[2].notes_slide.notes_text_frame.text == "w."
    assert not slides[1].has_notes_slide
    assert all(run.get("lang") == "en" for run in slides[0].notes_slide._element.iter(qn("a:rPr")))


def test_every_run_has_a_language_and_what_fell_back_has_its_own() -> None:
    fallen = Paragraph(Text("Not translated, with *emphasis*.", lang="en"))
    comment = CodeBlock("python", ("x = 1  ", Text("# why", "comment", lang="en"), "\ny = 2"))
    artefact = build(
        slide("content", "Ελληνικά", (Paragraph(Text("Ένα πρόγραμμα")), fallen)),
        slide("code", "Κώδικας", (comment,)),
        edition_=edition(GREEK),
    )
    made = opened(artefact).slides
    langs = {(r.find(qn("a:t")).text, r[0].get("lang")) for s in made for r in s._element.iter(qn("a:r"))}
    assert ("Ένα πρόγραμμα", "el") in langs and ("emphasis", "en") in langs and ("# why", "en") in langs
    assert {lang for _, lang in langs} == {"el", "en"}
    assert opened(artefact).core_properties.language == "el"


def test_core_properties_say_what_it_is_and_never_when() -> None:
    core = opened(one_of_each()).core_properties
    assert (core.title, core.author, core.language) == ("A first lesson", "A partner", "en")
    assert core.comments == "Licence: CC-BY-4.0" and core.subject == "A demo course · A unit"
    assert core.created == core.modified and core.created.year == 1980


def test_levels_are_named_only_where_both_are_shown() -> None:
    both = "::: junior\nBy mouse.\n:::\n\n::: senior\nBy code.\n:::"
    artefact = build(slide("content", "Both", both), slide("content", "One", "::: senior\nBy code.\n:::"))
    assert words(artefact, 0) == ["Both", "Junior", "By mouse.", "Senior", "By code."]
    assert words(artefact, 1) == ["One", "By code."]


def test_an_admonition_stands_in_a_box_with_its_kind_as_title() -> None:
    artefact = build(slide("content", "Box", "Before.\n\n::: warning\nTake care.\n:::\n\n::: tip Mine\nTry.\n:::"))
    assert words(artefact, 0) == ["Box", "Before.", "Warning", "Take care.", "Mine", "Try."]
    assert list(check_deck(artefact.data, "x")) == []


def test_two_titles_that_became_equal_are_told_apart() -> None:
    artefact = build(slide("content", "Same", "- a"), slide("content", "Same", "- b"))
    assert titles(artefact) == ["Same", "Same (2)"]


def test_right_to_left_reaches_presentation_paragraphs_and_tables() -> None:
    arabic = replace(GREEK, code="ar", direction="rtl")
    artefact = build(edition_=edition(arabic))
    deck = opened(artefact)
    assert deck._element.get("rtl") == "1"
    assert deck.slides[2].shapes.title._element.find(f".//{qn('a:pPr')}").get("rtl") == "1"
    assert next(deck.slides[6]._element.iter(qn("a:tblPr"))).get("rtl") == "1"
    columns = {s.name: s for s in deck.slides[4].placeholders}
    assert columns["left"].text_frame.text.startswith("Learn")
    assert columns["left"].left > columns["right"].left  # the template is mirrored: what comes first is at the right
    assert deck.slides[4].shapes.title.left + deck.slides[4].shapes.title.width <= deck.slide_width


def test_code_and_formulas_stay_from_left_to_right() -> None:
    arabic = replace(GREEK, code="ar", direction="rtl")
    artefact = build(slide("content", "Code", "- Call `fit()` with $w$"), edition_=edition(arabic))
    (line,) = [p for p in words(artefact, 0) if "fit" in p]
    assert "\u200efit()\u200e" in line
    assert "\u200ew\u200e" in line


def test_equal_input_gives_equal_bytes_in_any_time_zone_and_hash_order() -> None:
    script = (
        "import hashlib\nfrom builders import deck_lesson, edition, unit\n"
        "from machina_scorm.export.deck import check_slides, export_lesson\n"
        "print(hashlib.sha256(export_lesson(edition(), unit(), deck_lesson()).data).hexdigest())"
    )
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    env = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "PYTHONPATH": paths}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert build().data == one_of_each().data
    assert done.stdout.strip() == hashlib.sha256(one_of_each().data).hexdigest()


def test_all_parts_are_well_formed_and_named_once() -> None:
    with zipfile.ZipFile(io.BytesIO(one_of_each().data)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names)) and names[0] == "[Content_Types].xml"
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


def test_what_does_not_fit_is_found_without_making_a_deck() -> None:
    long = slide("content", "A title of very many words " * 12, "- x", line=7)
    fine = slide("content", "Fine", "\n".join("- A point among very many others" for _ in range(40)))
    lesson = deck_lesson(long, fine)
    (problem,) = check_slides(edition(), unit(lesson), lesson)
    assert (problem.rule, problem.source.line) == ("slide-overflow", 7)
    assert problem.message == "in en the title is too long for the slide"
