"""Catalogs: what one PO file knows about the translation into one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from machina_scorm.dialect.inline import normalise
from machina_scorm.i18n.plural import same_plurals
from machina_scorm.i18n.po import PoEntry, PoFile, read_po
from machina_scorm.i18n.review import State, state_of
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.source import Source

Key = tuple[str | None, str]

#: What neither XML nor a slide can hold, and nobody types on purpose.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_SAVED = "`machina i18n update` saves it as UTF-8"


class Lookup(Protocol):
    """What localise needs of a catalog."""

    def lookup(self, text: Text) -> str | None:
        """Return the translation of `text`, None where there is none to publish."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A translation. `source` is its place in the PO file, `comments` are the translator's.

    `previous` is the msgctxt and msgid that a fuzzy translation is one of.
    """

    msgstr: str
    fuzzy: bool
    source: Source
    comments: tuple[str, ...] = ()
    previous: Key | None = None


@dataclass(frozen=True, slots=True)
class Catalog:
    """The translations of one PO file by (msgctxt, msgid); obsolete ones are left out."""

    language: Language
    source: Source
    entries: Mapping[Key, Entry] = field(default_factory=dict)

    def lookup(self, text: Text) -> str | None:
        """Return the translation of `text` in a message's normal form; None where it is missing, empty or fuzzy."""
        entry = self.find(text)
        return None if entry is None or entry.fuzzy else entry.msgstr or None

    def find(self, text: Text) -> Entry | None:
        """Return the entry of `text`, translated or not; None where the file has none."""
        return self.entries.get((text.msgctxt, text.md))

    def state(self, text: Text) -> State | None:
        """Return who vouches for the translation of `text`; None where there is none to publish."""
        entry = self.find(text)
        if entry is None or entry.fuzzy or not entry.msgstr:
            return None
        return state_of(text.msgctxt, text.md, entry.msgstr, entry.comments)


@dataclass(frozen=True, slots=True)
class SourceCatalog:
    """The catalog of the course's own language: every text stands for itself."""

    def lookup(self, text: Text) -> str | None:
        """Return the text."""
        return text.md


@dataclass(frozen=True, slots=True)
class Layers:
    """Several catalogs, the first one that knows a text wins: a course's own ui.po above the toolkit's."""

    catalogs: tuple[Lookup, ...]

    def lookup(self, text: Text) -> str | None:
        """Return the first translation found."""
        return next((found for catalog in self.catalogs if (found := catalog.lookup(text)) is not None), None)

    def find(self, text: Text) -> Entry | None:
        """Return the first entry with a translation of `text`, else the first entry; None where no file has one."""
        files = (each for each in self.catalogs if isinstance(each, Catalog | Layers))
        found = [entry for each in files if (entry := each.find(text)) is not None]
        return next((entry for entry in found if entry.msgstr and not entry.fuzzy), found[0] if found else None)


def read_catalog(data: str | bytes, source: Source, language: Language, report: Report) -> Catalog:
    """Read a PO file; what is broken is reported with its line, the rest is kept.

    Rules: those of read_po and decode_po, `po-control` (what no file can show), and the warnings `po-language` (the
    header names another language) and `po-plural` (its Plural-Forms are not those of languages.yaml).
    """
    file = read_po(decode_po(data, source, report), source, report)
    _check_header(file, source, language, report)
    _check_controls(file, source, report)
    entries = {
        entry.key: _entry(entry, Source(source.path, entry.line))
        for entry in file.entries
        if not entry.obsolete and not _CONTROL.search(entry.msgstr)
    }
    return Catalog(language, source, entries)


def _entry(entry: PoEntry, place: Source) -> Entry:
    return Entry(normalise(entry.msgstr).strip(), entry.fuzzy, place, entry.comments, entry.previous)


def decode_po(data: str | bytes, source: Source, report: Report) -> str:
    """Return a PO file's text; UTF-16, and what the header names as its character set, are read with a warning.

    Where the header names none that fits, `po-encoding` is an error with the line, and the line is made one that
    cannot be read, so that no wrong letters reach a learner. Raises nothing.
    """
    if isinstance(data, str):
        return data
    wide = _utf_16(data)
    if wide:
        try:
            text = data.decode(wide).removeprefix("\ufeff")
        except UnicodeDecodeError:
            report.add("po-encoding", "saved as UTF-16, and not whole", source, "save the file as UTF-8")
            return "(UTF-16)"
        report.warn("po-encoding", "saved as UTF-16", source, _SAVED)
        return text
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _decode_other(data, Source(source.path, data.count(b"\n", 0, error.start) + 1), report)


def _utf_16(data: bytes) -> str:
    """Return which UTF-16 `data` is in, "" for none: by its mark, or by every second byte being 0."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    begin = data[:64]
    if len(begin) < 8 or len(begin) % 2:
        return ""
    return "utf-16-le" if not any(begin[1::2]) else "utf-16-be" if not any(begin[::2]) else ""


def _decode_other(data: bytes, place: Source, report: Report) -> str:
    head, _, tail = data.partition(b"charset=")
    charset = tail.split(b"\\n")[0].split(b'"')[0].strip().decode("ascii", "replace") if head else ""
    if charset.lower() not in ("", "utf-8", "utf8", "charset"):
        try:
            text = data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
        else:
            report.warn("po-encoding", f"saved as {charset}", place, _SAVED)
            return text.replace(f"charset={charset}", "charset=UTF-8", 1)
    lines = []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8-sig"))
        except UnicodeDecodeError:
            hint = "save the file as UTF-8 in the program that wrote it"
            report.add("po-encoding", "not UTF-8", Source(place.path, number), hint)
            lines.append('msgstr "not UTF-8')
    return "\n".join(lines)


def _check_controls(file: PoFile, source: Source, report: Report) -> None:
    for entry in file.entries:
        control = None if entry.obsolete else _CONTROL.search(entry.msgstr)
        if control:
            message = f"an invisible control character (U+{ord(control[0]):04X}) in the translation"
            hint = "delete the words around it and type them again"
            report.add("po-control", message, Source(source.path, entry.line), hint)


def _check_header(file: PoFile, source: Source, language: Language, report: Report) -> None:
    code, plural = file.field("Language").replace("_", "-"), file.field("Plural-Forms")
    place = Source(source.path, file.header.line)
    if code and code != language.code:
        message = f"the header says {code}, the folder says {language.code}"
        report.warn("po-language", message, place, "is it the right file?")
    if plural and not same_plurals(plural, language.plural):
        hint = f"`machina i18n update` writes {language.plural}"
        report.warn("po-plural", "Plural-Forms are not those of i18n/languages.yaml", place, hint)
