"""The output folder: artefacts written beside and renamed, index.json, and what each was made from."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

INDEX = "index.json"
_STATE = ".build.json"


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that stands beside an artefact and shares its fate."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One artefact as index.json lists it: `key` is `<lesson or unit>:<format>:<language>`, `path` below the folder."""

    key: str
    language: str
    format: str
    path: str
    sha256: str
    size: int
    beside: tuple[Beside, ...] = ()

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Path and sha256 of the artefact and of what stands beside it."""
        return (self.path, self.sha256), *((file.path, file.sha256) for file in self.beside)


class Store:
    """One output folder. Nothing is lost on a crash: files are replaced whole, the index last."""

    def __init__(self, root: Path) -> None:
        self.root = root
        index, state = _read_json(root / INDEX), _read_json(root / _STATE)
        self._entries: dict[str, Entry] = {item["key"]: _entry(item) for item in index.get("artefacts", [])}
        self._state: dict[str, dict[str, Any]] = state

    def unchanged(self, key: str, print_: str) -> tuple[str, str, int, float, float, tuple[Problem, ...]] | None:
        """Return path, sha256, size, no seconds and the problems of an artefact made from the same input.

        None if the input is another, or the file is gone or was altered.
        """
        entry, state = self._entries.get(key), self._state.get(key)
        if entry is None or state is None or state.get("input") != print_:
            return None
        if any(_sha256(self.root / path) != sha256 for path, sha256 in entry.files):
            return None
        problems = tuple(_problem(item) for item in state.get("problems", ()))
        return entry.path, entry.sha256, entry.size, 0.0, 0.0, problems

    def entries(self) -> tuple[Entry, ...]:
        """Return every artefact of the index, by path."""
        return tuple(sorted(self._entries.values(), key=lambda entry: entry.path))

    def write(
        self,
        key: str,
        language: str,
        format_: str,
        path: str,
        data: bytes,
        print_: str,
        problems: tuple[Problem, ...],
        beside: tuple[tuple[str, bytes], ...] = (),
    ) -> Entry:
        """Write an artefact, and what stands beside it, under other names and rename them into place."""
        for file, content in ((path, data), *beside):
            replace_file(self.root / file, content)
        files = tuple(Beside(file, hashlib.sha256(content).hexdigest(), len(content)) for file, content in beside)
        entry = Entry(key, language, format_, path, hashlib.sha256(data).hexdigest(), len(data), files)
        former = self._entries.get(key)
        self._entries[key] = entry
        if former:
            self._unlink(former)
        self._state[key] = {"input": print_, "problems": [asdict(problem) for problem in problems]}
        return entry

    def remove_others(self, keys: set[str], spared: Collection[str] = ()) -> tuple[str, ...]:
        """Remove the artefacts of former builds whose key is not among `keys`; return their paths.

        Artefacts of a language among `spared` stay.
        """
        kept = keys | {key for key, entry in self._entries.items() if entry.language in spared}
        gone = sorted((entry for key, entry in self._entries.items() if key not in kept), key=lambda entry: entry.path)
        self._entries = {key: entry for key, entry in self._entries.items() if key in kept}
        self._state = {key: state for key, state in self._state.items() if key in kept}
        for entry in gone:
            self._unlink(entry)
        return tuple(entry.path for entry in gone)

    def remove(self, keys: set[str]) -> tuple[str, ...]:
        """Remove the artefacts of former builds whose key is among `keys`; return their paths."""
        return self.remove_others({key for key in self._entries if key not in keys})

    def save(self) -> None:
        """Write index.json and the record of inputs."""
        entries = sorted(self._entries.values(), key=lambda entry: entry.path)
        _write_json(self.root / INDEX, {"artefacts": [_item(entry) for entry in entries]})
        _write_json(self.root / _STATE, self._state)

    def _unlink(self, gone: Entry) -> None:
        """Remove an entry's files but for those that an entry of now has."""
        kept = {path for entry in self._entries.values() for path, _ in entry.files}
        for path, _ in gone.files:
            if path not in kept:
                (self.root / path).unlink(missing_ok=True)


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and rename it into place, so that a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def replace_with_backup(path: Path, data: bytes) -> None:
    """Write `data` to `path` like replace_file and keep what stood there beside it as `<name>.bak`.

    For files that people write: a program's mistake must cost nobody's work. Equal content is left as it is.
    """
    if path.is_file():
        former = path.read_bytes()
        if former == data:
            return
        replace_file(path.with_name(f"{path.name}.bak"), former)
    replace_file(path, data)


def _read_json(path: Path) -> dict[str, Any]:
    """Return a JSON object; an absent or damaged file counts as empty, for it can be made anew."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_json(path: Path, value: Mapping[str, object]) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True)
    replace_file(path, (text + "\n").encode())


def _entry(item: Mapping[str, Any]) -> Entry:
    return Entry(**{**item, "beside": tuple(Beside(**file) for file in item.get("beside", ()))})


def _item(entry: Entry) -> dict[str, object]:
    """Return an entry as index.json has it: `beside` only where there is anything."""
    return {name: value for name, value in asdict(entry).items() if name != "beside" or value}


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _problem(item: Mapping[str, Any]) -> Problem:
    severity = Severity(item["severity"])
    return Problem(item["rule"], item["message"], Source(**item["source"]), item["hint"], severity)
