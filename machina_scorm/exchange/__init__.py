"""Translations out to agencies and partners and in again: one file per format, each with a `FORMAT`.

A room of its own, above i18n/ and imports/: it takes catalogs as values from the one and reads strangers' files with
the care of the other.  PO stays what the course is built from; nothing here is read by a build.

The contract of the room
------------------------
`FORMAT = Format(name, suffixes, recognise, write, read)`; a module dropped in here is live (registry.load_room).

* `write(bundles) -> bytes` gets one bundle for a language; several only if `languages` is True.
* `read(data, source, report)` returns one bundle for each language in the file. It raises nothing for what a file
  holds: what is wrong goes to `report` with its line (or `Sheet!C5` in the message), what is sound is returned.
* The Markdown that is written is read back to the very character.

Rules of what is read: `import-…`; `export-…` of what is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from machina_scorm.exchange.bundle import Bundle
from machina_scorm.problems import Report
from machina_scorm.registry import load_room
from machina_scorm.source import Source

#: Bytes of a file that is read; a course of 27 lessons has about 3 MB in one language.
LARGEST = 200_000_000


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files for translators.

    `recognise(data)` tells from the bytes alone. `version` tells formats with one suffix apart, of which the first by
    name is written unless another is asked for. `languages`: one file may hold several. `memory`: a file is no order
    that comes back, but sentences of any text; it only fills what is empty.
    """

    name: str
    suffixes: tuple[str, ...]
    recognise: Callable[[bytes], bool]
    write: Callable[[tuple[Bundle, ...]], bytes]
    read: Callable[[bytes, Source, Report], tuple[Bundle, ...]]
    version: str = ""
    languages: bool = False
    memory: bool = False


def formats() -> tuple[Format, ...]:
    """Return every format, in the order of their module names."""
    return load_room("exchange", "FORMAT")


def format_to_write(suffix: str, version: str = "") -> Format | None:
    """Return the format that files with this suffix are written in, None if there is none."""
    found = [each for each in formats() if suffix.lower() in each.suffixes]
    return next((each for each in found if version in ("", each.version)), None)


def read_file(data: bytes, name: str, report: Report) -> tuple[Format, tuple[Bundle, ...]] | None:
    """Read a file of any format; None, with the reason in `report`, for what is none of them.

    Rules: `import-format`, `import-too-large`, and those of the format.
    """
    source = Source(name)
    if len(data) > LARGEST:
        report.add("import-too-large", f"the file has {len(data):,} bytes", source, f"{LARGEST:,} at most; split it")
        return None
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    by_suffix = [each for each in formats() if suffix in each.suffixes]
    for each in (*by_suffix, *formats()):
        if each.recognise(data):
            return each, each.read(data, source, report)
    if by_suffix:  # damaged, or saved under a wrong name: its reader says what is wrong
        return by_suffix[0], by_suffix[0].read(data, source, report)
    endings = ", ".join(sorted({suffix for each in formats() for suffix in each.suffixes}))
    report.add("import-format", "not a file that translations come in", source, f"one of: {endings}")
    return None
