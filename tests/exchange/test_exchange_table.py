"""Tables as partners send them back: columns moved and renamed, formulas, numbers, merged cells, other encodings."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from exchange_builders import bundle, form, item, read, rules
from openpyxl.worksheet.worksheet import Worksheet

from machina_scorm.exchange.bundle import Bundle, Standing

MADE = bundle(item("One", "Un"), item("=1+1 is two", "=1+1 font deux"), item("Three", ""))


def rows() -> list[list[str]]:
    return list(csv.reader(io.StringIO(form("csv").write((MADE,)).decode("utf-8-sig"), newline="")))


def as_csv(table: list[list[str]], sign: str = ",", encoding: str = "utf-8") -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=sign).writerows(table)
    return buffer.getvalue().encode(encoding)


def as_xlsx(change: Callable[[Worksheet], object]) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(form("xlsx").write((MADE,))))
    change(workbook["Translation"])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def translations(found: tuple[Bundle, ...]) -> list[str]:
    return [each.msgstr for one in found for _, each in one]


def test_excel_knows_the_csv_and_no_cell_is_a_formula() -> None:
    data = form("csv").write((MADE,))
    assert data.startswith(b"\xef\xbb\xbfid,file,where,note,English,translation,state,base\r\n")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows() for cell in row)
    assert all(not cell or not cell.replace("e", "").isdigit() for row in rows() for cell in row)


def test_columns_in_any_order_and_more_of_them() -> None:
    table = [[*reversed(row), "seen"] for row in rows()]
    table[0][-1] = "remarks"
    found, report = read("csv", as_csv([["Translations for us"], [], *table]))
    assert translations(found) == ["Un", "=1+1 font deux", ""] and not report.problems


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_signs_between_the_columns(sign: str) -> None:
    found, report = read("csv", as_csv(rows(), sign))
    assert translations(found) == ["Un", "=1+1 font deux", ""] and not report.problems


def test_another_encoding_is_read_and_said() -> None:
    table = rows()
    table[1][5] = "Déjà"
    found, report = read("csv", as_csv(table, ";", "cp1252"))
    assert translations(found)[0] == "Déjà"
    (problem,) = report
    assert problem.rule == "import-encoding" and problem.source.line == 2
    assert translations(read("csv", as_csv(table, "\t", "utf-16"))[0])[0] == "Déjà"


def test_a_renamed_column_is_named_with_the_nearest() -> None:
    table = rows()
    table[0][5] = "Translations FR"
    found, report = read("csv", as_csv(table))
    assert not found
    (problem,) = report
    assert problem.rule == "import-column" and problem.source.line == 1
    assert "“Translations FR” in column F" in problem.hint


def test_a_table_without_headers() -> None:
    found, report = read("csv", as_csv(rows()[1:]))
    assert not found and rules(report) == ["import-column"]


def test_a_row_twice() -> None:
    table = rows()
    table.append([*table[1][:5], "Une", *table[1][6:]])
    found, report = read("csv", as_csv(table))
    assert translations(found)[0] == "Un" and len(translations(found)) == 3
    assert [(p.rule, p.source.line) for p in report] == [("import-duplicate", 5)]


def test_a_broken_csv_keeps_what_stands_before() -> None:
    found, report = read("csv", form("csv").write((MADE,)) + b'm123,"no end')
    assert translations(found) == ["Un", "=1+1 font deux", ""]
    assert [(p.rule, p.source.line) for p in report] == [("import-csv", 5)]


def test_the_state_column_speaks() -> None:
    table = rows()
    table[1][6] = "Reviewed"
    found, _ = read("csv", as_csv(table))
    assert next(each.standing for one in found for _, each in one) is Standing.REVIEWED


def test_only_the_translation_and_its_state_can_be_written() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(form("xlsx").write((MADE,))))
    sheet = workbook["Translation"]
    assert sheet.protection.sheet and not sheet.protection.password and sheet.freeze_panes == "A2"
    assert [cell.protection.locked for cell in sheet[2]] == [True] * 5 + [False, False, True]
    assert {cell.data_type for row in sheet.iter_rows(min_row=1, max_row=3) for cell in row if cell.value} == {"s"}
    assert "translation" in str(workbook["How to translate"]["A1"].value)


@pytest.mark.parametrize(
    ("value", "rule"), [("=CONCATENATE(A1)", "import-formula"), (6.4, "import-number"), (True, "import-number")]
)
def test_a_cell_that_is_no_text_is_named_and_the_others_are_kept(value: object, rule: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["F2"].value = value  # type: ignore[assignment]

    found, report = read("xlsx", as_xlsx(change))
    assert translations(found) == ["=1+1 font deux", ""]
    (problem,) = report
    assert problem.rule == rule and problem.source.line == 2 and "Translation!F2" in problem.message


def test_merged_cells_are_named() -> None:
    found, report = read("xlsx", as_xlsx(lambda sheet: sheet.merge_cells("F2:F3")))
    assert translations(found) == [""]
    assert [(p.rule, p.source.line) for p in report] == [("import-merged", 2), ("import-merged", 3)]


def test_columns_moved_in_excel() -> None:
    found, report = read("xlsx", as_xlsx(lambda sheet: (sheet.delete_cols(3, 2), sheet.insert_rows(1))))
    assert translations(found) == ["Un", "=1+1 font deux", ""] and not report.problems


def test_several_sheets() -> None:
    def change(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        copy = book.copy_worksheet(sheet)  # type: ignore[union-attr]
        copy.title = "Rest"
        copy["F4"].value = "Trois"
        book.create_sheet("Questions")["A1"].value = "When is it due?"  # type: ignore[union-attr]

    found, report = read("xlsx", as_xlsx(change))
    assert "Trois" in translations(found)
    assert rules(report) == ["import-sheet"] and "“Questions”" in next(iter(report)).message
