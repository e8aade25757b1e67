"""Tables of HTML → tables of the dialect: one header row, one line in a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from lxml import etree

from machina_scorm.imports import quoted
from machina_scorm.model.blocks import Block, Table
from machina_scorm.model.text import Text

if TYPE_CHECKING:
    from machina_scorm.imports.html_to_blocks import Place

_ALIGN = ("left", "center", "right")

#: Columns and rows of a table in a question.
MOST_CELLS = 10_000


def read_table(
    element: etree._Element, place: Place, read_children: Callable[[etree._Element, Place], Iterator[Block]]
) -> Iterable[Block]:
    """Return a table; a table that only arranges things (one column, or blocks in its cells) gives its content."""
    rows = [row for row in element.iter("tr") if _table_of(row) is element]
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    cells = [row for row in cells if row]
    if not cells or sum(map(len, cells)) > MOST_CELLS:
        return ()
    if any(_is_blocky(cell) for row in cells for cell in row):
        place.warn("import-table", f"a table with blocks in its cells: {_words(element)}", "its cells stand below")
        return tuple(block for row in cells for cell in row for block in read_children(cell, place))
    return (_simple(element, cells, place),)


def _simple(element: etree._Element, cells: list[list[etree._Element]], place: Place) -> Table:
    from machina_scorm.imports.html_blocks import ending, line

    width = max(len(row) for row in cells)
    if any(cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1" for row in cells for cell in row):
        place.warn("import-table", f"cells over several rows or columns: {_words(element)}", "look the table through")
    headed = all(cell.tag == "th" for cell in cells[0]) or element.find("thead") is not None
    if not headed:
        place.warn("import-table-head", f"the first row becomes the table's head: {_words(element)}", "use <th>")

    def row(found: list[etree._Element], role: str) -> tuple[Text, ...]:
        texts = [line(cell, place, role) for cell in found]
        return (*texts, *(Text("", role, place.source) for _ in range(width - len(texts))))

    head = row(cells[0], "table-head")
    body = tuple(row(found, "") for found in cells[1:])
    align = tuple(_align(cells[0][n]) if n < len(cells[0]) else "" for n in range(width))
    caption = element.find("caption")
    text = ending(line(caption, place)) if caption is not None else None
    return Table(head, body, align, text, source=place.source)


def _table_of(row: etree._Element) -> etree._Element | None:
    return next((above for above in row.iterancestors("table")), None)


def _is_blocky(cell: etree._Element) -> bool:
    blocks = {"ul", "ol", "pre", "table", "img", "blockquote", "figure"}
    return any(child.tag in blocks for child in cell.iter(etree.Element)) or sum(1 for _ in cell.iter("p")) > 1


def _align(cell: etree._Element) -> str:
    classes = str(cell.get("class", "")).split()
    style = str(cell.get("style", "")).replace(" ", "")
    asked = [str(cell.get("align", "")), *(c.removeprefix("align-") for c in classes if c.startswith("align-"))]
    asked += [part.removeprefix("text-align:") for part in style.split(";") if part.startswith("text-align:")]
    return next((one for one in asked if one in _ALIGN), "")


def _words(element: etree._Element) -> str:
    return quoted("".join(map(str, element.itertext())))
