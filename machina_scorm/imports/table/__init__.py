"""Tables of questions, CSV and Excel: one row a question, columns known by their headers (docs/questions.md).

`columns` knows the headers, `sheets` the files, `rows` makes questions of rows, `write` rows of questions.
"""

from __future__ import annotations

from machina_scorm.dialect import Assets
from machina_scorm.imports import Imported, ImportFile, Reader, quoted
from machina_scorm.imports.ids import give_ids
from machina_scorm.imports.office import OLD, holds
from machina_scorm.imports.table.cells import RowCells
from machina_scorm.imports.table.columns import GAP_ROWS, key_of
from machina_scorm.imports.table.rows import kind_of, read_row
from machina_scorm.imports.table.sheets import Cell, Row, Sheet, delimiter_of, read_sheets
from machina_scorm.imports.table.template import template, write_template
from machina_scorm.imports.table.write import table_losses, write_csv, write_xlsx
from machina_scorm.model.questions import Question
from machina_scorm.problems import Report

__all__ = ["READER", "table_losses", "template", "write_csv", "write_template", "write_xlsx"]

#: How far down a sheet the headers may stand, and how many of them must be known.
_HEAD_ROWS, _KNOWN = 20, 2


def recognise(data: bytes, name: str) -> int:
    """Tell how surely the bytes are a table of questions."""
    suffix = name.lower().rpartition(".")[2]
    if data.startswith(b"PK"):
        return 95 if holds(data, "xl/workbook") else 0
    if data.startswith(OLD):
        return 90 if suffix == "xls" else 0
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = data[:20_000].decode("utf-16" if wide else "utf-8-sig", "replace")
    lines = head.splitlines()[:_HEAD_ROWS]
    sign = delimiter_of(head)
    known = max((len({key_of(cell.strip('" ')) for cell in line.split(sign)} - {None}) for line in lines), default=0)
    if known >= 4 or (known >= _KNOWN and suffix in ("csv", "tsv")):
        return 85
    return 20 if suffix in ("csv", "tsv") else 0


def read(file: ImportFile) -> Imported:
    """Return the questions of a table."""
    report = Report()
    found: list[Question] = []
    for sheet in read_sheets(file, report):
        found += read_sheet(sheet, file, report)
    if not found and not report.errors:
        hint = "begin with the template: machina questions template"
        report.add("import-no-question", "no sheet has the columns of a table of questions", file.at(1), hint)
    return Imported(give_ids([(question, "") for question in found]), tuple(report))


def read_sheet(sheet: Sheet, file: ImportFile, report: Report, assets: Assets | None = None) -> list[Question]:
    """Return the questions of one sheet, without ids; `assets` has its pictures where there are any."""
    head = head_of(sheet)
    if head is None:
        if sheet.rows and not _is_help(sheet):
            message = f"the sheet {sheet.name} has no row of headers and is not read: {quoted(_words(sheet.rows[0]))}"
            report.warn("import-sheet", message, file.at(1), "name its columns as in the template")
        return []
    columns = _columns(head, sheet, file, report)
    rows = [
        RowCells(row, {columns[at]: cell for at, cell in row.cells.items() if at in columns}, file, report, assets)
        for row in sheet.rows
        if row.number > head.number
    ]
    questions: list[Question] = []
    for row, gaps in _grouped([row for row in rows if row.cells], report):
        kind = kind_of(row)
        question = read_row(row, kind, gaps) if kind else None
        if question is not None:
            questions.append(question)
    return questions


def _grouped(rows: list[RowCells], report: Report) -> list[tuple[RowCells, list[RowCells]]]:
    """Put the rows of gaps to the row of type gaps above them."""
    found: list[tuple[RowCells, list[RowCells]]] = []
    for row in rows:
        if row.text("type").strip().casefold().replace("-", " ") in GAP_ROWS:
            if found:
                found[-1][1].append(row)
            else:
                row.error("import-gaps", row.get("type"), "a gap without a text above it", "put the row gaps above it")
        else:
            found.append((row, []))
    for row, gaps in found:
        if gaps and kind_of(row) not in ("gaps", ""):
            gaps[0].error("import-gaps", gaps[0].get("type"), "a gap below a row of another type", "move it")
    return found


def head_of(sheet: Sheet) -> Row | None:
    """Return the row of headers: the first with two known ones, of them the question's text."""
    for row in sheet.rows[:_HEAD_ROWS]:
        keys = {key_of(cell.text) for cell in row.cells.values()} - {None}
        if len(keys) >= _KNOWN and "stem" in keys:
            return row
    return None


def _columns(head: Row, sheet: Sheet, file: ImportFile, report: Report) -> dict[int, str]:
    """Return the key of each column; unknown and doubled ones are reported with their first cell."""
    columns: dict[int, str] = {}
    for at, cell in head.cells.items():
        key = key_of(cell.text)
        if key is None or key in columns.values():
            lost = _first_below(at, head, sheet)
            if lost:
                why = "is not known" if key is None else f"stands twice (as {key})"
                message = f"{cell.place}: the column {quoted(cell.text)} {why} and is not read"
                message += f"; {lost.place}: {quoted(lost.text)}"
                hint = "rename it as in the template, or take it out"
                report.warn("import-column", message, file.at(head.number), hint)
        else:
            columns[at] = key
    for at in sorted({at for row in sheet.rows for at in row.cells if row.number > head.number} - set(head.cells)):
        first = _first_below(at, head, sheet)
        if first:
            message = f"{first.place}: a cell below no header is not read: {quoted(first.text)}"
            report.warn("import-column", message, file.at(head.number), "give the column a header")
    return columns


def _first_below(at: int, head: Row, sheet: Sheet) -> Cell | None:
    return next((row.cells[at] for row in sheet.rows if row.number > head.number and at in row.cells), None)


def _words(row: Row) -> str:
    return " | ".join(cell.text for cell in row.cells.values())


def _is_help(sheet: Sheet) -> bool:
    """Tell whether a sheet is the template's page of explanations."""
    return bool(sheet.rows) and _words(sheet.rows[0]).startswith("How to fill in")


READER = Reader("table", (".xlsx", ".csv", ".tsv", ".xlsm", ".xls"), recognise, read)
