"""Extract messages: the walk of localise with a function that records, so that the two cannot diverge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from machina_scorm.i18n.breadcrumbs import name_of, part_of
from machina_scorm.i18n.localise import UI_ROLE
from machina_scorm.i18n.wording import needs_translation
from machina_scorm.model.captions import CAPTION_ROLE
from machina_scorm.model.edition import Ui
from machina_scorm.model.text import Text, TextMap, field_names, map_text

#: The role of a term's name, whose renderings stand in the glossary itself.
_TERM_ROLE = "term"

#: A word used in more places than this is not followed to each of them.
_PLACES = 5


@dataclass(frozen=True, slots=True)
class Message:
    """What is translated once: all texts with one msgctxt and msgid.

    `text` is the first of them, `places` say in words where they stand, `paths` in which files, both in document order.
    """

    text: Text
    places: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    author_notes: tuple[str, ...] = ()

    @property
    def msgctxt(self) -> str | None:
        """The gettext context, None for prose."""
        return self.text.msgctxt

    @property
    def msgid(self) -> str:
        """The text in the source language, markup included."""
        return self.text.md

    @property
    def key(self) -> tuple[str | None, str]:
        """What the catalog knows the message by."""
        return self.msgctxt, self.msgid

    @property
    def notes(self) -> tuple[str, ...]:
        """The lines a translator reads above the message."""
        more = len(self.places) - _PLACES
        limit = int(self.text.room) if self.text.role == UI_ROLE else 0
        is_caption = self.text.role == CAPTION_ROLE  # whose note is how long it is seen
        return (
            *self.places[:_PLACES],
            *((f"and in {more} more places",) if more > 0 else ()),
            *(note if is_caption else f"Author's note: {note}" for note in self.author_notes),
            *((f"At most {limit} characters.",) if limit else ()),
        )


@dataclass(slots=True)
class _Record:
    text: Text
    places: dict[str, None] = field(default_factory=dict)
    paths: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Recorder:
    with_ui: bool
    records: dict[tuple[str | None, str], _Record] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)  # from the innermost node outwards
    counts: dict[int, int] = field(default_factory=dict)  # texts by id() of a node, while the value extracted lives

    def record(self, text: Text) -> Text:
        if needs_translation(text) and (self.with_ui or text.role != UI_ROLE) and text.role != _TERM_ROLE:
            record = self.records.setdefault((text.msgctxt, text.md), _Record(text))
            for found, value in (
                (record.places, " · ".join(filter(None, reversed(self.trail)))),
                (record.paths, text.source.path),
                (record.notes, " ".join(text.note.split())),
            ):
                if value:
                    found[value] = None
        return text

    def enter(self, node: Any, change: TextMap) -> TextMap:
        """Add to the trail of every text below `node` its name and what the field is in which the text stands."""
        name = name_of(node)
        crumbs: list[str] = []
        for field_name in field_names(node) or ():
            count = self._count(getattr(node, field_name))
            crumbs += [" · ".join(filter(None, (name, part_of(node, field_name))))] * count
        return self._noting(iter(crumbs).__next__, change) if any(crumbs) else change

    def _count(self, value: object) -> int:
        """Return the number of texts at and below `value`; each node is counted once, not once for each above it."""
        if isinstance(value, Text):
            return 1
        if isinstance(value, tuple):
            return sum(map(self._count, value))
        names = field_names(value)
        if not names:
            return 0
        count = self.counts.get(id(value))
        if count is None:
            count = self.counts[id(value)] = sum(self._count(getattr(value, name)) for name in names)
        return count

    def _noting(self, next_crumb: Callable[[], str], change: TextMap) -> TextMap:
        def note(text: Text) -> Text:
            self.trail.append(next_crumb())
            try:
                return change(text)
            finally:
                self.trail.pop()

        return note


def extract(value: object) -> tuple[Message, ...]:
    """Return the messages of a unit, an About, a Glossary or the Ui, in document order, equal ones merged.

    Interface strings are extracted from the Ui only: a true-false question has its two words from there.
    """
    recorder = _Recorder(isinstance(value, Ui))
    map_text(value, recorder.record, recorder.enter)
    return tuple(
        Message(record.text, tuple(record.places), tuple(record.paths), tuple(record.notes))
        for record in recorder.records.values()
    )
