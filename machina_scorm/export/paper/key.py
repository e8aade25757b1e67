"""The key: for each question the right answer as it stands on the paper, its points, and what to say about it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from machina_scorm.dialect import plain_text
from machina_scorm.export.answers import typed
from machina_scorm.export.laid import Laid, Lettered
from machina_scorm.export.paper.sheet import INDENT, Sheet
from machina_scorm.model.blocks import Blocks, Paragraph
from machina_scorm.model.questions import (
    Choice,
    Essay,
    Gap,
    Gaps,
    Match,
    Option,
    Order,
)

_HUNDRED = Decimal(100)


def write_key(title: str, laid: list[Laid], sheet: Sheet) -> None:
    """Write the key to all questions of a paper."""
    ui = sheet.ui
    sheet.title(title, "")
    sheet.note(ui["paper.key-note"])
    for one in laid:
        points = ui["paper.points"].format(number=sheet.number(one.question.points))
        sheet.heading(ui["numbered.question"].format(number=one.number), points)
        for mark, blocks in _answers(one, sheet):
            sheet.blocks(blocks, indent=INDENT, mark=mark)
        remarks = [(ui["paper.remark"], one.question.feedback)]
        if isinstance(one.question.interaction, Essay):
            remarks.insert(0, (ui["paper.guide"], one.question.interaction.guide))
        for words, blocks in remarks:
            if blocks:
                sheet.note(words)
                sheet.blocks(blocks)


def _answers(laid: Laid, sheet: Sheet) -> Iterator[tuple[str, Blocks]]:
    """Yield a mark and a text for each right answer."""
    match laid.question.interaction:
        case Choice(options, _, True):
            right = next((o.id for o in options if o.credit == _HUNDRED), "true")
            yield "", _plain(sheet.ui[f"question.{right}"], sheet)
        case Choice(options, multiple):
            yield from _lettered(options, laid.answers, sheet, multiple)
        case Match(pairs):
            for pair in pairs:
                letter = next((a.letter for a in laid.answers if pair.id in a.ids), "")
                yield pair.id, _plain(f"{letter}  –  {plain_text(pair.match)}", sheet)
        case Order(items):
            for number, item in enumerate(items, start=1):
                yield str(number), item.text
        case Gaps(_, gaps):
            select = {gap.id: answers for gap, answers in laid.gaps}
            for gap in gaps:
                yield from _gap(gap, select.get(gap.id, ()), sheet)
        case other:
            yield from (("", _plain(words, sheet)) for words in typed(other, sheet.ui, sheet.number))


def _plain(words: str, sheet: Sheet) -> Blocks:
    return (Paragraph(sheet.literal(words)),)


def _lettered(
    options: tuple[Option, ...], answers: tuple[Lettered, ...], sheet: Sheet, multiple: bool
) -> Iterator[tuple[str, Blocks]]:
    credits = {option.id: option.credit for option in options}
    for answer in sorted(answers, key=lambda one: -max(credits[id_] for id_ in one.ids)):
        credit = max(credits[id_] for id_ in answer.ids)
        if credit > 0:
            whole = multiple or credit == _HUNDRED
            mark = answer.letter if whole else f"{answer.letter} ({sheet.number(credit)} %)"
            yield mark, answer.text


def _gap(gap: Gap, answers: tuple[Lettered, ...], sheet: Sheet) -> Iterator[tuple[str, Blocks]]:
    if not isinstance(gap.interaction, Choice):
        yield f"({gap.id})", _plain("; ".join(typed(gap.interaction, sheet.ui, sheet.number)), sheet)
        return
    letters = {id_: answer.letter for answer in answers for id_ in answer.ids}
    for option in gap.interaction.options:
        if option.credit == _HUNDRED:
            yield f"({gap.id}) {letters.get(option.id, '')}".rstrip(), option.text
