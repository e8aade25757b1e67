"""WebVTT ↔ SRT. SRT has no standard: players know numbers, times, and the tags `<i>`, `<b>`, `<u>`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from machina_scorm.captions.markup import TAG, VOICE, opened, visible, written
from machina_scorm.model.captions import CaptionFile, Cue, Remark

_SRT_TAGS = frozenset({"i", "b", "u"})
_SRT_TAG = re.compile(r"<(/?)([biuBIU])(?:\s[^<>]*)?>")
_DROPPED = re.compile(r"</?font(?:\s[^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)
_ON_TOP = re.compile(r"\{\\an?([789])\}")


def as_vtt(file: CaptionFile) -> CaptionFile:
    """Return an SRT file as WebVTT: colours are dropped, `{\\an8}` (at the top) becomes a position."""
    return CaptionFile(tuple(_vtt_cue(cue) for cue in file.cues))


def as_srt(file: CaptionFile) -> CaptionFile:
    """Return a WebVTT file as SRT, its cues numbered; `left_out` says what SRT cannot hold."""
    return CaptionFile(
        tuple(
            replace(cue, id=str(number), settings="", lines=_changed(cue.lines, _srt_line))
            for number, cue in enumerate(file.cues, 1)
        )
    )


def left_out(file: CaptionFile) -> tuple[str, ...]:
    """Return what of a WebVTT file SRT has no place for, in words: `2 notes or styles`, `1 position`."""
    cues = file.cues
    voices = sum(len(VOICE.findall("\n".join(cue.lines))) for cue in cues)
    tags = sum(
        bool(opened(tag) or tag[1].isdigit()) and opened(tag) not in (*_SRT_TAGS, "v")
        for cue in cues
        for tag in TAG.findall("\n".join(cue.lines))
    )
    counts = (
        (sum(isinstance(item, Remark) for item in file.items), "note or style", "notes or styles"),
        (sum(bool(cue.settings) for cue in cues), "position", "positions"),
        (voices, "speaker’s name", "speakers’ names"),
        (tags, "other tag", "other tags"),
    )
    return tuple(f"{number} {one if number == 1 else many}" for number, one, many in counts if number)


def _vtt_cue(cue: Cue) -> Cue:
    on_top = any(_ON_TOP.search(line) for line in cue.lines)
    id_ = "" if cue.id.isdecimal() else cue.id.replace("-->", "")
    settings = "line:0" if on_top else ""
    return replace(cue, id=id_, settings=settings, lines=_changed(cue.lines, _vtt_line))


def _changed(lines: tuple[str, ...], change: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(new for line in lines if (new := change(line)).strip() or not line.strip())


def _vtt_line(line: str) -> str:
    return written(_SRT_TAG.sub(lambda tag: f"<{tag[1]}{tag[2].lower()}>", _DROPPED.sub("", line)))


def _srt_line(line: str) -> str:
    parts, last = [], 0
    for match in TAG.finditer(line):
        name = opened(match[0]) or match[0].strip("</>")
        parts += [visible(line[last : match.start()]), match[0] if name in _SRT_TAGS else ""]
        last = match.end()
    text = "".join((*parts, visible(line[last:])))
    return re.sub(r"<([biu])\.[^<>]*>", r"<\1>", text).replace("-->", "→")
