"""What Moodle and the plugin say when they refuse."""

from __future__ import annotations


class Refused(Exception):
    """An exception of Moodle's: errorcode and message."""

    def __init__(self, errorcode: str, message: str = "") -> None:
        super().__init__(errorcode)
        self.errorcode, self.message = errorcode, message or errorcode


class Stop(Exception):
    """A write that the plugin blocks: status, reason."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason
