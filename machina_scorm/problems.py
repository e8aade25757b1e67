"""Findings as values.  A reader or a check yields Problems; nobody logs, nobody raises half-way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from machina_scorm.source import Source


class Severity(StrEnum):
    """How much a finding matters: an error stops the build, a warning is shown, an info is counted."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.  `rule` is a stable id (`figure-missing`), `hint` says how to mend it."""

    rule: str
    message: str
    source: Source
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        tail = f" — {self.hint}" if self.hint else ""
        return f"{self.source}: {self.message}{tail} [{self.rule}]"


@dataclass(slots=True)
class Report:
    """Collects problems.  The one mutable value that is handed from reader to reader."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, rule: str, message: str, source: Source, hint: str = "") -> None:
        """Note an error."""
        self.problems.append(Problem(rule, message, source, hint))

    def warn(self, rule: str, message: str, source: Source, hint: str = "") -> None:
        """Note a warning."""
        self.problems.append(Problem(rule, message, source, hint, Severity.WARNING))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note what a check yielded."""
        self.problems.extend(problems)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    def spoils(self, *paths: str) -> bool:
        """Tell whether there is an error in one of these files or below these folders.

        What refers to such a file is not checked against it: one mistake should give one line, not its echoes too.
        """
        return any(problem.source.path.startswith(paths) for problem in self.errors)

    def __iter__(self) -> Iterator[Problem]:
        """Every problem once, by file and line."""
        return iter(sorted(set(self.problems), key=lambda p: (p.source, p.rule, p.message)))
