"""Blocks as plain text: for names, notes, alternative texts and metadata, where no markup is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from machina_scorm.dialect import plain_text
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
from machina_scorm.model.text import Text


def render_plain(blocks: Blocks) -> str:
    """Return `blocks` as plain text, a blank line between blocks.

    Maths is its LaTeX source, a figure its caption and alternative text. List items begin with "- " or their number,
    what stands below an item is indented; a table is one line per row with " | " between its cells. References to
    questions, to other parts and to other blocks (QuizRef, Refer, Use) give nothing.
    """
    return "\n\n".join(text for block in blocks if (text := _block(block)))


def xml_text(text: str) -> str:
    """Return `text` without the characters that no XML file can hold: most control characters (XML 1.0, 2.2)."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" or c > "\uffff")


def _block(block: Block) -> str:
    match block:
        case Paragraph(text) | Heading(text=text):
            return plain_text(text)
        case BlockList():
            return "\n".join(_items(block))
        case Quote(inner) | LevelBlock(blocks=inner) | Column(inner) | Notes(inner):
            return render_plain(inner)
        case Table(head, rows):
            return _lines((block.caption,), (" | ".join(plain_text(cell) for cell in row) for row in (head, *rows)))
        case Figure():
            return _lines((block.caption, block.alt))
        case CodeBlock():
            return _lines((block.caption,), (block.code,))
        case MathBlock():
            return _lines((block.caption,), (block.tex,))
        case Admonition(title=title, blocks=inner):
            return "\n\n".join(part for part in (_lines((title,)), render_plain(inner)) if part)
        case Video(title=title):
            return plain_text(title)
        case QuizRef() | Refer() | Use():
            return ""


def _lines(texts: Iterable[Text | None], more: Iterable[str] = ()) -> str:
    return "\n".join([*(plain_text(text) for text in texts if text is not None), *more])


def _items(block: BlockList) -> Iterator[str]:
    for number, item in enumerate(block.items, block.start):
        mark = f"{number}. " if block.ordered else "- "
        # Items are kept together: no blank lines inside a list.
        lines = [line for line in render_plain(item).split("\n") if line.strip()]
        yield mark + ("\n" + " " * len(mark)).join(lines)
