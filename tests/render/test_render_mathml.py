"""LaTeX constructs of the course as MathML Core, and formulas that are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from machina_scorm.render.mathml import MathError, math_svg, mathml


def core(tex: str, display: bool = True) -> str:
    """The MathML of `tex` inside <math><mrow>."""
    root = mathml(tex, display)
    (row,) = root
    return (row.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in row)


def test_the_root_says_display_and_source_and_has_no_namespace() -> None:
    for display, value in ((True, "block"), (False, "inline")):
        root = mathml(r"\hat{y} < 1", display)
        assert sorted(root.attrib.items()) == [("alttext", r"\hat{y} < 1"), ("display", value)]
        assert root.tag == "math"


_UPRIGHT_FRACTION = '<mfrac><mi mathvariant="normal">a</mi><mi mathvariant="normal">b</mi></mfrac>'


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\frac{1}{n}", "<mfrac><mn>1</mn><mi>n</mi></mfrac>"),
        (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        (r"x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        (r"\hat{y}", '<mover accent="true"><mi>y</mi><mo stretchy="false">ˆ</mo></mover>'),
        (r"\bar x", '<mover accent="true"><mi>x</mi><mo stretchy="false">¯</mo></mover>'),
        (r"\vec{x}", '<mover accent="true"><mi>x</mi><mo stretchy="false">→</mo></mover>'),
        (
            r"\widehat{ab}",
            '<mover accent="true"><mrow><mi>a</mi><mi>b</mi></mrow><mo stretchy="true">ˆ</mo></mover>',
        ),
        (
            r"\overline{ab}",
            '<mover accent="true"><mrow><mi>a</mi><mi>b</mi></mrow><mo stretchy="true">‾</mo></mover>',
        ),
        (r"\mathbb{R}^n", "<msup><mi>ℝ</mi><mi>n</mi></msup>"),
        (r"\mathbb{EX}", "<mrow><mi>𝔼</mi><mi>𝕏</mi></mrow>"),
        (r"\mathbf{w}\mathbf x", "<mi>𝐰</mi><mi>𝐱</mi>"),
        (r"\mathbf{12}", "<mn>𝟏𝟐</mn>"),
        (r"\boldsymbol{\theta}", "<mi>𝜽</mi>"),
        (r"\mathcal{L}", "<mi>ℒ</mi>"),
        (r"\mathcal{N}", "<mi>𝒩</mi>"),
        (r"\mathfrak{C}", "<mi>ℭ</mi>"),
        (r"\mathrm{TP}", "<mi>TP</mi>"),
        (r"\mathrm{d}x", '<mi mathvariant="normal">d</mi><mi>x</mi>'),
        (r"\text{50\% of it}", "<mtext>50%\u00a0of\u00a0it</mtext>"),
        (r"x\sim y", "<mi>x</mi><mo>∼</mo><mi>y</mi>"),
        (r"a\pm b", "<mi>a</mi><mo>±</mo><mi>b</mi>"),
        (r"f: X", "<mi>f</mi><mo>:</mo><mi>X</mi>"),
        (r"a := b", "<mi>a</mi><mo>:=</mo><mi>b</mi>"),
        (r"x \not= y", "<mi>x</mi><mo>≠</mo><mi>y</mi>"),
        (r"x \not\in A", "<mi>x</mi><mo>∉</mo><mi>A</mi>"),
        (r"1{,}000", "<mn>1,000</mn>"),
        (r"\infty", "<mi>∞</mi>"),
        (r"\langle a", '<mo stretchy="false" form="prefix">⟨</mo><mi>a</mi>'),
        (r"\frac\mathrm a\mathrm b", _UPRIGHT_FRACTION),
        (r"\frac:=", "<mfrac><mo>:</mo><mo>=</mo></mfrac>"),
        (r"\log x", '<mi>log</mi><mspace width="0.1667em"/><mi>x</mi>'),
        (r"\log(x)", '<mi>log</mi><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo>'),
        (r"\operatorname{k-NN}", '<mo lspace="0" rspace="0">k-NN</mo>'),
        (
            r"\max_i x",
            '<munder><mo movablelimits="true" lspace="0" rspace="0.1667em">max</mo><mi>i</mi></munder><mi>x</mi>',
        ),
        (
            r"\operatorname*{arg\,max}_k",
            '<munder><mo movablelimits="true" lspace="0" rspace="0">arg\u2009max</mo><mi>k</mi></munder>',
        ),
    ],
)
def test_constructs(tex: str, expected: str) -> None:
    assert core(tex) == expected


def test_limits_stand_below_in_display_style_only() -> None:
    assert core(r"\sum_{i=1}^n x", True).startswith("<munderover><mo>∑</mo>")
    assert core(r"\sum_{i=1}^n x", False).startswith("<msubsup><mo>∑</mo>")
    assert core(r"\min_w J", False).startswith("<msub><mo")
    assert "<munderover><mo" in core(r"\left(\sum_{i=1}^n x\right)", True)


@pytest.mark.parametrize("environment", ["aligned", "align", "align*", "split"])
def test_aligned_equations_are_aligned_and_not_numbered(environment: str) -> None:
    root = mathml(rf"\begin{{{environment}}}a &= b\\ &= c + d\end{{{environment}}}", True)
    (table,) = root.iter("mtable")
    assert table.get("displaystyle") == "true"
    assert [[cell.get("style") for cell in row] for row in table] == [
        ["text-align: right; padding-right: 0", "text-align: left; padding-left: 0"]
    ] * 2
    assert ["".join(str(part) for part in row.itertext()) for row in table] == ["a=b", "=c+d"]


def test_cases() -> None:
    root = mathml(r"f(x)=\begin{cases}1 & x>0\\0 & \text{otherwise}\end{cases}", True)
    (table,) = root.iter("mtable")
    assert ["".join(str(part) for part in row.itertext()) for row in table] == ["1x>0", "0otherwise"]
    assert {cell.get("style") for cell in table.iter("mtd")} == {"text-align: left"}
    brace = table.getprevious()
    assert brace is not None
    assert (brace.text, brace.get("stretchy")) == ("{", "true")


@pytest.mark.parametrize(
    ("name", "brackets"), [("pmatrix", "()"), ("bmatrix", "[]"), ("vmatrix", "||"), ("Bmatrix", "{}")]
)
def test_each_matrix_stands_in_its_brackets(name: str, brackets: str) -> None:
    matrix = rf"\begin{{{name}}}1&2\\3&4\end{{{name}}}"
    root = mathml(f"A = {matrix}{matrix}", True)
    assert len(list(root.iter("mtable"))) == 2
    for table in root.iter("mtable"):
        row = table.getparent()
        assert row is not None
        assert [row[0].text, row[1].tag, row[2].text, len(row)] == [brackets[0], "mtable", brackets[1], 3]


def test_lines_of_an_array() -> None:
    root = mathml(r"\begin{array}{l|c}a&b\end{array}", True)
    assert [c.get("style") for c in root.iter("mtd")] == ["text-align: left; border-right: thin solid", None]


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("", "it is empty"),
        ("{a", "a { is not closed"),
        ("a}", "a } closes nothing"),
        ("a & b", "outside an environment"),
        (r"a \\ b", "only inside an environment"),
        ("50% of", "for the sign itself write \\%"),
        ("x $y$", "for the sign itself write \\$"),
        (r"\foo{x}", r"the command \foo is not known"),
        (r"\begin{foo}a\end{foo}", "the environment foo is not known"),
        (r"\begin{cases}a", r"\begin{cases} is not closed"),
        (r"\begin{cases}a\end{aligned}", r"\end{aligned} does not close"),
        (r"\frac{1}", "it is incomplete"),
        (r"\sqrt", "it is incomplete"),
        (r"\begin{aligned}\end{aligned}", "an environment is empty"),
        ("x^", "nothing follows a ^ or a _"),
        ("x_1_2", "two subscripts"),
        (r"\left( a", r"a \left has no \right"),
        (r"\argmax_x", r"write \operatorname*{argmax}"),
        (r"\def\a{b}\a", r"\def defines"),
        (r"\href{javascript:alert(1)}{x}", r"\href defines or styles"),
        (r"\text x", "plain words in braces"),
        (r"\operatorname", "plain words in braces"),
    ],
)
def test_a_formula_that_cannot_be_set_is_refused_in_plain_words(tex: str, reason: str) -> None:
    with pytest.raises(MathError) as caught:
        mathml(tex, True)
    assert reason in caught.value.reason
    assert caught.value.tex == tex


PIECES = st.sampled_from(
    [
        *"{}[]()^_&abxy12+-=<>|,.'~!:/\\%# ",
        *(
            r"\frac",
            r"\hat",
            r"\sqrt",
            r"\left",
            r"\right",
            r"\sum",
            r"\text{a b}",
            r"\mathbb",
            r"\mathrm",
            r"\\",
            r"\not",
        ),
        *(
            r"\begin{cases}",
            r"\end{cases}",
            r"\begin{aligned}",
            r"\end{aligned}",
            r"\log",
            r"\operatorname{a}",
            r"\binom",
        ),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_string_is_set_or_refused_and_nothing_else(tex: str) -> None:
    try:
        root = mathml(tex, True)
    except MathError:
        return
    again = etree.fromstring(etree.tostring(root))
    assert again.get("alttext") == tex
    assert {"script", "a", "style"}.isdisjoint({e.tag for e in again.iter()})
    variants = {e.get("mathvariant") for e in again.iter()}
    assert variants <= {None, "normal"}


def test_pictures_of_formulas_are_paths_and_always_the_same() -> None:
    tex = r"J = \frac{1}{n}\sum_{i=1}^n (\hat{y}_i - y_i)^2"
    picture = math_svg(tex, 20)
    assert picture == math_svg(tex, 20)
    root = etree.fromstring(picture)
    names = {etree.QName(e).localname for e in root.iter()}
    assert "path" in names
    assert names.isdisjoint({"text", "use", "symbol", "image"})
    assert float(root.get("width") or 0) < float(etree.fromstring(math_svg(tex, 40)).get("width") or 0)


def test_picture_of_a_formula_that_cannot_be_set() -> None:
    with pytest.raises(MathError):
        math_svg(r"\frac{1}", 20)
