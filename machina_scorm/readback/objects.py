"""Tables, pictures and formulas of one slide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from machina_scorm.export.deck.lock import LockItem, LockSlide
from machina_scorm.presentation import Item
from machina_scorm.readback.findings import Finding, Place
from machina_scorm.readback.lines import fill_gaps, name_of
from machina_scorm.readback.slides import Sheet, out_of_order
from machina_scorm.readback.words import key, likeness

#: How alike two rows, or the heads of two columns, must be to be one that was changed.
_ALIKE = 0.4

_Row = tuple[LockItem, ...]
_EditedRow = tuple[Item, ...]


def compare_tables(slide: LockSlide, sheet: Sheet, place: Place) -> list[Finding]:
    """Return the findings of a slide's tables, in their order; rows and columns are paired by what they say."""
    built = _tables([item for item in slide.items if item.kind == "cell"])
    edited = _tables([item for item in sheet.items if item.kind == "cell"])
    found: list[Finding] = []
    free = list(range(len(edited)))
    for table in built:
        words = Counter(key(cell.shown) for row in table for cell in row)
        best = max(free, key=lambda n: (sum((words & _words(edited[n])).values()), -n), default=None)
        if best is None:
            found.append(Finding("table", place, "table", _line(table[0]), detail="the table is gone"))
            continue
        free.remove(best)
        found += _compare_table(table, edited[best], place)
    for number in free:
        detail = f"a table of {len(edited[number])} rows was added"
        found.append(Finding("table", place, "table", new=_line(edited[number][0]), detail=detail))
    return found


def _words(table: Sequence[_EditedRow]) -> Counter[str]:
    return Counter(key(cell.shown) for row in table for cell in row)


def _tables(cells: Sequence[LockItem] | Sequence[Item]) -> list[list[tuple]]:  # type: ignore[type-arg]
    tables: dict[int, dict[int, list[object]]] = {}
    for cell in cells:
        tables.setdefault(cell.table, {}).setdefault(cell.row, []).append(cell)
    return [[tuple(row) for row in rows.values()] for rows in tables.values()]


def _line(row: Sequence[LockItem | Item]) -> str:
    return " | ".join(" ".join(cell.shown.split()) for cell in row)


def _compare_table(built: list[_Row], edited: list[_EditedRow], place: Place) -> list[Finding]:
    heads = [key(cell.shown) for cell in built[0]], [key(cell.shown) for cell in edited[0]]
    columns = _align(*heads, likeness)
    rows = _align(
        [tuple(key(row[n].shown) for n in columns if n < len(row)) for row in built],
        [tuple(key(row[m].shown) for m in columns.values() if m < len(row)) for row in edited],
        _row_likeness,
    )
    found: list[Finding] = []
    for n in range(len(built[0])):
        if n not in columns:
            found.append(Finding("table", place, "table", built[0][n].shown, detail=f"column {n + 1} was taken out"))
    for n in range(len(edited[0])):
        if n not in columns.values():
            found.append(Finding("table", place, "table", new=edited[0][n].shown, detail=f"column {n + 1} is new"))
    moved = out_of_order([i for i, _ in sorted(rows.items(), key=lambda pair: pair[1])])
    for i, row in enumerate(built):
        if i not in rows:
            found.append(Finding("table", place, "table", _line(row), detail=f"row {i + 1} was taken out"))
            continue
        if i in moved:
            detail = f"row {i + 1} is row {rows[i] + 1} now"
            found.append(Finding("table", place, "table", _line(row), detail=detail))
        for n, m in columns.items():
            if n < len(row) and m < len(edited[rows[i]]):
                found += _cell(row[n], edited[rows[i]][m], place)
    for j, cells in enumerate(edited):
        if j not in rows.values():
            found.append(Finding("table", place, "table", new=_line(cells), detail=f"row {j + 1} is new"))
    return found


def _cell(old: LockItem, new: Item, place: Place) -> list[Finding]:
    if key(old.shown) == key(new.shown):
        return []
    return [Finding("text" if old.text else "words", place, name_of(old), old.shown, new.shown, old, new)]


_T = TypeVar("_T", str, tuple[str, ...])


def _align(built: list[_T], edited: list[_T], like: Callable[[_T, _T], float]) -> dict[int, int]:
    """Return which row (or column) is which: equal ones in order, equal ones elsewhere, then what fills the same gap,
    then like ones.
    """
    pairs: dict[int, int] = {}
    for i, j, size in SequenceMatcher(None, built, edited, autojunk=False).get_matching_blocks():
        pairs |= {i + n: j + n for n in range(size)}
    for i, one in enumerate(built):
        match = next((j for j, two in enumerate(edited) if one == two and j not in pairs.values()), None)
        if i not in pairs and match is not None:
            pairs[i] = match
    pairs = fill_gaps(len(built), len(edited), pairs)
    rest = [i for i in range(len(built)) if i not in pairs], [j for j in range(len(edited)) if j not in pairs.values()]
    for score, _, i, j in sorted((-like(built[i], edited[j]), abs(i - j), i, j) for i in rest[0] for j in rest[1]):
        if -score >= _ALIKE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return dict(sorted(pairs.items()))


def _row_likeness(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    """Return the mean over the cells: equal ones count more than like ones, for cells are often nearly the same."""
    cells = [1.0 if a == b else 0.5 * likeness(a, b) for a, b in zip(one, two, strict=False)]
    return sum(cells) / max(len(one), len(two), 1)


def compare_formulas(slide: LockSlide, sheet: Sheet, place: Place) -> list[Finding]:
    """Return the findings of a slide's equations. Programs that cannot show one make a picture of it: no change."""
    built = [item for item in slide.items if item.kind == "formula"]
    edited = [item for item in sheet.items if item.kind == "formula"]
    left = Counter(_bare(item.shown) for item in built)
    new = [item for item in edited if not _seen(left, _bare(item.shown))]
    old = [item for item in built if left[_bare(item.shown)] > 0 and not left.subtract([_bare(item.shown)])]
    detail = "the formula was edited: do it in the source"
    found = [
        Finding("formula", place, "formula", a.shown, b.shown, a, b, detail=detail)
        for a, b in zip(old, new, strict=False)
    ]
    for item in new[len(old) :]:
        found.append(Finding("formula", place, "formula", new=item.shown, edited=item, detail="a formula was added"))
    pictures = [sum(i.kind == "picture" for i in items) for items in (slide.items, sheet.items)]
    if len(old) > len(new) and pictures[1] - pictures[0] < len(old) - len(new):
        for gone in old[len(new) :]:
            found.append(Finding("formula", place, "formula", gone.shown, item=gone, detail="the formula is gone"))
    return found


def _bare(formula: str) -> str:
    return "".join(key(formula).split())


def _seen(left: Counter[str], word: str) -> bool:
    if left[word] <= 0:
        return False
    left[word] -= 1
    return True


def compare_pictures(slide: LockSlide, sheet: Sheet, place: Place) -> list[Finding]:
    """Return the findings of a slide's pictures: by their bytes, then by their words, then by their order."""
    built = [item for item in slide.items if item.kind == "picture"]
    edited = [item for item in sheet.items if item.kind == "picture"]
    formulas = [sum(i.kind == "formula" for i in items) for items in (slide.items, sheet.items)]
    pairs: list[tuple[LockItem, Item]] = []
    for same in (_same_bytes, _same_words, lambda a, b: True):
        for item in list(built):
            match = next((other for other in edited if same(item, other)), None)
            if match is not None:
                pairs.append((item, match))
                built.remove(item)
                edited.remove(match)
    found: list[Finding] = []
    for old, new in pairs:
        if old.sha256 != new.sha256:
            found.append(Finding("picture-replaced", place, "picture", old.shown, new.shown, old, new))
        if new.shown.strip() and key(old.shown) != key(new.shown):
            kind = "text" if old.text else "words"
            found.append(Finding(kind, place, "alternative text", old.shown, new.shown, old, new))
    found += [Finding("picture-removed", place, "picture", item.shown, item=item) for item in built]
    # An equation that a program could not keep comes back as a picture.
    extra = edited[max(0, formulas[0] - formulas[1]) :]
    found += [Finding("picture-added", place, "picture", new=other.shown, edited=other) for other in extra]
    objects = [item for item in sheet.items if item.kind == "object"]
    found += [Finding("object-added", place, thing.shown, edited=thing) for thing in objects]
    return found


def _same_bytes(old: LockItem, new: Item) -> bool:
    return old.sha256 == new.sha256


def _same_words(old: LockItem, new: Item) -> bool:
    return bool(old.shown) and key(old.shown) == key(new.shown)
