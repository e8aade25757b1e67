"""`type: gaps`: a text with gaps to fill by choosing, dragging or typing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from machina_scorm.dialect import inlines
from machina_scorm.model.blocks import BlockList, Blocks, CodeBlock
from machina_scorm.model.inline import Code, Emph, Inlines, Link, Str, Strong
from machina_scorm.model.questions import Choice, Gap, Gaps, Number, TextEntry
from machina_scorm.model.text import iter_text
from machina_scorm.units.questions import QuestionType
from machina_scorm.units.questions.answers import read_number, read_single, read_text_entry
from machina_scorm.units.questions.reading import Reader
from machina_scorm.yamlfile import Node

_MARK = re.compile(r"\[\[(\d+)\]\]")


def read(node: Node, reader: Reader) -> Gaps:
    """Read `text` and `gaps`: the n-th gap stands at `[[n]]`, exactly once; a listing may hold gaps, a formula not."""
    text = reader.blocks(node, "text")
    gaps = tuple(_gap(str(number), gap, reader) for number, gap in enumerate(node.items("gaps"), start=1))
    marks = Counter(mark for part in iter_text(text) for mark in _marks(inlines(part)))
    marks.update(mark for code in _code(text) for mark in _MARK.findall(code))
    for gap, inner in zip(gaps, node.items("gaps"), strict=True):
        if marks[gap.id] != 1:
            often = "stands more than once" if marks[gap.id] else "is missing"
            hint = "it stands once in a paragraph, a list, a table or a listing; in a formula it does not count"
            rule = "gap-twice" if marks[gap.id] else "gap-missing"
            reader.add(rule, f"[[{gap.id}]] {often} in the text", inner, hint)
    for mark in sorted(set(marks) - {gap.id for gap in gaps}, key=int):
        message = f"[[{mark}]] in the text has no gap: there are {len(gaps)}"
        reader.add("gap-unknown", message, node["text"], "add a gap to `gaps`, or renumber")
    return Gaps(text, gaps)


def _marks(nodes: Inlines) -> Iterator[str]:
    for node in nodes:
        match node:
            case Str(text) | Code(text):
                yield from _MARK.findall(text)
            case Emph(children) | Strong(children) | Link(_, children):
                yield from _marks(children)


def _code(blocks: Blocks) -> Iterator[str]:
    """Yield the program text of the listings, translatable comments left out: they are among the texts."""
    for block in blocks:
        match block:
            case CodeBlock(parts=parts):
                yield from (part for part in parts if isinstance(part, str))
            case BlockList(items):
                for item in items:
                    yield from _code(item)


def _gap(number: str, node: Node, reader: Reader) -> Gap:
    mode = node.text("mode")
    return Gap(number, mode, _interaction(mode, node, reader))


def _interaction(mode: str, node: Node, reader: Reader) -> Choice | TextEntry | Number:
    match mode:
        case "text":
            return read_text_entry(node, reader)
        case "number":
            return read_number(node, reader)
        case _:
            return read_single(node, reader)


TYPE = QuestionType("gaps", read)
