"""The value that goes to a translator and comes back: the texts of a course in two languages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count

from machina_scorm.dialect.pieces import Piece, Shape, pieces
from machina_scorm.source import Source

_PLACEHOLDER = re.compile(r"(\{[A-Za-z_]\w*\}|\[\[\d+\]\])")
_PART = re.compile(r"(?:.*/)?i18n/[^/]+/([^/]+)\.po")


class Standing(StrEnum):
    """What is known of a translation: the states of review.py, and the two of which nothing is published."""

    MISSING = "missing"
    FUZZY = "needs review"
    MACHINE = "machine"
    HUMAN = "translated"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Item:
    """One text. `room` is its limit in characters (0 = none), `plain` True where it is no Markdown.

    `previous` is the text of before a change that `msgstr` still translates. `base` is review.digest_of the catalog's
    translation when the file was made, "" if the file does not say. `doubt` says why a translation that was read is not
    to be trusted, "" if it is. `source` is the place in the file that was read.
    """

    id: str
    msgid: str
    msgstr: str = ""
    msgctxt: str | None = None
    standing: Standing = Standing.MISSING
    notes: tuple[str, ...] = ()
    previous: str = ""
    room: int = 0
    base: str = ""
    plain: bool = False
    doubt: str = ""
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """The texts of one catalog; `name` is the catalog's without .po, "" where a file does not say."""

    name: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one file says in one language. `course` is the course's id; languages are BCP 47 codes; "" = not said."""

    course: str
    source_language: str
    language: str
    parts: tuple[Part, ...] = ()

    def __iter__(self) -> Iterator[tuple[str, Item]]:
        """Every item with its part's name."""
        return ((part.name, item) for part in self.parts for item in part.items)


def item_id(msgctxt: str | None, msgid: str) -> str:
    """Return the id of a message: m and 12 hex digits of the SHA-1 of what gettext knows it by.

    It begins with a letter: spreadsheets make the number 1.2E+99 of 12e98, and an XML id begins with no digit.
    """
    key = msgid if msgctxt is None else f"{msgctxt}\4{msgid}"
    return f"m{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:12]}"


def part_name(path: str) -> str:
    """Return the catalog's name in `i18n/fr/lu1.po`, "" for another path."""
    match = _PART.fullmatch(path.replace("\\", "/"))
    return match[1] if match else ""


def gathered(items: Iterable[tuple[str, Item]]) -> tuple[Part, ...]:
    """Return items by their part's name, parts and items in the order in which they come."""
    found: dict[str, list[Item]] = {}
    for name, item in items:
        found.setdefault(name, []).append(item)
    return tuple(Part(name, tuple(group)) for name, group in found.items())


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of a text with its number: opening and closing piece have one number, words have 0."""

    piece: Piece
    number: int = 0


def coded(item: Item) -> tuple[tuple[Code, ...], tuple[Code, ...]]:
    """Return the pieces of an item's msgid and msgstr; what is the same markup in both has the same number."""
    source, target = (_numbered(_pieces(text, item.plain)) for text in (item.msgid, item.msgstr))
    known: dict[tuple[str, ...], list[int]] = {}
    for number, key in _keys(source).items():
        known.setdefault(key, []).append(number)
    free = count(max((code.number for code in source), default=0) + 1)
    numbers = {number: known[key].pop(0) if known.get(key) else next(free) for number, key in _keys(target).items()}
    return source, tuple(Code(code.piece, numbers.get(code.number, 0)) for code in target)


def _pieces(text: str, plain: bool) -> Iterator[Piece]:
    for piece in (Piece(Shape.WORDS, text),) if plain else pieces(text):
        if piece.shape is not Shape.WORDS:
            yield piece
            continue
        for at, raw in enumerate(_PLACEHOLDER.split(piece.raw)):
            if raw:
                yield Piece(Shape.ALONE, raw, "placeholder") if at % 2 else replace(piece, raw=raw)


def _numbered(found: Iterable[Piece]) -> tuple[Code, ...]:
    codes: list[Code] = []
    stack: list[int] = []
    free = count(1)
    for piece in found:
        match piece.shape:
            case Shape.WORDS:
                codes.append(Code(piece))
            case Shape.CLOSE:
                codes.append(Code(piece, stack.pop()))
            case _:
                codes.append(Code(piece, next(free)))
                stack += [codes[-1].number] if piece.shape is Shape.OPEN else []
    return tuple(codes)


def _keys(codes: Iterable[Code]) -> dict[int, tuple[str, ...]]:
    """Return by number what makes two codes the same: kind and characters, of a pair those of both."""
    found: dict[int, tuple[str, ...]] = {}
    for code in codes:
        if code.number:
            found[code.number] = (*found.get(code.number, (code.piece.kind,)), code.piece.raw)
    return found
