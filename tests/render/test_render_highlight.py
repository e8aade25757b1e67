"""Tokens keep the code, palettes can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.render.highlight import CLASSES, background, colours, stylesheet, tokens


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_the_contrast_formula_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("light", [True, False])
def test_every_colour_can_be_read_on_its_ground(light: bool) -> None:
    palette = colours(light)
    assert set(palette) == {"", *CLASSES}
    for name, colour in palette.items():
        assert contrast(colour, background(light)) >= 4.5, name


def test_python() -> None:
    code = '@cache\ndef fit(x: int) -> None:  # why\n    return print("a", 1.5)'
    found = set(tokens(code, "python"))
    assert tokens(code, "python")[:5] == (("d", "@cache"), ("", "\n"), ("k", "def"), ("", " "), ("f", "fit"))
    assert {("k", "def"), ("f", "fit"), ("c", "# why"), ("s", '"a"'), ("n", "1.5"), ("b", "print")} <= found


def test_every_class_is_one_that_the_palettes_know() -> None:
    code = '@x.y\nclass A(Exception):\n    """d"""\n    a = f"{1:>3}" if not None else self.b and lambda: 0x1F\n'
    assert {name for name, _ in tokens(code, "python")} <= {"", *CLASSES}


@pytest.mark.parametrize("language", ["text", "", "no-such-language"])
def test_unknown_languages_are_plain_text(language: str) -> None:
    assert tokens("if x: 1\n", language) == (("", "if x: 1\n"),)


@given(st.text(), st.sampled_from(["python", "json", "html", "bash", "sql", "pycon", "yaml", "text"]))
def test_the_tokens_joined_are_the_code(code: str, language: str) -> None:
    parts = tokens(code, language)
    assert "".join(part for _, part in parts) == code
    assert all(part for _, part in parts)
    assert all(one[0] != two[0] for one, two in pairwise(parts))


def test_stylesheet_covers_both_grounds_and_every_class() -> None:
    light, dark = stylesheet().split("@media (prefers-color-scheme: dark)")
    for part, is_light in ((light, True), (dark, False)):
        assert background(is_light) in part
        for name in CLASSES:
            assert f".code .{name} {{ color: {colours(is_light)[name]}; }}" in part
    assert stylesheet() == stylesheet()
