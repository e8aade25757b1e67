"""Reasons why a site will not take an item, as far as they can be told before it is asked."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace

from lxml import etree

from machina_scorm.errors import MoodleError
from machina_scorm.moodle.desired import DesiredCourse, Item
from machina_scorm.moodle.multipart import Payload
from machina_scorm.moodle.values import ItemState, SiteFacts

#: Names of question types in Moodle XML that differ from those of the plugins.
_TYPES = {"matching": "match", "cloze": "multianswer"}
Reason = tuple[str, str]


def fitted(course: DesiredCourse, facts: SiteFacts) -> DesiredCourse:
    """Return the course with quizzes that do not ask questions of types that the site does not have.

    The questions themselves stay, for a plan to say that they are left out.
    """
    lacking = {item.key for item in course.items if item.kind == "question" and _module(item, facts)}
    if not lacking:
        return course
    return replace(course, items=tuple(_without(item, lacking) for item in course.items))


def _without(item: Item, lacking: set[str]) -> Item:
    if item.kind != "slots":
        return item
    slots = [slot for slot in item.spec["slots"] if slot.get("question") not in lacking]
    needs = tuple(key for key in item.needs if key not in lacking)
    return replace(item, spec={**item.spec, "slots": slots}, needs=needs)


def reason_against(item: Item, now: ItemState | None, facts: SiteFacts, allow_track_loss: bool) -> Reason | None:
    """Return why the site will not take an item, with what to do about it; None where nothing is known against it."""
    return (
        _language(item, facts)
        or _module(item, facts)
        or _size(item, facts)
        or (None if allow_track_loss else _tracks(item, now))
    )


def _language(item: Item, facts: SiteFacts) -> Reason | None:
    pack = str(item.spec.get("lang") or "")
    if pack and item.kind in ("course", "cm") and pack not in facts.languages:
        return f"the site has no language pack {pack!r}", "install it: Site administration → Language → Language packs"
    return None


def _module(item: Item, facts: SiteFacts) -> Reason | None:
    if item.kind == "cm" and item.modname not in facts.modules:
        return f"the site has no activities of type {item.modname}", "switch it on: Plugins → Activity modules"
    if item.kind == "question":
        named = re.search(r'<question\b[^>]*\btype="([^"]+)"', str(item.spec["xml"]))
        kind = _TYPES.get(named[1], named[1]) if named else ""
        if kind and kind not in facts.qtypes:
            return f"the site has no question type {kind}", "switch it on: Plugins → Question types"
    return None


def _size(item: Item, facts: SiteFacts) -> Reason | None:
    biggest = max((file.size for files in item.files.values() for file in files.values()), default=0)
    if facts.maxbytes > 0 and biggest > facts.maxbytes:
        return (
            f"a file of {biggest / 1e6:.1f} MB, and the site takes {facts.maxbytes / 1e6:.1f} MB",
            "raise the limit: Site administration → Security → Site security settings, and PHP's",
        )
    return None


def _tracks(item: Item, now: ItemState | None) -> Reason | None:
    """A package that lacks an identifier of the one before it would lose what learners have under it."""
    if item.modname != "scorm" or now is None or not now.extra.get("attempts"):
        return None
    former = {str(one) for one in now.extra.get("identifiers") or ()}
    package = next(iter(item.files.get("package", {}).values()), None)
    lost = sorted(former - identifiers_of(package)) if package else []
    if lost:
        return (
            f"learners have attempts, and the new package lacks {', '.join(lost)}: Moodle would delete them",
            "keep the identifiers (identifiers.lock), or --allow-track-loss",
        )
    return None


def identifiers_of(package: Payload) -> set[str]:
    """Return the identifiers of a package's items; raises MoodleError where it is no package."""
    try:
        with package.open() as file, zipfile.ZipFile(file) as archive:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(archive.read("imsmanifest.xml"), parser)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError):
        raise MoodleError("it is no SCORM package", package.name, "run `machina build`") from None
    return {str(one.get("identifier")) for one in root.iter("{*}item") if one.get("identifier")}
