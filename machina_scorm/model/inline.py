"""Inlines: what `dialect.parse_inline` makes of a Text's Markdown, for the renderers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Str:
    """Literal characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Emph:
    """Emphasis."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong emphasis."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A code span."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """Inline LaTeX."""

    tex: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `target` is an https, http or mailto address, `lesson:unit/lesson#page` or `term:name`."""

    target: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A hard line break."""


Inline: TypeAlias = Str | Emph | Strong | Code | Math | Link | Break
Inlines: TypeAlias = tuple[Inline, ...]
