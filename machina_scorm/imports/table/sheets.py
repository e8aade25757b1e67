"""CSV and Excel files as rows of texts.  Formulas and macros are never run: a formula's last value is taken, if any."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from machina_scorm.imports import ImportFile, quoted
from machina_scorm.imports.encoding import decode, guess_encoding
from machina_scorm.imports.office import holds, is_safe
from machina_scorm.imports.table.columns import key_of
from machina_scorm.problems import Report

#: Rows and columns that are read; a bank of questions has fewer, and a hostile file has more.
MOST_ROWS, MOST_COLUMNS = 50_000, 400
_LONGEST_CELL = 500_000

#: What openpyxl raises for a workbook that is damaged.
_DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    SyntaxError,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text and its place as the reader of the message finds it: `Questions!C5`, `column C`."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file (a line for CSV), and its cells that are not empty by column from 0."""

    number: int
    cells: dict[int, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name ("" for CSV) and its rows that are not empty."""

    name: str
    rows: tuple[Row, ...]


def read_sheets(file: ImportFile, report: Report) -> tuple[Sheet, ...]:
    """Return the sheets of a table file; why there are none is in `report`."""
    if file.data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _read_workbook(file, report) if is_safe(file, report) else ()
    text = _text(file, report)
    return () if text is None else (Sheet("", tuple(_read_csv(text, file, report))),)


def _text(file: ImportFile, report: Report) -> str | None:
    """Return a CSV file's text. Excel writes the computer's code page or UTF-16, so these are read, and said."""
    inner = Report()
    text = decode(file, inner)
    if text is not None or file.encoding:
        report.extend(inner.problems)
        return text
    wide = file.data.startswith((b"\xff\xfe", b"\xfe\xff"))
    page = "utf-16" if wide else _page_of(file.data)
    text = file.data.decode(page, "replace")
    if wide:
        return text
    sample = next((line for line in text.splitlines() if not line.isascii()), "")
    hint = "save it as “CSV UTF-8”, or say --encoding, if the letters are wrong"
    report.warn("import-encoding", f"not UTF-8, read as {page}: {quoted(sample)}", file.at(1), hint)
    return text


def _page_of(data: bytes) -> str:
    """Return the code page in which the most headers are known; where they are all Latin, the one that fits best."""
    guessed = guess_encoding(data)
    pages = (guessed, *(page for page in ("cp1252", "cp1253", "cp1250") if page != guessed))
    return max(pages, key=lambda page: _delimiter(data[:20_000].decode(page, "replace"))[0])


def delimiter_of(text: str) -> str:
    """Return the sign between the columns: the one that makes the most known headers of one of the first lines."""
    return _delimiter(text)[1]


def _delimiter(text: str) -> tuple[int, str]:
    """Return how many headers are known at most, and by which sign between them."""
    best, most = ",", -1
    for sign in (",", ";", "\t", "|"):
        rows = list(zip(range(20), _rows(text[:20_000], sign), strict=False))
        hits = max((sum(key_of(cell) is not None for cell in row) for _, (_, row) in rows), default=0)
        if hits > most:
            best, most = sign, hits
    return most, best


def _rows(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield -line, []
            return
        yield line, row


def _read_csv(text: str, file: ImportFile, report: Report) -> Iterator[Row]:
    for count, (line, values) in enumerate(_rows(text, delimiter_of(text))):
        if line < 0:
            hint = 'a " inside a cell is written "" and the cell stands in quotes'
            report.add("import-csv", "the rest of the file is no CSV", file.at(-line), hint)
            return
        if count >= MOST_ROWS or len(values) > MOST_COLUMNS:
            report.add("import-too-many", "too many rows or columns", file.at(line), "split the file")
            return
        cells = {
            at: Cell(value.replace("\r\n", "\n").replace("\r", "\n").strip(), f"column {get_column_letter(at + 1)}")
            for at, value in enumerate(values)
            if value.strip()
        }
        if cells:
            yield Row(line, cells)


def _read_workbook(file: ImportFile, report: Report) -> tuple[Sheet, ...]:
    if holds(file.data, "xl/media/"):
        hint = "put the picture beside the table and write ![what it shows](its-file.png), then import Markdown"
        report.warn("import-picture", "pictures in the sheets are not read", file.at(), hint)
    try:
        values = openpyxl.load_workbook(io.BytesIO(file.data), read_only=True, data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(io.BytesIO(file.data), read_only=True, data_only=False, keep_links=False)
        return tuple(
            Sheet(sheet.title, tuple(_sheet_rows(sheet, formulas[sheet.title], file, report)))
            for sheet in values.worksheets
            if sheet.sheet_state == "visible"
        )
    except _DAMAGED as error:
        report.add("import-workbook", f"the workbook cannot be read: {error}", file.at(), "open it and save it again")
        return ()


def _sheet_rows(sheet: object, written: object, file: ImportFile, report: Report) -> Iterator[Row]:
    for one in (sheet, written):
        one.reset_dimensions()  # type: ignore[attr-defined]
    pairs = zip(sheet.iter_rows(), written.iter_rows(), strict=False)  # type: ignore[attr-defined]
    count = 0
    for number, (row, as_written) in enumerate(pairs, start=1):
        cells: dict[int, Cell] = {}
        for at, (cell, source) in enumerate(zip(row[:MOST_COLUMNS], as_written[:MOST_COLUMNS], strict=False)):
            place = f"{sheet.title}!{get_column_letter(at + 1)}{number}"  # type: ignore[attr-defined]
            text = _value(cell.value, place, number, file, report)
            if source.data_type == "f":
                _say_formula(str(source.value), text, place, number, file, report)
            if text:
                cells[at] = Cell(text, place)
        if cells:
            count += 1
            if count > MOST_ROWS:
                report.add("import-too-many", f"more than {MOST_ROWS:,} rows", file.at(number), "split the file")
                return
            yield Row(number, cells)


def _value(value: object, place: str, number: int, file: ImportFile, report: Report) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return f"{Decimal(repr(value)).normalize():f}" if value == value else ""
        case datetime.date() | datetime.time() | datetime.timedelta():
            hint = "format the cell as text and write it again: Excel made a date of it"
            report.add("import-date", f"{place}: a date stands here: {quoted(str(value))}", file.at(number), hint)
            return ""
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()


def _say_formula(formula: str, text: str, place: str, number: int, file: ImportFile, report: Report) -> None:
    if text:
        message = f"{place}: a formula is not computed, its last value {quoted(text)} is taken: {quoted(formula)}"
        report.warn("import-formula", message, file.at(number), "put the value in its place")
    else:
        message = f"{place}: a formula without a value: {quoted(formula)}"
        report.add("import-formula", message, file.at(number), "write the value, or ' before a text that begins with =")
