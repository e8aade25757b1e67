"""`type: ordering`: put the items in order."""

from __future__ import annotations

from string import ascii_lowercase

from machina_scorm.model.blocks import Blocks
from machina_scorm.model.questions import Item, Order
from machina_scorm.units.questions import QuestionType
from machina_scorm.units.questions.answers import check_new
from machina_scorm.units.questions.reading import Reader
from machina_scorm.yamlfile import Node


def read(node: Node, reader: Reader) -> Order:
    """Read `items`, which stand in the right order, `feedback-right` and `feedback-wrong`."""
    texts: list[Blocks] = []
    for item in node.items("items"):
        # An item is a text, not a mapping; as the only key of one it is read like any other answer.
        entry = Node({"text": item}, item.source)
        text = reader.answer(entry)
        check_new(text, texts, entry, reader)
        texts.append(text)
    if len(texts) < 2:
        reader.add("question-too-few-options", "fewer than two items", node, "add an item")
    items = tuple(Item(letter, text) for letter, text in zip(ascii_lowercase, texts, strict=False))
    return Order(items, reader.blocks(node, "feedback-right"), reader.blocks(node, "feedback-wrong"))


TYPE = QuestionType("ordering", read)
