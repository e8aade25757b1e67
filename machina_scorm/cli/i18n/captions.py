"""machina i18n captions: subtitles to and from WebVTT and SRT files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import click

from machina_scorm.captions import (
    SUFFIXES,
    as_srt,
    as_vtt,
    is_translated,
    left_out,
    own_track,
    read_captions,
    vtt_of,
    write_srt,
    write_vtt,
)
from machina_scorm.cli.console import count, course_root, err, open_project, out, print_problems, project_option
from machina_scorm.model.blocks import Video
from machina_scorm.model.captions import CaptionFile
from machina_scorm.model.text import iter_nodes
from machina_scorm.problems import Report
from machina_scorm.project import Project, localise_project
from machina_scorm.source import Source
from machina_scorm.store import replace_with_backup


@click.group()
def captions() -> None:
    """Convert subtitle files, and write those of the course for a video platform."""


@captions.command()
@click.argument("source", metavar="IN", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--encoding", default="", help="What IN is saved in, if not UTF-8: windows-1252, iso-8859-7, utf-16 …")
@click.option("--keep-going", is_flag=True, help="Write the sound cues of a damaged file too.")
def convert(source: Path, target: Path, encoding: str, keep_going: bool) -> None:
    """Turn a WebVTT file into SRT or the other way round, by the names' endings.

    With the same ending, the file is written anew in good form and as UTF-8.
    """
    for path in (source, target):
        if path.suffix.lower() not in SUFFIXES:
            raise click.UsageError(f"{path}: the name must end in .vtt or .srt")
    if source.resolve() == target.resolve():
        raise click.UsageError(f"{target}: give the new file another name")
    report = Report()
    data = source.read_bytes()
    file = read_captions(data, Source(source.as_posix()), report, encoding)
    print_problems(report, err())
    if report.errors and not keep_going:
        err().print(f"{target} was not written; --keep-going writes the {count(len(file.cues), 'sound cue')}")
        sys.exit(1)
    from_srt, to_srt = (path.suffix.lower() == ".srt" for path in (source, target))
    lost = left_out(file) if to_srt and not from_srt else ()
    if from_srt != to_srt:
        file = as_srt(file) if to_srt else as_vtt(file)
    _write(target, file, ".srt" if to_srt else ".vtt")
    told = f", without {', '.join(lost)}: SRT has no place for them" if lost else ""
    out().print(f"{target}: {count(len(file.cues), 'cue')}{told}")
    sys.exit(1 if report.errors else 0)


@captions.command()
@project_option
@click.option("--lang", "languages", multiple=True, help="A language. May be given several times; default: all.")
@click.option("--format", "form", type=click.Choice(["srt", "vtt"]), default="srt", show_default=True)
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write <video>.<language>.<format> into.",
)
def export(folder: Path | None, languages: tuple[str, ...], form: str, target: Path) -> None:
    """Write the subtitles of every video, also of those that lie elsewhere: for YouTube, PeerTube, a media server.

    Of a language the ready-made file is taken if there is one, else they are made from the translations; what is not
    translated stays in the course's language.
    """
    project, _ = open_project(course_root(folder))
    written = 0
    for code in languages or project.course.about.languages:
        for name, file, note in _subtitles(project, code):
            if file is None:
                err().print(f"{name} ({code}): {note}")
                continue
            path = target / f"{name}.{code}.{form}"
            _write(path, as_srt(file) if form == "srt" else file, f".{form}")
            out().print(f"{path}{note}")
            written += 1
    out().print(f"{count(written, 'file')} written" if written else "No subtitles to write.")


def _subtitles(project: Project, code: str) -> Iterator[tuple[str, CaptionFile | None, str]]:
    """Yield name, captions (None if there are none) and what to say of them, for each video of the course."""
    source_language = project.course.about.language
    localised = localise_project(project, code)
    for name, video in _named(localised.units):
        ready = next((each for each in video.captions if each.lang == code), None)
        if ready:
            yield name, vtt_of(ready), ""
            continue
        file = own_track(video, source_language)
        done = sum(map(is_translated, video.sentences))
        missing = sum(bool(sentence.text.lang) for sentence in video.sentences)
        if file is None:
            yield name, None, "no sentence is translated" if video.sentences else "no captions"
        else:
            yield name, file, f": {done} of {count(done + missing, 'sentence')} translated" if missing else ""


def _named(units: object) -> Iterator[tuple[str, Video]]:
    """Yield each video with its name: its id, else its file's; with its folder where several have the same."""
    videos: dict[tuple[str, str, str], Video] = {}
    for video in (node for node in iter_nodes(units) if isinstance(node, Video)):
        videos.setdefault((_folder(video), video.url or video.name, video.id), video)
    names = [_name(video) for video in videos.values()]
    for name, video in zip(names, videos.values(), strict=True):
        folder = _folder(video).removeprefix("units/").replace("/", "-")
        yield (name if names.count(name) == 1 else f"{folder}-{name}"), video


def _folder(video: Video) -> str:
    return PurePosixPath(video.source.path).parent.as_posix()


def _name(video: Video) -> str:
    if video.id or video.name:
        return video.id or PurePosixPath(video.name).stem
    if video.captions:
        first = video.captions[0]
        return PurePosixPath(first.source.path).stem.removesuffix(f".{first.lang}")
    return PurePosixPath(video.url).name or "video"


def _write(path: Path, file: CaptionFile, suffix: str) -> None:
    text = write_srt(file) if suffix == ".srt" else write_vtt(file)
    replace_with_backup(path, text.encode())
