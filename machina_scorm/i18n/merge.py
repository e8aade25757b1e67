"""Merge: what a program extracted with what people translated.

In document order: the same message keeps its translation; the same words elsewhere give theirs as a suggestion (the
translation memory); else the nearest former message of the file does; else the message is empty. Suggestions are fuzzy
and so not published. Nothing is thrown away: what the source no longer holds stays as an obsolete entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

from machina_scorm.i18n.extract import Message
from machina_scorm.i18n.plural import same_plurals
from machina_scorm.i18n.po import FUZZY, PoEntry, PoFile, header_fields, write_po
from machina_scorm.model.edition import Language

#: How alike two messages must be for one to suggest the translation of the other (difflib's ratio).
THRESHOLD = 0.75

#: Shorter messages are never matched by likeness: “Disc metadata” is not nearly “Migrating metadata”.
MIN_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Memory:
    """The translation memory of one language: reviewed translations by msgid."""

    entries: Mapping[str, tuple[PoEntry, ...]] = field(default_factory=dict)

    def suggest(self, msgctxt: str | None, msgid: str) -> PoEntry | None:
        """Return an entry that translates `msgid`, one with the same context if there is one, else the first."""
        found = self.entries.get(msgid, ())
        return next((entry for entry in found if entry.msgctxt == msgctxt), found[0] if found else None)


def remember(files: Iterable[PoFile]) -> Memory:
    """Return the memory of `files` in their order: translated and not fuzzy, obsolete ones included."""
    found: dict[str, list[PoEntry]] = {}
    for file in files:
        for entry in file.entries:
            if entry.msgstr and not entry.fuzzy:
                found.setdefault(entry.msgid, []).append(entry)
    return Memory({msgid: tuple(entries) for msgid, entries in found.items()})


def merge(
    messages: Iterable[Message], old: PoFile, language: Language, memory: Memory | None = None, project: str = ""
) -> PoFile:
    """Return the catalog of `messages`, with what `old`, its former state, and `memory` know.

    Merging the result again gives the result.
    """
    wanted = {message.key: message for message in messages}
    former = [_without_plural(entry) for entry in old.entries]
    by_key = {entry.key: entry for entry in sorted(former, key=lambda entry: not entry.obsolete)}
    lost = [entry for entry in former if entry.key not in wanted and entry.msgstr]
    entries = [_merge_one(message, by_key.get(key), lost, memory or Memory()) for key, message in wanted.items()]
    obsolete = _obsolete(lost, entries)
    header = replace(old.header, msgstr=_header(old.header.msgstr, language, project), flags=())
    return PoFile((*entries, *obsolete), header)


def write_pot(messages: Iterable[Message], project: str = "") -> str:
    """Return the template of `messages`: the same bytes until a message changes."""
    header = PoEntry("", _header_text(_fields(project)))
    return write_po(PoFile(tuple(_entry(message) for message in messages), header))


def _without_plural(entry: PoEntry) -> PoEntry:
    """Return an entry whose plural forms, which no text of a course has, are one translation to look at."""
    if entry.plural_id is None:
        return entry
    words = next((form for form in reversed(entry.plurals) if form), "")
    return replace(entry, msgstr=words, plural_id=None, plurals=()).with_fuzzy(bool(words))


def _merge_one(message: Message, known: PoEntry | None, lost: list[PoEntry], memory: Memory) -> PoEntry:
    if known is not None and known.msgstr:
        previous = known.previous if known.fuzzy else None
        return _entry(message, known.msgstr, known.fuzzy, previous, known.comments)
    comments = known.comments if known is not None else ()
    same = memory.suggest(message.msgctxt, message.msgid)
    if same is not None:
        previous = None if same.msgctxt == message.msgctxt else (same.msgctxt, same.msgid)
        return _entry(message, same.msgstr, True, previous, comments)
    near = _nearest(message, lost)
    if near is not None:
        # A suggestion's own previous message is what its msgstr really translates.
        previous = near.previous if near.fuzzy and near.previous else near.key
        return _entry(message, near.msgstr, True, previous, near.comments)
    return _entry(message, comments=comments)


def _nearest(message: Message, lost: list[PoEntry]) -> PoEntry | None:
    """Return the most similar former message; of equally similar ones one of the same context, and the first."""
    best, best_score = None, (0.0, False, 0)
    bounds = [(_bound(message.msgid, entry.msgid), -place) for place, entry in enumerate(lost)]
    for bound, place in sorted((found for found in bounds if found[0] >= THRESHOLD), reverse=True):
        if bound < best_score[0]:
            break
        entry = lost[-place]
        score = (_ratio(message.msgid, entry.msgid), entry.msgctxt == message.msgctxt, place)
        if score[0] >= THRESHOLD and score > best_score:
            best, best_score = entry, score
    return best


@lru_cache(maxsize=100_000)
def _bound(new: str, old: str) -> float:
    """Return what the ratio of two messages is at most, and 0 where it cannot reach THRESHOLD.

    Kept, as the ratio is: the catalogs of all languages ask the same.
    """
    shorter, longer = sorted((len(new), len(old)))
    if shorter < MIN_LENGTH or 2 * shorter < THRESHOLD * (shorter + longer):
        return 0.0
    matcher = _matcher(new)
    matcher.set_seq1(old)
    return matcher.quick_ratio()


@lru_cache(maxsize=100_000)
def _ratio(new: str, old: str) -> float:
    matcher = _matcher(new)
    matcher.set_seq1(old)
    return matcher.ratio()


@lru_cache(maxsize=1)
def _matcher(new: str) -> SequenceMatcher[str]:
    """Return difflib's matcher with all that it learns of one message before it sees another."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(new)
    return matcher


def _obsolete(lost: list[PoEntry], current: list[PoEntry]) -> list[PoEntry]:
    """Return the entries that stay as obsolete: former ones first, without suggestions that another entry holds."""
    reviewed = {entry.msgstr for entry in (*lost, *current) if not entry.fuzzy}
    kept = [entry for entry in lost if not entry.fuzzy or entry.msgstr not in reviewed]
    kept.sort(key=lambda entry: not entry.obsolete)
    return [
        replace(entry, obsolete=True, notes=(), references=(), previous=None, flags=(FUZZY,) if entry.fuzzy else ())
        for entry in {entry.key: entry for entry in kept}.values()
    ]


def _entry(
    message: Message,
    msgstr: str = "",
    fuzzy: bool = False,
    previous: tuple[str | None, str] | None = None,
    comments: tuple[str, ...] = (),
) -> PoEntry:
    return PoEntry(
        message.msgid,
        msgstr,
        message.msgctxt,
        flags=(FUZZY,) if fuzzy else (),
        previous=previous,
        comments=comments,
        notes=message.notes,
        references=message.paths,
    )


def _fields(project: str) -> dict[str, str]:
    return {
        "Project-Id-Version": project,
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _header(old: str, language: Language, project: str) -> str:
    """Return the header: what other tools wrote stays, in their order and spelling where it says the same."""
    ours = _fields(project) | {"Language": language.code.replace("-", "_"), "Plural-Forms": language.plural}
    fields = dict(header_fields(old))
    for name, value in ours.items():
        known = fields.get(name, "")
        if name == "Project-Id-Version" and known:
            continue
        same = same_plurals(known, value) if name == "Plural-Forms" else _squeeze(known) == _squeeze(value)
        fields[name] = known if same else value
    return _header_text(fields)


def _squeeze(value: str) -> str:
    return "".join(value.split()).replace("-", "_").casefold().rstrip(";")


def _header_text(fields: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in fields.items())
