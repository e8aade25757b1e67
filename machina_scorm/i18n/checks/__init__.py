"""Translation checks: one file each, holding a `CHECK`.  A check compares one translation with its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from machina_scorm.model.edition import Language
from machina_scorm.model.glossary import Glossary
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity
from machina_scorm.registry import load_room


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `rule` is given only where it is not the check's own."""

    message: str
    hint: str
    rule: str = ""


Compare = Callable[[Text, Text, Language], Finding | None]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: `compare(source, translation, language)` returns what is wrong; both Texts have one role.

    A check that needs the course's glossary has `with_glossary`, which makes its `compare` for one glossary and one
    language; without a glossary it finds nothing.
    """

    rule: str
    compare: Compare
    severity: Severity = Severity.ERROR
    with_glossary: Callable[[Glossary, Language], Compare] | None = None

    def comparing(self, glossary: Glossary | None, language: Language) -> Compare:
        """Return what compares texts in a course with this glossary."""
        if self.with_glossary is None or glossary is None:
            return self.compare
        return self.with_glossary(glossary, language)


def checks() -> tuple[Check, ...]:
    """Return every check, in the order of their module names."""
    return load_room("i18n.checks", "CHECK")
