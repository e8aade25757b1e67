"""Questions made of parts, as read_quiz would read them: for formats that a Moodle site does not know itself.

Moodle's own formats go another way (stored.py, judge.py, lower.py): what they mean is what Moodle makes of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from string import ascii_lowercase

from machina_scorm.imports.inlines import plain_inline
from machina_scorm.imports.words import answer_role as answer
from machina_scorm.model.blocks import Block, BlockList, Blocks, CodeBlock, Paragraph
from machina_scorm.model.credits import MOST_RIGHT, is_credit, nearest_credit, share
from machina_scorm.model.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Gaps,
    Interaction,
    Item,
    Match,
    Number,
    Option,
    Order,
    Pair,
    TextEntry,
)
from machina_scorm.model.text import Text, iter_text, map_text
from machina_scorm.render.plain import render_plain
from machina_scorm.source import Source
from machina_scorm.units.questions.matching import LONGEST_MATCH

HUNDRED = Decimal(100)
USUAL_PENALTY = Decimal("0.3333333")

#: "True" and "false" as people write them, in small letters, in the languages of the course.
_TRUE = frozenset(
    {"true", "t", "vrai", "v", "richtig", "wahr", "σωστό", "σωστο", "σ", "αληθές", "adevărat", "adevarat", "vero"}
)
_FALSE = frozenset({"false", "f", "faux", "falsch", "λάθος", "λαθος", "λ", "ψευδές", "fals", "falso"})
_YES = frozenset({"yes", "y", "oui", "ja", "ναι", "da", "sì", "si", "1", "x"})
_NO = frozenset({"no", "n", "non", "nein", "όχι", "οχι", "nu", "0", "-"})

#: How near a credit must be to one that Moodle knows to be taken for it, in per cent.
_NEARNESS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Part:
    """An option on its way in: `credit` in per cent where the file says one."""

    text: Blocks
    right: bool
    feedback: Blocks = ()
    credit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a question cannot be taken: the parts of a Problem."""

    rule: str
    message: str
    hint: str


def single(parts: Sequence[Part]) -> Choice:
    """Return a choice of one; credits near one of Moodle's become that one."""
    return Choice(
        tuple(
            Option(letter, answer(part.text), _credit(part), part.feedback)
            for letter, part in zip(ascii_lowercase, parts, strict=False)
        )
    )


def multiple(parts: Sequence[Part]) -> Choice:
    """Return a choice of several: each right one is worth its share, each wrong one costs as much, or its credit."""
    right = min(max(sum(part.right for part in parts), 1), MOST_RIGHT)
    worth = share(right)
    options = (
        Option(letter, answer(part.text), _worth(part, worth), part.feedback)
        for letter, part in zip(ascii_lowercase, parts, strict=False)
    )
    return Choice(tuple(options), multiple=True)


def truth(right: bool, if_true: Blocks, if_false: Blocks, source: Source) -> Choice:
    """Return a true-false choice."""

    def option(id_: str, word: str, credit: int, feedback: Blocks) -> Option:
        return Option(id_, (Paragraph(Text(word, "ui", source)),), Decimal(credit), feedback)

    options = option("true", "True", 100 * right, if_true), option("false", "False", 100 * (not right), if_false)
    return Choice(options, truth=True)


def truth_value(words: str) -> bool | None:
    """Return what a word for true or false says, None for any other word."""
    word = words.strip(" .!").casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def yes_value(words: str) -> bool | None:
    """Return what a word for yes or no, true or false says, None for any other word."""
    word = words.strip(" .!").casefold()
    return True if word in _YES else False if word in _NO else truth_value(words)


def accepted(words: str, source: Source, credit: Decimal = HUNDRED, feedback: Blocks = ()) -> Accepted:
    """Return an accepted text; an asterisk in `words` is an asterisk."""
    md = " ".join(words.split()).replace("*", "\\*")
    return Accepted(Text(md, "answer", source), credit, feedback)


def pairs(found: Iterable[tuple[Blocks, Text]]) -> tuple[Pair, ...]:
    """Return the pairs of a matching question."""
    return tuple(Pair(str(n), answer(text), match) for n, (text, match) in enumerate(found, start=1))


def order(items: Iterable[Blocks], right: Blocks = (), wrong: Blocks = ()) -> Order:
    """Return an ordering of items that stand in the right order."""
    lettered = zip(ascii_lowercase, items, strict=False)
    return Order(tuple(Item(letter, answer(item)) for letter, item in lettered), right, wrong)


def flaws(interaction: Interaction) -> Iterator[Flaw]:
    """Yield what read_quiz would refuse in an interaction."""
    match interaction:
        case Choice(options, several, is_truth):
            yield from _choice_flaws(options, several, is_truth)
        case TextEntry(answers, sensitive):
            words = [a.text.md if sensitive else a.text.md.casefold() for a in answers]
            yield from _answer_flaws([a.credit for a in answers], len(set(words)) < len(words))
            if any(a.credit > 0 and not a.text.md.strip("* ") for a in answers):
                yield Flaw("import-answer", "an accepted answer is empty or takes anything", "write the answer")
        case Number(numbers):
            values = [(n.value, n.tolerance) for n in numbers]
            yield from _answer_flaws([n.credit for n in numbers], len(set(values)) < len(values))
        case Match(pair_list, distractors):
            yield from _match_flaws(pair_list, distractors)
        case Order(items):
            yield from _too_few([item.text for item in items], "items")
        case Gaps(_, gaps):
            if not gaps:
                yield Flaw("import-gaps", "there is no gap", "mark the gaps in the text")
            for gap in gaps:
                yield from flaws(gap.interaction)


def _worth(part: Part, share_of_right: Decimal) -> Decimal:
    """Return the credit of an option among several."""
    if part.credit is None:
        return share_of_right if part.right else -share_of_right
    return _near(part.credit)


def _credit(part: Part) -> Decimal:
    if part.credit is None:
        return HUNDRED if part.right else Decimal(0)
    return _near(part.credit)


def _near(credit: Decimal) -> Decimal:
    """Return the credit of Moodle's list that is meant, else the credit itself."""
    near = nearest_credit(credit)
    return near if abs(near - credit) <= _NEARNESS else credit


def _choice_flaws(options: Sequence[Option], several: bool, is_truth: bool) -> Iterator[Flaw]:
    if not is_truth:
        yield from _too_few([option.text for option in options], "options")
    right = sum(option.credit > 0 if several else option.credit == HUNDRED for option in options)
    if not right:
        yield Flaw("import-no-right-answer", "no option is right", "mark the right one")
    if right > 1 and not several:
        yield Flaw("import-two-right-answers", f"{right} options are right where one can be chosen", "mark one of them")
    if right > MOST_RIGHT:
        yield Flaw("import-too-many-right", f"{right} right options", f"{MOST_RIGHT} at most can share the mark")
    yield from _credit_flaws(option.credit for option in options)


def _credit_flaws(credits: Iterable[Decimal]) -> Iterator[Flaw]:
    for credit in credits:
        if not is_credit(credit):
            hint = f"a Moodle site takes {nearest_credit(credit)}, the nearest that it knows"
            yield Flaw("import-credit", f"a credit of {credit:f} per cent", hint)


def _too_few(texts: Sequence[Blocks], what: str) -> Iterator[Flaw]:
    if len(texts) < 2:
        yield Flaw("import-too-few-options", f"fewer than two {what}", "add one")
    if any(not text for text in texts):
        yield Flaw("import-empty-option", f"one of the {what} is empty", "write its text, or remove it")
    if len(set(texts)) < len(texts):
        yield Flaw("import-option-duplicate", f"two of the {what} are the same", "reword or remove one")
    if len(texts) > len(ascii_lowercase):
        yield Flaw("import-too-many-options", f"{len(texts)} {what}", f"{len(ascii_lowercase)} at most")


def _answer_flaws(credits: Sequence[Decimal], twice: bool) -> Iterator[Flaw]:
    if HUNDRED not in credits:
        yield Flaw("import-no-right-answer", "no answer has the whole credit", "mark the right one")
    if twice:
        yield Flaw("import-answer-duplicate", "an accepted answer stands twice", "the first counts; remove one")
    yield from _credit_flaws(credits)


def _match_flaws(pair_list: Sequence[Pair], distractors: Sequence[Text]) -> Iterator[Flaw]:
    yield from _too_few([pair.text for pair in pair_list], "pairs")
    matches = [pair.match.md for pair in pair_list]
    for md in (*matches, *(text.md for text in distractors)):
        if not md:
            yield Flaw("import-empty-option", "a match is empty", "write its text")
        if len(md) > LONGEST_MATCH:
            yield Flaw("import-match-long", f"a match of {len(md)} characters", f"{LONGEST_MATCH} at most")
    if len(set(distractors)) < len(distractors) or {text.md for text in distractors} & set(matches):
        yield Flaw("import-option-duplicate", "a distractor is the same as another match", "reword or remove it")


def interval(low: Decimal, high: Decimal, credit: Decimal = HUNDRED, feedback: Blocks = ()) -> AcceptedNumber:
    """Return the accepted numbers from `low` to `high`."""
    return AcceptedNumber((low + high) / 2, (high - low) / 2, credit, feedback)


def as_truth(parts: Sequence[Part]) -> bool | None:
    """Return whether "true" is right if the options are just the words true and false, else None."""
    if len(parts) != 2 or sum(part.right for part in parts) != 1:
        return None
    values = [truth_value(render_plain(part.text)) if len(part.text) == 1 else None for part in parts]
    if set(values) != {True, False}:
        return None
    return next(value for value, part in zip(values, parts, strict=True) if part.right)


#: What stands for the n-th gap while a text is converted: characters that no text has and no escape touches.
_FIRST = 0xE100


def gap_mark(place: int) -> str:
    """Return the character that stands for the gap number `place` (from 1) in a text that is being read."""
    return chr(_FIRST + place)


def gap_text(blocks: Blocks, title: str, source: Source) -> tuple[Blocks, Blocks, int]:
    """Return the stem (all above the first gap, else the title), the text with `[[n]]`, and how many gaps it has."""
    first = next((place for place, block in enumerate(blocks) if _marks((block,))), len(blocks))
    stem = blocks[:first] or (Paragraph(Text(plain_inline(" ".join(title.split()) or "…"), "", source)),)
    text = map_text(tuple(_code_gaps(block) for block in blocks[first:]), _numbered)
    return stem, text, len(_marks(blocks))


def _marks(blocks: Blocks) -> list[str]:
    words = [text.md for text in iter_text(blocks)] + [part for block in blocks for part in _code(block)]
    return [char for word in words for char in word if _FIRST < ord(char) < _FIRST + 1000]


def _code(block: Block) -> list[str]:
    match block:
        case CodeBlock(parts=parts):
            return [part for part in parts if isinstance(part, str)]
        case BlockList(items):
            return [code for item in items for inner in item for code in _code(inner)]
    return []


def _bracketed(words: str) -> str:
    return "".join(f"[[{ord(c) - _FIRST}]]" if _FIRST < ord(c) < _FIRST + 1000 else c for c in words)


def _numbered(text: Text) -> Text:
    return replace(text, md=_bracketed(text.md).strip())


def _code_gaps(block: Block) -> Block:
    match block:
        case CodeBlock():
            return replace(block, parts=tuple(_bracketed(p) if isinstance(p, str) else p for p in block.parts))
        case BlockList():
            return replace(block, items=tuple(tuple(_code_gaps(b) for b in item) for item in block.items))
    return block
