from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.dialect import inlines, parse_inline, plain_text, refusals
from machina_scorm.dialect.inline import normalise
from machina_scorm.model.inline import Break, Code, Emph, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text


@pytest.mark.parametrize(
    ("md", "expected"),
    [
        ("plain", (Str("plain"),)),
        ("a *b* c", (Str("a "), Emph((Str("b"),)), Str(" c"))),
        ("**b $x_1$**", (Strong((Str("b "), Math("x_1"))),)),
        ("`a*b*`", (Code("a*b*"),)),
        ("[t](lesson:u/l#p)", (Link("lesson:u/l#p", (Str("t"),)),)),
        ("<https://e.org>", (Link("https://e.org", (Str("https://e.org"),)),)),
        ("a\\\nb", (Str("a"), Break(), Str("b"))),
        ("costs $5 and $6", (Str("costs $5 and $6"),)),
        (r"\$x\$ \*y\*", (Str("$x$ *y*"),)),
        ("a &amp; b", (Str("a & b"),)),
        ("", ()),
    ],
)
def test_inline_markdown_is_parsed(md: str, expected: Inlines) -> None:
    assert parse_inline(md) == expected


@pytest.mark.parametrize("md", ["<b>x</b>", "~~x~~", "x[^1]", "![a](b.png)"])
def test_what_is_refused_comes_out_as_characters(md: str) -> None:
    assert all(isinstance(node, Str) for node in parse_inline(md))


@pytest.mark.parametrize(
    ("md", "rule", "line"),
    [
        ("a\nb <b>x", "raw-html", 1),
        ("~~x~~", "strike-through", 0),
        ("x [^1]", "footnote", 0),
        ("a\nb\n![q](z.png)", "image-inline", 2),
        ("[x](file.md)", "link-target", 0),
        ("[x](ftp://h/f)", "link-target", 0),
    ],
)
def test_refusals_name_the_rule_and_the_line(md: str, rule: str, line: int) -> None:
    assert [(r.rule, r.line) for r in refusals(md)] == [(rule, line)]


@given(st.text(alphabet="ab1 ^:;#x(){}'\"./@-+=%|,?\t\u00a0\u2028é", max_size=30))
def test_a_text_without_signs_is_what_the_parser_would_make_of_it(md: str) -> None:
    assert parse_inline(f"a{md}") == parse_inline(f"&#97;{md}")  # the second goes through the parser


@given(st.text(alphabet="ab1 \\`*_$]!>\n^:;#x(){}'\"./@-+=%|\té", max_size=30))
def test_a_text_that_is_not_looked_at_has_nothing_to_refuse(md: str) -> None:
    assert refusals(f"a{md}") == refusals(f"&#97;{md}") == ()


@given(st.text())
def test_every_text_is_parsed_without_an_error(md: str) -> None:
    plain_text(Text(md))
    refusals(md)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
def test_a_plain_role_is_taken_literally(md: str) -> None:
    assert inlines(Text(md, "label")) == (Str(md),)


@given(st.text(alphabet="ab \\\n*$`", max_size=40))
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = normalise(raw)
    assert normalise(once) == once


def test_lines_may_be_broken_anywhere() -> None:
    assert normalise("one\n  two\nthree") == "one two three"
    assert normalise("one  \ntwo") == "one\\\ntwo"
    assert normalise("e\u0301") == "\u00e9"
