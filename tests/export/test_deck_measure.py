"""Measuring: widths from the committed table, line breaks, column widths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.export.deck.measure import full_width, has_glyph, line_count, longest_word, text_width
from machina_scorm.export.deck.runs import Para, Run
from machina_scorm.export.deck.tables import column_widths

WORDS = st.text(st.sampled_from("abc äß αβγ 0.- "), max_size=80)


@pytest.mark.parametrize(
    ("text", "width"),
    # Advance widths of Arial, in thousandths of an em: A 667, i 222 and space 278.
    [("A", 66.7), ("i", 22.2), (" ", 27.8), ("Ai", 88.9)],
)
def test_widths_are_those_of_arial(text: str, width: float) -> None:
    assert text_width(text, 100) == pytest.approx(width, abs=0.05)


def test_bold_is_wider_and_mono_even() -> None:
    assert text_width("Lernen", 20, bold=True) > text_width("Lernen", 20)
    assert text_width("iiii", 20, mono=True) == text_width("MMMM", 20, mono=True) == pytest.approx(48, abs=0.1)


@pytest.mark.parametrize("text", ["Übung für", "Μηχανική Μάθηση", "învățare automată ș", "→ ≤ ≈ ∑ √", "Обучение"])
def test_the_languages_of_the_course_are_in_the_table(text: str) -> None:
    assert all(has_glyph(character) for character in text)


def test_combining_marks_take_no_room_and_wide_signs_an_em() -> None:
    assert text_width("x\u0302", 10) == text_width("x", 10)
    assert text_width("学", 10) == 10


@given(WORDS, st.floats(20, 400), st.floats(1, 200))
def test_more_room_never_takes_more_lines(text: str, room: float, more: float) -> None:
    runs = (Run(text, "en"),)
    assert line_count(runs, 18, room + more) <= line_count(runs, 18, room)


@given(WORDS, st.integers(0, 80))
def test_where_a_text_is_cut_into_runs_does_not_matter(text: str, cut: int) -> None:
    whole, halves = (Run(text, "en"),), (Run(text[:cut], "en"), Run(text[cut:], "en"))
    assert line_count(whole, 18, 100) == line_count(halves, 18, 100)
    assert full_width(whole, 18) == pytest.approx(full_width(halves, 18))


def test_a_forced_break_is_a_line_and_a_long_word_is_broken() -> None:
    assert line_count((Run("a", "en"), Run("\n", "en"), Run("b", "en")), 18, 100) == 2
    assert line_count((Run("x" * 100, "en"),), 18, 100) > 5


@given(st.lists(st.lists(st.text("abc ", min_size=1, max_size=40), min_size=3, max_size=3), min_size=1, max_size=5))
def test_columns_share_the_whole_width(cells: list[list[str]]) -> None:
    rows = [tuple(Para((Run(cell, "en"),), size=14.0) for cell in row) for row in cells]
    widths = column_widths(rows, 1200)
    assert widths is not None and sum(widths) <= 1200.01 and min(widths) > 16


def test_a_narrow_column_is_not_broken_for_a_wide_ones_sake() -> None:
    rows = [(Para((Run("Entscheidungsbaum 1", "de"),), size=18.0), Para((Run("word " * 60, "en"),), size=18.0))]
    widths = column_widths(rows, 600)
    assert widths is not None and line_count(rows[0][0].runs, 18.0, widths[0] - 16) == 1
    assert column_widths(rows, 150) is None


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=2, max_size=5), st.integers(300, 900))
def test_no_column_is_narrower_than_its_words_and_the_page_is_never_exceeded(cells: list[list[str]], room: int) -> None:
    rows = [tuple(Para((Run(cell, "en"),), size=18.0) for cell in row) for row in cells]
    widths = column_widths(rows, room)
    if widths is not None:
        assert sum(widths) <= room + 0.01
        for row in rows:
            assert all(longest_word(c.runs, 18.0) <= w - 16 for c, w in zip(row, widths, strict=True))
