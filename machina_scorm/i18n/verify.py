"""Check a catalog: every check on every translation that would be published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from machina_scorm.i18n.catalog import Catalog, Entry
from machina_scorm.i18n.checks import Check, Compare, checks
from machina_scorm.i18n.extract import Message
from machina_scorm.model.glossary import Glossary
from machina_scorm.problems import Problem, Severity

_WAIVER = re.compile(r"machina:\s*ignore\s*=\s*([\w-]+(?:\s*,\s*[\w-]+)*)(\s+because\s+\S)?")


def check_catalog(catalog: Catalog, messages: Iterable[Message], glossary: Glossary | None = None) -> Iterator[Problem]:
    """Yield what is wrong with the translations of `messages`, at their places in the PO file.

    A translator waives a rule for one entry by a comment `# machina: ignore=math-mismatch because …`. A waiver
    without a reason counts and is a problem of its own (`waiver-reason`).
    """
    compares = tuple((check, check.comparing(glossary, catalog.language)) for check in checks())
    for message in messages:
        entry = catalog.entries.get(message.key)
        if entry is None or entry.fuzzy or not entry.msgstr:
            continue
        waived = waived_rules(entry)
        problems = _check_entry(message, entry, catalog, compares)
        yield from (problem for problem in problems if problem.rule not in waived)
        if "" in waived.values():
            hint = "end the comment with `because` and the reason"
            yield Problem("waiver-reason", "a waiver without a reason", entry.source, hint, Severity.WARNING)


def _check_entry(
    message: Message, entry: Entry, catalog: Catalog, compares: Iterable[tuple[Check, Compare]]
) -> Iterator[Problem]:
    translation = replace(message.text, md=entry.msgstr, source=entry.source)
    for check, compare in compares:
        finding = compare(message.text, translation, catalog.language)
        if finding:
            yield Problem(finding.rule or check.rule, finding.message, entry.source, finding.hint, check.severity)


def waived_rules(entry: Entry) -> dict[str, str]:
    """Return the waived rules and, where there is a reason, how it begins. Tools wrap comments: lines are joined."""
    found: dict[str, str] = {}
    for match in _WAIVER.finditer(" ".join(entry.comments)):
        found |= {rule.strip(): match[2] or "" for rule in match[1].split(",")}
    return found
