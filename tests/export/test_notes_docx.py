"""A lesson's notes in Word: what stands in them, what screen readers need, and equal bytes."""

from __future__ import annotations

import io
from dataclasses import replace

import builders
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn

from machina_scorm.export.notes_docx import FORMAT
from machina_scorm.export.notes_docx.equations import word_equation
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Page
from machina_scorm.model.edition import Edition

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def notes(md: str = "", edition: Edition | None = None) -> Artefact:
    pages = (Page("p", builders.text("A page", "title"), builders.page_blocks(md)),) if md else None
    lesson = builders.lesson(pages=pages)
    assert FORMAT.export_lesson is not None
    return FORMAT.export_lesson(edition or builders.edition(), builders.unit(lesson), lesson)


def opened(artefact: Artefact) -> Doc:
    return Document(io.BytesIO(artefact.data))


def lines(document: Doc, style: str = "") -> list[str]:
    found = (line for line in document.paragraphs if not style or (line.style and line.style.name == style))
    return [line.text for line in found]


def test_pages_are_headings_and_questions_are_not_in_them() -> None:
    document = opened(notes())
    headings = lines(document, "Heading 1")
    assert "First page" in headings and "Objectives" in headings
    assert not any("Option 1" in line or "The question" in line for line in lines(document))
    assert any("Licence: " in line for line in lines(document))
    deeper = opened(notes("### Deeper\n\nText.\n\n#### Deepest\n\nText."))
    assert lines(deeper, "Heading 2") == ["Deeper"] and lines(deeper, "Heading 3") == ["Deepest"]


def test_lists_are_lists_and_each_counts_from_its_own_start() -> None:
    document = opened(notes("- a\n  - b\n    - c\n\n1. one\n2. two\n\nText.\n\n5. five"))
    assert "a" in lines(document, "List Bullet")
    assert lines(document, "List Bullet 2") == ["b"] and lines(document, "List Bullet 3") == ["c"]
    numbered = [line for line in document.paragraphs if line.style and line.style.name == "List Number"]
    counts = [line._p.pPr.numPr.numId.val for line in numbered]
    assert counts[0] == counts[1] != counts[2]
    numbering = document.part.numbering_part.element
    starts = {num.numId: num.find(f".//{qn('w:startOverride')}") for num in numbering.num_lst}
    assert [starts[count].get(qn("w:val")) for count in (counts[0], counts[2])] == ["1", "5"]


def test_tables_have_a_header_row_and_a_caption() -> None:
    document = opened(notes("| a | b |\n|---|--:|\n| 1 | 2 |\n\n: The caption {#tbl}"))
    (table,) = document.tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "The caption"
    assert lines(document, "Caption") == ["The caption"]
    assert table._tbl.getnext().pPr.pStyle.val == "Caption"


def test_every_picture_has_its_alternative_text() -> None:
    document = opened(notes())
    shapes = list(document.element.body.iter("{*}docPr"))
    assert [shape.get("descr") for shape in shapes] == ["A box named model"]
    assert "The model" in lines(document, "Caption")


def test_display_formulas_are_equations_and_unknown_ones_pictures() -> None:
    document = opened(notes("$$\n\\frac{1}{n}\n$$\n\n: Mean"))
    assert len(list(document.element.body.iter(f"{MATH}f"))) == 1
    assert not list(document.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"))
    fonts = [f.get(qn("w:ascii")) for r in document.element.body.iter(f"{MATH}r") for f in r.iter(qn("w:rFonts"))]
    assert set(fonts) == {"Cambria Math"}


def test_a_bracket_with_an_exponent_is_one_thing() -> None:
    math = word_equation(r"\frac{1}{n}\sum_i (x_i - (a + b))^2", "en", 12)
    assert math is not None
    (script,) = math.iter(f"{MATH}sSup")
    (brackets,) = script.find(f"{MATH}e")
    assert brackets.tag == f"{MATH}d"
    words = "".join(text.text or "" for text in brackets.iter(f"{MATH}t"))
    assert words.replace("\u2212", "-") == "xi-(a+b)"
    assert word_equation(r"x)^2", "en", 12) is not None  # nothing to close


def test_links_can_be_followed_and_code_is_coloured() -> None:
    document = opened(notes("See [the site](https://example.org/).\n\n```python\nimport os\n```"))
    (link,) = document.element.body.iter(qn("w:hyperlink"))
    target = document.part.rels[link.get(qn("r:id"))]
    assert target.target_ref == "https://example.org/" and target.is_external
    assert "".join(text.text or "" for text in link.iter(qn("w:t"))) == "the site"
    code = next(line for line in document.paragraphs if line.text == "import os")
    assert len({run._r.rPr.find(qn("w:color")).get(qn("w:val")) for run in code.runs}) > 1


def test_every_run_has_its_language() -> None:
    edition = builders.edition()
    document = opened(notes(edition=replace(edition, language=builders.GREEK)))
    runs = list(document.element.body.iter(qn("w:r")))
    shown = [run for run in runs if run.find(qn("w:t")) is not None]
    assert shown
    assert all(run.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None for run in shown)
    assert document.core_properties.language == "el"


def test_asides_and_levels_are_named() -> None:
    document = opened(notes("::: warning\nTake care.\n:::\n\n::: senior\nFor seniors.\n:::"))
    texts = lines(document)
    assert texts.index("Take care.") == texts.index("Warning") + 1
    assert texts.index("For seniors.") == texts.index("Senior") + 1
    borders = [
        line for line in document.paragraphs if line._p.pPr is not None and line._p.pPr.find(qn("w:pBdr")) is not None
    ]
    assert [line.text for line in borders][:4] == ["Warning", "Take care.", "Senior", "For seniors."]


def test_the_same_notes_are_the_same_bytes() -> None:
    assert notes().data == notes().data
    assert notes().name == "lu1-l1-intro.notes.docx"
