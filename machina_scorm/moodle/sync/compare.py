"""Compare what a course is to be with what a site has: desired × last written × observed. Pure.

- The site has what was written last, and that is what is wanted: nothing.
- The course has changed: update. Somebody on the site has too: their fields stay, the others are written.
- Only the site has changed: drift; it stays unless the policy says otherwise.
- It was deleted on the site: reported, not made again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from machina_scorm.moodle.desired import KINDS, DesiredCourse, Item
from machina_scorm.moodle.sync.changes import Action, CoursePlan, Finding, Policy, Sort, Step
from machina_scorm.moodle.sync.fields import differences, owned_fields, same_order
from machina_scorm.moodle.sync.limits import reason_against
from machina_scorm.moodle.values import CourseState, FieldChange, ItemState, SiteFacts

#: Kinds that are written whole or not at all: no field of them can be left to a teacher.
_WHOLE = frozenset({"question"})
_GONE = "somebody on the site deleted it; it is not made again"


@dataclass(frozen=True, slots=True)
class Observed:
    """A course as a site has it: its state, None where it is not there; owned fields of items by key, as far as read.

    `buried` says that somebody deleted the course.
    """

    state: CourseState | None = None
    content: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    buried: bool = False

    @property
    def items(self) -> dict[str, ItemState]:
        """The items by key."""
        return {item.key: item for item in self.state.items} if self.state else {}


def fields_of_interest(course: DesiredCourse, observed: Observed) -> dict[str, tuple[str, ...]]:
    """Return the items whose fields a comparison wants to show, what changed on either side, and those fields."""
    there = observed.items
    return {
        item.key: tuple(owned_fields(item.kind, item.wanted))
        for item in course.items
        if item.kind != "question"
        and (now := there.get(item.key))
        and now.live
        and (now.desiredhash != item.digest or now.drift)
    }


def compare(course: DesiredCourse, observed: Observed, facts: SiteFacts, policy: Policy) -> CoursePlan:
    """Return what is to be done in a course. Never raises."""
    if observed.buried and not _matches(course.key, policy.recreate):
        finding = Finding(Sort.TOMBSTONE, course.key, "course", course.name, _GONE, f"--recreate '{course.key}'")
        return CoursePlan(course.key, course.name, course.language, 0, findings=(finding,))
    state, there = observed.state, observed.items
    if state is not None and course.key not in there:
        finding = Finding(
            Sort.UNADOPTED,
            course.key,
            "course",
            state.fullname,
            "a course with this ID number is there, and the project does not manage it",
            f"machina moodle adopt SITE '{course.key}' {state.id}",
        )
        return CoursePlan(course.key, course.name, course.language, state.id, findings=(finding,))
    comparison = _Comparison(observed, facts, policy)
    for item in course.items:
        comparison.look(item)
    comparison.rest({item.key for item in course.items})
    # The order comes after what is retired: the site notes it as it is then, and it would look changed.
    steps = sorted(comparison.steps, key=lambda step: step.kind == "order")
    return CoursePlan(
        course.key,
        course.name,
        course.language,
        state.id if state else 0,
        tuple(steps),
        tuple(comparison.findings),
        comparison.unchanged,
    )


def forgotten(course: CourseState, key: str, policy: Policy) -> CoursePlan:
    """Return the plan for a course that the project made and that is not wanted any more: it is retired as a whole."""
    comparison = _Comparison(Observed(course), None, policy)
    comparison.orphan(next(item for item in course.items if item.key == key))
    return CoursePlan(key, course.fullname, "", course.id, tuple(comparison.steps), tuple(comparison.findings))


class _Comparison:
    """What has been decided so far in one course; items come in the order in which they need each other."""

    def __init__(self, observed: Observed, facts: SiteFacts | None, policy: Policy) -> None:
        self._observed, self._facts, self._policy = observed, facts, policy
        self._there = observed.items
        self._refused: set[str] = set()
        self.steps: list[Step] = []
        self.findings: list[Finding] = []
        self.unchanged = 0

    def look(self, item: Item) -> None:
        """Decide about one item."""
        now = self._there.get(item.key)
        if now is not None and not now.live:
            if not _matches(item.key, self._policy.recreate):
                self._find(Sort.TOMBSTONE, item, _GONE, f"--recreate '{item.key}'", refuse=True)
                return
            self._write(item, None, flags=("recreate",))
        elif now is None:
            # Of a deleted course the site keeps no item but its own.
            buried = self._observed.buried and item.kind == "course"
            self._write(item, None, flags=("recreate",) if buried else ())
        else:
            if not now.visible and _is_shown(item):
                self._find(Sort.DRIFT, item, "hidden on the site: it stays hidden")
            if now.desiredhash == item.digest and not now.drift:
                self.unchanged += 1
            else:
                self._changed(item, now)

    def rest(self, wanted: set[str]) -> None:
        """Decide about what is there and not wanted: orphans, and what belongs to teachers."""
        orphans = [now for now in self._there.values() if now.key not in wanted and now.live]
        # What lies in something goes before it: Moodle deletes no section that holds activities.
        for now in sorted(orphans, key=lambda now: -KINDS.index(now.kind)):
            self.orphan(now)
        for theirs in self._observed.state.foreign if self._observed.state else ():
            detail = f"a {theirs.modname} that somebody on the site added: it stays"
            self.findings.append(Finding(Sort.FOREIGN, f"#{theirs.cmid}", "cm", theirs.name, detail))
        for section in self._observed.state.sections if self._observed.state else ():
            detail = f"section {section.number}, which somebody on the site added: it stays"
            self.findings.append(Finding(Sort.FOREIGN, f"#{section.id}", "section", section.name, detail))

    def _changed(self, item: Item, now: ItemState) -> None:
        """Decide about an item that the site has and that changed on one side or both."""
        force = self._policy.on_drift == "overwrite" or _matches(item.key, self._policy.force)
        drifted = () if force else now.drifted
        ours = now.desiredhash != item.digest
        if item.kind == "order":
            there = self._observed.content.get(item.key, {})
            moved = {name for name in now.drifted if not same_order(there.get(name), item.spec.get(name))}
            if not moved and not ours and not self._made_among(item):
                self.unchanged += 1  # something of it is gone, the rest is as it was
                return
            drifted = tuple(name for name in drifted if name in moved)
        if not drifted:
            self._write(item, now)
            return
        detail = f"changed on the site: {self._told(item, drifted)}"
        todo = f"--force '{item.key}' writes the course's"
        if ours and item.kind in _WHOLE:
            self._find(Sort.CONFLICT, item, f"{detail}; the course changed it too: theirs stays", todo)
            return
        self._find(Sort.DRIFT, item, f"{detail}: it stays", todo)
        if ours:
            self._write(item, now, keep=drifted)
        else:
            self.unchanged += 1

    def _told(self, item: Item, drifted: tuple[str, ...]) -> str:
        """Return what somebody changed, short fields with both values."""
        if item.kind == "order":
            return "the order of its parts"
        known = {one.field: one for one in self._changes(item)}
        return ", ".join(
            f"{name} “{known[name].before}” (in the course “{known[name].after}”)" if name in known else name
            for name in drifted
        )

    def _made_among(self, order: Item) -> bool:
        """Tell whether something that an order names is made in this plan."""
        made = {step.key for step in self.steps if step.action is Action.CREATE}
        listed = (key for keys in order.spec.get("modules", {}).values() for key in keys)
        return not made.isdisjoint([*order.spec.get("sections", ()), *listed])

    def _write(
        self, item: Item, now: ItemState | None, keep: tuple[str, ...] = (), flags: tuple[str, ...] = ()
    ) -> None:
        """Add a step, or the finding that it cannot be."""
        missing = next((key for key in item.needs if key in self._refused), None)
        if missing:
            self._find(Sort.BLOCKED, item, f"it needs {missing}, which is not there", refuse=now is None)
            return
        against = reason_against(item, now, self._facts, self._policy.allow_track_loss) if self._facts else None
        if against:
            self._find(Sort.BLOCKED, item, *against, refuse=now is None)
            return
        if self._policy.allow_track_loss and item.modname == "scorm" and now:
            flags = (*flags, "allow_track_loss")
        changes = tuple(one for one in self._changes(item) if one.field not in keep) if now else ()
        action = Action.UPDATE if now else Action.CREATE
        expect, learners = (now.observedhash, learners_of(now)) if now else ("", 0)
        self.steps.append(
            Step(
                item.key,
                item.kind,
                item.name,
                action,
                item.digest,
                item.modname,
                expect=expect,
                changes=changes,
                keep=keep,
                needs=item.needs,
                flags=flags,
                learners=learners,
            )
        )

    def _changes(self, item: Item) -> tuple[FieldChange, ...]:
        if item.kind == "question":
            return ()
        content = self._observed.content.get(item.key)
        changes = () if content is None else differences(content, owned_fields(item.kind, item.wanted))
        if item.kind == "order":  # long lists of keys tell nobody anything
            return tuple(replace(one, before="another order", after="the course's order") for one in changes)
        return changes

    def orphan(self, now: ItemState) -> None:
        """Decide about an item that the course does not have any more."""
        detail, mode = "the course does not have it any more", self._policy.prune
        if mode == "delete" and now.kind in ("course", "question"):
            mode = "hide"
        if not now.visible and (mode == "hide" or (not mode and now.kind != "course")):
            return  # retired before: hidden is where it ends; a course may have been so from the beginning
        if not mode:
            todo = "--prune hide hides it" if now.visible else "--prune unmanage leaves it to the site"
            self.findings.append(Finding(Sort.ORPHAN, now.key, now.kind, now.name, detail, todo))
        elif now.kind in ("order", "slots", "qcategory") and mode != "unmanage":
            todo = "--prune unmanage forgets it"
            self.findings.append(Finding(Sort.ORPHAN, now.key, now.kind, now.name, detail, todo))
        else:
            self.steps.append(
                Step(
                    *(now.key, now.kind, now.name, Action.RETIRE, "", now.modname, now.observedhash),
                    mode=mode,
                    learners=learners_of(now),
                )
            )

    def _find(self, sort: Sort, item: Item, detail: str, todo: str = "", *, refuse: bool = False) -> None:
        self.findings.append(Finding(sort, item.key, item.kind, item.name, detail, todo))
        if refuse:
            self._refused.add(item.key)


def learners_of(item: ItemState) -> int:
    """Return the number of learners' attempts that an item has, as far as the site says."""
    attempts = item.extra.get("attempts") or item.extra.get("hasattempts") or 0
    return int(attempts) if isinstance(attempts, int | bool) else 0


def _is_shown(item: Item) -> bool:
    """Tell whether learners see an item unless somebody hides it; question banks are never seen."""
    return item.kind in ("section", "cm") and item.modname != "qbank" and "visible" not in item.spec


def _matches(key: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns)
