"""Zip files from strangers: entries counted and measured before a byte is unpacked, names that stay in the package."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from machina_scorm.imports import ImportFile
from machina_scorm.problems import Report

#: Files in a package, bytes of one file unpacked, bytes of all, and how many times smaller packed than unpacked.
MOST_ENTRIES = 10_000
LARGEST_ENTRY = 50_000_000
LARGEST_SUM = 200_000_000
MOST_PACKED = 200
_SMALL = 1_000_000


class Package:
    """A package opened by open_package: `names` are safe relative paths with forward slashes."""

    def __init__(self, archive: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo], file: ImportFile) -> None:
        self._archive, self._infos, self._file = archive, infos, file

    @property
    def names(self) -> tuple[str, ...]:
        """Every file's name, in the package's order."""
        return tuple(self._infos)

    def read(self, name: str, report: Report) -> bytes | None:
        """Return a file's bytes, at most LARGEST_ENTRY; None, reported as `import-package`, where it is damaged."""
        info = self._infos.get(name)
        if info is None:
            return None
        try:
            with self._archive.open(info) as stream:
                data = stream.read(LARGEST_ENTRY + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            hint = "export or zip it again"
            report.add("import-package", f"{name} in the package cannot be unpacked: {error}", self._file.at(), hint)
            return None
        if len(data) > LARGEST_ENTRY:
            report.add("import-bomb", f"{name} unpacks to more than it says", self._file.at(), "do not trust this file")
            return None
        return data


@contextmanager
def open_package(file: ImportFile, report: Report) -> Iterator[Package | None]:
    """Open a zip file; yields None, with the reason in `report`, for what is none, too large or unsafe.

    Rules: `import-package` (no zip), `import-bomb` (unpacks beyond the limits), `import-path` (a name outside).
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        report.add("import-package", f"the file is no sound zip package: {error}", file.at(), "zip it again")
        yield None
        return
    with archive:
        infos = _checked(archive.infolist(), file, report)
        yield None if infos is None else Package(archive, infos, file)


def _checked(infos: list[zipfile.ZipInfo], file: ImportFile, report: Report) -> dict[str, zipfile.ZipInfo] | None:
    before = len(report.errors)
    if len(infos) > MOST_ENTRIES:
        hint = "a sound one has fewer; do not trust this file"
        report.add("import-bomb", f"the package holds {len(infos):,} files", file.at(), hint)
    total = sum(info.file_size for info in infos)
    if total > LARGEST_SUM:
        hint = f"{LARGEST_SUM:,} at most; do not trust this file"
        report.add("import-bomb", f"the package unpacks to {total:,} bytes", file.at(), hint)
    safe: dict[str, zipfile.ZipInfo] = {}
    for info in infos[:MOST_ENTRIES]:
        if info.is_dir():
            continue
        name = info.filename.replace("\\", "/")
        packed = info.file_size > _SMALL and info.file_size > MOST_PACKED * max(1, info.compress_size)
        if info.file_size > LARGEST_ENTRY or packed:
            message = f"{name} unpacks from {info.compress_size:,} to {info.file_size:,} bytes"
            report.add("import-bomb", message, file.at(), "do not trust this file")
        elif name.startswith("/") or ":" in name.split("/")[0] or posixpath.normpath(name).startswith(".."):
            report.add("import-path", f"the package holds {name!r}, outside of itself", file.at(), "do not trust it")
        else:
            safe[posixpath.normpath(name)] = info
    return safe if len(report.errors) == before else None
