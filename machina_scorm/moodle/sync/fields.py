"""Owned fields as get_content gives them, and what differs between two values, short enough for a person's eye.

The flat names are those of moodle/local_machina (classes/local/kind/module.php): settings.grade, files.package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from machina_scorm.moodle.values import FieldChange

_GROUPS = ("settings", "completion", "files", "review")
#: Parts of a specification that say where a thing is made and are no fields of it.
_NO_FIELDS = {"cm": ("section",), "qcategory": ("bank",), "slots": ("quiz",)}
_SLOT = {"page": 1, "mark": 1.0}
_LONGEST = 60
_AROUND = 24


def owned_fields(kind: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the owned fields of a specification, flat."""
    found: dict[str, Any] = {}
    for name, value in wanted.items():
        if name in _NO_FIELDS.get(kind, ()):
            continue
        if kind == "cm" and name in _GROUPS:
            found |= {f"{name}.{inner}": each for inner, each in value.items()}
        elif kind == "slots" and name == "slots":
            found[name] = [_slot(each) for each in value]
        else:
            found[name] = value
    return found


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Return the fields of `after` that are another in `before`, with values shortened to where they differ."""
    return tuple(
        FieldChange(name, *shortened(before.get(name), value))
        for name, value in sorted(after.items())
        if not same(before.get(name), value)
    )


def same(one: object, other: object) -> bool:
    """Tell whether two values are equal; Moodle gives whole numbers as floats and empty maps as lists."""
    return _plain(one) == _plain(other)


def same_order(one: object, other: object) -> bool:
    """Tell whether what is in both of two orders has the same order: keys, or keys of activities by section."""
    before, after = _places(one), _places(other)
    both = before.keys() & after.keys()
    return [(key, before[key]) for key in before if key in both] == [(key, after[key]) for key in after if key in both]


def _places(order: object) -> dict[str, str]:
    """Return key → section, in an order that does not depend on that of the sections."""
    if isinstance(order, Mapping):
        return {key: section for section, keys in sorted(order.items()) for key in keys}
    return dict.fromkeys(order, "") if isinstance(order, list | tuple) else {}


def shortened(before: object, after: object) -> tuple[str, str]:
    """Return two values as short texts, cut to the place where they differ."""
    one, two = _text(before), _text(after)
    if one == two and before != after:
        return "other markup", "the same words"
    if max(len(one), len(two)) <= _LONGEST:
        return one, two
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    end = 0
    while end < min(len(one), len(two)) - start and one[-1 - end] == two[-1 - end]:
        end += 1
    return _cut(one, start, end), _cut(two, start, end)


def _cut(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(text), len(text) - end + _AROUND)
    if last - first > 2 * _LONGEST:
        last = first + 2 * _LONGEST
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def _text(value: object) -> str:
    """Return a value as a person reads it: HTML without its tags, files by name and the start of their SHA-1."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _bare(value)
    if isinstance(value, dict) and all(isinstance(each, str) and len(each) == 40 for each in value.values()):
        return ", ".join(f"{path.lstrip('/')} {sha1[:7]}" for path, sha1 in sorted(value.items()))
    return json.dumps(_readable(value), ensure_ascii=False, sort_keys=True)


def _bare(text: str) -> str:
    bare = re.sub(r"<[^>]*>", " ", text) if "<" in text else text
    return re.sub(r"\s+", " ", bare).strip() or text


def _readable(value: object) -> object:
    """Return a value without markup in its texts, and whole numbers as such."""
    match value:
        case str():
            return _bare(value)
        case float() if value.is_integer():
            return int(value)
        case Mapping():
            return {name: _readable(each) for name, each in value.items()}
        case list() | tuple():
            return [_readable(each) for each in value]
    return value


def _plain(value: object) -> object:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()} or []
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _slot(slot: Mapping[str, Any]) -> dict[str, Any]:
    more = {"subcategories": False} if "category" in slot else {}
    return {**_SLOT, **more, **slot}
