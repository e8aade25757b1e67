"""A question as it is printed or shown: which option gets which letter.  Test, key and slides are made of one value.

The order is drawn from the question's key, so that it is the same in every language, on every machine, in every build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from machina_scorm.model.blocks import Blocks, Paragraph
from machina_scorm.model.edition import Edition
from machina_scorm.model.questions import Choice, Gap, Gaps, Item, Match, Option, Order, Question
from machina_scorm.model.text import Text

#: The letters of options in alphabets other than the Latin one.
_LETTERS = {"el": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"}
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Lettered:
    """An answer to choose from: its letter, its text, and the ids that it is right for (options: its own id)."""

    letter: str
    text: Blocks
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Laid:
    """A question with its number on the paper. `answers` are those of a choice or the matches; `steps` an ordering's.

    `gaps` holds for each gap of mode "select" its answers; `words` the words of all gaps of mode "drag".
    """

    question: Question
    number: int
    answers: tuple[Lettered, ...] = ()
    steps: tuple[Item, ...] = ()
    gaps: tuple[tuple[Gap, tuple[Lettered, ...]], ...] = ()
    words: tuple[Blocks, ...] = ()


def lay_out(question: Question, number: int, edition: Edition) -> Laid:
    """Return a question with its answers in the order in which they are printed."""
    alphabet = _LETTERS.get(edition.language.code, _LATIN)
    key, mixed = question.key, question.shuffle
    match question.interaction:
        case Choice(options, _, truth):
            order = options if truth or not mixed else shuffled(options, key)
            return Laid(question, number, _options(order, alphabet))
        case Match(pairs, distractors):
            matches: dict[str, tuple[Text, frozenset[str]]] = {}
            for pair in pairs:
                _, ids = matches.get(pair.match.md, (pair.match, frozenset()))
                matches[pair.match.md] = (pair.match, ids | {pair.id})
            matches |= {text.md: (text, frozenset[str]()) for text in distractors}
            order_of = shuffled(tuple(matches.values()), key)
            lettered = ((_letter(at, alphabet), text, ids) for at, (text, ids) in enumerate(order_of))
            return Laid(question, number, tuple(Lettered(letter, (Paragraph(t),), ids) for letter, t, ids in lettered))
        case Order(items):
            return Laid(question, number, steps=moved(items, key))
        case Gaps(_, gaps):
            select = tuple((g, _select(g, g.interaction, question, alphabet)) for g in gaps if g.mode == "select")
            drag = [o.text for g in gaps if g.mode == "drag" and isinstance(g.interaction, Choice) for o in _all(g)]
            return Laid(question, number, gaps=select, words=shuffled(tuple(dict.fromkeys(drag)), key))
    return Laid(question, number)


def letter_of(place: int, edition: Edition) -> str:
    """Return the letter of the answer at `place`, from 0, in the edition's alphabet, then numbers."""
    return _letter(place, _LETTERS.get(edition.language.code, _LATIN))


def shuffled(items: Sequence[T], key: str) -> tuple[T, ...]:
    """Return `items` in an order that depends on `key` and their number only."""
    places = sorted(range(len(items)), key=lambda at: hashlib.sha256(f"{key}/{at}".encode()).digest())
    return tuple(items[at] for at in places)


def moved(items: Sequence[T], key: str) -> tuple[T, ...]:
    """Return `items` shuffled, and never in their own order."""
    order = shuffled(items, key)
    return (*order[1:], *order[:1]) if order == tuple(items) else order


def _all(gap: Gap) -> tuple[Option, ...]:
    return gap.interaction.options if isinstance(gap.interaction, Choice) else ()


def _select(gap: Gap, choice: object, question: Question, alphabet: str) -> tuple[Lettered, ...]:
    options = choice.options if isinstance(choice, Choice) else ()
    order = shuffled(options, f"{question.key}/{gap.id}") if question.shuffle else options
    return _options(order, alphabet)


def _options(options: Iterable[Option], alphabet: str) -> tuple[Lettered, ...]:
    return tuple(Lettered(_letter(n, alphabet), o.text, frozenset({o.id})) for n, o in enumerate(options))


def _letter(place: int, alphabet: str) -> str:
    return alphabet[place] if place < len(alphabet) else str(place + 1)
