"""Changed texts → a patch of the sources that `git apply` and `patch -p1` take.  Only what is surely found is changed.

A paragraph keeps the lines that its change does not touch; the others are broken again at the file's width.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from machina_scorm.imports.markdown import wrapped
from machina_scorm.source import Source

#: How many lines below its place a text is looked for: a table's cell has the place of the table.
_FAR = 80
_WIDEST = 120
_GAP = r"(?:[ \t]+|[ \t]*\r?\n[ \t>]*)"
_BREAK = r"(?:\\|[ ]{2,})\r?\n[ \t>]*"
_BEFORE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?:\#{2,4}[ \t]+|:[ \t]+|!\[|:::+[ \t]*[\w-]+[ \t]+)?\Z")
_AFTER = re.compile(r"[ \t]*(?:\{[^}\n]*\})?[ \t]*\r?(?:\n|\Z)|\]\(")
_YAML_BEFORE = re.compile(r"[ \t]*(?:-[ \t]+)?(?:[\w-]+:[ \t]+)?(?P<quote>[\"']?)\Z")
#: Words that mean nothing to YAML, whatever stands around them.
_YAML_SAFE = re.compile(r"[^\W\d_](?:[\w ,.;()?!’“”/+–-]|(?<=\w)')*")


class Unplaced(ValueError):
    """Why a text's place in the sources cannot be changed."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A text to change: at or below `source` stands `old`, to be replaced by `new`, both Markdown.

    For a table's cell, `cells` are the texts of its whole row as in the source and `column` is its number, from 0.
    """

    source: Source
    old: str
    new: str
    cells: tuple[str, ...] = ()
    column: int = -1


def make_patch(edits: Iterable[Edit], read: Callable[[str], str | None]) -> tuple[str, Mapping[Edit, str]]:
    """Return a unified diff, and the reason for every edit that is not in it. `read` returns a source file's text."""
    refused: dict[Edit, str] = {}
    parts: list[str] = []
    by_path: dict[str, list[Edit]] = {}
    for edit in dict.fromkeys(edits):
        by_path.setdefault(edit.source.path, []).append(edit)
    for path, own in sorted(by_path.items()):
        before = read(path)
        after = before or ""
        rows: dict[tuple[Source, tuple[str, ...]], tuple[str, ...]] = {}
        # From the end of the file to its beginning, so that places above stay where they are.
        for edit in sorted(own, key=lambda edit: -edit.source.line):
            try:
                if before is None:
                    raise Unplaced("the source file is not there any more")
                row = edit.source, edit.cells
                after = _apply(after, edit, rows.get(row, edit.cells))
                if edit.cells:
                    now = rows.get(row, edit.cells)
                    rows[row] = (*now[: edit.column], edit.new, *now[edit.column + 1 :])
            except Unplaced as error:
                refused[edit] = str(error)
        parts += _diff(path, before or "", after)
    return "".join(parts), refused


def _diff(path: str, before: str, after: str) -> Iterator[str]:
    one, two = (re.split(r"(?<=\n)", text) for text in (before, after))
    lines = difflib.unified_diff([x for x in one if x], [x for x in two if x], f"a/{path}", f"b/{path}")
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _apply(text: str, edit: Edit, cells: tuple[str, ...]) -> str:
    """Return a file's text with one edit made. Raises Unplaced."""
    start = _offset(text, max(1, edit.source.line))
    if edit.cells:
        return _cell(text, start, cells, edit)
    pattern = _BREAK.join(_GAP.join(map(re.escape, part.split(" "))) for part in edit.old.split("\\\n"))
    yaml = edit.source.path.endswith((".yaml", ".yml")) or _in_front_matter(text, start)
    for match in re.compile(pattern).finditer(text, start, _offset(text, edit.source.line + _FAR)):
        head = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if yaml:
            if (found := _YAML_BEFORE.match(head)) and _yaml_ends(text, match.end(), found["quote"]):
                return _yaml(text, match, edit)
        elif _BEFORE.match(head) and _AFTER.match(text, match.end()):
            return text[: match.start()] + _lines(text, match, head, edit.new) + text[match.end() :]
    raise Unplaced("the source reads otherwise there")


def _offset(text: str, line: int) -> int:
    """Return where a line begins, counted from 1; the end of the text for one that is not there."""
    place = 0
    for _ in range(line - 1):
        place = text.find("\n", place) + 1
        if not place:
            return len(text)
    return place


def _lines(text: str, match: re.Match[str], head: str, new: str) -> str:
    """Return a paragraph's new text in lines: those that begin and end it as before stay as they are."""
    if "#" in head or head.endswith("[") or ":::" in head:
        if "\n" in new or new.endswith("}"):
            raise Unplaced("a title stands on one line")
        return new
    end = "\r\n" if "\r\n" in text else "\n"
    old = match[0].replace("\r\n", "\n").split("\n")
    indent = re.match(r"[ \t>]*", old[1])[0] if len(old) > 1 else _indent(head)  # type: ignore[index]
    width = max(_usual_width(text), *(len(line) for line in old))
    before: list[str] = []
    rest = new
    while len(old) > 1 and rest.startswith(words := old[0].strip(" \t>") + " "):
        before.append(old.pop(0).strip(" \t>"))
        rest = rest[len(words) :]
    after: list[str] = []
    while len(old) > 1 and rest.endswith(words := " " + old[-1].strip(" \t>")):
        after.insert(0, old.pop().strip(" \t>"))
        rest = rest[: -len(words)]
    lead = "x" * max(0, len(head) - len(indent)) if not before else ""
    middle = wrapped(lead + rest, max(20, width - len(indent))).removeprefix(lead).split("\n")
    return (end + indent).join([*before, *middle, *after])


def _indent(head: str) -> str:
    """Return what a second line of a paragraph begins with whose first one begins with `head`."""
    return "".join(sign if sign in " \t>" else " " for sign in head) if head.strip(" \t:") else ""


def _usual_width(text: str) -> int:
    prose = (len(line.rstrip()) for line in text.split("\n") if line[:1].isalpha())
    return min(_WIDEST, max(prose, default=_WIDEST))


def _in_front_matter(text: str, start: int) -> bool:
    head = re.match(r"\ufeff?---[ \t]*\r?\n.*?\n---[ \t]*\r?\n", text, re.DOTALL)
    return head is not None and start < head.end()


def _yaml_ends(text: str, end: int, quote: str) -> bool:
    return re.compile(rf"{quote}[ \t]*\r?(?:\n|\Z)").match(text, end) is not None


def _yaml(text: str, match: re.Match[str], edit: Edit) -> str:
    """Replace a plain value on one line, or on several that are indented alike; others only a person can."""
    if not _YAML_SAFE.fullmatch(edit.new) or "\n" in match[0]:
        raise Unplaced("it stands in YAML, where quotes and colons have a meaning: change it by hand")
    return text[: match.start()] + edit.new + text[match.end() :]


def _cell(text: str, start: int, cells: tuple[str, ...], edit: Edit) -> str:
    """Replace one cell of the row that holds `cells`; its column stays as wide where the new text is no longer."""
    if "\n" in edit.new:
        raise Unplaced("a table's cell has one line")
    for line in re.compile(r"[^\n]*\|[^\n]*").finditer(text, start, _offset(text, edit.source.line + _FAR)):
        parts = re.split(r"(?<!\\)\|", line[0].rstrip("\r"))
        first = 1 if not parts[0].strip(" \t>") else 0
        found = [part.strip().replace("\\|", "|") for part in parts[first : first + len(cells)]]
        if found != list(cells):
            continue
        place = first + edit.column
        new = re.sub(r"(?<!\\)\|", r"\\|", edit.new)
        old = parts[place]
        lead = old[: len(old) - len(old.lstrip())] or " "
        wide = len(old) - 1 if _is_drawn(text, line.start(), len(line[0])) else 0
        parts[place] = (lead + new).ljust(wide) + (" " if place + 1 < len(parts) else "")
        return text[: line.start()] + "|".join(parts) + text[line.start() + len(line[0].rstrip("\r")) :]
    raise Unplaced("the table's row reads otherwise in the source")


def _is_drawn(text: str, start: int, length: int) -> bool:
    """Tell whether a table's bars stand one below the other: the line above is as long."""
    above = text.rfind("\n", 0, max(0, start - 1)) + 1
    return start - 1 - above == length
