"""What is built: the files of dist/ that a course is made of, each read once however many courses hold it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from machina_scorm.errors import ProjectError
from machina_scorm.moodle.multipart import Payload
from machina_scorm.store import Entry, Store

#: How many missing files an error names.
_NAMED = 6


class Built:
    """The output folder as the index lists it. Keys are `<lesson or unit>:<format>:<language>`."""

    def __init__(self, dist: Path) -> None:
        self._dist = dist
        self._entries = {entry.key: entry for entry in Store(dist).entries()}
        self._payloads: dict[str, Payload] = {}

    def has(self, key: str) -> bool:
        """Tell whether the index lists an artefact."""
        return key in self._entries

    def holds(self, unit: str, language: str) -> bool:
        """Tell whether anything of a unit is built in a language."""
        return any(
            entry.language == language and entry.key.split(":")[0].split("/")[0] == unit
            for entry in self._entries.values()
        )

    def path(self, key: str) -> Path:
        """Return where an artefact lies."""
        return self._dist / self._entry(key).path

    def payload(self, key: str) -> Payload:
        """Return an artefact as it is sent. Raises ProjectError where it is not built, MoodleError where it is gone."""
        if key not in self._payloads:
            self._payloads[key] = Payload.of(self.path(key))
        return self._payloads[key]

    def require(self, keys: Iterable[str]) -> None:
        """Raise ProjectError unless all of these are built and there."""
        missing = [key for key in keys if key not in self._entries or not self.path(key).is_file()]
        if missing:
            more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
            named = ", ".join(_shown(key) for key in missing[:_NAMED])
            raise ProjectError(f"not built: {named}{more}", str(self._dist), "run `machina build`")

    def _entry(self, key: str) -> Entry:
        self.require(() if key in self._entries else (key,))
        return self._entries[key]


def _shown(key: str) -> str:
    what, format_, language = key.split(":")
    return f"{format_} of {what} in {language}"
