"""Caption files for the tests, by hand and by hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from machina_scorm.captions import read_captions
from machina_scorm.captions.sentences import merged
from machina_scorm.captions.track import retimed
from machina_scorm.model.captions import CaptionFile, Cue, Remark, Sentences
from machina_scorm.problems import Report
from machina_scorm.source import Source


def vtt(text: str, path: str = "loop.en.vtt") -> CaptionFile:
    """Read a WebVTT text that must be without any problem."""
    report = Report()
    file = read_captions(text.encode(), Source(path), report)
    assert list(report) == []
    return file


def cues(*texts: str, seconds: int = 4, gap: int = 0) -> CaptionFile:
    """A file of cues, one behind the other, `gap` seconds apart; "|" is a line break."""
    step = (seconds + gap) * 1000
    items = (
        Cue(n * step, n * step + seconds * 1000, tuple(text.split("|")), source=Source("loop.en.vtt", 3 * n + 3))
        for n, text in enumerate(texts)
    )
    return CaptionFile(tuple(items))


def words(file: CaptionFile, language: str = "en") -> list[str]:
    """The sentences of a file."""
    return [sentence.text.md for sentence in merged(file, language)]


def translated(sentences: Sentences, *texts: str, lang: str = "") -> Sentences:
    """The sentences with other texts."""
    pairs = zip(sentences, texts, strict=True)
    return tuple(replace(each, text=replace(each.text, md=text, lang=lang)) for each, text in pairs)


def shown(file: CaptionFile, *texts: str) -> list[str]:
    """What the cues of a file show when its sentences are translated so; "|" between lines."""
    return ["|".join(cue.lines) for cue in retimed(file, translated(merged(file, "en"), *texts)).cues]


_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="<>&\ufeff")
_WORD = st.one_of(
    st.text(_LETTERS, min_size=1, max_size=9),
    st.sampled_from(
        ["&amp;", "&lt;", "<i>", "</i>", "<v Ann>", "3.14", "e.g.", "end.", "Why?", "。", "机器学习", "-", "1."]
    ),
)
LINE = st.lists(_WORD, min_size=1, max_size=6).map(" ".join).filter(lambda line: "-->" not in line and line.strip())
_ID = (
    st.text(_LETTERS, max_size=8)
    .map(str.strip)
    .filter(lambda id_: "-->" not in id_ and id_.split(" ")[0].split("\t")[0] not in ("NOTE", "STYLE", "REGION"))
)
_TIMES = st.tuples(st.integers(0, 400_000_000), st.integers(1, 20_000))
_CUE = st.builds(
    lambda times, lines, id_, settings: Cue(times[0], sum(times), tuple(lines), id_, settings),
    _TIMES,
    st.lists(LINE, max_size=3),
    _ID,
    st.sampled_from(["", "line:0", "align:start position:10%"]),
)
_REMARK = st.builds(
    lambda head, lines: Remark((head, *lines)),
    st.sampled_from(["NOTE", "STYLE", "NOTE one"]),
    st.lists(LINE, max_size=2),
)
_HEADER = st.tuples(LINE.map(str.strip) | st.just("")).flatmap(
    lambda first: st.lists(LINE, max_size=2).map(lambda more: (*first, *more))
)
FILES = st.builds(CaptionFile, st.lists(st.one_of(_CUE, _REMARK), max_size=8).map(tuple), _HEADER)
