"""A plan as values: the steps for each course of each site, and what was found that no step touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from machina_scorm.moodle.values import FieldChange


class Action(StrEnum):
    """What a step does."""

    CREATE = "create"
    UPDATE = "update"
    RETIRE = "retire"


class Sort(StrEnum):
    """What was found on a site and is reported, not written.

    `drift`: somebody on the site changed owned fields, they stay. `conflict`: so did the course, and it cannot be
    written in part. `tombstone`: somebody deleted it, it is not made again. `foreign`: somebody added it, it is theirs.
    `orphan`: the project made it, and the course does not have it any more. `unadopted`: it carries a key of the
    project, which does not manage it. `blocked`: it cannot be written. `needs plugin`: not without it.
    """

    DRIFT = "drift"
    CONFLICT = "conflict"
    TOMBSTONE = "tombstone"
    FOREIGN = "foreign"
    ORPHAN = "orphan"
    UNADOPTED = "unadopted"
    BLOCKED = "blocked"
    NEEDS_PLUGIN = "needs plugin"


@dataclass(frozen=True, slots=True)
class Step:
    """One write. `digest` names the specification, "" for what has none.

    `expect` is the hash that the owned fields must have when it is written, "" where the item must not be there.
    Owned fields in `keep` stay as somebody on the site changed them. `needs` are keys of steps without which it is
    skipped. `flags` are `recreate` and `allow_track_loss`; `mode` of a retirement hide, unmanage or delete. `learners`
    is the number of learners' attempts that the item has.
    """

    key: str
    kind: str
    name: str
    action: Action
    digest: str = ""
    modname: str = ""
    expect: str = ""
    changes: tuple[FieldChange, ...] = ()
    keep: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    mode: str = ""
    learners: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found: what it is, where, and what one can do about it."""

    sort: Sort
    key: str
    kind: str
    name: str
    detail: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """What is to be done in one course.

    `id` is 0 where the site does not have it, `revision` that of the course that it was written from last; `unchanged`
    counts items.
    """

    key: str
    name: str
    language: str
    id: int
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()
    unchanged: int = 0
    revision: str = ""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """What is to be done on one site.

    `siteid` is the site's own mark, by which an exchanged site is noticed. `route` is `plugin` or `core`. `unsafe` are
    the reasons why so much is not applied without being told to. `error` says why there is no plan.
    """

    site: str
    url: str
    namespace: str
    siteid: str = ""
    release: str = ""
    route: str = "plugin"
    courses: tuple[CoursePlan, ...] = ()
    unsafe: tuple[str, ...] = ()
    error: str = ""
    hint: str = ""
    canary: bool = field(default=False)

    @property
    def steps(self) -> Iterator[Step]:
        """Every step."""
        return (step for course in self.courses for step in course.steps)

    @property
    def findings(self) -> Iterator[Finding]:
        """Everything that was found."""
        return (finding for course in self.courses for finding in course.findings)

    def count(self, action: Action) -> int:
        """Return the number of steps of one kind."""
        return sum(step.action == action for step in self.steps)

    def found(self, sort: Sort) -> int:
        """Return the number of findings of one kind."""
        return sum(finding.sort == sort for finding in self.findings)

    @property
    def unchanged(self) -> int:
        """The number of items that are as they should be."""
        return sum(course.unchanged for course in self.courses)


@dataclass(frozen=True, slots=True)
class Policy:
    """How a comparison decides. Patterns are keys with `*`.

    `on_drift`: keep, overwrite or fail; `force`: items to overwrite all the same; `recreate`: items to make again
    although somebody deleted them; `prune`: "" to report orphans, or hide, unmanage, delete. `updates` and `deletions`
    are limits in per cent of the items that are there, from `least` items on.
    """

    on_drift: str = "keep"
    force: tuple[str, ...] = ()
    recreate: tuple[str, ...] = ()
    prune: str = ""
    allow_track_loss: bool = False
    updates: int = 30
    deletions: int = 30
    least: int = 10
