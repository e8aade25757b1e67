"""Decks of strangers: opened only if the file is a sound .pptx of bearable size, else one line that says what to do."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from machina_scorm.errors import SourceError
from machina_scorm.imports import ImportFile
from machina_scorm.imports.limits import LARGEST_ENTRY
from machina_scorm.imports.office import OLD, is_safe
from machina_scorm.presentation import UNREADABLE, Presentation, read_presentation
from machina_scorm.problems import Report

#: Bytes of a file; a deck of 300 slides with photographs has about 60 MB.
LARGEST_DECK = 150_000_000

#: How MS-OFFCRYPTO 2.3.4 names the stream that an encrypted package is in, as OLE2 writes it.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE = "open it in PowerPoint or LibreOffice and save it as .pptx"
#: The types of a package's main part: a presentation, without and with macros (which nobody runs here).
_MAIN = ("presentation.main+xml", "presentation.macroEnabled.main+xml")
_KINDS = {
    "template.main": "it is a template (.potx)",
    "slideshow.main": "it is a show (.ppsx)",
    "slideshow.macroEnabled": "it is a show (.ppsm)",
    "template.macroEnabled": "it is a template (.potm)",
    "wordprocessingml": "it is a Word document",
    "spreadsheetml": "it is an Excel workbook",
}


def open_deck(path: Path) -> Presentation:
    """Read a deck; raises SourceError, with what to do, for what is no .pptx, damaged, too large, unsafe or empty."""
    try:
        size = path.stat().st_size
        if size > LARGEST_DECK:
            hint = (
                f"{LARGEST_DECK // 1_000_000} MB at most: take the videos out, or compress the pictures in PowerPoint"
            )
            raise SourceError(f"the file has {size // 1_000_000} MB", path.name, hint)
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"the file cannot be read: {error.strerror}", path.name) from error
    return read_deck(data, path.name)


def read_deck(data: bytes, name: str) -> Presentation:
    """Read a deck that is in memory; see open_deck."""
    if not data.strip(b"\0"):
        raise SourceError("the file is empty", name, "choose another file")
    if data.startswith(OLD):
        if _ENCRYPTED in data:
            hint = "open it in PowerPoint, take the password away (File, Info, Protect) and save it"
            raise SourceError("the file is protected by a password", name, hint)
        raise SourceError("the file is of the old PowerPoint format (.ppt)", name, _SAVE)
    _check_kind(data, name)
    report = Report()
    if not is_safe(ImportFile(name, data), report):
        first = report.errors[0]
        raise SourceError(first.message, name, first.hint)
    try:
        deck = read_presentation(data)
    except UNREADABLE as error:
        raise SourceError("the file is damaged and cannot be read", name, _SAVE) from error
    if not deck.slides:
        raise SourceError("the deck has no slides", name, "choose another file")
    return deck


def _check_kind(data: bytes, name: str) -> None:
    """Raise SourceError for a package that is no presentation, or holds a file larger than is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            kinds = _head(package, "[Content_Types].xml")
            mimetype = _head(package, "mimetype")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        suffix = PurePosixPath(name).suffix.lower()
        known = f"; a {suffix} file is something else" if suffix and suffix != ".pptx" else ""
        raise SourceError(f"the file is no PowerPoint file{known}", name, _SAVE) from error
    if "opendocument" in mimetype:
        raise SourceError("it is an OpenDocument file (.odp)", name, "open it in LibreOffice and save it as .pptx")
    if not any(mark in kinds for mark in _MAIN):
        what = next((what for mark, what in _KINDS.items() if mark in kinds), "the file is no PowerPoint file")
        raise SourceError(what, name, _SAVE)
    for info in infos:
        # A film does not become smaller by packing; what does is judged as a bomb by is_safe.
        if info.file_size > LARGEST_ENTRY and info.compress_size * 2 > info.file_size:
            message = f"{info.filename} in it has {info.file_size // 1_000_000} MB"
            raise SourceError(message, name, "take the film or picture out and save the deck under another name")


def _head(package: zipfile.ZipFile, name: str) -> str:
    """Return the first 200,000 bytes of a file in a package as text, "" if it is not there."""
    try:
        with package.open(name) as stream:
            return stream.read(200_000).decode("utf-8", "replace")
    except (KeyError, EOFError, zlib.error):
        return ""
