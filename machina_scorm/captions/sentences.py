"""Cues → sentences: what a translator gets in one piece, whatever cues it is spread over."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from machina_scorm.captions.ends import sentence_ends
from machina_scorm.captions.markup import TAG, VOICE, balanced, readable, visible, width
from machina_scorm.captions.pace import LINE, LINES, most_speed
from machina_scorm.captions.words import is_spaceless
from machina_scorm.model.captions import CAPTION_ROLE, CaptionFile, Cue, Sentence, Sentences, Share
from machina_scorm.model.text import Text

#: Milliseconds of silence that end a sentence, whatever it ends with.
PAUSE = 3000
#: A sentence without an end is cut behind the cue in which it grows over these.
MOST_CHARACTERS, MOST_CUES = 400, 12

_VOICE_PARTS = re.compile(rf"({VOICE.pattern}|</v>)")
_SPACES = re.compile(r"[ \t]+")
_TIMES = re.compile(r"<\d[\d:.]*>")
_DASH = re.compile(r"\s*(?:<[^<>]*>)*[-–—]\s*\S")
_ASIDE = re.compile(r"\s*(?:[\[(（【].*[\])）】]|[♪♫].*)\s*")
_REOPENED = re.compile(r"</([a-z]+)>( ?)<\1>")


@dataclass(slots=True)
class _Run:
    """Text of one voice in which sentences are looked for; `owners` has the cue of each character."""

    voice: str
    text: str = ""
    owners: list[int] = field(default_factory=list)

    def add(self, text: str, cue: int) -> None:
        if self.text and text and not (is_spaceless(self.text[-1]) and is_spaceless(text[0])):
            self.text += " "
            self.owners.append(cue)
        self.text += text
        self.owners += [cue] * len(text)


def merged(file: CaptionFile, language: str) -> Sentences:
    """Return the sentences of a caption file in `language`, in the order of its cues; cues without text have none.

    A sentence also ends where another voice speaks, at 3 s of silence, and before and behind what stands in brackets.
    The text has no line breaks; `<i>`, `<b>`, `<lang>` and the like stay in it, each pair inside one sentence.
    """
    cues = file.cues
    found = tuple(sentence for run in _runs(cues) for sentence in _sentences(run, cues, language))
    totals: Counter[int] = Counter()
    for sentence in found:
        totals.update({share.cue: share.columns for share in sentence.shares})
    return tuple(_with_room(sentence, cues, totals, language) for sentence in found)


def _runs(cues: tuple[Cue, ...]) -> Iterator[_Run]:
    run = _Run("")
    before: Cue | None = None
    for number, cue in enumerate(cues):
        lines = [part for line in _lines(cue) if line.strip() for part in _voices(line)]
        dialogue = len(lines) > 1 and all(_DASH.match(line) for _, line in lines)
        aside = _ASIDE.fullmatch(visible(" ".join(line for _, line in lines))) is not None
        far = before is not None and (cue.start - before.end >= PAUSE or cue.start < before.start)
        voice = ""
        for at, (tag, line) in enumerate(lines):
            voice = tag or voice
            if (at == 0 and (far or aside)) or dialogue or voice != run.voice:
                yield run
                run = _Run(voice)
            run.add(line, number)
        if aside:
            yield run
            run = _Run(voice)
        before = cue
    yield run


def _lines(cue: Cue) -> Iterator[str]:
    """Yield the lines as a translator reads them; a tag that is left open ends with its cue, as in a browser."""
    for line in balanced(("\n".join(cue.lines),))[0].split("\n"):
        text = unicodedata.normalize("NFC", readable(_TIMES.sub("", line)))
        yield _SPACES.sub(" ", text).strip(" ")


def _voices(line: str) -> Iterator[tuple[str, str]]:
    """Yield (voice tag, text) for each part of a line."""
    voice = ""
    for part in _VOICE_PARTS.split(line):
        if VOICE.fullmatch(part):
            voice = part
        elif part.strip() and part != "</v>":
            yield voice, part.strip(" ")


def _cuts(run: _Run, language: str) -> Iterator[int]:
    """Yield where the sentences of a run end, long ones cut between two cues, and the end of the run."""
    begin = 0
    for end in (*sentence_ends(run.text, language), len(run.text)):
        cues = 1
        for at in range(begin + 1, end):
            if run.owners[at] != run.owners[at - 1]:
                cues += 1
                if at - begin > MOST_CHARACTERS or cues > MOST_CUES:
                    yield at
                    begin, cues = at, 1
        yield end
        begin = end


def _sentences(run: _Run, cues: tuple[Cue, ...], language: str) -> Iterator[Sentence]:
    ends = tuple(_cuts(run, language))
    spans = tuple(zip((0, *ends), ends, strict=False))
    texts = balanced(tuple(run.text[begin:end].strip(" ") for begin, end in spans))
    for (begin, end), text in zip(spans, texts, strict=True):
        words = _REOPENED.sub(r"\2", text.strip(" "))
        shares = _shares(run, begin, end)
        if shares and visible(words).strip():
            yield Sentence(Text(words, CAPTION_ROLE, cues[shares[0].cue].source), shares, run.voice)


def _shares(run: _Run, begin: int, end: int) -> tuple[Share, ...]:
    """Return what each cue shows of the text from `begin` to `end`, tags and the spaces around it left out."""
    text = run.text[begin:end]
    shown = [True] * len(text)
    for tag in TAG.finditer(text):
        shown[tag.start() : tag.end()] = [False] * len(tag[0])
    start, stop = len(text) - len(text.lstrip(" ")), len(text.rstrip(" "))
    counts: Counter[int] = Counter()
    for at in range(start, stop):
        if shown[at]:
            counts[run.owners[begin + at]] += width(text[at])
    return tuple(Share(cue, number) for cue, number in counts.items() if number)


def _with_room(sentence: Sentence, cues: tuple[Cue, ...], totals: Counter[int], language: str) -> Sentence:
    """Note for the translator how long a sentence is seen, and how many characters are read in that time."""
    parts = [(cues[share.cue], share.columns / totals[share.cue]) for share in sentence.shares]
    seconds = sum(cue.end - cue.start for cue, _ in parts) / 1000
    read = sum((cue.end - cue.start) / 1000 * part for cue, part in parts) * most_speed(language)
    room = min(read, LINE * LINES * sum(part for _, part in parts))
    note = f"visible {seconds:.1f} s, about {room:.0f} characters"
    return replace(sentence, text=replace(sentence.text, note=note))
