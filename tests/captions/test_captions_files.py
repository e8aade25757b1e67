"""WebVTT and SRT in and out: identities, damaged files, conversion."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from caption_cases import FILES, vtt
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.captions import as_srt, as_vtt, left_out, read_captions, write_srt, write_vtt
from machina_scorm.captions.markup import readable, visible, written
from machina_scorm.model.captions import CaptionFile, Cue, Remark
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.source import Source

ORDER = {"caption-order", "caption-overlap", "caption-empty"}


def read(data: str | bytes, path: str = "a.vtt", encoding: str = "") -> tuple[CaptionFile, list[Problem]]:
    report = Report()
    raw = data.encode() if isinstance(data, str) else data
    file = read_captions(raw, Source(path), report, encoding)
    return file, list(report)


def found(problems: list[Problem]) -> list[tuple[int, str]]:
    return [(problem.source.line, problem.rule) for problem in problems]


@given(FILES)
def test_what_is_written_is_read_again(file: CaptionFile) -> None:
    again, problems = read(write_vtt(file))
    assert {problem.rule for problem in problems} <= ORDER
    assert again == file
    assert write_vtt(again) == write_vtt(file)


@given(FILES)
def test_srt_is_read_as_it_was_written(file: CaptionFile) -> None:
    once = as_srt(file)
    again, problems = read(write_srt(once), "a.srt")
    assert {problem.rule for problem in problems} <= ORDER
    assert [(c.start, c.end, c.id) for c in again.cues] == [(c.start, c.end, c.id) for c in once.cues]
    assert write_srt(again) == write_srt(once)


def text_of(cue: Cue) -> list[str]:
    return [shown for line in cue.lines if (shown := visible(line).strip())]


@given(FILES)
def test_webvtt_over_srt_keeps_times_and_text(file: CaptionFile) -> None:
    back = as_vtt(read(write_srt(as_srt(file)), "a.srt")[0])
    assert [(cue.start, cue.end) for cue in back.cues] == [(cue.start, cue.end) for cue in file.cues]
    assert [text_of(cue) for cue in back.cues] == [text_of(cue) for cue in file.cues]


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)), st.sampled_from(["a.vtt", "a.srt"]))
def test_any_bytes_are_read_without_an_exception(data: bytes, path: str) -> None:
    file, problems = read(data, path)
    assert file.cues or problems
    assert all(cue.end > cue.start for cue in file.cues)


@given(st.lists(st.sampled_from(
    ["WEBVTT", "", "1", "NOTE", "NOTE x", "STYLE", "00:01.000 --> 00:02.000", "00:00:03,000 --> 00:00:04,000", "text",
     "00:05.000 --> 00:04.000", "x --> y", "-->", "<i>a</i>", " "]), max_size=14))  # fmt: skip
def test_no_text_is_lost_without_a_word(lines: list[str]) -> None:
    file, problems = read("\n".join(["WEBVTT", "", *lines]))
    kept = sum(line == "text" for cue in file.cues for line in cue.lines)
    kept += sum(line == "text" for item in file.items if isinstance(item, Remark) for line in item.lines)
    kept += sum(cue.id == "text" for cue in file.cues)
    lost = any(problem.severity is Severity.ERROR for problem in problems)
    assert kept == lines.count("text") or lost


@given(st.text(st.sampled_from("abi<>&;/#1. -ltmp"), max_size=30))
def test_a_translator_s_text_comes_back_as_it_was_seen(text: str) -> None:
    assert visible(written(readable(text))) == visible(text)
    assert readable(written(text)) == readable(readable(written(text)))
    assert "-->" not in written(text)


def test_a_file_with_everything() -> None:
    text = (
        "\ufeffWEBVTT - a talk\r\nKind: captions\r\n\r\nREGION\r\nid:one\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "NOTE\r\nby hand\r\n\r\nfirst\r\n01:02.003 --> 01:04.500 line:0 align:start\r\n<v Ann>Hello</v>\r\n"
        "there\r\n\r\n"
        "100:00:00.000 --> 100:00:01.000\r\n"
    )
    file = vtt(text)
    assert file.header == ("- a talk", "Kind: captions")
    assert [item.lines[0] for item in file.items if isinstance(item, Remark)] == ["REGION", "STYLE", "NOTE"]
    first, last = file.cues
    assert first == Cue(62_003, 64_500, ("<v Ann>Hello</v>", "there"), "first", "line:0 align:start")
    assert (first.source, last.start, last.lines) == (Source("loop.en.vtt", 14), 360_000_000, ())


@pytest.mark.parametrize(
    ("body", "expected", "kept"),
    [
        ("00:01.00 --> 00:02.000\nBad", [(3, "caption-time")], 0),
        ("00:61.000 --> 01:02.000\nBad", [(3, "caption-time")], 0),
        ("00:01.000 -> 00:02.000\nBad", [(3, "caption-time")], 0),
        ("00:01,000 --> 00:02,000\nComma", [(3, "caption-time")], 1),
        ("00:02.000 --> 00:01.000\nBack", [(3, "caption-end")], 0),
        ("00:02.000 --> 00:02.000\nNever", [(3, "caption-end")], 0),
        ("stray text", [(3, "caption-time")], 0),
        ("00:01.000 --> 00:02.000\nA\n\nrest of it", [(6, "caption-time")], 1),
        ("00:01.000 --> 00:02.000\nA\n00:02.000 --> 00:03.000\nB", [(5, "caption-blank")], 2),
        ("1\n00:01.000 --> 00:02.000\nA\n2\n00:02.000 --> 00:03.000\nB", [(7, "caption-blank")], 2),
        ("NOTE x\n00:01.000 --> 00:02.000\nA", [(4, "caption-blank")], 1),
        ("00:03.000 --> 00:04.000\nA\n\n00:01.000 --> 00:02.000\nB", [(6, "caption-order")], 2),
        ("00:01.000 --> 00:04.000\nA\n\n00:03.000 --> 00:05.000\nB", [(6, "caption-overlap")], 2),
    ],
)
def test_damage_is_named_with_its_line(body: str, expected: list[tuple[int, str]], kept: int) -> None:
    good = "\n\n09:00.000 --> 09:01.000\nGood"
    file, problems = read(f"WEBVTT\n\n{body}{good}\n")
    assert found(problems) == expected
    assert all(problem.hint for problem in problems)
    assert len(file.cues) == kept + 1 and file.cues[-1].lines == ("Good",)


def test_the_number_of_a_cue_is_not_shown_where_an_empty_line_is_missing() -> None:
    file, _ = read("WEBVTT\n\n1\n00:01.000 --> 00:02.000\nA\n2\n00:02.000 --> 00:03.000\nB\n")
    assert [(cue.id, cue.lines) for cue in file.cues] == [("1", ("A",)), ("2", ("B",))]


def test_a_missing_header() -> None:
    file, problems = read("00:01.000 --> 00:02.000\nA\n")
    assert found(problems) == [(1, "caption-header")] and len(file.cues) == 1
    file, problems = read("1\n00:00:01,000 --> 00:00:02,000\nA\n")
    assert found(problems) == [(1, "caption-header")] and "call it .srt" in problems[0].hint and len(file.cues) == 1
    assert found(read("WEBVTT\n00:01.000 --> 00:02.000\nA\n")[1]) == [(2, "caption-blank")]


def test_a_file_without_cues() -> None:
    assert found(read("WEBVTT\n")[1]) == [(0, "caption-empty")]
    assert found(read("", "a.srt")[1]) == [(0, "caption-empty")]


def test_encodings_are_named() -> None:
    srt = "1\n00:00:01,000 --> 00:00:02,000\nÜberanpassung\n"
    file, problems = read(srt.encode("latin-1"), "a.srt")
    assert found(problems) == [(3, "caption-encoding")] and "--encoding windows-1252" in problems[0].hint
    assert file.cues[0].lines == ("Überanpassung",)
    assert read(srt.encode("latin-1"), "a.srt", "windows-1252")[1] == []
    assert found(read(srt.encode("utf-16"), "a.srt")[1]) == [(0, "caption-encoding")]
    assert read(srt.encode("utf-16"), "a.srt", "utf-16")[0].cues[0].lines == ("Überanpassung",)
    assert found(read(srt, "a.srt", "no-such")[1]) == [(0, "caption-encoding")]


def test_srt_as_people_have_it() -> None:
    text = (
        '\ufeff1\r\n0:01,5 --> 0:02,000 X1:10 X2:20\r\n<I>Hi</I> <font color="red">you</font> & me < us\r\n \r\n'
        "2\r\n00:00:03.000 --> 00:00:04.000\r\n{\\an8}Up\r\n"
    )
    file, problems = read(text, "a.srt")
    assert problems == []
    one, two = as_vtt(file).cues
    assert one == Cue(1500, 2000, ("<i>Hi</i> you &amp; me &lt; us",))
    assert two == Cue(3000, 4000, ("Up",), settings="line:0")


def test_what_srt_cannot_hold_is_counted() -> None:
    file = vtt(
        "WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000 line:0\n<v Ann>A <i.big>b</i> <c.red>c</c></v> &lt;d\n\n"
        "00:02.000 --> 00:03.000\n<lang fr>e</lang>\n"
    )
    assert left_out(file) == ("1 note or style", "1 position", "1 speaker’s name", "2 other tags")
    assert write_srt(as_srt(file)) == (
        "1\n00:00:01,000 --> 00:00:02,000\nA <i>b</i> c <d\n\n2\n00:00:02,000 --> 00:00:03,000\ne\n"
    )


def test_of_many_problems_the_first_are_listed() -> None:
    _, problems = read("WEBVTT\n\n" + "stray\n\n" * 500)
    assert len(problems) == 21
    assert "480 more" in " ".join(problem.message for problem in problems)


def test_a_big_file_is_read_at_once() -> None:
    cue = Cue(0, 1000, ("<" * 200, "&" * 200, "a" * 200))
    file = CaptionFile(tuple(replace(cue, start=n * 1000, end=n * 1000 + 900) for n in range(3000)))
    again, problems = read(write_vtt(file))
    assert again == file and problems == []
    assert not re.search("[^<]", visible("<" * 2000))
