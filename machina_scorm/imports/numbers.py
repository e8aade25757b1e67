"""Numbers as files write them and Moodle takes them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

#: What PHP's is_numeric takes: blanks around it, a decimal point, an exponent.
_NUMERIC = re.compile(r"[ \t\n\r\v\f]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[ \t\n\r\v\f]*", re.ASCII)

#: Digits that a number may have, its exponent written out: nobody asks for more, and 1e999999999 takes all memory.
MOST_DIGITS = 400


def is_numeric(text: str) -> bool:
    """Tell whether `text` is a number to Moodle."""
    return bool(_NUMERIC.fullmatch(text))


def number(text: str) -> Decimal | None:
    """Return the number that `text` is, None if it is none or has more than MOST_DIGITS digits."""
    if not is_numeric(text):
        return None
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS or len(text) > MOST_DIGITS:
        return None
    return value
