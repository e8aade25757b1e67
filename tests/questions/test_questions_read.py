"""quiz.yaml → questions: every type, and every rule with its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from quiz_cases import read

from machina_scorm.model.blocks import Paragraph
from machina_scorm.model.credits import CREDITS, MOST_RIGHT, nearest_credit, share
from machina_scorm.model.questions import Choice, Essay, Gaps, Match, Number, Order, TextEntry
from machina_scorm.problems import Report
from machina_scorm.units.questions import question_types

HEAD = "questions:\n  - id: q-a\n    stem: Well?\n"


def problems(own: str) -> list[tuple[str, int]]:
    """Read a question with the common keys of HEAD (lines 1 to 3) and return rule and line of each problem."""
    report = Report()
    lines = "".join(f"    {line}\n" for line in own.strip("\n").split("\n"))
    assert read(HEAD + lines, report) == ()
    assert all(problem.hint for problem in report)
    return [(problem.rule, problem.source.line) for problem in report]


def test_every_type_is_one_file() -> None:
    folder = Path(__file__).parents[2] / "machina_scorm" / "units" / "questions"
    types = {name.replace("-", "_") for name in question_types()}
    assert types == {
        "single",
        "multiple",
        "true_false",
        "matching",
        "short_answer",
        "numerical",
        "ordering",
        "gaps",
        "essay",
    }
    assert all((folder / f"{name}.py").is_file() for name in types)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("type: singel", [("question-type-unknown", 4)]),
        ("type: single\noptions: [{text: a}, {text: b}]", [("question-no-right-answer", 2)]),
        (
            "type: single\noptions:\n  - {text: a, correct: true}\n  - {text: b, correct: true}",
            [("question-two-right-answers", 7)],
        ),
        ("type: single\noptions:\n  - {text: a, correct: true}", [("question-too-few-options", 2)]),
        (
            "type: single\noptions:\n  - {text: a, correct: true}\n  - text: a",
            [("question-option-duplicate", 7)],
        ),
        (
            "type: single\noptions:\n  - {text: a, correct: true}\n  - text: b\n    credit: 33.33",
            [("question-credit", 8)],
        ),
        ("type: single\noptions:\n  - {text: a, correct: true}\n  - {text: b, credit: 100}", [("question-credit", 7)]),
        ("type: multiple\noptions: [{text: a}, {text: b}]", [("question-no-right-answer", 2)]),
        (
            "type: multiple\noptions:\n" + "".join(f"  - {{text: {n}, correct: true}}\n" for n in range(11)),
            [("question-too-many-right", 2)],
        ),
        ("type: matching\npairs:\n  - {text: a, match: b}", [("question-too-few-options", 2)]),
        (
            "type: matching\npairs: [{text: a, match: b}, {text: c, match: d}]\ndistractors:\n  - d",
            [("question-distractor-match", 7)],
        ),
        (
            f"type: matching\npairs:\n  - {{text: a, match: {'b' * 256}}}\n  - {{text: c, match: d}}",
            [("question-match-long", 6)],
        ),
        ("type: short-answer\nanswers:\n  - {text: a, credit: 50}", [("question-no-right-answer", 2)]),
        ("type: short-answer\nanswers:\n  - text: Ab\n  - text: aB", [("question-answer-duplicate", 7)]),
        ("type: short-answer\nanswers:\n  - text: '*'", [("question-anything-right", 6)]),
        ("type: numerical\nanswers:\n  - {min: 2, max: 1}", [("question-range", 6)]),
        ("type: numerical\nanswers:\n  - value: .nan", [("question-number", 6)]),
        ("type: numerical\nanswers:\n  - value: '3,14'", [("schema", 6)]),
        ("type: ordering\nitems: [a]", [("question-too-few-options", 2)]),
        ("type: ordering\nitems:\n  - a\n  - a", [("question-option-duplicate", 7)]),
        ("type: gaps\ntext: none\ngaps:\n  - {mode: text, answers: [{text: a}]}", [("gap-missing", 7)]),
        ("type: gaps\ntext: '[[1]] [[1]]'\ngaps:\n  - {mode: text, answers: [{text: a}]}", [("gap-twice", 7)]),
        ("type: gaps\ntext: '[[1]] [[2]]'\ngaps:\n  - {mode: text, answers: [{text: a}]}", [("gap-unknown", 5)]),
        ("type: gaps\ntext: '$[[1]]$'\ngaps:\n  - {mode: text, answers: [{text: a}]}", [("gap-missing", 7)]),
        ("type: essay\nwords: {min: 9, max: 3}", [("question-words", 5)]),
        ("type: essay\nguide: '  '", [("question-empty", 5)]),
        ("type: essay\nguide: <b>raw</b>", [("raw-html", 5), ("raw-html", 5)]),
        ("type: essay\nlins: 3", [("schema", 5)]),
    ],
)
def test_a_broken_question_is_left_out_and_its_problem_stands(own: str, expected: list[tuple[str, int]]) -> None:
    assert problems(own) == expected


def test_sound_questions_stay_when_another_is_broken() -> None:
    report = Report()
    yaml = (
        "questions:\n  - {id: q-a, type: essay, stem: A}\n  - {id: q-a, type: essay, stem: B}\n"
        "  - {id: q-b, type: essay, stem: C}\n"
    )
    assert [question.id for question in read(yaml, report)] == ["q-a", "q-b"]
    assert [(problem.rule, problem.source.line) for problem in report] == [("question-id-duplicate", 3)]


@pytest.mark.parametrize("right", range(1, MOST_RIGHT + 1))
def test_the_credits_of_a_multiple_choice_are_in_the_list_and_make_a_hundred(right: int) -> None:
    options = "".join(f"      - {{text: o{n}, correct: {str(n < right).lower()}}}\n" for n in range(right + 2))
    (question,) = read(f"{HEAD}    type: multiple\n    options:\n{options}")
    assert isinstance(question.interaction, Choice) and question.interaction.multiple
    credits = [option.credit for option in question.interaction.options]
    assert all(abs(credit) in CREDITS for credit in credits)
    assert credits == [share(right)] * right + [-share(right)] * 2
    assert abs(sum(credits[:right]) - 100) < Decimal("0.0001")
    assert len({option.id for option in question.interaction.options}) == right + 2


def test_the_nearest_credit_keeps_its_sign() -> None:
    assert [nearest_credit(Decimal(c)) for c in ("33", "-14.29", "0.1", "120")] == [
        Decimal("33.33333"),
        Decimal("-14.28571"),
        Decimal(0),
        Decimal(100),
    ]


def test_common_keys() -> None:
    yaml = (
        "questions:\n  - id: q-a\n    type: essay\n    stem: |\n      One\n\n      - two\n    outcome: k1\n"
        "    difficulty: hard\n    points: 2.50\n    penalty: 0.1\n    shuffle: false\n    tags: [x, y]\n"
        "    hints: [h1, h2]\n    feedback: f\n    author: A\n    license: CC0-1.0\n    test: false\n"
    )
    (question,) = read(yaml)
    assert (question.key, question.type, question.outcome, question.difficulty) == (
        "lu1/l1-intro/q-a",
        "essay",
        "k1",
        "hard",
    )
    assert (question.points, question.penalty) == (Decimal("2.5"), Decimal("0.1"))
    assert (question.shuffle, question.in_test, question.tags) == (False, False, ("x", "y"))
    assert (len(question.stem), len(question.hints), len(question.feedback)) == (2, 2, 1)
    assert (question.author, question.license, question.source.line) == ("A", "CC0-1.0", 2)


def test_plain_yes_and_no_and_numbers_are_texts() -> None:
    (question,) = read(
        f"{HEAD}    type: single\n    options:"
        " [{text: Yes, correct: true}, {text: no}, {text: 0.10}, {text: 1e3}]"
    )
    assert isinstance(question.interaction, Choice)
    words = [option.text[0].text.md for option in question.interaction.options if isinstance(option.text[0], Paragraph)]
    assert words == ["Yes", "no", "0.10", "1e3"]


def test_short_answers_have_a_context_of_their_own() -> None:
    long = "word " * 20
    (question,) = read(
        f"{HEAD}    type: single\n    options: [{{text: Run, correct: true, feedback: Run}}, {{text: {long}}}]"
    )
    assert isinstance(question.interaction, Choice)
    first, second = question.interaction.options
    roles = [block.text.role for block in (*first.text, *second.text, *first.feedback) if isinstance(block, Paragraph)]
    assert roles == ["answer", "", ""]


def test_a_statement() -> None:
    (question,) = read(f"{HEAD}    type: true-false\n    correct: false\n    if-true: No.")
    assert isinstance(question.interaction, Choice) and question.interaction.truth
    options = question.interaction.options
    assert [(option.id, option.credit, bool(option.feedback)) for option in options] == [
        ("true", Decimal(0), True),
        ("false", Decimal(100), False),
    ]
    assert [block.text.role for option in options for block in option.text if isinstance(block, Paragraph)] == [
        "ui",
        "ui",
    ]


def test_typed_answers_are_taken_literally() -> None:
    (question,) = read(f"{HEAD}    type: short-answer\n    answers: [{{text: 'a *b* \\* c  d'}}]\n    otherwise: No.")
    assert isinstance(question.interaction, TextEntry)
    assert question.interaction.answers[0].text.md == "a *b* \\* c d"
    assert question.interaction.otherwise


def test_numbers_are_exact() -> None:
    (question,) = read(
        f"{HEAD}    type: numerical\n    unit: ms\n    answers: [{{value: 0.1, tolerance: 0.01}}, {{min: 1, max: 2}}]"
    )
    assert isinstance(question.interaction, Number)
    assert [(answer.value, answer.tolerance) for answer in question.interaction.answers] == [
        (Decimal("0.1"), Decimal("0.01")),
        (Decimal("1.5"), Decimal("0.5")),
    ]
    assert question.interaction.unit and question.interaction.unit.md == "ms"


def test_pairs_items_gaps_and_essays() -> None:
    (match,) = read(
        f"{HEAD}    type: matching\n    pairs: [{{text: a, match: x}}, {{text: b, match: x}}]\n    distractors: [z]"
    )
    assert isinstance(match.interaction, Match)
    assert [(pair.id, pair.match.md, pair.match.role) for pair in match.interaction.pairs] == [
        ("1", "x", "answer"),
        ("2", "x", "answer"),
    ]
    (order,) = read(f"{HEAD}    type: ordering\n    items: [x, y]\n    feedback-right: Yes.")
    assert isinstance(order.interaction, Order)
    assert [item.id for item in order.interaction.items] == ["a", "b"]
    yaml = (
        "    type: gaps\n    text: |\n      A [[2]].\n\n      ```python\n      f([[1]])\n      ```\n    gaps:\n"
        "      - {mode: number, answers: [{value: 1}]}\n"
        "      - {mode: drag, options: [{text: a, correct: true}, {text: b}]}\n"
    )
    (gaps,) = read(HEAD + yaml)
    assert isinstance(gaps.interaction, Gaps)
    assert [(gap.id, gap.mode, type(gap.interaction)) for gap in gaps.interaction.gaps] == [
        ("1", "number", Number),
        ("2", "drag", Choice),
    ]
    (essay,) = read(f"{HEAD}    type: essay\n    words: {{max: 9}}\n    lines: 5")
    assert isinstance(essay.interaction, Essay)
    assert (essay.interaction.lines, essay.interaction.min_words, essay.interaction.max_words) == (5, 0, 9)
