"""Opening a package that anybody may have made: bounded time and memory, one clear problem for each way to be broken.

Not: what the files say. Nothing is written to disk. Source: PKWARE APPNOTE 6.3, section 4.4; what a name may be:
research/formats.md 7.1.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

#: What an LMS must be able to unpack; a package beyond it is an accident or an attack.
MOST_FILES = 5_000
MOST_BYTES = 1_000_000_000
#: Zip cannot press text further than this; what does is made of zeros. Small files may.
MOST_RATIO, SMALL = 200, 20_000_000
#: Pages, scripts and figures are read into memory up to this size each, and up to this size together.
MOST_READ, MOST_READ_TOGETHER = 8_000_000, 30_000_000

_READ = frozenset({".html", ".htm", ".xhtml", ".svg", ".css", ".js", ".mjs", ".xml", ".vtt"})
#: A style sheet that is longer is not made by people.
_MOST_STYLE = 2_000_000
_ARCHIVES = frozenset({".zip", ".7z", ".rar", ".gz", ".tgz", ".tar"})
_MAGIC = {
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF document",
    b"<!DO": "a web page: perhaps a login page was saved in its place",
    b"<htm": "a web page: perhaps a login page was saved in its place",
}
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_JUNK = frozenset({"thumbs.db", ".ds_store", "desktop.ini"})
_UTF8 = 1 << 11
_CHUNK = 1 << 16

#: Everything that zipfile and its decompressors raise on damaged bytes.
_FAULTS = (
    *(zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, OverflowError, IndexError),
    *(struct.error, zlib.error, lzma.LZMAError),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in a package. Sizes in bytes; `sha256` is "" if the file could not be unpacked."""

    name: str
    size: int
    packed: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Inside:
    """What is in a package: every file by its name, and the bytes of those that the checks read."""

    entries: Mapping[str, Entry]
    texts: Mapping[str, bytes]


def open_package(data: bytes, place: Source) -> tuple[Inside | None, list[Problem]]:
    """Return what is in a zip, None if it must not be unpacked, and what is wrong with the zip as such."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            refusal = _refusal(infos, place)
            if refusal:
                return None, [refusal]
            problems = [problem for info in infos for problem in _check_entry(info, place)]
            problems += _check_twice([info.filename for info in infos], place)
            return _read_all(archive, infos, place, problems), problems
    except UnicodeDecodeError:
        message = "a file name in the zip is marked as UTF-8 and is not"
        return None, [Problem("file-name-encoding", message, place, "pack it again with another program")]
    except _FAULTS as error:
        return None, [_no_zip(data, error, place)]


def _no_zip(data: bytes, error: Exception, place: Source) -> Problem:
    if not data:
        return Problem("package-no-zip", "the file is empty", place, "build or download it again")
    found = next((what for magic, what in _MAGIC.items() if data[: len(magic)].lower() == magic.lower()), "")
    if found:
        return Problem("package-no-zip", f"this is no zip file but {found}", place, "an LMS takes zip files only")
    if data[:2] == b"PK":
        message = f"the zip is cut off or damaged: {error}"
        return Problem("package-no-zip", message, place, "build it or download it again, whole")
    return Problem("package-no-zip", "this is no zip file", place, "an LMS takes zip files only")


def _refusal(infos: list[zipfile.ZipInfo], place: Source) -> Problem | None:
    """Return why the zip is not unpacked at all."""
    size, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if len(infos) > MOST_FILES:
        hint = f"{MOST_FILES:,} are the most that are looked into; put the pages of a player into fewer files"
        return Problem("package-too-many-files", f"there are {len(infos):,} files in the zip", place, hint)
    if size > MOST_BYTES:
        hint = f"{MOST_BYTES // 1_000_000:,} MB are the most that are unpacked; keep films on a video server"
        return Problem("package-too-large", f"unpacked it would be {size / 1e6:,.0f} MB", place, hint)
    if size > SMALL and size > MOST_RATIO * max(packed, 1):
        message = f"{packed / 1e6:,.1f} MB unpack to {size / 1e6:,.0f} MB: this looks like a zip bomb"
        return Problem("package-bomb", message, place, "do not upload it; ask its maker")
    locked = sum(bool(info.flag_bits & 1) for info in infos)
    if locked:
        message = f"{locked:,} of {len(infos):,} files are encrypted"
        return Problem("package-encrypted", message, place, "pack it without a password: no LMS can ask for one")
    return None


def _check_entry(info: zipfile.ZipInfo, place: Source) -> Iterator[Problem]:
    name = info.filename
    path = PurePosixPath(name)
    if name.startswith("/") or "\\" in name or ":" in name or ".." in path.parts or info.orig_filename != name:
        hint = "use relative paths with /: an LMS refuses the file, or it overwrites something"
        yield Problem("file-outside", f"{info.orig_filename!r} leads out of the package", place, hint)
    elif stat.S_ISLNK(info.external_attr >> 16):
        yield Problem("file-outside", f"{name!r} is a link, no file", place, "pack the file itself")
    elif not name.isascii() and not info.flag_bits & _UTF8:
        message = f"the name {name!r} is not marked as UTF-8"
        hint = "every system reads it differently; name it with letters, digits, - and _"
        yield Problem("file-name-encoding", message, place, hint, Severity.WARNING)
    elif not name.isascii() or " " in name or not name.isprintable() or _reserved(path):
        hint = "use letters, digits, - and _: some platforms garble other names"
        yield Problem("file-name", f"{name!r} is not a safe name", place, hint, Severity.WARNING)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        message = f"{name} is compressed by method {info.compress_type}"
        yield Problem("package-compression", message, place, "pack it as an ordinary zip (deflate): LMSs know no other")
    if is_junk(name):
        hint = "leave it out: it came from somebody's desktop"
        yield Problem("file-junk", f"{name} is not part of the course", place, hint, Severity.INFO)
    elif path.suffix.lower() in _ARCHIVES:
        hint = "it was not looked into; learners must unpack it themselves"
        yield Problem("file-archive", f"{name} is an archive inside the package", place, hint, Severity.INFO)


def _reserved(path: PurePosixPath) -> bool:
    """Tell whether Windows cannot store the name."""
    return any(part.partition(".")[0].lower() in _RESERVED or part.endswith(".") for part in path.parts)


def is_junk(name: str) -> bool:
    """Tell whether a desktop leaves such files behind: __MACOSX/, .DS_Store, Thumbs.db."""
    path = PurePosixPath(name)
    return path.parts[:1] == ("__MACOSX",) or path.name.lower() in _JUNK


def _check_twice(names: list[str], place: Source) -> Iterator[Problem]:
    for name, times in Counter(name.casefold() for name in names).items():
        if times > 1:
            hint = "capitals do not tell files apart everywhere; which one an LMS keeps is chance"
            yield Problem("file-twice", f"{name} is in the zip {times} times", place, hint)


def _read_all(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], place: Source, problems: list[Problem]) -> Inside:
    entries: dict[str, Entry] = {}
    texts: dict[str, bytes] = {}
    together = 0
    for info in infos:
        name = info.filename
        wanted = PurePosixPath(name).suffix.lower() in _READ
        most = _MOST_STYLE if name.lower().endswith(".css") else MOST_READ
        keep = wanted and info.file_size <= most and together + info.file_size <= MOST_READ_TOGETHER
        try:
            digest, size, content = _read(archive, info, keep)
        except _FAULTS as error:
            message = f"{name} cannot be unpacked: {error}"
            problems.append(Problem("file-damaged", message, place, "build it or download it again"))
            entries[name] = Entry(name, info.file_size, info.compress_size, "")
            continue
        entries[name] = Entry(name, size, info.compress_size, digest)
        if keep:
            together += size
            texts[name] = content
        elif wanted:
            message = f"{name} was not looked into: {info.file_size / 1e6:,.0f} MB"
            problems.append(Problem("page-unread", message, place, "split it", Severity.INFO))
    return Inside(entries, texts)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, keep: bool) -> tuple[str, int, bytes]:
    """Return SHA-256, size and, if `keep`, the bytes of a file; never unpacks more than a chunk at once."""
    digest, size, kept = hashlib.sha256(), 0, bytearray()
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if keep:
                kept += chunk
    return digest.hexdigest(), size, bytes(kept)
