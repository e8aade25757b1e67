"""What the checks compare: the parts of a text, taken apart once for all of them, and how two collections differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from machina_scorm.dialect import inlines
from machina_scorm.i18n.wording import words_of
from machina_scorm.model.inline import Break, Code, Emph, Inline, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text

#: Without one of these inline Markdown is nothing but characters, and parsing takes its time.
_SIGNS = re.compile(r"[`$<*_\\&\n]|~~|\]\(")

#: What stands for something else: filled in by the program, or by the learner.
PLACEHOLDER = re.compile(r"\{[A-Za-z_]\w*\}|\[\[\d+\]\]")

_WORDS_IN_MATHS = re.compile(r"\\(?:text|mathrm|textrm|textit|operatorname)\s*\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Parts:
    """A text taken apart. `words` is the text without code, maths and addresses, with single spaces.

    `signs` is the text with its own spaces and an x for each code span and formula, code, formulas and targets are
    sorted, `nodes` are all inlines, parents before children, and empty where the text is nothing but characters.
    """

    words: str
    signs: str
    nodes: tuple[Inline, ...] = ()
    code: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


def parts(text: Text) -> Parts:
    """Take a text apart."""
    return _parts(text.md, text.plain)


@lru_cache(maxsize=1 << 15)
def _parts(md: str, plain: bool) -> Parts:
    if plain or not _SIGNS.search(md):
        return Parts(" ".join(md.split()), md)
    text = Text(md)
    nodes = tuple(_walk(inlines(text)))
    return Parts(
        words_of(text),
        "".join(map(_sign, nodes)),
        nodes,
        tuple(sorted(node.text for node in nodes if isinstance(node, Code))),
        tuple(sorted(_formula(node.tex) for node in nodes if isinstance(node, Math))),
        tuple(sorted(node.target for node in nodes if isinstance(node, Link))),
    )


def spoken(text: Text) -> str:
    """Return the words of a text without placeholders, which are names for programs."""
    words = parts(text).words
    return PLACEHOLDER.sub(" ", words) if "{" in words or "[[" in words else words


def last_words(text: Text) -> str:
    """Return the characters a text ends with, "" where it ends with code or a formula."""
    nodes = [node for node in parts(text).nodes if not isinstance(node, Emph | Strong | Link | Break)]
    if not nodes:
        return text.md
    while nodes and isinstance(nodes[-1], Str) and not nodes[-1].text.strip():
        nodes.pop()
    last = nodes[-1] if nodes else None
    return last.text if isinstance(last, Str) else ""


def _sign(node: Inline) -> str:
    match node:
        case Str(text):
            return text
        case Code() | Math():
            return "x"
        case Break():
            return "\n"
        case _:
            return ""


def _walk(nodes: Inlines) -> Iterator[Inline]:
    for node in nodes:
        yield node
        if isinstance(node, Emph | Strong | Link):
            yield from _walk(node.children)


def _formula(tex: str) -> str:
    """Leave out what may differ between languages: spaces, words, the decimal sign."""
    return "".join(_WORDS_IN_MATHS.sub(r"\\text{}", tex).replace("{,}", ".").split())


def difference(source: Iterable[str], translation: Iterable[str]) -> str:
    """Return in words what one collection has more than the other, "" if they are equal in any order."""
    one, other = sorted(source), sorted(translation)
    if one == other:
        return ""  # nearly always, and a Counter is slow to make
    ours, theirs = Counter(one), Counter(other)
    missing = ", ".join(sorted((ours - theirs).elements()))
    extra = ", ".join(sorted((theirs - ours).elements()))
    return "; ".join(filter(None, (missing and f"missing {missing}", extra and f"not in the source {extra}")))
