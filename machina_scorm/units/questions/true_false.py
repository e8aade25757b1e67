"""`type: true-false`: is the statement right?"""

from __future__ import annotations

from decimal import Decimal

from machina_scorm.model.blocks import Paragraph
from machina_scorm.model.questions import Choice, Option
from machina_scorm.model.text import Text
from machina_scorm.units.questions import QuestionType
from machina_scorm.units.questions.reading import Reader
from machina_scorm.yamlfile import Node


def read(node: Node, reader: Reader) -> Choice:
    """Read `correct`, `if-true` and `if-false`; the options' words are the interface's."""
    correct = reader.flag(node, "correct", True)

    def option(id_: str, word: str, right: bool) -> Option:
        text = Paragraph(Text(word, "ui", node.source))
        return Option(id_, (text,), Decimal(100 if right else 0), reader.blocks(node, f"if-{id_}"))

    return Choice((option("true", "True", correct), option("false", "False", not correct)), truth=True)


TYPE = QuestionType("true-false", read)
