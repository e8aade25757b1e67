"""The key `translation` of course.yaml and unit.yaml: what a translation must have before it is published."""

from __future__ import annotations

from collections.abc import Iterable

from machina_scorm.model.course import About, PublishingRule
from machina_scorm.problems import Report
from machina_scorm.units.lesson import strings
from machina_scorm.yamlfile import Node


def read_rule(node: Node, about: About, report: Report, base: PublishingRule | None = None) -> PublishingRule:
    """Read `translation:` of a file's root; what it does not say is taken from `base`, the course's rule.

    Rule: `rule-language` for a language that the course does not have, and, as a warning, for its own, which is always
    published.
    """
    base = base or PublishingRule()
    found = node.get("translation")
    if found is None:
        return base
    reviewed = base.reviewed
    if "reviewed" in found:
        _check_languages(found.items("reviewed"), about, report)
        reviewed = strings(found, "reviewed")
    minimum = found.get("min-coverage")
    return PublishingRule(int(minimum.value) if minimum else base.min_coverage, reviewed)


def _check_languages(codes: Iterable[Node], about: About, report: Report) -> None:
    for code in codes:
        if code.raw not in about.languages:
            hint = f"the course's languages: {', '.join(about.languages)}"
            report.add("rule-language", f"the course has no language {code.raw!r}", code.source, hint)
        elif code.raw == about.language:
            message = f"{code.raw} is the language the course is written in: it is always published"
            report.warn("rule-language", message, code.source, "take it out of the list")
