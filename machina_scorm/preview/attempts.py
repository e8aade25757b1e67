"""What an LMS keeps of a learner: attempts of packages, as JSON files below .machina/preview/."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from machina_scorm.store import replace_file

FOLDER = Path(".machina") / "preview" / "attempts"

#: Values of one SCO: element → string.
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: `scos` has the values of each SCO by its identifier."""

    number: int
    scos: Mapping[str, Values]


class Attempts:
    """The attempts of every package of one course. Files are written beside and renamed; one writer at a time."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER
        self._lock = threading.Lock()

    def read(self, package: str) -> tuple[Attempt, ...]:
        """Return the attempts of the package at the path `package`, the last one current; one empty one at least."""
        try:
            found = json.loads(self._file(package).read_text("utf-8"))
            attempts = tuple(_attempt(item) for item in found["attempts"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # none yet, or damaged: begin anew
            attempts = ()
        return attempts or (Attempt(1, {}),)

    def save(self, package: str, number: int, sco: str, values: Values) -> bool:
        """Keep what a SCO committed; False if there is no attempt of that number any more."""
        with self._lock:
            attempts = self.read(package)
            if number not in {attempt.number for attempt in attempts}:
                return False
            changed = (replace(a, scos={**a.scos, sco: dict(values)}) if a.number == number else a for a in attempts)
            self._write(package, tuple(changed))
            return True

    def begin(self, package: str) -> tuple[Attempt, ...]:
        """Begin a new attempt and return all; an attempt in which nothing was kept is used again."""
        with self._lock:
            attempts = self.read(package)
            if attempts[-1].scos:
                attempts = (*attempts, Attempt(attempts[-1].number + 1, {}))
                self._write(package, attempts)
            return attempts

    def clear(self, package: str) -> tuple[Attempt, ...]:
        """Forget every attempt of the package."""
        with self._lock:
            self._file(package).unlink(missing_ok=True)
            return self.read(package)

    def _file(self, package: str) -> Path:
        return self._folder / f"{package}.json"

    def _write(self, package: str, attempts: tuple[Attempt, ...]) -> None:
        value = {"attempts": attempts_json(attempts)}
        text = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True)
        replace_file(self._file(package), (text + "\n").encode())


def attempts_json(attempts: tuple[Attempt, ...]) -> list[dict[str, object]]:
    """Return attempts as JSON-ready values."""
    return [{"number": a.number, "scos": {sco: dict(values) for sco, values in a.scos.items()}} for a in attempts]


def read_values(value: Any) -> dict[str, str] | None:
    """Return `value` if it is an object of strings, else None."""
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        return value
    return None


def _attempt(item: Any) -> Attempt:
    scos = {str(sco): values for sco, raw in item["scos"].items() if (values := read_values(raw)) is not None}
    return Attempt(int(item["number"]), scos)
