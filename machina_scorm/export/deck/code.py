"""Program code: real text in coloured runs of a fixed-width font, split where it is long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from machina_scorm.export.deck.measure import text_width
from machina_scorm.export.deck.runs import Ink, Para, Run
from machina_scorm.model.blocks import CodeBlock
from machina_scorm.model.text import Text
from machina_scorm.render.highlight import colours, tokens

LINES = 14
SIZES = (18.0, 16.0, 14.0)
#: Inset of the box in points, and the height of a line in ems.
INSET, LINE = 12.0, 1.2


@dataclass(frozen=True, slots=True)
class CodeSet:
    """Code, or one part of a long listing: a paragraph for each line, `height` in points without the caption."""

    code: CodeBlock
    paras: tuple[Para, ...]
    size: float

    @property
    def height(self) -> float:
        """Height of the box in points."""
        return len(self.paras) * self.size * LINE + 2 * INSET


def set_code(code: CodeBlock, width: float, room: float, ink: Ink) -> tuple[CodeSet, ...]:
    """Return a listing in parts of up to LINES lines; lines too long for a slide are noted (rule `code-overflow`)."""
    lines = list(_lines(code, ink))
    widest = max((len("".join(run.text for run in line)) for line in lines), default=0)
    fitting = [s for s in SIZES if text_width("0", s, mono=True) * widest * 1.005 <= width - 2 * INSET]
    if not fitting:
        columns = int((width - 2 * INSET) / (text_width("0", SIZES[-1], mono=True) * 1.005))
        message = f"a line of code has {widest} characters; {columns} fit here"
        ink.report.add("code-overflow", message, code.source, "break the line")
    sizes = fitting or [SIZES[-1]]
    # A listing of LINES lines stays whole as long as some size allows.
    size = next((s for s in sizes if min(len(lines), LINES) * s * LINE + 2 * INSET <= room), sizes[-1])
    most = max(1, min(LINES, int((room - 2 * INSET) / (size * LINE))))
    return tuple(CodeSet(code, tuple(Para(line, size=size) for line in part), size) for part in _parts(lines, most))


def _parts(lines: list[tuple[Run, ...]], most: int) -> Iterator[list[tuple[Run, ...]]]:
    """Yield parts of up to `most` lines, broken at an empty line where one stands in the second half."""
    while len(lines) > most:
        even = -(-len(lines) // -(-len(lines) // most))
        empty = [n for n in range(max(1, even // 2), most + 1) if n < len(lines) and not any(r.text for r in lines[n])]
        cut = empty[-1] if empty else even
        yield lines[:cut]
        lines = lines[cut + 1 :] if empty else lines[cut:]
    yield lines


def _lines(code: CodeBlock, ink: Ink) -> Iterator[tuple[Run, ...]]:
    """Yield the coloured runs of each line. A comment that fell back to another language says so."""
    palette = colours()
    languages = [(part.lang if isinstance(part, Text) else "", len(_string(part))) for part in code.parts]
    line: list[Run] = []
    for kind, text, lang in _cut(tokens(code.code, code.language), languages):
        colour = palette.get(kind, palette[""]).removeprefix("#").upper()
        pieces = text.split("\n")
        for number, piece in enumerate(pieces):
            if number:
                yield tuple(line)
                line = []
            if piece:
                line.append(Run(piece.expandtabs(4), lang or ink.lang, mono=True, colour=colour, proof=False))
    yield tuple(line)


def _string(part: str | Text) -> str:
    return part.md if isinstance(part, Text) else part


def _cut(parts: tuple[tuple[str, str], ...], languages: list[tuple[str, int]]) -> Iterator[tuple[str, str, str]]:
    """Yield (class, text, language): tokens cut where the language changes."""
    spans = iter(languages)
    lang, left = next(spans, ("", 0))
    for kind, text in parts:
        while text:
            while not left:
                lang, left = next(spans, ("", len(text)))
            yield kind, text[:left], lang
            text, left = text[left:], left - min(left, len(text))
