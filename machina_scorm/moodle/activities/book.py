"""Book: chapters to leaf through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from machina_scorm.moodle.items import Common, Module


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its key within the book, its title, its text (HTML)."""

    key: str
    title: str
    html: str
    subchapter: bool = False


def book(key: str, name: str, chapters: Sequence[Chapter], common: Common) -> Module:
    """Return a book. The first chapter cannot be a subchapter."""
    listed = [
        {"key": one.key, "title": one.title, "content": one.html, "subchapter": one.subchapter} for one in chapters
    ]
    return Module(key, "book", common.spec(name, chapters=listed))
