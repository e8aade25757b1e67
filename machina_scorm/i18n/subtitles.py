"""Subtitles among the translations: which languages need them."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from machina_scorm.model.blocks import Video
from machina_scorm.model.text import map_nodes

T = TypeVar("T")


def without_ready(value: T, language: str) -> T:
    """Return `value` without the sentences of videos that have a caption file in `language`: nobody translates them."""
    return map_nodes(value, Video, lambda video: _without(video, language))


def _without(video: Video, language: str) -> Video:
    is_ready = video.sentences and any(captions.lang == language for captions in video.captions)
    return replace(video, sentences=()) if is_ready else video
