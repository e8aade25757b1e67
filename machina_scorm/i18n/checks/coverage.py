"""Whether enough of a catalog is translated for a unit to be published in its language."""

from __future__ import annotations

from collections.abc import Iterator

from machina_scorm.i18n.checks import CatalogCheck, Comparison, Finding
from machina_scorm.i18n.wording import count_words
from machina_scorm.problems import Severity

_TITLE = "title"


def _compare(comparison: Comparison) -> Iterator[Finding]:
    missing = (*comparison.fuzzy, *comparison.untranslated)
    if not missing or not comparison.enough:
        return
    lost = sum(map(count_words, missing))
    share = 1 - lost / max(1, lost + sum(count_words(source) for source, _ in comparison.pairs))
    titles = sum(text.role == _TITLE for text in missing)
    hint = f"publish it with {comparison.enough:.0%} of its words and every title translated"
    if share < comparison.enough:
        yield Finding(f"{share:.1%} of the words are translated", hint)
    elif titles:
        yield Finding(f"{titles} title{'' if titles == 1 else 's'} not translated", hint)


CHECK = CatalogCheck(
    "coverage-below",
    "enough is translated, in words, and every title: a page of two languages serves nobody",
    _compare,
    Severity.INFO,
)
