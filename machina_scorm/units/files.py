"""The files beside a source file: read once, checked, every fault at the line that names them."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from machina_scorm.model.blocks import Captions, Image
from machina_scorm.model.course import Attachment
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.units.figures import read_image

_CAPTION_SUFFIX = ".vtt"
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
        """Return every `<stem>.<language>.vtt`, sorted by language."""
        base = self.root / self.folder / stem
        if not base.parent.is_dir():
            return ()
        found = sorted(p for p in base.parent.glob(f"{base.name}.*{_CAPTION_SUFFIX}") if p.is_file())
        return tuple(Captions(p.name[len(base.name) + 1 : -len(_CAPTION_SUFFIX)], p.read_bytes()) for p in found)

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
