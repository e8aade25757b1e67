"""Review state: who vouches for a translation – a program, a person, a second person.

It stands in a translator's comment: Poedit, Weblate and gettext's tools keep comments and drop flags they do not know.

    # machina: state=reviewed 1a2b3c4d by ANC

The eight hex digits speak of one context, msgid and msgstr. Whoever changes a word of either in any program makes the
translation an unreviewed one of a person's, without having to know that the comment is there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from machina_scorm.dialect.inline import normalise
from machina_scorm.i18n.po import PoEntry

_COMMENT = re.compile(r"machina:\s*state\s*=\s*(machine|reviewed|human)\s+([0-9a-f]{8})(?:\s+by\s+(\S.*))?")


class State(StrEnum):
    """Who made a translation: a program; a person; a person, and a second one has read it against the source."""

    MACHINE = "machine"
    HUMAN = "human"
    REVIEWED = "reviewed"


def state_of(msgctxt: str | None, msgid: str, msgstr: str, comments: Iterable[str]) -> State:
    """Return the state of a translation; one of which no comment speaks is a person's. `comments` are a PO entry's."""
    match = _found(comments)
    if match is None or match[2] != digest_of(msgctxt, msgid, msgstr):
        return State.HUMAN
    return State(match[1])


def entry_state(entry: PoEntry) -> State:
    """Return the state of a PO entry."""
    return state_of(*entry.key, entry.msgstr, entry.comments)


def with_state(entry: PoEntry, state: State, by: str = "") -> PoEntry:
    """Return the entry with its state noted, and who it is owed to; other comments stay.

    A person's translation needs no note unless it says whose it is.
    """
    others = tuple(comment for comment in entry.comments if not _COMMENT.search(comment))
    if state is State.HUMAN and not by:
        return replace(entry, comments=others)
    owed = f" by {' '.join(by.split())}" if by else ""
    note = f"machina: state={state} {digest_of(*entry.key, entry.msgstr)}{owed}"
    return replace(entry, comments=(*others, note))


def digest_of(msgctxt: str | None, msgid: str, msgstr: str) -> str:
    """Return eight hex digits for a message and its translation, whatever a tool did to line breaks and spaces."""
    parts = (msgctxt or "", normalise(msgid).strip(), normalise(msgstr).strip())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]


def _found(comments: Iterable[str]) -> re.Match[str] | None:
    return next((match for comment in comments if (match := _COMMENT.search(comment))), None)
