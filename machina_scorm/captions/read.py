"""Read WebVTT (W3C WebVTT, 4 and 6) and SRT. What is damaged is named with its line, the sound cues are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from machina_scorm.model.captions import CaptionFile, Cue, Remark
from machina_scorm.problems import Report
from machina_scorm.source import Source

SUFFIXES = (".vtt", ".srt")

_SIGNATURE = "WEBVTT"
_ARROW = "-->"
_REMARK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
_TIME = r"((?:\d{1,5}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:[ \t]+(.*))?", re.ASCII)
_VTT_TIME = re.compile(r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}", re.ASCII)
_SRT_TIME = re.compile(r"(?:\d+:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3}", re.ASCII)
#: Two times with something else than the arrow between them.
_BROKEN = re.compile(r"\d:\d\d[.,:\d]*\s*(?:[-=–—]+\s*>|→|[-–—]+)\s*\d+:\d\d")
_LINES = 20


def read_captions(data: bytes, source: Source, report: Report, encoding: str = "") -> CaptionFile:
    """Read a caption file: SRT if the name in `source` ends in .srt and it does not begin with WEBVTT.

    Errors: `caption-encoding` (not UTF-8, nor the `encoding` asked for), `caption-header` (WEBVTT is missing),
    `caption-time` (times that cannot be read, or text without any), `caption-end` (a cue that ends before it begins),
    `caption-blank` (two cues without an empty line between them). Warnings: `caption-order`, `caption-overlap`,
    `caption-empty`. A file's problems of one rule are listed up to the twentieth.
    """
    text = _decoded(data, source, report, encoding)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    lines = text.split("\n")
    signed = lines[0] == _SIGNATURE or lines[0].startswith((f"{_SIGNATURE} ", f"{_SIGNATURE}\t"))
    srt = not signed and (source.path.lower().endswith(".srt") or _looks_like_srt(lines))
    reading = _Reading(source.path, lines, srt)
    if signed:
        reading.read_header()
    elif not source.path.lower().endswith(".srt"):
        hint = "it looks like SRT: call it .srt" if srt else "write WEBVTT on the first line and leave the second empty"
        report.add("caption-header", "the file does not begin with WEBVTT", Source(source.path, 1), hint)
    reading.read_blocks()
    reading.check_order()
    reading.deliver(report)
    file = CaptionFile(tuple(reading.items), reading.header)
    if not file.cues and not report.spoils(source.path):
        report.warn("caption-empty", "there is no cue in the file", source, "write captions, or remove the file")
    return file


def _decoded(data: bytes, source: Source, report: Report, encoding: str) -> str:
    """Return the text. In a wrong encoding it is read as Western European, so that its times can be checked."""
    if not encoding and data.startswith((b"\xff\xfe", b"\xfe\xff")):
        report.add("caption-encoding", "saved as UTF-16", source, "save the file as UTF-8")
        return data.decode("utf-16", "replace")
    try:
        return data.decode(encoding or "utf-8-sig")
    except LookupError:
        report.add("caption-encoding", f"no encoding is called {encoding!r}", source, "for example windows-1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        named = encoding or "UTF-8"
        hint = (
            "save it as UTF-8 in your editor; an old file is often windows-1252, then this does it: "
            "machina i18n captions convert OLD NEW --encoding windows-1252"
        )
        report.add("caption-encoding", f"the file is not {named}", Source(source.path, line), hint)
    return data.decode("cp1252", "replace")


def _looks_like_srt(lines: list[str]) -> bool:
    first = next((line for line in lines if _ARROW in line), "")
    return "," in first.partition(_ARROW)[0]


def _milliseconds(time: str) -> int:
    whole, _, fraction = time.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0"))


@dataclass(slots=True)
class _Reading:
    path: str
    lines: list[str]
    srt: bool
    at: int = 0
    header: tuple[str, ...] = ("",)
    items: list[Cue | Remark] = field(default_factory=list)
    found: list[tuple[str, str, int, str]] = field(default_factory=list)

    def add(self, rule: str, message: str, line: int, hint: str) -> None:
        self.found.append((rule, message, line, hint))

    def deliver(self, report: Report) -> None:
        """Hand the problems on, of each rule the first ones."""
        counts: dict[str, int] = {}
        for rule, message, line, hint in self.found:
            counts[rule] = counts.get(rule, 0) + 1
            if counts[rule] <= _LINES:
                note = report.warn if rule in ("caption-order", "caption-overlap") else report.add
                note(rule, message, Source(self.path, line), hint)
            elif counts[rule] == _LINES + 1:
                more = sum(each[0] == rule for each in self.found) - _LINES
                report.warn(rule, f"and {more} more of these in the file", Source(self.path, line))

    @property
    def model(self) -> str:
        """How the times of a cue are written."""
        return "00:00:01,000 --> 00:00:04,000" if self.srt else "00:01.000 --> 00:04.000"

    def empty(self, line: str) -> bool:
        """Tell whether a line ends a block: in SRT a line of spaces does too."""
        return not (line.strip() if self.srt else line)

    def read_header(self) -> None:
        header = [self.lines[0][len(_SIGNATURE) :].strip(" \t")]
        self.at = 1
        while self.at < len(self.lines) and self.lines[self.at] and _ARROW not in self.lines[self.at]:
            header.append(self.lines[self.at])
            self.at += 1
        if self.at < len(self.lines) and _ARROW in self.lines[self.at]:
            self._blank(self.at)
            if len(header) > 1 and header[-1].strip().isdecimal():  # the cue's number
                header.pop()
                self.at -= 1
        self.header = tuple(header)

    def read_blocks(self) -> None:
        for start, end in self._blocks():
            self._read_block(start, end)

    def _blocks(self) -> Iterator[tuple[int, int]]:
        start = self.at
        for at in range(self.at, len(self.lines) + 1):
            if at == len(self.lines) or self.empty(self.lines[at]):
                if at > start:
                    yield start, at
                start = at + 1

    def _read_block(self, start: int, end: int) -> None:
        arrows = [at for at in range(start, end) if _ARROW in self.lines[at]]
        is_remark = not self.srt and start not in arrows and _REMARK.fullmatch(self.lines[start]) is not None
        lead = arrows[0] if arrows else end
        if is_remark:
            if arrows and lead - start > 1 and self.lines[lead - 1].strip().isdecimal():
                lead -= 1
            self.items.append(Remark(tuple(self.lines[start:lead])))
        elif not arrows:
            broken = next(
                (at for at in range(start, min(end, start + 2)) if _BROKEN.search(self.lines[at][:200])), None
            )
            if broken is not None:
                self._bad_times(broken, f"write them like this: {self.model}")
                return
            hint = f"a cue begins with {self.model}; an empty line ends a cue, so take out the one above"
            self.add("caption-time", f"text without times: {_short(self.lines[start])}", start + 1, hint)
            return
        elif lead - start > 1:
            self.add("caption-time", f"text without times: {_short(self.lines[start])}", start + 1, "give it times")
        for number, at in enumerate(arrows):
            first = number == 0 and not is_remark
            if not first:
                self._blank(at)
            last = arrows[number + 1] if number + 1 < len(arrows) else end
            if number + 1 < len(arrows) and last - at > 1 and self.lines[last - 1].strip().isdecimal():
                last -= 1  # the next cue's number
            before = self.lines[at - 1].strip() if at > start else ""
            has_id = before and (first or (before.isdecimal() and at - 1 != start))
            self._read_cue(at, last, before if has_id else "")

    def _read_cue(self, at: int, end: int, id_: str) -> None:
        match = _TIMES.fullmatch(self.lines[at].rstrip())
        one = _SRT_TIME if self.srt else _VTT_TIME
        if match is None or not (one.fullmatch(match[1]) and one.fullmatch(match[2])):
            comma = not self.srt and "," in self.lines[at] and match is not None
            why = "WebVTT has a full stop before the milliseconds" if comma else "write them like this"
            self._bad_times(at, f"{why}: {self.model}")
            if match is None or not comma:
                return
        start, stop = _milliseconds(match[1]), _milliseconds(match[2])
        if stop <= start:
            self.add("caption-end", "the cue ends before it begins", at + 1, "the second time must be the later one")
            return
        settings = (match[3] or "").strip()
        lines = tuple(self.lines[at + 1 : end])
        self.items.append(Cue(start, stop, lines, id_, settings, Source(self.path, at + 1)))

    def _bad_times(self, at: int, hint: str) -> None:
        self.add("caption-time", f"the times {_short(self.lines[at])} cannot be read", at + 1, hint)

    def _blank(self, at: int) -> None:
        self.add("caption-blank", "there is no empty line above this cue", at + 1, "leave one line empty between cues")

    def check_order(self) -> None:
        last: Cue | None = None
        for cue in (item for item in self.items if isinstance(item, Cue)):
            if last and cue.start < last.start:
                hint = "sort the cues by their times"
                self.add("caption-order", "the cue begins before the one above it", cue.source.line, hint)
            elif last and cue.start < last.end:
                over = (last.end - cue.start) / 1000
                hint = "end the cue above earlier, or begin this one later"
                message = f"the cue begins {over:g} s before the one above it ends"
                self.add("caption-overlap", message, cue.source.line, hint)
            last = cue


def _short(line: str) -> str:
    return repr(line if len(line) <= 60 else line[:57] + "…")
