"""A reader of GIFT for tests: it goes through a file sign by sign and knows nothing of the exporter."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

SIGNS = {"\\": "\\", ":": ":", "#": "#", "=": "=", "{": "{", "}": "}", "~": "~", "n": "\n"}


@dataclass
class Answer:
    sign: str
    weight: str = ""
    text: str = ""
    feedback: str = ""


@dataclass
class GiftQuestion:
    notes: str
    name: str = ""
    text: str = ""
    body: str = ""
    answers: list[Answer] = field(default_factory=list)
    general: str = ""


@dataclass(frozen=True)
class Sign:
    """One character; `own` if it is GIFT's own and not escaped."""

    char: str
    own: bool


def signs(line: str) -> list[Sign]:
    found = []
    characters = iter(line)
    for char in characters:
        if char != "\\":
            found.append(Sign(char, char in SIGNS and char != "n"))
            continue
        after = next(characters, "")
        if after in SIGNS:
            found.append(Sign(SIGNS[after], False))
        else:
            found.extend([Sign("\\", False), Sign(after, False)])
    return found


def word(found: list[Sign]) -> str:
    return "".join(sign.char for sign in found)


def cut(found: list[Sign], char: str, times: int = 1) -> tuple[list[Sign], list[Sign] | None]:
    """Split at the first run of `times` own `char`."""
    for at in range(len(found) - times + 1):
        if all(sign.own and sign.char == char for sign in found[at : at + times]):
            return found[:at], found[at + times :]
    return found, None


def without_format(text: str) -> str:
    for name in ("[html]", "[plain]"):
        if text.startswith(name):
            return text.removeprefix(name)
    return text


def read_gift(data: bytes) -> tuple[list[str], list[GiftQuestion]]:
    """Return the categories and the questions."""
    categories, questions = [], []
    for block in data.decode("utf-8").split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        notes = [line for line in lines if line.startswith("//")]
        rest = [line for line in lines if not line.startswith("//")]
        if rest and rest[0].startswith("$CATEGORY: "):
            categories.append(rest[0].removeprefix("$CATEGORY: "))
            assert len(rest) == 1
        elif rest:
            questions.append(question("\n".join(notes), "\n".join(rest)))
    return categories, questions


def question(notes: str, text: str) -> GiftQuestion:
    result = GiftQuestion(notes)
    empty, after = cut(signs(text), ":", 2)
    assert not empty and after is not None
    name, after = cut(after, ":", 2)
    assert after is not None
    before, after = cut(after, "{")
    assert after is not None
    body, behind = cut(after, "}")
    assert behind is not None and not any(sign.own and sign.char in "{}" for sign in behind)
    result.name = word(name)
    gap = "_____" if word(behind).strip() else ""
    result.text = without_format(f"{word(before)}{gap}{word(behind)}".strip())
    answers, general = cut(body, "#", 4)
    result.general = word(general or []).strip()
    result.body = word(answers).strip()
    result.answers = list(read_answers(answers))
    return result


def read_answers(found: list[Sign]) -> list[Answer]:
    starts = [at for at, sign in enumerate(found) if sign.own and sign.char in "=~"]
    parts = [found[a:b] for a, b in pairwise([*starts, len(found)])]
    return [read_answer(part) for part in parts]


def read_answer(found: list[Sign]) -> Answer:
    before, after = cut(found[1:], "#")
    text = word(before).strip()
    weight = ""
    if text.startswith("%") and text[1:].partition("%")[1] and text[1:].partition("%")[0].lstrip("-")[:1].isdigit():
        weight, _, text = text[1:].partition("%")
    return Answer(found[0].char, weight, without_format(text), word(after or []).strip())
