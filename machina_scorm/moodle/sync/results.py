"""What became of an apply, as values."""

from __future__ import annotations

from dataclasses import dataclass

#: Statuses of a step after which the site is as the plan wants it.
GOOD = frozenset({"created", "updated", "unchanged", "retired", "adopted", "renamed"})


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of a step.

    `status`: that of the site (created, updated, unchanged, retired; blocked, stale), `failed` where the site refused
    or did not keep it, `skipped` where something that it needs was not written, `not tried` where the site was left.
    """

    course: str
    key: str
    kind: str
    name: str
    action: str
    status: str
    detail: str = ""

    @property
    def good(self) -> bool:
        """True if the site has it as planned."""
        return self.status in GOOD


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What became of a site. `error` says why it was left, or not begun; `resumable` that --resume may go on."""

    site: str
    url: str
    steps: tuple[StepResult, ...] = ()
    error: str = ""
    hint: str = ""
    resumable: bool = False
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """True if everything planned is there."""
        return not self.error and all(step.good for step in self.steps)

    def count(self, status: str) -> int:
        """Return the number of steps with a status."""
        return sum(step.status == status for step in self.steps)
