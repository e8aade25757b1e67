"""Gaps: a list in the text (gapselect), words to drag (ddwtos), or embedded answers (cloze), by what loses nothing.

The first two know only right and wrong and have one list for each group of gaps; cloze has credits and feedback.
Source: Moodle 4.5, qtype_gapselect_base and qtype_multianswer_extract_question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from machina_scorm.dialect import inlines
from machina_scorm.export import bank
from machina_scorm.export.marks import gaps_in_order, mark_gaps, split_at_gaps
from machina_scorm.export.moodle_xml.elements import Writer, flag, text, value
from machina_scorm.model.blocks import Blocks, Paragraph
from machina_scorm.model.inline import Emph, Inlines, Link, Math, Strong
from machina_scorm.model.questions import Choice, Gap, Gaps, Number, Option, Question, TextEntry

#: A gapselect or ddwtos question has so many groups (qtype_gapselect_edit_form_base).
_GROUPS = 8

_HUNDRED = Decimal(100)

#: What ends an answer or a feedback in cloze, as entities: Moodle decodes them when it has cut the answers apart.
#: `&` too, by number: after `&amp;` the end of an answer would not be seen.
_CLOZE = {ord(sign): f"&#{ord(sign)};" for sign in "&~#}{\\<>=%\"'"}

Parts = tuple[str, etree._Element, list[etree._Element], list[str]]


def gap_question(question: Question, gaps: Gaps, writer: Writer) -> Parts:
    """Return Moodle's type, the question text, the type's own elements, and what Moodle cannot hold."""
    modes = {gap.mode for gap in gaps.gaps}
    if modes in ({"select"}, {"drag"}) and all(_only_right_or_wrong(gap) for gap in gaps.gaps):
        words = _collect(gaps.gaps)
        if max(group for group, _ in words.choices) <= _GROUPS:
            return _words(question, gaps, words, "drag" in modes, writer)
    return _cloze(question, gaps, writer)


@dataclass(frozen=True, slots=True)
class _Words:
    """The choices as (group, text), and for each gap's id the number of its right choice, from 1."""

    choices: tuple[tuple[int, str], ...]
    right: Mapping[str, int]


def _only_right_or_wrong(gap: Gap) -> bool:
    options = gap.interaction.options if isinstance(gap.interaction, Choice) else ()
    return all(not o.feedback and o.credit in (0, _HUNDRED) and _is_line(o.text) for o in options)


def _is_line(blocks: Blocks) -> bool:
    """Tell whether blocks are one line that loses nothing but emphasis in a list to choose from."""
    match blocks:
        case (Paragraph(line),):
            return not _has_math(inlines(line))
        case _:
            return False


def _has_math(nodes: Inlines) -> bool:
    for node in nodes:
        match node:
            case Math():
                return True
            case Emph(children) | Strong(children) | Link(_, children) if _has_math(children):
                return True
    return False


def _line(option: Option) -> str:
    first = option.text[0]
    return bank.line_html(first.text) if isinstance(first, Paragraph) else ""


def _collect(gaps: tuple[Gap, ...]) -> _Words:
    """Gaps with the same options share a group, and in a group every word stands once."""
    groups: dict[frozenset[str], int] = {}
    numbers: dict[tuple[int, str], int] = {}
    right: dict[str, int] = {}
    for gap in gaps:
        options = gap.interaction.options if isinstance(gap.interaction, Choice) else ()
        group = groups.setdefault(frozenset(_line(option) for option in options), len(groups) + 1)
        for option in options:
            number = numbers.setdefault((group, _line(option)), len(numbers) + 1)
            if option.credit == _HUNDRED:
                right[gap.id] = number
    return _Words(tuple(numbers), right)


def _words(question: Question, gaps: Gaps, words: _Words, drag: bool, writer: Writer) -> Parts:
    stem = _text(question, gaps, "[[", "[&#91;", lambda gap: f"[[{words.right[gap.id]}]]", writer)
    own = [flag("shuffleanswers", question.shuffle)]
    own += [writer.html(tag, "") for tag in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")]
    used = tuple(words.right.values())
    for number, (group, word) in enumerate(words.choices, start=1):
        box = etree.Element("dragbox" if drag else "selectoption")
        box.extend([text(word), value("group", str(group))])
        if drag and used.count(number) > 1:
            etree.SubElement(box, "infinite")
        own.append(box)
    return ("ddwtos" if drag else "gapselect"), stem, own, []


def _text(
    question: Question, gaps: Gaps, sign: str, instead: str, write: Callable[[Gap], str], writer: Writer
) -> etree._Element:
    """Return stem and text with `write(gap)` at each gap; a `sign` that is no gap's becomes `instead`."""
    html, files = writer.render(question.stem + mark_gaps(gaps.text, gaps.gaps))
    parts = [part.replace(sign, instead) for part in split_at_gaps(html, gaps.gaps)]
    content = parts[0]
    for gap, after in zip(gaps_in_order(html, gaps.gaps), parts[1:], strict=True):
        content += write(gap) + after
    element = writer.html("questiontext", content)
    element.extend(files)
    return element


def _cloze(question: Question, gaps: Gaps, writer: Writer) -> Parts:
    weight = question.points / len(gaps.gaps)
    whole = weight == weight.to_integral_value()
    number = int(weight) if whole else 1
    stem = _text(question, gaps, "{", "&#123;", lambda gap: _embedded(gap, number, question.shuffle, writer), writer)
    return "cloze", stem, [], list(_lost(question, gaps, whole))


def _lost(question: Question, gaps: Gaps, whole: bool) -> Iterator[str]:
    if not whole:
        yield f"{bank.decimal(question.points)} points for {len(gaps.gaps)} gaps: a site counts one for each gap"
    if any(gap.mode == "drag" for gap in gaps.gaps):
        yield "dragging beside feedback, credits or other gaps: it becomes a list to choose from"


def _embedded(gap: Gap, weight: int, shuffle: bool, writer: Writer) -> str:
    """Return `{1:SA:=answer#feedback~…}`, and a number's unit behind it."""
    match gap.interaction:
        case Choice(options):
            lines = all(_is_line(option.text) for option in options)
            kind = ("MC" if lines else "MCV") + ("S" if shuffle else "")
            texts = [_line(option) if lines else writer.inline(option.text) for option in options]
            answers = [
                _alternative(content, option.credit, option.feedback, writer)
                for content, option in zip(texts, options, strict=True)
            ]
            after = ""
        case TextEntry(accepted, case_sensitive, otherwise):
            kind = "SAC" if case_sensitive else "SA"
            answers = [_alternative(bank.clean(a.text.md), a.credit, a.feedback, writer) for a in accepted]
            answers += [_alternative("*", Decimal(0), otherwise, writer)] if otherwise else []
            after = ""
        case Number(numbers, unit, otherwise):
            kind = "NM"
            answers = [
                _alternative(f"{bank.decimal(n.value)}:{bank.decimal(n.tolerance)}", n.credit, n.feedback, writer)
                for n in numbers
            ]
            answers += [_alternative("*", Decimal(0), otherwise, writer)] if otherwise else []
            after = f" {bank.line_html(unit)}" if unit else ""
    return f"{{{weight}:{kind}:{'~'.join(answers)}}}{after}"


def _alternative(content: str, credit: Decimal, feedback: Blocks, writer: Writer) -> str:
    sign = "=" if credit == _HUNDRED else f"%{bank.decimal(credit)}%"
    comment = f"#{writer.inline(feedback).translate(_CLOZE)}" if feedback else ""
    return f"{sign}{content.translate(_CLOZE)}{comment}"
