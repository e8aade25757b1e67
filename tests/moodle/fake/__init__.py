"""A Moodle site with the companion plugin, as a state machine behind a `requests` adapter: no sockets, no PHP.

It follows what Moodle documents and what live sites answered: HTTP 200 for refusals, upload.php's own errors, PHP's
empty maps as lists.  The same tests run against it and against live sites (test_site_*.py), which keeps it honest.
Faults are put in its way with `faults`: each names what happens to the next request.
"""

from __future__ import annotations

from .adapter import Adapter, response
from .errors import Refused, Stop
from .site import FakeSite
from .state import TOKEN, Course, Item, digest

__all__ = ["TOKEN", "Adapter", "Course", "FakeSite", "Item", "Refused", "Stop", "digest", "response"]
