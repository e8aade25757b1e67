"""Formulas of machine learning: each becomes an equation and a picture, and LibreOffice shows every one of them."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from builders import slide
from PIL import Image
from pptx import Presentation
from test_deck_slides import build, opened, rules

from machina_scorm.export.deck.formula import _draw
from machina_scorm.export.deck.omml import equation
from machina_scorm.export.deck.xml import qn

#: What lessons on machine learning write, and brackets in every company that LibreOffice minds.
FORMULAS = (
    r"\hat{y} = w x + b",
    r"\hat{y} = \mathbf{w}^\top \mathbf{x} + b",
    r"\mathrm{MAE} = \frac{1}{n} \sum_{i=1}^{n} |\hat{y}_i - y_i|",
    r"\mathrm{RMSE} = \sqrt{\frac{1}{n} \sum_{i=1}^{n} (\hat{y}_i - y_i)^2}",
    r"R^2 = 1 - \frac{\sum_i (y_i - \hat{y}_i)^2}{\sum_i (y_i - \bar{y})^2}",
    r"\sigma(z) = \frac{1}{1 + e^{-z}}",
    r"\operatorname{softmax}(z)_k = \frac{e^{z_k}}{\sum_{j=1}^{K} e^{z_j}}",
    r"\operatorname{ReLU}(z) = \max(0, z)",
    r"L(w) = -\frac{1}{n} \sum_{i=1}^n \left[ y_i \log \hat{y}_i + (1 - y_i) \log (1 - \hat{y}_i) \right]",
    r"w_{t+1} = w_t - \eta \nabla_w L(w_t)",
    r"\frac{\partial L}{\partial w_j} = \frac{2}{n} \sum_{i=1}^n (\hat{y}_i - y_i) x_{ij}",
    r"\theta^* = \operatorname*{arg\,min}_{\theta} \mathbb{E}_{(x,y) \sim \mathcal{D}} [\ell(f_\theta(x), y)]",
    r"\begin{aligned} w &= w - \eta \frac{\partial L}{\partial w} \\ b &= b"
    r" - \eta \frac{\partial L}{\partial b} \end{aligned}",
    r"f(x) = \begin{cases} 1 & \text{if } w^\top x + b > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"X = \begin{bmatrix} 1 & x_{11} & x_{12} \\ 1 & x_{21} & x_{22} \\ 1 & x_{31} & x_{32} \end{bmatrix}",
    r"\hat{\beta} = (X^\top X)^{-1} X^\top y",
    r"\| x \|_2 = \sqrt{\sum_{i=1}^{d} x_i^2}",
    r"\left\| w \right\|_1 = \sum_{j} |w_j|",
    r"J(w) = \frac{1}{n} \| X w - y \|_2^2 + \lambda \| w \|_2^2",
    r"f : \mathbb{R}^d \to \mathbb{R}",
    r"x \in \mathbb{R}^{n \times d}, \quad y \in \{0, 1\}^n",
    r"P(A \mid B) = \frac{P(B \mid A)\, P(A)}{P(B)}",
    r"p(x) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\left( -\frac{(x - \mu)^2}{2 \sigma^2} \right)",
    r"\mathcal{N}(\mu, \Sigma)",
    r"\operatorname{Var}(X) = \mathbb{E}[X^2] - (\mathbb{E}[X])^2",
    r"\operatorname{Cov}(X, Y) = \mathbb{E}\left[ (X - \mu_X)(Y - \mu_Y) \right]",
    r"H(p) = -\sum_{k=1}^{K} p_k \log_2 p_k",
    r"D_{\mathrm{KL}}(p \parallel q) = \sum_x p(x) \log \frac{p(x)}{q(x)}",
    r"\int_{-\infty}^{\infty} p(x)\, dx = 1",
    r"\prod_{i=1}^{n} p(x_i \mid \theta)",
    r"\mathrm{precision} = \frac{TP}{TP + FP}, \qquad \mathrm{recall} = \frac{TP}{TP + FN}",
    r"F_1 = 2 \cdot \frac{P \cdot R}{P + R}",
    r"G = 1 - \sum_{k} p_k^2",
    r"k(x, x') = \exp\left( -\gamma \| x - x' \|^2 \right)",
    r"a^{(l)} = g\left( W^{(l)} a^{(l-1)} + b^{(l)} \right)",
    r"\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left( \frac{Q K^\top}{\sqrt{d_k}} \right) V",
    r"V^\pi(s) = \mathbb{E}_\pi \left[ \sum_{t=0}^{\infty} \gamma^t r_t \mid s_0 = s \right]",
    r"Q(s, a) \leftarrow Q(s, a) + \alpha \left[ r + \gamma \max_{a'} Q(s', a') - Q(s, a) \right]",
    r"\lim_{n \to \infty} \bar{X}_n = \mu",
    r"\binom{n}{k} = \frac{n!}{k!\,(n-k)!}",
    r"\underbrace{w^\top x}_{\text{score}} + \overbrace{b}^{\text{bias}}",
    r"\vec{v} \cdot \tilde{u} = \cos\theta \, \lVert v \rVert \lVert u \rVert",
    r"x \in [0, 1)",
    r"x \in (a, b]",
    r"\left[ 0, 1 \right)",
    r"f(g(x)) = (f \circ g)(x)^2",
    r"\{ x \mid x > 0 \}^n",
    r"\lfloor x \rfloor",
    r")x(",
    r"\frac{(a+b)^2}{c}",
    r"((a+b)^2+c)^2",
    r"w^{+} + w_{-}",
    r"\int_0^1 f",
    r"]0, 1[",
    r"((a+b)c)^2 + [d]",
)


@pytest.mark.parametrize("tex", FORMULAS)
def test_each_formula_is_an_equation_and_a_picture(tex: str) -> None:
    math = equation(tex, "en", 24.0)
    assert math is not None and "".join(t.text or "" for t in math.iter(qn("m:t"))).strip()
    svg, width, height = _draw(tex)
    assert svg.startswith(b"<svg") and width > 1 and height > 1


def test_no_script_hangs_on_a_bracket_and_no_bracket_stands_alone_as_an_operator() -> None:
    for tex in FORMULAS:
        math = equation(tex, "en", 24.0)
        assert math is not None
        for base in (part.find(qn("m:e")) for part in math.iter(qn("m:sSup"), qn("m:sSub"), qn("m:sSubSup"))):
            texts = [t.text for t in base.iter(qn("m:t"))]
            plain = base.find(f".//{qn('m:nor')}") is None and base.find(qn("m:d")) is None
            assert not (plain and texts and texts[0] in (")", "]", "}")), tex


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdftoppm"), reason="needs LibreOffice and poppler")
def test_libreoffice_shows_every_formula(tmp_path: Path) -> None:
    deck = build(*(slide("content", f"Formula {n}", f"$$\n{tex}\n$$") for n, tex in enumerate(FORMULAS)))
    assert deck.problems == ()
    (tmp_path / "deck.pptx").write_bytes(deck.data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "deck.pptx"]
    subprocess.run(office, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    text = subprocess.run(["pdftotext", "deck.pdf", "-"], cwd=tmp_path, check=True, capture_output=True).stdout.decode()
    pages = text.split("\f")
    # What LibreOffice cannot read in a formula it shows as this sign.
    assert [FORMULAS[n] for n, page in enumerate(pages[: len(FORMULAS)]) if "¿" in page] == []
    subprocess.run(["pdftoppm", "-r", "24", "-gray", "deck.pdf", "p"], cwd=tmp_path, check=True)
    shapes = [next(s for s in made.shapes._spTree.iter(qn("a:off"))) for made in opened(deck).slides]
    assert len(shapes) == len(FORMULAS)
    for tex, picture in zip(FORMULAS, sorted(tmp_path.glob("p-*.pgm")), strict=True):
        page = Image.open(picture)
        below = page.crop((0, round(page.height * 0.22), page.width, round(page.height * 0.85)))
        assert below.getextrema()[0] < 128, f"nothing to see of {tex}"


def test_a_formula_that_nobody_can_draw_is_a_problem_with_its_line_and_shows_its_latex() -> None:
    deck = build(slide("content", "Broken", "$$\n\\frac{1}{\n$$\n\n- Text"), slide("content", "Sound", "- Text"))
    (problem,) = deck.problems
    assert problem.rule == "math" and problem.source.line and r"\frac{1}{" in problem.message
    assert r"\frac{1}{" in " ".join(t.text or "" for t in opened(deck).slides[0].shapes._spTree.iter(qn("a:t")))
    assert len(Presentation(io.BytesIO(deck.data)).slides) == 2


def test_a_formula_without_an_equation_is_a_picture_and_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("machina_scorm.export.deck.omml._Writer.all", _raise)
    deck = build(slide("content", "Rare", "$$\nx + 1\n$$"))
    assert rules(deck) == {"math-picture"} and "x + 1" in deck.problems[0].message
    assert [s._element.tag for s in opened(deck).slides[0].shapes][1] == qn("p:pic")


def _raise(*_: object) -> None:
    raise IndexError
