"""GIFT, read as Moodle reads it: the same decisions in the same order, each damage on the way called by its name.

Source of the rules: Moodle 4.5, question/format/gift/format.php and what research/formats.md section 1 measured.
"""

from __future__ import annotations

import re
from itertools import pairwise

from machina_scorm.imports import Imported, ImportFile, Reader
from machina_scorm.imports.assemble import assemble
from machina_scorm.imports.encoding import control_line, decode
from machina_scorm.imports.gift.blocks import Block, split_blocks
from machina_scorm.imports.gift.question import read_question
from machina_scorm.imports.stored import Draft
from machina_scorm.problems import Report

_HEAD = 20_000
_ANSWERS = re.compile(rb"(?<!\\)\{[^{}]*(?<!\\)\}")


def recognise(data: bytes, name: str) -> int:
    """Return how surely this is GIFT: braces around answers, `::name::`, `$CATEGORY:`."""
    head = data[:_HEAD].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"<", b"PK")) or (head[:1] in b"[{" and name.lower().endswith(".json")):
        return 0
    suffix = name.lower().endswith((".gift", ".gift.txt"))
    if b"$CATEGORY:" in head or re.search(rb"^::", head, re.MULTILINE):
        return 90
    if suffix:
        return 95
    plain = name.lower().endswith((".txt", ".text"))
    return (60 if plain else 30) if _ANSWERS.search(head) else 0


def read(file: ImportFile) -> Imported:
    """Read a GIFT file."""
    report = Report()
    text = decode(file, report)
    if text is not None and (line := control_line(text)):
        hint = "take it out; a database refuses it"
        report.add("import-control", "a control character, which no question can hold", file.at(line), hint)
        text = None
    drafts: list[Draft] = []
    categories: list[str] = []
    category = ""
    if text is not None:
        for block in split_blocks(text):
            path = _category(block, file, report)
            if path is not None:
                category = path
                categories.append(path)
            elif draft := read_question(block, file, category):
                drafts.append(draft)
    _check_splits(drafts)
    return assemble(file, drafts, categories, report)


def _category(block: Block, file: ImportFile, report: Report) -> str | None:
    """Return the path of a `$CATEGORY:` block, None for any other block."""
    if not block.text.startswith("$CATEGORY:"):
        return None
    path = block.text.removeprefix("$CATEGORY:").strip()
    first, _, swallowed = path.partition("\n")
    line = block.line
    if swallowed.strip():
        hint = "put an empty line behind the $CATEGORY line"
        message = f"Moodle takes what follows for the category's name: «{swallowed.strip()[:60]}»"
        report.add("moodle-gift-category-swallows", message, file.at(line), hint)
    if "\\" in first:
        hint = "a category's path is written without escapes; only `/` in a name is doubled"
        message = f"the escape in the category {first!r} is kept by Moodle as a code"
        report.warn("moodle-gift-category-escape", message, file.at(line), hint)
    if any(len(part) > 255 for part in first.replace("//", "").split("/")):
        report.add("moodle-category-long", "a category's name is too long", file.at(line), "255 characters at most")
    return first


def _check_splits(drafts: list[Draft]) -> None:
    """Name a question that an empty line cut in two: a named description, then answers without a name."""
    for first, second in pairwise(drafts):
        one, two = first.stored, second.stored
        if one and two and one.type == "description" and one.name and two.type != "description" and not two.name:
            message = f"an empty line before line {second.line} ends the question {one.name!r}: its answers are lost"
            hint = "if both belong together, write \\n instead of the empty line"
            first.warn("moodle-gift-split", message, hint)


READER = Reader("gift", (".gift", ".gift.txt", ".txt"), recognise, read)
