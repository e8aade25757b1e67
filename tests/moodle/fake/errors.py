"""What Moodle and the plugin say when they refuse."""

from __future__ import annotations


class Refused(Exception):
    """An exception of Moodle's: errorcode and message."""

    def __init__(self, errorcode: str, message: str = "") -> None:
        super().__init__(errorcode)
        self.errorcode, self.message = errorcode, message or errorcode


class Stop(Exception):
    """A write that the plugin stops: status, reason (classes/local/stop.php)."""

    def __init__(self, reason: str, status: str = "blocked") -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


def missing(table: str) -> Refused:
    """Return what get_record says of a row that must exist (lib/dmllib.php, dml_missing_record_exception)."""
    return Refused("invalidrecord", f"Can't find data record in database table {table}.")
