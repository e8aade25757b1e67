"""The letters before options, in the alphabets that trainers write."""

from __future__ import annotations

import unicodedata

#: Latin, Greek, Cyrillic (Bulgarian, Russian), Romanian with its own letters left out, as everybody leaves them.
_ALPHABETS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩ",
)
_PLACES = {letter: place for alphabet in _ALPHABETS for place, letter in enumerate(alphabet)}


def place_of(label: str) -> int | None:
    """Return the place (from 0) of an option's label: a letter of any alphabet, `AA` for the 27th, or a number."""
    bare = unicodedata.normalize("NFC", label.strip().strip("().[]")).upper()
    if bare.isascii() and bare.isdigit():
        return int(bare) - 1 if 0 < int(bare) <= 100 else None
    if len(bare) == 1:
        return _PLACES.get(bare)
    if len(bare) == 2 and bare.isascii() and bare.isalpha():
        return 26 * (ord(bare[0]) - 64) + ord(bare[1]) - 65
    return None


def label_of(place: int) -> str:
    """Return the Latin label of a place (from 0): A … Z, AA, AB …"""
    return chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)
