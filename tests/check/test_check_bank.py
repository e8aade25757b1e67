"""The lint of banks: what each rule finds, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import builders
import pytest
from quiz_cases import bank, read

from machina_scorm.check.bank import check_banks
from machina_scorm.model.course import Course, Outcome
from machina_scorm.model.questions import Question
from machina_scorm.model.text import Text
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.project import read_project
from machina_scorm.statistics import count_course


def problems(*questions: Question, language: str = "en", outcomes: tuple[Outcome, ...] = ()) -> list[Problem]:
    unit, _ = bank(*questions)
    about = replace(builders.about(), language=language)
    return list(check_banks(Course(about, (replace(unit, outcomes=outcomes),))))


def rules(*questions: Question, language: str = "en") -> list[str]:
    return [problem.rule for problem in problems(*questions, language=language)]


def single(id_: str, stem: str, *options: str, right: int = 0) -> str:
    lines = [f"  - id: {id_}", "    type: single", f"    stem: {stem!r}", "    feedback: Because.", "    options:"]
    for place, text in enumerate(options):
        lines += [f"      - text: {text!r}"] + (["        correct: true"] if place == right else [])
    return "\n".join(lines) + "\n"


def questions(*yaml: str) -> tuple[Question, ...]:
    return read("questions:\n" + "".join(yaml))


SOUND = single("q-1", "What does a model learn from?", "from examples", "from the clock", "from its own name")


def test_a_sound_question_is_left_alone() -> None:
    assert rules(*questions(SOUND)) == []


@pytest.mark.parametrize(
    ("language", "option", "found"),
    [
        ("en", "All of the above", True),
        ("el", "Όλα τα παραπάνω", True),
        ("ro", "Niciuna dintre ele", True),
        ("de", "Keine der genannten Antworten", True),
        ("en", "All of the examples above zero", False),
        ("el", "All of the above", False),
    ],
)
def test_options_about_the_other_options(language: str, option: str, found: bool) -> None:
    made = questions(single("q-1", "What?", "the first thing", "another one", option))
    assert ("bank-all-above" in rules(*made, language=language)) is found


@pytest.mark.parametrize(
    ("stem", "found"),
    [
        ("Which of these is not a model?", True),
        ("Which of these is **not** a model?", False),
        ("Which of these is NOT a model?", False),
        ("It does not learn. Which is a model?", False),
        ("Which model wasn't trained?", True),
        ("All are models except one. Which?", False),
        ("Which note is right?", False),
    ],
)
def test_a_negation_needs_emphasis(stem: str, found: bool) -> None:
    assert ("bank-negation" in rules(*questions(single("q-1", stem, "this thing", "that one", "a third")))) is found


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("over-fitting of the model", "overfitting of the model", True),
        ("The errors of the model", "The error of the model", True),
        ("The error increases with every step", "The error decreases with every step", False),
        ("It takes 12 minutes to train it", "It takes 13 minutes to train it", False),
        ("supervised learning", "unsupervised learning", False),
    ],
)
def test_options_that_nobody_can_tell_apart(first: str, second: str, found: bool) -> None:
    assert ("bank-options-alike" in rules(*questions(single("q-1", "What?", first, second, "another")))) is found


def test_questions_that_are_nearly_the_same() -> None:
    again = single("q-2", "What does the model learn from?", "from examples", "from the clock", "from its own name")
    (problem,) = problems(*questions(SOUND, again))
    assert problem.rule == "bank-questions-alike" and problem.message.startswith("q-2:") and "q-1" in problem.message
    assert problem.severity is Severity.WARNING and problem.source.line == 11
    other = (
        single("q-3", "What is the mean of 3 and 5?", "4", "5", "6"),
        single("q-4", "What is the mean of 3 and 7?", "4", "5", "6", right=1),
    )
    assert rules(*questions(*other)) == []


def test_a_right_answer_that_is_also_wrong() -> None:
    made = questions(single("q-1", "What?", "Fitting", "fitting.", "another"))
    assert "bank-answer-distractor" in rules(*made)
    assert "bank-answer-distractor" not in rules(*questions(single("q-1", "What?", "`Fit`", "`fit`", "another")))
    text = (
        "questions:\n  - id: q-1\n    type: short-answer\n    stem: What?\n    otherwise: No.\n    answers:\n"
        "      - text: over fitting\n      - text: 'over  fitting.'\n        credit: 0\n"
    )
    assert rules(*read(text)) == ["bank-answer-distractor"]
    assert rules(*read(text.replace("'over  fitting.'", "underfitting"))) == []


def test_missing_feedback_is_told_once_for_each_question() -> None:
    text = SOUND.replace("    feedback: Because.\n", "")
    assert rules(*questions(text)) == ["bank-feedback"]
    essay = "questions:\n  - {id: q-1, type: essay, stem: Discuss}\n"
    assert rules(*read(essay)) == ["bank-feedback"]
    assert rules(*read(essay.replace("Discuss}", "Discuss, guide: Three reasons}"))) == []


def test_no_right_answer_is_an_error() -> None:
    question = builders.question("q-x", builders.choice(50, 0, 0))
    (problem,) = [p for p in problems(question) if p.severity is Severity.ERROR]
    assert problem.rule == "bank-no-right-answer"


def _bank(long: int, places: tuple[int, ...]) -> tuple[Question, ...]:
    """Five questions: in `long` of them the right answer is the longest; right answers at `places`."""
    subjects = ("apples", "bread", "copper pipes", "dogs of war", "the elements")
    made = []
    for n, subject in enumerate(subjects):
        options = [f"{subject} one", f"{subject} twoo", f"{subject} threee"]
        options[places[n]] = f"{subject} and a good deal more" if n < long else "x" * (n + 1)
        made.append(single(f"q-{n}", f"Question about {subject}?", *options, right=places[n]))
    return questions(*made)


def test_habits_of_a_bank() -> None:
    mixed = (0, 1, 2, 0, 1)
    assert rules(*_bank(3, mixed)) == []
    assert rules(*_bank(4, mixed)) == ["bank-longest"]
    assert rules(*_bank(0, (1, 1, 1, 1, 1))) == ["bank-same-place"]
    assert rules(*_bank(4, mixed)[:4]) == []


def test_outcomes_without_questions() -> None:
    outcomes = tuple(Outcome(f"k{n}", "knowledge", Text(f"know {n}")) for n in (1, 2))
    (question,) = questions(SOUND)
    found = problems(replace(question, outcome="k1"), outcomes=outcomes)
    assert [problem.rule for problem in found] == ["bank-outcome"] and "k2" in found[0].message


def test_the_matrix_counts_outcomes_by_difficulty() -> None:
    report = Report()
    project = read_project(Path(__file__).resolve().parents[2], report)
    assert project is not None
    counted = count_course(project)
    unit = project.course.units[0]
    rows = {row.outcome: row for row in counted.tested if row.unit == unit.id}
    assert set(rows) >= {outcome.id for outcome in unit.outcomes}
    assert sum(sum(row.questions) for row in rows.values()) == sum(len(lesson.questions) for lesson in unit.lessons)
