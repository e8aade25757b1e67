"""Values as PHP reads and writes them: specifications, hashes, differences, empty maps."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from .errors import Refused, said

Fields = dict[str, Any]


def digest(value: object) -> str:
    """Return a hash of owned fields: the keys of maps sorted, 10 and 10.0 told apart (classes/local/hash.php)."""
    text = json.dumps(value or [], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def digests(fields: Fields) -> dict[str, str]:
    """Return a digest of each field, by which a change is told from field to field."""
    return {name: digest({"": value})[:16] for name, value in fields.items()}


def as_php(value: Any) -> Any:
    """Return a value as json_encode gives it: an empty map inside is an empty list, 10.0 is 10."""
    if isinstance(value, dict):
        return {key: as_php(each) for key, each in value.items()} or []
    if isinstance(value, list):
        return [as_php(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def encoded(value: Any) -> str:
    return json.dumps(as_php(value), ensure_ascii=False, separators=(",", ":"))


def differences(before: Fields, after: Fields) -> list[Fields]:
    """Return the fields that a write changes (classes/local/outcome.php)."""
    return [
        {"field": name, "from": _shown(before.get(name)), "to": _shown(value)}
        for name, value in after.items()
        if encoded(before.get(name)) != encoded(value)
    ]


def _shown(value: Any) -> str:
    # Here, unlike elsewhere, the plugin lets json_encode escape slashes.
    text = value if isinstance(value, str) else "" if value is None else encoded(value).replace("/", "\\/")
    if len(text) <= 200:
        return text
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()} ({len(text)} characters)"


def outcome(status: str, key: str, objectid: int = 0, cmid: int = 0, contextid: int = 0, **more: Any) -> Fields:
    """Return what a write answers; `more`: observedhash, changes, warnings (code → message), extra."""
    warnings = [{"code": code, "message": text} for code, text in more.get("warnings", {}).items()]
    return {
        "status": status,
        "key": key,
        "objectid": objectid,
        "cmid": cmid,
        "contextid": contextid,
        "observedhash": more.get("observedhash", ""),
        "changes": more.get("changes", []),
        "warnings": warnings,
        "extra": encoded(more["extra"]) if more.get("extra") else "{}",
    }


@dataclass(frozen=True)
class Request:
    """What a write was asked for (classes/local/request.php)."""

    namespace: str
    runid: str
    courseid: int
    key: str
    spec: Fields
    hash: str
    dry: bool
    ifobserved: str
    options: Fields
    drafts: Fields

    def without(self, names: list[str]) -> Request:
        """Return the request for all but some owned fields; its hash stays."""
        spec = dict(self.spec)
        for name in names:
            group, _, inner = name.partition(".")
            if name in spec:
                del spec[name]
            elif isinstance(spec.get(group), dict):
                spec[group] = {each: value for each, value in spec[group].items() if each != inner}
        return replace(self, spec=spec)


_TYPES = {
    "string": lambda value: isinstance(value, str),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "float": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "bool": lambda value: isinstance(value, bool),
    "list": lambda value: isinstance(value, list) or value == {},
    "map": lambda value: isinstance(value, dict) or value == [],
}


def read_spec(text: str, known: dict[str, str]) -> Fields:
    """Return the fields of a specification (classes/local/spec.php)."""
    fields = loaded(text)
    if not isinstance(fields, dict) and fields != []:
        raise invalid("not a JSON object")
    for name, value in dict(fields).items():
        if name not in known:
            raise invalid(f"there is no field '{name}' here")
        if not _TYPES[known[name]](value):
            raise invalid(f"the field '{name}' must be a {known[name]}")
    return {name: value or {} if known[name] == "map" else value for name, value in dict(fields).items()}


def invalid(why: str) -> Refused:
    return Refused("invalidspec", said("invalidspec", why))


def loaded(text: str) -> Any:
    """Return what json_decode gives: None where it cannot be read."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
