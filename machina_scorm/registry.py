"""The drop-in registry of the extensible rooms: a file put into the room's folder is live.

Third parties add to a room by an entry point in the group `machina_scorm.<room>` (dots for slashes).
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from typing import Any


@cache
def load_room(room: str, attribute: str) -> tuple[Any, ...]:
    """Return the value named `attribute` of every module in the package `machina_scorm.<room>`, sorted by module name.

    Modules without the attribute are private parts of the room and are passed over. Entry points of the group
    `machina_scorm.<room>` follow, sorted by name; each must point at such a value.
    """
    package = importlib.import_module(f"machina_scorm.{room}")
    found: list[Any] = []
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"machina_scorm.{room}.{info.name}")
        if hasattr(module, attribute):
            found.append(getattr(module, attribute))
    for point in sorted(entry_points(group=f"machina_scorm.{room}"), key=lambda point: point.name):
        found.append(point.load())
    return tuple(found)
