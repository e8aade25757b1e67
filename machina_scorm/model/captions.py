"""Captions: a WebVTT or SRT file as a value, and its sentences as a translator gets them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from machina_scorm.model.text import Text
from machina_scorm.source import Source

#: The role of a subtitle's sentence: plain text in which WebVTT's tags may stand (`<i>`, `<b>`, `<lang fr>` …).
CAPTION_ROLE = "caption"


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown from `start` to `end` (milliseconds). `lines` are as in the file, with its tags and entities.

    `settings` is what stands behind the times: a position. `source` is the line of the times.
    """

    start: int
    end: int
    lines: tuple[str, ...]
    id: str = ""
    settings: str = ""
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Remark:
    """A NOTE, STYLE or REGION block of WebVTT, its first word included."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaptionFile:
    """A caption file. `header` is what follows the word WEBVTT: the rest of its line, then the lines below it."""

    items: tuple[Cue | Remark, ...] = ()
    header: tuple[str, ...] = ("",)

    @property
    def cues(self) -> tuple[Cue, ...]:
        """The cues in the order of the file."""
        return tuple(item for item in self.items if isinstance(item, Cue))


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a sentence that one cue shows: the cue's number from 0, and how many columns of it it shows.

    A column is a character, one of full width (Chinese, Japanese, Korean) two.
    """

    cue: int
    columns: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a subtitle and the cues it is spread over. `voice` is the tag of who says it, `<v Ann>`."""

    text: Text
    shares: tuple[Share, ...]
    voice: str = ""


Sentences: TypeAlias = tuple[Sentence, ...]
