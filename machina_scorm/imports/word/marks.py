"""What a line of a Word test is: a question, an option, a key, a remark; and where options stand side by side."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from machina_scorm.imports.letters import place_of
from machina_scorm.imports.word.story import Line

#: Words before the right answer, before a remark, before points: in the languages of the course.
_ANSWER = (
    "answer", "answers", "correct answer", "right answer", "correct", "ans", "key", "solution", "réponse", "réponses",
    "bonne réponse", "bonnes réponses", "réponse correcte", "antwort", "antworten", "richtige antwort", "lösung",
    "richtig", "απάντηση", "σωστή απάντηση", "σωστή", "σωστό", "απαντήσεις", "răspuns", "răspuns corect", "raspuns",
    "raspuns corect", "răspunsuri", "risposta", "risposta corretta", "risposte", "soluzione",
)  # fmt: skip
_FEEDBACK = (
    "feedback", "explanation", "general feedback", "rationale", "justification", "comment", "rückmeldung", "erklärung",
    "begründung", "explication", "commentaire", "ανατροφοδότηση", "εξήγηση", "αιτιολόγηση", "σχόλιο", "explicație",
    "explicatie", "justificare", "spiegazione", "commento",
)  # fmt: skip
_POINTS = (
    "points", "point", "default mark", "mark", "marks", "punkte", "μονάδες", "βαθμοί", "puncte", "punctaj", "punti",
)  # fmt: skip
_KINDS = (("answer", _ANSWER), ("feedback", _FEEDBACK), ("points", _POINTS))
_WORDS = {word: kind for kind, words in _KINDS for word in words}

_QUESTION = re.compile(
    r"\s*(?:(?:question|frage|ερώτηση|întrebarea|intrebarea|domanda|q)\s*)?(\d{1,3})\s*[.):]\s*", re.IGNORECASE
)
_OPTION = re.compile(r"\s*(\*?)\s*\(?([^\W\d_])\s*[.)]\s*(\*?)\s*", re.UNICODE)
_NEXT = re.compile(r"(?:\t|\s{2,})(?=\*?\s*\(?[^\W\d_]\s*[.)])")
_LABELLED = re.compile(r"\s*([^:：]{1,30}?)\s*[:：]\s*")
_LETTERED = frozenset({"upperLetter", "lowerLetter", "bullet", "russianUpper", "russianLower"})


@dataclass(frozen=True, slots=True)
class Marked:
    """A line by what it is: kind "question", "option", "answer", "feedback", "points", "picture" or "text".

    `line` is without the label, `place` that of an option (from 0), `starred` an option marked by an asterisk.
    """

    kind: str
    line: Line
    place: int = 0
    starred: bool = False
    label: str = ""


def marked(line: Line) -> list[Marked]:
    """Return what a line is; several options where they stand side by side."""
    text = line.text
    named = _LABELLED.match(text)
    if named and (kind := _WORDS.get(_plain(named[1]))):
        return [Marked(kind, line.cut(named.end()))]
    found = _option(line)
    if found:
        return found
    if line.list_kind in _LETTERED or (line.list_kind and line.level > 0):
        stripped = text.lstrip()
        starred = stripped.startswith("*") or text.rstrip().endswith("*")
        return [Marked("option", _without_stars(line), -1, starred)]
    if line.list_kind:
        return [Marked("question", line)]
    number = _QUESTION.match(text)
    if number and (number.end() < len(text) or len(line.runs) > 1):
        return [Marked("question", line.cut(number.end()), label=number[1])]
    return [Marked("text", line)]


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).casefold().strip("* ").split())


def _option(line: Line) -> list[Marked]:
    text = line.text
    first = _OPTION.match(text)
    place = place_of(first[2]) if first else None
    if first is None or place is None:
        return []
    starts = [0]
    for gap in _NEXT.finditer(text):
        following = _OPTION.match(text, gap.end())
        if following and place_of(following[2]) == place + len(starts):
            starts.append(gap.end())
    ends = [*starts[1:], len(text)]
    return [_one(line, start, end) for start, end in zip(starts, ends, strict=True)]


def _one(line: Line, start: int, end: int) -> Marked:
    found = _OPTION.match(line.text, start)
    assert found is not None
    rest = line.cut(found.end(), end)
    starred = bool(found[1] or found[3]) or rest.text.rstrip().endswith("*")
    return Marked("option", _without_stars(rest), place_of(found[2]) or 0, starred, found[2])


def _without_stars(line: Line) -> Line:
    """Take a marking asterisk off both ends of an option."""
    text = line.text
    start = len(text) - len(text.lstrip("* \t")) if text.lstrip().startswith("*") else 0
    bare = text.rstrip()
    return line.cut(start, len(bare) - 1 if bare.endswith("*") else None)


def points_in(text: str) -> str:
    """Return the number at the beginning of a text such as `2 points`, "" where there is none."""
    found = re.match(r"\s*(\d+(?:[.,]\d+)?)", text)
    return found[1].replace(",", ".") if found else ""
