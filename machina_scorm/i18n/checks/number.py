"""Numbers in digits are the same, whatever separates their thousands and decimals; small ones may be spelled out."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import difference, parts
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity

# 20,000 · 20.000 · 20 000 · 3.14: the separators differ by language and are left out of the comparison.
_NUMBER = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,’'\u00a0\u202f\u2009]\d+)*")

_DIGIT = re.compile(r"\d")

#: Numbers up to here are spelled out in one language and written in digits in another.
_SPELLED_OUT = 12


@lru_cache(maxsize=20_000)
def _numbers(words: str) -> tuple[str, ...]:
    return tuple(sorted("".join(filter(str.isdigit, number)) for number in _NUMBER.findall(words)))


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    if not _DIGIT.search(source.md) and not _DIGIT.search(translation.md):
        return None
    ours, theirs = _numbers(parts(source).words), _numbers(parts(translation).words)
    if ours == theirs:
        return None
    missing, extra = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
    if not (missing and extra) and all(int(number) <= _SPELLED_OUT for number in (missing + extra)):
        return None
    found = difference(missing.elements(), extra.elements())
    return Finding(f"the numbers differ: {found}", "compare them with the source, digit by digit")


CHECK = Check(
    "number-mismatch",
    "numbers in digits are the same, whatever separates thousands and decimals: 2,000 is not 20,000",
    _compare,
    Severity.WARNING,
)
