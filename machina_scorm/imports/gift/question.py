"""One GIFT block → one stored question."""

from __future__ import annotations

import re

from machina_scorm.imports import ImportFile, quoted
from machina_scorm.imports.credit import credit
from machina_scorm.imports.gift import answers as read
from machina_scorm.imports.gift.blocks import BLANK, Block, hold, release, shown
from machina_scorm.imports.gift.damage import check_block, check_question
from machina_scorm.imports.gift.text import words
from machina_scorm.imports.stored import Draft, Stored

_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f\x7f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f\x7f])+)\]")
_ORDERING = re.compile(
    r"\s*>\s*(\d+)\s*(?:ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG)?\s*(?:HORIZONTAL|HORI|H|1|VERTICAL|VERT|V|0)?\s*"
    r"(?:ALL_OR_NOTHING|ABSOLUTE_POSITION|ABSOLUTE|ABS|RELATIVE_[A-Z_]+|RELATIVE|REL|LONGEST_[A-Z_]+)?\s*"
    r"(?:SHOW|TRUE|YES|1|HIDE|FALSE|NO|0)?\s*(?:none|123|abc|ABCD|iii|IIII)?\s*(.*)",
    re.DOTALL,
)
_TRUTH = ("T", "TRUE", "F", "FALSE")


def read_question(block: Block, file: ImportFile, category: str) -> Draft | None:
    """Return the question of a block."""
    draft = Draft(file, block.line)
    text = hold(block.text)
    name, text = _name(text)
    start, end = text.find("{"), text.find("}")
    if (start < 0) != (end < 0) or (0 <= end < start):
        missing = "}" if end < 0 else "{"
        hint = "write \\{ and \\} for braces of the text; an empty line inside the braces ends the question"
        draft.add("import-gift-braces", f"an unbalanced brace, `{missing}` is missing: {quoted(shown(text))}", hint)
        return draft
    body = text[start + 1 : end].strip(BLANK) if start >= 0 else ""
    stem = text if start < 0 else text[:start] + ("" if text.endswith("}") else "_____") + text[end + 1 :]
    if text.endswith("}") and start >= 0:
        stem = text[:start] + text[end + 1 :]
    before, sign, after = body.rpartition("####")
    general = after if sign else ""
    body = before.strip(BLANK) if sign else body
    question = words(stem, "moodle")
    stored = Stored(
        type="description",
        line=block.line,
        text=question,
        name=name,
        general=words(general, question.format),
        category=category,
        settings=(("missing-word", "yes"),) if start >= 0 and not text.endswith("}") else (),
        **_notes(block),  # type: ignore[arg-type]
    )
    draft.stored = _typed(stored, body, start >= 0, draft)
    check_block(block, text, draft)
    if draft.stored:
        check_question(draft.stored, body, text[end + 1 :] if start >= 0 else "", draft)
    return draft


def _name(text: str) -> tuple[str, str]:
    if text.startswith("::"):
        name, sign, rest = text[2:].partition("::")
        if sign:
            return release(name).strip(), rest.strip(BLANK)
        return "", text[2:]
    return "", text


def _notes(block: Block) -> dict[str, object]:
    """Return idnumber, tags, author and licence from the block's comment lines."""
    comments = "\n".join(block.notes) + "\n"
    found = _ID.search(comments)
    tags = tuple(tag.strip().replace("\\]", "]") for tag in _TAG.findall(comments))
    author, license = next((pair for note in block.notes if any(pair := credit(note.lstrip("/")))), ("", ""))
    idnumber = found[1].strip().replace("\\]", "]") if found else ""
    return {"idnumber": idnumber, "tags": tags, "author": author, "license": license}


def _typed(stored: Stored, body: str, has_answers: bool, draft: Draft) -> Stored | None:
    """Decide the type in Moodle's order and read the answers."""
    if has_answers and (found := _ORDERING.match(body)):
        return read.ordering(stored, found[2], draft)
    if not has_answers:
        return stored
    if body == "":
        return read.essay(stored)
    if body.startswith("#"):
        return read.numerical(stored, body[1:], draft)
    if "~" in body:
        return read.multichoice(stored, body, draft)
    if "=" in body and "->" in body:
        return read.match(stored, body, draft)
    if (body.partition("#")[0].strip(BLANK) if body.find("#") > 0 else body) in _TRUTH:
        return read.truefalse(stored, body)
    return read.shortanswer(stored, body, draft)
