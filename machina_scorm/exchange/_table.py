"""What CSV and Excel have in common: one row per text, columns that are found by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from machina_scorm.exchange.bundle import Bundle, Item, Standing, gathered, part_name
from machina_scorm.i18n.update import catalog_path
from machina_scorm.problems import Report
from machina_scorm.source import Source

#: Key → header, in the order in which they are written. Without `translation` a table says nothing.
HEADERS: Mapping[str, str] = {
    "id": "id",
    "file": "file",
    "where": "where",
    "note": "note",
    "english": "English",
    "translation": "translation",
    "state": "state",
    "base": "base",
}
_ALSO = {"source": "english", "source text": "english", "target": "translation"}
_AUTHOR = ("Author's note: ", "At most ")

#: Rows above the one with the headers that a partner may have added.
_TITLES = 20

_UNTRANSLATED = "the row is not taken"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, its place in words (`Translation!F5`, `column F`), and why it cannot be read, "" if it can."""

    text: str
    place: str
    wrong: tuple[str, str, str] = ("", "", "")  # rule, message, hint


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file (a line for CSV) and its cells that are not empty, by column from 0."""

    number: int
    cells: Mapping[int, Cell]


def rows_of(bundle: Bundle) -> Iterator[tuple[str, ...]]:
    """Yield the texts of a bundle as rows in the order of HEADERS."""
    for name, item in bundle:
        where = "\n".join(note for note in item.notes if not note.startswith(_AUTHOR))
        notes = [note for note in item.notes if note.startswith(_AUTHOR)]
        if item.previous:
            notes.append(f"The English was before: {item.previous}")
        # A letter before the digits, so that no spreadsheet makes a number of them.
        base = f"b{item.base}" if item.base else ""
        path = catalog_path(bundle.language, name)
        yield item.id, path, where, "\n".join(notes), item.msgid, item.msgstr, item.standing.value, base


def headers_of(bundle: Bundle) -> tuple[str, ...]:
    """Return the row of headers."""
    own = HEADERS if bundle.source_language == "en" else {**HEADERS, "english": "source text"}
    return tuple(own.values())


def key_of(header: str) -> str:
    """Return the key of a column's header, "" for one that is not ours."""
    words = " ".join(header.split()).casefold()
    known = {name.casefold(): key for key, name in HEADERS.items()} | _ALSO
    return known.get(words, "")


def find_head(rows: Iterable[Row]) -> Row | None:
    """Return the row of headers among the first rows: the one with the most columns that are known, two at least."""
    best, most = None, 1
    for row, _ in zip(rows, range(_TITLES), strict=False):
        hits = len({key for cell in row.cells.values() if (key := key_of(cell.text))})
        if hits > most:
            best, most = row, hits
    return best


def read_rows(rows: tuple[Row, ...], source: Source, report: Report) -> Iterator[tuple[str, Item]]:
    """Yield the path of its catalog and the item of each sound row of one sheet.

    Rules: `import-column`, `import-duplicate`, and those that a cell has.
    """
    head = find_head(rows)
    if head is None:
        hint = f"the first row holds the names of the columns: {', '.join(HEADERS.values())}"
        report.add("import-column", "no row with the names of the columns", source, hint)
        return
    columns: dict[str, int] = {}
    for at, cell in sorted(head.cells.items()):
        if key := key_of(cell.text):
            columns.setdefault(key, at)
    if not _complete(columns, head, source, report):
        return
    seen: dict[tuple[str, str], Item] = {}
    for row in rows:
        if row.number <= head.number:
            continue
        found = _read_row(row, columns, source, report)
        if found is None:
            continue
        path, item = found
        first = seen.setdefault((path, item.id), item) if item.id else item
        if first is item:
            yield path, item
        elif first.msgstr != item.msgstr:
            message = f"{item.id} has another translation in row {first.source.line}, which is taken"
            report.add("import-duplicate", message, item.source, "keep the better one and delete the other row")


def _complete(columns: Mapping[str, int], head: Row, source: Source, report: Report) -> bool:
    """Tell whether a table can be understood; names the column that is missing, and the header that may be meant."""
    missing = [key for key in ("translation", "id", "english") if key not in columns]
    if "translation" not in missing and len(missing) < 2:
        return True
    strange = {cell.text: cell.place for cell in head.cells.values() if not key_of(cell.text)}
    for key in missing:
        near = get_close_matches(HEADERS[key].casefold(), [text.casefold() for text in strange], 1, 0.4)
        shown = next(((text, place) for text, place in strange.items() if near and text.casefold() == near[0]), None)
        hint = f"is it “{shown[0]}” in {shown[1]}? Name it “{HEADERS[key]}”" if shown else f"name it “{HEADERS[key]}”"
        report.add("import-column", f"no column “{HEADERS[key]}”", Source(source.path, head.number), hint)
    return False


def _read_row(row: Row, columns: Mapping[str, int], source: Source, report: Report) -> tuple[str, Item] | None:
    place = Source(source.path, row.number)
    cells = {key: cell for key, at in columns.items() if (cell := row.cells.get(at))}
    wrong = [cell for key in ("id", "english", "translation") if (cell := cells.get(key)) and cell.wrong[0]]
    for cell in wrong:
        rule, message, hint = cell.wrong
        report.add(rule, f"{cell.place}: {message}; {_UNTRANSLATED}", place, hint)
    texts = {key: cell.text for key, cell in cells.items()}
    if wrong or not (texts.get("id") or texts.get("english") or texts.get("translation")):
        return None
    standings = {each.value: each for each in Standing}
    msgstr = texts.get("translation", "")
    standing = standings.get(texts.get("state", "").casefold(), Standing.HUMAN) if msgstr else Standing.MISSING
    base = texts.get("base", "").removeprefix("b")
    item = Item(texts.get("id", ""), texts.get("english", ""), msgstr, standing=standing, base=base, source=place)
    return texts.get("file", ""), item


def bundles_of(rows: Iterable[tuple[str, Item]], course: str = "") -> tuple[Bundle, ...]:
    """Return the bundles of rows, by the language that the path of their catalog names."""
    found: dict[str, list[tuple[str, Item]]] = {}
    for path, item in rows:
        parts = path.replace("\\", "/").split("/")
        language = parts[-2] if part_name(path) else ""
        found.setdefault(language, []).append((part_name(path), item))
    return tuple(Bundle(course, "", language, gathered(items)) for language, items in found.items())
