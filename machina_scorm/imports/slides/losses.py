"""What of a deck could not be carried, or became something else: values, one per thing, by slide."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of slide `slide` (from 1; 0 = the deck as a whole) that somebody must look at.

    `rule` is a stable name, `gone` False where it did come, but changed. `hint` says what to do.
    """

    slide: int
    rule: str
    message: str
    hint: str = ""
    gone: bool = True


@dataclass(slots=True)
class Losses:
    """Collects losses, each once, in the order they were met."""

    found: list[Loss] = field(default_factory=list)
    slide: int = 0

    def gone(self, rule: str, message: str, hint: str = "") -> None:
        """Note what the slide at hand had and the course will not have."""
        self._add(Loss(self.slide, rule, message, hint))

    def changed(self, rule: str, message: str, hint: str = "") -> None:
        """Note what came, but not as it was."""
        self._add(Loss(self.slide, rule, message, hint, gone=False))

    def _add(self, loss: Loss) -> None:
        if loss not in self.found:
            self.found.append(loss)
