"""Activities that add something of their own: page, book, SCORM, quiz, question bank (classes/local/kind/mod)."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, ClassVar

from lxml import etree

from .errors import Stop
from .modules import Module, stored
from .tables import Activity, Item
from .values import Fields, Request, invalid

_REVIEW = ("attempt", "correctness", "maxmarks", "marks", "specificfeedback", "generalfeedback", "rightanswer")
_WHEN = ("during", "immediately", "open", "closed")


class Page(Module):
    more: ClassVar[dict[str, str]] = {"content": "string"}


class Book(Module):
    more: ClassVar[dict[str, str]] = {"chapters": "list"}

    def wanted(self, spec: Fields) -> Fields:
        found = super().wanted(spec)
        if "chapters" in found:
            kept = [{name: str(one[name]) for name in ("key", "title", "content")} for one in found["chapters"]]
            subs = [{"subchapter": bool(one.get("subchapter"))} for one in found["chapters"]]
            found["chapters"] = [{**one, **sub} for one, sub in zip(kept, subs, strict=True)]
        return found

    def value(self, one: Activity, field: str) -> Any:
        return one.values.get(field, []) if field == "chapters" else super().value(one, field)

    def guard(self, item: Item | None, request: Request) -> None:
        keys = set()
        for number, one in enumerate(request.spec.get("chapters", [])):
            if any(one.get(name) is None for name in ("key", "title", "content")) or one["key"] in keys:
                raise invalid(f"chapter {number} needs a key of its own, title and content")
            if number == 0 and one.get("subchapter"):
                raise invalid("the first chapter cannot be a subchapter")
            keys.add(one["key"])
        super().guard(item, request)


class QuestionBank(Module):
    def guard(self, item: Item | None, request: Request) -> None:
        if self.site.qbankmode != "module":
            raise Stop("unsupported")
        super().guard(item, request)

    def section_number(self, request: Request) -> int:
        return 0

    def used(self, item: Item) -> bool:
        own = {one.id for one in self.site.qcategories.values() if one.contextid == self.place(item.objectid)[1]}
        return any(one.categoryid in own for one in self.site.entries.values())


class Scorm(Module):
    def guard(self, item: Item | None, request: Request) -> None:
        super().guard(item, request)
        if not item and "package" not in request.spec.get("files", {}):
            raise invalid("a new SCORM needs files.package")
        draft = int(request.drafts.get("package", 0))
        if not draft:
            return
        files = self.site.drafts.get(draft, {})
        identifiers = manifest(next(iter(files.values())))[0] if len(files) == 1 else None
        if identifiers is None:
            raise Stop("bad_package", "imsmanifest.xml")
        lost = (set().union(*self.cm(item).tracks.values()) if item else set()) - set(identifiers)
        if lost and not request.options.get("allowtrackloss"):
            raise Stop("track_loss", ", ".join(sorted(lost)))

    def write(self, one: Activity, request: Request, *, new: bool, completion: bool = True) -> None:
        before, draft = one.values.get("files.package"), request.drafts.get("package", 0)
        if draft and "files" in request.spec and (new or before != stored(self.site, draft)):
            identifiers, launched = manifest(next(iter(self.site.drafts[int(draft)].values())))
            if not launched:
                raise Stop("bad_package", "imsmanifest.xml")
            one.identifiers, one.revision = tuple(sorted(launched)), one.revision + 1
            # Records of parts that are gone go with them (scorm_parse_scorm).
            one.tracks = {who: kept for who, had in one.tracks.items() if (kept := had & set(identifiers or ()))}
        super().write(one, request, new=new, completion=completion)

    def extra(self, item: Item) -> Fields:
        one = self.cm(item)
        sha1 = next(iter(one.values.get("files.package", {}).values()), "")
        facts = {"sha1": sha1, "revision": one.revision, "version": "SCORM_1.2"}
        return {**facts, "identifiers": list(one.identifiers), "attempts": len(one.tracks)}

    def used(self, item: Item) -> bool:
        return super().used(item) or bool(self.cm(item).tracks)


class Quiz(Module):
    more: ClassVar[dict[str, str]] = {"review": "map", "feedback": "list"}

    def wanted(self, spec: Fields) -> Fields:
        found = super().wanted(spec)
        for option, listed in found.pop("review", {}).items():
            when = [one for one in _WHEN if one in listed]
            # The attempt is always seen during it, the overall feedback never.
            if option == "attempt" and "during" not in when:
                when.insert(0, "during")
            found[f"review.{option}"] = [one for one in when if option != "overallfeedback" or one != "during"]
        if "feedback" in found:
            found["feedback"] = [{"from": float(one["from"]), "text": str(one["text"])} for one in found["feedback"]]
        return found

    def value(self, one: Activity, field: str) -> Any:
        listed = field == "feedback" or field.startswith("review.")
        return one.values.get(field, []) if listed else super().value(one, field)

    def guard(self, item: Item | None, request: Request) -> None:
        for option in request.spec.get("review", {}):
            if option not in (*_REVIEW, "overallfeedback"):
                raise invalid(f"quiz has no review.{option}")
        former = float("inf")
        for one in request.spec.get("feedback", []):
            start = one.get("from")
            if not isinstance(start, int | float) or one.get("text") is None or not 0 <= start < min(100, former):
                raise invalid("feedback is a list of {from, text}, from in per cent, falling and ending with 0")
            former = float(start)
        if former not in (float("inf"), 0.0):
            raise invalid("the last feedback begins at 0 per cent")
        super().guard(item, request)

    def defaults(self, new: Activity) -> None:
        new.values |= {"settings.grade": 10.0, "settings.navmethod": "free", "settings.overduehandling": "autosubmit"}
        new.values |= {"settings.preferredbehaviour": "deferredfeedback"}

    def extra(self, item: Item) -> Fields:
        one = self.cm(item)
        total = sum(slot["mark"] for slot in one.slots)
        return {"hasattempts": bool(one.attempts), "slots": len(one.slots), "sumgrades": total}

    def used(self, item: Item) -> bool:
        return super().used(item) or bool(self.cm(item).attempts)


CLASSES: dict[str, type[Module]] = {"page": Page, "book": Book, "qbank": QuestionBank, "scorm": Scorm, "quiz": Quiz}


def manifest(data: bytes) -> tuple[list[str] | None, list[str]]:
    """Return a package's identifiers, None where Moodle finds no package, and those of them with a launch."""
    try:
        root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("imsmanifest.xml"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return None, []
    if etree.QName(root).localname != "manifest":
        return None, []
    items = [one for one in root.iter("{*}item") if re.fullmatch(r"\S+", one.get("identifier", ""))]
    named = [str(one.get("identifier")) for one in items]
    return named, [str(one.get("identifier")) for one in items if one.get("identifierref")]
