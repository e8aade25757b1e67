"""Translated sentences → the cues of the source again, and the tracks that a package gets."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from machina_scorm.captions.convert import as_vtt
from machina_scorm.captions.markup import balanced, columns, visible, written
from machina_scorm.captions.pace import LINE, LINES
from machina_scorm.captions.read import read_captions
from machina_scorm.captions.sentences import PAUSE
from machina_scorm.captions.words import is_spaceless, split
from machina_scorm.captions.write import write_vtt
from machina_scorm.model.blocks import Captions, Video
from machina_scorm.model.captions import CaptionFile, Cue, Remark, Sentence, Sentences
from machina_scorm.problems import Report

#: What a cue takes at best: two lines that end at words are seldom full.
_FULL = LINE * LINES - 4

_SPEAKS = re.compile(r"[-–—]\s*\S")
_SIGNATURE = re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|\Z)")


def tracks(video: Video, language: str, source_language: str) -> tuple[Captions, ...]:
    """Return the captions of a video for a package in `language`, all as WebVTT files.

    First the one made from the translated sentences, if there is one and no file was written for the language; then
    the files that people made: WebVTT as it is, SRT converted.
    """
    own = None if any(captions.lang == language for captions in video.captions) else own_track(video, source_language)
    made = () if own is None else (Captions(language, write_vtt(own).encode()),)
    return (*made, *(_as_vtt(captions) for captions in video.captions))


def own_track(video: Video, source_language: str) -> CaptionFile | None:
    """Return the captions made from a localised video's sentences, None where not one of them is translated."""
    source = next((captions for captions in video.captions if captions.lang == source_language), None)
    if source is None or not any(is_translated(sentence) for sentence in video.sentences):
        return None
    return retimed(vtt_of(source), video.sentences)


def vtt_of(captions: Captions) -> CaptionFile:
    """Return a caption file as a WebVTT value; its problems were reported where it was read."""
    file = read_captions(captions.data, captions.source, Report())
    return file if _SIGNATURE.match(captions.data) else as_vtt(file)


def is_translated(sentence: Sentence) -> bool:
    """Tell whether a localised sentence has words and they are translated."""
    return not sentence.text.lang and any(character.isalpha() for character in visible(sentence.text.md))


def retimed(file: CaptionFile, sentences: Sentences) -> CaptionFile:
    """Return `file` with the text of its cues from `sentences`, those that fell back to their language marked.

    Times, positions, notes and styles stay; what the header says of the language does not. A sentence is spread over
    its cues in proportion to the source, a cue laid out in balanced lines of 42 columns. Where a sentence has too few
    words for its cues, it stays on the screen longer.
    """
    pieces: defaultdict[int, list[tuple[Sentence, str]]] = defaultdict(list)
    first: dict[int, int] = {}  # cue → the cue in which its first sentence begins
    for sentence in sentences:
        shares = sentence.shares
        columns_of = tuple(share.columns for share in shares)
        parts = split(sentence.text.md, columns_of, _FULL, exact=bool(sentence.text.lang))
        for share, part in zip(shares, balanced(parts), strict=True):
            first.setdefault(share.cue, shares[0].cue)
            if visible(part).strip():
                pieces[share.cue].append((sentence, _marked(part, sentence.text.lang)))
    items: list[Cue | Remark] = []
    shown: dict[int, int] = {}  # cue → its place in `items`
    number = -1
    for item in file.items:
        if isinstance(item, Cue):
            number += 1
            if number in first and not pieces[number]:
                _lengthen(items, shown.get(number - 1), item)
                shown[number] = shown.get(number - 1, -1)
                continue
            if number in first:
                item = replace(item, lines=_laid_out(pieces[number]))
            shown[number] = len(items)
        items.append(item)
    return CaptionFile(tuple(items))


def _lengthen(items: list[Cue | Remark], at: int | None, empty: Cue) -> None:
    before = items[at] if at is not None and at >= 0 else None
    if at is not None and isinstance(before, Cue) and 0 <= empty.start - before.end < PAUSE:
        items[at] = replace(before, end=empty.end)


def _marked(text: str, language: str) -> str:
    return f"<lang {language}>{text}</lang>" if language else text


def _laid_out(pieces: list[tuple[Sentence, str]]) -> tuple[str, ...]:
    """Return the lines of a cue; who speaks next begins a line."""
    groups: list[tuple[str, str]] = []
    for sentence, piece in pieces:
        speaks = _SPEAKS.match(visible(piece)) is not None
        if groups and groups[-1][0] == sentence.voice and not speaks:
            before = groups[-1][1]
            spaced = not (is_spaceless(visible(before)[-1:] or " ") and is_spaceless(visible(piece)[:1]))
            groups[-1] = (sentence.voice, before + (" " if spaced else "") + piece)
        else:
            groups.append((sentence.voice, piece))
    lines: list[str] = []
    for voice, text in groups:
        own = [written(line) for line in _lines(text)]
        if voice:
            own[0] = voice + own[0]
            own[-1] += "</v>" if len(groups) > 1 else ""
        lines += own
    return tuple(lines)


def _lines(text: str) -> tuple[str, ...]:
    """Break a text into balanced lines; the space at a break belongs to neither line."""
    width = columns(text)
    count = max(1, -(-width // LINE))
    own = width - count + 1
    return tuple(line for line in split(text, (own, *(own + count,) * (count - 1)), LINE) if line)


def _as_vtt(captions: Captions) -> Captions:
    if _SIGNATURE.match(captions.data):
        return captions
    return replace(captions, data=write_vtt(vtt_of(captions)).encode())
