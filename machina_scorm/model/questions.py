"""Questions, and the seven interactions that every question type lowers to.

Formats (SCORM, GIFT, Moodle XML, decks) know only the interactions, never the authored types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from machina_scorm.model.blocks import Blocks
from machina_scorm.model.text import Text
from machina_scorm.source import Source


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice. `id` is "a", "b", … in source order everywhere; `credit` in per cent, −100…100."""

    id: str
    text: Blocks
    credit: Decimal
    feedback: Blocks = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Pick one option, or several (`multiple`). A `truth` choice has the two options "true" and "false"."""

    options: tuple[Option, ...]
    multiple: bool = False
    truth: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted text: `*` in it stands for any characters, `\\*` for an asterisk. `credit` in per cent."""

    text: Text
    credit: Decimal = Decimal(100)
    feedback: Blocks = ()


@dataclass(frozen=True, slots=True)
class TextEntry:
    """Type a word. The first answer that fits counts; `otherwise` is the feedback when none does."""

    answers: tuple[Accepted, ...]
    case_sensitive: bool = False
    otherwise: Blocks = ()


@dataclass(frozen=True, slots=True)
class AcceptedNumber:
    """An accepted number: `value` ± `tolerance`, bounds included. `credit` in per cent."""

    value: Decimal
    tolerance: Decimal = Decimal(0)
    credit: Decimal = Decimal(100)
    feedback: Blocks = ()


@dataclass(frozen=True, slots=True)
class Number:
    """Type a number; `unit` is shown behind the field."""

    answers: tuple[AcceptedNumber, ...]
    unit: Text | None = None
    otherwise: Blocks = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A prompt and its match; `id` is "1", "2", … in source order."""

    id: str
    text: Blocks
    match: Text


@dataclass(frozen=True, slots=True)
class Match:
    """Give each prompt its match. `distractors` fit nothing."""

    pairs: tuple[Pair, ...]
    distractors: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an ordering; `id` is "a", "b", … in the right order."""

    id: str
    text: Blocks


@dataclass(frozen=True, slots=True)
class Order:
    """Put the items in order; they are given in the right one."""

    items: tuple[Item, ...]
    feedback_right: Blocks = ()
    feedback_wrong: Blocks = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: `mode` is "select", "drag", "text" or "number"; `id` is the n of its `[[n]]`."""

    id: str
    mode: str
    interaction: Choice | TextEntry | Number


@dataclass(frozen=True, slots=True)
class Gaps:
    """Fill the gaps: `text` holds `[[1]]`, `[[2]]`, … which stand for `gaps`."""

    text: Blocks
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Essay:
    """Write freely; a person marks it by `guide`. Sizes are lines and words, 0 = not limited."""

    guide: Blocks = ()
    template: Blocks = ()
    lines: int = 15
    min_words: int = 0
    max_words: int = 0


Interaction: TypeAlias = Choice | TextEntry | Number | Match | Order | Gaps | Essay


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `key` is `<unit>/<lesson>/<id>`, the same in every language, format and report; `type` as authored.

    `penalty` is the fraction of the mark that each wrong try costs, `in_test` is False for one asked only inside pages.
    """

    id: str
    key: str
    type: str
    stem: Blocks
    interaction: Interaction
    outcome: str = ""
    difficulty: str = ""
    points: Decimal = Decimal(1)
    penalty: Decimal = Decimal("0.3333333")
    shuffle: bool = True
    tags: tuple[str, ...] = ()
    hints: tuple[Blocks, ...] = ()
    feedback: Blocks = ()
    author: str = ""
    license: str = ""
    in_test: bool = True
    source: Source = field(default=Source(""), compare=False)
