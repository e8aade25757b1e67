"""What Moodle does to a question when it saves it: refuses it, or damages it without a word.

Source: Moodle 4.5, question/format.php (importprocess) and the question types' save_question_options; measured in
research/formats.md, sections 1.6, 3.4 to 3.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from machina_scorm.imports import quoted
from machina_scorm.imports.numbers import is_numeric
from machina_scorm.imports.stored import HUNDRED, Draft, Stored, StoredAnswer, StoredGap
from machina_scorm.model.credits import CREDITS, nearest_credit

Finding = tuple[str, str, str]

#: Per cent by which a fraction may miss its place in the list (match_grade_options).
_CLOSE = HUNDRED / 100_000

_LONGEST_ID = 100
_LONGEST_NAME = 255
_GRADED = frozenset({"multichoice", "shortanswer", "numerical", "truefalse"})


def judge(drafts: Sequence[Draft]) -> None:
    """Note in each draft what Moodle would do to it."""
    seen: dict[tuple[str, str], int] = {}
    for place, draft in enumerate(drafts):
        stored = draft.stored
        if stored is None:
            continue
        for rule, message, hint in _errors(stored):
            draft.add(rule, message, hint)
        for rule, message, hint in _warnings(stored):
            draft.warn(rule, message, hint)
        if stored.type == "match" and any(p.text.text and not p.match.strip() for p in stored.pairs):
            rest = len(drafts) - place - 1
            after = f"; without a word Moodle loses the {rest} questions after it" if rest else ""
            hint = "write the match of every prompt"
            draft.add("moodle-match-empty", f"a prompt has no match{after}", hint)
        if stored.idnumber.strip():
            key = (stored.category, stored.idnumber)
            if key in seen:
                message = f"the idnumber {stored.idnumber!r} stands on line {seen[key]} already: Moodle drops this one"
                draft.warn("moodle-idnumber-duplicate", message, "give each question its own")
            seen.setdefault(key, stored.line)


def matched(fraction: Decimal) -> bool:
    """Tell whether a fraction in per cent is one that Moodle takes."""
    return any(abs(abs(fraction) - credit) <= _CLOSE for credit in CREDITS)


def _errors(stored: Stored) -> Iterator[Finding]:
    if stored.type in _GRADED:
        yield from _bad_credits(stored.answers)
    if len(stored.idnumber) > _LONGEST_ID:
        hint = f"{_LONGEST_ID} characters at most; the import ends here and the questions after it are lost"
        yield "moodle-idnumber-long", f"the idnumber has {len(stored.idnumber)} characters", hint
    if stored.mark < 0:
        yield "moodle-mark", f"a mark of {stored.mark}", "a question is worth more than nothing"
    match stored.type:
        case "multichoice":
            yield from _multichoice(stored.answers, stored.single)
        case "shortanswer":
            yield from _shortanswer(stored.answers)
        case "numerical":
            yield from _numerical(stored.answers)
        case "match":
            yield from _match(stored)
        case "ddwtos" | "gapselect":
            yield from _words(stored)
        case "multianswer":
            for gap in stored.gaps:
                yield from _gap(gap)
            if not stored.gaps:
                hint = "write a gap as {1:SHORTANSWER:=answer}"
                yield "moodle-cloze-no-gap", f"a cloze without a gap: {quoted(stored.text.text)}", hint
        case "ordering":
            if len(stored.answers) < 2:
                yield "moodle-too-few-options", "fewer than two items", "add an item"


def _warnings(stored: Stored) -> Iterator[Finding]:
    if len(stored.name) > _LONGEST_NAME:
        yield "moodle-name-cut", f"the name has {len(stored.name)} characters", f"Moodle cuts it at {_LONGEST_NAME}"
    if "<" in stored.name and ">" in stored.name.partition("<")[2]:
        yield "moodle-name-html", f"Moodle takes the tags out of the name {quoted(stored.name)}", "write &lt; for <"
    if stored.idnumber != stored.idnumber.strip():
        yield "moodle-idnumber-blanks", f"the idnumber {stored.idnumber!r} keeps its blanks", "take them out"
    if stored.penalty > 1:
        yield "moodle-penalty", f"a penalty of {stored.penalty}: a wrong try costs more than the mark", "1 at most"
    if stored.mark == 0 and stored.type not in ("description", "multianswer"):
        yield "moodle-mark", "a mark of 0: the question counts nothing; here it becomes 1", "write a defaultgrade"
    lower = [tag.casefold() for tag in stored.tags]
    for tag in stored.tags:
        if lower.count(tag.casefold()) > 1:
            yield "moodle-tag-case", f"the tag {tag!r} twice: Moodle keeps one spelling", "write it once"
        if any(sign in tag for sign in "<>`"):
            yield "moodle-tag-sign", f"the tag {tag!r} holds a sign that Moodle takes out", "leave out < > `"


def _bad_credits(answers: Sequence[StoredAnswer]) -> Iterator[Finding]:
    for answer in answers:
        if not matched(answer.fraction):
            message = f"{answer.fraction} per cent for {quoted(answer.text.text)} is no share that Moodle takes"
            yield "moodle-credit", message, f"write {nearest_credit(answer.fraction)}, or the whole file is refused"


def _multichoice(answers: Sequence[StoredAnswer], single: bool) -> Iterator[Finding]:
    if len(answers) < 2:
        hint = "Moodle ends the import here, and the questions after it are lost; add an option"
        yield "moodle-too-few-options", "fewer than two options", hint
        return
    kept = [answer for answer in answers if answer.text.text.strip()]
    if len(kept) < len(answers):
        yield "moodle-option-empty", "an empty option, which Moodle drops", "write its text, or remove it"
    positive = [answer.fraction for answer in kept if answer.fraction > 0]
    if not positive or (single and not any(abs(one - HUNDRED) <= _CLOSE for one in positive)):
        best = max(positive, default=HUNDRED * 0)
        yield "moodle-no-full-mark", f"no option is wholly right, the best has {best} per cent", "give one 100 per cent"
    elif not single and abs(sum(positive) - HUNDRED) > HUNDRED / 1000:
        total = sum(positive)
        yield "moodle-sum", f"the right options together have {total} per cent, not 100", "let them share 100"


def _shortanswer(answers: Sequence[StoredAnswer]) -> Iterator[Finding]:
    if not any(abs(answer.fraction - HUNDRED) <= _CLOSE for answer in answers):
        hint = "Moodle ends the import here, and the questions after it are lost; give one answer 100 per cent"
        yield "moodle-no-full-mark", "no answer has 100 per cent", hint
    if any(not answer.text.text.strip() for answer in answers):
        yield "moodle-option-empty", "an empty answer, which Moodle drops", "write it, or remove it"


def _numerical(answers: Sequence[StoredAnswer]) -> Iterator[Finding]:
    hint = "write digits with a decimal point"
    for answer in answers:
        value, tolerance = answer.text.text.strip(), answer.tolerance.strip()
        if value == "*" and answer.fraction > 0:
            yield "moodle-number-any", "every number is right here", "write the number"
        if value != "*" and not is_numeric(value):
            yield "moodle-number", f"{quoted(value)} is no number, Moodle makes another one of it", hint
        if tolerance and not is_numeric(tolerance):
            yield (
                "moodle-number",
                f"the tolerance {quoted(tolerance)} is no number, Moodle makes 0 or another of it",
                hint,
            )
    if not any(abs(answer.fraction - HUNDRED) <= _CLOSE for answer in answers):
        yield "moodle-no-full-mark", "no answer has 100 per cent", "give one answer 100 per cent"


def _match(stored: Stored) -> Iterator[Finding]:
    if sum(bool(pair.text.text.strip()) for pair in stored.pairs) < 2:
        yield "moodle-too-few-options", "fewer than two pairs", "add a pair"
    for pair in stored.pairs:
        if len(pair.match) > _LONGEST_NAME:
            yield "moodle-match-long", f"a match of {len(pair.match)} characters", f"{_LONGEST_NAME} at most"


def _words(stored: Stored) -> Iterator[Finding]:
    numbers = gap_numbers(stored.text.text)
    if not numbers:
        yield "moodle-gap-missing", "a text without a gap", "write [[1]] where the first word belongs"
    for number in sorted(set(numbers)):
        if not 1 <= number <= len(stored.words):
            message = f"[[{number}]] has no word: there are {len(stored.words)}"
            yield "moodle-gap-unknown", message, "add the word; in code write [&#91; for [["
    if any(not word.text.strip() for word in stored.words):
        yield "moodle-option-empty", "an empty word, which Moodle drops", "write it, or remove it"


def gap_numbers(text: str) -> list[int]:
    """Return the n of every `[[n]]`, in order."""
    parts = text.split("[[")[1:]
    heads = (part.partition("]]") for part in parts)
    return [int(head) for head, sign, _ in heads if sign and head.isascii() and head.isdigit() and len(head) < 6]


def _gap(gap: StoredGap) -> Iterator[Finding]:
    if gap.kind == "multichoice":
        if sum(bool(answer.text.text.strip()) for answer in gap.answers) < 2:
            hint = "a list to choose from has two at least"
            yield "moodle-too-few-options", f"one choice only: {quoted(gap.source)}", hint
        if gap.single and not any(answer.fraction == HUNDRED for answer in gap.answers):
            yield "moodle-no-full-mark", f"no choice is wholly right: {quoted(gap.source)}", "begin it with ="
        return
    if not any(answer.fraction == HUNDRED for answer in gap.answers):
        yield "moodle-no-full-mark", f"no answer is wholly right: {quoted(gap.source)}", "begin it with ="
    for answer in gap.answers:
        if gap.kind == "numerical" and answer.text.text != "*" and not is_numeric(answer.text.text):
            yield "moodle-number", f"{quoted(answer.text.text)} is no number", "digits with a decimal point"
