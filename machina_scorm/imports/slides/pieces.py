"""What stands on a slide, piece by piece, each with its place; what is furniture or cannot come is noted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from machina_scorm.imports.ids import slug
from machina_scorm.imports.pictures import Pictures
from machina_scorm.imports.slides.graphics import figure_of, table_of
from machina_scorm.imports.slides.losses import Losses
from machina_scorm.imports.slides.text import blocks_of, equation, listing, markdown, plain_line
from machina_scorm.model.blocks import Block, Blocks, CodeBlock, Figure, MathBlock, Paragraph, Table
from machina_scorm.model.text import Text
from machina_scorm.presentation import (
    Box,
    Formula,
    Other,
    Picture,
    Presentation,
    Run,
    Shape,
    Slide,
    TableShape,
    TextShape,
)

TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"ftr", "dt", "hdr", "sldNum", "sldImg"})
#: How far below a picture its caption may begin, and how many words it may have. EMU: 914,400 to the inch.
_NEAR, _WORDS = 500_000, 30
_OTHERS = {
    "chart": ("chart", "the chart", "save it as a picture (right click, Save as Picture) and put it into figures/"),
    "diagram": ("smart-art", "the SmartArt graphic", "save it as a picture, or write its words as a list"),
    "media": ("media", "the film or sound", "put it into media/ and write `::: video media/file.mp4`"),
    "object": ("object", "the embedded object", "save what it shows as a picture and put it into figures/"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Blocks that stand together, and where: `box` is None where the file does not say."""

    blocks: Blocks
    box: Box | None = None

    @property
    def heavy(self) -> bool:
        """True for a figure, a table or a listing, of which a slide of its kind has one."""
        return any(isinstance(block, Figure | Table | CodeBlock) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on many slides alike – logos, footers in text boxes – and what templates of a course say anyway."""

    pictures: frozenset[str]
    texts: frozenset[str]


def furniture_of(deck: Presentation, known: Iterable[str], losses: Losses) -> Furniture:
    """Return what on at least three slides and half of the deck is the same; `known` are lines that decks repeat."""
    pictures: Counter[str] = Counter()
    texts: Counter[tuple[str, Box | None]] = Counter()
    for slide in deck.slides:
        pictures.update({s.sha256 for s in slide.shapes if isinstance(s, Picture) and s.data})
        texts.update({(t, s.box) for s in slide.shapes if isinstance(s, TextShape) and (t := _free_text(s))})
    enough = max(3, (len(deck.slides) + 1) // 2)
    logos = frozenset(sha for sha, count in pictures.items() if count >= enough)
    lines = frozenset(text for (text, _), count in texts.items() if count >= enough)
    if logos:
        hint = "logos of a course stand in course.yaml: theme and funding"
        losses.gone("repeated-picture", "a picture that most slides show (a logo) was left out", hint)
    for line in sorted(lines):
        losses.gone(
            "repeated-text", f"the line {line!r}, which most slides show, was left out", "the template has footers"
        )
    return Furniture(logos, lines | frozenset(known))


def _free_text(shape: TextShape) -> str:
    return "" if shape.placeholder else plain_line(shape.paragraphs)


def pieces_of(
    slide: Slide, title: str, shapes: Iterable[Shape], furniture: Furniture, pictures: Pictures, losses: Losses
) -> list[Piece]:
    """Return what stands below the title, in reading order, captions with what they belong to."""
    found: list[tuple[Shape, Piece]] = []
    drawings = 0
    for shape in shapes:
        if isinstance(shape, Other):
            drawings += shape.kind == "drawing"
            _note_other(shape, losses)
            continue
        if isinstance(shape, Picture) and shape.sha256 in furniture.pictures:
            continue
        number = len([s for s, _ in found if isinstance(s, Picture)]) + 1
        name = f"{slug(title) or f'slide-{slide.number}'}{f'-{number}' if number > 1 else ''}"
        blocks = tuple(_blocks(shape, name, title, furniture, pictures, losses))
        if blocks:
            found.append((shape, Piece(blocks, shape.box)))
    if drawings:
        things = f"{drawings} drawn shape{'s' if drawings > 1 else ''} (lines, arrows, boxes without text)"
        losses.gone("drawing", f"{things} did not come", "if they matter, draw the figure as SVG in figures/")
    return _with_captions(found)


def _blocks(
    shape: Shape, name: str, title: str, furniture: Furniture, pictures: Pictures, losses: Losses
) -> Iterator[Block]:
    match shape:
        case TextShape(placeholder=kind) if kind in _FURNITURE or kind in TITLES:
            return
        case TextShape():
            kept = tuple(para for para in shape.paragraphs if plain_line((para,)) not in furniture.texts)
            code = listing(kept) if shape.placeholder not in ("subTitle",) else None
            if code:
                yield code
            else:
                yield from blocks_of(kept, shape.bullets, losses)
        case TableShape():
            table = table_of(shape, losses)
            if table:
                yield table
        case Picture():
            figure = figure_of(shape, name, title, pictures, losses)
            if figure:
                yield figure
        case Formula():
            for omml in shape.omml:
                tex = equation(omml)
                if tex:
                    yield MathBlock(tex)
            if not shape.omml or any(equation(omml) is None for omml in shape.omml):
                hint = "write it as LaTeX between lines of $$"
                losses.changed("formula-words", f"the formula {shape.text!r} came as its characters", hint)
                yield Paragraph(Text(markdown((Run(shape.text),), losses)))


def _note_other(shape: Other, losses: Losses) -> None:
    if shape.kind not in _OTHERS:
        return
    rule, what, hint = _OTHERS[shape.kind]
    named = f" {shape.name!r}" if shape.name else ""
    words = f"; its words: {' · '.join(' '.join(w.split()) for w in shape.words)}" if shape.words else ""
    about = f"; its alternative text: {' '.join(shape.alt.split())}" if shape.alt else ""
    losses.gone(rule, f"{what}{named} did not come{words}{about}", hint)


def _with_captions(found: list[tuple[Shape, Piece]]) -> list[Piece]:
    """Put a short line directly below a figure, table or formula into it as its caption."""
    pieces: list[Piece] = []
    taken: set[int] = set()
    for place, (shape, piece) in enumerate(found):
        if place in taken:
            continue
        block = piece.blocks[0]
        if len(piece.blocks) == 1 and isinstance(block, Figure | Table | MathBlock | CodeBlock):
            for other in range(len(found)):
                caption = None if other in taken or other == place else _caption(shape, found[other])
                if caption and not (other < place and found[other][1] in pieces):
                    piece = replace(piece, blocks=(replace(block, caption=caption),))
                    taken.add(other)
                    break
        pieces.append(piece)
    return pieces


def _caption(above: Shape, below: tuple[Shape, Piece]) -> Text | None:
    shape, piece = below
    block = piece.blocks[0]
    if (
        not isinstance(shape, TextShape)
        or shape.placeholder
        or len(piece.blocks) > 1
        or not isinstance(block, Paragraph)
    ):
        return None
    if len(block.text.md.split()) > _WORDS or "\n" in block.text.md or isinstance(above, Other):
        return None
    high, low = above.box, shape.box
    if high is None or low is None:
        return None
    gap = low[1] - (high[1] + high[3])
    beside = low[0] + low[2] <= high[0] or high[0] + high[2] <= low[0]
    return block.text if -_NEAR // 4 <= gap <= _NEAR and not beside else None
