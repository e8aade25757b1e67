"""Tables of questions: the template, the round trip, other people's files, and what is refused with its cell."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from strategies import KINDS
from strategies import question as any_question
from zips import zipped

from machina_scorm.imports import Imported, ImportFile
from machina_scorm.imports.letters import label_of, place_of
from machina_scorm.imports.table import READER, table_losses, template, write_csv, write_template, write_xlsx
from machina_scorm.imports.table.columns import GAP_ROWS, QUESTION_TYPES, key_of
from machina_scorm.model.blocks import Figure
from machina_scorm.model.questions import Choice, Number, Question
from machina_scorm.model.text import iter_nodes
from machina_scorm.problems import Severity
from machina_scorm.render.plain import render_plain


def read(data: bytes | str, name: str = "bank.csv", encoding: str = "") -> Imported:
    return READER.read(ImportFile(name, data.encode() if isinstance(data, str) else data, encoding))


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def plain(question: Question) -> Question:
    """A question without the idnumber that a file gives it."""
    return replace(question, key="")


def test_the_template_is_read_without_a_remark_and_shows_every_type() -> None:
    data = template()
    assert data == template()
    assert READER.recognise(data, "anything") > 90
    found = read(data, "template.xlsx")
    assert not found.problems, found.problems
    assert {question.type for question in found.questions} == set(QUESTION_TYPES)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Questions"]
    lists = [validation.formula1 for validation in sheet.data_validations.dataValidation]
    assert any(all(name in formula for name in (*QUESTION_TYPES, *GAP_ROWS)) for formula in lists)


def test_the_template_is_written_as_csv_too(tmp_path: Path) -> None:
    for name in ("template.csv", "template.xlsx"):
        write_template(tmp_path / name)
        found = read((tmp_path / name).read_bytes(), name)
        assert len(found.questions) == len(QUESTION_TYPES) and not found.problems


@pytest.mark.parametrize(("write", "name"), [(write_csv, "bank.csv"), (write_xlsx, "bank.xlsx")])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(data=st.data())
def test_what_is_written_is_read_back(write, name: str, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    question = data.draw(any_question(data.draw(st.sampled_from(sorted(KINDS)))))
    if any(isinstance(node, Figure) for node in iter_nodes(question)):
        assert [problem.rule for problem in table_losses([question])] == ["table-cannot-hold"]
        return
    found = read(write([question]), name)
    assert [plain(q) for q in found.questions] == [plain(question)], found.problems
    assert not found.problems


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1253"])
def test_signs_and_encodings_are_recognised(sign: str, encoding: str) -> None:
    rows = [
        ["Ερώτηση", "Α", "Β", "Γ", "Απάντηση"],
        ["Ποιο πρόγραμμα μαθαίνει;", "ο πίνακας", "το φίλτρο", "η ώρα", "Β"],
    ]
    data = "\r\n".join(sign.join(f'"{cell}"' for cell in row) for row in rows).encode(encoding)
    assert READER.recognise(data, "bank.csv") > 0
    found = read(data)
    (question,) = found.questions
    assert isinstance(question.interaction, Choice)
    assert [render_plain(o.text) for o in question.interaction.options if o.credit > 0] == ["το φίλτρο"]
    expected = [] if encoding != "cp1253" else ["import-encoding"]
    assert [problem.rule for problem in found.problems] == expected


def test_romanian_in_cp1250_is_read_and_said() -> None:
    text = "Întrebare;A;B;Răspuns\nCâţi paşi are?;unu şi jumătate;două mâini;A\n"
    found = read(text.encode("cp1250"))
    assert "Câţi paşi" in render_plain(found.questions[0].stem)
    assert [p.rule for p in found.problems] == ["import-encoding"] and "cp1250" in found.problems[0].message
    assert not read(text.encode("cp1250"), encoding="cp1250").problems


def test_moved_and_renamed_columns_are_known_and_unknown_ones_reported_with_their_cell() -> None:
    found = read(
        workbook(
            ("Bank of the year",),
            ("Correct answer", "Choice 2", "Question text", "Option A", "Secret", "Marks"),
            ("B", "a filter", "What learns?", "a table", "hush", 2),
        ),
        "bank.xlsx",
    )
    (question,) = found.questions
    assert question.type == "single" and question.points == 2 and question.source.line == 3
    (problem,) = found.problems
    assert problem.rule == "import-column" and "«Secret»" in problem.message and "Sheet!E3" in problem.message


def test_types_are_told_from_the_cells_and_by_other_names() -> None:
    found = read(
        "type,stem,A,B,C,correct,match A,match B\n"
        ",One?,x,y,z,B,,\n,Two?,x,y,z,A C,,\nTF,True?,,,,richtig,,\nMC,Three?,x,y,z,AB,,\n,Pair?,x,y,,,1,2\n"
        "Multiple Choice,Four?,x,y,z,y,,\n"
    )
    assert not found.problems, found.problems
    assert [q.type for q in found.questions] == ["single", "multiple", "true-false", "multiple", "matching", "single"]


def test_numbers_with_commas_and_ranges() -> None:
    found = read("type;stem;A;tolerance A;B;credit B\nnumerical;How many?;3,5;0,25;1..2;50\nnumerical;And?;1,000;;;\n")
    (question,) = found.questions
    assert isinstance(question.interaction, Number)
    assert [(str(a.value), str(a.tolerance)) for a in question.interaction.answers] == [("3.5", "0.25"), ("1.5", "0.5")]
    (problem,) = found.problems
    assert problem.source.line == 3 and "column C" in problem.message and "«1,000»" in problem.message


@pytest.mark.parametrize(
    ("row", "rule", "cell"),
    [
        ("single,Which?,a,b,X", "import-correct", "column E"),
        ("single,Which?,a,a,A", "question-option-duplicate", "column D"),
        ("single,Which <b>now</b>?,a,b,A", "raw-html", "column B"),
        ("single,,a,b,A", "import-no-stem", ""),
        ("singel,Which?,a,b,A", "import-type", "column A"),
        (",Which?,a,b,", "import-type", ""),
        ("single,![x](figures/x.png),a,b,A", "import-picture", "column B"),
        ("true-false,Which?,,,maybe", "import-correct", "column E"),
        ("gap text,,a,,", "import-gaps", "column A"),
    ],
)
def test_rows_that_cannot_be_read_are_listed_with_their_cell_and_text(row: str, rule: str, cell: str) -> None:
    found = read(f"type,stem,A,B,correct\n{row}\nsingle,Sound?,a,b,B\n")
    assert len(found.questions) == 1
    errors = [problem for problem in found.problems if problem.severity is Severity.ERROR]
    assert {(problem.rule, problem.source.line) for problem in errors} == {(rule, 2)}
    assert cell in errors[0].message and "«" in errors[0].message


def test_cells_without_a_use_are_reported() -> None:
    found = read("type,stem,A,B,correct,unit\nsingle,Which?,a,b,B,cm\n")
    assert [problem.rule for problem in found.problems] == ["import-cell-unused"] and "«cm»" in found.problems[
        0
    ].message


def test_formulas_and_dates_are_never_taken_for_text() -> None:
    rows = [("stem", "A", "B", "correct"), ('=HYPERLINK("http://x")', "a", "b", "A"), ("Half?", "1", "x", "A")]
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    from datetime import datetime

    book.active["C3"] = datetime(2026, 2, 1)  # type: ignore[index]
    buffer = io.BytesIO()
    book.save(buffer)
    found = read(buffer.getvalue(), "bank.xlsx")
    assert not found.questions
    told = {problem.rule: problem.message for problem in found.problems}
    assert "Sheet!A2" in told["import-formula"] and "Sheet!C3" in told["import-date"]


def test_a_text_that_begins_with_an_equals_sign_stays_a_text() -> None:
    (question,) = read("stem,A,B,correct\n=1+1?,=2,=3,A\n").questions
    data = write_xlsx([question])
    assert openpyxl.load_workbook(io.BytesIO(data))["Questions"]["C2"].data_type == "s"
    assert [plain(q) for q in read(data, "x.xlsx").questions] == [plain(question)]
    assert data == write_xlsx([question])


def test_hostile_files_are_refused_quickly() -> None:
    bomb = zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 60_000_000})
    entity = zipped({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'})
    for data, rule in (
        (bomb, "import-bomb"),
        (entity, "import-xml-entity"),
        (zipped({"xl/workbook.xml": b"<a/>"}), "import-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "import-old-office"),
    ):
        found = read(data, "x.xlsx")
        assert [problem.rule for problem in found.problems] == [rule]
    long = read("stem,A,B,correct\n" + 'a,"' + "x" * 600_000 + '",b,A\n')
    assert [problem.rule for problem in long.problems] == ["import-csv"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.xlsx"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    for prefix in (b"", b"stem,A,B,correct\n", b"PK\x03\x04"):
        READER.recognise(prefix + data, name)
        read(prefix + data, name)


def test_letters_of_every_alphabet_have_their_places() -> None:
    assert [place_of(letter) for letter in ("A", "b)", "Γ", "δ.", "В", "3", "AB")] == [0, 1, 2, 3, 2, 2, 27]
    assert [place_of(label_of(place)) for place in range(50)] == list(range(50))
    assert key_of("Option Γ") == "option C" and key_of("answer3") == "option C" and key_of("Hint") == "hint 1"
    assert key_of("wombat") is None
