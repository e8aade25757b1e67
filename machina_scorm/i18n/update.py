"""Update every template and catalog of a project: files in, files out, and what changed in them.

A file that says the same is left as it is, however another program broke its lines. What cannot be read whole, or is
another course's or another language's, is named and never written over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from machina_scorm.i18n.catalog import Key, decode_po
from machina_scorm.i18n.extract import Message, extract
from machina_scorm.i18n.known import main_language, variants
from machina_scorm.i18n.merge import Memory, merge, remember, write_pot
from machina_scorm.i18n.po import PoEntry, PoFile, read_po, write_po
from machina_scorm.i18n.ui import UI_LANGUAGE
from machina_scorm.model.edition import Language, Ui
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.source import Source

_BOM = b"\xef\xbb\xbf"

#: A course may have words of its own for the interface of any language; nothing is extracted for them.
_INTERFACE = "ui"


@dataclass(frozen=True, slots=True)
class Tally:
    """What an update does to the texts of catalogs.

    `texts` there are; `new` have no translation and were not there before; `suggested` have got a translation to be
    confirmed; `returned` are in use again and have their former one back; `dropped` are translations no longer used.
    """

    texts: int = 0
    new: int = 0
    suggested: int = 0
    returned: int = 0
    dropped: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.texts + other.texts,
            self.new + other.new,
            self.suggested + other.suggested,
            self.returned + other.returned,
            self.dropped + other.dropped,
        )


@dataclass(frozen=True, slots=True)
class Updated:
    """A file as it is to be. `language` is "" for a template; `data` are the old bytes where nothing changes."""

    path: str
    language: str
    data: bytes
    changed: bool
    tally: Tally = Tally()


@dataclass(frozen=True, slots=True)
class _Known:
    """A file as it was. `clean` if nothing had to be mended to read it, `whole` if all of it could be read."""

    file: PoFile
    data: bytes
    clean: bool
    whole: bool


_ABSENT = _Known(PoFile(), b"", False, True)
_CLOSED = _Known(PoFile(), b"", False, False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the catalogs are to hold.

    `values` are the units by id, the About as `course`, and where the interface is translated here the Ui as `ui`, for
    the languages in `interface` (None: for all). `project` names the course in the headers.
    """

    values: Mapping[str, object]
    languages: Sequence[Language]
    source_language: str
    project: str = ""
    interface: Collection[str] | None = None

    def wants(self, name: str, language: Language) -> bool:
        """Return True if `language` has a catalog of this name."""
        if not isinstance(self.values[name], Ui):
            return language.code != self.source_language
        return language.code != UI_LANGUAGE and (self.interface is None or language.code in self.interface)


def template_path(name: str) -> str:
    """Return the path of a template, relative to the project root."""
    return f"i18n/templates/{name}.pot"


def catalog_path(language: str, name: str) -> str:
    """Return the path of a catalog, relative to the project root."""
    return f"i18n/{language}/{name}.po"


def plan_update(
    wanted: Wanted,
    old: Mapping[str, bytes | str | None],
    report: Report,
    memory: Mapping[str, Iterable[PoFile]] | None = None,
    only: Collection[str] | None = None,
) -> tuple[Updated, ...]:
    """Return every template and catalog as it is to be.

    `old` holds every file below i18n/ with the ending .po or .pot, also of units that are gone: they are part of the
    memory, as are `memory` (by language code) and the catalogs of a language's other regional forms. None stands for a
    file that cannot be read. `only` names the languages whose catalogs are asked for, None: all.
    Left out, so that nothing in it is lost, is a catalog that cannot be read whole (read_po, decode_po), another
    language's (`po-language`) or another course's (`po-foreign`). A catalog that nothing needs is told as `po-unused`.
    """
    known = {path: _read(data, path, report) for path, data in sorted(old.items()) if path.endswith(".po")}
    messages = {name: extract(value) for name, value in wanted.values.items()}
    memories = _memories(wanted.languages, known, memory or {})
    judge = _Judge(wanted, messages, old, report)
    updates = [_template(name, found, wanted.project, old.get(template_path(name))) for name, found in messages.items()]
    for language in wanted.languages:
        for name in messages if only is None or language.code in only else ():
            path = catalog_path(language.code, name)
            former = known.get(path, _ABSENT)
            if wanted.wants(name, language) and former.whole and judge.accepts(former.file, path, language):
                merged = merge(messages[name], former.file, language, memories[language.code], wanted.project)
                updates.append(_updated(path, language.code, former, merged))
    report.extend(_unused(known, wanted))
    return tuple(updates)


def update_catalogs(
    values: Mapping[str, object],
    languages: Sequence[Language],
    source_language: str,
    old: Mapping[str, str | bytes],
    report: Report,
    project: str = "",
) -> Mapping[str, str]:
    """Return path → text of every template and catalog as it is to be: plan_update for those who want the texts."""
    wanted = Wanted(values, languages, source_language, project)
    return {each.path: each.data.decode("utf-8") for each in plan_update(wanted, old, report)}


def _read(data: str | bytes | None, path: str, report: Report) -> _Known:
    if data is None:
        return _CLOSED
    raw = data.encode() if isinstance(data, str) else data
    source, own = Source(path), Report()
    file = read_po(decode_po(data, source, own), source, own)
    report.extend(own.problems)
    clean = bool(raw) and not own.problems and not raw.startswith(_BOM)
    return _Known(file, raw, clean, not file.broken and not own.errors)


def _memories(
    languages: Sequence[Language], known: Mapping[str, _Known], more: Mapping[str, Iterable[PoFile]]
) -> Mapping[str, Memory]:
    """Return the memory of each language: its own files before others, those of its regional forms last."""
    files: dict[str, list[PoFile]] = {}
    for path, each in known.items():
        files.setdefault(path.split("/")[1], []).append(each.file)
    memories: dict[str, Memory] = {}
    for language in languages:
        code = language.code
        regional = [file for other in variants(code, sorted(files)) for file in files[other]]
        memories[code] = remember([*files.get(code, ()), *more.get(code, ()), *regional])
    return memories


@dataclass(frozen=True, slots=True)
class _Judge:
    """Tells whether a file is of this language and this course."""

    wanted: Wanted
    messages: Mapping[str, tuple[Message, ...]]
    old: Mapping[str, bytes | str | None]
    report: Report

    def accepts(self, file: PoFile, path: str, language: Language) -> bool:
        """Return True if the file may be brought up to the course; else say why not."""
        place, code = Source(path, file.header.line), file.field("Language")
        if code and main_language(code) != main_language(language.code):
            message = f"a file in another language: its header says {code}, its folder {language.code}"
            hint = (
                f"move it to i18n/{code.replace('_', '-')}/, or if the header is wrong write Language: {language.code}"
            )
            self.report.add("po-language", message, place, hint)
            return False
        if self._foreign(file):
            theirs = file.field("Project-Id-Version")
            message = f"a file of another course, “{theirs}”: this course has few of its texts"
            hint = (
                f"put this course's file back (as a memory it can be used: `machina i18n add … --memory FILE`); "
                f"if it is this course's, write Project-Id-Version: {self.wanted.project} in its header"
            )
            self.report.add("po-foreign", message, place, hint)
            return False
        return True

    def _foreign(self, file: PoFile) -> bool:
        theirs = file.field("Project-Id-Version")
        if not theirs or theirs.casefold() == self.wanted.project.casefold():
            return False
        keys = [entry.key for entry in file.entries if not entry.obsolete and entry.msgstr]
        return _most_unknown(keys, self._current()) and _most_unknown(keys, self._current() | self._former())

    def _current(self) -> set[Key]:
        return {message.key for messages in self.messages.values() for message in messages}

    def _former(self) -> set[Key]:
        """Return the messages of the former templates: a unit that was written anew is still this course's."""
        ignored = Report()
        return {
            entry.key
            for path, data in self.old.items()
            if path.endswith(".pot") and data is not None
            for entry in read_po(decode_po(data, Source(path), ignored), Source(path), ignored).entries
        }


def _most_unknown(keys: Sequence[Key], known: set[Key]) -> bool:
    return 2 * sum(key in known for key in keys) < len(keys)


def _template(name: str, messages: tuple[Message, ...], project: str, old: bytes | str | None) -> Updated:
    data = old.encode() if isinstance(old, str) else old or b""
    return _file(template_path(name), "", data, write_pot(messages, project), False, Tally(len(messages)))


def _updated(path: str, language: str, former: _Known, merged: PoFile) -> Updated:
    same = former.clean and _say_the_same(former.file, merged)
    return _file(path, language, former.data, write_po(merged), same, _tally(former.file, merged))


def _file(path: str, language: str, old: bytes, text: str, same: bool, tally: Tally) -> Updated:
    """Return a file with the line ends that it has; Poedit on Windows writes CRLF and git may too."""
    data = text.encode()
    if same or old.replace(b"\r\n", b"\n") == data:
        return Updated(path, language, old, False, tally)
    if 2 * old.count(b"\r\n") > old.count(b"\n"):
        data = data.replace(b"\n", b"\r\n")
    return Updated(path, language, data, True, tally)


def _say_the_same(one: PoFile, other: PoFile) -> bool:
    """Tell whether two files differ in how comments are broken into lines at most, which polib does at hyphens too."""
    if len(one.entries) != len(other.entries):
        return False
    pairs = zip((one.header, *one.entries), (other.header, *other.entries), strict=True)
    return all(ours == theirs or _unbroken(ours) == _unbroken(theirs) for ours, theirs in pairs)


def _unbroken(entry: PoEntry) -> PoEntry:
    comments, notes = ("".join("".join(lines).split()) for lines in (entry.comments, entry.notes))
    return replace(entry, comments=(comments,), notes=(notes,))


def _tally(former: PoFile, merged: PoFile) -> Tally:
    before = {entry.key: entry for entry in former.entries if not entry.obsolete}
    now = [entry for entry in merged.entries if not entry.obsolete]
    had = {key for key, entry in before.items() if entry.msgstr}
    return Tally(
        texts=len(now),
        new=sum(entry.key not in before and not entry.msgstr for entry in now),
        suggested=sum(entry.fuzzy and bool(entry.msgstr) and entry.key not in had for entry in now),
        returned=sum(bool(entry.msgstr) and not entry.fuzzy and entry.key not in had for entry in now),
        dropped=len(had - {entry.key for entry in now}),
    )


def _unused(known: Mapping[str, _Known], wanted: Wanted) -> Iterable[Problem]:
    """Yield the catalogs of no unit and the folders of no language of the course."""
    codes = {language.code for language in wanted.languages}
    told: set[str] = set()
    for path in known:
        _, code, name = path.split("/")
        if code not in codes and code not in told:
            told.add(code)
            message, hint = f"the course has no language {code}", f"`machina i18n add {code}` adds it"
            yield Problem("po-unused", message, Source(f"i18n/{code}"), hint, Severity.INFO)
        elif code in codes and name.removesuffix(".po") not in (*wanted.values, _INTERFACE):
            message = "nothing in the course has this name; the file is kept, its translations are suggested elsewhere"
            hint = "a unit that was renamed: rename the file too and update again, and nothing needs to be confirmed"
            yield Problem("po-unused", message, Source(path), hint, Severity.INFO)
