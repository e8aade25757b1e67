"""What Moodle and the plugin say when they refuse."""

from __future__ import annotations

import functools
import re
from pathlib import Path


class Refused(Exception):
    """An exception of Moodle's: errorcode and message."""

    def __init__(self, errorcode: str, message: str = "") -> None:
        super().__init__(errorcode)
        self.errorcode, self.message = errorcode, message or errorcode


class Stop(Exception):
    """A write that the plugin stops: status, reason, and the plugin's own words (classes/local/stop.php)."""

    def __init__(self, reason: str, about: str = "", status: str = "blocked") -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason
        self.message = said(reason if status == "stale" else f"blocked_{reason}", about)


def said(name: str, about: object = "") -> str:
    """Return a string of the plugin's in English."""
    return _texts()[name].replace("{$a}", str(about))


@functools.cache
def _texts() -> dict[str, str]:
    text = (Path(__file__).parents[3] / "moodle/local_machina/lang/en/local_machina.php").read_text("utf-8")
    found = re.findall(r"^\$string\['(\w+)'\] = '((?:[^'\\]|\\.)*)';", text, flags=re.M)
    return {name: value.replace("\\'", "'") for name, value in found}


def missing(table: str) -> Refused:
    """Return what get_record says of a row that must exist (lib/dmllib.php, dml_missing_record_exception)."""
    return Refused("invalidrecord", f"Can't find data record in database table {table}.")
