"""Names that every platform takes: file names, XML identifiers, interaction ids.  Not: what the names stand for."""

from __future__ import annotations

import unicodedata
from collections.abc import Container

_FILE_CHARS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
_NAME_CHARS = _FILE_CHARS - {"."}


def _ascii(text: str, allowed: frozenset[str]) -> str:
    """Return `text` with accents dropped and every run of other characters as one hyphen."""
    plain = unicodedata.normalize("NFKD", text)
    marked = "".join(c if c in allowed else "" if unicodedata.combining(c) else " " for c in plain)
    return "-".join(marked.split())


def file_name(name: str, taken: Container[str] = ()) -> str:
    """Return `name` in ASCII letters, digits, `-`, `_` and `.`, counted up until it is not in `taken`.

    The comparison ignores case, as Windows and macOS do. ADL's unzip ignores the UTF-8 flag of zip entries, so only
    ASCII names are safe (formats.md 7.1).
    """
    before, dot, after = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    stem = _ascii(before if dot else after, _FILE_CHARS).strip(".-") or "file"
    ending = _ascii(after, _NAME_CHARS) if dot else ""
    tail = f".{ending}" if ending else ""
    number, candidate = 1, f"{stem}{tail}"
    while candidate.lower() in taken or candidate in taken:
        number += 1
        candidate = f"{stem}-{number}{tail}"
    return candidate


def identifier(*parts: str) -> str:
    """Return an NCName made of source ids (`machina`, `lu1/l1-introduction`), the same in every language and build.

    Identifiers in a manifest are xsd:ID: no blank, no slash, no leading digit.
    """
    name = "-".join(_ascii(part, _NAME_CHARS) for part in parts if part)
    return name if name[:1].isalpha() or name[:1] == "_" else f"id-{name}"


def interaction_id(key: str) -> str:
    """Return the id of a question in a learner's record: `lu1/l1-intro/q-rules` becomes `lu1.l1_intro.q_rules`.

    `[A-Za-z0-9_.]` satisfies SCORM 1.2's CMIIdentifier, 2004's and Moodle's narrower patterns (formats.md 0.8).
    """
    return ".".join(_ascii(part, _NAME_CHARS).replace("-", "_") for part in key.split("/"))
