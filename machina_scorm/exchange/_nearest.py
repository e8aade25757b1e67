"""Which text a former text has become, and how to show two texts' difference in one line."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import TypeVar

from machina_scorm.i18n.merge import MIN_LENGTH, THRESHOLD

P = TypeVar("P")

_SHOWN = 60


def nearest(text: str, candidates: Iterable[tuple[P, str]]) -> P | None:
    """Return whose text is most like `text`, the first of equals; None below the likeness that merging asks for."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(text)
    best, most = None, THRESHOLD
    for place, other in candidates:
        if other == text:
            return place
        if min(len(text), len(other)) < MIN_LENGTH:
            continue
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() < most or matcher.quick_ratio() < most:
            continue
        ratio = matcher.ratio()
        if ratio > most or (best is None and ratio >= most):
            best, most = place, ratio
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
