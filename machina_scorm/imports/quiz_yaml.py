"""Questions → quiz.yaml as a person writes it: keys in the order of docs/authoring.md, nothing that is the default."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

import yaml

from machina_scorm.imports.markdown import Style, in_figures, write_blocks
from machina_scorm.model.blocks import Blocks, Figure
from machina_scorm.model.credits import MOST_RIGHT, share
from machina_scorm.model.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Essay,
    Gap,
    Gaps,
    Match,
    Number,
    Order,
    Question,
    TextEntry,
)

HUNDRED = Decimal(100)
USUAL_PENALTY = Decimal("0.3333333")

#: Columns; a longer text stands in a block of its own.
WIDTH = 110

PathOf = Callable[[Figure], str]

#: What a text without quotes may be: it begins with a letter and holds nothing that YAML could take for its own.
_PLAIN = re.compile(r"[^\W\d_](?:[^:#\n]|:(?! |$)|(?<! )#)*", re.UNICODE)


class _Raw(str):
    """Characters that are written as they are: numbers, ids, yes and no."""


def write_quiz(questions: Iterable[Question], path: PathOf = in_figures) -> str:
    """Return a quiz.yaml; `path` gives the file of a figure as it is named there."""
    return "questions:\n" + write_items(questions, path)


def write_items(questions: Iterable[Question], path: PathOf = in_figures, indent: int = 2) -> str:
    """Return the questions as items of the list `questions`, an empty line between two."""
    return "\n".join("".join(_item(dict(_question(q, path)), indent)) for q in questions)


def _question(question: Question, path: PathOf) -> Iterator[tuple[str, object]]:
    def text(blocks: Blocks) -> str:
        return write_blocks(blocks, Style(path, WIDTH))

    yield "id", _Raw(question.id)
    yield "type", _Raw(question.type)
    for key, words in (("outcome", question.outcome), ("difficulty", question.difficulty)):
        if words:
            yield key, words
    if question.points != 1:
        yield "points", _number(question.points)
    if question.penalty != USUAL_PENALTY:
        yield "penalty", _number(question.penalty)
    if not question.shuffle:
        yield "shuffle", _Raw("false")
    if question.tags:
        yield "tags", [*question.tags]
    if question.author:
        yield "author", question.author
    if question.license:
        yield "license", question.license
    if not question.in_test:
        yield "test", _Raw("false")
    yield "stem", text(question.stem)
    yield from _interaction(question, text)
    if question.hints:
        yield "hints", [text(hint) for hint in question.hints]
    if question.feedback:
        yield "feedback", text(question.feedback)


def _interaction(question: Question, text: Callable[[Blocks], str]) -> Iterator[tuple[str, object]]:
    match question.interaction:
        case Choice(options, _, truth) if truth:
            yield "correct", _Raw("true" if options[0].credit == HUNDRED else "false")
            for key, option in zip(("if-true", "if-false"), options, strict=True):
                if option.feedback:
                    yield key, text(option.feedback)
        case Choice() as choice:
            yield "options", _options(choice, text)
        case TextEntry() as entry:
            yield from _text_entry(entry, text)
        case Number() as number:
            yield from _numbers(number, text)
        case Match(pairs, distractors):
            yield "pairs", [{"text": text(pair.text), "match": pair.match.md} for pair in pairs]
            if distractors:
                yield "distractors", [one.md for one in distractors]
        case Order(items, right, wrong):
            yield "items", [text(item.text) for item in items]
            if right:
                yield "feedback-right", text(right)
            if wrong:
                yield "feedback-wrong", text(wrong)
        case Gaps(blocks, gaps):
            yield "text", text(blocks)
            yield "gaps", [dict(_gap(gap, text)) for gap in gaps]
        case Essay() as essay:
            yield from _essay(essay, text)


def _options(choice: Choice, text: Callable[[Blocks], str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    right = sum(option.credit > 0 for option in choice.options)
    usual = share(right) if choice.multiple and 0 < right <= MOST_RIGHT else HUNDRED
    for option in choice.options:
        entry: dict[str, object] = {"text": text(option.text)}
        correct = option.credit > 0 if choice.multiple else option.credit == HUNDRED
        if correct:
            entry["correct"] = _Raw("true")
        if option.credit != (usual if correct else -usual if choice.multiple else 0):
            entry["credit"] = _number(option.credit)
        if option.feedback:
            entry["feedback"] = text(option.feedback)
        found.append(entry)
    return found


def _text_entry(entry: TextEntry, text: Callable[[Blocks], str]) -> Iterator[tuple[str, object]]:
    yield "answers", [{"text": one.text.md, **_credit(one, text)} for one in entry.answers]
    if entry.case_sensitive:
        yield "case-sensitive", _Raw("true")
    if entry.otherwise:
        yield "otherwise", text(entry.otherwise)


def _numbers(entry: Number, text: Callable[[Blocks], str]) -> Iterator[tuple[str, object]]:
    found = []
    for one in entry.answers:
        answer: dict[str, object] = {"value": _number(one.value)}
        if one.tolerance:
            answer["tolerance"] = _number(one.tolerance)
        found.append({**answer, **_credit(one, text)})
    yield "answers", found
    if entry.unit:
        yield "unit", entry.unit.md
    if entry.otherwise:
        yield "otherwise", text(entry.otherwise)


def _credit(answer: Accepted | AcceptedNumber, text: Callable[[Blocks], str]) -> dict[str, object]:
    found: dict[str, object] = {}
    if answer.credit != HUNDRED:
        found["credit"] = _number(answer.credit)
    if answer.feedback:
        found["feedback"] = text(answer.feedback)
    return found


def _gap(gap: Gap, text: Callable[[Blocks], str]) -> Iterator[tuple[str, object]]:
    yield "mode", _Raw(gap.mode)
    match gap.interaction:
        case Choice() as choice:
            yield "options", _options(choice, text)
        case TextEntry() as entry:
            yield from _text_entry(entry, text)
        case Number() as number:
            yield from _numbers(number, text)


def _essay(essay: Essay, text: Callable[[Blocks], str]) -> Iterator[tuple[str, object]]:
    if essay.guide:
        yield "guide", text(essay.guide)
    if essay.template:
        yield "template", text(essay.template)
    if essay.lines != Essay().lines:
        yield "lines", _Raw(essay.lines)
    words = {"min": essay.min_words, "max": essay.max_words}
    if any(words.values()):
        yield "words", {key: _Raw(number) for key, number in words.items() if number}


def _number(number: Decimal) -> _Raw:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return _Raw("0" if text in ("-0", "") else text)


def _item(entry: dict[str, object], indent: int) -> Iterator[str]:
    """Yield the lines of a mapping that is an item of a list."""
    lead = " " * indent + "- "
    for key, value in entry.items():
        yield from _entry(lead, key, value, indent + 2)
        lead = " " * (indent + 2)


def _entry(lead: str, key: str, value: object, indent: int) -> Iterator[str]:
    match value:
        case dict():
            inner = ", ".join(f"{name}: {one}" for name, one in value.items())
            yield f"{lead}{key}: {{{inner}}}\n"
        case list() if all(isinstance(one, str) and _flows(one) for one in value) and key == "tags":
            yield f"{lead}{key}: [{', '.join(map(str, value))}]\n"
        case list():
            yield f"{lead}{key}:\n"
            for one in value:
                if isinstance(one, dict):
                    yield from _item(one, indent + 2)
                else:
                    yield from _text(f"{' ' * (indent + 2)}-", str(one), indent + 4)
        case _Raw():
            yield f"{lead}{key}: {value}\n"
        case _:
            yield from _text(f"{lead}{key}:", str(value), indent + 2)


def _flows(text: str) -> bool:
    """Tell whether a text can stand in `[a, b]` as it is."""
    return is_plain(text) and not any(sign in text for sign in ",[]{}")


def _text(lead: str, text: str, indent: int) -> Iterator[str]:
    """Yield a text: on the line if it is short and harmless, in quotes if it is short, else in a block."""
    if "\n" not in text and len(lead) + len(text) < WIDTH and _scalar(text, len(lead)):
        yield f"{lead} {_scalar(text, len(lead))}\n"
    elif _fits_block(text):
        yield f"{lead} |\n"
        for line in text.split("\n"):
            yield f"{' ' * indent}{line}\n" if line else "\n"
    else:
        yield f"{lead} {_quoted(text)}\n"


def _scalar(text: str, used: int) -> str:
    if is_plain(text):
        return text
    return _quoted(text)


def _fits_block(text: str) -> bool:
    """Tell whether a literal block gives the text back: no end of line or blanks to lose, nothing unprintable."""
    return (
        bool(text)
        and not text.startswith((" ", "\n", "\t"))
        and not text.endswith("\n")
        and all(line.strip() or not line for line in text.split("\n"))
        and all(_printable(char) or char == "\n" for char in text)
    )


def _printable(char: str) -> bool:
    """YAML's printable characters (1.1, 5.1), those that end a line left out."""
    return char == "\t" or " " <= char <= "~" or ("\xa0" <= char <= "\ud7ff" and char not in "\u2028\u2029") or "\ue000" <= char <= "\ufefe" or "\uff00" <= char <= "\ufffd" or char > "\uffff"  # fmt: skip  # noqa: E501


def is_plain(text: str) -> bool:
    """Tell whether YAML reads the characters as this text when they stand without quotes."""
    if not _PLAIN.fullmatch(text) or text != text.strip() or not all(map(_printable, text)) or "\t" in text:
        return False
    return len(text) > 5 or _is_word(text)


def _is_word(text: str) -> bool:
    """Short words may be YAML's own: yes, no, on, null."""
    return text.casefold() not in ("yes", "no", "on", "off", "true", "false", "null", "y", "n")


def _quoted(text: str) -> str:
    """Return text in quotes: single ones where nothing needs an escape."""
    if all(_printable(char) for char in text) and "\t" not in text:
        return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'
    escaped = "".join(_escape(char) for char in text)
    return f'"{escaped}"'


def _escape(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char == "\n":
        return "\\n"
    if char == "\t":
        return "\\t"
    if _printable(char):
        return char
    return (
        f"\\x{ord(char):02x}"
        if ord(char) < 256
        else f"\\u{ord(char):04x}"
        if ord(char) < 65536
        else f"\\U{ord(char):08x}"
    )


def append_items(old: str, items: str) -> str:
    """Return a quiz.yaml with `items` (see write_items) behind its last question; nothing else of it is touched.

    `old` is a sound quiz.yaml in block style, or "" for a new one. Raises ValueError where the list is written in
    brackets.
    """
    if not old.strip():
        return "questions:\n" + items
    root = yaml.compose(old, Loader=yaml.SafeLoader)
    found = [v for k, v in root.value if k.value == "questions"] if isinstance(root, yaml.MappingNode) else []
    if not found or not isinstance(found[0], yaml.SequenceNode) or found[0].flow_style:
        raise ValueError("the list of questions is written in brackets")
    sequence = found[0]
    indent = sequence.start_mark.column
    lines = old.split("\n")
    at = _end_of(sequence, lines)
    body = items if indent == 2 else _shifted(items, indent)
    before = "\n".join(lines[:at]).rstrip("\n")
    after = "\n".join(lines[at:])
    return f"{before}\n\n{body}" + (f"\n{after.lstrip(chr(10))}" if after.strip() else "")


def _end_of(sequence: yaml.SequenceNode, lines: Sequence[str]) -> int:
    """Return the number of lines up to the end of the list, comments that stand in it included."""
    if lines and not sequence.value:
        return sequence.end_mark.line
    end = sequence.end_mark.line
    # The parser's end is where the next key, or nothing, begins: blank lines and comments before it are looked at here.
    while end > 0 and not lines[min(end, len(lines)) - 1].strip():
        end -= 1
    return min(max(end, sequence.start_mark.line + 1), len(lines))


def _shifted(items: str, indent: int) -> str:
    """Return items indented by `indent` in the place of 2."""
    return "\n".join((" " * indent + line[2:]) if line.startswith("  ") else line for line in items.split("\n"))
