"""`{#id .class key=value}`: the attributes at the end of a heading, a caption or a block's first line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_ID = re.compile(r"[a-z][a-z0-9-]*\Z")
_ITEM = re.compile(r"""\s*(?:\#(?P<id>[^\s{}"=]+) | \.(?P<cls>[^\s{}"=]+) | (?P<key>[A-Za-z0-9_-]+)=
                       (?:"(?P<quoted>[^"]*)" | (?P<bare>[^\s{}"]+)))(?=\s|\})""", re.VERBOSE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attributes:
    """Attributes as written; `values` holds the key=value pairs."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


def is_id(text: str) -> bool:
    """Tell whether `text` may be an id: small Latin letters, digits and `-`, beginning with a letter."""
    return bool(_ID.match(text))


def split_attributes(text: str) -> tuple[str, Attributes]:
    """Split `Heading {#id .class}` into the text before and its attributes; braces that are none stay text."""
    stripped = text.rstrip()
    if stripped.endswith("}"):
        start = stripped.rfind("{")
        while start != -1:
            found = _parse(stripped[start + 1 :])
            if found:
                return stripped[:start].rstrip(), found
            start = stripped.rfind("{", 0, start)
    return stripped, Attributes()


def _parse(text: str) -> Attributes | None:
    """Parse what follows the opening brace, up to the closing one at the very end; None if it is no attribute list."""
    id_, classes, values, position = "", [], {}, 0
    while match := _ITEM.match(text, position):
        if match["id"]:
            id_ = match["id"]
        elif match["cls"]:
            classes.append(match["cls"])
        else:
            values[match["key"]] = match["quoted"] if match["quoted"] is not None else match["bare"]
        position = match.end()
    return Attributes(id_, tuple(classes), values) if position and text[position:].strip() == "}" else None
