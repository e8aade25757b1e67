"""What counts as the same answer: accents, cases, apostrophes, white space, and numbers as Europe writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import builders
import pytest


@pytest.fixture(scope="module")
def script(browser: Any) -> Iterator[Any]:
    """A page with the functions of 10-text.js and 20-kinds.js."""
    context = browser.new_context()
    page = context.new_page()
    folder = builders.ROOT / "templates/scorm/player"
    parts = [(folder / name).read_text(encoding="utf-8") for name in ("10-text.js", "20-kinds.js")]
    page.evaluate("source => { window.run = new Function('code', `${source}; return eval(code)`); }", "\n".join(parts))
    yield lambda code, *values: page.evaluate(f"values => run('{code}')(...values)", list(values))
    context.close()


def credit(script: Any, typed: str, *accepted: str, exact: bool = False) -> float:
    """The fraction that a typed answer gets; the first accepted answer is worth all, the others nothing."""
    answers = [{"text": text, "credit": 0 if place else 100} for place, text in enumerate(accepted)]
    question = {"kind": "text", "exact": exact, "answers": answers}
    return float(script("(q, a) => KINDS.text.mark(q, a).fraction", question, typed))


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("supraînvățare", "supraînvatare"),
        ("supraînvățare", "supraînvăţare"),  # ţ with a cedilla, as old keyboards give it
        ("supraînvăţare", "SUPRAINVATARE"),
        ("știință", "stiinta"),
        ("υπερπροσαρμογή", "υπερπροσαρμογη"),
        ("υπερπροσαρμογή", "ΥΠΕΡΠΡΟΣΑΡΜΟΓΗ"),
        ("λάθος", "ΛΑΘΟΣ"),  # the last sigma has a form of its own
        ("προϊόν", "προιον"),
        ("Überanpassung", "uberanpassung"),
        ("Überanpassung", "U\u0308beranpassung"),  # the same letter in two characters
        ("Maß", "mass"),
        ("l'apprentissage", "l’apprentissage"),
        ("l’apprentissage", "L ‘ apprentissage".replace(" ‘ ", "'")),
        ("œuvre", "oeuvre"),
        ("perché", "perche"),
        ("held-back data", "  Held-back \u00a0 data "),
        ("over*fitting", "óver-fitting"),
    ],
)
def test_the_same_word(script: Any, accepted: str, typed: str) -> None:
    assert credit(script, typed, accepted) == 1


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [("supraînvățare", "subînvățare"), ("held-back", "held back"), ("bias", "bia"), ("λάθος", "λαθών")],
)
def test_another_word(script: Any, accepted: str, typed: str) -> None:
    assert credit(script, typed, accepted) == 0


@pytest.mark.parametrize(
    ("accepted", "typed", "fraction"),
    [
        ("fit()", "Fit()", 0),
        ("élan", "elan", 0),
        ("é", "e\u0301", 1),
        ("țară", "ţară", 1),  # one letter, two ways to encode it
        ("l'x", "l’x", 1),
        ("a  b", "a b", 1),
    ],
)
def test_case_and_accents_count_where_the_author_says_so(
    script: Any, accepted: str, typed: str, fraction: float
) -> None:
    assert credit(script, typed, accepted, exact=True) == fraction


def test_an_answer_that_fits_as_it_stands_goes_first(script: Any) -> None:
    assert credit(script, "où", "où", "ou") == 1
    assert credit(script, "ou", "où", "ou") == 0  # listed by the author as a wrong one
    assert credit(script, "OU", "où") == 1


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2,5", 2.5),
        ("2.5", 2.5),
        ("−3", -3),
        ("–3,0", -3),
        ("1 000", 1000),
        ("1\u202f000,5", 1000.5),
        ("1\u00a0000.5", 1000.5),
        ("1\u2009234\u2009567,8", 1234567.8),
        ("1'000.5", 1000.5),
        ("1’000,5", 1000.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("5e-1", 0.5),
        ("2,5 minutes", 2.5),
        ("2,5\u00a0minutes", 2.5),
        ("+,5", 0.5),
        ("２，５", 2.5),
    ],
)
def test_numbers(script: Any, typed: str, value: float) -> None:
    assert script("numberIn", typed, "minutes") == value


@pytest.mark.parametrize("typed", ["two", "", "1-2", "2,5 hours", "1 000 000,5,5.5.", "--3", "0x10"])
def test_no_numbers(script: Any, typed: str) -> None:
    assert script("(typed, unit) => Number.isNaN(numberIn(typed, unit))", typed, "minutes") is True
