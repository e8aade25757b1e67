"""Findings as one HTML page that an administrator can accept a package by, and as plain values for JSON.

Nothing in it depends on the day or the machine: the same files give the same page. Not: what is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache

from jinja2 import Environment

from machina_scorm import __version__
from machina_scorm.check.findings import Findings
from machina_scorm.check.rules import RULES, THEMES, Rule, Theme, rule_of
from machina_scorm.problems import Problem, Severity
from machina_scorm.resources import resource
from machina_scorm.templating import html_templates

#: What a severity is called in a report.
WORDS: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("Error", "Errors"),
    Severity.WARNING: ("Warning", "Warnings"),
    Severity.INFO: ("Note", "Notes"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The problems of one rule and severity."""

    rule: str
    about: Rule
    theme: Theme
    severity: Severity
    problems: tuple[Problem, ...]

    @property
    def hint(self) -> str:
        """How to mend them, if that is the same for all."""
        hints = {problem.hint for problem in self.problems}
        return next(iter(hints)) if len(hints) == 1 else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One theme in a report: what was looked at, and how many problems of each severity there are."""

    theme: Theme
    looked_at: str
    errors: int
    warnings: int
    notes: int


def verdict(findings: Findings) -> tuple[str, str]:
    """Return "accept", "remarks" or "reject", and the sentence that says it."""
    errors, warnings = len(findings.of(Severity.ERROR)), len(findings.of(Severity.WARNING))
    if errors:
        return "reject", f"Do not use it yet: {counted(errors, 'error')} to mend."
    if warnings:
        return "remarks", f"Usable: no errors, {counted(warnings, 'warning')} to weigh."
    return "accept", "Accepted: no errors and no warnings."


def groups(findings: Findings) -> tuple[Group, ...]:
    """Return the problems by severity, then theme, then rule."""
    themes = {theme.id: theme for theme in THEMES}
    order = {theme.id: place for place, theme in enumerate(THEMES)}
    severities = list(WORDS)
    held: dict[tuple[Severity, str], list[Problem]] = {}
    for problem in findings.problems:
        held.setdefault((problem.severity, problem.rule), []).append(problem)
    made = (
        Group(rule, rule_of(rule), themes[rule_of(rule).theme], severity, tuple(problems))
        for (severity, rule), problems in held.items()
    )
    return tuple(sorted(made, key=lambda g: (severities.index(g.severity), order[g.theme.id], g.rule)))


def lines(findings: Findings) -> tuple[Line, ...]:
    """Return a line for each theme that was looked at or has a problem."""
    made = []
    for theme in THEMES:
        counts = [count for count in findings.counts if count.theme == theme.id and count.number]
        mine = [problem for problem in findings.problems if rule_of(problem.rule).theme == theme.id]
        if not counts and not mine and not (findings.files and theme.id in ("schema", "size")):
            continue
        numbers = [sum(problem.severity is severity for problem in mine) for severity in WORDS]
        looked_at = ", ".join(counted(count.number, count.what) for count in counts)
        made.append(Line(theme, looked_at, *numbers))
    return tuple(made)


def basis(theme: Theme) -> str:
    """Return how many rules a theme has and what they are taken from; rules of decks and questions are not counted."""
    number = sum(rule.theme == theme.id for rule in RULES.values())
    return f"{counted(number, 'rule')} from {theme.basis}" if number else f"Rules from {theme.basis}"


def counted(number: int, word: str) -> str:
    """Return `1 error`, `2 errors`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def sized(size: int) -> str:
    """Return a number of bytes for people: 812 bytes, 23.4 KB, 1.2 MB."""
    if size < 1024:
        return counted(size, "byte")
    return f"{size / 1024:,.1f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:,.1f} MB"


def report_html(checked: Iterable[Findings]) -> str:
    """Return one self-contained HTML page about the checked files: verdict first, no scripts, nothing loaded."""
    template = _templates().get_template("report.html.j2")
    style = resource("templates/report/report.css").read_text("utf-8")
    return template.render(checked=tuple(checked), version=__version__, style=style)


@cache
def _templates() -> Environment:
    environment = html_templates("templates/report")
    environment.globals.update(
        verdict=verdict,
        groups=groups,
        lines=lines,
        counted=counted,
        basis=basis,
        words=WORDS,
        severities=tuple(Severity),
    )
    environment.filters.update(sized=sized)
    return environment


def report_values(findings: Findings) -> dict[str, object]:
    """Return the findings as JSON-ready values."""
    return {
        "name": findings.name,
        "kind": findings.kind,
        "verdict": verdict(findings)[0],
        "size": findings.size,
        "sha256": findings.sha256,
        "languages": list(findings.languages),
        "identifiers": [asdict(entry) for entry in findings.identifiers],
        "checked": [asdict(count) for count in findings.counts],
        "files": [asdict(fact) for fact in findings.files],
        "problems": [
            {
                **asdict(problem),
                "source": str(problem.source),
                "severity": problem.severity.value,
                "theme": rule_of(problem.rule).theme,
                "origin": rule_of(problem.rule).origin,
            }
            for problem in findings.problems
        ],
    }
