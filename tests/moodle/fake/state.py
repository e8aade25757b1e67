"""What a site has in its tables, and what it says when it refuses."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from .core import Core

TOKEN = "0123456789abcdef0123456789abcdef"
Fields = dict[str, Any]


@dataclass
class Item:
    """A row of local_machina_item, and the object it stands for."""

    key: str
    kind: str
    modname: str
    objectid: int
    observed: Fields = field(default_factory=dict)
    #: Owned field → digest of its value right after the last write.
    digests: dict[str, str] = field(default_factory=dict)
    desiredhash: str = ""
    tombstone: bool = False
    extra: Fields = field(default_factory=dict)
    #: SCO identifiers that learners have records of, or the number of a quiz's attempts.
    tracked: set[str] = field(default_factory=set)
    #: Of a question the key of its category.
    place: str = ""

    @property
    def now(self) -> Fields:
        """The owned fields as they are."""
        return {name: self.observed.get(name) for name in self.digests}

    @property
    def observedhash(self) -> str:
        return digest(self.now)

    @property
    def drifted(self) -> list[str]:
        return [name for name, value in self.now.items() if digest(value) != self.digests[name]]


@dataclass
class Course:
    """A course: its own columns and its items."""

    id: int
    fields: Fields
    items: dict[str, Item] = field(default_factory=dict)
    foreign: list[Fields] = field(default_factory=list)


def digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class State:
    """The site's state. `qbankmode` is course up to Moodle 4.5 and module from 5.0 on."""

    url: str = "https://moodle.example.org"
    qbankmode: str = "course"
    languages: tuple[str, ...] = ("en", "fr", "de", "el")
    capabilities: tuple[str, ...] = ("local/machina:view", "local/machina:sync", "local/machina:delete")
    plugin: bool = True
    now: int = 1_800_000_000
    courses: dict[int, Course] = field(default_factory=dict)
    drafts: dict[int, dict[str, bytes]] = field(default_factory=dict)
    private: dict[str, bytes] = field(default_factory=dict)
    runs: dict[str, Fields] = field(default_factory=dict)
    log: list[Fields] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    writes: int = 0
    last: int = 100
    core: Core = field(init=False)

    def __post_init__(self) -> None:
        self.core = Core(self)

    def id(self) -> int:
        self.last += 1
        return self.last
