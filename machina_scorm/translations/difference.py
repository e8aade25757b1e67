"""What changed in a sentence, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: the same in both texts (`old` = `new`), or what `old` became; one of them may be ""."""

    old: str
    new: str

    @property
    def changed(self) -> bool:
        """True if the words differ."""
        return self.old != self.new


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return the runs of words of two texts in order; joined by spaces they give either text, spaces squeezed."""
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found = (Piece(" ".join(before[a:b]), " ".join(after[c:d])) for _, a, b, c, d in matcher.get_opcodes())
    return tuple(found)


def excerpt(old: str, new: str, context: int = 5) -> Iterator[Piece]:
    """Yield the pieces with no more than `context` words beside each change; `…` stands for the rest."""
    every = pieces(old, new)
    for place, piece in enumerate(every):
        words = piece.new.split()
        before, after = (context if place + 1 < len(every) else 0), (context if place else 0)
        if piece.changed or len(every) == 1 or len(words) <= before + after + 1:
            yield piece
            continue
        shown = " ".join((*words[:after], "…", *words[len(words) - before :]))
        yield Piece(shown, shown)
