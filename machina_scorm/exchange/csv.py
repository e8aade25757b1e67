"""CSV for partners with any spreadsheet: UTF-8 with a byte-order mark, by which Excel knows it (RFC 4180)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from openpyxl.utils import get_column_letter

from machina_scorm.exchange import Format
from machina_scorm.exchange._table import Cell, Row, bundles_of, find_head, headers_of, key_of, read_rows, rows_of
from machina_scorm.exchange.bundle import Bundle
from machina_scorm.imports.encoding import guess_encoding
from machina_scorm.problems import Report
from machina_scorm.source import Source

#: What a spreadsheet may take for a formula. An apostrophe before it makes it a text, and one more before ours.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SIGNS = (",", ";", "\t", "|")
_LONGEST_CELL = 500_000


def write(bundles: tuple[Bundle, ...]) -> bytes:
    """Return one bundle as CSV."""
    (bundle,) = bundles
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(headers_of(bundle))
    writer.writerows([_guard(cell) for cell in row] for row in rows_of(bundle))
    return buffer.getvalue().encode("utf-8-sig")


def _guard(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def recognise(data: bytes) -> bool:
    """Tell whether one of the first lines has our columns."""
    if data.startswith((b"PK", b"<", b"\xef\xbb\xbf<")):
        return False
    start = _decoded(data[:20_000])[0]
    return any(find_head(_rows(start, sign)) is not None for sign in _SIGNS)


def read(data: bytes, source: Source, report: Report) -> tuple[Bundle, ...]:
    """Read CSV as any program writes it: separated by commas, semicolons or tabs, in any encoding.

    Rules: `import-csv`, `import-encoding` (a warning where the encoding had to be guessed), and those of read_rows.
    """
    text, page = _decoded(data)
    if page:
        line = next((number for number, line in enumerate(data.split(b"\n"), 1) if not line.isascii()), 0)
        hint = "look at the letters; “CSV UTF-8” keeps them all"
        report.warn("import-encoding", f"not UTF-8, read as {page}", Source(source.path, line), hint)
    rows = []
    for row in _rows(text, _sign(text)):
        if row.number < 0:
            hint = 'a " inside a cell is written "" and the cell stands in quotes; what follows is not taken'
            report.add("import-csv", "the rest of the file is no CSV", Source(source.path, -row.number), hint)
            break
        rows.append(row)
    return bundles_of(read_rows(tuple(rows), source, report))


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text, and the encoding where it had to be guessed."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").removeprefix("\ufeff"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8-sig"), ""  # cut in the middle of a letter
        page = guess_encoding(data)
        return data.decode(page, "replace"), page


def _sign(text: str) -> str:
    """Return the sign between the columns: the one that makes the most known headers."""

    def hits(sign: str) -> int:
        head = find_head(_rows(text[:20_000], sign))
        return sum(bool(key_of(cell.text)) for cell in head.cells.values()) if head else 0

    return max(_SIGNS, key=hits)


def _rows(text: str, sign: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(-number, {})
            return
        cells = {
            at: Cell(_unguard(value.replace("\r\n", "\n")), f"column {get_column_letter(at + 1)}")
            for at, value in enumerate(values[:400])
            if value.strip()
        }
        if cells:
            yield Row(number, cells)


FORMAT = Format("csv", (".csv",), recognise, write, read)
