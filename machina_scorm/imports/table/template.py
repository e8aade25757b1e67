"""The template: a workbook with the columns, an example of every question type, and a sheet that explains both."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from machina_scorm.imports.table.columns import COLUMNS, GAP_ROWS, HINT, LETTERED, QUESTION_TYPES
from machina_scorm.imports.table.write import Values, fill_sheet, keys_of, rows_csv, workbook_bytes

_LETTERS, _HINTS, _ROWS = 6, 2, 1000
_YES = ("yes", "no")

#: One row for every type, and for every kind of gap.
EXAMPLES: tuple[Values, ...] = (
    {
        "id": "q-filter", "type": "single", "stem": "Which of these is a *learned* program?", "correct": "B",
        "option A": "A tax calculator", "feedback A": "No. Its rules stand in the law.",
        "option B": "A spam filter fitted to marked messages", "feedback B": "Right. The examples made its rules.",
        "option C": "A spam filter with a list of words that somebody keeps", "credit C": "25",
        "outcome": "k1", "difficulty": "easy", "tags": "basics, learning",
        "hint 1": "Who or what chose the rules?", "feedback": "Ask where the rules come from.",
    },
    {
        "id": "q-supervised", "type": "multiple", "stem": "Which tasks are supervised?", "correct": "A C",
        "option A": "Predicting a price from past sales", "option B": "Grouping customers without given groups",
        "option C": "Sorting mail by marked examples", "option D": "Finding odd lines in an unmarked log",
        "feedback": "Supervised means that the answers are known.", "points": "2",
    },
    {
        "id": "q-mean", "type": "true-false", "stem": "The largest error is never above the mean error.",
        "correct": "false", "if-true": "No: a mean lies between the values.", "if-false": "Right.",
    },
    {
        "id": "q-terms", "type": "matching", "stem": "Give each part its term.",
        "option A": "The age of the laptop", "match A": "feature",
        "option B": "The price that it fetched", "match B": "label", "match C": "baseline",
        "feedback": "What is asked for is the label.",
    },
    {
        "id": "q-word", "type": "short-answer", "stem": "A model that knows its examples by heart is …",
        "option A": "overfitted", "option B": "overfit", "credit B": "75",
        "otherwise": "Think of its errors on new data.",
    },
    {
        "id": "q-error", "type": "numerical", "stem": "The errors are 6, 4 and 5. What is their mean, $\\bar{e}$?",
        "option A": "5", "tolerance A": "0.01", "option B": "4.5..5.5", "credit B": "50", "unit": "minutes",
        "otherwise": "Add them up and divide by three.",
    },
    {
        "id": "q-steps", "type": "ordering", "stem": "Put the steps in order.",
        "option A": "Gather data", "option B": "Train", "option C": "Test on new data",
        "feedback-right": "Right.", "feedback-wrong": "Testing comes last.",
    },
    {
        "id": "q-gaps", "type": "gaps", "stem": "Fill in the gaps.",
        "text": "A [[1]] is what is asked for. It is [[2]] for new data. `[[3]]` trains the model, in [[4]] steps.",
        "feedback": "Look at the lesson's second page.",
    },
    {"type": "gap select", "correct": "A", "option A": "label", "option B": "feature"},
    {"type": "gap drag", "correct": "A", "option A": "predicted", "option B": "measured"},
    {"type": "gap text", "option A": "fit", "option B": "fit()"},
    {"type": "gap number", "option A": "100", "tolerance A": "0"},
    {
        "id": "q-essay", "type": "essay", "stem": "Would you use machine learning here? Give reasons.",
        "guide": "One point for each sound reason, three at most.", "lines": "12", "min-words": "50", "points": "3",
    },
)  # fmt: skip


def template() -> bytes:
    """Return the template's bytes, the same at every call."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    keys = keys_of(EXAMPLES, _LETTERS, _HINTS)
    fill_sheet(sheet, EXAMPLES, keys)
    lists = (("type", (*QUESTION_TYPES, *GAP_ROWS)), ("difficulty", ("easy", "medium", "hard")), ("test", _YES))
    for key, choices in (*lists, ("shuffle", _YES), ("case-sensitive", _YES)):
        column = get_column_letter(keys.index(key) + 1)
        allowed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        allowed.add(f"{column}2:{column}{_ROWS}")
        sheet.add_data_validation(allowed)
    _write_help(workbook.create_sheet("Help"))
    return workbook_bytes(workbook)


def write_template(path: Path) -> None:
    """Write the template to `path`: as CSV, without the help, where that is its suffix, else as a workbook."""
    path.write_bytes(rows_csv(EXAMPLES) if path.suffix.lower() == ".csv" else template())


def _write_help(sheet: Worksheet) -> None:
    rows = [
        ("How to fill in the sheet Questions", ""),
        ("", "One row is one question. Columns may be moved, left out and renamed; other sheets are not read."),
        ("", "Texts are Markdown: *emphasis*, **strong**, `code`, $formula$, - lists. Alt+Enter begins a new line."),
        ("", "A row of type gaps is followed by one row for each gap: gap select, gap drag, gap text, gap number."),
        ("", "Format cells as text: Excel makes dates of answers such as 1/2."),
        ("", "The examples show every type once; delete them when you begin."),
        ("Column", "What stands in it"),
        *((column.key, column.help) for column in COLUMNS),
        ("A, B, C …", LETTERED[0].help),
        *((f"{column.key} A, B …", column.help) for column in LETTERED[1:]),
        (f"{HINT.key} 1, 2 …", HINT.help),
    ]
    for number, (name, words) in enumerate(rows, start=1):
        sheet.cell(number, 1, name).font = Font(bold=number in (1, 7))
        cell = sheet.cell(number, 2, words)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=number == 7)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100
