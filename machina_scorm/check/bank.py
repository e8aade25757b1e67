"""Lint of question banks: what is correct YAML and still a weak question.  Artefacts are checked elsewhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from machina_scorm.check.alike import alike_options, alike_pairs
from machina_scorm.check.phrases import Phrases, phrases
from machina_scorm.dialect import inlines
from machina_scorm.model.blocks import Blocks, Paragraph
from machina_scorm.model.course import Course, Unit
from machina_scorm.model.inline import Code, Emph, Inlines, Link, Math, Str, Strong
from machina_scorm.model.questions import (
    Choice,
    Essay,
    Gaps,
    Interaction,
    Match,
    Number,
    Option,
    Order,
    Question,
    TextEntry,
)
from machina_scorm.model.text import iter_text
from machina_scorm.problems import Problem, Severity
from machina_scorm.render.plain import render_plain
from machina_scorm.source import Source

#: A bank of fewer choice questions says nothing about habits; the share of questions from which on it does.
_BANK, _SHARE = 5, 0.6

_HUNDRED = Decimal(100)


def check_banks(course: Course) -> Iterator[Problem]:
    """Yield the weaknesses of a course's questions. Rules: `bank-…`."""
    words = phrases(course.about.language)
    for unit in course.units:
        questions = tuple(question for lesson in unit.lessons for question in lesson.questions)
        for question in questions:
            yield from check_question(question, words)
        banks = [lesson.questions for lesson in unit.lessons if len(_singles(lesson.questions)) >= _BANK]
        for bank in banks or [questions]:
            yield from _check_habits(bank)
        yield from _check_alike(questions)
        if questions:
            yield from _check_outcomes(unit, questions)


def check_question(question: Question, words: Phrases) -> Iterator[Problem]:
    """Yield the weaknesses of one question; `words` are those of its language."""
    for interaction in _parts(question.interaction):
        yield from _check_right(question, interaction)
        yield from _check_equal(question, interaction)
        if isinstance(interaction, Choice) and not interaction.truth:
            yield from _check_options(question, interaction, words)
    if isinstance(question.interaction, Choice) and not question.interaction.truth:
        yield from _check_negation(question, words)
    if not _has_feedback(question):
        hint = "say why the wrong answers are wrong, with each of them or as `feedback` of the question"
        if isinstance(question.interaction, Essay):
            hint = "add a `guide`: whoever marks it needs one"
        yield _warn("bank-feedback", question, "a wrong answer gets no feedback", hint)


def _parts(interaction: Interaction) -> tuple[Interaction, ...]:
    return tuple(gap.interaction for gap in interaction.gaps) if isinstance(interaction, Gaps) else (interaction,)


def _warn(rule: str, question: Question, message: str, hint: str, source: Source | None = None) -> Problem:
    return Problem(rule, f"{question.id}: {message}", source or question.source, hint, Severity.WARNING)


def _place(blocks: Blocks, question: Question) -> Source:
    """Return where a text stands: that of its first Text, else the question's."""
    text = next(iter_text(blocks), None)
    return text.source if text and text.source.path else question.source


def _check_right(question: Question, interaction: Interaction) -> Iterator[Problem]:
    """Yield an error where full marks cannot be had. Moodle imports such a question without a word."""
    match interaction:
        case Choice(options, multiple):
            credits = [option.credit for option in options]
            full = sum(c for c in credits if c > 0) >= Decimal("99.9") if multiple else _HUNDRED in credits
        case TextEntry(answers=texts):
            full = any(answer.credit == _HUNDRED for answer in texts)
        case Number(answers=numbers):
            full = any(answer.credit == _HUNDRED for answer in numbers)
        case _:
            return
    if not full:
        hint = "mark the right one"
        yield Problem("bank-no-right-answer", f"{question.id}: no answer has the whole credit", question.source, hint)


def _check_options(question: Question, choice: Choice, words: Phrases) -> Iterator[Problem]:
    texts = [(option, render_plain(option.text)) for option in choice.options]
    for option, text in texts:
        if any(phrase in text.casefold() for phrase in words.above):
            hint = "who knows one option need not read the others; in a shuffled list nothing is above"
            place = _place(option.text, question)
            yield _warn("bank-all-above", question, f"the option {text!r} is about the other options", hint, place)
    for first, second in alike_options(texts):
        hint = "reword one, or remove it; who reads fast will not see the difference"
        message = f"two options are nearly the same: {first[1]!r} and {second[1]!r}"
        yield _warn("bank-options-alike", question, message, hint, _place(second[0].text, question))


def _check_negation(question: Question, words: Phrases) -> Iterator[Problem]:
    asked = [block for block in question.stem if isinstance(block, Paragraph)][-1:]
    for paragraph in asked:
        for word in _plain_words(inlines(paragraph.text)):
            if word in words.negations or (word.endswith("n't") and "n't" in words.negations):
                hint = f"write **{word}**, or ask for what is right: a negation is easily overlooked"
                message = f"the question turns on {word!r}, which nothing emphasises"
                yield _warn("bank-negation", question, message, hint, paragraph.text.source)
                return


def _plain_words(nodes: Inlines) -> Iterator[str]:
    """Yield the words of the last sentence that stand without emphasis, in small letters; CAPITALS are emphasis."""
    words = list(_words(nodes))
    sentence: list[str] = []
    for place, word in enumerate(words, start=1):
        sentence.append(word.strip("\u0000.,;:?!…()«»“”\"'"))
        if word.endswith((".", "!", "…")) and place < len(words):
            sentence = []
    yield from (word for word in sentence if word and not (word.isupper() and len(word) > 1))


def _words(nodes: Inlines) -> Iterator[str]:
    for node in nodes:
        match node:
            case Str(text):
                yield from text.replace("’", "'").split()
            case Link(_, children):
                yield from _words(children)
            case Strong() | Emph():
                # An emphasised word ends a sentence only by its sign.
                yield "\u0000."[: 1 + _ends(node.children)]
            case _:
                yield "\u0000"


def _ends(nodes: Inlines) -> bool:
    last = nodes[-1] if nodes else None
    return isinstance(last, Str) and last.text.endswith(".")


def _has_feedback(question: Question) -> bool:
    if question.feedback:
        return True
    return all(_answers_back(part) for part in _parts(question.interaction))


def _answers_back(interaction: Interaction) -> bool:
    """Tell whether a wrong answer is told why, as far as the interaction itself can."""
    match interaction:
        case Choice(options):
            return all(option.feedback for option in options if option.credit <= 0)
        case TextEntry(otherwise=blocks) | Number(otherwise=blocks) | Essay(guide=blocks):
            return bool(blocks)
        case Order(feedback_wrong=blocks):
            return bool(blocks)
        case Match():
            return False
    return True


def _check_equal(question: Question, interaction: Interaction) -> Iterator[Problem]:
    """Yield right answers that become the same as wrong ones once case, accents' form and blanks are levelled."""
    match interaction:
        case Choice(options, _, truth) if not truth:
            right = {_level_blocks(o.text) for o in options if o.credit > 0}
            wrong: list[tuple[str, Blocks]] = [(_level_blocks(o.text), o.text) for o in options if o.credit <= 0]
        case TextEntry(answers, sensitive):
            right = {_level(a.text.md, sensitive) for a in answers if a.credit > 0}
            wrong = [(_level(a.text.md, sensitive), (Paragraph(a.text),)) for a in answers if a.credit <= 0]
        case Match(pairs, distractors):
            right = {_level(pair.match.md, False) for pair in pairs}
            wrong = [(_level(text.md, False), (Paragraph(text),)) for text in distractors]
        case _:
            return
    for levelled, blocks in wrong:
        if levelled in right:
            text = render_plain(blocks)
            hint = "the two differ in capitals, blanks or a final sign only; nobody can tell which one is right"
            place = _place(blocks, question)
            yield _warn("bank-answer-distractor", question, f"{text!r} is right and wrong", hint, place)


def _level_blocks(blocks: Blocks) -> str:
    exact = any(isinstance(node, Code | Math) for text in iter_text(blocks) for node in inlines(text))
    return _level(render_plain(blocks), exact)


def _level(text: str, exact: bool) -> str:
    """Return `text` without what a reader does not see as a difference; in code and formulas, capitals are one."""
    levelled = " ".join(unicodedata.normalize("NFC", text).split()).rstrip(".,;: ")
    return levelled if exact else levelled.casefold()


def _singles(questions: Iterable[Question]) -> tuple[tuple[Question, Choice], ...]:
    """Return the questions with one right option of three or more."""
    found = ((q, q.interaction) for q in questions)
    return tuple(
        (q, choice)
        for q, choice in found
        if isinstance(choice, Choice) and not choice.truth and not choice.multiple and len(choice.options) > 2
    )


def _check_habits(questions: tuple[Question, ...]) -> Iterator[Problem]:
    """Yield what tells the right answer to who has not read the question: its length, its place."""
    singles = _singles(questions)
    if len(singles) < _BANK:
        return
    longest = [question for question, choice in singles if _is_longest(choice)]
    if len(longest) > _SHARE * len(singles):
        message = f"the right answer is the longest in {len(longest)} of {len(singles)} questions"
        hint = f"lengthen wrong ones or shorten right ones, for example in {', '.join(q.id for q in longest[:3])}"
        yield Problem("bank-longest", message, _file(longest[0]), hint, Severity.WARNING)
    places = {_right(choice.options) for _, choice in singles}
    if len(places) == 1 and (place := places.pop()) is not None:
        message = f"the right answer is always number {place + 1}: in all of {len(singles)} questions"
        hint = "change their order; not every place where they are asked shuffles"
        yield Problem("bank-same-place", message, _file(singles[0][0]), hint, Severity.WARNING)


def _file(question: Question) -> Source:
    return Source(question.source.path)


def _right(options: tuple[Option, ...]) -> int | None:
    return next((place for place, option in enumerate(options) if option.credit == _HUNDRED), None)


def _is_longest(choice: Choice) -> bool:
    right = _right(choice.options)
    lengths = [len(render_plain(option.text)) for option in choice.options]
    return right is not None and all(lengths[right] > n for place, n in enumerate(lengths) if place != right)


def _check_alike(questions: tuple[Question, ...]) -> Iterator[Problem]:
    for first, second in alike_pairs(questions):
        hint = "keep the better one, or ask for something else"
        message = f"nearly the same question as {first.key} ({first.source})"
        yield _warn("bank-questions-alike", second, message, hint)


def _check_outcomes(unit: Unit, questions: tuple[Question, ...]) -> Iterator[Problem]:
    asked = {question.outcome for question in questions}
    for outcome in unit.outcomes:
        if outcome.id not in asked:
            message = f"no question tests the outcome {outcome.id} of {unit.id}"
            hint = f"add one with `outcome: {outcome.id}`; `machina stats` shows them all"
            place = outcome.text.source if outcome.text.source.path else unit.source
            yield Problem("bank-outcome", message, place, hint, Severity.WARNING)
