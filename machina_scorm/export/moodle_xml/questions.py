"""One `<question>` for each question: what all have in common, and what each interaction adds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from machina_scorm.dialect import plain_text
from machina_scorm.export import bank
from machina_scorm.export.marks import missing_gaps
from machina_scorm.export.moodle_xml.elements import Writer, flag, text, value
from machina_scorm.export.moodle_xml.gaps import gap_question
from machina_scorm.model.blocks import Blocks
from machina_scorm.model.questions import (
    Choice,
    Essay,
    Gaps,
    Interaction,
    Match,
    Number,
    Order,
    Question,
    TextEntry,
)
from machina_scorm.problems import Problem

RULE = "moodle-xml-cannot-hold"

_HINT = "change it, or let the site do otherwise than the player"

#: question_numerical_units.unit
_LONGEST_UNIT = 50

Elements = list[etree._Element]


def question_element(question: Question, writer: Writer) -> tuple[etree._Element | None, tuple[Problem, ...]]:
    """Return `question` as an element, None if it must be left out, and what of it Moodle cannot hold."""
    lost: list[Problem] = []
    if isinstance(question.interaction, Gaps):
        missing = missing_gaps(question.interaction)
        if missing:
            what = f"its text in this language has no [[{missing[0]}]]; the question is left out"
            return None, (bank.cannot_hold(RULE, question, what, "mend the translation"),)
        kind, stem, own, losses = gap_question(question, question.interaction, writer)
        lost.extend(bank.cannot_hold(RULE, question, loss, _HINT) for loss in losses)
    else:
        kind = _kind(question.interaction)
        stem = _stem(question, writer)
        own = list(_own(question, writer))
    if question.hints and kind == "essay":
        lost.append(bank.cannot_hold(RULE, question, "hints: a person marks an essay", _HINT))
    element = etree.Element("question", {"type": kind})
    element.append(writer.plain("name", bank.question_name(question)))
    element.append(stem)
    element.append(writer.rich("generalfeedback", question.feedback))
    if kind != "cloze":
        element.append(value("defaultgrade", bank.decimal(question.points)))
    element.append(value("penalty", _penalty(question, kind)))
    element.append(value("hidden", "0"))
    element.append(value("idnumber", question.key))
    element.extend(own)
    if kind != "essay":
        element.extend([writer.rich("hint", hint) for hint in question.hints])
    element.append(_tags(question))
    return element, tuple(lost)


def _kind(interaction: Interaction) -> str:
    match interaction:
        case Choice(truth=truth):
            return "truefalse" if truth else "multichoice"
        case TextEntry():
            return "shortanswer"
        case Number():
            return "numerical"
        case Match():
            return "matching"
        case Order():
            return "ordering"
        case _:
            return "essay"


def _penalty(question: Question, kind: str) -> str:
    """Return the penalty. A second try at true or false is none, and an essay has no tries."""
    return {"truefalse": "1", "essay": "0"}.get(kind, bank.decimal(question.penalty))


def _tags(question: Question) -> etree._Element:
    tags = etree.Element("tags")
    for tag in bank.question_tags(question):
        etree.SubElement(tags, "tag").append(text(tag))
    return tags


def _stem(question: Question, writer: Writer) -> etree._Element:
    interaction = question.interaction
    if not isinstance(interaction, TextEntry | Number):
        return writer.rich("questiontext", question.stem)
    html, files = writer.render(question.stem)
    html = bank.without_field(html)
    if isinstance(interaction, Number) and interaction.unit:
        html += f"<p>{bank.FIELD} {bank.line_html(interaction.unit)}</p>"
    stem = writer.html("questiontext", html)
    stem.extend(files)
    return stem


def _own(question: Question, writer: Writer) -> Iterator[etree._Element]:
    match question.interaction:
        case Choice() as choice:
            yield from _truth(choice, writer) if choice.truth else _choice(choice, question, writer)
        case TextEntry() as entry:
            yield from _text_entry(entry, writer)
        case Number() as number:
            yield from _number(number, writer)
        case Match() as match_:
            yield from _match(match_, question, writer)
        case Order() as order:
            yield from _order(order, writer)
        case Essay() as essay:
            yield from _essay(essay, writer)


def _choice(choice: Choice, question: Question, writer: Writer) -> Iterator[etree._Element]:
    yield flag("single", not choice.multiple)
    yield flag("shuffleanswers", question.shuffle)
    yield value("answernumbering", "abc")
    yield value("showstandardinstruction", "1")
    yield from combined_feedback(writer, (), ())
    for option in choice.options:
        answer = writer.rich("answer", option.text, {"fraction": bank.decimal(option.credit)})
        answer.append(writer.rich("feedback", option.feedback))
        yield answer


def _truth(choice: Choice, writer: Writer) -> Iterator[etree._Element]:
    """Both answers, in Moodle's own words whatever the language: it decides by them."""
    for option in choice.options:
        yield _answer(option.id, option.credit, option.feedback, writer)


def _text_entry(entry: TextEntry, writer: Writer) -> Iterator[etree._Element]:
    yield value("usecase", "1" if entry.case_sensitive else "0")
    for accepted in entry.answers:
        yield _answer(accepted.text.md, accepted.credit, accepted.feedback, writer)
    if entry.otherwise:
        yield _answer("*", Decimal(0), entry.otherwise, writer)


def _number(number: Number, writer: Writer) -> Iterator[etree._Element]:
    for accepted in number.answers:
        answer = _answer(bank.decimal(accepted.value), accepted.credit, accepted.feedback, writer)
        answer.insert(1, value("tolerance", bank.decimal(accepted.tolerance)))
        yield answer
    if number.otherwise:
        answer = _answer("*", Decimal(0), number.otherwise, writer)
        answer.insert(1, value("tolerance", "0"))
        yield answer
    unit = bank.clean(plain_text(number.unit)) if number.unit else ""
    named = 0 < len(unit) <= _LONGEST_UNIT
    if named:
        units = etree.Element("units")
        one = etree.SubElement(units, "unit")
        one.extend([value("multiplier", "1"), value("unit_name", unit)])
        yield units
    # 0 = a learner may type the unit and need not, 3 = there is none (qtype_numerical).
    for tag, content in (("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", "0" if named else "3")):
        yield value(tag, content)
    yield value("unitsleft", "0")


def _match(match: Match, question: Question, writer: Writer) -> Iterator[etree._Element]:
    yield flag("shuffleanswers", question.shuffle)
    yield from combined_feedback(writer, (), ())
    rows = [(pair.text, pair.match) for pair in match.pairs] + [((), distractor) for distractor in match.distractors]
    for prompt, fits in rows:
        row = writer.rich("subquestion", prompt)
        row.append(writer.plain("answer", bank.line_html(fits)))
        yield row


def _order(order: Order, writer: Writer) -> Iterator[etree._Element]:
    """Items are marked by their place, as in the player."""
    settings = (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", str(max(2, len(order.items)))),
        ("gradingtype", "ABSOLUTE_POSITION"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    )
    for tag, content in settings:
        yield value(tag, content)
    yield from combined_feedback(writer, order.feedback_right, order.feedback_wrong)
    # Without it Moodle 4.5 invents hints that the database refuses.
    yield value("shownumcorrect", "1")
    for place, item in enumerate(order.items, start=1):
        yield writer.rich("answer", item.text, {"fraction": f"{place}.0000000"})


def _essay(essay: Essay, writer: Writer) -> Iterator[etree._Element]:
    yield value("responseformat", "editor")
    yield value("responserequired", "1")
    yield value("responsefieldlines", str(essay.lines))
    yield value("minwordlimit", str(essay.min_words or ""))
    yield value("maxwordlimit", str(essay.max_words or ""))
    yield value("attachments", "0")
    yield value("attachmentsrequired", "0")
    yield writer.rich("graderinfo", essay.guide)
    # The only text of an essay that is stored without files (import_essay).
    yield writer.html("responsetemplate", writer.inline(essay.template))


def _answer(content: str, credit: Decimal, feedback: Blocks, writer: Writer) -> etree._Element:
    attributes = {"fraction": bank.decimal(credit), "format": "moodle_auto_format"}
    answer = writer.plain("answer", content, attributes)
    answer.append(writer.rich("feedback", feedback))
    return answer


def combined_feedback(writer: Writer, right: Blocks, wrong: Blocks) -> Elements:
    """Return the feedback to a right, a partly right and a wrong response."""
    tags = (("correctfeedback", right), ("partiallycorrectfeedback", wrong), ("incorrectfeedback", wrong))
    return [writer.rich(tag, blocks) for tag, blocks in tags]
