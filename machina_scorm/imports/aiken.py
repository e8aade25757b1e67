"""Aiken: a line with the question, lines `A) …`, a line `ANSWER: A`.

Source of the rules: Moodle 4.5, question/format/aiken/format.php.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from decimal import Decimal

from machina_scorm.imports import Imported, ImportFile, Reader, quoted
from machina_scorm.imports.assemble import assemble
from machina_scorm.imports.encoding import control_line, decode
from machina_scorm.imports.stored import HUNDRED, Draft, Stored, StoredAnswer, Words
from machina_scorm.problems import Report

_CHOICE = re.compile(r"[A-Z][).][ \t]?")
_OTHER_CHOICE = re.compile(r"\w[).][ \t]")
_ANSWER = re.compile(rb"^[ \t]*ANSWER:[ \t]*\S", re.MULTILINE)
_CHOICES = re.compile(rb"^[ \t]*[A-Z][).]", re.MULTILINE)
_BLANK = " \t\n\r\0\x0b"


def recognise(data: bytes, name: str) -> int:
    """Return how surely this is Aiken: `ANSWER:` lines and lettered ones."""
    head = data[:20_000].replace(b"\r", b"\n").replace(b"\0", b"")
    if _ANSWER.search(head) and _CHOICES.search(head) and not head.lstrip().startswith(b"<"):
        return 92
    return 20 if name.lower().endswith((".aiken", ".aiken.txt")) else 0


def read(file: ImportFile) -> Imported:
    """Read an Aiken file."""
    report = Report()
    text = decode(file, report)
    if text is not None and (line := control_line(text)):
        hint = "take it out; a database refuses it"
        report.add("import-control", "a control character, which no question can hold", file.at(line), hint)
        text = None
    drafts: list[Draft] = []
    if text is not None:
        _read(text, file, drafts, report)
    return assemble(file, drafts, (), report)


def _read(text: str, file: ImportFile, drafts: list[Draft], report: Report) -> None:
    stored: Stored | None = None
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        line = raw.strip(_BLANK)
        if len(line.encode("utf-8")) < 2:
            continue
        if _CHOICE.match(line):
            if stored is None:
                hint = "the question stands on the line above; it does not begin with a letter and a dot"
                report.add("import-aiken", f"an option without a question: {quoted(line)}", file.at(number), hint)
                continue
            answer = StoredAnswer(Words(_escaped(line[2:]), "html", line=number), Decimal(0))
            stored = replace(stored, answers=(*stored.answers, answer))
        elif line.startswith("ANSWER:"):
            if stored is None:
                report.add(
                    "import-aiken", f"an answer without a question: {quoted(line)}", file.at(number), "remove it"
                )
                continue
            drafts.append(_finished(stored, line, number, file))
            stored = None
        else:
            if stored is not None:
                _unfinished(stored, line, number, file, report)
            stored = Stored("multichoice", number, Words(_escaped(line), "html", line=number), category="")
    if stored is not None:
        hint = "write ANSWER: and a letter below the options"
        report.add("import-aiken", f"no answer: {quoted(stored.text.text)}", file.at(stored.line), hint)


def _unfinished(stored: Stored, line: str, number: int, file: ImportFile, report: Report) -> None:
    if _OTHER_CHOICE.match(line):
        hint = "options begin with a Latin capital: A, not a small or a Greek letter"
        report.add("import-aiken", f"no option to Moodle: {quoted(line)}", file.at(number), hint)
        return
    if line.casefold().startswith("answer"):
        report.add("import-aiken", f"no answer to Moodle: {quoted(line)}", file.at(number), "write ANSWER: in capitals")
        return
    hint = "the question is one line, then its options, then ANSWER:"
    message = f"the question on line {stored.line} is not finished here: {quoted(line)}"
    report.add("import-aiken", message, file.at(number), hint)


def _finished(stored: Stored, line: str, number: int, file: ImportFile) -> Draft:
    draft = Draft(file, stored.line)
    if len(stored.answers) < 2:
        draft.add("moodle-too-few-options", f"fewer than two options: {quoted(stored.text.text)}", "add an option")
        return draft
    letter = line.partition(":")[2].strip(_BLANK)[:1]
    right = ord(letter) - ord("A") if letter else -1
    if not 0 <= right < len(stored.answers):
        last = chr(ord("A") + len(stored.answers) - 1)
        message = f"there is no option {letter!r}, so no option is right: {quoted(line)}"
        draft.add("moodle-aiken-answer", message, f"write a letter from A to {last}", number)
        draft.stored = stored
        return draft
    answers = tuple(replace(a, fraction=HUNDRED if n == right else Decimal(0)) for n, a in enumerate(stored.answers))
    draft.stored = replace(stored, answers=answers)
    return draft


def _escaped(text: str) -> str:
    """Moodle takes Aiken's text literally."""
    return html.escape(text.strip(_BLANK), quote=False)


READER = Reader("aiken", (".aiken", ".aiken.txt", ".txt"), recognise, read)
