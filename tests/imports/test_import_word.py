"""Word documents as trainers write tests: what is read, what is refused with its paragraph and text."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.text.run import Run
from lxml import etree

from machina_scorm.imports import Imported, ImportFile
from machina_scorm.imports.omml_tex import mathml_to_tex, omml_to_tex
from machina_scorm.imports.word import READER
from machina_scorm.model.blocks import CodeBlock, Figure, Table
from machina_scorm.model.questions import Choice, Number, Question, TextEntry
from machina_scorm.model.text import iter_nodes
from machina_scorm.problems import Severity
from machina_scorm.render.plain import render_plain


def png() -> bytes:
    """A small picture."""
    from machina_scorm.render.svg import png_of_svg

    return png_of_svg(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"><rect width="8" height="4"/></svg>', 8
    )


def read(document: Doc) -> Imported:
    buffer = io.BytesIO()
    document.save(buffer)
    data = buffer.getvalue()
    assert READER.recognise(data, "test.docx") > 90
    return READER.read(ImportFile("test.docx", data))


def lines(*texts: str) -> Doc:
    """A document of paragraphs; `**text**` is bold, `__text__` underlined, `==text==` highlighted."""
    document = Document()
    for text in texts:
        paragraph = document.add_paragraph()
        for sign, look in (("**", "bold"), ("__", "underline"), ("==", "mark")):
            if sign in text:
                before, inner, after = text.split(sign)
                paragraph.add_run(before)
                _look(paragraph.add_run(inner), look)
                paragraph.add_run(after)
                break
        else:
            paragraph.add_run(text)
    return document


def _look(run: Run, look: str) -> None:
    if look == "mark":
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    else:
        setattr(run, look, True)


def key(question: Question) -> tuple[str, list[str], list[str]]:
    """Stem, options, and the right ones."""
    assert isinstance(question.interaction, Choice)
    options = question.interaction.options
    right = [render_plain(o.text) for o in options if o.credit > 0]
    return render_plain(question.stem), [render_plain(o.text) for o in options], right


def rules(imported: Imported) -> list[str]:
    return [problem.rule for problem in imported.problems]


@pytest.mark.parametrize(
    "second",
    [
        "**B. a spam filter**",
        "B. __a spam filter__",
        "B. ==a spam filter==",
        "*B. a spam filter",
        "B. *a spam filter",
        "B. a spam filter*",
    ],
)
def test_the_right_option_is_known_by_its_look(second: str) -> None:
    found = read(lines("1. What learns?", "A. a table", second, "C. a clock"))
    assert not found.problems, found.problems
    assert [key(q) for q in found.questions] == [
        ("What learns?", ["a table", "a spam filter", "a clock"], ["a spam filter"])
    ]
    assert found.questions[0].type == "single"
    assert not any(type(node).__name__ == "Strong" for node in iter_nodes(found.questions[0]))
    assert found.questions[0].source.line == 1


@pytest.mark.parametrize(
    ("letters", "answer"),
    [
        ("ABC", "Answer: B"),
        ("abc", "ANSWER: b"),
        ("ΑΒΓ", "Απάντηση: Β"),
        ("αβγ", "Σωστή απάντηση: β"),
        ("АБВ", "Answer: Б"),
        ("ABC", "Răspuns corect: B"),
        ("ABC", "Réponse : b)"),
        ("ABC", "Correct answer: two"),
    ],
)
def test_an_answer_line_names_the_right_option_in_any_alphabet(letters: str, answer: str) -> None:
    options = [f"{letter}) {word}" for letter, word in zip(letters, ("one", "two", "three"), strict=True)]
    found = read(lines("1) Which?", *options, answer, "2) And now?", *options, answer))
    assert not found.problems, found.problems
    assert [key(q)[2] for q in found.questions] == [["two"], ["two"]]


def test_several_right_options_remarks_and_points() -> None:
    found = read(
        lines(
            "1. Which are supervised?",
            "A. prices",
            "B. groups",
            "C. spam",
            "Answer: A and C",
            "Points: 2",
            "Explanation: The answers are known.",
        )
    )
    (question,) = found.questions
    assert not found.problems
    assert (question.type, key(question)[2], question.points) == ("multiple", ["prices", "spam"], 2)
    assert render_plain(question.feedback) == "The answers are known."


def test_options_beside_one_another_and_questions_without_numbers() -> None:
    found = read(
        lines(
            "What learns?",
            "A) a table\tB) a filter\tC) a clock",
            "Answer: B",
            "And what not?",
            "A) x  B) y",
            "Answer: A",
        )
    )
    assert not found.problems
    assert [key(q)[1:] for q in found.questions] == [
        (["a table", "a filter", "a clock"], ["a filter"]),
        (["x", "y"], ["x"]),
    ]


def test_words_own_numbering_is_read() -> None:
    document = Document()
    document.add_paragraph("What learns?", style="List Number")
    for text in ("a table", "a filter"):
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(text).bold = text == "a filter"
    found = read(document)
    assert not found.problems, found.problems
    assert key(found.questions[0]) == ("What learns?", ["a table", "a filter"], ["a filter"])


def test_questions_without_options() -> None:
    found = read(
        lines(
            "1. A mean is a sum.",
            "Answer: False",
            "2. Half of 7?",
            "Answer: 3,5",
            "3. Its name?",
            "Answer: overfitting; over-fitting",
        )
    )
    assert not found.problems, found.problems
    truth, number, words = found.questions
    assert (
        truth.type == "true-false"
        and isinstance(number.interaction, Number)
        and isinstance(words.interaction, TextEntry)
    )
    assert number.interaction.answers[0].value == Decimal("3.5")
    assert [a.text.md for a in words.interaction.answers] == ["overfitting", "over-fitting"]


def test_pictures_code_tables_and_formulas_are_carried() -> None:
    document = lines("1. What is shown?")
    document.add_paragraph().add_run().add_picture(io.BytesIO(png()))
    code = document.add_paragraph().add_run("model.fit(X, y)")
    code.font.name = "Courier New"
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("x", "y", "1", "2"), strict=True):
        cell.text = text
    formula = parse_xml(
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
        "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    document.add_paragraph("A. this is ")._p.append(formula)
    document.add_paragraph("B. nothing")
    document.add_paragraph("Answer: A")
    found = read(document)
    (question,) = found.questions
    kinds = {type(block) for block in question.stem}
    assert {Figure, CodeBlock, Table} <= kinds, found.problems
    assert key(question)[1][0] == "this is x^{2}"
    assert len(found.pictures()) == 1
    assert all(problem.severity is not Severity.ERROR for problem in found.problems)


def test_one_table_with_headers_is_read_as_a_table() -> None:
    document = Document()
    rows = [
        ("Ερώτηση", "Α", "Β", "Γ", "Απάντηση"),
        ("Τι μαθαίνει;", "πίνακας", "φίλτρο", "ρολόι", "Β"),
        ("Πόσο είναι $2+2$;", "4", "5", "6", "Α"),
    ]
    table = document.add_table(rows=0, cols=5)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    found = read(document)
    assert not found.problems, found.problems
    assert [key(q)[2] for q in found.questions] == [["φίλτρο"], ["4"]]


def test_a_table_with_headers_may_mark_the_right_option_by_its_look() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Question", "A", "B"), strict=True):
        cell.text = text
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = "Which?", "this"
    table.rows[1].cells[2].paragraphs[0].add_run("that").bold = True
    found = read(document)
    assert not found.problems, found.problems
    assert key(found.questions[0]) == ("Which?", ["this", "that"], ["that"])


def test_a_table_for_each_question() -> None:
    document = Document()
    for rows in (
        [("1.", "What learns?"), ("A", "a table"), ("B", "a filter"), ("Answer", "B")],
        # Moodle's own Word template.
        [
            ("Which are even?", "", "", "MA"),
            ("Default mark:", "2", "", ""),
            ("#", "Answers", "Feedback", "Grade"),
            ("A.", "two", "Yes.", "100"),
            ("B.", "three", "No.", "0"),
            ("", "General feedback:", "Halve it.", ""),
        ],
    ):
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph()
    found = read(document)
    assert [key(q)[2] for q in found.questions] == [["a filter"], ["two"]], found.problems
    assert found.questions[1].points == 2
    assert [render_plain(o.feedback) for o in found.questions[1].interaction.options] == ["Yes.", "No."]  # type: ignore[union-attr]


def test_what_is_not_understood_is_listed_with_paragraph_and_text() -> None:
    found = read(
        lines(
            "Welcome to the test!",
            "1. No key here?",
            "A. yes",
            "B. no",
            "2. Fine?",
            "A. yes",
            "B. no",
            "Answer: F",
            "3. Lonely question",
            "4. Good?",
            "A. yes",
            "B. no",
            "Answer: A",
        )
    )
    assert len(found.questions) == 1
    told = {problem.rule: problem for problem in found.problems}
    assert told["import-stray"].source.line == 1 and "Welcome" in told["import-stray"].message
    assert told["import-no-right-answer"].source.line == 2 and "No key here?" in told["import-no-right-answer"].message
    assert told["import-answer"].source.line == 8 and "«F»" in told["import-answer"].message
    assert told["import-no-options"].source.line == 9


def test_hostile_and_broken_documents_are_refused() -> None:
    from zips import zipped

    bomb = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * 60_000_000})
    entity = zipped({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "[Content_Types].xml": b""})
    outside = zipped({"../evil": b"x", "word/document.xml": b"<a/>"})
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100
    for data, rule in (
        (bomb, "import-bomb"),
        (entity, "import-xml-entity"),
        (outside, "import-path"),
        (old, "import-old-office"),
        (b"PK\x03\x04broken", "import-package"),
        (zipped({"word/document.xml": b"<a/>"}), "import-word"),
    ):
        found = READER.read(ImportFile("x.docx", data))
        assert rules(found) == [rule] and not found.questions


def test_equations_become_latex() -> None:
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'

    def run(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    omml = (
        f"<m:oMath {space}><m:f><m:num>{run('1')}</m:num><m:den>{run('n')}</m:den></m:f><m:nary><m:naryPr>"
        f'<m:chr m:val="∑"/></m:naryPr><m:sub>{run("i=1")}</m:sub><m:sup>{run("n")}</m:sup><m:e><m:sSub><m:e>{run("x")}'
        f"</m:e><m:sub>{run('i')}</m:sub></m:sSub></m:e></m:nary></m:oMath>"
    )
    assert omml_to_tex(etree.fromstring(omml)) == r"\frac{1}{n}\sum_{i=1}^{n} x_{i}"
    assert omml_to_tex(etree.fromstring(f"<m:oMath {space}><m:eqArr/></m:oMath>")) is None
    mathml = "<math><msup><mi>x</mi><mn>2</mn></msup><mo>≤</mo><msqrt><mi>α</mi></msqrt></math>"
    assert mathml_to_tex(etree.fromstring(mathml)) == r"x^{2}\le \sqrt{\alpha }"
