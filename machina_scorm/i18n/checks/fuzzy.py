"""How much of a catalog is a guess or out of date."""

from __future__ import annotations

from collections.abc import Iterator

from machina_scorm.i18n.checks import CatalogCheck, Comparison, Finding
from machina_scorm.i18n.checks._counts import counted


def _compare(comparison: Comparison) -> Iterator[Finding]:
    if comparison.fuzzy:
        hint = "compare each with its source, mend it and take the mark `fuzzy` away; until then nobody reads it"
        yield Finding(f"{counted(comparison.fuzzy)} marked fuzzy", hint)


CHECK = CatalogCheck(
    "fuzzy", "how many translations wait for a look, because their source changed: they are not shown", _compare
)
