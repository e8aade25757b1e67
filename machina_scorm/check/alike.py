"""Near-duplicates among questions and options: equal but for a hyphen, an ending, a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from machina_scorm.model.questions import Question
from machina_scorm.model.text import iter_text
from machina_scorm.render.plain import render_plain

#: From this ratio on (difflib's, 0 … 1) two texts count as nearly the same.
ALIKE = 0.92

#: Texts are cut to this length before they are compared, which bounds the time that a pair takes.
_LENGTH = 600

#: Two words with this share of a common beginning are forms of one word.
_FORM = 0.75

T = TypeVar("T")


def alike_pairs(questions: Sequence[Question]) -> Iterator[tuple[Question, Question]]:
    """Yield pairs of questions whose stems and answers together are nearly the same; other numbers are others.

    Sorted by length, so that only texts of nearly one length meet; each question comes second once at most.
    """
    texts = sorted(((_text(q), place, q) for place, q in enumerate(questions)), key=lambda t: (len(t[0]), t[1]))
    found: dict[int, tuple[int, Question, Question]] = {}
    for at, (text, place, question) in enumerate(texts):
        for other_text, other_place, other in texts[at + 1 :]:
            if 2 * len(text) < ALIKE * (len(text) + len(other_text)):
                break
            if _near(text, other_text) and _digits(text) == _digits(other_text):
                early, late = sorted(((place, question), (other_place, other)), key=lambda pair: pair[0])
                found.setdefault(late[0], (late[0], early[1], late[1]))
    yield from ((first, second) for _, first, second in sorted(found.values(), key=lambda item: item[0]))


def alike_options(options: Sequence[tuple[T, str]]) -> Iterator[tuple[tuple[T, str], tuple[T, str]]]:
    """Yield pairs of options that differ in a hyphen, a sign or a word's ending only.

    A whole word that differs makes another option, however long the rest is: that is how good distractors are made.
    """
    for place, first in enumerate(options):
        for second in options[place + 1 :]:
            if _near(_level(first[1]), _level(second[1])) and _same_words(first[1], second[1]):
                yield first, second


def _text(question: Question) -> str:
    answers = " ".join(text.md for text in iter_text(question.interaction))
    return _level(f"{render_plain(question.stem)} {answers}")[:_LENGTH]


def _level(text: str) -> str:
    return " ".join(text.casefold().split())


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _near(first: str, second: str) -> bool:
    if not first or not second:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _same_words(first: str, second: str) -> bool:
    one, other = (_level(text).replace("-", "").replace("’", "'").split() for text in (first, second))
    if len(one) != len(other):
        return "".join(one) == "".join(other)
    return all(_same_word(a.strip(".,;:!?"), b.strip(".,;:!?")) for a, b in zip(one, other, strict=True))


def _same_word(first: str, second: str) -> bool:
    if first == second:
        return True
    if not (first.isalpha() and second.isalpha()):
        return False
    pairs = enumerate(zip(first, second, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), min(len(first), len(second)))
    return same >= _FORM * max(len(first), len(second))
