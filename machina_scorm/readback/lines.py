"""The lines of one slide: which paragraph is which, and what of it was changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from machina_scorm.export.deck.lock import LockItem, LockSlide
from machina_scorm.presentation import Item
from machina_scorm.readback.findings import Finding, Place
from machina_scorm.readback.slides import Sheet, core, out_of_order
from machina_scorm.readback.words import key, likeness

#: How alike two paragraphs of one slide must be to be one that was changed.
_ALIKE = 0.45
#: More pairs than this are not compared letter by letter: such a slide was replaced.
_MOST = 4000
_MARK = re.compile(r"^\s*(?:[•–·\-*]|\d+[.)])\s+")

_NAMES = {"title": "title", "text": "paragraph", "note": "speaker note", "picture": "alternative text"}


def name_of(item: LockItem | Item) -> str:
    """Return what an item is, in words."""
    if item.kind == "cell":
        return f"table cell, row {item.row + 1}, column {item.column + 1}"
    if isinstance(item, LockItem):
        if item.code:
            return "line of code"
        if item.shape.endswith("-caption"):
            return "caption"
    elif item.kind == "text" and item.bullet in ("bullet", "number"):
        return "list item"
    return _NAMES.get(item.kind, item.kind)


def compare_title(slide: LockSlide, sheet: Sheet, place: Place) -> list[Finding]:
    """Return the finding of a changed title; the part's number behind it, “(2/3)”, may be there or not."""
    built = next((item for item in slide.items if item.kind == "title"), None)
    edited = next((item for item in sheet.items if item.kind == "title"), None)
    if built is None or edited is None:
        if built is None:
            return []
        return [Finding("removed", place, "title", built.shown, item=built)]
    return list(_changed(built, edited, place))


def compare_lines(built: Sequence[LockItem], edited: Sequence[Item], place: Place) -> list[Finding]:
    """Return the findings of one sequence of paragraphs, in the order of the edited slide."""
    pairs = _pairs(built, edited)
    moved = out_of_order([i for i, _ in sorted(pairs.items(), key=lambda pair: pair[1])])
    found: list[tuple[float, Finding]] = []
    partner = {j: i for i, j in pairs.items()}
    for j, item in enumerate(edited):
        if j not in partner:
            found.append((j, Finding("added", place, name_of(item), new=item.shown, edited=item)))
            continue
        line = built[partner[j]]
        changes = list(_changed(line, item, place))
        if partner[j] in moved:
            detail = f"it was number {partner[j] + 1} and is number {j + 1} of the slide's paragraphs"
            changes.append(Finding("moved", place, name_of(line), line.shown, item.shown, line, item, detail=detail))
        found += [(j, change) for change in changes]
    for i, line in enumerate(built):
        if i not in pairs:
            before = next((pairs[n] for n in range(i - 1, -1, -1) if n in pairs and n not in moved), -1)
            found.append((before + 0.5, Finding("removed", place, name_of(line), line.shown, item=line)))
    return [finding for _, finding in sorted(found, key=lambda pair: pair[0])]


def _pairs(built: Sequence[LockItem], edited: Sequence[Item]) -> dict[int, int]:
    """Return built → edited: equal lines in order, equal lines elsewhere, like ones, then what fills the same gap."""
    one, two = [key(item.shown) for item in built], [key(item.shown) for item in edited]
    pairs: dict[int, int] = {}
    for i, j, size in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks():
        pairs |= {i + n: j + n for n in range(size)}
    bare = [key(core(item)) for item in built]
    for i in range(len(built)):
        # A bullet of the notes that went lost, or a list item that a program wrote its mark into.
        same = (j for j in _free(two, pairs) if one[i] == two[j] or bare[i] == key(_MARK.sub("", edited[j].shown)))
        if i not in pairs and (match := next(same, None)) is not None:
            pairs[i] = match
    rest = [i for i in range(len(built)) if i not in pairs], _free(two, pairs)
    if len(rest[0]) * len(rest[1]) <= _MOST:
        scored = [
            (-likeness(core(built[i]), edited[j].shown) - 0.1 * _same_gap(i, j, pairs), i, j)
            for i in rest[0]
            for j in rest[1]
        ]
        for score, i, j in sorted(scored):
            if -score >= _ALIKE and i not in pairs and j not in pairs.values():
                pairs[i] = j
    return fill_gaps(len(built), len(edited), pairs)


def _free(edited: Sequence[str], pairs: dict[int, int]) -> list[int]:
    taken = set(pairs.values())
    return [j for j in range(len(edited)) if j not in taken]


def _same_gap(i: int, j: int, pairs: dict[int, int]) -> bool:
    before = max((b for a, b in pairs.items() if a < i), default=-1)
    after = min((b for a, b in pairs.items() if a > i), default=j + 1)
    return before < j < after


def fill_gaps(built: int, edited: int, pairs: dict[int, int]) -> dict[int, int]:
    """Pair what is left between the same two neighbours if it is as many lines: each was written anew."""
    order = [-1, *sorted(pairs), built]
    found = dict(pairs)
    for before, after in pairwise(order):
        start, end = pairs.get(before, -1), pairs.get(after, edited)
        size = after - before - 1
        free = [j for j in range(start + 1, end) if j not in pairs.values()]
        if size and len(free) == size:
            found |= {before + 1 + n: j for n, j in enumerate(free)}
    return found


def _changed(line: LockItem, item: Item, place: Place) -> list[Finding]:
    """Return the finding of a paragraph whose words are others."""
    shown = item.shown
    if key(shown) in (key(line.shown), key(core(line))):
        return []
    if line.kind != "title" and key(core(line)) == key(_MARK.sub("", shown)):
        return []
    kind = "code" if line.code else "text" if line.text else "words"
    return [Finding(kind, place, name_of(line), line.shown, shown, line, item)]
