"""Pieces of a slide → slides of the kinds that slides.md knows, in columns where they stood side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from machina_scorm.imports.slides.losses import Losses
from machina_scorm.imports.slides.pieces import Piece
from machina_scorm.model.blocks import Block, BlockList, Blocks, CodeBlock, Figure, Paragraph, Table
from machina_scorm.model.course import Slide
from machina_scorm.model.text import Text

_HEAVY = (Figure, Table, CodeBlock)
_KINDS: dict[type, str] = {Figure: "figure", Table: "table", CodeBlock: "code"}
#: A table in a column has at most so many columns and rows, else it gets a slide of its own.
_NARROW, _SHORT = 3, 7
#: The share of the lower group's height that columns stand side by side.
_BESIDE = 0.3


def arrange(draft: Slide, wanted: str, pieces: Sequence[Piece], rtl: bool, losses: Losses) -> tuple[Slide, ...]:
    """Return the slides that hold the pieces: one, or more where one may not hold them together.

    `draft` has title and notes, `wanted` is the kind that the layout names ("title", "section", "closing" or "").
    """
    blocks = tuple(block for piece in pieces for block in piece.blocks)
    heavy = [block for block in blocks if isinstance(block, _HEAVY)]
    text = tuple(block for block in blocks if not isinstance(block, _HEAVY))
    if not heavy:
        return (_text_slide(draft, wanted, text, pieces, rtl),)
    few = not text or (len(text) == 1 and isinstance(text[0], Paragraph))
    if len(heavy) == 1 and few:
        return (replace(draft, kind=_KINDS[type(heavy[0])], blocks=blocks),)
    columns = _columns(pieces, rtl)
    if columns is None and len(heavy) == 1:
        columns = (blocks[: blocks.index(heavy[0])], blocks[blocks.index(heavy[0]) :])
        columns = (text, (heavy[0],)) if not all(columns) else columns
        columns = columns if _apart(columns) else ((text, (heavy[0],)) if columns[0] != (heavy[0],) else None)
    if columns is None and len(heavy) == 2 and not text:
        columns = ((heavy[0],), (heavy[1],))
    if columns and all(map(_holds, columns)):
        return (replace(draft, kind="two-column", columns=columns),)
    return _divided(draft, wanted, text, heavy, losses)


def _text_slide(draft: Slide, wanted: str, text: Blocks, pieces: Sequence[Piece], rtl: bool) -> Slide:
    columns = _columns(pieces, rtl)
    if columns and all(columns):
        return replace(draft, kind="two-column", columns=columns)
    if wanted in ("title", "section"):
        if all(isinstance(block, Paragraph) for block in text):
            return replace(draft, kind=wanted, blocks=_one_paragraph(text))
        wanted = ""
    if wanted == "closing" and all(isinstance(block, Paragraph | BlockList) for block in text):
        return replace(draft, kind="closing", blocks=text)
    return replace(draft, kind="content", blocks=text)


def _one_paragraph(text: Blocks) -> Blocks:
    """Return paragraphs as one with line breaks: a title slide has one."""
    lines = [block.text.md for block in text if isinstance(block, Paragraph)]
    return (Paragraph(Text("\\\n".join(lines))),) if lines else ()


def _apart(columns: tuple[Blocks, Blocks]) -> bool:
    """Tell whether one column has the heavy block and the other the text."""
    return all(len({isinstance(block, _HEAVY) for block in column}) == 1 for column in columns)


def _holds(column: Blocks) -> bool:
    """Tell whether blocks can stand in one column."""
    return bool(column) and all(map(_fits, column)) and sum(isinstance(block, _HEAVY) for block in column) < 2


def _fits(block: Block) -> bool:
    """Tell whether a column may hold a block."""
    if isinstance(block, Table):
        return len(block.head) <= _NARROW and len(block.rows) <= _SHORT
    return not isinstance(block, CodeBlock)


def _divided(draft: Slide, wanted: str, text: Blocks, heavy: Sequence[Block], losses: Losses) -> tuple[Slide, ...]:
    """Return the text on a slide and each figure, table and listing on one of its own."""
    slides = [_text_slide(draft, wanted, text, (), False)] if text else []
    for block in heavy:
        kind = _KINDS[type(block)]
        slides.append(replace(draft, kind=kind, blocks=(block,), notes=() if slides else draft.notes))
    if len(slides) > 1:
        losses.changed(
            "divided", f"the slide became {len(slides)}: one holds one figure, table or listing", "look at them"
        )
    return tuple(slides)


def _columns(pieces: Sequence[Piece], rtl: bool) -> tuple[Blocks, Blocks] | None:
    """Return the blocks of two columns, the one that is read first first; None where nothing stands side by side.

    What spans both goes on top of the first one, or below the second.
    """
    placed = [piece for piece in pieces if piece.box]
    if len(placed) < 2 or len(placed) < len(pieces):
        return None
    edges = sorted({box[0] for piece in placed if (box := piece.box)})
    for cut in edges[1:]:
        left = [p for p in placed if p.box and p.box[0] + p.box[2] <= cut + p.box[2] // 10]
        right = [p for p in placed if p.box and p.box[0] >= cut]
        across = [p for p in placed if p not in left and p not in right]
        if left and right and _side_by_side(left, right) and all(_above_or_below(p, (*left, *right)) for p in across):
            first, second = (right, left) if rtl else (left, right)
            top = min(p.box[1] for p in (*left, *right) if p.box)
            over = [p for p in across if p.box and p.box[1] < top]
            under = [p for p in across if p not in over]
            return _blocks((*over, *first)), _blocks((*second, *under))
    return None


def _above_or_below(piece: Piece, others: Sequence[Piece]) -> bool:
    assert piece.box
    top = min(p.box[1] for p in others if p.box)
    bottom = max(p.box[1] + p.box[3] for p in others if p.box)
    middle = piece.box[1] + piece.box[3] // 2
    return middle <= top or middle >= bottom


def _side_by_side(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    (top, bottom), (top2, bottom2) = _range(left), _range(right)
    shared = min(bottom, bottom2) - max(top, top2)
    return shared > _BESIDE * min(bottom - top, bottom2 - top2)


def _range(pieces: Sequence[Piece]) -> tuple[int, int]:
    boxes = [piece.box for piece in pieces if piece.box]
    return min(box[1] for box in boxes), max(box[1] + box[3] for box in boxes)


def _blocks(pieces: Sequence[Piece]) -> Blocks:
    return tuple(block for piece in pieces for block in piece.blocks)
