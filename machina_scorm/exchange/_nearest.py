"""Which text a former text has become, and how to show two texts' difference in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from machina_scorm.i18n.merge import MIN_LENGTH, THRESHOLD

#: How many texts, those with the most words in common, are compared letter by letter.
_COMPARED = 12

_SHOWN = 60


class Texts:
    """Texts to be found again by their likeness; each is known by its number."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(texts)
        self._words = [dict.fromkeys(text.split()) for text in self.texts]
        self._holders: dict[str, list[int]] = {}
        for number, words in enumerate(self._words):
            for word in words:
                self._holders.setdefault(word, []).append(number)

    def nearest(self, text: str) -> int | None:
        """Return the number of the text most like `text`, the first of equals; None below merging's THRESHOLD."""
        words = dict.fromkeys(text.split())
        shared = Counter(number for word in words for number in self._holders.get(word, ()))
        alike = sorted(shared, key=lambda number: (-shared[number] / (len(words) + len(self._words[number])), number))
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(text)
        best, most = None, 0.0
        for number in sorted(alike[:_COMPARED]):
            other = self.texts[number]
            if other == text:
                return number
            if min(len(text), len(other)) < MIN_LENGTH:
                continue
            matcher.set_seq1(other)
            floor = max(most, THRESHOLD)
            if matcher.real_quick_ratio() < floor or matcher.quick_ratio() < floor:
                continue
            ratio = matcher.ratio()
            if ratio >= THRESHOLD and ratio > most:
                best, most = number, ratio
        return best


def excerpt(text: str) -> str:
    """Return the beginning of a text in quotation marks, on one line."""
    words = " ".join(text.split())
    return f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + '…'}”"


def change_shown(old: str, new: str) -> str:
    """Return `“… the old words …” is now “… the new words …”`: the places where two texts differ and what is near."""
    one, other = old.split(), new.split()
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    start = max(0, same - 3)
    shown = ["… " * bool(start) + " ".join(words[start:]) for words in (one, other)]
    return f"{excerpt(shown[0])} is now {excerpt(shown[1])}"
