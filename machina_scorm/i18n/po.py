"""PO files: text → PoFile → text.  Knows gettext's format and nothing of courses.

Our own reader because a translator's file is often broken in one place: it names the line, drops that entry and keeps
the others. Written as `msgcat --no-wrap` writes, so a save by another tool leaves no trace in the history.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from machina_scorm.problems import Report
from machina_scorm.source import Source

FUZZY = "fuzzy"

_WIDTH = 79

_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"')
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", '"': '"'}
_UNESCAPES = str.maketrans({value: f"\\{name}" for name, value in _ESCAPES.items()})
_ESCAPED = re.compile(r'[\n\t\r\a\b\f\v\\"]')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr\[\d+\]|msgstr)\s*(.*)")


@dataclass(frozen=True, slots=True)
class PoEntry:
    """One entry.

    `comments` are the translator's, `notes` ours (`#.`), `previous` is the msgctxt and msgid of before a change.
    """

    msgid: str
    msgstr: str = ""
    msgctxt: str | None = None
    plural_id: str | None = None
    plurals: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: tuple[str | None, str] | None = None
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    obsolete: bool = False
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> tuple[str | None, str]:
        """What makes an entry the same entry."""
        return self.msgctxt, self.msgid

    @property
    def fuzzy(self) -> bool:
        """True if somebody has to look at the translation before it is used."""
        return FUZZY in self.flags

    def with_fuzzy(self, fuzzy: bool) -> PoEntry:
        """Return the entry marked fuzzy or not."""
        others = tuple(flag for flag in self.flags if flag != FUZZY)
        return replace(self, flags=(FUZZY, *others) if fuzzy else others)


@dataclass(frozen=True, slots=True)
class PoFile:
    """A PO file: its header as an entry with the msgid "", then the entries in order.

    `broken` is True where something could not be read; such a file must not be written over.
    """

    entries: tuple[PoEntry, ...] = ()
    header: PoEntry = PoEntry("")
    broken: bool = False

    def field(self, name: str) -> str:
        """Return a header field, "" if it is not there."""
        return dict(header_fields(self.header.msgstr)).get(name, "")


def header_fields(msgstr: str) -> tuple[tuple[str, str], ...]:
    """Return the header's fields in order."""
    lines = (line.partition(":") for line in msgstr.split("\n") if ":" in line)
    return tuple((name.strip(), value.strip()) for name, _, value in lines)


def read_po(text: str, source: Source, report: Report) -> PoFile:
    """Read a PO file. Of two equal entries the first one that is translated is kept.

    Rules: `po-syntax`, `po-conflict`, `po-duplicate` (a warning where nothing is lost). Lines end in LF or CRLF.
    """
    reader = _Reader(source, report)
    for number, line in enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        reader.take(line, number)
    return reader.finish()


def write_po(file: PoFile) -> str:
    """Return the text of a PO file: header, entries, obsolete entries, each in the given order."""
    active = [entry for entry in file.entries if not entry.obsolete]
    obsolete = [entry for entry in file.entries if entry.obsolete]
    return "\n".join(_write_entry(entry) for entry in (file.header, *active, *obsolete))


def _write_entry(entry: PoEntry) -> str:
    lines = [f"# {comment}".rstrip() for comment in entry.comments]
    lines += [f"#. {note}".rstrip() for note in entry.notes]
    lines += _write_references(entry.references)
    lines += [f"#, {', '.join(entry.flags)}"] if entry.flags else []
    if entry.previous and not entry.obsolete:
        context, msgid = entry.previous
        lines += _write_string("#| ", "msgctxt", context) if context is not None else []
        lines += _write_string("#| ", "msgid", msgid)
    mark = "#~ " if entry.obsolete else ""
    lines += _write_string(mark, "msgctxt", entry.msgctxt) if entry.msgctxt is not None else []
    lines += _write_string(mark, "msgid", entry.msgid)
    if entry.plural_id is None:
        lines += _write_string(mark, "msgstr", entry.msgstr)
    else:
        lines += _write_string(mark, "msgid_plural", entry.plural_id)
        for number, plural in enumerate(entry.plurals):
            lines += _write_string(mark, f"msgstr[{number}]", plural)
    return "\n".join(lines) + "\n"


def _write_references(references: tuple[str, ...]) -> list[str]:
    """Fill lines of at most 79 characters, which msgcat does to references even where it wraps nothing else."""
    lines: list[str] = []
    for reference in references:
        if lines and len(f"{lines[-1]} {reference}") <= _WIDTH:
            lines[-1] += f" {reference}"
        else:
            lines.append(f"#: {reference}")
    return lines


def _write_string(mark: str, keyword: str, value: str) -> list[str]:
    if not _ESCAPED.search(value):
        return [f'{mark}{keyword} "{value}"']
    parts = [part.translate(_UNESCAPES) for part in re.findall(r"[^\n]*\n|[^\n]+", value)]
    if len(parts) <= 1:
        return [f'{mark}{keyword} "{"".join(parts)}"']
    return [f'{mark}{keyword} ""', *(f'{mark}"{part}"' for part in parts)]


@dataclass(slots=True)
class _Draft:
    """An entry in the making: `strings` by keyword, with `| ` before those of the previous message."""

    line: int = 0
    strings: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    obsolete: bool = False
    open: str = ""  # the keyword that a continuation line continues
    has_message: bool = False  # once more than comments and the previous message was read
    translated: bool = False  # once a msgstr was read, so that the next msgid is another entry's
    plural: bool = False  # once a msgstr[0] or another form was read


class _Reader:
    """Takes a PO file line by line."""

    def __init__(self, source: Source, report: Report) -> None:
        self.source, self.report = source, report
        self.entries: dict[tuple[bool, str | None, str], PoEntry] = {}
        self.header: PoEntry | None = None
        self.draft = _Draft()
        self.broken = False
        # What is passed over: lines until the next "entry" begins, a "conflict", or what follows one until a "blank".
        self.skip = ""

    def take(self, line: str, number: int) -> None:
        """Take one line without its end."""
        text = line.strip(" \t\f\v")
        if self.skip and self._skips(text, number):
            return
        if not text:
            if self.draft.has_message:
                self._close()
        elif text[0] == "#":
            if text.startswith("#~"):
                self._take_string(text[2:].lstrip(), number, obsolete=True)
            elif text.startswith("#|"):
                self._take_string("|" + text[2:].lstrip(), number)
            else:
                self._take_comment(text, number)
        elif text.startswith("<<<<<<<"):
            hint = "keep the lines of one side, or one line that holds both sides' words, and delete the three markers"
            self._break("po-conflict", "two people changed this entry and git left both versions", number, hint)
            self.skip = "conflict"
        else:
            self._take_string(text, number)

    def finish(self) -> PoFile:
        """Close the last entry and return the file."""
        if self.draft.strings:
            self._close()
        return PoFile(tuple(self.entries.values()), self.header or PoEntry(""), self.broken)

    def _skips(self, text: str, number: int) -> bool:
        if self.skip == "conflict":
            self.skip = "blank" if text.startswith(">>>>>>>") else "conflict"
            return True
        begins = text.startswith("#") and not text.startswith(("#~", "#|"))
        if self.skip and (not text or (begins and self.skip == "entry")):
            self.skip = ""
        return bool(self.skip)

    def _take_comment(self, text: str, number: int) -> None:
        if self.draft.has_message:
            self._close()
        draft = self._begin(number)
        if text.startswith("#."):
            draft.notes.append(text[2:].strip())
        elif text.startswith("#:"):
            draft.references += text[2:].split()
        elif text.startswith("#,"):
            draft.flags += [flag.strip() for flag in text[2:].split(",") if flag.strip()]
        else:
            draft.comments.append(text[2:] if text.startswith("# ") else text[1:])

    def _take_string(self, text: str, number: int, obsolete: bool = False) -> None:
        mark = "|" if text.startswith("|") else ""
        text = text.removeprefix("|").lstrip()
        match = _KEYWORD.fullmatch(text)
        keyword, literal = (mark + match[1], match[2]) if match else (self.draft.open, text)
        if match and self._begins_entry(keyword):
            self._close()
        value = self._unquote(literal, number) if keyword else None
        if value is None or (not match and not keyword.startswith(mark)):
            self._syntax(text, literal, keyword, number)
        elif match and keyword in self.draft.strings:
            self._break("po-syntax", f"a second {keyword} in one entry", number, "leave an empty line between entries")
        else:
            draft = self._begin(number)
            draft.obsolete = draft.obsolete or obsolete
            draft.open = keyword
            draft.strings[keyword] = draft.strings.get(keyword, "") + value
            draft.has_message = draft.has_message or keyword[0] != "|"
            if keyword.startswith("msgstr"):
                draft.translated = True
                draft.plural = draft.plural or keyword != "msgstr"

    def _begins_entry(self, keyword: str) -> bool:
        """True if `keyword` cannot belong to the entry that is open."""
        if not self.draft.translated:
            return False
        return not keyword.startswith("msgstr[") or keyword in self.draft.strings

    def _begin(self, number: int) -> _Draft:
        if not self.draft.line:
            self.draft.line = number
        return self.draft

    def _unquote(self, literal: str, number: int) -> str | None:
        match = _STRING.fullmatch(literal)
        if match is None:
            return None
        if "\\" not in match[1]:
            return match[1]
        unknown = next((m[1] for m in _ESCAPE.finditer(match[1]) if not _known(m[1])), None)
        return None if unknown is not None else _ESCAPE.sub(_unescape, match[1])

    def _syntax(self, text: str, literal: str, keyword: str, number: int) -> None:
        if not keyword:
            hint = "an entry is made of msgctxt, msgid and msgstr, each with its text in quotes; a remark begins with #"
            self._break("po-syntax", f"not a line of a PO file: {text[:40]!r}", number, hint)
        elif _STRING.fullmatch(literal):
            hint = 'write \\\\ for a backslash and \\" for a quotation mark'
            self._break("po-syntax", "a backslash that means nothing", number, hint)
        else:
            hint = 'the text stands between two " and a " inside it is written \\"'
            self._break("po-syntax", f"the quotation marks do not match: {literal[:40]}", number, hint)

    def _break(self, rule: str, message: str, number: int, hint: str) -> None:
        self.report.add(rule, message, Source(self.source.path, number), hint)
        self.draft, self.broken, self.skip = _Draft(), True, "entry"

    def _close(self) -> None:
        draft, self.draft = self.draft, _Draft()
        strings = draft.strings
        if "msgid" not in strings or not draft.translated:
            missing = "msgstr" if "msgid" in strings else "msgid"
            hint = "complete the entry or delete it"
            self.report.add("po-syntax", f"an entry without {missing}", Source(self.source.path, draft.line), hint)
            self.broken = True
            return
        entry = _entry(draft)
        if not entry.msgid and entry.msgctxt is None and not entry.obsolete:
            self.header = self.header or entry
            return
        self._keep(entry)

    def _keep(self, entry: PoEntry) -> None:
        key = (entry.obsolete, *entry.key)
        first = self.entries.get(key)
        if first is None:
            self.entries[key] = entry
            return
        place = Source(self.source.path, entry.line)
        message = f"the entry {entry.msgid[:40]!r} stands on line {first.line} too"
        if not entry.obsolete and entry.msgstr and first.msgstr not in ("", entry.msgstr):
            hint = "keep the better translation and delete the other entry"
            self.report.add("po-duplicate", f"{message}, with another translation", place, hint)
            self.broken = True
        elif not entry.obsolete:
            self.report.warn("po-duplicate", message, place, "`machina i18n update` makes one of them")
        if (not first.msgstr or (first.fuzzy and not entry.fuzzy)) and entry.msgstr:
            self.entries[key] = entry


def _entry(draft: _Draft) -> PoEntry:
    strings = draft.strings
    forms = [key for key in strings if key.startswith("msgstr[")] if draft.plural else []
    previous = (strings.get("|msgctxt"), strings["|msgid"]) if "|msgid" in strings else None
    return PoEntry(
        msgid=strings["msgid"],
        msgstr=strings.get("msgstr", ""),
        msgctxt=strings.get("msgctxt"),
        plural_id=strings.get("msgid_plural"),
        plurals=tuple(strings[key] for key in sorted(forms, key=lambda key: int(key[7:-1]))),
        flags=tuple(draft.flags),
        previous=previous,
        comments=tuple(draft.comments),
        notes=tuple(draft.notes),
        references=tuple(draft.references),
        obsolete=draft.obsolete,
        line=draft.line,
    )


def _known(escape: str) -> bool:
    return escape in _ESCAPES or escape[0] in "01234567" or (escape[0] == "x" and len(escape) > 1)


def _unescape(match: re.Match[str]) -> str:
    escape = match[1]
    if escape in _ESCAPES:
        return _ESCAPES[escape]
    return chr(int(escape[1:], 16) if escape[0] == "x" else int(escape, 8))
