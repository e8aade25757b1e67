"""Answers in words: what is accepted, and a text with lines in the place of its gaps; for paper and for slides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from machina_scorm.dialect import plain_text
from machina_scorm.model.blocks import Block, BlockList, Blocks, CodeBlock
from machina_scorm.model.edition import Ui
from machina_scorm.model.questions import AcceptedNumber, Gap, Interaction, Number, TextEntry
from machina_scorm.model.text import Text, map_text

#: How a language writes a number.
Spelling: TypeAlias = Callable[[Decimal], str]

#: A gap to write in.
_GAP = "_" * 14
_HUNDRED = Decimal(100)


def with_lines(blocks: Blocks, gaps: tuple[Gap, ...]) -> Blocks:
    """Return a text with a numbered line to write on in the place of each gap."""
    lines = {f"[[{gap.id}]]": (gap.id, gap) for gap in gaps}

    def fill(words: str, escape: bool) -> str:
        for bracket, (number, gap) in lines.items():
            unit = gap.interaction.unit if isinstance(gap.interaction, Number) else None
            behind = f" {unit.md}" if unit else ""
            line = _GAP.replace("_", "\\_") if escape else _GAP
            words = words.replace(bracket, f"({number}) {line}{behind}")
        return words

    def fill_text(text: Text) -> Text:
        filled = fill(text.md, not text.plain)
        return text if filled == text.md else replace(text, md=filled)

    def fill_block(block: Block) -> Block:
        match block:
            case CodeBlock():
                return replace(block, parts=tuple(fill(p, False) if isinstance(p, str) else p for p in block.parts))
            case BlockList():
                return replace(block, items=tuple(tuple(fill_block(b) for b in item) for item in block.items))
        return block

    return map_text(tuple(fill_block(block) for block in blocks), fill_text)


def typed(interaction: Interaction, ui: Ui, spelt: Spelling) -> Iterator[str]:
    """Yield the accepted texts or numbers, those with a part of the credit last and with their share."""
    match interaction:
        case TextEntry(answers):
            pairs = [(answer.credit, answer.text.md.replace("\\*", "*")) for answer in answers]
        case Number(numbers, unit):
            behind = f" {plain_text(unit)}" if unit else ""
            pairs = [(number.credit, _range(number, ui, spelt) + behind) for number in numbers]
        case _:
            return
    accepted = sorted((pair for pair in pairs if pair[0] > 0), key=lambda pair: -pair[0])
    for place, (credit, words) in enumerate(accepted):
        if credit != _HUNDRED:
            words = ui["paper.credit"].format(answer=words, credit=spelt(credit))
        yield ui["paper.also"].format(answer=words) if place else words


def _range(number: AcceptedNumber, ui: Ui, spelt: Spelling) -> str:
    value = spelt(number.value)
    if not number.tolerance:
        return value
    low, high = (spelt(n) for n in (number.value - number.tolerance, number.value + number.tolerance))
    return f"{value} ({ui['paper.range'].format(low=low, high=high)})"
