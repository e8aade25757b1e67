"""Parameters as Moodle's REST server reads them, and JSON as its plugin hashes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

#: What a parameter may be. None is left out: Moodle has no sign for it.
Value = str | int | float | bool | None | Sequence["Value"] | Mapping[str, "Value"]


def flatten(parameters: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Return nested parameters as form fields: `a[0][b]=1`, booleans as 0 and 1, in the order given.

    Raises TypeError for what Moodle could not read. Source: webservice/rest/locallib.php, which takes $_POST as it is.
    """
    return [pair for name, value in parameters.items() for pair in _fields(name, value)]


def _fields(name: str, value: Value) -> Iterator[tuple[str, str]]:
    match value:
        case None:
            return
        case bool():
            yield name, str(int(value))
        case str() | int() | float():
            yield name, str(value)
        case Mapping():
            for key, inner in value.items():
                yield from _fields(f"{name}[{key}]", inner)
        case Sequence():
            for number, inner in enumerate(value):
                yield from _fields(f"{name}[{number}]", inner)
        case _:
            raise TypeError(f"{name} cannot be sent: {type(value).__name__}")


def canonical(value: object) -> str:
    """Return JSON with sorted keys, without spaces, in plain UTF-8: equal values are equal strings.

    The plugin hashes a specification as it was sent, so that what means the same must be written the same.
    Raises ValueError for NaN and infinities, which JSON does not have.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def spec_hash(spec: object) -> str:
    """Return the SHA-256 that the plugin will note as an item's `desiredhash` when it is sent this specification."""
    return hashlib.sha256(canonical(spec).encode()).hexdigest()
