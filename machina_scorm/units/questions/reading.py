"""What every question type reads with: texts, flags and numbers of a YAML node, and where problems go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from machina_scorm.dialect import Assets, parse_blocks
from machina_scorm.model.blocks import Blocks, Paragraph
from machina_scorm.model.credits import is_credit, nearest_credit
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.yamlfile import Node

#: An answer up to this many characters is translated with the context "answer": short words mean different things.
SHORT = 60


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the texts of a question; `report` collects what is wrong, `assets` holds figures and listings."""

    report: Report
    assets: Assets

    def add(self, rule: str, message: str, node: Node, hint: str) -> None:
        """Note an error at `node`."""
        self.report.add(rule, message, node.source, hint)

    def blocks(self, node: Node, key: str) -> Blocks:
        """Return the blocks under `key`; none where it is missing."""
        inner = node.get(key)
        return self.parse(inner) if inner else ()

    def parse(self, node: Node) -> Blocks:
        """Return the blocks of a text."""
        blocks = parse_blocks(node.raw, node.source, self.report, self.assets)
        if not blocks and not node.raw.strip():
            self.add("question-empty", "an empty text", node, "write something, or leave the key out")
        return blocks

    def answer(self, node: Node, key: str = "text") -> Blocks:
        """Return the blocks of an option, a prompt or an item: one short paragraph gets the role "answer"."""
        blocks = self.blocks(node, key)
        match blocks:
            case (Paragraph(text),) if len(text.md) <= SHORT:
                return (Paragraph(replace(text, role="answer")),)
            case _:
                return blocks

    def line(self, node: Node) -> Text:
        """Return a text that must be one paragraph, in the role "answer"."""
        match self.parse(node):
            case (Paragraph(text),) if "\n" not in text.md:
                return replace(text, role="answer")
            case ():
                pass
            case _:
                hint = "it stands in a list to choose from; put figures, code and lists into the stem"
                self.add("question-answer-block", "only one line of text can stand here", node, hint)
        return Text("", "answer", node.source)

    def flag(self, node: Node, key: str, default: bool) -> bool:
        """Return the yes or no under `key`."""
        inner = node.get(key)
        return bool(inner.value) if inner else default

    def number(self, node: Node, key: str, default: str = "0") -> Decimal:
        """Return the number under `key`, exactly as written."""
        inner = node.get(key)
        try:
            number = Decimal(inner.raw if inner else default)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.add(
                "question-number", f"{node.text(key)} is no number", inner or node, "write digits with a decimal point"
            )
            return Decimal(default)
        return number

    def credit(self, node: Node, default: str) -> Decimal:
        """Return the credit of an answer in per cent; it must be one of CREDITS, with either sign."""
        credit = self.number(node, "credit", default)
        if not is_credit(credit):
            hint = f"a Moodle site takes {nearest_credit(credit)}, the nearest that it knows"
            self.add("question-credit", f"a credit of {credit} per cent", node["credit"], hint)
        return credit
