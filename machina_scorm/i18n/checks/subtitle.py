"""A translated subtitle can be read while it stands: not too many characters a second, not more than two lines hold."""

from __future__ import annotations

from collections.abc import Iterator

from machina_scorm.captions import is_translated, own_track, pace_of, vtt_of
from machina_scorm.i18n.checks import Finding, NodeCheck
from machina_scorm.model.blocks import Video
from machina_scorm.model.edition import Language
from machina_scorm.problems import Severity
from machina_scorm.source import Source


def _compare(source: Video, translation: Video, language: Language) -> Iterator[Finding]:
    if not source.sentences or any(captions.lang == language.code for captions in source.captions):
        return  # a file made by people for this language is shown as it is
    file = source.sentences[0].text.source.path
    spoken = next((captions for captions in source.captions if captions.source.path == file), None)
    track = own_track(translation, spoken.lang) if spoken else None
    if spoken is None or track is None:
        return
    cues = vtt_of(spoken).cues
    entries: dict[Source, Source] = {}  # a cue's place → the entry of the first sentence that it shows
    for sentence in translation.sentences:
        for share in sentence.shares if is_translated(sentence) else ():
            entries.setdefault(cues[share.cue].source, sentence.text.source)
    for cue in track.cues:
        if cue.source not in entries:
            continue
        pace, place = pace_of(cue, language.code), entries[cue.source]
        if pace.is_fast:
            message = f"{pace.speed:.1f} characters a second at {cue.source}; {pace.most_speed} are read with ease"
            yield Finding(message, "shorten the translation", "caption-speed", place)
        if pace.is_long:
            message = f"{pace.columns} characters at {cue.source}; two lines hold {pace.most_columns}"
            yield Finding(message, "shorten the translation", "caption-length", place)


CHECK = NodeCheck(
    "caption-speed",
    "a subtitle stands long enough to be read, on no more than two lines",
    Video,
    _compare,
    Severity.WARNING,
    also=("caption-length",),
    partial=True,
)
