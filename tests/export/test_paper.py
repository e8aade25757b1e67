"""The test on paper: what stands on it, its key, its languages, and equal bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import builders
import pytest
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn

from machina_scorm.export.laid import lay_out, moved, shuffled
from machina_scorm.export.paper import FORMAT
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.edition import Edition
from machina_scorm.model.questions import Choice, Question, TextEntry


def lesson_test(*questions: Question, edition: Edition | None = None) -> Artefact:
    lesson = builders.lesson(questions or None)
    assert FORMAT.export_lesson is not None
    return FORMAT.export_lesson(edition or builders.edition(), builders.unit(lesson), lesson)


def opened(artefact: Artefact) -> Doc:
    return Document(io.BytesIO(artefact.data))


def lines(document: Doc) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def halves(document: Doc) -> tuple[str, str]:
    """The test and its key: two sections."""
    assert len(document.sections) == 2
    texts = lines(document)
    at = next(n for n, text in enumerate(texts) if text.startswith("Key"))
    return "\n".join(texts[:at]), "\n".join(texts[at:])


def test_every_interaction_is_asked_and_has_a_key() -> None:
    artefact = lesson_test()
    assert artefact.name == "lu1-l1-intro.test.docx" and not artefact.problems
    test, key = halves(opened(artefact))
    for number in range(1, 10):
        assert f"Question {number}\tPoints: 1" in test and f"Question {number}\tPoints: 1" in key
    assert "Points: ____ of 9" in test and "Name:" in test and "Date:" in test
    assert "(1) ______________ goes in, at x\u00a0= 4 it is (3) ______________." in test
    assert "2.5 (2.49 to 2.51) minutes" in key and "over*fitting" in key and "False" in key
    assert "How to mark it:\nFor the marker." in key
    assert "For the marker." not in test and "Right answer" not in test


def test_the_key_names_the_letters_that_the_test_has() -> None:
    question = builders.question("q-x", builders.choice(0, 100, 0, 50))
    test, key = halves(opened(lesson_test(question)))
    letter = next(line.split()[1] for line in test.splitlines() if line.endswith("\tOption 2"))
    half = next(line.split()[1] for line in test.splitlines() if line.endswith("\tOption 4"))
    assert f"{letter}\tOption 2" in key and f"{half} (50 %)\tOption 4" in key
    assert "Option 1" not in key and key.index("Option 2") < key.index("Option 4")


def test_the_order_is_drawn_from_the_key_alone() -> None:
    choice = builders.choice(100, 0, 0, 0, 0)
    edition = builders.edition()
    orders = {tuple(a.text for a in lay_out(builders.question(f"q-{n}", choice), 1, edition).answers) for n in range(9)}
    assert len(orders) > 1
    fixed = replace(builders.question("q-1", choice), shuffle=False)
    assert [a.ids for a in lay_out(fixed, 1, edition).answers] == [frozenset(c) for c in "abcde"]
    greek = lay_out(builders.question("q-1", choice), 1, builders.edition(builders.GREEK))
    latin = lay_out(builders.question("q-1", choice), 1, edition)
    assert [a.ids for a in greek.answers] == [a.ids for a in latin.answers]
    assert [a.letter for a in greek.answers] == list("ΑΒΓΔΕ") and [a.letter for a in latin.answers] == list("ABCDE")
    assert all(
        moved("abc", str(n)) != tuple("abc") and sorted(shuffled("abc", str(n))) == list("abc") for n in range(20)
    )


def test_runs_say_their_language_and_numbers_have_its_decimal_sign() -> None:
    question = replace(builders.all_questions()[5], points=Decimal("1.5"))
    document = opened(lesson_test(question, edition=builders.edition(builders.GREEK)))
    text = "\n".join(lines(document))
    assert "Points: 1,5" in text and "2,5 (2,49 to 2,51)" in text
    codes = {lang.get(qn("w:val")) for lang in document.element.body.iter(qn("w:lang"))}
    assert codes == {"el"}
    runs = [run for run in document.element.body.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    assert all(run.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None for run in runs)


def test_pictures_have_alternative_texts_and_formulas_too() -> None:
    stem = (*builders.blocks("Look at $\\begin{pmatrix}1\\\\2\\end{pmatrix}$.\n\n$$\nx^2\n$$"), builders.figure())
    question = replace(builders.question("q-x", builders.choice(100, 0)), stem=stem)
    document = opened(lesson_test(question))
    described = [node.get("descr") for node in document.element.body.iter(qn("wp:docPr"))]
    assert described == [r"\begin{pmatrix}1\\2\end{pmatrix}", "x^2", "A box named model"]
    with zipfile.ZipFile(io.BytesIO(lesson_test(question).data)) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
    assert len(pictures) == 3 and all(name.endswith(".png") for name in pictures)


def test_the_foot_names_licence_and_funding() -> None:
    document = opened(lesson_test())
    foot = document.sections[0].footer.paragraphs[0].text
    assert "CC-BY-4.0" in foot and "Co-funded by somebody." in foot


def test_a_unit_numbers_through_its_lessons_and_leaves_out_what_is_in_no_test() -> None:
    hidden = builders.question("q-hidden", builders.choice(100, 0), "Hidden?", in_test=False)
    one = builders.lesson((builders.question("q-a", builders.choice(100, 0)), hidden))
    two = replace(builders.lesson((builders.question("q-b", builders.choice(100, 0)),)), id="l2", key="lu1/l2")
    assert FORMAT.export_unit is not None
    artefact = FORMAT.export_unit(builders.edition(), builders.unit(one, two))
    text = "\n".join(lines(opened(artefact)))
    assert artefact.name == "lu1-bank.test.docx"
    assert "Question 2\t" in text and "Question 3\t" not in text and "Hidden?" not in text
    assert FORMAT.wants(one) and not FORMAT.wants(builders.lesson((hidden,)))


def test_equal_input_gives_equal_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = lesson_test().data
    assert first == lesson_test().data
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert lesson_test().data != first


def test_a_text_answer_gets_a_line_and_nothing_of_the_key() -> None:
    question = builders.all_questions()[4]
    assert isinstance(question.interaction, TextEntry) and not isinstance(question.interaction, Choice)
    test, _ = halves(opened(lesson_test(question)))
    assert "over" not in test


def test_right_to_left_reaches_paragraphs_runs_and_tables_but_not_code() -> None:
    arabic = builders.edition(replace(builders.GREEK, code="ar", direction="rtl"))
    stem = "Call `fit()` **now**.\n\n| One | Two |\n|--|--:|\n| a | 1 |\n\n: A table\n\n```python\nprint(1)\n```"
    question = builders.question("q-x", builders.choice(0, 100), stem)
    document = opened(lesson_test(question, edition=arabic))
    normal = document.styles["Normal"].element.pPr
    order = [child.tag for child in normal]
    assert order.index(qn("w:bidi")) < order.index(qn("w:spacing"))  # as the schema wants it
    (table,) = document.tables
    assert table._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    code = next(p for p in document.paragraphs if p.text == "print(1)")
    assert code._p.pPr.find(qn("w:bidi")).get(qn("w:val")) == "0"
    runs = {run.text: run._r.rPr for p in document.paragraphs for run in p.runs}
    assert runs["now"].find(qn("w:rtl")) is not None and runs["now"].find(qn("w:bCs")) is not None
    assert runs["\u200efit()\u200e"].find(qn("w:rtl")) is None
