"""Finished GIFT: what a site would refuse, and above all what it would take and store with another meaning.

Reads a file the way Moodle does, so that a text which tore a question apart is seen.  Source of the rules: Moodle 4.5,
question/format/gift/format.php; measured in research/formats.md 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from machina_scorm.model.credits import nearest_credit
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

_Finding = tuple[str, str, str]

_ESCAPED = "\\:#={}~"
_PRIVATE = 0xF0000
_WEIGHT = re.compile(r"%(-*\d{1,2}\.?\d*)%")
_PERCENT = re.compile(r"%[^%]{1,12}%")
_FORMAT = re.compile(r"\[(?:html|markdown|plain|moodle)\]")
_ID = re.compile(r"\[id:([^\]]+)\]")
_VALUE = re.compile(r"-?\d+(?:\.\d+)?(?::\d+(?:\.\d+)?|\.\.-?\d+(?:\.\d+)?)?")
_HUNDRED = Decimal(100)

#: Moodle takes a fraction that is as near to one of its list (match_grade_options), in per cent.
_SLACK = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands between two blank lines: `text` hides escaped signs, `notes` are its comments, `lines` the others."""

    line: int
    text: str
    notes: str
    lines: int


def check_gift(data: bytes, name: str) -> Iterator[Problem]:
    """Yield the problems of a GIFT file; `name` is its file name. Rules begin with `gift-`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Problem("gift-utf8", f"byte {error.start} is not UTF-8", Source(name), "a site refuses the file")
        return
    seen: set[tuple[str, str]] = set()
    category = ""
    for block in _blocks(text):
        if block.text.startswith("$CATEGORY:"):
            category = block.text
        findings = (*_check_block(block), *_check_id(block, category, seen))
        for rule, message, hint in findings:
            severity = Severity.WARNING if rule == "gift-format" else Severity.ERROR
            yield Problem(rule, message, Source(name, block.line), hint, severity)


def _blocks(text: str) -> Iterator[_Block]:
    held: list[str] = []
    first = 0
    for number, line in enumerate([*re.split(r"\r\n|\r|\n", text), ""], start=1):
        stripped = line.strip(" \t\x00\x0b")
        if stripped in ("", "0"):  # PHP's empty() takes a lone 0 for nothing
            if held:
                yield _block(first, held)
            held = []
        else:
            first = first if held else number
            held.append(stripped)


def _block(first: int, lines: list[str]) -> _Block:
    notes = [line for line in lines if line.startswith("//")]
    rest = [line for line in lines if not line.startswith("//")]
    return _Block(first, _hide("\n".join(rest)), "\n".join(notes), len(rest))


def _hide(text: str) -> str:
    """Replace each escape by one private character, so that the signs left are GIFT's own."""
    out: list[str] = []
    position = 0
    while position < len(text):
        after = text[position + 1 : position + 2]
        if text[position] == "\\" and after and after in _ESCAPED + "n":
            out.append(chr(_PRIVATE + ord(after)))
            position += 2
        else:
            out.append(text[position])
            position += 1
    return "".join(out)


def _check_id(block: _Block, category: str, seen: set[tuple[str, str]]) -> Iterator[_Finding]:
    found = _ID.search(block.notes)
    if not found:
        return
    if len(found[1]) > 100:
        yield "gift-id", f"the idnumber {found[1]!r} has more than 100 characters", "the database stops the import"
    if (category, found[1]) in seen:
        yield "gift-id-duplicate", f"the idnumber {found[1]!r} twice in a category", "a site drops it without a word"
    seen.add((category, found[1]))


def _check_block(block: _Block) -> Iterator[_Finding]:
    text = block.text.strip()
    if not text:
        return
    if text.startswith("$CATEGORY:"):
        if block.lines > 1:
            yield (
                "gift-category",
                "a category with no blank line after it",
                "the next question becomes part of its name",
            )
        if any(len(part) > 255 for part in text.split("/")):
            yield "gift-category", "a part of more than 255 characters in a category", "shorten it"
        return
    name, _, rest = text[2:].partition("::") if text.startswith("::") else ("", "", text)
    if not name or len(name) > 255:
        yield "gift-name", f"a name of {len(name)} characters", "1 … 255; a site cuts a longer one"
    yield from _check_body(rest.strip())


def _check_body(text: str) -> Iterator[_Finding]:
    if "&&0" in text:
        yield "gift-placeholder", "a text holds && and a number", "Moodle changes it into another sign"
    if not _FORMAT.match(text):
        yield "gift-format", "no [html] before the text", "without it a site takes < and line ends for its own"
    start, end = text.find("{"), text.find("}")
    if start < 0 or end < start:
        yield "gift-braces", "no answers in braces", "it becomes a text without a question, or an error"
        return
    if "{" in text[end:] or "}" in text[end + 1 :] or "{" in text[start + 1 : end]:
        yield "gift-braces", "braces beside those of the answers", "write \\{ and \\}"
    body = text[start + 1 : end].strip()
    general = body.rfind("####")
    yield from _check_answers((body[:general] if general >= 0 else body).strip())


def _check_answers(body: str) -> Iterator[_Finding]:
    """Tell the type in Moodle's order, and check it."""
    if re.match(r">\s*\d", body):
        yield "gift-ordering", "the answers begin with > and a number", "Moodle takes them for an ordering question"
    elif body.startswith("#"):
        yield from _check_numerical(body[1:])
    elif "~" in body:
        yield from _check_choice(body)
    elif "=" in body and "->" in body:
        yield from _check_matching(body)
    elif body.partition("#")[0].strip() in ("T", "TRUE", "F", "FALSE", ""):
        return
    elif "=" not in body:
        hint = "T, F, TRUE and FALSE are written large; a short answer begins with ="
        yield "gift-truth", f"the answer {body[:20]!r} becomes a short answer", hint
    else:
        yield from _check_texts(body)


def _split(body: str, sign: str) -> list[str]:
    return [part.strip() for part in body.split(sign) if part.strip()]


def _check_choice(body: str) -> Iterator[_Finding]:
    single = "=" in body
    credits: list[Decimal] = []
    for option in _split(body.replace("=", "~="), "~"):
        weight = _WEIGHT.match(option)
        credit = _HUNDRED if option.startswith("=") else Decimal(weight[1] if weight else 0)
        answer = option.removeprefix("=") if option.startswith("=") else option[weight.end() if weight else 0 :]
        yield from _check_credit(credit)
        if not weight and not option.startswith("=") and _PERCENT.match(option):
            yield "gift-weight", f"{option[:15]!r} is no weight", "write it with a decimal point: %33.33333%"
        if option.startswith("=") and _WEIGHT.match(answer):
            yield "gift-weight", f"{option[:15]!r} keeps its weight as text", "write ~ before a weight"
        if not _FORMAT.sub("", answer.partition("#")[0], count=1).strip():
            yield "gift-option-empty", "an empty option", "a site drops it"
        credits.append(credit)
    if len(credits) < 2:
        yield "gift-options", "fewer than two options", "a site refuses the question"
    if single and credits.count(_HUNDRED) > 1:
        yield "gift-two-right", "several options with =", "each gets the whole mark; an = in a text is written \\="
    total = max(credits, default=Decimal(0)) if single else sum(max(credit, Decimal(0)) for credit in credits)
    if total < _HUNDRED - _SLACK:
        yield "gift-no-full-mark", "nobody can reach the full mark", "mark the right option with =, or weights of 100"


def _check_credit(credit: Decimal) -> Iterator[_Finding]:
    if abs(nearest_credit(credit) - credit) > _SLACK:
        yield "gift-weight", f"a weight of {credit}", "only Moodle's own list is imported"


def _check_matching(body: str) -> Iterator[_Finding]:
    rows = [row.partition("->") for row in _split(body, "=")]
    if len([row for row in rows if row[0].strip()]) < 2:
        yield "gift-options", "fewer than two pairs", "the whole import ends with an error"
    if any(not fit.strip() or len(fit.strip()) > 255 for _, _, fit in rows):
        yield "gift-match", "a match that is missing, empty or longer than 255 characters", "a -> stands in each pair"
    if any("#" in fit for _, _, fit in rows):
        yield "gift-match", "a # in a match", "matches have no feedback; write \\#"


def _check_texts(body: str) -> Iterator[_Finding]:
    credits: list[Decimal] = []
    for answer in _split(body, "="):
        weight = _WEIGHT.match(answer)
        credits.append(Decimal(weight[1]) if weight else _HUNDRED)
        yield from _check_credit(credits[-1])
        if not answer[weight.end() if weight else 0 :].partition("#")[0].strip():
            yield "gift-option-empty", "an empty answer", "a site drops it"
    if _HUNDRED not in credits:
        yield "gift-no-full-mark", "no answer has the whole credit", "a site stops while it saves"


def _check_numerical(body: str) -> Iterator[_Finding]:
    if body.partition("#")[0].strip() == "0":
        yield "gift-number", "a lone 0 as the number", "write =0; Moodle takes a lone 0 for nothing"
    credits: list[Decimal] = []
    for answer in _split(body.partition("~")[0], "="):
        weight = _WEIGHT.match(answer)
        credits.append(Decimal(weight[1]) if weight else _HUNDRED)
        yield from _check_credit(credits[-1])
        number = answer[weight.end() if weight else 0 :].partition("#")[0].strip()
        if not _VALUE.fullmatch(number):
            hint = "write digits with a decimal point; anything else takes every answer for right"
            yield "gift-number", f"the number {number!r}", hint
    if _HUNDRED not in credits:
        yield "gift-no-full-mark", "no number has the whole credit", "a site stops while it saves"
