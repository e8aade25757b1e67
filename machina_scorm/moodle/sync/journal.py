"""The journal of an apply: one file for each plan and site, one line for each thing begun or done, on the disk at once.

Whatever ends the program, what the journal says was done was done. What was begun and not done is written again: the
site knows by key and hash whether it has arrived.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from machina_scorm.errors import MoodleError


@dataclass(frozen=True, slots=True)
class Done:
    """What a journal says of a step that ended: the site's status and the id of the object."""

    status: str
    objectid: int


class Journal:
    """Appends; reads what an earlier apply of the same plan left. Use as a context manager.

    Raises MoodleError without `resume` where an earlier one was killed: only who resumes it holds its lease.
    """

    def __init__(self, path: Path, *, resume: bool) -> None:
        self.path = path
        self.runid = ""
        self._done: dict[tuple[str, str], Done] = {}
        self.finished = False
        self._read()
        if not resume:
            if self.runid:
                message = "an apply of this plan was ended before it was done, or is still going on"
                raise MoodleError(message, str(path), "--resume goes on with it")
            self._done, self.finished = {}, False
        path.parent.mkdir(parents=True, exist_ok=True)
        if not resume and path.is_file():
            # An apply that was not resumed is over; its journal tells what it did.
            path.replace(path.with_name(f"{path.name}.old"))
        self._file = path.open("a", encoding="utf-8", newline="\n")
        if torn(path):
            self._file.write("\n")

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def run(self, runid: str = "") -> str:
        """Return the id of the run to take the lease with, noted before it is used.

        It is that of before, if that was killed: else a new one.
        """
        if runid or not self.runid:
            self.runid = runid or str(uuid.uuid4())
            self._append({"run": self.runid})
        return self.runid

    def start(self, course: str, key: str) -> None:
        """Note that a step is about to be sent."""
        self._append({"start": key, "course": course})

    def done(self, course: str, key: str, status: str, objectid: int) -> None:
        """Note that a step has ended."""
        self._done[course, key] = Done(status, objectid)
        self._append({"done": key, "course": course, "status": status, "id": objectid})

    def undone(self, course: str, key: str) -> None:
        """Note that what had ended is not there: it is to be done again."""
        self._done.pop((course, key), None)
        self._append({"undone": key, "course": course})

    def ended(self) -> None:
        """Note that the lease was given back: whoever goes on takes a new one."""
        self.runid = ""
        self._append({"ended": True})

    def finish(self) -> None:
        """Note that nothing is left to do."""
        self._append({"finished": True})

    def was_done(self, course: str, key: str) -> Done | None:
        """Return how a step ended, None where it did not."""
        return self._done.get((course, key))

    def _append(self, line: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def _read(self) -> None:
        try:
            text = self.path.read_text("utf-8", "replace")
        except FileNotFoundError:
            return
        except OSError as error:
            raise MoodleError(f"the journal cannot be read: {error.strerror}", str(self.path)) from None
        for line in text.split("\n"):
            try:
                value = json.loads(line)
            except ValueError:
                continue  # the line in which the program was killed
            if isinstance(value, dict):
                self._take(value)

    def _take(self, line: Mapping[str, Any]) -> None:
        course = str(line.get("course", ""))
        if "run" in line:
            self.runid = str(line["run"])
        elif "done" in line:
            self._done[course, str(line["done"])] = Done(str(line.get("status", "")), int(line.get("id") or 0))
        elif "undone" in line:
            self._done.pop((course, str(line["undone"])), None)
        elif "ended" in line:
            self.runid = ""
        elif "finished" in line:
            self.finished = True


def torn(path: Path) -> bool:
    """Tell whether a file ends in the middle of a line: the program was killed while it wrote."""
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def journal_path(folder: Path, checksum: str, site: str) -> Path:
    """Return where the journal of a plan on a site is."""
    return folder / checksum[:16] / f"{site}.jsonl"
