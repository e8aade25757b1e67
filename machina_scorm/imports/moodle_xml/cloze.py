"""The gaps of a cloze text: `{1:SHORTANSWER:=right#feedback~%50%half}`.

Source of the rules: Moodle 4.5, qtype_multianswer_extract_question.  The characters are gone through one by one, so
that no text, whatever it holds, takes long.
"""

from __future__ import annotations

import html
import re
from decimal import Decimal

from machina_scorm.imports.stored import HUNDRED, StoredAnswer, StoredGap, Words

_KINDS = {
    **dict.fromkeys(("NUMERICAL", "NM"), "numerical"),
    **dict.fromkeys(("SHORTANSWER", "SA", "MW"), "shortanswer"),
    **dict.fromkeys(("SHORTANSWER_C", "SAC", "MWC"), "shortanswer_c"),
    **dict.fromkeys(("MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH"), "multichoice"),
    **dict.fromkeys(("MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS"), "multichoice_s"),
    **dict.fromkeys(("MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH"), "multiresponse"),
    **dict.fromkeys(("MULTIRESPONSE_S", "MRS", "MULTIRESPONSE_HS", "MRHS"), "multiresponse_s"),
}
_START = re.compile(r"\{\s*(\d*)\s*:(" + "|".join(sorted(_KINDS, key=len, reverse=True)) + r"):")
_FRACTION = re.compile(r"=|%(-?[0-9]+(?:[.,][0-9]*)?)%")
_NUMBER = re.compile(r"(-?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?)(?::(-?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?))?\Z")  # fmt: skip  # noqa: E501


def extract_gaps(text: str, line: int) -> tuple[str, tuple[StoredGap, ...]]:
    """Return the text with `{#1}`, `{#2}`, … for its gaps, and the gaps; what is no gap stays text."""
    gaps: list[StoredGap] = []
    parts: list[str] = []
    at = 0
    while found := _START.search(text, at):
        end = _end(text, found.end())
        if end < 0 or end == found.end():
            parts.append(text[at : found.start() + 1])
            at = found.start() + 1
            continue
        gaps.append(_gap(text[found.start() : end + 1], found[1], _KINDS[found[2]], text[found.end() : end], line))
        parts += [text[at : found.start()], f"{{#{len(gaps)}}}"]
        at = end + 1
    return "".join(parts) + text[at:], tuple(gaps)


def _end(text: str, start: int) -> int:
    """Return where the closing brace is that no backslash escapes, -1 where there is none."""
    end = text.find("}", start)
    while end > 0 and text[end - 1] == "\\":
        end = text.find("}", end + 1)
    return end


def _gap(source: str, weight: str, kind: str, body: str, line: int) -> StoredGap:
    base = kind.removesuffix("_s").removesuffix("_c")
    answers = tuple(_answer(part, base == "numerical", line) for part in _split(body))
    single = base != "multiresponse"
    return StoredGap(
        source,
        "multichoice" if base == "multiresponse" else base,
        weight or "1",
        answers,
        single,
        kind.endswith("_s"),
        kind.endswith("_c"),
    )


def _split(body: str) -> list[str]:
    """Cut at every `~` that no backslash escapes; one at the beginning begins nothing."""
    parts, start = [], 0
    for at, char in enumerate(body):
        if char == "~" and (at == 0 or body[at - 1] != "\\"):
            parts.append(body[start:at])
            start = at + 1
    parts.append(body[start:])
    return [part for part in parts if part]


def _answer(part: str, numerical: bool, line: int) -> StoredAnswer:
    fraction = Decimal(0)
    if found := _FRACTION.match(part):
        fraction = Decimal(found[1].replace(",", ".")) if found[1] else HUNDRED
        part = part[found.end() :]
    at = _hash(part)
    text, feedback = (part[:at], part[at + 1 :]) if at >= 0 else (part, "")
    tolerance = "0"
    if numerical and (value := _NUMBER.match(text)):
        text, tolerance = value[1].replace(",", "."), (value[2] or "0").replace(",", ".")
    else:
        text = _released(text)
    form = "plain" if numerical else "html"
    return StoredAnswer(
        Words(text, form, line=line), fraction, Words(_released(feedback), "html", line=line), tolerance
    )


def _hash(part: str) -> int:
    """Return where the feedback begins: a `#` that is neither escaped nor part of an entity."""
    for at in range(1, len(part)):
        if part[at] == "#" and part[at - 1] != "\\" and part[at - 1] != "&" and not part[:at].endswith("&amp;"):
            return at
    return -1


def _released(text: str) -> str:
    return html.unescape(text).replace("\\}", "}").replace("\\#", "#")
