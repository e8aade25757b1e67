"""Every block as plain text."""

from __future__ import annotations

import pytest

from machina_scorm.model.blocks import (
    Admonition,
    Block,
    BlockList,
    CodeBlock,
    Column,
    Figure,
    Heading,
    Image,
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
from machina_scorm.render.plain import render_plain


def paragraph(md: str) -> Paragraph:
    return Paragraph(Text(md))


IMAGE = Image("a.svg", "image/svg+xml", b"", 10, 10)
NESTED = BlockList(((paragraph("b"),), (paragraph("c"),)), ordered=True, start=9)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (paragraph("*a* `b` [c](https://example.org) $x^2$\\\nd"), "a b c x^2 d"),
        (Heading(3, Text("A **b**"), "id"), "A b"),
        (BlockList(((paragraph("a"), NESTED), (paragraph("d"),))), "- a\n  9. b\n  10. c\n- d"),
        (Quote((paragraph("a"), paragraph("b"))), "a\n\nb"),
        (Table((Text("A"), Text("B")), ((Text("*1*"), Text("2")),), ("", ""), Text("T")), "T\nA | B\n1 | 2"),
        (Figure(IMAGE, Text("A line"), Text("C")), "C\nA line"),
        (Figure(IMAGE, Text("A line")), "A line"),
        (CodeBlock("python", ("x = 1  ", Text("# *one*", role="comment")), Text("C")), "C\nx = 1  # *one*"),
        (MathBlock(r"\frac{1}{n}"), r"\frac{1}{n}"),
        (Admonition("note", Text("T"), (paragraph("a"),)), "T\n\na"),
        (Admonition("note", None, (paragraph("a"),)), "a"),
        (LevelBlock("junior", (paragraph("a"),)), "a"),
        (Video(Text("A *loop*"), url="https://example.org"), "A loop"),
        (Column((paragraph("a"),)), "a"),
        (Notes((paragraph("a"),)), "a"),
        (QuizRef(("q",)), ""),
        (Refer(("qa",)), ""),
        (Use("fig"), ""),
    ],
)
def test_blocks(block: Block, expected: str) -> None:
    assert render_plain((block,)) == expected


def test_a_blank_line_stands_between_blocks_and_none_for_blocks_without_text() -> None:
    assert render_plain((paragraph("a"), Use("x"), paragraph("b"))) == "a\n\nb"
    assert render_plain(()) == ""
