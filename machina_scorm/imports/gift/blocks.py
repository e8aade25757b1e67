"""The blocks of a GIFT file, and its escapes while it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Signs that an escape takes out of the reading, each as a control character (which no file may hold).
_SIGNS = ":#={}~\n"
_HELD = {sign: chr(number) for number, sign in enumerate(_SIGNS, start=1)}
_BACK = str.maketrans({held: sign for sign, held in _HELD.items()})
_ESCAPE = re.compile(r"\\([\\:#={}~n])")

#: The codes that Moodle itself puts there while it reads: as text they turn into the sign.
PLACEHOLDERS = {f"&&{code}": sign for code, sign in zip(("058;", "035;", "061;", "123;", "125;", "126;", "010"), _SIGNS, strict=True)}  # fmt: skip  # noqa: E501

#: What PHP's trim takes away, a no-break space not among it.
BLANK = " \t\n\r\0\x0b"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as Moodle sees it, and as it is written."""

    number: int
    text: str
    raw: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines up to an empty one. `notes` are the comment lines, `lines` all the others; `zero`: a line `0` ended it."""

    line: int
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
    comments: tuple[Line, ...]
    zero: bool = False

    @property
    def text(self) -> str:
        """The block as Moodle reads it: lines trimmed, a blank in the place of a comment."""
        inside = sorted((*self.lines, *(Line(c.number, " ", c.raw) for c in self.comments)), key=lambda n: n.number)
        return "\n".join(line.text for line in inside).strip(BLANK)


def split_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks that say something. A line `0` is empty to Moodle, one with a no-break space is not."""
    lines = text.split("\r") if "\r" in text and "\n" not in text else text.split("\n")
    block: list[Line] = []
    for number, raw in enumerate([*lines, ""], start=1):
        trimmed = raw.strip(BLANK)
        if trimmed not in ("", "0"):
            block.append(Line(number, trimmed, raw))
        elif block:
            made = _block(block, trimmed == "0")
            if made:
                yield made
            block = []


def _block(lines: list[Line], zero: bool) -> Block | None:
    comments = tuple(line for line in lines if line.text.startswith("//"))
    rest = tuple(line for line in lines if not line.text.startswith("//"))
    if not rest:
        return None
    return Block(rest[0].number, tuple(line.text for line in comments), rest, comments, zero)


def hold(text: str) -> str:
    """Take the escaped signs out of the reading; a doubled backslash becomes one."""
    return _ESCAPE.sub(lambda found: "\\" if found[1] == "\\" else _HELD["\n" if found[1] == "n" else found[1]], text)


def release(text: str) -> str:
    """Put the signs back, Moodle's own codes too."""
    for code, sign in PLACEHOLDERS.items():
        text = text.replace(code, sign)
    return text.translate(_BACK)


def shown(text: str) -> str:
    """Return held text for a message."""
    return text.translate(_BACK)
