"""GIFT: Moodle's text format for questions, and one that other systems read.

Each text is one physical line of HTML; what GIFT cannot say becomes a warning, and a question that could not be marked
rightly is left out.  Source of the rules: Moodle 4.5, question/format/gift/format.php; measured in research/formats.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from machina_scorm.dialect import plain_text
from machina_scorm.export import Format, bank
from machina_scorm.export.marks import mark_gaps, missing_gaps, split_at_gaps
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.blocks import Blocks
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Essay,
    Gap,
    Gaps,
    Interaction,
    Match,
    Number,
    Option,
    Order,
    Question,
    TextEntry,
)
from machina_scorm.model.text import Text
from machina_scorm.problems import Problem

SUFFIX = ".gift.txt"
RULE = "gift-cannot-hold"

_HUNDRED = Decimal(100)
_HINT = "the Moodle XML of the same lesson holds it"
_LEFT_OUT = "left out of the GIFT file; " + _HINT

#: In Moodle's own order (qformat_gift::repchar): the backslash first, so that no escape is escaped again.
_ESCAPES = (("\\", "\\\\"), *((sign, "\\" + sign) for sign in "#=~{}:"), ("\r", ""), ("\n", "\\n"))

#: What Moodle puts in the place of an escape while it reads; as text these cannot be written.
_PLACEHOLDERS = tuple(f"&&{code}" for code in ("058;", "035;", "061;", "123;", "125;", "126;", "010", "092;"))


def escape(text: str) -> str:
    """Return `text` on one line with GIFT's signs escaped."""
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return text


def export_lesson(edition: Edition, unit: Unit, lesson: Lesson) -> Artefact:
    """Return a lesson's questions as GIFT."""
    return _export(edition, unit, lesson)


def export_unit(edition: Edition, unit: Unit) -> Artefact:
    """Return the questions of all lessons of a unit as GIFT, each lesson in its own category."""
    return _export(edition, unit, None)


def _export(edition: Edition, unit: Unit, lesson: Lesson | None) -> Artefact:
    problems: list[Problem] = []
    title = plain_text((lesson or unit).title)
    head = (edition.about.id, unit.id, title, edition.language.code, edition.about.license)
    # Without a question the file would be no GIFT; Moodle then says so.
    blocks = [_comment(" | ".join(part for part in head if part))]
    for each, questions in bank.bank_lessons(unit):
        blocks.append(f"$CATEGORY: {bank.category_path(edition, unit, each)}")
        for question in questions:
            problems.extend(_losses(question))
            if not _reason_to_leave_out(question):
                blocks.append(_question(question, edition))
    # The first comment stands in the first category's block: every block of a GIFT file then says something.
    text = "\n\n".join(["\n".join(blocks[:2]), *blocks[2:]]) + "\n"
    return Artefact(bank.bank_name(unit, lesson, SUFFIX), text.encode("utf-8"), tuple(problems))


def _comment(text: str) -> str:
    return f"// {' '.join(bank.clean(text).split())}"


def _question(question: Question, edition: Edition) -> str:
    texts = _Texts(edition)
    return "\n".join([*_head(question), f"::{escape(bank.question_name(question))}::{_body(question, texts)}"])


def _head(question: Question) -> Iterator[str]:
    tags = (f"[tag:{tag}]" for tag in bank.question_tags(question))
    yield " ".join((f"// [id:{question.key}]", *tags))
    if question.author or question.license:
        yield _comment(" | ".join(part for part in (question.author, question.license) if part)).replace("[", "(")


class _Texts:
    """Blocks as one line of escaped HTML, pictures inside."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    def html(self, blocks: Blocks) -> str:
        """Return HTML, not yet escaped. It holds `&gt;` only, so no `->` makes Moodle see a matching question."""
        edition = self._edition
        return bank.render(blocks, edition, lambda figure: bank.data_uri(figure, edition.language.code))

    def line(self, blocks: Blocks) -> str:
        """Return an escaped line."""
        return escape(self.html(blocks))

    def after(self, sign: str, blocks: Blocks) -> str:
        """Return `sign` and the escaped line; nothing where there are no blocks."""
        return f"{sign}{self.line(blocks)}" if blocks else ""


def _body(question: Question, texts: _Texts) -> str:
    general = texts.after("\t####", question.feedback)
    match question.interaction:
        case Gaps(text, (gap,)):
            html = bank.without_field(texts.html(question.stem + mark_gaps(text, (gap,))))
            before, *after = split_at_gaps(html, (gap,))
            unit = f" {_unit(gap.interaction)}" if _unit(gap.interaction) else ""
            behind = escape(unit + bank.FIELD.join(after))
            return f"[html]{escape(before)}{_braces(_answers(gap.interaction, texts), general)}{behind}"
        case TextEntry() | Number() as interaction:
            stem = bank.without_field(texts.html(question.stem))
            if _unit(interaction):
                stem += f"<p>{bank.FIELD} {_unit(interaction)}</p>"
        case interaction:
            stem = texts.html(question.stem)
    return f"[html]{escape(stem)}{_braces(_answers(interaction, texts), general)}"


def _unit(interaction: Interaction) -> str:
    return bank.line_html(interaction.unit) if isinstance(interaction, Number) and interaction.unit else ""


def _braces(answers: list[str], general: str) -> str:
    """Return the answer block: what tells the type, a line for each answer, general feedback last."""
    first, *rest = answers
    lines = [*rest, general] if general else rest
    return "\n".join(["{" + first, *lines, "}"]) if lines else "{" + first + "}"


def _answers(interaction: Interaction, texts: _Texts) -> list[str]:
    match interaction:
        case Choice(truth=True):
            return [_truth(interaction, texts)]
        case Choice(options, multiple):
            return ["", *(_option(option, multiple, texts) for option in options)]
        case TextEntry(answers, _, otherwise):
            last = [Accepted(_wildcard(answers), Decimal(0), otherwise)] if otherwise else []
            return ["", *(_accepted(answer, texts) for answer in (*answers, *last))]
        case Number(numbers, _, otherwise):
            last_line = [texts.after("\t~#", otherwise)] if otherwise else []
            return ["#", *(_number(number, texts) for number in numbers), *last_line]
        case Match(pairs, distractors):
            lines = [f"\t={texts.line(pair.text)} -> {escape(bank.line_html(pair.match))}" for pair in pairs]
            return ["", *lines, *(f"\t= -> {escape(bank.line_html(text))}" for text in distractors)]
        case _:
            return [""]


def _truth(choice: Choice, texts: _Texts) -> str:
    right, wrong = sorted(choice.options, key=lambda option: option.credit, reverse=True)
    line = "TRUE" if right.id == "true" else "FALSE"
    if wrong.feedback or right.feedback:
        line += f"#{texts.line(wrong.feedback)}"
    return line + texts.after("#", right.feedback)


def _option(option: Option, multiple: bool, texts: _Texts) -> str:
    """Return an option's line. One `=` makes the question single, so a multiple one has weights only."""
    sign = f"~%{bank.decimal(option.credit)}%" if option.credit else "~"
    if option.credit == _HUNDRED and not multiple:
        sign = "="
    return f"\t{sign}{texts.line(option.text)}{texts.after('#', option.feedback)}"


def _accepted(answer: Accepted, texts: _Texts) -> str:
    text = bank.clean(answer.text.md)
    weight = f"%{bank.decimal(answer.credit)}%" if answer.credit != _HUNDRED or text.startswith("%") else ""
    # A bracket at the beginning would be read as the name of a text format.
    form = "[plain]" if text.startswith("[") else ""
    return f"\t={weight}{form}{escape(text)}{texts.after('#', answer.feedback)}"


def _wildcard(answers: tuple[Accepted, ...]) -> Text:
    return Text("*", "answer", answers[0].text.source)


def _number(number: AcceptedNumber, texts: _Texts) -> str:
    weight = f"%{bank.decimal(number.credit)}%" if number.credit != _HUNDRED else ""
    range_ = f"{bank.decimal(number.value)}:{bank.decimal(number.tolerance)}"
    return f"\t={weight}{range_}{texts.after('#', number.feedback)}"


def _reason_to_leave_out(question: Question) -> str:
    """Return why `question` could not be marked rightly if GIFT carried it; "" if it can."""
    match question.interaction:
        case Order():
            # Moodle 4.5.6 sets no feedback when it reads one from GIFT (qtype_ordering::import_from_gift), but saves
            # its format into a column that may not be null: the import ends there.
            return "Moodle cannot import an ordering question from GIFT"
        case Gaps(_, gaps) if len(gaps) != 1:
            return f"GIFT has one gap at most, here are {len(gaps)}"
        case Gaps() as gaps if missing_gaps(gaps):
            return "its text in this language has no [[1]]"
        case Gaps(_, (Gap(interaction=TextEntry() as entry),)) | (TextEntry() as entry):
            return _reason_of_texts(entry)
        case _:
            return ""


def _reason_of_texts(entry: TextEntry) -> str:
    texts = [answer.text.md for answer in entry.answers]
    if any("->" in text for text in texts):
        return "an answer holds ->, which GIFT takes for a matching question"
    if any(sign in text for text in texts for sign in _PLACEHOLDERS):
        return "an answer holds a sign that Moodle uses while it reads GIFT"
    return ""


def _losses(question: Question) -> Iterator[Problem]:
    reason = _reason_to_leave_out(question)
    if reason:
        yield bank.cannot_hold(RULE, question, reason, _LEFT_OUT)
        return
    for what in _lost(question):
        yield bank.cannot_hold(RULE, question, f"GIFT cannot hold {what}", _HINT)


def _lost(question: Question) -> Iterator[str]:
    interaction = question.interaction
    inner = interaction.gaps[0].interaction if isinstance(interaction, Gaps) else interaction
    truth = isinstance(inner, Choice) and inner.truth
    if question.points != 1:
        yield f"its {bank.decimal(question.points)} points"
    if question.penalty != bank.USUAL_PENALTY and not truth and not isinstance(inner, Essay):
        yield f"its penalty of {bank.decimal(question.penalty)}"
    if question.hints:
        yield "hints"
    if isinstance(interaction, Gaps) and interaction.gaps[0].mode == "drag":
        yield "that its words are dragged"
    if not question.shuffle and (isinstance(inner, Match) or (isinstance(inner, Choice) and not truth)):
        yield "the fixed order of its options"
    match inner:
        case TextEntry(case_sensitive=True):
            yield "that case matters"
        case Essay(guide, template, lines, low, high):
            given = ((guide, "the guide for marking"), (template, "the text to start from"))
            yield from (name for value, name in given if value)
            if lines != 15 or low or high:
                yield "the length of the answer"


FORMAT = Format("gift", "GIFT question bank", SUFFIX, export_lesson, export_unit)
