"""Formulas on slides: in a line as styled text, on their own as equations."""

from __future__ import annotations

import pytest

from machina_scorm.export.deck.mathruns import math_runs
from machina_scorm.export.deck.omml import equation
from machina_scorm.export.deck.xml import qn


def shown(tex: str) -> str:
    """Runs as text: /italic/, *bold*, ^{raised}, _{lowered}."""
    out = ""
    for run in math_runs(tex).runs:
        text = run.text.replace("\u00a0", " ")
        text = f"/{text}/" if run.italic else f"*{text}*" if run.bold else text
        out += f"^{{{text}}}" if run.baseline > 0 else f"_{{{text}}}" if run.baseline < 0 else text
    return out


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\hat{y} = w x + b", "/ŷ/ = /wx/ + /b/"),
        (r"\nabla_w L(w)", "∇_{/w/}/L/(/w/)"),
        (r"x^{(i)}", "/x/^{(}^{/i/}^{)}"),
        (r"\frac1n", "1//n/"),
        (r"\frac{a + 1}{2 n}", "(/a/ + 1)/(2/n/)"),
        (r"\frac{\partial L}{\partial w}", "∂/L//∂/w/"),
        (r"\mathcal N(0,1)", "𝒩(0, 1)"),
        (r"\mathbb{R}^d", "ℝ^{/d/}"),
        (r"\sqrt{x + 1}", "√(/x/ + 1)"),
        (r"\log p", "log /p/"),
        (r"\mathbf{w}", "*w*"),
        (r"20{,}000", "20,000"),
        (r"x_i^2", "/x/_{/i/}^{2}"),
        (r"-x", "−/x/"),
        (r"8 \cdot 40 + 12 = 332", "8 · 40 + 12 = 332"),
        (r"\Delta w = -\eta", "Δ/w/ = −/η/"),
        (r"a \leq b", "/a/ ≤ /b/"),
    ],
)
def test_inline_formulas_read_as_they_are_said(tex: str, expected: str) -> None:
    assert shown(tex) == expected
    assert math_runs(tex).reason == ""


@pytest.mark.parametrize("tex", [r"\begin{pmatrix} 1 & 2 \end{pmatrix}", r"e^{-x_i^2}", r"\frac{1"])
def test_what_a_line_cannot_show_has_a_reason(tex: str) -> None:
    formula = math_runs(tex)
    assert formula.reason and formula.runs


@pytest.mark.parametrize(
    ("tex", "tags"),
    [
        (r"\frac{a}{b}", {"f", "num", "den"}),
        (r"\sqrt{x}", {"rad", "degHide"}),
        (r"\sqrt[3]{x}", {"rad", "deg"}),
        (r"x^2", {"sSup"}),
        (r"x_i", {"sSub"}),
        (r"x_i^2", {"sSubSup"}),
        (r"\hat{y}", {"acc", "chr"}),
        (r"\lvert x \rvert", {"d", "begChr"}),
        (r"\left(\frac{a}{b}\right)", {"d", "f"}),
        (r"\begin{cases} 1 & x > 0 \\ 0 & x \leq 0 \end{cases}", {"d", "m", "mr"}),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", {"m", "cGp"}),
        (r"\lim_{x \to 0} f", {"limLow"}),
        (r"\underbrace{a + b}_{n}", {"groupChr", "limLow"}),
        (r"\text{if } x", {"nor"}),
    ],
)
def test_display_formulas_become_equations(tex: str, tags: set[str]) -> None:
    math = equation(tex, "en", 26)
    assert math is not None and math.tag == qn("m:oMathPara")
    assert tags <= {element.tag.rpartition("}")[2] for element in math.iter()}
    assert {run.get("lang") for run in math.iter(qn("a:rPr"))} == {"en"}


def test_a_sum_takes_its_operand_and_stops_at_the_relation() -> None:
    math = equation(r"\sum_{i=1}^{n} \lvert y_i \rvert = 9", "en", 26)
    assert math is not None
    nary = next(math.iter(qn("m:nary")))
    assert "".join(t.text or "" for t in nary.find(qn("m:e")).iter(qn("m:t"))) == "yi"  # type: ignore[union-attr]
    assert [t.text for t in math.iter(qn("m:t"))][-2:] == ["=", "9"]


def test_a_formula_that_is_not_understood_has_no_equation() -> None:
    assert equation(r"\frac{1", "en", 26) is None
