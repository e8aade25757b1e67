"""Questions on slides: every interaction, its answer marked on the next slide, in the words of the edition."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import GREEK, all_questions, deck_lesson, edition, option, question, slide, unit
from test_deck_slides import build, opened, titles, words

from machina_scorm.check.deck import check_deck
from machina_scorm.export.deck import export_lesson
from machina_scorm.export.deck.xml import qn
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.questions import Choice, Question
from machina_scorm.model.text import map_text

_TICK = "✓\u00a0"


def asked(id_: str, notes: str = "") -> Artefact:
    return build(slide("content", "Your turn", f"::: quiz {id_}\n:::", notes=notes))


def test_a_question_and_on_the_next_slide_its_answer() -> None:
    deck = asked("q-one", notes="Vote first.")
    assert deck.problems == ()
    assert titles(deck) == ["Your turn", "Your turn – the answer"]
    first, second = (words(deck, number)[1:] for number in (0, 1))
    assert first[:2] == ["Which one?", "print(1)"]
    options = [line.split("\t") for line in first[2:]]
    assert [mark for mark, _ in options] == ["A.", "B.", "C."]
    assert sorted(text for _, text in options) == ["Option 1", "Option 2", "Option 3"]
    assert [line.replace(_TICK, "") for line in second] == first
    assert [line.partition("\t")[2] for line in second if _TICK in line] == [f"{_TICK}Option 2"]


def test_the_right_option_is_bold_and_both_slides_are_set_alike() -> None:
    deck = asked("q-one")
    bold = [_bold_lines(deck, number) for number in (0, 1)]
    assert bold[0] == [] and len(bold[1]) == 1 and "Option 2" in bold[1][0]
    sizes = [{r.get("sz") for r in made._element.iter(qn("a:rPr"))} for made in opened(deck).slides]
    assert sizes[0] == sizes[1]


def _bold_lines(deck: Artefact, number: int) -> list[str]:
    found = []
    for para in opened(deck).slides[number].shapes._spTree.iter(qn("a:p")):
        runs = [run for run in para.iter(qn("a:r")) if run.find(qn("a:rPr")).get("b") == "1"]
        found += ["".join(run.find(qn("a:t")).text or "" for run in runs)] if runs else []
    return found


def test_the_trainer_finds_own_words_on_the_question_and_the_feedback_on_the_answer() -> None:
    deck = asked("q-one", notes="Vote first.")
    notes = [made.notes_slide.notes_text_frame.text for made in opened(deck).slides]
    assert notes == ["Vote first.", "About option 2"]


@pytest.mark.parametrize("one", all_questions(), ids=lambda one: one.id)
def test_every_kind_of_question_has_its_slides_and_the_checks_find_nothing(one: Question) -> None:
    deck = asked(one.id)
    assert len(titles(deck)) == (1 if one.id == "q-essay" else 2)
    assert deck.problems == () and list(check_deck(deck.data, deck.name)) == []


@pytest.mark.parametrize(
    ("id_", "line"),
    [
        ("q-truth", f"B.\t{_TICK}False"),
        ("q-many", None),
        ("q-match", f"1.\tPrompt 1 → {_TICK}match 1"),
        ("q-word", f"{_TICK}over*fitting"),
        ("q-number", f"{_TICK}2.5 minutes"),
        ("q-gaps", f"(3)\t{_TICK}2.5"),
    ],
)
def test_the_answer_is_marked_and_not_given_away_before(id_: str, line: str | None) -> None:
    deck = asked(id_)
    question_lines, answer_lines = words(deck, 0), words(deck, 1)
    assert not any("✓" in text for text in question_lines)
    ticked = [text for text in answer_lines if "✓" in text]
    assert line in ticked if line else len(ticked) == 2


def test_an_ordering_is_asked_in_another_order_than_it_is_answered() -> None:
    deck = asked("q-order")
    first = [text.partition("\t")[2] for text in words(deck, 0)[2:]]
    second = [text.partition("\t")[2] for text in words(deck, 1)[2:]]
    assert second == ["Step 1", "Step 2", "Step 3", "Step 4"]
    assert first != second and sorted(first) == second


def test_letters_and_words_are_those_of_the_edition_and_a_question_not_translated_says_its_language() -> None:
    lesson = deck_lesson(slide("content", "Σειρά σας", "::: quiz q-one\n:::"))
    untranslated = map_text(lesson.questions, lambda text: replace(text, lang="en"))
    deck = export_lesson(edition(GREEK), unit(lesson), replace(lesson, questions=untranslated))
    lines = words(deck, 0)
    assert [line.partition("\t")[0] for line in lines[-3:]] == ["Α.", "Β.", "Γ."]
    body = next(s for s in opened(deck).slides[0].shapes if s.name.startswith("body"))._element
    languages = {r.find(qn("a:t")).text: r.find(qn("a:rPr")).get("lang") for r in body.iter(qn("a:r"))}
    assert languages["Which "] == "en"


def test_a_long_question_is_set_smaller_then_divided_and_none_is_lost() -> None:
    options = tuple(option("abcdefgh"[n], f"{n} " + "word " * 40, 100 if n == 1 else 0) for n in range(6))
    long = question("q-long", Choice(options), "Stem " * 30)
    lesson = replace(deck_lesson(slide("content", "Long", "::: quiz q-long\n:::")), questions=(long,))
    deck = export_lesson(edition(), unit(lesson), lesson)
    assert deck.problems == ()
    assert len(titles(deck)) == len(set(titles(deck))) >= 4
    text = " ".join(line for n in range(len(titles(deck))) for line in words(deck, n))
    assert text.count("word") == 2 * 6 * 40
