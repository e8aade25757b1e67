"""Subtitles in a course: from the file beside a video to the catalogs, the packages and the video platform."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner, Result

from machina_scorm.check.course import check_course
from machina_scorm.cli import main
from machina_scorm.i18n.checks.caption import CHECK
from machina_scorm.i18n.pseudo import PseudoCatalog
from machina_scorm.model.blocks import Video
from machina_scorm.model.captions import CAPTION_ROLE
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text, iter_nodes
from machina_scorm.problems import Problem, Report
from machina_scorm.project import Project, check_translations, localise_project, read_project
from machina_scorm.statistics import count_course

LESSON = "units/unit1/lesson1"
ENGLISH = """WEBVTT

00:00.000 --> 00:04.000
A model with an error of 3.14 per cent,
e.g. a straight line,

00:04.000 --> 00:08.000
is <i>trained</i> at once. And now

00:08.000 --> 00:12.000
we look at the second one.
"""
FIRST = "A model with an error of 3.14 per cent, e.g. a straight line, is <i>trained</i> at once."
SECOND = "And now we look at the second one."
GREEK = "Ένα μοντέλο με σφάλμα 3,14 τοις εκατό, π.χ. μια ευθεία, <i>εκπαιδεύεται</i> αμέσως."


def run(course: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--project", str(course)])


def media(course: Path, name: str, data: str | bytes) -> Path:
    path = course / LESSON / "media" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def write_lesson(course: Path, *videos: str) -> None:
    path = course / LESSON / "lesson.md"
    blocks = "".join(f"::: video {video}\nA film of {n}\n:::\n\n" for n, video in enumerate(videos))
    text = path.read_text("utf-8").replace("## A second page", blocks + "## A second page", 1)
    path.write_bytes(text.encode())


@pytest.fixture
def filmed(course: Path) -> Path:
    """A course, English and Greek, with one video that has English captions."""
    write_lesson(course, "media/loop.webm {#v-loop}")
    media(course, "loop.webm", b"no film")
    media(course, "loop.en.vtt", ENGLISH)
    return course


def translate(course: Path, **texts: str) -> None:
    assert run(course, "i18n", "update").exit_code == 0
    path = course / "i18n/el/unit1.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    for msgid, msgstr in {FIRST: texts.get("first", ""), SECOND: texts.get("second", "")}.items():
        entry = catalog.find(msgid)
        entry.msgstr, entry.tcomment = msgstr, texts.get("comment", "")
    catalog.save()


def project_of(course: Path) -> tuple[Project, list[Problem]]:
    report = Report()
    project = read_project(course, report)
    assert project is not None
    report.extend(check_course(project.course))
    report.extend(check_translations(project))
    return project, [problem for problem in report if problem.rule.startswith(("caption", "file-"))]


def package(course: Path, language: str) -> dict[str, bytes]:
    result = run(course, "build", "--format", "scorm12", "--lang", language)
    assert result.exit_code == 0, result.output
    archive = zipfile.ZipFile(io.BytesIO(next(course.glob(f"dist/{language}/unit1/*.zip")).read_bytes()))
    return {name: archive.read(name) for name in archive.namelist() if name.endswith((".vtt", "index.html"))}


def tracks(files: dict[str, bytes]) -> list[str]:
    html = files["index.html"].decode()
    return [part.partition('"')[0] for part in html.split('srclang="')[1:]]


def test_the_translator_gets_sentences(filmed: Path) -> None:
    translate(filmed)
    text = (filmed / "i18n/el/unit1.po").read_text("utf-8")
    first = text.index(f'msgid "{FIRST}"')
    above = text[:first].rsplit("\n\n", 1)[1].splitlines()
    assert above == [
        "#. lesson 1 “First lesson” · page first-page · video v-loop · subtitle",
        "#. visible 8.0 s, about 118 characters",
        f"#: {LESSON}/media/loop.en.vtt",
    ]
    assert f'msgid "{SECOND}"' in text and text.index(f'msgid "{SECOND}"') > first
    assert "0 files changed" in run(filmed, "i18n", "update").output


def test_each_package_has_the_captions_of_its_language(filmed: Path) -> None:
    translate(filmed, first=GREEK)
    greek = package(filmed, "el")
    assert tracks(greek) == ["el", "en"]
    assert 'srclang="el" label="el" default=""' in greek["index.html"].decode()
    assert greek["media/loop.en.vtt"] == ENGLISH.encode()
    assert greek["media/loop.el.vtt"].decode() == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\nΈνα μοντέλο με σφάλμα 3,14 τοις\nεκατό, π.χ. μια ευθεία,\n\n"
        "00:00:04.000 --> 00:00:08.000\n<i>εκπαιδεύεται</i> αμέσως. <lang en>And now</lang>\n\n"
        "00:00:08.000 --> 00:00:12.000\n<lang en>we look at the second one.</lang>\n"
    )
    english = package(filmed, "en")
    assert tracks(english) == ["en"] and "media/loop.el.vtt" not in english


def test_without_any_translation_there_is_no_track_of_that_language(filmed: Path) -> None:
    translate(filmed)
    files = package(filmed, "el")
    assert tracks(files) == ["en"] and "default" not in files["index.html"].decode().partition("<track")[2][:120]


def test_a_file_that_people_made_wins_and_nobody_translates_it(filmed: Path) -> None:
    made = "WEBVTT\r\n\r\n00:00.000 --> 00:04.000\r\nΈτοιμο.\r\n"
    media(filmed, "loop.el.vtt", made)
    assert run(filmed, "i18n", "update").exit_code == 0
    assert SECOND not in (filmed / "i18n/el/unit1.po").read_text("utf-8")
    files = package(filmed, "el")
    assert files["media/loop.el.vtt"] == made.encode() and tracks(files) == ["el", "en"]
    assert 'srclang="el" label="el" default=""' in files["index.html"].decode()


def test_a_language_with_its_own_file_does_not_count_the_sentences(filmed: Path) -> None:
    path = filmed / "units/course.yaml"
    path.write_text(path.read_text("utf-8").replace("[en, el]", "[en, el, de]"), encoding="utf-8", newline="\n")
    media(filmed, "loop.el.srt", "1\n00:00:00,000 --> 00:00:04,000\nΈτοιμο.\n")
    project, _ = project_of(filmed)
    counted = {}
    for code in ("de", "el", "en"):
        coverage = dict(localise_project(project, code).coverage)["unit1"]
        counted[code] = coverage.role(CAPTION_ROLE).messages
    assert counted == {"de": 2, "el": 0, "en": 0}


def test_srt_is_taken_where_webvtt_is(filmed: Path) -> None:
    media(filmed, "loop.en.vtt", "").unlink()
    media(filmed, "loop.en.srt", "1\r\n00:00:00,000 --> 00:00:04,000\r\nHere & <B>now</B>.\r\n")
    files = package(filmed, "en")
    assert files["media/loop.en.vtt"].decode() == ("WEBVTT\n\n00:00:00.000 --> 00:00:04.000\nHere &amp; <b>now</b>.\n")
    assert run(filmed, "i18n", "update").exit_code == 0
    assert 'msgid "Here & <b>now</b>."' in (filmed / "i18n/el/unit1.po").read_text("utf-8")
    media(filmed, "loop.en.vtt", ENGLISH)
    _, problems = project_of(filmed)
    assert [(str(p.source), p.rule) for p in problems] == [(f"{LESSON}/media/loop.en.srt", "caption-twice")]
    assert package(filmed, "en")["media/loop.en.vtt"] == ENGLISH.encode()


def test_captions_of_no_language_of_the_course_are_named_and_left_out(filmed: Path) -> None:
    media(filmed, "loop.it.vtt", ENGLISH)
    media(filmed, "loop.vtt", ENGLISH)
    _, problems = project_of(filmed)
    assert [(p.source.path.rpartition("/")[2], p.rule) for p in problems] == [
        ("loop.it.vtt", "caption-language"),
        ("loop.vtt", "caption-language"),
    ]
    assert tracks(package(filmed, "en")) == ["en"]


def test_damaged_captions_stop_the_build_with_their_line(filmed: Path) -> None:
    media(filmed, "loop.el.srt", "1\n00:00:00,000 -> 00:00:04,000\nΈτοιμο.\n")
    media(filmed, "loop.en.vtt", ENGLISH.encode() + "\n00:13.000 --> 00:14.000\nNaïve\n".encode("latin-1"))
    result = run(filmed, "check")
    assert result.exit_code == 1
    assert f"{LESSON}/media/loop.el.srt:2: the times" in result.output
    assert f"{LESSON}/media/loop.en.vtt:14: the file is not UTF-8" in result.output


def test_captions_outside_the_folder_or_missing_are_named(course: Path) -> None:
    write_lesson(
        course,
        "https://example.org/1 {captions=../../../secret}",
        "https://example.org/2 {captions=media/none}",
    )
    _, problems = project_of(course)
    assert {p.rule for p in problems} >= {"file-outside", "caption-missing"}


def test_too_fast_translations_are_named_at_their_entry_with_the_cue(filmed: Path) -> None:
    translate(filmed, first=GREEK, second="Και τώρα ας δούμε το δεύτερο " + "πολύ " * 40 + "καλά.")
    _, problems = project_of(filmed)
    assert {(p.source.path, p.rule) for p in problems} == {
        ("i18n/el/unit1.po", "caption-speed"),
        ("i18n/el/unit1.po", "caption-length"),
    }
    last = next(p for p in problems if f"{LESSON}/media/loop.en.vtt:10" in p.message)
    lines = (filmed / "i18n/el/unit1.po").read_text("utf-8").splitlines()
    assert f'msgid "{SECOND}"' in lines[last.source.line - 1 : last.source.line + 5]
    assert "[caption-speed]" in run(filmed, "check").output


def test_a_translator_can_waive_the_speed_with_a_reason(filmed: Path) -> None:
    comment = "machina: ignore=caption-speed, caption-length because the speaker is slow"
    translate(filmed, first=GREEK, second="πολύ " * 50 + "καλά.", comment=comment)
    assert project_of(filmed)[1] == []


def test_fast_captions_are_named_in_the_source_and_in_ready_made_files(filmed: Path) -> None:
    media(filmed, "loop.en.vtt", ENGLISH.replace("00:04.000\n", "00:01.000\n", 1))
    media(filmed, "loop.el.vtt", "WEBVTT\n\n00:00.000 --> 00:30.000\n" + "πολύ " * 30)
    assert [(p.source.path[-6:-4], p.source.line, p.rule) for p in project_of(filmed)[1]] == [
        ("el", 3, "caption-length"),
        ("en", 3, "caption-speed"),
    ]


def test_subtitles_are_no_lecture_notes(filmed: Path) -> None:
    before = count_course(project_of(filmed)[0]).total.words
    media(filmed, "loop.en.vtt", ENGLISH + "\n00:13.000 --> 00:15.000\nSome more words.\n")
    assert count_course(project_of(filmed)[0]).total.words == before


def test_a_video_of_lesson_and_slides_has_its_sentences_once(filmed: Path) -> None:
    slides = filmed / LESSON / "slides.md"
    slides.write_bytes(slides.read_bytes() + b"\n## The film {#s-film}\n\n::: use v-loop\n:::\n\n::: notes\nx\n:::\n")
    project, problems = project_of(filmed)
    videos = [node for node in iter_nodes(project.course) if isinstance(node, Video)]
    assert len(videos) == 2 and all(len(video.sentences) == 2 for video in videos) and problems == []


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        ("Es <i>lernt</i>.", ""),
        ("Es lernt.", "missing: </i> <i>"),
        ("Es <i>lernt.", "missing: </i>"),
        ("Es <i><b>lernt</b></i>.", "too many: </b> <b>"),
        ("Es <i.x>lernt</i> < 3 <em>.", ""),
    ],
)
def test_tags_of_a_translation(translation: str, expected: str) -> None:
    german = Language("de", "de", "Deutsch", "ltr", "", ("„", "“"), ",", 1.3)
    finding = CHECK.compare(Text("It <i>learns</i>.", CAPTION_ROLE), Text(translation, CAPTION_ROLE), german)
    assert (finding.message.partition(": ")[2] if finding else "") == expected
    assert CHECK.compare(Text("It <i>learns</i>."), Text(translation), german) is None


def test_the_pseudo_language_keeps_the_tags() -> None:
    assert "<i>ļ" in PseudoCatalog().lookup(Text("It <i>learns</i>.", CAPTION_ROLE))


def test_export_for_a_video_platform(filmed: Path) -> None:
    write_lesson(filmed, "https://video.example.org/w?v=1 {captions=media/talk}", "https://example.org/x")
    media(filmed, "talk.en.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n")
    media(filmed, "talk.el.srt", "1\n00:00:00,000 --> 00:00:02,000\nΓεια.\n")
    translate(filmed, first=GREEK)
    out = filmed / "subs"
    result = run(filmed, "i18n", "captions", "export", "--lang", "el", "--out", str(out))
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in out.iterdir()) == ["talk.el.srt", "v-loop.el.srt"]
    assert "v-loop.el.srt: 1 of 2 sentences translated" in result.output and "2 files written" in result.output
    assert (out / "talk.el.srt").read_text("utf-8") == "1\n00:00:00,000 --> 00:00:02,000\nΓεια.\n"
    srt = (out / "v-loop.el.srt").read_text("utf-8")
    assert "<i>εκπαιδεύεται</i> αμέσως. And now\n" in srt and "lang" not in srt
    both = run(filmed, "i18n", "captions", "export", "--format", "vtt", "--out", str(out))
    assert "4 files written" in both.output and (out / "talk.en.vtt").read_bytes().startswith(b"WEBVTT")
    assert run(filmed, "i18n", "captions", "export", "--lang", "xx", "--out", str(out)).exit_code == 1


def test_videos_of_one_name_are_told_apart_by_their_folders(filmed: Path) -> None:
    assert run(filmed, "new", "lesson", "unit1/lesson2").exit_code == 0
    path = filmed / "units/unit1/lesson2"
    (path / "loop.webm").write_bytes(b"no film")
    (path / "loop.en.vtt").write_bytes(ENGLISH.encode())
    text = (path / "lesson.md").read_text("utf-8")
    (path / "lesson.md").write_bytes(text.replace("\n## ", "\n## A film {#f}\n\n::: video loop.webm {#v-loop}\nIt\n:::\n\n## ", 1).encode())  # fmt: skip  # noqa: E501
    result = run(filmed, "i18n", "captions", "export", "--lang", "en", "--out", str(filmed / "subs"))
    assert result.exit_code == 0, result.output
    names = sorted(file.name for file in (filmed / "subs").iterdir())
    assert names == ["unit1-lesson1-v-loop.en.srt", "unit1-lesson2-v-loop.en.srt"]


def convert(*words: object) -> Result:
    return CliRunner().invoke(main, ["i18n", "captions", "convert", *map(str, words)])


def test_convert_there_and_back(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text(ENGLISH.replace("\n00:04", "\nNOTE x\n\n00:04"), encoding="utf-8", newline="\n")
    result = convert(tmp_path / "a.vtt", tmp_path / "a.srt")
    assert result.exit_code == 0 and "3 cues, without 1 note or style" in result.output
    assert convert(tmp_path / "a.srt", tmp_path / "b.vtt").exit_code == 0
    assert (tmp_path / "b.vtt").read_text("utf-8").replace("00:00:", "00:") == ENGLISH
    (tmp_path / "b.vtt").write_text("mine", encoding="utf-8")
    assert convert(tmp_path / "a.srt", tmp_path / "b.vtt").exit_code == 0
    assert (tmp_path / "b.vtt.bak").read_text("utf-8") == "mine"


def test_convert_refuses_what_it_cannot_do(tmp_path: Path) -> None:
    bad = tmp_path / "bad.srt"
    bad.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nÜber\n\n2\nx --> y\nz\n".encode("latin-1"))
    out = tmp_path / "out.vtt"
    result = convert(bad, out)
    assert result.exit_code == 1 and "bad.srt:3" in result.output and "bad.srt:6" in result.output
    assert not out.exists()
    assert convert(bad, out, "--encoding", "windows-1252", "--keep-going").exit_code == 1
    assert out.read_text("utf-8") == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nÜber\n"
    assert convert(bad, tmp_path / "out.txt").exit_code == 2
    assert convert(bad, bad).exit_code == 2
