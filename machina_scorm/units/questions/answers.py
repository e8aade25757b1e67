"""Options, accepted texts and accepted numbers: what a question of its own and a gap have in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from string import ascii_lowercase

from machina_scorm.model.blocks import Blocks
from machina_scorm.model.questions import Accepted, AcceptedNumber, Choice, Number, Option, TextEntry
from machina_scorm.model.text import Text
from machina_scorm.units.questions.reading import Reader
from machina_scorm.yamlfile import Node

HUNDRED = Decimal(100)


def read_options(node: Node, reader: Reader) -> tuple[tuple[Node, bool, Blocks], ...]:
    """Return each option as its node, whether it is right, and its text; two at least, no two alike."""
    found: list[tuple[Node, bool, Blocks]] = []
    for option in node.items("options"):
        text = reader.answer(option)
        check_new(text, (other for _, _, other in found), option, reader)
        found.append((option, reader.flag(option, "correct", False), text))
    if len(found) < 2:
        reader.add(
            "question-too-few-options", "fewer than two options", node, "add a wrong option that people do choose"
        )
    return tuple(found)


def check_new(text: Blocks, others: Iterable[Blocks], node: Node, reader: Reader) -> None:
    """Report a text that stands among `others` already."""
    if text and text in others:
        hint = "nobody can tell them apart; reword or remove one"
        reader.add("question-option-duplicate", "the same text twice", node["text"], hint)


def read_single(node: Node, reader: Reader) -> Choice:
    """Read options of which exactly one is right; another may have a part of the credit."""
    options = read_options(node, reader)
    right = [option for option, correct, _ in options if correct]
    if not right:
        reader.add("question-no-right-answer", "no option is right", node, "add `correct: true` to the right one")
    for option in right[1:]:
        hint = "only one can be; use `type: multiple`, or `credit: 50` for a half-right option"
        reader.add("question-two-right-answers", "another option that is right", option, hint)
    return Choice(
        tuple(
            Option(letter, text, _single_credit(option, correct, reader), reader.blocks(option, "feedback"))
            for letter, (option, correct, text) in zip(ascii_lowercase, options, strict=False)
        )
    )


def _single_credit(option: Node, correct: bool, reader: Reader) -> Decimal:
    credit = reader.credit(option, "100" if correct else "0")
    if correct and credit != HUNDRED:
        reader.add(
            "question-credit", "a right option with part of the credit", option["credit"], "leave out its credit"
        )
    if not correct and credit == HUNDRED:
        hint = "write `correct: true` instead, or give it less"
        reader.add("question-credit", "a wrong option with the whole credit", option["credit"], hint)
    return credit


def read_text_entry(node: Node, reader: Reader) -> TextEntry:
    """Read `answers` with texts, `case-sensitive` and `otherwise`."""
    sensitive = reader.flag(node, "case-sensitive", False)
    answers: list[Accepted] = []
    seen: set[str] = set()
    for answer in node.items("answers"):
        text = _accepted(answer["text"], reader)
        same = text.md if sensitive else text.md.casefold()
        if same in seen:
            hint = "the first answer that fits counts; remove one"
            reader.add("question-answer-duplicate", f"the answer {text.md!r} twice", answer["text"], hint)
        seen.add(same)
        credit = reader.credit(answer, "100")
        if credit == HUNDRED and not text.md.strip("* "):
            hint = "a `*` takes any answer; put words beside it, or use `otherwise` for feedback"
            reader.add("question-anything-right", "every answer is right", answer["text"], hint)
        answers.append(Accepted(text, credit, reader.blocks(answer, "feedback")))
    _check_full_credit((answer.credit for answer in answers), node, reader)
    return TextEntry(tuple(answers), sensitive, reader.blocks(node, "otherwise"))


def _accepted(node: Node, reader: Reader) -> Text:
    """Read an accepted text literally: a `*` in it is a wildcard and never emphasis."""
    md = unicodedata.normalize("NFC", " ".join(node.raw.split()))
    if not md:
        reader.add("question-empty", "an empty answer", node, "write the answer, or remove it")
    return Text(md, "answer", node.source)


def read_number(node: Node, reader: Reader) -> Number:
    """Read `answers` with numbers, `unit` and `otherwise`."""
    answers: list[AcceptedNumber] = []
    for answer in node.items("answers"):
        value, tolerance = _range(answer, reader)
        if any((other.value, other.tolerance) == (value, tolerance) for other in answers):
            hint = "the first answer that fits counts; remove one"
            reader.add("question-answer-duplicate", f"the answer {value} twice", answer, hint)
        answers.append(
            AcceptedNumber(value, tolerance, reader.credit(answer, "100"), reader.blocks(answer, "feedback"))
        )
    _check_full_credit((answer.credit for answer in answers), node, reader)
    unit = node.get("unit")
    return Number(tuple(answers), reader.line(unit) if unit else None, reader.blocks(node, "otherwise"))


def _range(answer: Node, reader: Reader) -> tuple[Decimal, Decimal]:
    """Return value and tolerance, given as such or as `min` and `max`."""
    if "min" not in answer:
        return reader.number(answer, "value"), reader.number(answer, "tolerance")
    low, high = reader.number(answer, "min"), reader.number(answer, "max")
    if low > high:
        reader.add("question-range", f"min {low} is greater than max {high}", answer["min"], "exchange the two")
    return (low + high) / 2, (high - low) / 2


def _check_full_credit(credits: Iterable[Decimal], node: Node, reader: Reader) -> None:
    if HUNDRED not in tuple(credits):
        hint = "at least one answer has `credit: 100`, or no credit at all, which is the same"
        reader.add("question-no-right-answer", "no answer has the whole credit", node, hint)
