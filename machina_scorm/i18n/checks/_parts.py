"""What the checks compare: the parts of a text, and how two collections of them differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from machina_scorm.dialect import inlines
from machina_scorm.model.inline import Emph, Inline, Inlines, Link, Math, Strong
from machina_scorm.model.text import Text


def walk(text: Text) -> Iterator[Inline]:
    """Yield every inline of a text, parents before children."""
    yield from _walk(inlines(text))


def _walk(nodes: Inlines) -> Iterator[Inline]:
    for node in nodes:
        yield node
        if isinstance(node, Emph | Strong | Link):
            yield from _walk(node.children)


def formulas(text: Text) -> Counter[str]:
    """Return the inline formulas without what may differ between languages: spaces, words, the decimal sign."""
    return Counter(_formula(node.tex) for node in walk(text) if isinstance(node, Math))


def _formula(tex: str) -> str:
    words = re.sub(r"\\(?:text|mathrm|textrm|textit|operatorname)\s*\{[^{}]*\}", r"\\text{}", tex)
    return "".join(words.replace("{,}", ".").split())


def difference(source: Iterable[str], translation: Iterable[str]) -> str:
    """Return in words what one collection has more than the other, "" if they are equal in any order."""
    one, other = sorted(source), sorted(translation)
    if one == other:
        return ""  # nearly always, and a Counter is slow to make
    ours, theirs = Counter(one), Counter(other)
    missing = ", ".join(sorted((ours - theirs).elements()))
    extra = ", ".join(sorted((theirs - ours).elements()))
    return "; ".join(filter(None, (missing and f"missing {missing}", extra and f"not in the source {extra}")))
