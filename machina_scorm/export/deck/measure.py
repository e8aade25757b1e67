"""Text widths: from a committed table, never from the fonts of the machine, so that every machine breaks alike.

The table holds the advance widths of Liberation Sans and Mono, which are those of Arial and Courier New. A template in
another font is measured by them too; that is near enough for most sans-serifs.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from machina_scorm.export.deck.runs import Para, Run
from machina_scorm.export.deck.styles import LevelStyle

#: A reserve for viewers whose line breaking differs by a hair.
SAFETY = 1.015
#: Height of a line in ems: ascent, descent and gap of Arial are 1.149, with a word of code in the line 1.205.
LINE = 1.21
#: Ems: what "1." needs with the blank behind it, and the least that a template's own indent must have.
NUMBER, NUMBER_ROOM = 1.15, 1.0
#: Size of sub- and superscripts relative to the text around them.
SCRIPT = 0.66
#: Width in ems of what the table does not have: East Asian wide signs, and all others.
_WIDE, _OTHER = 1.0, 0.72
#: No character before this one is wide (Unicode's EastAsianWidth.txt): Hangul begins here.
_FIRST_WIDE = "\u10ff"
_ZERO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def font_of(bold: bool, italic: bool, mono: bool) -> str:
    """Return the name of the table that holds such text. Bold italic has the widths of bold."""
    if mono:
        return "mono"
    return "sans-bold" if bold else "sans-italic" if italic else "sans"


@cache
def advances(font: str) -> Mapping[str, float]:
    """Return character → advance in ems of "sans", "sans-bold", "sans-italic" or "mono"."""
    table = _table()[font]
    found: dict[str, float] = {}
    for first, widths in table["widths"].items():
        for offset, width in enumerate(widths):
            if width:
                found[chr(int(first, 16) + offset)] = width / table["em"]
    return found


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    text = files("machina_scorm.export.deck").joinpath("metrics.json").read_text("utf-8")
    fonts: Mapping[str, Mapping[str, Any]] = json.loads(text)["fonts"]
    return fonts


@cache
def has_glyph(character: str) -> bool:
    """Return whether the text font has the character, as far as the table reaches."""
    return character in advances("sans") or unicodedata.category(character) in _ZERO_WIDTH


def text_width(text: str, size: float, *, bold: bool = False, italic: bool = False, mono: bool = False) -> float:
    """Return the width of a text in points, without any reserve."""
    font = font_of(bold, italic, mono)
    return size * sum(_advance(font, character) for character in text)


@cache
def _advance(font: str, character: str) -> float:
    known = advances(font).get(character)
    if known is not None:
        return known
    if unicodedata.category(character) in _ZERO_WIDTH:
        return 0.0
    base = unicodedata.normalize("NFKD", character)[:1]
    if base != character and base in advances(font):
        return advances(font)[base]
    if font == "mono":
        return advances(font)["0"] * (2 if unicodedata.east_asian_width(character) in "WF" else 1)
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _OTHER


def run_width(run: Run, size: float, bold: bool = False) -> float:
    """Return the width of a run in points when the text around it has `size`."""
    scale = SCRIPT if run.baseline else 1.0
    return text_width(run.text, size * scale, bold=bold or run.bold, italic=run.italic, mono=run.mono)


@lru_cache(maxsize=8192)
def _words(runs: tuple[Run, ...], bold: bool) -> tuple[tuple[float, float] | None, ...]:
    """Return (width of a word, width of the blanks behind it) in ems; None is a forced break. Words may span runs."""
    found: list[tuple[float, float] | None] = []
    word, blanks, inside = 0.0, 0.0, False
    for run in runs:
        if run.text == "\n":
            found += ((word, blanks), None)
            word, blanks = 0.0, 0.0
            continue
        scale = SCRIPT if run.baseline else 1.0
        font = font_of(bold or run.bold, run.italic, run.mono)
        for character in run.text:
            width = _advance(font, character) * scale
            if character == " ":
                blanks += width
                continue
            if blanks or (inside and character > _FIRST_WIDE and unicodedata.east_asian_width(character) in "WF"):
                found.append((word, blanks))
                word, blanks = 0.0, 0.0
            word += width
            inside = True
            if character in "-–—/":
                found.append((word, 0.0))
                word = 0.0
    return (*found, (word, blanks))


def line_count(runs: Iterable[Run], size: float, room: float, bold: bool = False) -> int:
    """Return how many lines of `room` points the runs take; a word wider than a line is broken where it must."""
    lines, used = 1, 0.0
    room = room / SAFETY / size
    for item in _words(tuple(runs), bold):
        if item is None:
            lines, used = lines + 1, 0.0
            continue
        word, blanks = item
        if used and used + word > room:
            lines, used = lines + 1, 0.0
        while word > room > 0:
            lines, word = lines + 1, word - room
        used += word + blanks
    return lines


def longest_word(runs: Iterable[Run], size: float, bold: bool = False) -> float:
    """Return the width of the widest word in points."""
    return size * max((item[0] for item in _words(tuple(runs), bold) if item is not None), default=0.0)


def full_width(runs: Iterable[Run], size: float, bold: bool = False) -> float:
    """Return the width of the runs on one line in points."""
    return sum(run_width(run, size, bold) for run in runs)


def hang_of(para: Para, style: LevelStyle, size: float) -> float:
    """Return the indent of a numbered item in ems, 0 for the inherited one where a number has room in it."""
    if para.hang or para.bullet != "number" or para.level:
        return para.hang
    return NUMBER if -style.indent < NUMBER_ROOM * size else 0.0


def para_height(para: Para, style: LevelStyle, size: float, room: float, first: bool) -> float:
    """Return the height of a paragraph in points; the space before it does not count at the top of a box."""
    margin = style.margin if para.bullet or para.level else 0.0
    margin = hang_of(para, style, size) * size or margin
    lines = line_count(para.runs, size, room - margin, style.bold)
    height = size * LINE
    before = 0.0 if first else style.before + style.before_share * height
    return before + lines * height * style.line


def text_height(paras: Iterable[Para], levels: tuple[LevelStyle, ...], sizes: tuple[float, ...], room: float) -> float:
    """Return the height of paragraphs in points; `sizes` gives the size of each level."""
    total = 0.0
    for number, para in enumerate(paras):
        level = min(para.level, len(levels) - 1)
        total += para_height(para, levels[level], para.size or sizes[level], room, number == 0)
    return total
