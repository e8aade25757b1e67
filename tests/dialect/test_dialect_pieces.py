"""Pieces of inline Markdown: nothing is lost, and what is called markup is what the parser takes for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.dialect.inline import parse_inline
from machina_scorm.dialect.pieces import Shape, pieces
from machina_scorm.model.inline import Code, Inlines, Math

_SIGNS = ["*", "**", "_", "`", "``", "$", "$x$", "\\", "\\*", "\\\n", "[", "]", "!", "~~", "&", "<", "\n", " "]
_WORDS = ["a", "日。", "](https://x.y)", "<b>", "&amp;", "<https://a.b>", "[^1]"]
_TEXTS = st.lists(st.sampled_from(_SIGNS + _WORDS), max_size=16).map("".join)


@given(_TEXTS)
def test_the_pieces_are_the_text(md: str) -> None:
    assert "".join(piece.raw for piece in pieces(md)) == md


@given(_TEXTS)
def test_pieces_are_nested(md: str) -> None:
    stack = []
    for piece in pieces(md):
        if piece.shape is Shape.OPEN:
            stack.append(piece.kind)
        elif piece.shape is Shape.CLOSE:
            assert stack.pop() == piece.kind
    assert not stack


@given(_TEXTS)
def test_code_and_maths_are_never_words(md: str) -> None:
    found = pieces(md)
    if len(found) > 1:
        for kind, count in (("code", _count(parse_inline(md), Code)), ("math", _count(parse_inline(md), Math))):
            assert sum(piece.kind == kind for piece in found) == count


def _count(nodes: Inlines, kind: type) -> int:
    return sum(isinstance(n, kind) + _count(getattr(n, "children", ()), kind) for n in nodes)


@pytest.mark.parametrize(
    ("md", "shown"),
    [
        ("a **b *c*** d", ["a ", "strong:**", "b ", "emph:*", "c", "emph:*", "strong:**", " d"]),
        ("***a** b*", ["emph:*", "strong:**", "a", "strong:**", " b", "emph:*"]),
        ("[`f`](term:f)", ["link:[", "code:`f`", "link:](term:f)"]),
        ("a\\\nb \\* $x<1$", ["a", "break:\\\n", "b ", "escape:\\*", " ", "math:$x<1$"]),
        ("2 * 3 and x_y_z", ["2 * 3 and x_y_z"]),
    ],
)
def test_pieces_by_kind(md: str, shown: list[str]) -> None:
    assert [f"{piece.kind}:{piece.raw}" if piece.kind else piece.raw for piece in pieces(md)] == shown


def test_an_image_inside_a_sentence_is_left_as_it_is() -> None:
    assert [piece.kind for piece in pieces("see ![*x*](a.png) *now*")] == [""]
