"""How fast captions must be read, and how long they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from machina_scorm.captions.markup import columns, letters
from machina_scorm.captions.words import is_spaceless
from machina_scorm.model.captions import CaptionFile, Cue
from machina_scorm.problems import Problem, Severity

#: Characters a second that are read with ease; in Chinese, Japanese and Korean.
SPEED, SPEED_CJK = 17, 9
#: Columns of a line – full-width characters take two – and lines of a cue.
LINE, LINES = 42, 2

_CJK = frozenset({"zh", "ja", "ko", "yue", "wuu"})


@dataclass(frozen=True, slots=True)
class Pace:
    """What a cue asks of its reader: `speed` in characters a second, `columns` of text; and what is right."""

    speed: float
    columns: int
    most_speed: int
    most_columns: int = LINE * LINES

    @property
    def is_fast(self) -> bool:
        """True if the cue is gone before it is read."""
        return round(self.speed, 1) > self.most_speed

    @property
    def is_long(self) -> bool:
        """True if the cue needs more than two lines."""
        return self.columns > self.most_columns


def most_speed(language: str) -> int:
    """Return how many characters a second are read with ease in a language (BCP 47)."""
    return SPEED_CJK if language.partition("-")[0].lower() in _CJK else SPEED


def pace_of(cue: Cue, language: str) -> Pace:
    """Return the pace of a cue in `language` (BCP 47)."""
    text = ""
    for line in cue.lines:
        spaced = text and line and not (is_spaceless(text[-1]) and is_spaceless(line[0]))
        text += (" " if spaced else "") + line
    return Pace(letters(text) * 1000 / max(1, cue.end - cue.start), columns(text), most_speed(language))


def check_pace(file: CaptionFile, language: str) -> Iterator[Problem]:
    """Yield the warnings `caption-speed` and `caption-length` at the cues of a file."""
    for cue in file.cues:
        pace = pace_of(cue, language)
        if pace.is_fast:
            message = f"{pace.speed:.1f} characters a second; up to {pace.most_speed} are read with ease"
            hint = "show the cue longer, or shorten its text"
            yield Problem("caption-speed", message, cue.source, hint, Severity.WARNING)
        if pace.is_long:
            message = f"{pace.columns} characters; two lines hold {pace.most_columns}"
            hint = "make two cues of it, or shorten its text"
            yield Problem("caption-length", message, cue.source, hint, Severity.WARNING)
