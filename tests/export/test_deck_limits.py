"""Bad input for slides: each a problem with its line and what to do, and a deck all the same."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from builders import figure, slide
from pptx import Presentation
from test_deck_slides import build, opened, titles, words

from machina_scorm.check.deck import check_deck
from machina_scorm.model.blocks import Blocks
from machina_scorm.model.course import Slide
from machina_scorm.problems import Severity


def drawing(width: int, height: int) -> Blocks:
    made = figure()
    data = made.image.data.replace(b"0 0 200 80", f"0 0 {width} {height}".encode())
    return (replace(made, image=replace(made.image, width=width, height=height, data=data)),)


WIDE_TABLE = "|" + "H|" * 40 + "\n|" + "---|" * 40 + "\n|" + "cell|" * 40 + "\n"
LONG_TABLE = "| a | b |\n|---|---|\n" + "".join(f"| r{n} | x |\n" for n in range(300))
LISTING = "```python\n" + "\n".join(f"line_{n} = {n}" for n in range(300)) + "\n```"
ENDLESS = "$$\n" + "+".join(f"x_{{{n}}}" for n in range(60)) + "\n$$"

BAD = (
    ("a figure larger than the slide", slide("figure", "Bad", drawing(9000, 9000)), "figure-small", "warning"),
    ("a figure like a stripe", slide("figure", "Bad", drawing(20000, 100)), "figure-small", "warning"),
    ("a table of 40 columns", slide("table", "Bad", WIDE_TABLE), "table-overflow", "error"),
    ("a table of 300 rows", slide("table", "Bad", LONG_TABLE), "slide-many", "warning"),
    ("a listing of 300 lines", slide("code", "Bad", LISTING), "slide-many", "warning"),
    ("an unknown command", slide("content", "Bad", "$$\n\\frobnicate{x}\n$$"), "math", "error"),
    ("an endless formula", slide("content", "Bad", ENDLESS), "slide-overflow", "error"),
    ("a word of 200 letters", slide("content", "Bad", "- " + "x" * 200 + "\n- short"), "slide-word", "warning"),
    ("a title of 300 letters", slide("content", "Bad title " * 30, "- a"), "slide-title-long", "warning"),
    ("a title of one word", slide("content", "B" * 300, "- a"), "slide-overflow", "error"),
    ("200 bullets", slide("content", "Bad", "".join(f"- {n}\n" for n in range(200))), "slide-many", "warning"),
    ("a subtitle of 300 words", slide("title", "Bad", "word " * 300), "slide-overflow", "error"),
)


@pytest.mark.parametrize(("bad", "rule", "severity"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_bad_input_is_a_problem_with_its_place_and_the_deck_is_made(bad: Slide, rule: str, severity: str) -> None:
    deck = build(bad, slide("content", "Sound", "- Text"))
    found = {problem.rule: problem for problem in deck.problems}
    assert rule in found, deck.problems
    problem = found[rule]
    assert problem.severity is Severity(severity)
    assert problem.source.line and problem.hint
    assert titles(deck)[-1] == "Sound" and words(deck, -1)[1:] == ["Text"]
    unusable = {p.rule for p in check_deck(deck.data, deck.name) if p.severity is Severity.ERROR}
    assert unusable <= {"shape-off-slide"}


def test_an_empty_slide_is_a_title() -> None:
    deck = build(slide("content", "Empty"), slide("two-column", "Also empty", (), "", ""))
    assert titles(deck) == ["Empty", "Also empty"]
    assert [len(list(made.placeholders)) for made in opened(deck).slides] == [3, 3]


def test_200_bullets_are_all_there() -> None:
    deck = build(slide("content", "Many", "".join(f"- bullet {n}\n" for n in range(200))))
    count = len(Presentation(io.BytesIO(deck.data)).slides)
    assert [w for n in range(count) for w in words(deck, n)[1:]] == [f"bullet {n}" for n in range(200)]
