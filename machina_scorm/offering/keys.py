"""Keys: under which names a site knows the items of a course, the same in every language but for the last part.

A key is `mx:<namespace>/<unit>/<lesson>/<thing>@<language>`.  What belongs to no lesson begins with `_`, as no
id of an author can.
"""

from __future__ import annotations

from dataclasses import dataclass

from machina_scorm.moodle.desired import short_key


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one course in one language, "" for what is in none; `several`: the course is in several languages."""

    root: str
    language: str = ""
    several: bool = False

    def of(self, *path: str) -> str:
        """Return the key of what lies at `path` below the course's root."""
        return self._made("/".join((f"mx:{self.root}", *path)))

    def question(self, key: str) -> str:
        """Return a question's key: its own one, as in its file, unless the course asks it in several languages."""
        return self._made(key) if self.several else short_key(key)

    def _made(self, path: str) -> str:
        return short_key(f"{path}@{self.language}" if self.language else path)
