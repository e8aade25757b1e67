"""Parameters of the plugin's functions, checked as Moodle checks them (classes/external, external_api)."""

from __future__ import annotations

import re
from typing import Any

from .errors import Refused
from .values import Fields

_ANY, _INT, _BOOL = "", r"\s*-?\d+\s*", "0|1|"
_EXT, _ALPHA, _ALNUM = r"[a-zA-Z0-9_-]*", r"[a-zA-Z]*", r"[a-zA-Z0-9]*"
_NEEDED = object()

#: name → (pattern, default)
_RUN = {"namespace": (_EXT, _NEEDED), "runid": (_EXT, _NEEDED)}
_IN = {**_RUN, "courseid": (_INT, _NEEDED)}
_DRY = {"dryrun": (_BOOL, "0")}
_SPEC = {"key": (_ANY, _NEEDED), "spec": (_ANY, _NEEDED), **_DRY, "ifobserved": (_ALNUM, ""), "options": (_ANY, "{}")}
_SEEN = {"namespace": (_EXT, _NEEDED), "courseid": (_INT, _NEEDED), "keys": (_ANY, _NEEDED)}
_KNOWN: dict[str, dict[str, tuple[str, Any]]] = {
    "get_site": {"namespace": (_EXT, "")},
    "get_state": {"namespace": (_EXT, _NEEDED), "courses": (_ANY, _NEEDED)},
    "get_content": _SEEN,
    "get_log": _RUN,
    "begin_run": {
        "namespace": (_EXT, _NEEDED),
        "clientinfo": (_ANY, "{}"),
        "ttl": (_INT, "600"),
        "resume": (_EXT, ""),
    },
    "end_run": {**_RUN, "summary": (_ANY, "{}")},
    "apply_course": {**_RUN, **_SPEC},
    "apply_sections": {**_IN, "sections": (_ANY, _NEEDED), **_DRY, "options": (_ANY, "{}")},
    "apply_order": {**_IN, **_SPEC},
    "apply_question_category": {**_IN, **_SPEC},
    "apply_quiz_slots": {**_IN, **_SPEC},
    "apply_module": {**_IN, **_SPEC, "modname": (r"[a-z][a-z0-9_]*", _NEEDED), "drafts": (_ANY, "{}")},
    "apply_questions": {
        **_IN,
        "categorykey": (_ANY, _NEEDED),
        "format": (_ALPHA, _NEEDED),
        "draftitemid": (_INT, _NEEDED),
        "hashes": (_ANY, _NEEDED),
        **_DRY,
        "ifobserved": (_ANY, "{}"),
        "onmissing": (_ALPHA, "report"),
        "options": (_ANY, "{}"),
    },
    "adopt": {
        **_IN,
        "key": (_ANY, _NEEDED),
        "kind": (_ALPHA, _NEEDED),
        "objectid": (_INT, _NEEDED),
        **_DRY,
        "takeover": (_BOOL, "0"),
    },
    "rename_key": {**_IN, "oldkey": (_ANY, _NEEDED), "newkey": (_ANY, _NEEDED), **_DRY},
    "retire": {**_IN, "keys": (_ANY, _NEEDED), "mode": (_ALPHA, _NEEDED), "confirm": (_INT, "0"), **_DRY},
}


def checked(function: str, fields: dict[str, str]) -> Fields:
    """Return a call's parameters in their types, defaults filled in. Raises Refused: invalidparameter."""
    known = _KNOWN[function]
    given = {name: value for name, value in fields.items() if name not in ("wstoken", "wsfunction")}
    given = {
        name: value
        for name, value in given.items()
        if not name.startswith("moodlewss") and name != "moodlewsrestformat"
    }
    strange = sorted(given.keys() - known.keys())
    if strange:
        raise _wrong(f"Unexpected keys ({', '.join(strange)}) detected in parameter array.")
    found: Fields = {}
    for name, (pattern, default) in known.items():
        value = given.get(name, default)
        if value is _NEEDED:
            raise _wrong(f"Missing required key in single structure: {name}")
        if pattern and not re.fullmatch(pattern, value):
            raise _wrong(f"Invalid external api parameter: {name}")
        found[name] = int(value) if pattern == _INT else value == "1" if pattern == _BOOL else value
    return found


def _wrong(why: str) -> Refused:
    return Refused("invalidparameter", f"Invalid parameter value detected ({why})")
