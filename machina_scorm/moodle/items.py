"""Items: what is to be on a site, in the plugin's words.  Made by activities/, sent by api.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from machina_scorm.moodle.multipart import Payload
from machina_scorm.moodle.parameters import spec_hash

#: Column width of idnumbers on the site, in bytes.
LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Module:
    """An activity: its key, its kind (`scorm`), the fields that the project owns, and its files.

    `files` is area → path on the site (`/handout.pdf`) → file.
    """

    key: str
    modname: str
    spec: Mapping[str, Any]
    files: Mapping[str, Mapping[str, Payload]] = field(default_factory=dict)

    @property
    def wanted(self) -> dict[str, Any]:
        """The specification as it is sent: files by their SHA-1."""
        listed = {area: {path: file.sha1 for path, file in files.items()} for area, files in self.files.items()}
        return {**self.spec, **({"files": listed} if listed else {})}

    @property
    def desired(self) -> str:
        """The hash that the site notes once it has it."""
        return spec_hash(self.wanted)


@dataclass(frozen=True, slots=True)
class Common:
    """What every activity may have. None leaves a field to the teachers.

    `section` is a section's key, `completion` the plugin's map (`tracking` 0 none, 1 by hand, 2 by conditions).
    """

    section: str = ""
    intro: str | None = None
    lang: str | None = None
    visible: bool | None = None
    completion: Mapping[str, Any] | None = None

    def spec(self, name: str, **more: Any) -> dict[str, Any]:
        """Return the specification of an activity of this name; what is None is left out."""
        fields = {
            "section": self.section or None,
            "name": name,
            "intro": self.intro,
            "lang": self.lang,
            "visible": self.visible,
            "completion": dict(self.completion) if self.completion is not None else None,
            **more,
        }
        return {key: value for key, value in fields.items() if value is not None}
