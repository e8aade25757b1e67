"""From what a slide shows back to Markdown: the source's markup where the words stayed, the deck's for new ones."""

from __future__ import annotations

import re

import pytest
from builders import edition
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.dialect import parse_inline, refusals
from machina_scorm.export.deck.lock import LockItem, LockText
from machina_scorm.export.deck.runs import Ink
from machina_scorm.model.text import Text
from machina_scorm.presentation import Item, Run
from machina_scorm.problems import Report
from machina_scorm.readback.markdown import Unmappable, edited_markdown, new_markdown
from machina_scorm.readback.words import key

INK = Ink(edition().language.code, Report())


def shown(md: str, tex: bool = False) -> tuple[Run, ...]:
    """What the deck shows of a text, as the runs that its file has."""
    runs = INK.runs(Text(md), tex=tex)
    return tuple(
        Run(r.text, r.bold or None, r.italic or None, "Courier New" if r.mono else "", link=r.link) for r in runs
    )


def joined(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def edited(md: str, new: str | tuple[Run, ...], kind: str = "text", before: str = "", after: str = "") -> str:
    runs = (Run(new),) if isinstance(new, str) else new
    text = before + joined(shown(md, kind == "note")) + after
    return edited_markdown(LockItem(kind, text, LockText(None, md, md), before, after), Item(kind, joined(runs), runs))


@pytest.mark.parametrize(
    ("md", "new", "expected"),
    [
        ("Too **large** a $\\eta$.", "Too small a η.", "Too **small** a $\\eta$."),
        ("Too **large** a $\\eta$.", "Much too large a η.", "Much too **large** a $\\eta$."),
        ("Too **large** a $\\eta$ here.", "Too large here.", "Too **large** here."),
        ("Call `fit(X)` now", "Call fit(X, y) now", "Call `fit(X, y)` now"),
        (
            "As [the manual](https://a.example/_) says",
            "As the book says",
            "As [the book](https://a.example/_) says",
        ),
        ("A *very* big one", "A very, very big one", "A very, *very* big one"),
        ("Plain", "Plain *stars*, [x](y) and a_b", "Plain \\*stars\\*, \\[x\\](y) and a_b"),
        ("Plain words", "1. Plain words", "1\\. Plain words"),
        ("Plain words", "# Plain words", "\\# Plain words"),
        ("Costs", "Costs $5 or $6", "Costs \\$5 or \\$6"),
        ("A `b` c", "c", "c"),
        ("One\\\ntwo", "One\nthree", "One\\\nthree"),
        ("**All bold**", "All bold indeed", "**All bold** indeed"),
        ("**All bold**", "All very bold", "**All very bold**"),
        ("Price $x$ and $y$", "Prices x and y", "Prices $x$ and $y$"),
    ],
)
def test_edits(md: str, new: str, expected: str) -> None:
    assert edited(md, new) == expected


@pytest.mark.parametrize(
    ("md", "new"),
    [
        ("Let $w = 8$ be", "Let w\u00a0= 9 be"),
        ("Let $x^2$ be", "Let x3 be"),
        ("Let $\\eta$ be", "Let θ be"),
        ("Words", ""),
        ("Words", "   "),
    ],
)
def test_what_only_a_person_can(md: str, new: str) -> None:
    with pytest.raises(Unmappable):
        edited(md, new)


def test_new_words_take_the_markup_of_their_runs() -> None:
    runs = (Run("Plain "), Run("strong", bold=True), Run(" and "), Run("np.sum", font="Consolas"), Run(" words here"))
    assert edited("Plain words here", runs) == "Plain **strong** and `np.sum` words here"
    link = (Run("Plain words "), Run("there", link="https://a.example/"), Run("!", link="file:///x"))
    assert edited("Plain words here", link) == "Plain words [there](https://a.example/)!"


def test_bold_means_nothing_where_all_is_bold() -> None:
    loud = (Run("A better ", bold=True), Run("title", bold=True))
    assert edited("A title", loud, "title") == "A better title"


def test_what_the_deck_put_around_a_text_stays_out() -> None:
    assert edited("A point", "•  A good point", "note", before="• ") == "A good point"
    assert edited("A point", "A good point", "note", before="• ") == "A good point"
    assert edited("A title", "A good title (2/3)", "title", after=" (2/3)") == "A good title"
    assert edited("A title", "A good title", "title", after=" (2/3)") == "A good title"


def test_marks_of_direction_stay_out() -> None:
    """A deck from right to left has marks around formulas and code."""
    ink = Ink("ar", Report(), True)
    md = "قيمة $w = 8$ ثم `fit(X)` هنا"
    runs = tuple(Run(run.text, font="Courier New" if run.mono else "") for run in ink.runs(Text(md)))
    assert "\u200e" in joined(runs)
    item = LockItem("text", joined(runs), LockText(None, md, md))
    changed = (*runs[:-1], Run(runs[-1].text.replace("هنا", "هناك")))
    assert edited_markdown(item, Item("text", joined(changed), changed)) == "قيمة $w = 8$ ثم `fit(X)` هناك"


def test_notes_show_formulas_as_latex() -> None:
    assert edited("Say $x^2$ aloud", "Say x^2 twice", "note") == "Say $x^2$ twice"


def test_a_new_paragraph_as_markdown() -> None:
    runs = (Run("See "), Run("this", bold=True))
    assert new_markdown(Item("text", "See this", runs, level=1, bullet="bullet")) == "  - See **this**"
    assert new_markdown(Item("text", "See this", runs)) == "See **this**"


_WORDS = st.text("abcä λ.,;:!?*_`[]()$#<>&|~\\-+=1\"'", min_size=1, max_size=12).filter(str.strip)
_PIECES = st.one_of(
    st.sampled_from(["one", "two words", "drei", "τέσσερα", "**bold one**", "*slanted*", "`code(x)`", "$x^2$",
                     "$\\eta$", "[a link](https://a.example/b)", "**bold `code`**", "\\* star", "a_b"]),
)  # fmt: skip


@given(st.lists(_PIECES, min_size=1, max_size=7), st.data())
def test_any_edit_is_shown_again_as_it_was_made(pieces: list[str], data: st.DataObject) -> None:
    """Words in, out and changed at random: the new Markdown shows what the edited slide showed."""
    md = " ".join(pieces)
    runs = list(shown(md))
    for _ in range(data.draw(st.integers(1, 3))):
        number = data.draw(st.integers(0, len(runs) - 1))
        run = runs[number]
        start = data.draw(st.integers(0, len(run.text)))
        end = data.draw(st.integers(start, len(run.text)))
        new = data.draw(st.one_of(st.just(""), _WORDS))
        text = run.text[:start] + new + run.text[end:]
        runs[number] = Run(text, run.bold, run.italic, run.font, run.baseline, run.link)
    try:
        result = edited(md, tuple(runs))
    except Unmappable:
        return
    assert key(joined(shown(result))) == key(joined(tuple(runs)))
    assert not refusals(result)
    assert parse_inline(result)


@given(st.lists(_PIECES, min_size=2, max_size=7))
def test_markup_survives_a_change_elsewhere(pieces: list[str]) -> None:
    md = " ".join(("Anfang", *pieces))
    new = (Run("Beginn"), *shown(md)[1:])
    new = (Run(re.sub("^Anfang", "Beginn", shown(md)[0].text)), *new[1:])
    assert parse_inline(edited(md, new)) == parse_inline("Beginn" + md.removeprefix("Anfang"))
