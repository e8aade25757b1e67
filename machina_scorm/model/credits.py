"""Credits: the shares of a mark that question banks agree on.

Moodle imports no other fraction, and one foreign fraction makes it refuse a whole file.
"""

from __future__ import annotations

from decimal import Decimal

#: Per cent; each may be negative too. Source: Moodle 4.5, question_bank::fraction_options_full().
CREDITS = (
    *(Decimal(whole) for whole in (100, 90, 80, 75, 70, 60, 50, 40, 30, 25, 20, 10, 5, 0)),
    *(Decimal(part) for part in ("83.33333", "66.66667", "33.33333", "16.66667", "14.28571", "12.5", "11.11111")),
)

#: The most right options that can share 100 per cent: a tenth is in CREDITS, an eleventh is not.
MOST_RIGHT = 10


def is_credit(credit: Decimal) -> bool:
    """Tell whether `credit`, in per cent, is one that every question bank takes."""
    return abs(credit) in CREDITS


def nearest_credit(credit: Decimal) -> Decimal:
    """Return the credit of the list that is nearest to `credit`, with its sign."""
    nearest = min(CREDITS, key=lambda known: abs(known - abs(credit)))
    return -nearest if credit < 0 and nearest else nearest


def share(right: int) -> Decimal:
    """Return what each of `right` options (1 … MOST_RIGHT) is worth, in per cent with at most five decimals."""
    return nearest_credit(Decimal(100) / right)
