"""Waivers: a translator's comment that silences a rule for one entry.

    # machina: ignore=math-mismatch because the symbol is another one here

Comments survive every tool, flags do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from machina_scorm.i18n.checks import nearest
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

_WAIVER = re.compile(r"machina:\s*ignore\s*=\s*([\w-]+(?:\s*,\s*[\w-]+)*)(\s+because\s+\S)?")

#: The rules about waivers themselves, with severity and what they are about. They cannot be waived.
WAIVER_RULES: Mapping[str, tuple[Severity, str]] = {
    "waiver-reason": (Severity.WARNING, "a waiver gives a reason: the next translator must be able to judge it"),
    "waiver-unknown": (Severity.WARNING, "a waiver names a rule that exists: a misspelt one silences nothing"),
    "waiver-unused": (Severity.INFO, "a waiver silences something: one without an effect will hide the next mistake"),
}


@dataclass(frozen=True, slots=True)
class Waiver:
    """What one entry waives: `reasoned` by rule, True where a reason follows. `source` is the entry's place."""

    source: Source
    reasoned: Mapping[str, bool]


def read_waiver(comments: Iterable[str], source: Source) -> Waiver | None:
    """Read a PO entry's comments, None if they waive nothing. Tools wrap comments: lines are joined."""
    text = " ".join(comments)
    if "ignore" not in text:
        return None
    found: dict[str, bool] = {}
    for match in _WAIVER.finditer(text):
        found |= {rule.strip(): bool(match[2]) for rule in match[1].split(",")}
    return Waiver(source, found) if found else None


def apply_waivers(
    problems: Iterable[Problem], waivers: Iterable[Waiver], known: Iterable[str], ran: Iterable[str]
) -> Iterator[Problem]:
    """Yield the problems that are not waived, and what is wrong with the waivers.

    `known` are the rules that exist, `ran` those that were asked: only of these a waiver can be without an effect.
    """
    by_place = {waiver.source: waiver for waiver in waivers}
    used: set[tuple[Source, str]] = set()
    for problem in problems:
        waiver = by_place.get(problem.source)
        if waiver and problem.rule in waiver.reasoned:
            used.add((problem.source, problem.rule))
        else:
            yield problem
    names, asked = frozenset(known), frozenset(ran)
    for waiver in by_place.values():
        for rule in waiver.reasoned:
            if rule not in names:
                yield _problem("waiver-unknown", f"there is no rule {rule!r} to waive", waiver, nearest(rule, names))
            elif rule in asked and (waiver.source, rule) not in used:
                yield _problem("waiver-unused", f"{rule} finds nothing here", waiver, "take the waiver away")
        if not all(waiver.reasoned.values()):
            yield _problem(
                "waiver-reason", "a waiver without a reason", waiver, "end the comment with `because` and the reason"
            )


def _problem(rule: str, message: str, waiver: Waiver, hint: str) -> Problem:
    return Problem(rule, message, waiver.source, hint, WAIVER_RULES[rule][0])
