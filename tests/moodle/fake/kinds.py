"""What the plugin's kinds own and how they read it (classes/local/kind), as the fake site needs it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from lxml import etree

from .errors import Stop

_MODULE: dict[str, Any] = {
    "section": str,
    "name": str,
    "intro": str,
    "lang": str,
    "visible": bool,
    "showdescription": bool,
    "settings": dict,
    "completion": dict,
    "files": dict,
    "gradepass": (int, float),
}
#: kind or module → field → type.
FIELDS: dict[str, dict[str, Any]] = {
    "course": {
        **dict.fromkeys(("category", "fullname", "shortname", "summary", "lang", "format"), str),
        **dict.fromkeys(("enablecompletion", "visible", "showgrades"), bool),
        **dict.fromkeys(("startdate", "enddate"), int),
    },
    "section": {"name": str, "summary": str, "visible": bool},
    "order": {"sections": list, "modules": dict},
    "qcategory": {"name": str, "info": str, "parent": str, "bank": str},
    "slots": {"quiz": str, "slots": list, "shuffle": bool},
    "scorm": _MODULE,
    "page": {**_MODULE, "content": str},
    "book": {**_MODULE, "chapters": list},
    "label": _MODULE,
    "url": _MODULE,
    "resource": _MODULE,
    "folder": _MODULE,
    "quiz": {**_MODULE, "review": dict, "feedback": list},
    "qbank": _MODULE,
}
#: module → settings and file areas that it has (those that the tests use).
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "book": {"settings": ("numbering", "navstyle", "customtitles"), "files": ()},
    "folder": {"settings": ("display", "showexpanded"), "files": ("content",)},
    "label": {"settings": (), "files": ()},
    "page": {"settings": ("display", "printintro"), "files": ("content",)},
    "qbank": {"settings": (), "files": ()},
    "quiz": {"settings": ("grade", "attempts", "timelimit", "grademethod"), "files": ()},
    "resource": {"settings": ("display", "showsize", "showtype"), "files": ("content",)},
    "scorm": {"settings": ("maxattempt", "grademethod", "maxgrade", "whatgrade"), "files": ("package",)},
    "url": {"settings": ("externalurl", "display"), "files": ()},
}
#: Shares of a mark that Moodle takes (question_bank::fraction_options_full), as far as files use them.
_FRACTIONS = {0, 100, 90, 80, 75, 70, 60, 50, 40, 30, 25, 20, 10, 5}


def wanted_fields(spec: dict[str, Any], kind: str, modname: str) -> dict[str, Any]:
    """Return the owned fields, flat: settings.grade, files.package."""
    found: dict[str, Any] = {}
    for name, value in spec.items():
        if kind == "cm" and name in ("settings", "completion", "files", "review"):
            found |= {f"{name}.{inner}": each for inner, each in value.items()}
        elif (kind, name) not in (("cm", "section"), ("qcategory", "bank"), ("slots", "quiz")):
            found[name] = value
    if "slots" in found:
        found["slots"] = [{"page": 1, "mark": 1.0, **slot} for slot in found["slots"]]
    return found


def questions_of(data: bytes, format_: str) -> dict[str, str] | None:
    """Return key → type of a file's questions; None where Moodle refuses the whole file."""
    if format_ == "gift":
        found = re.findall(r"\[id:([^\]]+)\]", data.decode())
        return dict.fromkeys(found, "multichoice") if found else None
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return None
    result: dict[str, str] = {}
    for question in root.iter("question"):
        kind, key = str(question.get("type")), (question.findtext("idnumber") or "").strip()
        if kind == "category":
            continue
        fractions = [abs(float(one.get("fraction", "0"))) for one in question.iter("answer")]
        known = all(
            any(abs(each - share) < 0.5 for share in (*_FRACTIONS, 33.3, 66.7, 16.7, 83.3, 14.3, 12.5, 11.1))
            for each in fractions
        )
        if not key or len(key.encode()) > 100 or key in result or not known:
            return None
        result[key] = kind
    return result or None


def identifiers(data: bytes) -> list[str]:
    """Return the items of a package with a launch; raises Stop where Moodle finds no package."""
    try:
        manifest = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("imsmanifest.xml"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        raise Stop("blocked", "bad_package") from None
    found = [str(one.get("identifier")) for one in manifest.iter("{*}item") if one.get("identifierref")]
    return sorted(one for one in found if re.fullmatch(r"\S+", one))
