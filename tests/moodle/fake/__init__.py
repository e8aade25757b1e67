"""A Moodle site with the companion plugin, as a state machine without PHP."""

from __future__ import annotations

from .adapter import Adapter, response
from .errors import Refused
from .faults import AFTER, BEFORE, PASSING, Faults, Killed
from .site import FakeSite
from .state import TOKEN

__all__ = [
    "AFTER",
    "BEFORE",
    "PASSING",
    "TOKEN",
    "Adapter",
    "FakeSite",
    "Faults",
    "Killed",
    "Refused",
    "response",
]
