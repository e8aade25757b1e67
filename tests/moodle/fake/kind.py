"""What differs from kind to kind (classes/local/kind.php)."""

from __future__ import annotations

from typing import ClassVar

from .errors import Refused, Stop
from .state import State
from .tables import Item
from .values import Fields, Request


class Kind:
    """A course, a section, a page, a SCORM package."""

    name: ClassVar[str]
    modname: str = ""
    fields: ClassVar[dict[str, str]]

    def __init__(self, site: State) -> None:
        self.site = site

    def exists(self, item: Item) -> bool:
        raise NotImplementedError

    def lookup(self, courseid: int, key: str) -> int:
        return 0

    def observe(self, item: Item, owned: list[str]) -> Fields:
        raise NotImplementedError

    def wanted(self, spec: Fields) -> Fields:
        return spec

    def guard(self, item: Item | None, request: Request) -> None:
        """Raise Stop for a write that must not be."""

    def create(self, request: Request) -> int:
        raise NotImplementedError

    def update(self, item: Item, request: Request) -> None:
        raise NotImplementedError

    def place(self, objectid: int) -> tuple[int, int]:
        """Return cmid and contextid."""
        raise NotImplementedError

    def extra(self, item: Item) -> Fields:
        return {}

    def shown(self, item: Item) -> tuple[str, bool]:
        """Return the name, and whether learners see it."""
        return "", True

    def carry(self, item: Item, key: str) -> None:
        """Give the object its ID number."""

    def used(self, item: Item) -> bool:
        return False

    def hide(self, item: Item) -> None:
        raise Stop("unsupported")

    def delete(self, item: Item) -> None:
        raise Stop("unsupported")

    def live(self, item: Item) -> bool:
        return not item.tombstone and self.exists(item)

    def may(self, capability: str) -> None:
        may(self.site, capability)


def may(site: State, capability: str) -> None:
    """Refuse what the token's user has no right to. Only the plugin's own capabilities are looked at."""
    if capability not in site.capabilities:
        raise Refused("nopermissions", f"Sorry, but you do not currently have permissions to do that ({capability}).")


def wide(site: State, column: str) -> int:
    """Return how many characters a column takes: Moodle 5.0 made the names' wider."""
    if column in ("course.shortname", "question.name"):
        return 255
    return 1333 if site.qbankmode == "module" else 254 if column == "course.fullname" else 255


def check_language(site: State, spec: Fields) -> None:
    if spec.get("lang") and spec["lang"] not in site.languages:
        raise Stop("language_pack", spec["lang"])
