"""Blocks → pieces: what stands below a slide's title, in reading order, before anybody asks whether it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from machina_scorm.export.deck.runs import Ink, Para
from machina_scorm.model.blocks import (
    Admonition,
    Block,
    BlockList,
    Blocks,
    CodeBlock,
    Column,
    Figure,
    Heading,
    LevelBlock,
    MathBlock,
    Notes,
    Paragraph,
    QuizRef,
    Quote,
    Refer,
    Table,
    Use,
    Video,
)
from machina_scorm.model.edition import Ui
from machina_scorm.source import Source

_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Paragraphs. `tint` is the theme colour of a box's heading, empty for text without a box."""

    paras: tuple[Para, ...]
    tint: str = ""


Object: TypeAlias = Figure | Table | CodeBlock | MathBlock
Piece: TypeAlias = TextPiece | Object

_TINTS = {"warning": "accent2", "tip": "accent3", "example": "accent3"}


def pieces_of(blocks: Blocks, ink: Ink, ui: Ui, source: Source) -> tuple[Piece, ...]:
    """Return blocks as pieces; neighbouring paragraphs are one piece."""
    marked = {block.level for block in _deep(blocks) if isinstance(block, LevelBlock)}
    flow = _Flow(ink, ui, source, len(marked) > 1)
    return tuple(join(flow.blocks(blocks, 0)))


def _deep(blocks: Blocks) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, LevelBlock | Admonition | Quote):
            yield from _deep(block.blocks)


def join(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces, neighbouring texts without a box as one."""
    held: TextPiece | None = None
    for piece in pieces:
        if isinstance(piece, TextPiece) and not piece.tint:
            held = TextPiece(held.paras + piece.paras) if held else piece
            continue
        if held:
            yield held
            held = None
        yield piece
    if held:
        yield held


@dataclass(frozen=True, slots=True)
class _Flow:
    ink: Ink
    ui: Ui
    source: Source
    both_levels: bool

    def blocks(self, blocks: Blocks, level: int) -> Iterator[Piece]:
        for block in blocks:
            yield from self._block(block, level)

    def _block(self, block: Block, level: int) -> Iterator[Piece]:
        match block:
            case Paragraph(text):
                yield TextPiece((Para(self.ink.runs(text), level),))
            case Heading():
                yield TextPiece((Para(self.ink.runs(block.text, bold=True), level),))
            case BlockList():
                yield from self._list(block, level)
            case Quote(blocks):
                for piece in self.blocks(blocks, level):
                    yield _slanted(piece) if isinstance(piece, TextPiece) else piece
            case Admonition():
                yield from self._box(block)
            case LevelBlock():
                if self.both_levels:
                    yield TextPiece((Para(self.ink.words(self.ui[f"level.{block.level}"], bold=True), level),))
                yield from self.blocks(block.blocks, level)
            case Video():
                runs = tuple(replace(run, link=block.url) for run in self.ink.runs(block.title))
                yield TextPiece((Para(runs, level),))
            case Figure() | Table() | CodeBlock() | MathBlock():
                yield block
            case QuizRef() | Refer() | Use() | Column() | Notes():
                what = type(block).__name__.lower()
                where = getattr(block, "source", self.source)
                self.ink.report.add("slide-block", f"a slide cannot hold {what!r} here", where, "see docs/authoring.md")

    def _list(self, block: BlockList, level: int) -> Iterator[Piece]:
        deep = min(level, _DEEPEST)
        digits = len(str(block.start + len(block.items) - 1))
        hang = 0.5 + 0.6 * digits if block.ordered and digits > 1 and not deep else 0.0
        for number, item in enumerate(block.items, block.start):
            rest = item
            if item and isinstance(item[0], Paragraph):
                kind = "number" if block.ordered else "bullet"
                yield TextPiece((Para(self.ink.runs(item[0].text), deep, kind, number, hang=hang),))
                rest = item[1:]
            for inner in rest:
                yield from self._block(inner, level + 1 if isinstance(inner, BlockList) else level)

    def _box(self, block: Admonition) -> Iterator[Piece]:
        tint = _TINTS.get(block.kind, "accent1")
        if block.title:
            heading = self.ink.runs(block.title, bold=True)
        else:
            heading = self.ink.words(self.ui[f"admonition.{block.kind}"], bold=True)
        boxed: tuple[Para, ...] = (Para(heading, theme=tint),)
        for piece in join(self.blocks(block.blocks, 0)):
            if isinstance(piece, TextPiece):
                boxed += piece.paras
            else:
                yield TextPiece(boxed, tint)
                yield piece
                boxed = ()
        if boxed:
            yield TextPiece(boxed, tint)


def _slanted(piece: TextPiece) -> TextPiece:
    paras = tuple(replace(p, runs=tuple(replace(run, italic=not run.italic) for run in p.runs)) for p in piece.paras)
    return replace(piece, paras=paras)
