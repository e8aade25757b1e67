"""Write WebVTT and SRT: UTF-8, `\\n`, hours always."""

from __future__ import annotations

from machina_scorm.model.captions import CaptionFile, Cue


def write_vtt(file: CaptionFile) -> str:
    """Return a WebVTT file; reading it gives `file` again."""
    first, *more = file.header or ("",)
    head = "\n".join((f"WEBVTT {first}".rstrip(), *more))
    blocks = ["\n".join(_vtt_cue(item) if isinstance(item, Cue) else item.lines) for item in file.items]
    return "\n\n".join((head, *blocks)) + "\n"


def write_srt(file: CaptionFile) -> str:
    """Return an SRT file of the cues, those without a number numbered; what SRT cannot hold is left out."""
    blocks = []
    for number, cue in enumerate(file.cues, 1):
        settings = f" {cue.settings}" if cue.settings else ""
        times = f"{_time(cue.start, ',')} --> {_time(cue.end, ',')}{settings}"
        blocks.append("\n".join((cue.id or str(number), times, *cue.lines)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _vtt_cue(cue: Cue) -> tuple[str, ...]:
    settings = f" {cue.settings}" if cue.settings else ""
    times = f"{_time(cue.start, '.')} --> {_time(cue.end, '.')}{settings}"
    return (*((cue.id,) if cue.id else ()), times, *cue.lines)


def _time(milliseconds: int, mark: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{rest:03}"
