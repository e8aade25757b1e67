"""What of a text is words: the part that is translated, counted and made longer."""

from __future__ import annotations

from collections.abc import Iterator

from machina_scorm.dialect import inlines
from machina_scorm.model.inline import Break, Code, Emph, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text


def words_of(text: Text) -> str:
    """Return the text without code, maths and addresses, with single spaces."""
    return " ".join("".join(_strings(inlines(text))).split())


def needs_translation(text: Text) -> bool:
    """Return True if the text has a letter outside code, maths and bare addresses: `42` and `$x$` have none."""
    return any(character.isalpha() for character in words_of(text))


def count_words(text: Text) -> int:
    """Return the number of words a translator is paid for."""
    return sum(any(c.isalnum() for c in word) for word in words_of(text).split())


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
