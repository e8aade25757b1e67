"""`type: essay`: write freely; a person marks it."""

from __future__ import annotations

from machina_scorm.model.questions import Essay
from machina_scorm.units.questions import QuestionType
from machina_scorm.units.questions.reading import Reader
from machina_scorm.yamlfile import Node


def read(node: Node, reader: Reader) -> Essay:
    """Read `guide`, `template`, `lines` and `words`."""
    words = node.get("words")
    low = int(words.text("min", "0")) if words else 0
    high = int(words.text("max", "0")) if words else 0
    if words and high and low > high:
        reader.add("question-words", f"at least {low} words and at most {high}", words, "exchange the two")
    return Essay(
        reader.blocks(node, "guide"), reader.blocks(node, "template"), int(node.text("lines", "15")), low, high
    )


TYPE = QuestionType("essay", read)
