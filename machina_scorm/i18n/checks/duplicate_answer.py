"""Answers that differ in the source differ in the translation: else a learner is marked wrong for being right."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TypeVar

from machina_scorm.dialect import inlines
from machina_scorm.i18n.checks import Finding, NodeCheck
from machina_scorm.model.edition import Language
from machina_scorm.model.inline import Code, Emph, Inlines, Link, Math, Str, Strong
from machina_scorm.model.questions import Choice, Gaps, Interaction, Match, Order, Question, TextEntry
from machina_scorm.model.spellings import spellings
from machina_scorm.model.text import Text, iter_text, map_text
from machina_scorm.source import Source

T = TypeVar("T")
_HINT = "say them differently: a learner must be able to tell them apart"


def _compare(source: Question, translation: Question, language: Language) -> Iterator[Finding]:
    yield from _interaction(source.interaction, translation.interaction)


def _interaction(source: Interaction, translation: Interaction) -> Iterator[Finding]:
    match source, translation:
        case Choice(), Choice():
            yield from _alike("two options are alike", _options(source), _options(translation))
        case Match(), Match():
            yield from _alike("two prompts are alike", _prompts(source), _prompts(translation))
            yield from _alike("two matches are alike", _matches(source), _matches(translation))
        case Order(), Order():
            yield from _alike("two items are alike", _items(source), _items(translation))
        case TextEntry(), TextEntry():
            yield from _entries(source, translation)
        case Gaps(), Gaps():
            for gap, other in zip(source.gaps, translation.gaps, strict=True):
                yield from _interaction(gap.interaction, other.interaction)


def _alike(message: str, source: Sequence[object], translation: Sequence[object]) -> Iterator[Finding]:
    """Yield a finding for each part that equals a former one, but whose source does not."""
    rough = [_rough(other) for other in translation]
    if len(rough) == len(set(rough)):
        return  # nearly always
    seen: dict[object, object] = {}
    for part, other in zip(source, translation, strict=True):
        folded = _folded(other)
        if folded in seen and seen[folded] != _folded(part):
            shown = next((text.md for text in iter_text(other)), "")
            yield Finding(f"{message}: {shown!r}", _HINT, source=_place(other))
        seen.setdefault(folded, _folded(part))


def _entries(source: TextEntry, translation: TextEntry) -> Iterator[Finding]:
    """Compare the answers a learner may type; the first that fits counts, so only other credits make a difference."""
    seen: dict[str, tuple[object, frozenset[str]]] = {}
    for answer, other in zip(source.answers, translation.answers, strict=True):
        ours = frozenset(_typed(answer.text, source.case_sensitive))
        for typed in _typed(other.text, source.case_sensitive):
            credit, theirs = seen.setdefault(typed, (answer.credit, ours))
            if credit != answer.credit and not theirs & ours:
                message = f"{typed!r} is an accepted answer and a wrong one"
                yield Finding(message, "one of the two must go, for a program marks by it", source=other.text.source)


def _typed(text: Text, case_sensitive: bool) -> Iterator[str]:
    for spelling in spellings(text.md):
        folded = " ".join(unicodedata.normalize("NFC", spelling).split())
        yield folded if case_sensitive else folded.casefold()


def _options(choice: Choice) -> tuple[object, ...]:
    return () if choice.truth else tuple(option.text for option in choice.options)


def _prompts(match: Match) -> tuple[object, ...]:
    return tuple(pair.text for pair in match.pairs)


def _matches(match: Match) -> tuple[object, ...]:
    return (*(pair.match for pair in match.pairs), *match.distractors)


def _items(order: Order) -> tuple[object, ...]:
    return tuple(item.text for item in order.items)


def _place(value: object) -> Source | None:
    """Return where the first text stands that a catalog translates; figures and maths have no place in it."""
    return next((text.source for text in iter_text(value)), None)


def _rough(value: object) -> str:
    """Return letters and digits alone. What `_folded` makes alike, this does too, links left aside."""
    said = "".join(text.md for text in iter_text(value)).casefold()
    return "](" if "](" in said else "".join(filter(str.isalnum, said))


def _folded(value: T) -> T:
    """Return `value` with every text as it is compared: without case, spaces, markup, and signs around words."""
    return map_text(value, lambda text: Text("\n".join(_fold(inlines(text)))))


def _fold(nodes: Inlines) -> Iterator[str]:
    for node in nodes:
        match node:
            case Str(text):
                bare = (word.strip(".,;:!?…·。，；：！？«»„“”‘’'\"()") for word in text.casefold().split())
                yield from filter(None, bare)
            case Code(text):
                yield f"`{text}`"
            case Math(tex):
                yield f"${''.join(tex.split())}$"
            case Emph(children) | Strong(children) | Link(_, children):
                yield from _fold(children)
            case _:
                continue


CHECK = NodeCheck(
    "duplicate-answer",
    "answers that differ in the source do not become alike: a right answer would be marked wrong",
    Question,
    _compare,
)
