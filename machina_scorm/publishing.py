"""Publishing: what of a translation is good enough for learners, by the rules of course.yaml and unit.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from machina_scorm.i18n.extract import extract
from machina_scorm.i18n.localise import Count
from machina_scorm.i18n.review import State
from machina_scorm.i18n.subtitles import without_ready
from machina_scorm.i18n.update import catalog_path
from machina_scorm.model.course import PublishingRule, Unit
from machina_scorm.problems import Problem, Severity
from machina_scorm.project import Localised, Project
from machina_scorm.source import Source


@dataclass(frozen=True, slots=True)
class Standing:
    """How the translation of a unit stands to its rule: its words, its titles, the messages nobody has reviewed.

    `unreviewed` is 0 where the rule asks for no review in this language.
    """

    unit: str
    language: str
    rule: PublishingRule
    count: Count
    titles: Count
    unreviewed: int = 0

    @property
    def held(self) -> bool:
        """True if the unit is not to be published in this language."""
        return bool(self.reasons)

    @property
    def percent(self) -> int:
        """The translated share of the words in per cent, rounded down: 100 is all of them."""
        return self.count.translated_words * 100 // self.count.words if self.count.words else 100

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is short of the rule, in few words: `87 % of 90 %`, `2 titles missing`, `12 texts unreviewed`."""
        minimum = self.rule.min_coverage
        titles = self.titles.messages - self.titles.translated if minimum else 0
        return (
            *((f"{self.percent} % of {minimum} %",) if self.percent < minimum else ()),
            *((_counted(titles, "title", "missing"),) if titles else ()),
            *((_counted(self.unreviewed, "text", "unreviewed"),) if self.unreviewed else ()),
        )


def standing(project: Project, localised: Localised, unit: Unit) -> Standing:
    """Return how `unit`, in the source language, stands in the language of `localised`."""
    code, rule = localised.edition.language.code, project.course.rule(unit.id)
    coverage = dict(localised.coverage)[unit.id]
    if code == project.course.about.language:
        rule = PublishingRule()
    unreviewed = _unreviewed(project, code, unit) if code in rule.reviewed else 0
    return Standing(unit.id, code, rule, coverage.total, coverage.role("title"), unreviewed)


def held_back(project: Project, localised: Localised) -> Iterator[Standing]:
    """Yield the standing of every unit that is not to be published in the language of `localised`."""
    found = (standing(project, localised, unit) for unit in project.course.units)
    return (each for each in found if each.held)


def held_problem(held: Standing) -> Problem:
    """Return the line that says what was held back, why, and what to do (rule `held-back`, a warning)."""
    partly = held.count.translated < held.count.messages
    do = " and ".join((*(("translate",) if partly else ()), *(("review",) if held.unreviewed else ())))
    path = catalog_path(held.language, held.unit)
    message = f"{held.unit} is held back in {held.language}: {', '.join(held.reasons)}"
    hint = f"{do} {path}; or build it all the same with --allow-partial"
    return Problem("held-back", message, Source(path), hint, Severity.WARNING)


def _unreviewed(project: Project, code: str, unit: Unit) -> int:
    catalog = project.catalogs.get((code, unit.id))
    states = (catalog.state(message.text) if catalog else None for message in extract(without_ready(unit, code)))
    return sum(state is not State.REVIEWED for state in states)


def _counted(number: int, word: str, how: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'} {how}"
