"""A changed paragraph as a text of the course: the words of the deck in the markup of the source.

What the words did not change keeps its markup – bold, code, links, and formulas, which a slide shows as letters only.
What is new takes the markup of the place it stands in, and bold, italics, code and links from its runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from machina_scorm.dialect import parse_inline, refusals
from machina_scorm.export.deck.lock import LockItem
from machina_scorm.export.deck.mathruns import math_runs
from machina_scorm.imports.inlines import write_inlines
from machina_scorm.model.inline import Break, Code, Emph, Inline, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import PLAIN_ROLES
from machina_scorm.presentation import Item, Run
from machina_scorm.readback.words import compare, key, tokens

#: Fonts that programs use where ours, the template's, is missing.
_MONO = ("mono", "courier", "consol", "code", "menlo", "typewriter")
#: Not the joiners U+200C and U+200D, which belong to the spelling of several languages.
_UNSEEN = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
_SCHEMES = ("https:", "http:", "mailto:")


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of markup around characters: `kind` is the inline's class, `number` tells two neighbours apart."""

    kind: type[Inline]
    number: int
    value: str = ""


Path = tuple[Node, ...]
Char = tuple[str, Path]


class Unmappable(ValueError):
    """Why a changed paragraph cannot be written as Markdown."""


def edited_markdown(item: LockItem, edited: Item) -> str:
    """Return the Markdown of a changed paragraph. Raises Unmappable, whose text says why, for what only a person can.

    The deck shows it as the edited paragraph again, but for white space and quotation marks.
    """
    text = item.text
    if text is None:
        raise Unmappable("no text of the course stands here")
    lines = item.kind in ("text", "note")
    runs = tuple(_stripped(item, edited.runs or (Run(edited.shown),), lines))
    shown = "".join(run.text for run in runs)
    if not shown.strip():
        raise Unmappable("the text was deleted: take it out of the source if it is to go")
    if text.role in PLAIN_ROLES:
        return " ".join(shown.split())
    tex = item.kind in ("note", "picture")
    old = list(_spell(parse_inline(text.md), (), tex, [0]))
    if key("".join(char for char, _ in old)) != key(item.shown[len(item.before) : len(item.shown) - len(item.after)]):
        raise Unmappable("the slide showed more than this text")
    new = _outside(_edited(old, runs))
    md = write_inlines(_grouped(new))
    again = "".join(char for char, _ in _spell(parse_inline(md), (), tex, [0]))
    if key(again) != key(shown) or refusals(md):
        raise Unmappable("Markdown has no way to write it")
    return md


def new_markdown(item: Item) -> str:
    """Return a paragraph that is new on the deck as Markdown, a list item with its mark."""
    runs = tuple(run for run in (item.runs or (Run(item.shown),)) if not run.math)
    words = write_inlines(_grouped(_outside(_edited([], runs))))
    mark = "1. " if item.bullet == "number" else "- " if item.bullet == "bullet" or item.level else ""
    return "  " * item.level + mark + words.strip()


def _stripped(item: LockItem, runs: Sequence[Run], lines: bool) -> Iterator[Run]:
    """Yield the runs without what the deck had put around the text, line breaks as blanks where none may be."""
    shown = "".join(run.text for run in runs)
    # Marks that a deck from right to left needs around formulas and code, and those that programs add.
    unseen = {ord(mark): None for mark in _UNSEEN if item.text is None or mark not in item.text.md}
    # The white space of “•  ” may have changed.
    start = _prefix(shown, item.before)
    end = len(shown) - _prefix(shown[::-1], item.after[::-1])
    place = 0
    for run in runs:
        words = run.text[max(0, start - place) : max(0, end - place)]
        place += len(run.text)
        if words:
            words = words.replace("\u2028", "\n").translate(unseen)
            yield Run(words if lines else words.replace("\n", " "), *_look(run))


def _look(run: Run) -> tuple[bool | None, bool | None, str, int, str, str, bool]:
    return run.bold, run.italic, run.font, run.baseline, run.link, run.lang, run.math


def _prefix(shown: str, before: str) -> int:
    """Return how many characters of a text are the deck's own `before`, 0 if it does not begin so."""
    wanted = "".join(before.split())
    if not wanted:
        return len(before) if before and shown.startswith(before) else 0
    seen, length = "", 0
    while length < len(shown) and (seen != wanted or shown[length].isspace()):
        seen += shown[length].strip()
        length += 1
        if not wanted.startswith(seen):
            return 0
    return length if seen == wanted else 0


def _spell(nodes: Inlines, path: Path, tex: bool, count: list[int]) -> Iterator[Char]:
    """Yield the characters that a slide shows, each with the markup around it."""
    for node in nodes:
        count[0] += 1
        own = Node(type(node), count[0])
        match node:
            case Str(words):
                yield from ((char, path) for char in words)
            case Emph(children) | Strong(children):
                yield from _spell(children, (*path, own), tex, count)
            case Link(target, children):
                yield from _spell(children, (*path, Node(Link, count[0], target)), tex, count)
            case Code(words):
                yield from ((char, (*path, own)) for char in words)
            case Math(formula):
                inner = (*path, Node(Math, count[0], formula))
                shown = formula if tex else "".join(run.text for run in math_runs(formula).runs)
                yield from ((char, inner) for char in shown)
            case Break():
                yield "\n", path


def _edited(old: list[Char], runs: Sequence[Run]) -> list[Char]:
    """Return the new characters with their markup."""
    before = tokens("".join(char for char, _ in old))
    shown = [(char, run) for run in runs for char in run.text]
    after = tokens("".join(char for char, _ in shown))
    starts, ends = _offsets(before), _offsets(after)
    codes = compare(before, after)
    look = _Look.of(old, shown, codes, starts, ends)
    result: list[Char] = []
    for name, i1, i2, j1, j2 in codes:
        was = old[starts[i1] : starts[i2]]
        if name == "equal":
            result += was
            continue
        if any(path and path[-1].kind is Math for _, path in was) and not (
            name == "delete" and _whole_formulas(old, starts[i1], starts[i2])
        ):
            raise Unmappable("the formula was edited: do it in the source")
        left = old[starts[i1] - 1][1] if starts[i1] else ()
        right = old[starts[i2]][1] if starts[i2] < len(old) else ()
        if left and left == right and left[-1].kind is Math:
            raise Unmappable("the formula was edited: do it in the source")
        base = _common([path for char, path in was if not char.isspace()] or [left, right])
        for char, run in shown[ends[j1] : ends[j2]]:
            before_ = result[-1][1] if result else ()
            result.append((char, look.path(base, run, char, (before_, right))))
    return result


def _whole_formulas(old: list[Char], start: int, end: int) -> bool:
    """Tell whether a deletion takes formulas as wholes."""
    inside = {path for _, path in old[start:end] if path and path[-1].kind is Math}
    return not any(path in inside for _, path in (*old[:start], *old[end:]))


def _offsets(parts: Sequence[str]) -> list[int]:
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return places


def _common(paths: Sequence[Path]) -> Path:
    found = paths[0] if paths else ()
    for path in paths[1:]:
        size = next(
            (n for n, (a, b) in enumerate(zip(found, path, strict=False)) if a != b), min(len(found), len(path))
        )
        found = found[:size]
    return found


@dataclass(frozen=True, slots=True)
class _Look:
    """What the look of a run means here: a title is bold all over, and says nothing by it."""

    bold: bool
    italic: bool
    mono: bool
    linked: bool

    @classmethod
    def of(
        cls, old: list[Char], shown: list[tuple[str, Run]], codes: Sequence[tuple[str, int, int, int, int]],
        starts: list[int], ends: list[int],
    ) -> _Look:  # fmt: skip
        """Learn from the words that stayed: what plain ones look like is no emphasis."""
        plain: list[Run] = []
        for name, i1, i2, j1, j2 in codes:
            if name == "equal":
                pairs = zip(old[starts[i1] : starts[i2]], shown[ends[j1] : ends[j2]], strict=False)
                plain += [run for (char, path), (_, run) in pairs if not path and not char.isspace()]
        known = plain or [run for char, run in shown if not char.isspace()]
        rare = _few if plain else _some
        return cls(
            rare([bool(run.bold) for run in known]),
            rare([bool(run.italic) for run in known]),
            rare([_is_mono(run.font) for run in known]),
            rare([bool(run.link) for run in known]),
        )

    def path(self, base: Path, run: Run, char: str, beside: tuple[Path, Path]) -> Path:
        """Return the markup of a new character: what stands around it, and what its run says besides.

        `beside` is the markup of the characters before and after: one of the same kind goes on.
        """
        if run.math:
            raise Unmappable("a formula was added: write it in the source")
        wanted = (
            (Link, self.linked and run.link.startswith(_SCHEMES), run.link),
            (Strong, self.bold and bool(run.bold), ""),
            (Emph, self.italic and bool(run.italic), ""),
            (Code, self.mono and _is_mono(run.font) and char != "\n", ""),
        )
        path = base
        for kind, says_so, value in wanted:
            if says_so and kind not in {node.kind for node in path}:
                near = (other[len(path)] for other in beside if len(other) > len(path))
                going_on = (node for node in near if node.kind is kind and node.value == value)
                path = (*path, next(going_on, Node(kind, 0, value)))
        # Code holds characters only: nothing stands inside it.
        cut = next((n for n, node in enumerate(path) if node.kind is Code), len(path))
        return path[: cut + 1]


def _few(flags: Sequence[bool]) -> bool:
    """Tell whether most plain characters do not have a look, so that it sets others apart."""
    return sum(flags) * 2 < len(flags)


def _some(flags: Sequence[bool]) -> bool:
    """Tell whether a look is not that of all characters; there are no plain ones to learn from."""
    return not all(flags)


def _is_mono(font: str) -> bool:
    return any(word in font.lower() for word in _MONO)


def _outside(chars: list[Char]) -> list[Char]:
    """Take white space at the edges of emphasis, code and links out of it: Markdown knows none there."""
    result = list(chars)
    for direction in (range(len(result)), range(len(result) - 1, -1, -1)):
        before: Path = ()
        for n in direction:
            char, path = result[n]
            if char.isspace() and (not path or path[-1].kind is not Math):
                path = _common([path, before])
                result[n] = char, path
            before = path
    return result


def _grouped(chars: Sequence[Char], depth: int = 0) -> Inlines:
    """Return characters as inlines, those of one piece of markup together."""
    found: list[Inline] = []
    place = 0
    while place < len(chars):
        path = chars[place][1]
        node = path[depth] if len(path) > depth else None
        end = place + 1
        while end < len(chars) and (chars[end][1][depth] if len(chars[end][1]) > depth else None) == node:
            end += 1
        found += _inlines(node, chars[place:end], depth)
        place = end
    return tuple(found)


def _inlines(node: Node | None, chars: Sequence[Char], depth: int) -> Iterator[Inline]:
    words = "".join(char for char, _ in chars)
    match node:
        case None:
            for number, line in enumerate(words.split("\n")):
                if number:
                    yield Break()
                yield Str(" ".join(line.split(" ")))
        case Node(kind, _, value) if kind is Link:
            yield Link(value, _grouped(chars, depth + 1))
        case Node(kind) if kind is Strong:
            yield Strong(_grouped(chars, depth + 1))
        case Node(kind) if kind is Emph:
            yield Emph(_grouped(chars, depth + 1))
        case Node(kind) if kind is Code:
            yield Code(words)
        case Node(_, _, value):
            yield Math(value)
