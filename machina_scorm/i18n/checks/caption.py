"""A subtitle keeps its tags: `<i>`, `<b>`, `<lang fr>` and the others that WebVTT has, each of them closed."""

from __future__ import annotations

from collections import Counter

from machina_scorm.captions import tag_counts
from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.model.captions import CAPTION_ROLE
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    if source.role != CAPTION_ROLE:
        return None
    wanted, found = Counter(tag_counts(source.md)), Counter(tag_counts(translation.md))
    if wanted == found:
        return None
    missing, more = sorted((wanted - found).elements()), sorted((found - wanted).elements())
    parts = [f"missing: {' '.join(missing)}"] if missing else []
    parts += [f"too many: {' '.join(more)}"] if more else []
    return Finding(f"the tags differ: {'; '.join(parts)}", "put the same tags around the same words")


CHECK = Check(
    "caption-markup",
    "the tags of a subtitle: a viewer without its closing tag shows the rest wrongly",
    _compare,
    Severity.WARNING,
)
