"""Captions: WebVTT and SRT in and out, sentences for the translator, and translations back over the cues.

No file is opened here, and no catalog is asked.
"""

from __future__ import annotations

from machina_scorm.captions.convert import as_srt, as_vtt, left_out
from machina_scorm.captions.markup import tag_counts
from machina_scorm.captions.pace import Pace, check_pace, pace_of
from machina_scorm.captions.read import SUFFIXES, read_captions
from machina_scorm.captions.sentences import merged
from machina_scorm.captions.track import is_translated, own_track, retimed, tracks, vtt_of
from machina_scorm.captions.write import write_srt, write_vtt

__all__ = [
    "SUFFIXES",
    "Pace",
    "as_srt",
    "as_vtt",
    "check_pace",
    "is_translated",
    "left_out",
    "merged",
    "own_track",
    "pace_of",
    "read_captions",
    "retimed",
    "tag_counts",
    "tracks",
    "vtt_of",
    "write_srt",
    "write_vtt",
]
