"""A stranger's Excel workbook as rows: read cell by cell, so that no file, however made, fills the memory."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl
from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from machina_scorm.exchange._table import Cell, Row
from machina_scorm.imports import ImportFile
from machina_scorm.imports.limits import Package, open_package
from machina_scorm.imports.office import is_safe
from machina_scorm.problems import Report
from machina_scorm.source import Source

_MOST_ROWS, _MOST_COLUMNS, _MOST_MERGED = 100_000, 60, 200

#: A character that Excel writes by its number: `_x0041_` is A. The mark itself is written `_x005F_x0041_`.
BY_NUMBER = re.compile(r"_x([0-9A-Fa-f]{4})_")

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    SyntaxError,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: its rows that are not empty, and its merged areas (`F3:F5`)."""

    title: str
    rows: tuple[Row, ...]
    merged: tuple[str, ...] = ()


def read_workbook(data: bytes, source: Source, report: Report) -> tuple[str, tuple[Sheet, ...]]:
    """Return the subject that a workbook's properties state, and its sheets; why there are none is in `report`.

    Rules: those of is_safe, `import-workbook`, `import-too-large`. Formulas are not computed, macros not run.
    """
    file = ImportFile(source.path, data)
    if not is_safe(file, report):
        return "", ()
    with open_package(file, report) as package:
        merged = _merged(package, report) if package is not None else {}
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        found = []
        for sheet in sheets:
            areas = merged.get(sheet.title, ())
            if len(areas) > _MOST_MERGED:
                message = f"{sheet.title}: {len(areas):,} merged areas"
                report.add("import-merged", message, source, "copy the texts into the file that you were sent")
                continue
            found.append(Sheet(sheet.title, tuple(_rows(sheet, areas, source, report)), areas))
        return workbook.properties.subject or "", tuple(found)
    except _DAMAGED as error:
        hint = "open it and save it again as .xlsx"
        report.add("import-workbook", f"the workbook cannot be read: {error}", source, hint)
        return "", ()


def _merged(package: Package, report: Report) -> dict[str, tuple[str, ...]]:
    """Return the merged areas by the sheet's title; openpyxl knows them only if it holds every cell."""
    paths = {}
    relations = _tree(package, "xl/_rels/workbook.xml.rels", report)
    if relations is not None:
        paths = {str(each.get("Id")): str(each.get("Target", "")) for each in relations.iter() if each.get("Id")}
    book = _tree(package, "xl/workbook.xml", report)
    found: dict[str, tuple[str, ...]] = {}
    for sheet in book.iter(f"{_MAIN}sheet") if book is not None else ():
        target = posixpath.normpath(posixpath.join("/xl", paths.get(str(sheet.get(_ID)), ""))).lstrip("/")
        data = package.read(target, report) or b""
        try:
            events = etree.iterparse(io.BytesIO(data), ("end",), tag=(f"{_MAIN}mergeCell", f"{_MAIN}row"))
            areas = []
            for _, element in events:
                if element.get("ref"):
                    areas.append(str(element.get("ref")))
                element.clear()
        except etree.XMLSyntaxError:
            continue  # the reader of the cells says it
        found[str(sheet.get("name"))] = tuple(areas)
    return found


def _tree(package: Package, name: str, report: Report) -> etree._Element | None:
    try:
        return etree.fromstring(package.read(name, report) or b"")
    except etree.XMLSyntaxError:
        return None


def _rows(sheet: object, merged: tuple[str, ...], source: Source, report: Report) -> Iterator[Row]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # what the file says of its size may be wrong
    bounds = (range_boundaries(area) for area in merged)
    boxes = [(left or 1, top or 1, right or _MOST_COLUMNS, bottom or _MOST_ROWS) for left, top, right, bottom in bounds]
    title = str(sheet.title)  # type: ignore[attr-defined]
    for number, cells in enumerate(sheet.iter_rows(), 1):  # type: ignore[attr-defined]
        if number > _MOST_ROWS:
            report.add("import-too-large", f"{title}: more than {_MOST_ROWS:,} rows", source, "split the file")
            return
        here = [(left, right) for left, top, right, bottom in boxes if top <= number <= bottom]
        found: dict[int, Cell] = {}
        for at, cell in enumerate(cells[:_MOST_COLUMNS]):
            place = f"{title}!{get_column_letter(at + 1)}{number}"
            if any(left <= at + 1 <= right for left, right in here):
                found[at] = Cell("", place, ("import-merged", "a merged cell", "unmerge it"))
            elif cell.value is not None and cell.value != "":
                found[at] = _cell(cell.value, cell.data_type, place)
        if found:
            yield Row(number, found)


def _cell(value: object, kind: str, place: str) -> Cell:
    if kind == "f":
        hint = "write the text itself, or ' before a text that begins with ="
        return Cell("", place, ("import-formula", f"a formula, {str(value)[:60]!r}", hint))
    if isinstance(value, str):
        text = BY_NUMBER.sub(lambda match: chr(int(match[1], 16)), value)
        return Cell(text.replace("\r\n", "\n").replace("\r", "\n"), place)
    hint = "format the cell as text and write it again"
    return Cell("", place, ("import-number", f"Excel made {value} of what was written, which is no text", hint))
