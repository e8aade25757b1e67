"""Question categories, and what is known of a question (classes/local/kind/qcategory.php, question.php)."""

from __future__ import annotations

from typing import ClassVar

from .errors import Stop
from .kind import Kind, wide
from .tables import Category, Item
from .values import Fields, Request, invalid


class CategoryKind(Kind):
    name = "qcategory"
    fields: ClassVar[dict[str, str]] = dict.fromkeys(("name", "info", "parent", "bank"), "string")

    def exists(self, item: Item) -> bool:
        return item.objectid in self.site.qcategories

    def lookup(self, courseid: int, key: str) -> int:
        rows = self.site.qcategories.values()
        return next((one.id for one in rows if one.courseid == courseid and one.idnumber == key), 0)

    def wanted(self, spec: Fields) -> Fields:
        return {name: value for name, value in spec.items() if name != "bank"}

    def observe(self, item: Item, owned: list[str]) -> Fields:
        row = self.site.qcategories[item.objectid]
        above = self.site.qcategories.get(row.parent)
        return {name: (above.idnumber if above else "") if name == "parent" else getattr(row, name) for name in owned}

    def guard(self, item: Item | None, request: Request) -> None:
        if not item:
            self._context(request)
        if len(request.spec.get("name", "")) > wide(self.site, "question_categories.name"):
            raise Stop("too_long", "name")
        if not item and not request.spec.get("name"):
            raise invalid("a new category needs a name")

    def create(self, request: Request) -> int:
        context = self._context(request)
        parent = self._parent(request, context)
        new = Category(self.site.id(), request.courseid, context, request.spec["name"], idnumber=request.key)
        new.info, new.parent = request.spec.get("info", ""), parent
        self.site.qcategories[new.id] = new
        return new.id

    def update(self, item: Item, request: Request) -> None:
        row = self.site.qcategories[item.objectid]
        parent = self._parent(request, row.contextid) if "parent" in request.spec else row.parent
        row.name, row.info = request.spec.get("name", row.name), request.spec.get("info", row.info)
        row.parent = parent

    def place(self, objectid: int) -> tuple[int, int]:
        return 0, self.site.qcategories[objectid].contextid

    def carry(self, item: Item, key: str) -> None:
        row = self.site.qcategories[item.objectid]
        if any(one.idnumber == key and one.contextid == row.contextid for one in self.site.qcategories.values()):
            raise Stop("key_taken", key)
        row.idnumber = key

    def used(self, item: Item) -> bool:
        return any(one.categoryid == item.objectid for one in self.site.entries.values())

    def _context(self, request: Request) -> int:
        if self.site.qbankmode != "module":
            return self.site.course_context(request.courseid)
        bank = self.site.find(request.namespace, request.courseid, request.spec.get("bank", ""))
        if not bank or bank.tombstone or bank.kind != "cm" or not self.site.activity(bank.objectid):
            raise Stop("no_bank", request.spec.get("bank", ""))
        return self.site.module_context(bank.objectid)

    def _parent(self, request: Request, context: int) -> int:
        key = request.spec.get("parent", "")
        if not key:
            return 0
        parent = self.site.find(request.namespace, request.courseid, key)
        if not parent or parent.kind != "qcategory" or not self.exists(parent):
            raise Stop("no_category", key)
        if self.site.qcategories[parent.objectid].contextid != context:
            raise Stop("no_category", key)
        return parent.objectid


class QuestionKind(Kind):
    """An entry of a question bank; written by questions.py."""

    name = "question"
    fields: ClassVar[dict[str, str]] = {"version": "int", "status": "string"}

    def exists(self, item: Item) -> bool:
        return item.objectid in self.site.entries

    def observe(self, item: Item, owned: list[str]) -> Fields:
        version, status, _ = self.site.entries[item.objectid].versions[-1]
        return {name: value for name, value in (("version", version), ("status", status)) if name in owned}

    def place(self, objectid: int) -> tuple[int, int]:
        return 0, self.site.qcategories[self.site.entries[objectid].categoryid].contextid

    def extra(self, item: Item) -> Fields:
        entry = self.site.entries[item.objectid]
        return {**self.observe(item, list(self.fields)), "qtype": entry.qtype}

    def shown(self, item: Item) -> tuple[str, bool]:
        entry = self.site.entries[item.objectid]
        return entry.name, entry.versions[-1][1] != "hidden"

    def carry(self, item: Item, key: str) -> None:
        entry = self.site.entries[item.objectid]
        if any(one.categoryid == entry.categoryid and one.idnumber == key for one in self.site.entries.values()):
            raise Stop("key_taken", key)
        entry.idnumber = key

    def hide(self, item: Item) -> None:
        self.site.entries[item.objectid].status("hidden")

    def used(self, item: Item) -> bool:
        """Tell whether a quiz asks it, with or without attempts (questions_in_use)."""
        return any(slot.get("entry") == item.objectid for one in self.site.activities() for slot in one.slots)
