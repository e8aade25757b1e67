"""Outgoing: catalogs and messages → the bundle that is written to a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from machina_scorm.dialect.inline import normalise
from machina_scorm.exchange.bundle import Bundle, Item, Part, Standing, item_id
from machina_scorm.i18n.extract import Message
from machina_scorm.i18n.localise import UI_ROLE
from machina_scorm.i18n.po import PoEntry, PoFile
from machina_scorm.i18n.review import digest_of, entry_state
from machina_scorm.model.edition import Language
from machina_scorm.model.glossary import Glossary
from machina_scorm.problems import Report


class Only(StrEnum):
    """Which texts go out: those of which no translation is published, all, or all that nobody has reviewed."""

    MISSING = "missing"
    ALL = "all"
    UNREVIEWED = "unreviewed"


@dataclass(frozen=True, slots=True)
class Desk:
    """A course on a translator's desk: its texts and one language's catalogs, by the catalog's name, both in order."""

    course: str
    source_language: str
    language: Language
    messages: Mapping[str, tuple[Message, ...]]
    catalogs: Mapping[str, PoFile]
    glossary: Glossary | None = None


def make_bundle(desk: Desk, units: Sequence[str] = (), only: Only = Only.ALL, report: Report | None = None) -> Bundle:
    """Return the texts of the catalogs named `units`, of all if none is; texts that no file can hold are reported.

    Rule: `export-character` (a control character), a warning: the text is left out.
    """
    report = report or Report()
    parts = [
        Part(name, tuple(_items(messages, desk.catalogs[name], only, report)))
        for name, messages in desk.messages.items()
        if name in desk.catalogs and (not units or name in units)
    ]
    return Bundle(desk.course, desk.source_language, desk.language.code, tuple(part for part in parts if part.items))


def standing_of(entry: PoEntry) -> Standing:
    """Return what is known of a catalog's translation."""
    if not entry.msgstr:
        return Standing.MISSING
    return Standing.FUZZY if entry.fuzzy else Standing[entry_state(entry).name]


def _items(messages: Sequence[Message], catalog: PoFile, only: Only, report: Report) -> Iterator[Item]:
    entries = {entry.key: entry for entry in catalog.entries if not entry.obsolete}
    for message in messages:
        entry = entries.get(message.key, PoEntry(message.msgid, msgctxt=message.msgctxt))
        standing = standing_of(entry)
        unwanted = {
            Only.MISSING: standing not in (Standing.MISSING, Standing.FUZZY),
            Only.UNREVIEWED: standing is Standing.REVIEWED,
        }
        if unwanted.get(only):
            continue
        if bad := _forbidden(message.msgid + entry.msgstr):
            hint = "delete the character, which cannot be seen, in the source or in the PO file"
            text = f"a character that no exchange file holds, U+{ord(bad):04X}; the text is left out"
            report.warn("export-character", text, message.text.source, hint)
            continue
        previous = entry.previous[1] if entry.previous and standing is Standing.FUZZY else ""
        yield Item(
            id=item_id(*message.key),
            msgid=message.msgid,
            msgstr=normalise(entry.msgstr).strip(),
            msgctxt=message.msgctxt,
            standing=standing,
            notes=message.notes,
            previous=previous,
            room=int(message.text.room) if message.text.role == UI_ROLE else 0,
            base=digest_of(*message.key, entry.msgstr),
            plain=message.text.plain,
        )


def _forbidden(text: str) -> str:
    """Return the first character that XML 1.0 (2.2) forbids, or would read back as another, "" if there is none."""
    return next(
        (c for c in text if (c < " " and c not in "\t\n") or "\ud800" <= c < "\ue000" or c in "\ufffe\uffff"), ""
    )
