"""GIFT: whatever is in a text comes out again, and nothing is lost without a word."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import blocks, edition, figure, lesson, unit
from gift_reader import GiftQuestion, read_gift
from hypothesis import given
from lxml import html
from quiz_cases import bank, hostile, literal

from machina_scorm.check.quiz import check_gift
from machina_scorm.export.gift import FORMAT
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.blocks import Paragraph
from machina_scorm.model.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Essay,
    Gap,
    Gaps,
    Interaction,
    Match,
    Number,
    Option,
    Order,
    Pair,
    Question,
    TextEntry,
)
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity
from machina_scorm.source import Source


def export(*questions: Question) -> Artefact:
    assert FORMAT.export_lesson
    return FORMAT.export_lesson(edition(), *bank(*questions))


def ask(interaction: Interaction, stem: str = "Well?", **more: object) -> Question:
    question = Question("q-1", "lu1/l1-intro/q-1", "x", blocks(stem), interaction, source=Source("quiz.yaml", 7))
    return replace(question, **more)  # type: ignore[arg-type]


def one(question: Question) -> GiftQuestion:
    """Export one question, expect no problem, and read it again."""
    artefact = export(question)
    assert not artefact.problems
    (found,) = read_gift(artefact.data)[1]
    return found


def shown(text: str) -> str:
    """What a browser shows of HTML."""
    return str(html.fragment_fromstring(text, create_parent="div").text_content())


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@given(hostile(), hostile(), hostile(), hostile())
def test_every_text_of_a_choice_comes_back(stem: str, first: str, second: str, feedback: str) -> None:
    options = (
        Option("a", literal(first), Decimal(100), literal(feedback)),
        Option("b", literal(second), Decimal(0), literal(stem)),
    )
    question = replace(ask(Choice(options)), stem=literal(stem), feedback=literal(feedback))
    artefact = export(question)
    (found,) = read_gift(artefact.data)[1]
    assert shown(found.text) == nfc(stem)
    assert [(a.sign, shown(a.text), shown(a.feedback)) for a in found.answers] == [
        ("=", nfc(first), nfc(feedback)),
        ("~", nfc(second), nfc(stem)),
    ]
    assert shown(found.general) == nfc(feedback)
    assert not list(check_gift(artefact.data, artefact.name))


@given(hostile(), hostile(), hostile())
def test_every_text_of_a_match_comes_back(prompt: str, fits: str, distractor: str) -> None:
    match = Match(
        (Pair("1", literal(prompt), Text(fits, "label")), Pair("2", literal(fits), Text(prompt, "label"))),
        (Text(distractor, "label"),),
    )
    (found,) = read_gift(export(ask(match)).data)[1]
    rows = [answer.text.partition("->") for answer in found.answers]
    assert [(shown(a.strip()) if a.strip() else "", shown(b.strip())) for a, _, b in rows] == [
        (nfc(prompt), nfc(fits).strip()),
        (nfc(fits), nfc(prompt).strip()),
        ("", nfc(distractor).strip()),
    ]


@given(hostile().map(lambda text: " ".join(text.split())).filter(bool), hostile())
def test_every_accepted_answer_comes_back_or_is_reported(answer: str, stem: str) -> None:
    entry = TextEntry((Accepted(Text(answer, "answer")), Accepted(Text("b", "answer"), Decimal(50))))
    artefact = export(replace(ask(entry), stem=literal(stem)))
    found = read_gift(artefact.data)[1]
    if "->" in answer:
        assert not found
        assert [problem.rule for problem in artefact.problems] == ["gift-cannot-hold"]
        return
    first, second = found[0].answers
    assert (first.text, first.weight or "100") == (nfc(answer), "100")
    assert (second.text, second.weight) == ("b", "50")
    assert shown(found[0].text) == nfc(stem)
    assert "_____" not in found[0].text  # a site would put its field there
    assert not list(check_gift(artefact.data, artefact.name))


@given(hostile())
def test_each_text_is_one_line(text: str) -> None:
    question = ask(Choice((Option("a", literal(text), Decimal(100)), Option("b", blocks("b"), Decimal(0)))))
    body = export(replace(question, stem=literal(text))).data.decode("utf-8").strip().split("\n\n")[1]
    assert [line[:1].strip() or line[1:2] for line in body.split("\n")] == ["/", ":", "=", "~", "}"]


def test_a_listing_keeps_its_lines_and_indentation() -> None:
    code = "def f(x):\n    // no comment\n\n    return {x: 'a\\nb'}"
    options = (Option("a", blocks("a"), Decimal(100)), Option("b", blocks("b"), Decimal(0)))
    found = one(ask(Choice(options), f"```python\n{code}\n```"))
    (pre,) = html.fragment_fromstring(found.text, create_parent="div").iter("pre")
    assert pre.text_content() == code


def test_formulas_are_left_to_mathjax() -> None:
    options = (Option("a", blocks("$\\neq$"), Decimal(100)), Option("b", blocks("b"), Decimal(0)))
    found = one(ask(Choice(options), "Is $\\frac{a}{b}$?\n\n$$\nx = 1\n$$"))
    assert shown(found.text) == "Is \\( \\frac{a}{b} \\)?\\[ x = 1 \\]"
    assert shown(found.answers[0].text) == "\\( \\neq \\)"


def test_figures_lie_inside_with_their_labels_in_the_language() -> None:
    options = (Option("a", blocks("a"), Decimal(100)), Option("b", (figure(),), Decimal(0)))
    found = one(ask(Choice(options)))
    (image,) = html.fragment_fromstring(found.answers[1].text, create_parent="div").iter("img")
    assert image.get("src", "").startswith("data:image/svg+xml;base64,")
    assert image.get("alt") == "A box named model"


@pytest.mark.parametrize(
    ("credits", "expected"),
    [
        (["33.33333", "33.33333", "33.33333", "-33.33333"], ["33.33333", "33.33333", "33.33333", "-33.33333"]),
        (["100", "-100"], ["100", "-100"]),
        (["12.5", "-12.5"], ["12.5", "-12.5"]),
    ],
)
def test_a_multiple_choice_has_weights_only(credits: list[str], expected: list[str]) -> None:
    options = tuple(Option("abcd"[at], blocks(f"o{at}"), Decimal(credit)) for at, credit in enumerate(credits))
    found = one(ask(Choice(options, multiple=True)))
    assert [answer.weight for answer in found.answers] == expected
    assert {answer.sign for answer in found.answers} == {"~"}


@pytest.mark.parametrize("right", [True, False])
def test_feedback_to_a_statement_stands_wrong_first(right: bool) -> None:
    options = (
        Option("true", blocks("True"), Decimal(100 if right else 0), blocks("for true")),
        Option("false", blocks("False"), Decimal(0 if right else 100), blocks("for false")),
    )
    found = one(ask(Choice(options, truth=True)))
    word, wrong, other = found.body.split("#")
    assert word == ("TRUE" if right else "FALSE")
    assert [shown(wrong), shown(other)] == (["for false", "for true"] if right else ["for true", "for false"])


def test_numbers_have_points_and_a_unit() -> None:
    number = Number(
        (
            AcceptedNumber(Decimal("3.10"), Decimal("0.050")),
            AcceptedNumber(Decimal("1E+3"), credit=Decimal(50)),
            AcceptedNumber(Decimal("-0.0000001"), credit=Decimal(0)),
        ),
        Text("km/h", "answer"),
        blocks("No."),
    )
    found = one(ask(number))
    assert [(a.weight, a.text) for a in found.answers[:3]] == [
        ("", "3.1:0.05"),
        ("50", "1000:0"),
        ("0", "-0.0000001:0"),
    ]
    assert (found.answers[3].sign, shown(found.answers[3].feedback)) == ("~", "No.")
    assert shown(found.text) == "Well?__________ km/h"


def test_what_gift_cannot_hold_is_a_warning_at_the_question() -> None:
    question = ask(
        Choice((Option("a", blocks("a"), Decimal(100)), Option("b", blocks("b"), Decimal(0)))),
        points=Decimal(3),
        penalty=Decimal("0.5"),
        shuffle=False,
        hints=(blocks("Think."),),
    )
    essay = replace(ask(Essay(blocks("guide"), blocks("template"), 20)), id="q-2", key="lu1/l1-intro/q-2")
    order = replace(ask(Order(())), id="q-3", key="lu1/l1-intro/q-3")
    artefact = export(question, essay, order)
    assert [problem.message.partition(":")[0] for problem in artefact.problems] == ["q-1"] * 4 + ["q-2"] * 3 + ["q-3"]
    assert {(p.rule, p.severity, p.source.line) for p in artefact.problems} == {
        ("gift-cannot-hold", Severity.WARNING, 7)
    }
    assert len(read_gift(artefact.data)[1]) == 2


def test_one_gap_is_a_missing_word() -> None:
    interaction = TextEntry((Accepted(Text("cat", "answer")),))
    found = one(ask(Gaps(blocks("A [[1]] sat here."), (Gap("1", "text", interaction),))))
    assert shown(found.text) == "Well?A _____ sat here."
    assert found.answers[0].text == "cat"


def test_a_gap_lost_in_translation_is_a_warning() -> None:
    gap = Gap("1", "text", TextEntry((Accepted(Text("cat", "answer")),)))
    artefact = export(ask(Gaps(blocks("No gap here."), (gap,))))
    assert [problem.rule for problem in artefact.problems] == ["gift-cannot-hold"]
    assert read_gift(artefact.data)[1] == []


def test_ids_tags_and_categories() -> None:
    question = ask(
        Choice((Option("a", blocks("a"), Decimal(100)), Option("b", blocks("b"), Decimal(0)))),
        "A :: B `<i>` and so on",
        tags=("One", "one", "two words"),
        outcome="k1",
        difficulty="easy",
        author="A. Author [id:x]",
    )
    categories, (found,) = read_gift(export(question).data)
    assert categories == ["$course$/top/DEMO/LU1/l1-intro"]
    assert found.name == "q-1: A :: B &lt;i&gt; and so on"
    assert found.notes.startswith(
        "// [id:lu1/l1-intro/q-1] [tag:one] [tag:two words] [tag:k1] [tag:easy]\n// A. Author (id:x]"
    )


def test_a_unit_has_a_category_for_each_lesson_and_no_page_questions() -> None:
    first = lesson()
    second = replace(first, id="l2-more", key="lu1/l2-more", questions=(replace(first.questions[0], in_test=False),))
    third = replace(first, id="l3-last", key="lu1/l3-last")
    assert FORMAT.export_unit
    artefact = FORMAT.export_unit(edition(), unit(first, second, third))
    categories, questions = read_gift(artefact.data)
    assert artefact.name == "lu1-bank.gift.txt"
    assert categories == ["$course$/top/DEMO/LU1/l1-intro", "$course$/top/DEMO/LU1/l3-last"]
    assert len(questions) == 2 * (len(first.questions) - 2)  # the ordering and the three gaps are left out
    assert artefact == FORMAT.export_unit(edition(), unit(first, second, third))


def test_a_text_in_another_language_says_so() -> None:
    text = Text("Only English", lang="en")
    options = (Option("a", blocks("a"), Decimal(100)), Option("b", blocks("b"), Decimal(0)))
    assert one(replace(ask(Choice(options)), stem=(Paragraph(text),))).text == '<p lang="en">Only English</p>'
