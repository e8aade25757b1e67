"""The files beside a source file: read once, checked, every fault at the line that names them."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from machina_scorm.captions import SUFFIXES, read_captions
from machina_scorm.model.blocks import Captions, Image
from machina_scorm.model.course import Attachment
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.units.figures import read_image

_MEDIA = frozenset({".mp4", ".webm"})


def read_source(root: Path, path: str, report: Report, named_by: Source) -> str | None:
    """Return the text of `path` below `root`, line ends as `\\n`, without a byte-order mark.

    Reports `file-missing` at the place that names it, `file-encoding` at the line of the first byte that is not UTF-8.
    """
    try:
        data = (root / path).read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        report.add("file-missing", f"{path} is missing", named_by, "write the file or take its name out of the list")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        report.add("file-encoding", "the file is not UTF-8", Source(path, line), "save it as UTF-8 in your editor")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


class FolderAssets:
    """The Assets of one source file: everything in or below the file's own folder."""

    def __init__(self, root: Path, folder: str, report: Report) -> None:
        self.root, self.folder, self.report = root, folder, report

    def image(self, name: str, source: Source) -> Image | None:
        """Return the picture; reports `figure-missing` and what units/figures finds in it."""
        path = self._path(name, source, "figure-missing", "figure")
        return read_image(path.name, path.read_bytes(), self._shown(path), self.report) if path else None

    def code(self, name: str, source: Source) -> str | None:
        """Return a program's text; reports `file-missing`."""
        path = self._path(name, source, "file-missing", "file")
        return read_source(self.root, self._shown(path), self.report, source) if path else None

    def media(self, name: str, source: Source) -> bytes | None:
        """Return a video's bytes; reports `media-missing`, `media-type`."""
        path = self._path(name, source, "media-missing", "video")
        if path and path.suffix.lower() not in _MEDIA:
            self.report.add("media-type", f"{name} is not MP4 or WebM", source, "convert it; browsers play these two")
            return None
        return path.read_bytes() if path else None

    def captions(self, stem: str, source: Source) -> tuple[Captions, ...]:
        """Return every `<stem>.<language>.vtt` or `.srt`, sorted by name; of a language that has both the WebVTT.

        Reports what read_captions finds, `file-outside`, and the warnings `caption-twice` and `caption-language`.
        """
        folder, base = (self.root / self.folder).resolve(), (self.root / self.folder / stem).resolve()
        if not base.is_relative_to(folder) or "\\" in stem:
            hint = "give a path below the folder of this file, with forward slashes"
            self.report.add("file-outside", f"{stem} lies outside the folder of this file", source, hint)
            return ()
        found: dict[str, Captions] = {}
        for path in sorted(base.parent.iterdir(), key=lambda path: path.name) if base.parent.is_dir() else ():
            if path.suffix in SUFFIXES and path.stem.startswith(f"{base.name}.") and path.is_file():
                self._take_captions(path, path.stem[len(base.name) + 1 :], found)
            elif path.suffix in SUFFIXES and path.stem == base.name:
                hint = f"call it {base.name}.<language>{path.suffix}, for example {base.name}.en{path.suffix}"
                shown = Source(self._below(path, folder))
                self.report.warn("caption-language", "the name of the captions does not say their language", shown, hint)
        return tuple(found.values())

    def _take_captions(self, path: Path, language: str, found: dict[str, Captions]) -> None:
        """Read a caption file into `found`; a WebVTT file, which comes last by its name, replaces an SRT one."""
        source = Source(self._below(path, (self.root / self.folder).resolve()))
        data = path.read_bytes()
        read_captions(data, source, self.report)
        if language in found:
            before = found[language].source
            hint = f"{path.name} is used; remove one of them"
            self.report.warn("caption-twice", "there is a WebVTT file of the same captions", before, hint)
        found[language] = Captions(language, data, source)

    def _below(self, path: Path, folder: Path) -> str:
        return f"{self.folder}/{path.relative_to(folder).as_posix()}"

    def attachment(self, name: str, source: Source) -> Attachment | None:
        """Return a file for learners; reports `file-missing`."""
        path = self._path(name, source, "file-missing", "file")
        if path is None:
            return None
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return Attachment(path.name, kind, path.read_bytes())

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _path(self, name: str, source: Source, rule: str, what: str) -> Path | None:
        """Return the file if it lies in this folder or below and exists, in just this spelling."""
        folder = (self.root / self.folder).resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or "\\" in name:
            hint = "give a path below the folder of this file, with forward slashes"
            self.report.add("file-outside", f"{name} lies outside the folder of this file", source, hint)
            return None
        if not path.is_file() or path.name not in {p.name for p in path.parent.iterdir()}:
            near = sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []
            hint = f"the folder holds: {', '.join(near)}" if near else f"make {name}"
            self.report.add(rule, f"the {what} {name} is missing", source, hint)
            return None
        return self.root / self.folder / path.relative_to(folder)
