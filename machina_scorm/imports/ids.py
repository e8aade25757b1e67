"""Ids for imported questions: the idnumber's last part, or words of the name or the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from machina_scorm.dialect import plain_text
from machina_scorm.model.questions import Question
from machina_scorm.model.text import iter_text

_ID = re.compile(r"[a-z][a-z0-9-]*\Z")
_LONGEST = 40
_WORDS = 5
_GREEK = str.maketrans(dict(zip("αβγδεζηικλμνξοπρσςτυφωχ", "avgdeziiklmnxoprsstyfoh", strict=True)) | {"θ": "th", "ψ": "ps"})  # fmt: skip  # noqa: E501


def slug(text: str) -> str:
    """Return words as an id: small Latin letters, digits and `-`; "" where nothing is left."""
    plain = unicodedata.normalize("NFD", text.casefold()).translate(_GREEK)
    letters = "".join(c if c.isascii() and c.isalnum() else "" if unicodedata.combining(c) else " " for c in plain)
    short = ""
    for word in letters.split()[:_WORDS]:
        if short and len(short) + len(word) >= _LONGEST:
            break
        short = f"{short}-{word}"[: _LONGEST + 1] if short else word[:_LONGEST]
    return short if not short or short[0].isalpha() else f"q-{short}"


def give_ids(questions: Iterable[tuple[Question, str]], taken: Iterable[str] = ()) -> tuple[Question, ...]:
    """Return the questions with unique ids; each comes with its name in the file, "" for none.

    A question's `key` is the file's idnumber: its last part is the id if it may be one.
    """
    used = set(taken)
    result = []
    for question, name in questions:
        id_ = _unique(_wanted(question, name), used)
        used.add(id_)
        result.append(replace(question, id=id_))
    return tuple(result)


def _wanted(question: Question, name: str) -> str:
    last = question.key.rpartition("/")[2].strip()
    if _ID.match(last):
        return last
    return slug(last) or slug(name) or slug(" ".join(map(plain_text, iter_text(question.stem)))) or "question"


def _unique(wanted: str, used: set[str]) -> str:
    id_, number = wanted, 2
    while id_ in used:
        id_, number = f"{wanted}-{number}", number + 1
    return id_
