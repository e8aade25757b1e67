"""Plural-Forms: whether two formulas say the same. Every program writes the same rule in its own way."""

from __future__ import annotations

import gettext
import re
from functools import cache

_FORMS = re.compile(r"nplurals\s*=\s*([1-9])\s*;\s*plural\s*=\s*([^;]+?)\s*;?\s*")

#: All rules of CLDR repeat after 100; two times that, and one more, is more than any of them looks at.
_NUMBERS = range(201)


@cache
def plural_table(forms: str) -> tuple[int, ...]:
    """Return which of its forms a value of Plural-Forms chooses for 0, 1, 2, …, 200; empty where it is no formula."""
    match = _FORMS.fullmatch(forms.strip())
    if match is None:
        return ()
    try:
        choose = gettext.c2py(match[2])
        chosen = tuple(choose(number) for number in _NUMBERS)
    except (ValueError, ZeroDivisionError, OverflowError, RecursionError):
        return ()
    return chosen if all(0 <= form < int(match[1]) for form in chosen) else ()


def same_plurals(one: str, other: str) -> bool:
    """Return True if both have as many forms and choose the same one for every number, however they are written."""
    table = plural_table(one)
    return bool(table) and table == plural_table(other) and _count(one) == _count(other)


def _count(forms: str) -> str:
    match = _FORMS.fullmatch(forms.strip())
    return match[1] if match else ""
