"""Tables, pictures and formulas of one slide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from machina_scorm.export.deck.lock import LockItem, LockSlide
from machina_scorm.presentation import Item
from machina_scorm.readback.findings import Finding, Place
from machina_scorm.readback.lines import name_of
from machina_scorm.readback.slides import Sheet
from machina_scorm.readback.words import key, likeness

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
    columns = _align([[key(c.shown) for c in col] for col in zip(*built, strict=False)],
                     [[key(c.shown) for c in col] for col in zip(*edited, strict=False)])  # fmt: skip
    rows = _align([[key(c.shown) for c in row] for row in built], [[key(c.shown) for c in row] for row in edited])
    found: list[Finding] = []
    for n in range(len(built[0])):
        if n not in columns:
            found.append(Finding("table", place, "table", built[0][n].shown, detail=f"column {n + 1} was taken out"))
    for n in range(len(edited[0])):
        if n not in columns.values():
            found.append(Finding("table", place, "table", new=edited[0][n].shown, detail=f"column {n + 1} is new"))
    for i, row in enumerate(built):
        if i not in rows:
            found.append(Finding("table", place, "table", _line(row), detail=f"row {i + 1} was taken out"))
            continue
        for n, m in columns.items():
            old, new = row[n], edited[rows[i]][m] if m < len(edited[rows[i]]) else None
            if new is not None and key(old.shown) != key(new.shown):
                kind = "text" if old.text else "words"
                found.append(Finding(kind, place, name_of(old), old.shown, new.shown, old, new))
    for j, cells in enumerate(edited):
        if j not in rows.values():
            found.append(Finding("table", place, "table", new=_line(cells), detail=f"row {j + 1} is new"))
    return found


def _align(built: list[list[str]], edited: list[list[str]]) -> dict[int, int]:
    """Return which row (or column) is which: equal ones, then like ones in the same gap, then the only ones left."""
    one, two = [tuple(row) for row in built], [tuple(row) for row in edited]
    pairs: dict[int, int] = {}
    for i, j, size in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks():
        pairs |= {i + n: j + n for n in range(size)}
    scored = []
    for i in range(len(one)):
        for j in range(len(two)):
            if i not in pairs and j not in pairs.values():
                same = sum(a == b for a, b in zip(one[i], two[j], strict=False)) / max(len(one[i]), len(two[j]), 1)
                like = same if same >= 0.5 else likeness(" ".join(one[i]), " ".join(two[j]))
                scored.append((-like, abs(i - j), i, j))
    for like, _, i, j in sorted(scored):
        if -like >= 0.3 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    rest = [i for i in range(len(one)) if i not in pairs], [j for j in range(len(two)) if j not in pairs.values()]
    if len(one) == len(two):
        pairs |= dict(zip(*rest, strict=True))
    return dict(sorted(pairs.items()))


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
