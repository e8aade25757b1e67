"""Fingerprint: one hash for a value and everything below it, the same on every machine."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from machina_scorm.source import Source


def fingerprint(*values: object) -> str:
    """Return the SHA-256 (hex) of frozen values: dataclasses, tuples, strings, bytes, numbers, None.

    Where something was written (Source) does not count: moving a paragraph down a line makes no new artefact.
    """
    digest = hashlib.sha256()
    for value in values:
        _feed(digest, value)
    return digest.hexdigest()


def _feed(digest: Any, value: object) -> None:
    if isinstance(value, str):
        _bytes(digest, b"s", value.encode())
    elif isinstance(value, bytes):
        _bytes(digest, b"b", value)
    elif isinstance(value, bool | int | float | Decimal) or value is None:
        _bytes(digest, b"n", str(value).encode())
    elif isinstance(value, tuple):
        _all(digest, b"t", value)
    elif isinstance(value, Source):
        return
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = _field_names(type(value))
        _all(digest, type(value).__qualname__.encode(), (getattr(value, name) for name in names))
    else:
        raise TypeError(f"no fingerprint for a {type(value).__name__}")


def _bytes(digest: Any, kind: bytes, data: bytes) -> None:
    digest.update(b"%s%d:" % (kind, len(data)))
    digest.update(data)


def _all(digest: Any, kind: bytes, values: Iterable[object]) -> None:
    digest.update(b"(" + kind)
    for value in values:
        _feed(digest, value)
    digest.update(b")")


@cache
def _field_names(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cls))
