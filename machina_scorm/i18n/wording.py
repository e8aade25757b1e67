"""What of a text is words: the part that is translated, counted and made longer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from machina_scorm.dialect import parse_inline
from machina_scorm.model.inline import Break, Code, Emph, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text

_FRACTION = re.compile(r"[+−–-]?\d+\.\d+(?:\s?%)?")


def words_of(text: Text) -> str:
    """Return the text without code, maths and addresses, with single spaces."""
    return _words(text.md, text.plain)


@lru_cache(maxsize=16_384)
def _words(md: str, plain: bool) -> str:
    """Kept, because extraction, localising and counting ask it of one text again and again."""
    return " ".join(md.split()) if plain else " ".join("".join(_strings(parse_inline(md))).split())


def needs_translation(text: Text) -> bool:
    """Return True if the text has a letter outside code, maths and bare addresses: `42` and `$x$` have none."""
    return any(character.isalpha() for character in words_of(text))


def count_words(text: Text) -> int:
    """Return the number of words a translator is paid for."""
    return sum(any(c.isalnum() for c in word) for word in words_of(text).split())


def write_number(text: Text, decimal: str) -> Text:
    """Return a text that is nothing but a decimal fraction with the language's decimal sign: `6.4` → `6,4`.

    Numbers inside sentences are the translator's; those in code and maths stay.
    """
    if decimal == "." or not _FRACTION.fullmatch(text.md):
        return text
    return replace(text, md=text.md.replace(".", decimal), origin=text.md)


def _strings(nodes: Inlines) -> Iterator[str]:
    for node in nodes:
        match node:
            case Str(string):
                yield string
            case Link(target, (Str(shown),)) if shown in (target, target.removeprefix("mailto:")):
                continue
            case Emph(children) | Strong(children) | Link(_, children):
                yield from _strings(children)
            case Code() | Math() | Break():
                yield " "
