"""Subtitles among the translations: which languages need them, and whether they can be read in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from machina_scorm.captions import is_translated, own_track, pace_of, vtt_of
from machina_scorm.i18n.catalog import Catalog, Entry
from machina_scorm.i18n.localise import localise
from machina_scorm.i18n.verify import waived_rules
from machina_scorm.model.blocks import Video
from machina_scorm.model.text import iter_nodes, map_nodes
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

T = TypeVar("T")


def without_ready(value: T, language: str) -> T:
    """Return `value` without the sentences of videos that have a caption file in `language`: nobody translates them."""
    return map_nodes(value, Video, lambda video: _without(video, language))


def videos_with_sentences(value: object) -> tuple[Video, ...]:
    """Return the videos below `value` whose subtitles are translated, each once."""
    return tuple(dict.fromkeys(node for node in iter_nodes(value) if isinstance(node, Video) and node.sentences))


def check_subtitles(videos: Iterable[Video], catalog: Catalog, source_language: str) -> Iterator[Problem]:
    """Yield the warnings `caption-speed` and `caption-length` for the translated subtitles of `videos`.

    A problem stands at the cue in the source's file; its hint names the entry in the catalog, which can waive it.
    """
    language = catalog.language.code
    for video in videos:
        if any(captions.lang == language for captions in video.captions):
            continue
        source = next((captions for captions in video.captions if captions.lang == source_language), None)
        localised, _ = localise(video, catalog, source_language)
        track = own_track(localised, source_language)
        if track is None or source is None:
            continue
        cues = vtt_of(source).cues
        entries: dict[Source, list[Entry]] = {}
        for before, sentence in zip(video.sentences, localised.sentences, strict=True):
            for share in sentence.shares if is_translated(sentence) else ():
                entry = catalog.entries[before.text.msgctxt, before.text.md]
                entries.setdefault(cues[share.cue].source, []).append(entry)
        for cue in track.cues:
            if cue.source not in entries:
                continue
            pace = pace_of(cue, language)
            waived = {rule for entry in entries[cue.source] for rule in waived_rules(entry)}
            places = dict.fromkeys(str(entry.source) for entry in entries[cue.source])
            hint = f"shorten the translation at {' or '.join(places)}"
            if pace.is_fast and "caption-speed" not in waived:
                message = f"in {language}: {pace.speed:.1f} characters a second; {pace.most_speed} are read with ease"
                yield Problem("caption-speed", message, cue.source, hint, Severity.WARNING)
            if pace.is_long and "caption-length" not in waived:
                message = f"in {language}: {pace.columns} characters; two lines hold {pace.most_columns}"
                yield Problem("caption-length", message, cue.source, hint, Severity.WARNING)


def _without(video: Video, language: str) -> Video:
    is_ready = video.sentences and any(captions.lang == language for captions in video.captions)
    return replace(video, sentences=()) if is_ready else video
