"""Any finished file by its name: packages, decks, question banks, ours or others'.  Not: the sources of a course."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping

from machina_scorm.check.findings import Count, Findings, capped
from machina_scorm.check.quiz import check_gift, check_moodle_xml
from machina_scorm.check.scorm import Options, examine_package
from machina_scorm.check.template import check_presentation, check_template
from machina_scorm.problems import Problem

_Check = Callable[[bytes, str], Iterable[Problem]]

_CHECKS: Mapping[str, tuple[str, str, _Check]] = {
    ".pptx": ("deck", "PowerPoint deck", check_presentation),
    ".potx": ("deck", "PowerPoint template", check_template),
    ".gift": ("questions", "GIFT questions", check_gift),
    ".txt": ("questions", "GIFT questions", check_gift),
    ".xml": ("questions", "Moodle XML questions", check_moodle_xml),
}

#: The endings of the files that can be checked.
SUFFIXES = (".zip", *_CHECKS)


def suffix_of(name: str) -> str:
    """Return the ending that says how to check the file, "" if there is no check for it."""
    return next((suffix for suffix in SUFFIXES if name.lower().endswith(suffix)), "")


def examine(data: bytes, name: str, options: Options) -> Findings:
    """Return all that can be said of a file, called `name` in the findings. Its ending must be one of SUFFIXES."""
    suffix = suffix_of(name)
    if suffix == ".zip":
        return examine_package(data, name, options)
    theme, kind, check = _CHECKS[suffix]
    problems = tuple(capped(dict.fromkeys(check(data, name)), name))
    return Findings(name, kind, len(data), hashlib.sha256(data).hexdigest(), problems, (Count(theme, "file", 1),))
