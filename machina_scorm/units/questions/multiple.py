"""`type: multiple`: pick all right options; each is worth the same, and each wrong one costs as much."""

from __future__ import annotations

from string import ascii_lowercase

from machina_scorm.model.credits import MOST_RIGHT, share
from machina_scorm.model.questions import Choice, Option
from machina_scorm.units.questions import QuestionType
from machina_scorm.units.questions.answers import read_options
from machina_scorm.units.questions.reading import Reader
from machina_scorm.yamlfile import Node


def read(node: Node, reader: Reader) -> Choice | None:
    """Read the options: k right ones are worth 100/k per cent, wrong ones −100/k."""
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
    return Choice(
        tuple(
            Option(letter, text, worth if correct else -worth, reader.blocks(option, "feedback"))
            for letter, (option, correct, text) in zip(ascii_lowercase, options, strict=False)
        ),
        multiple=True,
    )


TYPE = QuestionType("multiple", read)
