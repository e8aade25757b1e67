"""Blocks → Markdown: what parse_blocks reads back as the same blocks, laid out as a person writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from machina_scorm.model.blocks import (
    Admonition,
    Block,
    BlockList,
    Blocks,
    CodeBlock,
    Figure,
    Heading,
    LevelBlock,
    MathBlock,
    Paragraph,
    Quote,
    Table,
    Video,
)
from machina_scorm.model.text import Text, iter_nodes

#: Where a question's pictures lie, seen from quiz.yaml.
FOLDER = "figures"


def in_figures(figure: Figure) -> str:
    """Return a figure's file as quiz.yaml names it."""
    return f"{FOLDER}/{figure.image.name}"


@dataclass(frozen=True, slots=True)
class Style:
    """How blocks are written: `path` gives the file of a figure, `width` the columns of a paragraph (0: one line)."""

    path: Callable[[Figure], str] = in_figures
    width: int = 0


def write_blocks(blocks: Blocks, style: Style = Style()) -> str:
    """Return `blocks` as Markdown without a final line end.

    QuizRef, Refer, Use, Column and Notes stand in lessons and decks only and are not written.
    """
    return "\n\n".join(_joined(blocks, style))


def _joined(blocks: Iterable[Block], style: Style) -> list[str]:
    parts: list[str] = []
    before: Block | None = None
    for block in blocks:
        part = _block(block, style)
        # Two lists of one kind would become one; a comment between them is nothing to the reader.
        if isinstance(block, BlockList) and isinstance(before, BlockList) and before.ordered == block.ordered:
            parts.append("<!-- -->")
        if part:
            parts.append(part)
            before = block
    return parts


def _block(block: Block, style: Style) -> str:
    match block:
        case Paragraph(text):
            return _marked(text, wrapped(text.md, style.width))
        case Heading(level, text, id):
            return f"{'#' * level} {text.md}{_id(id)}"
        case BlockList():
            return _list(block, style)
        case Quote(inner):
            return "\n".join(f"> {line}".rstrip() for line in write_blocks(inner, style).split("\n"))
        case Table():
            return _table(block)
        case Figure():
            caption = f"\n: {block.caption.md}" if block.caption else ""
            return f"![{block.alt.md}]({_target(style.path(block))}){_id(block.id, '')}{caption}"
        case CodeBlock():
            return _code(block)
        case MathBlock():
            return _captioned(f"$$\n{block.tex}\n$$", block.caption, block.id)
        case Admonition(kind, title, inner):
            return _fenced(kind, f" {title.md}" if title else "", inner, style)
        case LevelBlock(level, inner):
            return _fenced(level, "", inner, style)
        case Video():
            return f"::: video {block.url or block.name}{_id(block.id)}\n{block.title.md}\n:::"
        case _:
            return ""


def wrapped(md: str, width: int) -> str:
    """Break a paragraph into lines; the reader puts a blank for each line end, so only single blanks are broken at."""
    if not width or len(md) <= width:
        return md
    return "\n".join(_wrapped_line(line, width) for line in md.split("\n"))


def _wrapped_line(line: str, width: int) -> str:
    lines = [""]
    before = ""
    for word in line.split(" "):
        room = len(lines[-1]) + 1 + len(word) <= width
        # A line that begins with a letter begins no block; a backslash at a line's end would be a line break.
        if lines[-1] and (room or not word[:1].isalpha() or not before or before.endswith("\\")):
            lines[-1] += f" {word}"
        elif lines == [""]:
            lines[-1] = word
        else:
            lines.append(word)
        before = word
    return "\n".join(lines)


def _marked(text: Text, md: str) -> str:
    """Put a text's note and context to the translator above it."""
    notes = [f"<!-- i18n:context {text.context} -->"] if text.context else []
    notes += [f"<!-- i18n: {text.note} -->"] if text.note else []
    return "\n\n".join([*notes, md])


def _list(block: BlockList, style: Style) -> str:
    items = []
    loose = any(len(item) > 1 and not all(isinstance(b, BlockList) for b in item[1:]) for item in block.items)
    for number, item in enumerate(block.items, start=block.start):
        sign = f"{number}." if block.ordered else "-"
        text = write_blocks(item, style)
        if not loose:
            text = text.replace("\n\n", "\n") if all(isinstance(b, BlockList) for b in item[1:]) else text
        lines = text.split("\n")
        indent = " " * (len(sign) + 1)
        rest = [f"{indent}{line}" if line else "" for line in lines[1:]]
        items.append("\n".join([f"{sign} {lines[0]}".rstrip(), *rest]))
    return ("\n\n" if loose else "\n").join(items)


def _table(table: Table) -> str:
    rows = [table.head, *table.rows]
    cells = [[text.md.replace("|", "\\|") for text in row] for row in rows]
    columns = len(table.head)
    width = [max([3, *(len(row[n]) for row in cells if n < len(row))]) for n in range(columns)]
    align = [*table.align, *("" for _ in range(columns))][:columns]
    rule = [_rule(kind, size) for kind, size in zip(align, width, strict=True)]
    lines = [_row(cells[0], width), f"| {' | '.join(rule)} |", *(_row(row, width) for row in cells[1:])]
    return _captioned("\n".join(lines), table.caption, table.id)


def _rule(kind: str, width: int) -> str:
    left, right = (":" if kind in ("left", "center") else ""), (":" if kind in ("right", "center") else "")
    return f"{left}{'-' * (width - len(left) - len(right))}{right}"


def _row(cells: list[str], width: list[int]) -> str:
    return f"| {' | '.join(cell.ljust(size) for cell, size in zip(cells, width, strict=False))} |"


def _code(block: CodeBlock) -> str:
    code = block.code
    longest = max((len(line) - len(line.lstrip("`")) for line in code.split("\n")), default=0)
    fence = "`" * max(3, longest + 1)
    own = [f"#{block.id}"] if block.id and not block.caption else []
    own += ["i18n=comments"] if any(isinstance(part, Text) for part in block.parts) else []
    words = f"{block.language} {{{' '.join(own)}}}" if own else block.language
    return _captioned(f"{fence}{words}\n{code}\n{fence}", block.caption, block.id if block.caption else "")


def _captioned(text: str, caption: Text | None, id: str) -> str:
    if caption is None and not id:
        return text
    return f"{text}\n\n: {caption.md if caption else ''}{_id(id)}"


def _fenced(name: str, words: str, inner: Blocks, style: Style) -> str:
    depth = 3 + _depth(inner)
    return f"{':' * depth} {name}{words}\n{write_blocks(inner, style)}\n{':' * depth}"


def _depth(blocks: Blocks) -> int:
    """Return how many `:::` blocks lie inside one another here."""
    own = [1 + _depth(b.blocks) for b in blocks if isinstance(b, Admonition | LevelBlock)]
    nested = [_depth(item) for b in blocks if isinstance(b, BlockList) for item in b.items]
    quoted = [_depth(b.blocks) for b in blocks if isinstance(b, Quote)]
    return max([0, *own, *nested, *quoted, *(1 for b in blocks if isinstance(b, Video))])


def _id(id: str, blank: str = " ") -> str:
    return f"{blank}{{#{id}}}" if id else ""


def _target(path: str) -> str:
    return path if all(c.isalnum() or c in "-._/" for c in path) else f"<{path}>"


def has_pictures(blocks: Blocks) -> bool:
    """Tell whether blocks show a picture."""
    return any(isinstance(node, Figure) for node in iter_nodes(blocks))
