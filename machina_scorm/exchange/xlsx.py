"""Excel for partners: a sheet of texts, all cells locked but the translations, and a sheet that says what to do."""

from __future__ import annotations

import openpyxl
from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from machina_scorm.exchange import Format
from machina_scorm.exchange._table import bundles_of, find_head, headers_of, read_rows, rows_of
from machina_scorm.exchange._workbook import BY_NUMBER, read_workbook
from machina_scorm.exchange.bundle import Bundle
from machina_scorm.imports.office import holds
from machina_scorm.imports.table.write import workbook_bytes
from machina_scorm.problems import Report
from machina_scorm.source import Source

SHEET, HELP_SHEET = "Translation", "How to translate"

_WIDTHS = (15, 14, 34, 26, 60, 60, 14, 12)
_FONT = "Calibri"  # what Excel gives cells without a font of their own
_OPEN_COLUMNS = (6, 7)  # translation and state
_MISSING_FILL = PatternFill("solid", start_color="FFF7D6")

_HELP = (
    "Write your translations into the column “translation”, one cell for each text. Everything else is locked, so that "
    "nothing is lost by mistake; the columns may be made wider.",
    "A yellow cell has no translation yet. If you do not know one, leave it empty.",
    "The column “where” says where a text stands, “note” what its author wants you to know.",
    "Signs in the text have a meaning. Keep them, and put them around the words they belong to:",
    "   **bold**   *emphasis*   [a link](https://example.org): translate the words in [ ], never what stands in ( )",
    "   `code` between backticks and $formulas$ between dollar signs stay exactly as they are",
    "   {name} and [[1]] are filled in later: keep them, where your sentence needs them",
    "The column “state” may be changed: translated, if you have checked a text that says machine or needs review; "
    "reviewed, if you have read somebody else's translation against the English.",
    "Please do not add, delete or merge rows, and do not rename the columns.",
    "Save the file as Excel workbook (.xlsx) and send it back.",
)


def write(bundles: tuple[Bundle, ...]) -> bytes:
    """Return one bundle as an Excel workbook."""
    (bundle,) = bundles
    workbook = openpyxl.Workbook()
    workbook.properties.title = f"{bundle.course} ({bundle.language})"
    workbook.properties.subject = bundle.course
    workbook.properties.language = bundle.language
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    _fill(sheet, bundle)
    _help(workbook.create_sheet(HELP_SHEET))
    return workbook_bytes(workbook)


def _fill(sheet: Worksheet, bundle: Bundle) -> None:
    sheet.title = SHEET
    for at, (header, width) in enumerate(zip(headers_of(bundle), _WIDTHS, strict=True), 1):
        _put(sheet, 1, at, header).font = Font(name=_FONT, size=11, bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate(rows_of(bundle), 2):
        for at, text in enumerate(row, 1):
            cell = _put(sheet, number, at, text)
            if at in _OPEN_COLUMNS:
                cell.protection = Protection(locked=False)
            elif at in (1, 2, 8):
                cell.font = Font(name=_FONT, size=11, color="808080")
            if at == _OPEN_COLUMNS[0] and not text:
                cell.fill = _MISSING_FILL
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_WIDTHS))}{sheet.max_row}"
    protection = sheet.protection
    protection.sheet = True
    # False is what may be done in spite of the protection (ECMA-376 part 1, 18.3.1.85).
    protection.formatColumns = protection.formatRows = protection.formatCells = False
    protection.autoFilter = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _put(sheet: Worksheet, row: int, column: int, text: str) -> ExcelCell:
    """Write a text; nothing that begins with = becomes a formula, 1.5 stays a text."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, ExcelCell)
    if text:
        cell.value = BY_NUMBER.sub(r"_x005F_x\1_", text)
        cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _help(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(_HELP, 1):
        _put(sheet, number, 1, line)


def recognise(data: bytes) -> bool:
    """Tell whether it is an Excel workbook."""
    return holds(data, "xl/workbook.xml")


def read(data: bytes, source: Source, report: Report) -> tuple[Bundle, ...]:
    """Read a workbook; formulas are never computed, macros never run.

    Rules: those of read_workbook and read_rows, `import-sheet`, `import-merged`, `import-formula`, `import-number`.
    """
    course, sheets = read_workbook(data, source, report)
    ours = [sheet for sheet in sheets if find_head(sheet.rows)]
    for sheet in sheets if ours else ():
        if sheet.rows and sheet.title != HELP_SHEET and sheet not in ours:
            message = f"the sheet “{sheet.title}” has no column “translation” and is passed over"
            report.warn("import-sheet", message, source, "name the columns as in the sheet that you were sent")
    items = [item for sheet in ours or sheets[:1] for item in read_rows(sheet.rows, source, report)]
    return bundles_of(items, course)


FORMAT = Format("xlsx", (".xlsx",), recognise, write, read)
