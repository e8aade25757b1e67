"""`moved:` in unit.yaml: lessons that have another name than when they were published.

Identifiers in learners' records are made of the name that a lesson had then; an LMS takes a new identifier for a new
lesson and forgets the attempts at the old one.
"""

from __future__ import annotations

from machina_scorm.problems import Report
from machina_scorm.units.lesson import strings
from machina_scorm.yamlfile import Node


def read_moved(unit: str, node: Node, report: Report) -> dict[str, str]:
    """Return lesson → the key it was published under, from the unit's `moved: {old: new}`.

    `old` is a lesson's id, or its key if it comes from another unit. Problems go to `report` (rule `moved`).
    """
    moved, lessons = node.get("moved"), strings(node, "lessons")
    known: dict[str, str] = {}
    for old, new in (moved.value if moved else {}).items():
        key = old if "/" in old else f"{unit}/{old}"
        if new.raw not in lessons:
            hint = f"there are: {', '.join(lessons)}"
            report.add("moved", f"{old!r} moved to {new.raw!r}, which is no lesson of this unit", new.source, hint)
        elif key.startswith(f"{unit}/") and key.partition("/")[2] in lessons:
            hint = "a lesson that is still there keeps its own records: take the line out"
            report.add("moved", f"{old!r} is a lesson of this unit, so it did not move", new.source, hint)
        elif new.raw in known:
            hint = "only one lesson's records can live on in another: take one of the lines out"
            report.add("moved", f"two lessons moved to {new.raw!r}", new.source, hint)
        else:
            known[new.raw] = key
    return known
