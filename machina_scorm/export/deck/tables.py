"""Tables: native ones, with a header row, columns as wide as their content asks, split where they are long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from machina_scorm.export.deck.measure import LINE, SAFETY, full_width, line_count, longest_word
from machina_scorm.export.deck.runs import Ink, Para
from machina_scorm.model.blocks import Table

ROWS, COLUMNS = 7, 5
SIZES = (20.0, 18.0, 16.0, 14.0)
#: Cell insets in points.
INSET_X, INSET_Y = 8.0, 7.0
#: Points: cells of more than one line are not set larger than this.
WRAPPED = 18.0
_ALIGN = {"center": "ctr", "right": "r"}


@dataclass(frozen=True, slots=True)
class TableSet:
    """A table, or one part of a long one, measured: column widths and row heights in points, the header first."""

    table: Table
    rows: tuple[tuple[Para, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        """Height in points, without the caption."""
        return sum(self.heights)

    def reserve(self, wider: float) -> float:
        """Return by how many points the table is higher in a font that is `wider` by that factor."""
        narrow = tuple((width - 2 * INSET_X) / wider + 2 * INSET_X for width in self.widths)
        return max(0.0, sum(_row_height(row, narrow) for row in self.rows) - self.height)


def set_tables(table: Table, width: float, room: float, ink: Ink) -> tuple[TableSet, ...]:
    """Return a table in as few parts as fit into `room`; what is too wide is noted (rule `table-overflow`)."""
    if len(table.head) > COLUMNS:
        hint = f"a slide shows up to {COLUMNS} columns: leave some out or turn the table"
        ink.report.warn("table-overflow", f"a table of {len(table.head)} columns", table.source, hint)
    fewest = max(1, -(-len(table.rows) // ROWS))
    last: tuple[TableSet, ...] = ()
    for size in SIZES:
        head = _row(table, table.head, ink, size, bold=True)
        body = [_row(table, row, ink, size) for row in table.rows]
        widths = column_widths([head, *body], width)
        heights = [_row_height(row, widths) for row in (head, *body)]
        if widths is None:
            continue
        last = tuple(_parts(table, head, body, widths, heights, room))
        breaks = any(height > size * LINE * 1.5 + 2 * INSET_Y for height in heights)
        if len(last) == fewest and max(part.height for part in last) <= room and not (breaks and size > WRAPPED):
            return last
    if not last:
        message = "a word in a table is wider than its column"
        ink.report.add("table-overflow", message, table.source, "shorten the words or leave a column out")
        widths = tuple(width / len(table.head) for _ in table.head)
        heights = [_row_height(row, widths) for row in (head, *body)]
        last = tuple(_parts(table, head, body, widths, heights, room))
    if any(part.height > room for part in last):
        ink.report.add("table-overflow", "a row is higher than the slide", table.source, "shorten the cells")
    return last


def _row(table: Table, cells: tuple[object, ...], ink: Ink, size: float, bold: bool = False) -> tuple[Para, ...]:
    align = (*table.align, *[""] * len(cells))
    return tuple(
        Para(ink.runs(cell, bold=bold), size=size, align=_ALIGN.get(align[number], ""))  # type: ignore[arg-type]
        for number, cell in enumerate(cells)
    )


def column_widths(rows: list[tuple[Para, ...]], width: float) -> tuple[float, ...] | None:
    """Return widths in points that sum to `width`; None if not even the longest words fit.

    Every column gets its longest word; the rest is shared by what the columns would take on one line.
    """
    columns = list(zip(*rows, strict=True))
    pad = 2 * INSET_X
    least = [max(longest_word(c.runs, c.size) for c in column) * SAFETY + pad + 1 for column in columns]
    best = [max(full_width(c.runs, c.size) for c in column) * SAFETY + pad + 1 for column in columns]
    if sum(least) > width:
        return None
    if sum(best) <= width:
        spare = width - sum(best)
        return tuple(b + spare * b / sum(best) for b in best)
    return _lowest(rows, least, best, width)


def _lowest(rows: list[tuple[Para, ...]], least: list[float], best: list[float], width: float) -> tuple[float, ...]:
    """Return the shared widths, bettered column by column as long as rows get lower by it.

    An equal share may leave a column a hair too narrow for one line while another, which wraps anyway, has room.
    """
    pad = 2 * INSET_X
    body = [max((full_width(row[n].runs, row[n].size) for row in rows[1:]), default=0.0) for n in range(len(least))]
    wishes = [(n, max(least[n], w)) for n in range(len(least)) for w in (body[n] * SAFETY + pad + 1, best[n])]
    fixed = list(least)
    widths = tuple(_share(fixed, best, width - sum(fixed)))
    lowest = sum(_row_height(row, widths) for row in rows)
    for _ in least:
        found = widths
        taken = fixed
        for n, wish in wishes:
            wanted = [*fixed[:n], wish, *fixed[n + 1 :]]
            if wish <= fixed[n] or sum(wanted) > width:
                continue
            tried = tuple(_share(wanted, best, width - sum(wanted)))
            height = sum(_row_height(row, tried) for row in rows)
            if height < lowest - 0.01:
                found, taken, lowest = tried, wanted, height
        if found is widths:
            break
        widths, fixed = found, taken
    return widths


def _share(least: list[float], best: list[float], spare: float) -> list[float]:
    """Return widths: every column gets an equal share of what is left until it has what it takes on one line."""
    widths = list(least)
    hungry = [n for n in range(len(least)) if best[n] > least[n]]
    while hungry and spare > 0.01:
        share = spare / len(hungry)
        for n in hungry:
            given = min(share, best[n] - widths[n])
            widths[n] += given
            spare -= given
        hungry = [n for n in hungry if best[n] - widths[n] > 0.01]
    return widths


def _row_height(row: tuple[Para, ...], widths: tuple[float, ...] | None) -> float:
    if widths is None:
        return 0.0
    lines = (line_count(c.runs, c.size, w - 2 * INSET_X) * c.size for c, w in zip(row, widths, strict=True))
    return max(lines, default=0.0) * LINE + 2 * INSET_Y


def _parts(
    table: Table,
    head: tuple[Para, ...],
    body: list[tuple[Para, ...]],
    widths: tuple[float, ...],
    heights: list[float],
    room: float,
) -> Iterator[TableSet]:
    """Yield the table in parts of up to ROWS rows and `room` points, as even as can be, the header in each."""
    parts = max(1, -(-len(body) // ROWS))
    while parts < len(body) and max(sum(chunk) for chunk in _chunks(heights[1:], parts)) + heights[0] > room:
        parts += 1
    for rows, high in zip(_chunks(body, parts), _chunks(heights[1:], parts), strict=True):
        yield TableSet(table, (head, *rows), widths, (heights[0], *high))


def _chunks(items: list, parts: int) -> Iterator[list]:  # type: ignore[type-arg]
    size, extra = divmod(len(items), parts)
    start = 0
    for number in range(parts):
        end = start + size + (number < extra)
        yield items[start:end]
        start = end
