"""The answer block of a GIFT question, by type."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from machina_scorm.imports import quoted
from machina_scorm.imports.gift.blocks import BLANK, release, shown
from machina_scorm.imports.gift.text import comment, words
from machina_scorm.imports.numbers import is_numeric
from machina_scorm.imports.stored import HUNDRED, Draft, Stored, StoredAnswer, StoredPair, Words

_WEIGHT = re.compile(r"%-*([0-9]{1,2})\.?([0-9]*)%")
_ZERO = Decimal(0)


def essay(stored: Stored) -> Stored:
    """`{}`."""
    return replace(stored, type="essay")


def ordering(stored: Stored, body: str, draft: Draft) -> Stored | None:
    """`{>3 …` and a line for each item."""
    items = [line.strip(BLANK) for line in re.split(r"[\r\n]+", body) if line.strip(BLANK) not in ("", "0")]
    message = "`>` and a number at the beginning make Moodle take it for an ordering question"
    if len(items) < 3:
        hint = "write &gt; for the sign, or the question in Moodle XML"
        draft.add("moodle-gift-ordering", f"{message} of {len(items)} items: {quoted(shown(body))}", hint)
    else:
        hint = "Moodle 4.5 cannot import an ordering question from GIFT; use Moodle XML"
        draft.warn("moodle-gift-ordering", message, hint)
    answers = tuple(StoredAnswer(words(item, stored.text.format), Decimal(n)) for n, item in enumerate(items, 1))
    return replace(stored, type="ordering", answers=answers)


def multichoice(stored: Stored, body: str, draft: Draft) -> Stored | None:
    """`=right ~wrong ~%50%half`: one `=` anywhere makes it single choice."""
    parts = _parts(body.replace("=", "~="), "~")
    if len(parts) < 2:
        draft.add("moodle-too-few-options", f"fewer than two options: {quoted(shown(body))}", "add a wrong option")
        return None
    answers = []
    for part in parts:
        part = part.strip(BLANK)
        if part.startswith("="):
            weight, part = HUNDRED, part[1:]
        else:
            weight, part = _weight(part, _ZERO, draft)
        text, feedback = comment(part, stored.text.format)
        answers.append(StoredAnswer(text, weight, feedback))
    return replace(stored, type="multichoice", single="=" in body, answers=tuple(answers))


def match(stored: Stored, body: str, draft: Draft) -> Stored | None:
    """`=prompt -> match`."""
    parts = _parts(body, "=")
    if len(parts) < 2 or any("->" not in part for part in parts):
        hint = "`->` makes a matching question, of two pairs at least; a short answer with it needs Moodle XML"
        draft.add("moodle-gift-arrow", f"an answer with `->` that is no pair: {quoted(shown(body))}", hint)
        return None
    pairs = []
    for part in parts:
        prompt, _, fits = part.strip(BLANK).partition("->")
        if "#" in fits:
            hint = "a matching question has no feedback there; write \\# if the sign belongs to the match"
            message = f"`#` begins no feedback here, it becomes part of the match: {quoted(shown(part))}"
            draft.add("moodle-gift-match-feedback", message, hint)
        pairs.append(StoredPair(words(prompt, stored.text.format), release(fits).strip(BLANK)))
    return replace(stored, type="match", pairs=tuple(pairs))


def truefalse(stored: Stored, body: str) -> Stored:
    """`T#if wrong#if right`."""
    answer, *comments = body.split("#", 2)
    texts = [words(text.strip(BLANK), stored.text.format) for text in comments]
    wrong, right = [*texts, *([Words("", stored.text.format)] * 2)][:2]
    truth = answer.strip(BLANK) in ("T", "TRUE")
    true = StoredAnswer(Words("true"), HUNDRED if truth else _ZERO, right if truth else wrong)
    false = StoredAnswer(Words("false"), _ZERO if truth else HUNDRED, wrong if truth else right)
    return replace(stored, type="truefalse", answers=(true, false), penalty=Decimal(1))


def shortanswer(stored: Stored, body: str, draft: Draft) -> Stored | None:
    """`=right =%50%half`."""
    parts = _parts(body, "=")
    if not parts:
        draft.add("moodle-no-answer", f"no answer: {quoted(shown(body))}", "write the answer behind `=`")
        return None
    answers = []
    for part in parts:
        weight, part = _weight(part.strip(BLANK), HUNDRED, draft)
        text, feedback = comment(part, stored.text.format)
        answers.append(StoredAnswer(replace(text, format="plain"), weight, feedback))
    return replace(stored, type="shortanswer", answers=tuple(answers))


def numerical(stored: Stored, body: str, draft: Draft) -> Stored | None:
    """`#3.14:0.01`, `#1..5`, `#=3:1 =%50%3:2 ~#otherwise`."""
    numbers, sign, otherwise = body.partition("~")
    parts = _parts(numbers, "=")
    if not parts:
        draft.add("moodle-no-answer", "a number is missing: Moodle's import dies here", "write {#=0}, with the `=`")
        return None
    answers = []
    for part in parts:
        weight, part = _weight(part.strip(BLANK), HUNDRED, draft)
        text, feedback = comment(part, stored.text.format)
        number = _number(text.text, draft)
        if number is None:
            return None
        answers.append(StoredAnswer(Words(number[0], "plain"), weight, feedback, number[1]))
    if sign:
        _, feedback = comment("~" + otherwise, stored.text.format)
        answers.append(StoredAnswer(Words("*", "plain"), _ZERO, feedback))
    return replace(stored, type="numerical", answers=tuple(answers))


def _number(text: str, draft: Draft) -> tuple[str, str] | None:
    """Return value and tolerance as Moodle takes them; what is no number becomes `*`, any answer."""
    hint = "digits with a decimal point: {#=3.14:0.01} or {#=1..5}"
    if text.find("..") > 0:
        low, _, high = text.partition("..")
        if not is_numeric(low) or not is_numeric(high):
            draft.add("moodle-number", f"a range of what is no number: {quoted(text)}", hint)
            return None
        try:
            middle = (Decimal(high.strip()) + Decimal(low.strip())) / 2
            return f"{middle.normalize():f}", f"{(Decimal(high.strip()) - middle).normalize():f}"
        except InvalidOperation:
            draft.add("moodle-number", f"a range of what is no number: {quoted(text)}", hint)
            return None
    value, _, tolerance = text.partition(":") if text.find(":") > 0 else (text, "", "0")
    value, tolerance = value.strip(BLANK), tolerance.strip(BLANK) or "0"
    if not is_numeric(tolerance):
        draft.add("moodle-number", f"the tolerance is no number, Moodle's import dies here: {quoted(text)}", hint)
        return None
    if not is_numeric(value) and value != "*":
        message = f"this is no number to Moodle, which then takes every answer for right: {quoted(text)}"
        draft.add("moodle-number-any", message, hint)
        return "*", tolerance
    return value, tolerance


def _parts(body: str, sign: str) -> list[str]:
    """Split as Moodle does: what stands before the first sign is an answer too unless it is empty, or `0`."""
    first, *rest = body.split(sign)
    first = first.strip(BLANK)
    return rest if first in ("", "0") else [first, *rest]


def _weight(part: str, default: Decimal, draft: Draft) -> tuple[Decimal, str]:
    """Return an answer's weight in per cent and the rest; a weight with a comma is none to Moodle."""
    if not _WEIGHT.match(part):
        return default, part
    digits, _, rest = part[1:].partition("%")
    try:
        return Decimal(digits), rest
    except InvalidOperation:
        draft.add("moodle-credit", f"the weight %{digits}% is no number", "write it as %50% or %-33.33333%")
        return default, rest
