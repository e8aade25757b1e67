"""The questions of a quiz (classes/local/kind/slots.php). The object is the quiz's instance, not its cmid."""

from __future__ import annotations

from typing import ClassVar

from .errors import Stop
from .kind import Kind
from .tables import Activity, Item
from .values import Fields, Request


class SlotsKind(Kind):
    name = "slots"
    fields: ClassVar[dict[str, str]] = {"quiz": "string", "slots": "list", "shuffle": "bool"}

    def _quiz(self, instance: int) -> Activity:
        found = self.site.quiz(instance)
        assert found is not None
        return found

    def exists(self, item: Item) -> bool:
        return self.site.quiz(item.objectid) is not None

    def wanted(self, spec: Fields) -> Fields:
        found = {name: value for name, value in spec.items() if name != "quiz"}
        return {**found, "slots": [_normal(one) for one in found["slots"]]} if "slots" in found else found

    def observe(self, item: Item, owned: list[str]) -> Fields:
        quiz = self._quiz(item.objectid)
        found: Fields = {"slots": self._slots(quiz), "shuffle": quiz.shuffle}
        return {name: found[name] for name in owned}

    def guard(self, item: Item | None, request: Request) -> None:
        quiz = self._of(item, request)
        for slot in request.spec.get("slots", []):
            kind, key = (
                ("question", slot["question"]) if "question" in slot else ("qcategory", slot.get("category", ""))
            )
            other = self.site.find(request.namespace, request.courseid, key)
            if not other or other.tombstone or other.kind != kind:
                raise Stop("no_question", key)
        if item and quiz.attempts and self._differs(item, request):
            raise Stop("has_attempts")

    def create(self, request: Request) -> int:
        quiz = self._of(None, request)
        self._write(quiz, request)
        return quiz.instance

    def update(self, item: Item, request: Request) -> None:
        quiz = self._quiz(item.objectid)
        if self._differs(item, request):
            self._write(quiz, request)
            return
        for slot, wanted in zip(quiz.slots, self.wanted(request.spec).get("slots", []), strict=False):
            slot["mark"] = wanted["mark"]

    def place(self, objectid: int) -> tuple[int, int]:
        cmid = self._quiz(objectid).cmid
        return cmid, self.site.module_context(cmid)

    def extra(self, item: Item) -> Fields:
        return {"sumgrades": sum(slot["mark"] for slot in self._quiz(item.objectid).slots)}

    def _write(self, quiz: Activity, request: Request) -> None:
        if quiz.attempts:
            raise Stop("has_attempts")
        new: list[Fields] = []
        for slot in self.wanted(request.spec).get("slots", []):
            at = {"page": slot["page"], "mark": slot["mark"]}
            other = self.site.find(request.namespace, request.courseid, slot.get("question") or slot["category"])
            assert other is not None
            if "question" not in slot:
                new.append({"category": other.objectid, "subcategories": slot["subcategories"], **at})
                continue
            if any(one.get("entry") == other.objectid for one in new):
                raise Stop("twice", slot["question"])
            new.append({"entry": other.objectid, **at})
        quiz.slots, quiz.shuffle = new, request.spec.get("shuffle", quiz.shuffle)

    def _slots(self, quiz: Activity) -> list[Fields]:
        keys = {
            (one.kind, one.objectid): one.key
            for one in self.site.table.values()
            if one.kind in ("question", "qcategory")
        }
        found = []
        for slot in quiz.slots:
            if "entry" in slot:
                found.append({**slot, "question": keys.get(("question", slot["entry"]), f"#{slot['entry']}")})
            else:
                found.append({**slot, "category": keys.get(("qcategory", slot["category"]), f"#{slot['category']}")})
        return [_normal(one) for one in found]

    def _differs(self, item: Item, request: Request) -> bool:
        wanted = self.wanted(request.spec)
        return _bare(wanted) != _bare(self.observe(item, list(wanted)))

    def _of(self, item: Item | None, request: Request) -> Activity:
        if item:
            return self._quiz(item.objectid)
        quiz = self.site.find(request.namespace, request.courseid, request.spec.get("quiz", ""))
        found = self.site.activity(quiz.objectid) if quiz and not quiz.tombstone else None
        if found is None or found.modname != "quiz":
            raise Stop("no_quiz", request.spec.get("quiz", ""))
        return found


def _normal(slot: Fields) -> Fields:
    place = {"page": int(slot.get("page", 1)), "mark": float(slot.get("mark", 1))}
    if "question" in slot:
        return {"question": str(slot["question"]), **place}
    return {"category": str(slot.get("category", "")), "subcategories": bool(slot.get("subcategories")), **place}


def _bare(fields: Fields) -> tuple[object, object]:
    unmarked = [{name: slot[name] for name in slot if name != "mark"} for slot in fields.get("slots", [])]
    return unmarked, fields.get("shuffle")
