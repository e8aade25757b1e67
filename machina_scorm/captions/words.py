"""Text → the words it may be broken at, and the best places to break it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from machina_scorm.captions.markup import TAG, columns, visible

_SPACELESS = re.compile(
    "[\u2e80-\u30ff\u31c0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
)
#: What never begins a line: closing marks, small kana, the sign that makes a vowel long.
_NOT_FIRST = frozenset("、。，．・：；？！）］｝」』】〉》〕〗〙ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…‥%％℃")
#: What never ends a line.
_NOT_LAST = frozenset("（［｛「『【〈《〔〖〘＄￥")
_PIECES = re.compile(rf"(?P<tag>{TAG.pattern})|(?P<space> +)|(?P<run>(?:(?!{TAG.pattern})[^ ])+)")
_PAUSES = frozenset(",;:.!?…、。，；：！？·—–")
_UNIT = re.compile(r"[^\W\d_]{1,3}[.,;:!?]*|[%‰°€$£].{0,3}")

#: Costs, in squared columns: what a worse place to break is worth.
_SPLITS_A_MEASURE, _NO_PAUSE, _AFTER_SHORT_WORD, _EMPTY = 900.0, 100.0, 60.0, 1e6
_TOO_LONG = 30.0
#: Places looked at on either side of the best one.
_NEAR = 12


def is_spaceless(character: str) -> bool:
    """Tell whether a character belongs to a script that writes no spaces between words: Chinese, Japanese."""
    return _SPACELESS.match(character) is not None


@dataclass(frozen=True, slots=True)
class Word:
    """What is never broken: a word with its tags, one Chinese character; `space` is what stands before it."""

    text: str
    space: str = ""


def words_of(text: str) -> tuple[Word, ...]:
    """Split a text at its spaces, and between characters where a script has none."""
    found: list[Word] = []
    space = lead = ""
    for match in _PIECES.finditer(text):
        piece = match[0]
        if match["space"]:
            space = " " if found or lead else ""
        elif match["tag"] and (not piece.startswith("</") or not found or space):
            lead += piece
        elif match["tag"]:
            found[-1] = Word(found[-1].text + piece, found[-1].space)
        else:
            for part in _parts(piece):
                last = found[-1] if found else None
                if last and not space and not _breaks(last.text, part):
                    found[-1] = Word(last.text + lead + part, last.space)
                else:
                    found.append(Word(lead + part, space if found else ""))
                space = lead = ""
    if lead and found:
        found[-1] = Word(found[-1].text + space + lead, found[-1].space)
    return tuple(found)


def _parts(run: str) -> list[str]:
    """Split a run without spaces into the characters of spaceless scripts and what stands between them."""
    return [part for part in re.split(f"({_SPACELESS.pattern})", run) if part]


def _breaks(before: str, after: str) -> bool:
    """Tell whether a line may end between two pieces that no space parts."""
    last, first = visible(before)[-1:], visible(after)[:1]
    if not last or not first or not (is_spaceless(last) or is_spaceless(first)):
        return False
    return first not in _NOT_FIRST and last not in _NOT_LAST


def joined(words: tuple[Word, ...]) -> str:
    """Return the words as one text, without a space at its beginning."""
    return "".join(word.space + word.text for word in words).lstrip(" ")


def split(text: str, shares: tuple[int, ...], most: int, exact: bool = False) -> tuple[str, ...]:
    """Split a text at its words into as many pieces as `shares`, in proportion to them.

    A piece is kept to `most` columns where that can be; a number stays with its unit, and a place behind a comma is
    better than one without a pause – but not where `exact`. A piece is empty only where there are fewer words.
    """
    words = words_of(text)
    if len(shares) < 2 or not words:
        return (joined(words), *("" for _ in shares[1:]))
    places = [0]  # where each word begins, its space included, in columns; the last is the end of the text
    for word in words:
        places.append(places[-1] + columns(word.space + word.text))
    spaces = [len(word.space) for word in words] + [0]
    costs = [0.0 if exact or at == 0 else _cost(words[at - 1], words[at]) for at in range(len(words))] + [0.0]
    total, whole = places[-1], sum(shares) or len(shares)
    sums = [sum(shares[: n + 1]) for n in range(len(shares))] if sum(shares) else list(range(1, len(shares) + 1))
    targets = [total * part / whole for part in sums[:-1]]
    cuts = _best(places, spaces, costs, targets, most)
    return tuple(joined(words[a:b]) for a, b in zip((0, *cuts), (*cuts, len(words)), strict=True))


def _cost(before: Word, after: Word) -> float:
    last, first = visible(before.text), visible(after.text)
    if last[-1:].isdigit():
        return _SPLITS_A_MEASURE if _UNIT.fullmatch(first) else _NO_PAUSE + 2 * _AFTER_SHORT_WORD
    if first[:1].isdigit() and last[-1:] not in _PAUSES and not is_spaceless(last[-1:] or " "):
        return _NO_PAUSE + _AFTER_SHORT_WORD  # “lesson 3”
    if last[-1:] in _PAUSES:
        return 0.0
    return _NO_PAUSE + (_AFTER_SHORT_WORD if len(last) <= 3 and not is_spaceless(last[-1:] or " ") else 0.0)


def _best(places: list[int], spaces: list[int], costs: list[float], targets: list[float], most: int) -> tuple[int, ...]:
    """Return the words before which to cut: one cut near each target, at the least cost over all of them."""
    end = len(places) - 1
    options = [_near(places, target) for target in targets] + [range(end, end + 1)]
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number, option in enumerate(options):
        empty = _EMPTY - 1e4 * number  # rather the last pieces than the first
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for cut in option:
            own = costs[cut] + ((places[cut] - targets[number]) ** 2 if number < len(targets) else 0.0)
            ways = [
                (
                    cost
                    + own
                    + (_piece(places[cut] - places[before] - spaces[before], most) if cut > before else empty),
                    (*cuts, cut),
                )
                for before, (cost, cuts) in best.items()
                if before <= cut
            ]
            if ways:
                following[cut] = min(ways)
        best = following
    return min(best.values())[1][:-1]


def _piece(width: int, most: int) -> float:
    # The first column too many costs more than a line that ends in a short word.
    return _TOO_LONG * (width - most) ** 2 + _AFTER_SHORT_WORD + _NO_PAUSE if width > most else 0.0


def _near(places: list[int], target: float) -> range:
    """Return the numbers of the words that begin near a target."""
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if places[middle] < target else (low, middle)
    return range(max(0, low - _NEAR), min(len(places), low + _NEAR + 1))
