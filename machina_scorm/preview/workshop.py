"""The course, kept built: read, build what changed, tell whoever waits.  Not: pages, requests."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from machina_scorm.errors import CheckFailed, MachinaError
from machina_scorm.pipeline import ALL_LANGUAGES, ALL_PSEUDO, Build, Outcome, Request, build, check_project
from machina_scorm.preview.watch import changes, stamps
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.project import Localised, read_project
from machina_scorm.source import Source
from machina_scorm.store import INDEX, Entry

#: Seconds between two looks at the source files.
INTERVAL = 0.6


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What there is to show. `version` counts up with every change of anything here.

    `stage` is "building", "ready", "broken" (errors in the sources: nothing was built and the former artefacts are
    listed) or "stopped" (a bug ended the watcher). `entries` is the output folder's index, `localised` the last course
    that could be read; `changed` are the paths that the last build wrote, `progress` how many are done of how many.
    """

    version: int = 0
    stage: str = "building"
    progress: tuple[int, int] = (0, 0)
    problems: tuple[Problem, ...] = ()
    entries: tuple[Entry, ...] = ()
    localised: tuple[Localised, ...] = ()
    changed: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build or an artefact."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    def entry(self, path: str) -> Entry | None:
        """Return the artefact at `path` below the output folder, if the index lists it."""
        return next((entry for entry in self.entries if entry.path == path), None)


class Workshop:
    """Keeps the course at `root` built in `out` and one Snapshot of it; safe to use from many threads.

    `request` narrows what is built; `told` is called with each Snapshot of a finished build, in the watcher's thread.
    """

    def __init__(self, root: Path, out: Path, request: Request, told: Callable[[Snapshot], None]) -> None:
        self.root, self.out, self.request = root, out, request
        self._told = told
        self._keys: frozenset[str] | None = None
        self._news = threading.Condition()
        self._snapshot = Snapshot(entries=self._entries())
        self._stamps = stamps(root)
        self._closed = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="machina-preview-watch", daemon=True)

    @property
    def snapshot(self) -> Snapshot:
        """The latest snapshot."""
        return self._snapshot

    def open(self) -> None:
        """Begin: the first build, then one after each change, in a thread of its own."""
        self._watcher.start()

    def close(self) -> None:
        """Stop watching and wake everybody who waits."""
        self._closed.set()
        with self._news:
            self._news.notify_all()

    @property
    def closed(self) -> bool:
        """True once it was closed."""
        return self._closed.is_set()

    def wait(self, version: int, seconds: float) -> Snapshot:
        """Return a snapshot newer than `version`, or the latest after `seconds`."""
        with self._news:
            self._news.wait_for(lambda: self._snapshot.version > version or self.closed, seconds)
            return self._snapshot

    def refresh(self) -> Snapshot:
        """Read the course, build what changed, return the new snapshot; errors in the sources are in it, not raised."""
        self._publish(replace(self._snapshot, stage="building", progress=(0, 0), changed=()))
        report = Report()
        try:
            made = self._build(report)
        except CheckFailed as error:
            report.extend(error.report)
            made = None
        except MachinaError as error:
            report.add("project", error.message, Source(error.where or "."), error.hint)
            made = None
        except OSError as error:
            report.add("files", f"{error.strerror}: {error.filename}", Source("."), "mend it and save any source file")
            made = None
        if made is None:
            after = replace(self._snapshot, stage="broken", problems=tuple(report), entries=self._entries())
        else:
            after = replace(
                self._snapshot,
                stage="ready",
                problems=(*report, *made.problems),
                entries=self._entries(),
                localised=made.localised,
                changed=tuple(outcome.path for outcome in made.outcomes if outcome.state == "built"),
                seconds=made.seconds,
            )
        self._publish(after)
        self._told(self._snapshot)
        return self._snapshot

    def _entries(self) -> tuple[Entry, ...]:
        wanted = self.request.languages
        shown = {*wanted, ALL_LANGUAGES, ALL_PSEUDO}
        found = [entry for entry in read_index(self.out) if not wanted or entry.language in shown]
        return tuple(entry for entry in found if self._keys is None or entry.key in self._keys)

    def _build(self, report: Report) -> Build | None:
        project = read_project(self.root, report)
        if project:
            report.extend(check_project(project))
        if project is None or report.errors:
            return None
        # Every unit by its name: a build of "everything" would note half-written questions in identifiers.lock as
        # published, and take away what a former build made in other formats.
        units = self.request.units or tuple(unit.id for unit in project.course.units)
        made = build(project, replace(self.request, units=units), self.out, self._progress)
        self._keys = frozenset(outcome.key for outcome in made.outcomes)
        return made

    def _progress(self, outcome: Outcome, done: int, total: int) -> None:
        self._publish(replace(self._snapshot, progress=(done, total)))

    def _publish(self, snapshot: Snapshot) -> None:
        with self._news:
            self._snapshot = replace(snapshot, version=self._snapshot.version + 1)
            self._news.notify_all()

    def _watch(self) -> None:
        try:
            self.refresh()
            while not self._closed.wait(INTERVAL):
                found = stamps(self.root)
                if changes(self._stamps, found):
                    self._stamps = found
                    self.refresh()
        finally:
            # A bug ends this thread with its traceback in the terminal; the page must not wait for ever.
            if not self.closed:
                self._publish(replace(self._snapshot, stage="stopped"))


def read_index(out: Path) -> tuple[Entry, ...]:
    """Return what index.json in the output folder lists; nothing where it is absent or damaged."""
    try:
        found = json.loads((out / INDEX).read_text("utf-8"))
        return tuple(Entry(**item) for item in found["artefacts"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
