"""Which source files there are and when they were written: what a preview polls."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

#: The folders and files of a course that its artefacts are made from.
FOLDERS = ("units", "i18n", "templates", "theme")
FILES = ("identifiers.lock",)

#: Path below the course's folder → time of writing (ns) and size.
Stamps = dict[str, tuple[int, int]]


def stamps(root: Path) -> Stamps:
    """Return the stamp of every source file below `root`. Hidden files and editors' backups do not count."""
    found = dict(item for folder in FOLDERS for item in _stamps(root / folder, folder))
    for name in FILES:
        with suppress(OSError):  # not every course has it
            found[name] = _stamp((root / name).stat())
    return found


def changes(before: Stamps, after: Stamps) -> tuple[str, ...]:
    """Return the paths that were written, added or taken away, sorted."""
    paths = before.keys() | after.keys()
    return tuple(sorted(path for path in paths if before.get(path) != after.get(path)))


def _stamp(about: os.stat_result) -> tuple[int, int]:
    return about.st_mtime_ns, about.st_size


def _stamps(folder: Path, name: str) -> Iterator[tuple[str, tuple[int, int]]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:  # not there, or gone since it was listed
        return
    for entry in entries:
        if entry.name.startswith((".", "#")) or entry.name.endswith(("~", ".swp", ".part")):
            continue
        path = f"{name}/{entry.name}"
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _stamps(folder / entry.name, path)
            else:
                yield path, _stamp(entry.stat())
        except OSError:  # gone since it was listed
            continue
