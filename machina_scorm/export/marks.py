"""The gaps of a text on their way through rendering: before it one private character each, after it places to cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from machina_scorm.model.blocks import Block, BlockList, Blocks, CodeBlock
from machina_scorm.model.questions import Gap, Gaps
from machina_scorm.model.text import Text, iter_text, map_text

#: Private-use characters mean nothing in Markdown, and no escape touches them.
_FIRST = 0xE000


def gap_mark(place: int) -> str:
    """Return the private character that stands for the gap at `place`, counted from 0."""
    return chr(_FIRST + place)


def mark_gaps(blocks: Blocks, gaps: Sequence[Gap]) -> Blocks:
    """Return `blocks` with every `[[n]]`, in texts and listings, replaced by the private character of that gap."""
    marks = {f"[[{gap.id}]]": gap_mark(place) for place, gap in enumerate(gaps)}
    return map_text(tuple(_mark_code(block, marks) for block in blocks), lambda text: _mark_text(text, marks))


def missing_gaps(gaps: Gaps) -> tuple[str, ...]:
    """Return the ids of the gaps whose `[[n]]` is not in the text: a translation may have dropped it."""
    marked = mark_gaps(gaps.text, gaps.gaps)
    words = "".join((*(text.md for text in iter_text(marked)), *_code(marked)))
    return tuple(gap.id for place, gap in enumerate(gaps.gaps) if gap_mark(place) not in words)


def split_at_gaps(rendered: str, gaps: Sequence[Gap]) -> list[str]:
    """Cut what became of marked blocks at each gap, in the order of the text: one part more than there are gaps.

    The gaps must stand in the text in the order of `gaps`, as gaps_in_order gives them.
    """
    parts = [rendered]
    for gap in gaps_in_order(rendered, gaps):
        before, _, after = parts[-1].partition(gap_mark(gaps.index(gap)))
        parts[-1:] = [before, after]
    return parts


def gaps_in_order(rendered: str, gaps: Sequence[Gap]) -> list[Gap]:
    """Return the gaps in the order in which they stand in the text."""
    return [gaps[ord(char) - _FIRST] for char in rendered if _FIRST <= ord(char) < _FIRST + len(gaps)]


def _code(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        match block:
            case CodeBlock():
                yield block.code
            case BlockList(items):
                for item in items:
                    yield from _code(item)


def _mark(text: str, marks: dict[str, str]) -> str:
    for bracket, char in marks.items():
        text = text.replace(bracket, char)
    return text


def _mark_text(text: Text, marks: dict[str, str]) -> Text:
    changed = _mark(text.md, marks)
    return text if changed == text.md else replace(text, md=changed)


def _mark_code(block: Block, marks: dict[str, str]) -> Block:
    match block:
        case CodeBlock():
            return replace(block, parts=tuple(_mark(p, marks) if isinstance(p, str) else p for p in block.parts))
        case BlockList():
            return replace(block, items=tuple(tuple(_mark_code(b, marks) for b in item) for item in block.items))
    return block
