"""What a check of one file found out, as values: facts for the report besides the problems.  Not: how it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

#: So many findings of one rule and severity are told one by one; a package with 10,000 bad links has one cause.
MOST_OF_A_RULE = 25


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of a kind were looked at: `theme` is a theme of rules.py, `what` a noun, in the singular."""

    theme: str
    what: str
    number: int


@dataclass(frozen=True, slots=True)
class FileFact:
    """One file in a package: `size` in bytes unpacked, `listed` whether the manifest names it."""

    name: str
    size: int
    packed: int
    sha256: str
    listed: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Something in a manifest that a platform remembers by its identifier: `kind` is item, resource, …"""

    kind: str
    identifier: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is known of one checked file. `kind` says what it is: "SCORM 1.2", "Slide deck", …; "" is unknown."""

    name: str
    kind: str
    size: int
    sha256: str
    problems: tuple[Problem, ...]
    counts: tuple[Count, ...] = ()
    files: tuple[FileFact, ...] = ()
    identifiers: tuple[Named, ...] = ()
    languages: tuple[str, ...] = ()

    def of(self, severity: Severity) -> tuple[Problem, ...]:
        """The problems of one severity."""
        return tuple(problem for problem in self.problems if problem.severity is severity)

    @property
    def sound(self) -> bool:
        """True if nothing was found that stops the file from being used."""
        return not self.of(Severity.ERROR)


def capped(problems: Iterable[Problem], name: str) -> Iterator[Problem]:
    """Yield the problems, of each rule and severity the first ones only; the others as one that counts them."""
    seen: dict[tuple[str, Severity], int] = defaultdict(int)
    hints: dict[tuple[str, Severity], str] = {}
    for problem in problems:
        key = (problem.rule, problem.severity)
        seen[key] += 1
        hints.setdefault(key, problem.hint)
        if seen[key] <= MOST_OF_A_RULE:
            yield problem
    for (rule, severity), number in seen.items():
        if number > MOST_OF_A_RULE:
            message = f"{number - MOST_OF_A_RULE:,} more of this kind"
            yield Problem(rule, message, Source(name), hints[rule, severity], severity)
