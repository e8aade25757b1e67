"""Questions on paper: the seven interactions, each with the room that its answer needs."""

from __future__ import annotations

from machina_scorm.export.answers import with_lines
from machina_scorm.export.laid import Laid, Lettered
from machina_scorm.export.paper.sheet import BOX, INDENT, RING, Sheet
from machina_scorm.model.questions import Choice, Essay, Gaps, Match, Number, Order, TextEntry

#: The most lines that an essay gets: the rest goes on paper of the learner's own.
_MOST_LINES = 25


def ask(laid: Laid, sheet: Sheet) -> None:
    """Write one question; it stands on one page if that has room, but for an essay's lines."""
    question, ui = laid.question, sheet.ui
    sheet.keep_together(not isinstance(question.interaction, Essay))
    points = ui["paper.points"].format(number=sheet.number(question.points))
    sheet.heading(ui["numbered.question"].format(number=laid.number), points)
    sheet.blocks(question.stem)
    match question.interaction:
        case Choice(truth=True):
            sheet.note(ui["paper.truth"])
            sheet.choices([f"{RING} {ui['question.true']}", f"{RING} {ui['question.false']}"])
        case Choice(_, multiple):
            sheet.note(ui["paper.choose-many" if multiple else "paper.choose-one"])
            for answer in laid.answers:
                _answer(answer, sheet, BOX if multiple else RING)
        case TextEntry():
            sheet.ruled(1)
        case Number(unit=unit):
            sheet.ruled(1, unit)
        case Match() as match_:
            _match(match_, laid, sheet)
        case Order():
            sheet.note(ui["paper.order"])
            for step in laid.steps:
                sheet.blocks(step.text, indent=INDENT, mark="____")
        case Gaps() as gaps:
            _gaps(gaps, laid, sheet)
        case Essay(_, template, lines, low, high):
            limits = (("paper.min-words", low), ("paper.max-words", high))
            for words in (ui[key].format(number=sheet.number(number)) for key, number in limits if number):
                sheet.note(words)
            sheet.blocks(template)
            sheet.ruled(min(lines, _MOST_LINES))
    sheet.keep_together(False)


def _answer(answer: Lettered, sheet: Sheet, sign: str) -> None:
    sheet.blocks(answer.text, indent=INDENT, mark=f"{sign} {answer.letter}")


def _match(match_: Match, laid: Laid, sheet: Sheet) -> None:
    sheet.note(sheet.ui["paper.match"])
    for pair in match_.pairs:
        sheet.blocks(pair.text, indent=INDENT, mark=f"{pair.id}  ____")
    sheet.space()
    for answer in laid.answers:
        sheet.blocks(answer.text, indent=INDENT, mark=answer.letter)


def _gaps(gaps: Gaps, laid: Laid, sheet: Sheet) -> None:
    sheet.note(sheet.ui["paper.gaps"])
    sheet.blocks(with_lines(gaps.text, gaps.gaps))
    if laid.words:
        sheet.note(sheet.ui["paper.words"])
        for word in laid.words:
            sheet.blocks(word, indent=INDENT, mark="–")
    for gap, answers in laid.gaps:
        sheet.note(sheet.ui["paper.gap"].format(number=gap.id))
        for answer in answers:
            _answer(answer, sheet, RING)
