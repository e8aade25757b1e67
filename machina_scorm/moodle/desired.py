"""What a site is to have: courses and the items in them, as values. Made outside of this room, compared by plan.py.

An item is one call's worth: what has a key, is written whole or not at all, and is compared by one digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from machina_scorm.moodle.items import LONGEST_KEY, Module
from machina_scorm.moodle.multipart import Payload
from machina_scorm.moodle.parameters import spec_hash

#: The kinds of items, in the order in which they are written: each may need those before it.
KINDS = ("course", "section", "cm", "qcategory", "question", "slots", "order")


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a course is to have.

    `kind` is one of KINDS, `name` what people call it, `spec` the fields that the project owns (moodle/local_machina's
    README lists them for each kind), `needs` the keys of the items without which it cannot be written. Of an activity
    (`cm`) `modname` is its module and `files` area → path on the site → file. Of a question `spec` is
    {"category": key, "xml": its <question> element of Moodle XML, whose idnumber is the key}.
    """

    key: str
    kind: str
    name: str
    spec: Mapping[str, Any]
    modname: str = ""
    files: Mapping[str, Mapping[str, Payload]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    _digest: str = field(default="", init=False, repr=False, compare=False)

    @property
    def wanted(self) -> dict[str, Any]:
        """The specification as it is sent: files by their SHA-1."""
        return self.module.wanted if self.kind == "cm" else dict(self.spec)

    @property
    def digest(self) -> str:
        """What the site notes as the item's `desiredhash` once it has it."""
        if not self._digest:  # it is asked for several times for each of many sites
            question = self.kind == "question"
            found = hashlib.sha256(str(self.spec["xml"]).encode()).hexdigest() if question else spec_hash(self.wanted)
            object.__setattr__(self, "_digest", found)
        return self._digest

    @property
    def module(self) -> Module:
        """An activity as api.apply_module takes it."""
        return Module(self.key, self.modname, self.spec, self.files)

    @classmethod
    def of_module(cls, module: Module, needs: tuple[str, ...] = ()) -> Item:
        """Return the item for an activity that one of activities/ made."""
        return cls(module.key, "cm", str(module.spec["name"]), module.spec, module.modname, module.files, needs)


@dataclass(frozen=True, slots=True)
class DesiredCourse:
    """A course that a site is to have. `items` begin with the course itself (kind `course`, the same key).

    `language` is the language's code (BCP 47), "" for a course in several.
    """

    key: str
    name: str
    language: str
    items: tuple[Item, ...]


def short_key(key: str) -> str:
    """Return a key that fits into Moodle's idnumber columns: a longer one ends with `~` and ten digits of its hash."""
    data = key.encode()
    if len(data) <= LONGEST_KEY:
        return key
    start = data[: LONGEST_KEY - 11].decode("utf-8", "ignore")
    return f"{start}~{hashlib.sha256(data).hexdigest()[:10]}"
