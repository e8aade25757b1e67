"""Changed translations → PO entries, all marked fuzzy: nothing of them is published before a person agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from machina_scorm.i18n.po import FUZZY, PoEntry, PoFile, write_po
from machina_scorm.model.edition import Language


@dataclass(frozen=True, slots=True)
class Change:
    """A translation that was changed in a deck.

    `old` is what the deck had, "" if it was not translated; `more` are further wordings that other slides have for the
    same text; `notes` say where it stands, `remarks` what to know before taking it, `paths` the source files.
    """

    msgctxt: str | None
    msgid: str
    old: str
    new: str
    more: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def write_changes(changes: Iterable[Change], code: str, language: Language | None, project: str) -> str:
    """Return a PO file of the changes, in their order; `language` None leaves the plural forms out."""
    fields = {
        "Project-Id-Version": project,
        "Language": code.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if language:
        fields["Plural-Forms"] = language.plural
    header = PoEntry("", "".join(f"{name}: {value}\n" for name, value in fields.items() if value))
    return write_po(PoFile(tuple(_entry(change) for change in changes), header))


def _entry(change: Change) -> PoEntry:
    was = f"was: {_line(change.old)}" if change.old else "was: not translated"
    others = tuple(f"or: {_line(words)}" for words in change.more)
    return PoEntry(
        change.msgid,
        change.new,
        change.msgctxt,
        flags=(FUZZY,),
        comments=(was, *others, *change.remarks),
        notes=change.notes,
        references=change.paths,
    )


def _line(text: str) -> str:
    return " ".join(text.split())
