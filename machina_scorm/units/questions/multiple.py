"""`type: multiple`: pick all right options; each is worth the same, and each wrong one costs as much.

An option may say otherwise with `credit`: banks from elsewhere do not always take marks off.
"""

from __future__ import annotations

from decimal import Decimal
from string import ascii_lowercase

from machina_scorm.model.credits import MOST_RIGHT, share
from machina_scorm.model.questions import Choice, Option
from machina_scorm.units.questions import QuestionType
from machina_scorm.units.questions.answers import HUNDRED, read_options
from machina_scorm.units.questions.reading import Reader
from machina_scorm.yamlfile import Node

#: What five decimals of ten shares may miss 100 by.
_ROUNDED = Decimal("0.001")


def read(node: Node, reader: Reader) -> Choice | None:
    """Read the options: k right ones are worth 100/k per cent, wrong ones −100/k, unless they name their credit."""
    options = read_options(node, reader)
    right = sum(correct for _, correct, _ in options)
    if not right:
        reader.add("question-no-right-answer", "no option is right", node, "add `correct: true` to the right ones")
        return None
    if right > MOST_RIGHT:
        hint = f"{MOST_RIGHT} at most can share the mark; split the question"
        reader.add("question-too-many-right", f"{right} right options", node, hint)
        return None
    worth = share(right)
    found = tuple(
        Option(letter, text, _credit(option, correct, worth, reader), reader.blocks(option, "feedback"))
        for letter, (option, correct, text) in zip(ascii_lowercase, options, strict=False)
    )
    total = sum(option.credit for option in found if option.credit > 0)
    if abs(total - HUNDRED) > _ROUNDED:
        hint = "leave the credits out, or let those of the right options be 100 together"
        reader.add("question-credit", f"the right options together have {total} per cent", node["options"], hint)
    return Choice(found, multiple=True)


def _credit(option: Node, correct: bool, worth: Decimal, reader: Reader) -> Decimal:
    credit = reader.credit(option, str(worth if correct else -worth))
    if correct != (credit > 0):
        hint = "a right option has more than 0 per cent, a wrong one 0 or less"
        reader.add("question-credit", f"a credit of {credit} per cent", option["credit"], hint)
    return credit


TYPE = QuestionType("multiple", read)
