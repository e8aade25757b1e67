"""Accepted answers in several spellings: `overfitting | over-fitting`, as many as a language needs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from machina_scorm.model.questions import TextEntry
from machina_scorm.model.text import map_nodes

T = TypeVar("T")
_BAR = re.compile(r"(?<!\\)\|")


def spellings(text: str) -> tuple[str, ...]:
    """Split an accepted answer at its bars, each once, in order; `\\|` is a bar that belongs to the answer."""
    parts = (part.strip().replace("\\|", "|") for part in _BAR.split(text))
    return tuple(dict.fromkeys(part for part in parts if part)) or (text,)


def spell_out(value: T) -> T:
    """Return `value` with every accepted answer of several spellings as several answers of one credit and feedback.

    It is done after localising: one message may have more spellings in one language than in another.
    """
    return map_nodes(value, TextEntry, _spell_out)


def _spell_out(entry: TextEntry) -> TextEntry:
    if not any("|" in answer.text.md for answer in entry.answers):
        return entry
    answers = (
        replace(answer, text=replace(answer.text, md=spelling))
        for answer in entry.answers
        for spelling in spellings(answer.text.md)
    )
    return replace(entry, answers=tuple(answers))
