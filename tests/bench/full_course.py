"""A course of full size, made of the shipped lesson: 27 lessons in 6 units, each with words of its own.

Every lesson has its own permutation of the vowels, so that “ticket” is “tockit” in one and “tackut” in another: texts
of natural length and letters, alike enough for fuzzy matching to have its full work. Words of the glossary stay: the
translation checks look for them.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parent.parent.parent

#: Lessons by unit.
UNITS = (5, 5, 5, 4, 4, 4)

_LESSON = "l1-introduction"
_VOWELS = [str.maketrans("aeiou", "".join(order)) for order in permutations("aeiou")]

# What stays, then what may change: code, maths, addresses and attributes; a word of four letters or more.
_TOKEN = re.compile(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)|\{[^}]*\}|[\w.-]*[._\d][\w.-]*\w|\b[A-Za-z]{4,}\b")
_KEPT_KEYS = frozenset({"id", "type", "outcome", "outcomes", "difficulty", "mode", "lessons", "cases", "exercises"})

Vary = Callable[[str], str]


def write_full_course(folder: Path, changed: int = 0) -> None:
    """Write the sources of the course into `folder`; every `changed`-th line of prose has other words (0: none).

    The catalogs in i18n/ are left alone.
    """
    shutil.copytree(REPOSITORY / "i18n", folder / "i18n", ignore=shutil.ignore_patterns("*.po*"), dirs_exist_ok=True)
    shutil.rmtree(folder / "units", ignore_errors=True)
    source, kept = REPOSITORY / "units", _glossary_words()
    course = yaml.safe_load((source / "course.yaml").read_text("utf-8"))
    course["units"] = [f"lu{number}" for number, _ in enumerate(UNITS, 1)]
    _write(folder / "units/course.yaml", yaml.safe_dump(course, allow_unicode=True, sort_keys=False))
    serial = 0
    for number, lessons in enumerate(UNITS, 1):
        _write_tree(source / "lu1", folder / f"units/lu{number}", _varying(serial, kept, changed), (_LESSON,))
        _list_lessons(folder / f"units/lu{number}/unit.yaml", lessons)
        for place in range(1, lessons + 1):
            serial += 1
            target = folder / f"units/lu{number}/l{place}-lesson"
            _write_tree(source / "lu1" / _LESSON, target, _varying(serial, kept, changed))


def _list_lessons(path: Path, count: int) -> None:
    unit = yaml.safe_load(path.read_text("utf-8"))
    unit["lessons"] = [f"l{place}-lesson" for place in range(1, count + 1)]
    _write(path, yaml.safe_dump(unit, allow_unicode=True, sort_keys=False))


def _write_tree(source: Path, target: Path, vary: Vary, without: tuple[str, ...] = ()) -> None:
    for path in sorted(source.rglob("*")):
        part = path.relative_to(source)
        if path.is_dir() or part.parts[0] in without:
            continue
        if path.suffix not in (".md", ".yaml", ".svg"):
            (target / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / part)
            continue
        text = path.read_text("utf-8")
        _write(target / part, {".md": _markdown, ".yaml": _yaml, ".svg": _svg}[path.suffix](text, vary))


def _varying(serial: int, kept: frozenset[str], changed: int) -> Vary:
    """Return what gives the words of one lesson (a function of its serial number) to a line of text."""
    table = _VOWELS[4 * serial % len(_VOWELS)]
    lines = 0

    def word(match: re.Match[str]) -> str:
        found = match[0]
        return found if not found.isalpha() or found.lower() in kept else found.translate(table)

    def vary(line: str) -> str:
        nonlocal lines
        varied = _TOKEN.sub(word, line)
        if len(varied) > 40:
            lines += 1
            if changed and lines % changed == 0:
                head, space, tail = varied.rpartition(" ")
                return f"{head}{space}altogether {tail}"
        return varied

    return vary


def _markdown(text: str, vary: Vary) -> str:
    """Vary prose; front matter is YAML, and code, display maths, directives and tables' rules stay."""
    head, body = re.fullmatch(r"(?:---\n(.*?)---\n)?(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    lines: list[str] = []
    fence = ""
    for line in body.split("\n"):
        opens = next((mark for mark in ("```", "$$") if line.startswith(mark)), "")
        if opens or fence or line.startswith((":::", "|--", "|:-")):
            fence = "" if fence and opens else fence or opens
            lines.append(line)
        else:
            lines.append(vary(line))
    front = f"---\n{_yaml(head, vary)}---\n" if head else ""
    return front + "\n".join(lines)


def _yaml(text: str, vary: Vary) -> str:
    return yaml.safe_dump(_value(yaml.safe_load(text), vary), allow_unicode=True, sort_keys=False, width=110)


def _value(value: object, vary: Vary) -> object:
    match value:
        case dict():
            return {key: each if key in _KEPT_KEYS else _value(each, vary) for key, each in value.items()}
        case list():
            return [_value(each, vary) for each in value]
        case str() if not value.startswith("files/"):
            return _markdown(value, vary)
        case _:
            return value


def _svg(text: str, vary: Vary) -> str:
    return re.sub(r"(?<=>)[^<>\n]+(?=</text>)", lambda match: vary(match[0]), text)


def _glossary_words() -> frozenset[str]:
    terms = yaml.safe_load((REPOSITORY / "i18n/glossary.yaml").read_text("utf-8"))["terms"]
    names = [name for term in terms for name in (term["term"], *term.get("also", ()))]
    words = {word.lower() for name in names for word in re.findall(r"[A-Za-z]+", name)}
    return frozenset(words | {f"{word}s" for word in words})


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
