"""Questions → rows: what `rows` reads back as the same questions."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from machina_scorm.imports.letters import label_of
from machina_scorm.imports.made import USUAL_PENALTY
from machina_scorm.imports.markdown import has_pictures, write_blocks
from machina_scorm.imports.table.columns import COLUMNS, HINT, LETTERED, header_of
from machina_scorm.model.blocks import Blocks
from machina_scorm.model.credits import MOST_RIGHT, share
from machina_scorm.model.questions import (
    Choice,
    Essay,
    Gap,
    Gaps,
    Interaction,
    Match,
    Number,
    Order,
    Question,
    TextEntry,
)
from machina_scorm.package.archive import entry_time, pack
from machina_scorm.problems import Problem, Severity
from machina_scorm.render.plain import xml_text

Values = Mapping[str, str]

#: Characters that one cell of Excel holds.
LONGEST_CELL = 32_767

_HUNDRED = Decimal(100)
_WIDE = frozenset({"stem", "text", "feedback", "guide"})


def table_losses(questions: Iterable[Question]) -> tuple[Problem, ...]:
    """Return what a table cannot hold of the questions: pictures, and texts longer than a cell."""
    found: list[Problem] = []
    for question in questions:
        texts = (question.stem, *question.hints, question.feedback)
        if any(has_pictures(blocks) for blocks in texts) or has_pictures((question.interaction,)):  # type: ignore[arg-type]
            message = f"{question.id}: a table holds no pictures"
            hint = "Moodle XML holds them"
            found.append(Problem("table-cannot-hold", message, question.source, hint, Severity.WARNING))
        if any(len(value) > LONGEST_CELL for row in question_rows(question) for value in row.values()):
            message = f"{question.id}: a text is longer than the {LONGEST_CELL:,} characters of a cell"
            found.append(Problem("table-cannot-hold", message, question.source, "shorten it", Severity.WARNING))
    return tuple(found)


def question_rows(question: Question) -> Iterator[Values]:
    """Yield a question's row, and one for each gap below it: column key → text."""
    values: dict[str, str] = {"id": question.id, "type": question.type, "stem": write_blocks(question.stem)}
    values |= _interaction(question.interaction)
    values |= {"outcome": question.outcome, "difficulty": question.difficulty}
    values |= {"points": _decimal(question.points) if question.points != 1 else ""}
    values |= {"penalty": _decimal(question.penalty) if question.penalty != USUAL_PENALTY else ""}
    values |= {"shuffle": "" if question.shuffle else "no", "tags": ", ".join(question.tags)}
    values |= {f"hint {n}": write_blocks(hint) for n, hint in enumerate(question.hints, start=1)}
    values |= {"feedback": write_blocks(question.feedback), "author": question.author, "license": question.license}
    values |= {"test": "" if question.in_test else "no"}
    yield {key: value for key, value in values.items() if value}
    if isinstance(question.interaction, Gaps):
        for gap in question.interaction.gaps:
            yield {key: value for key, value in _gap(gap).items() if value}


def _decimal(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _gap(gap: Gap) -> dict[str, str]:
    return {"type": f"gap {gap.mode}"} | _interaction(gap.interaction)


def _interaction(interaction: Interaction) -> dict[str, str]:
    match interaction:
        case Choice(options, _, True):
            right = next(option.id for option in options if option.credit == _HUNDRED)
            by_id = {f"if-{option.id}": write_blocks(option.feedback) for option in options}
            return {"correct": right} | by_id
        case Choice(options, multiple):
            return _choice(interaction, multiple)
        case TextEntry(answers, sensitive, otherwise):
            cells = [(a.text.md, a.credit, a.feedback, "") for a in answers]
            head = {"case-sensitive": "yes" if sensitive else "", "otherwise": write_blocks(otherwise)}
            return head | _answers(cells)
        case Number(numbers, unit, otherwise):
            cells = [(f"{n.value:f}", n.credit, n.feedback, f"{n.tolerance:f}" if n.tolerance else "") for n in numbers]
            return {"unit": unit.md if unit else "", "otherwise": write_blocks(otherwise)} | _answers(cells)
        case Match(pairs, distractors):
            found = {f"option {label_of(n)}": write_blocks(pair.text) for n, pair in enumerate(pairs)}
            found |= {f"match {label_of(n)}": pair.match.md for n, pair in enumerate(pairs)}
            return found | {f"match {label_of(len(pairs) + n)}": text.md for n, text in enumerate(distractors)}
        case Order(items, right_, wrong):
            found = {f"option {label_of(n)}": write_blocks(item.text) for n, item in enumerate(items)}
            return found | {"feedback-right": write_blocks(right_), "feedback-wrong": write_blocks(wrong)}
        case Gaps(text):
            return {"text": write_blocks(text)}
        case Essay(guide, template, lines, low, high):
            sizes = {"lines": str(lines) if lines != 15 else ""}
            sizes |= {"min-words": str(low or ""), "max-words": str(high or "")}
            return {"guide": write_blocks(guide), "template": write_blocks(template)} | sizes


def _choice(choice: Choice, multiple: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    right: list[str] = []
    worth = share(min(max(sum(option.credit > 0 for option in choice.options), 1), MOST_RIGHT))
    for place, option in enumerate(choice.options):
        letter = label_of(place)
        found[f"option {letter}"] = write_blocks(option.text)
        found[f"feedback {letter}"] = write_blocks(option.feedback)
        correct = option.credit > 0 if multiple else option.credit == _HUNDRED
        right += [letter] if correct else []
        usual = (worth if correct else -worth) if multiple else _HUNDRED if correct else Decimal(0)
        if option.credit != usual:
            found[f"credit {letter}"] = _decimal(option.credit)
    return found | {"correct": " ".join(right)}


def _answers(cells: Sequence[tuple[str, Decimal, Blocks, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, (text, credit, feedback, tolerance) in enumerate(cells):
        letter = label_of(place)
        found |= {f"option {letter}": text, f"feedback {letter}": write_blocks(feedback)}
        found |= {f"credit {letter}": _decimal(credit) if credit != _HUNDRED else "", f"tolerance {letter}": tolerance}
    return found


def keys_of(rows: Sequence[Values], letters: int = 0, hints: int = 0) -> list[str]:
    """Return the columns that the rows use, in the template's order; at least so many letters and hints."""
    used = {key for row in rows for key in row}
    keys = [column.key for column in COLUMNS if column.key in used or letters]
    at = keys.index("correct") if "correct" in keys else keys.index("stem") + 1
    lettered = [
        f"{column.key} {letter}"
        for letter in map(label_of, range(50))
        for column in LETTERED
        if f"{column.key} {letter}" in used or (label_of(letters) > letter and len(letter) == 1 and letters)
    ]
    hint_keys = [f"{HINT.key} {n}" for n in range(1, 21) if f"{HINT.key} {n}" in used or n <= hints]
    return [*keys[:at], *lettered, *keys[at:], *hint_keys]


def write_csv(questions: Iterable[Question]) -> bytes:
    """Return questions as CSV: UTF-8 with a byte-order mark, by which Excel knows it; commas, CRLF (RFC 4180)."""
    return rows_csv([row for question in questions for row in question_rows(question)])


def rows_csv(rows: Sequence[Values]) -> bytes:
    """Return rows as CSV."""
    keys = keys_of(rows)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([header_of(key) for key in keys])
    writer.writerows([row.get(key, "") for key in keys] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def write_xlsx(questions: Iterable[Question]) -> bytes:
    """Return questions as an Excel workbook of one sheet, all cells texts."""
    rows = [row for question in questions for row in question_rows(question)]
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    fill_sheet(sheet, rows, keys_of(rows))
    return workbook_bytes(workbook)


def fill_sheet(sheet: Worksheet, rows: Sequence[Values], keys: Sequence[str]) -> None:
    """Write headers and rows; nothing that begins with = becomes a formula."""
    sheet.title = "Questions"
    for at, key in enumerate(keys, start=1):
        head = sheet.cell(1, at, header_of(key))
        head.font = Font(bold=True)
        wide = key in _WIDE or key.startswith(("option", "feedback"))
        sheet.column_dimensions[get_column_letter(at)].width = 42 if wide else 14
    for number, row in enumerate(rows, start=2):
        for at, key in enumerate(keys, start=1):
            value = row.get(key, "")
            if value:
                cell = sheet.cell(number, at)
                cell.value = xml_text(value)[:LONGEST_CELL]
                cell.data_type = "s"
                cell.number_format = "@"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "D2"


def workbook_bytes(workbook: Workbook) -> bytes:
    """Return a workbook's bytes without the time of day."""
    moment = datetime.datetime(*entry_time())
    workbook.properties.creator = "machina-scorm"
    workbook.properties.created = moment
    buffer = io.BytesIO()
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = etree.fromstring(parts["docProps/core.xml"])
    for element in core.iter("{http://purl.org/dc/terms/}modified", "{http://purl.org/dc/terms/}created"):
        element.text = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    parts["docProps/core.xml"] = etree.tostring(core, encoding="UTF-8", xml_declaration=True)
    return pack(parts, first=("[Content_Types].xml",))
