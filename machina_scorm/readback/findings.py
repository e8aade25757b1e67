"""Findings: what somebody changed in a deck, as values."""

from __future__ import annotations

from dataclasses import dataclass

from machina_scorm.export.deck.lock import LockItem, LockText
from machina_scorm.presentation import Item

#: What a finding may be. A "text" can flow back into the course, all others are for a person to decide.
KINDS = (
    "text", "added", "removed", "moved", "slide-moved", "slide-added", "slide-removed", "slide-merged",
    "slide-duplicated", "picture-replaced", "picture-added", "picture-removed", "object-added", "formula", "code",
    "words", "footer", "table",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A slide: its number in the edited deck (0: it is not there) and in the one that was built (0: nor there)."""

    number: int
    was: int
    title: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One change.

    `kind` is one of KINDS, `what` names the thing in words ("caption", "table cell, row 2"), `old` and `new` are what
    was and is shown. `item` is the lock's, `edited` the deck's; `also` says where else on the deck the same text
    stands; `detail` is a sentence more; `came_from` the slide of the built deck on which a line that moved was;
    `items` what a new slide holds.
    """

    kind: str
    place: Place
    what: str
    old: str = ""
    new: str = ""
    item: LockItem | None = None
    edited: Item | None = None
    also: tuple[str, ...] = ()
    detail: str = ""
    came_from: int = 0
    items: tuple[Item, ...] = ()

    @property
    def text(self) -> LockText | None:
        """The course's text that was changed."""
        return self.item.text if self.item else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes in the order of the edited deck, and how many things are `unchanged`.

    `share` is how much of the built deck's text is in the edited one, 0…1.
    """

    findings: tuple[Finding, ...] = ()
    unchanged: int = 0
    share: float = 1.0
