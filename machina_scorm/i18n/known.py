"""Languages that a course may get: found by code or by name, and written as an entry of languages.yaml."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from machina_scorm.i18n.languages import read_languages
from machina_scorm.model.edition import Language
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.yamlfile import read_yaml

KNOWN_LANGUAGES_FILE = "i18n/known-languages.yaml"

#: How like a name must be to be offered (difflib's ratio), and how many are.
_LIKE, _OFFERED = 0.6, 5

#: What YAML 1.1 reads as something else than a word.
_YAML_WORDS = frozenset({"no", "yes", "on", "off", "true", "false", "null", "y", "n"})


@dataclass(frozen=True, slots=True)
class KnownLanguage:
    """A language with its entry in languages.yaml as plain values."""

    language: Language
    entry: Mapping[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """What people call it, the surest first: code, Moodle's code, its own name, the English one."""
        language = self.language
        return tuple(_plain(name) for name in (language.code, language.moodle, language.name, self.english) if name)

    @property
    def english(self) -> str:
        """The name in English, "" where the entry has none."""
        return str(self.entry.get("english", ""))

    def as_yaml(self) -> str:
        """Return the entry as YAML, one key a line, not indented; it reads back as the same language."""
        return "".join(f"{key}: {_flow(value)}\n" for key, value in self.entry.items())


def read_known(text: str, source: Source, report: Report) -> tuple[KnownLanguage, ...]:
    """Read a languages.yaml with the entries as they are; problems as in read_languages."""
    languages = read_languages(text, source, report)
    root = read_yaml(text, source, "languages", Report())
    entries = {node.text("code"): node.plain() for node in root["languages"]} if root else {}
    return tuple(KnownLanguage(language, entries[language.code]) for language in languages)


def find_language(wanted: str, known: Iterable[KnownLanguage]) -> KnownLanguage | None:
    """Return the language that a person calls `wanted`; of several entries of one code the first.

    `pt-BR`, `pt_br`, `PT-BR`, `Portuguese (Brazil)` and `portugues do brasil` are one. A code goes before a name.
    """
    table, name = tuple(known), _plain(wanted)
    for place in range(4):
        for each in table:
            if each.names[place : place + 1] == (name,):
                return each
    return None


def nearest_languages(wanted: str, known: Iterable[KnownLanguage]) -> tuple[KnownLanguage, ...]:
    """Return the languages that `wanted` may have meant, likeliest first."""
    name = _plain(wanted)
    scored = [(max(_likeness(name, each) for each in known_one.names), known_one) for known_one in known]
    likely = sorted((one for one in scored if one[0] >= _LIKE), key=lambda one: (-one[0], one[1].language.code))
    return tuple(known_one for _, known_one in likely[:_OFFERED])


def variants(code: str, codes: Iterable[str]) -> Iterator[str]:
    """Yield the other regional forms of a language: pt of pt-BR and pt-BR of pt, but not zh-Hans of zh-Hant."""
    for other in codes:
        if other != code and _without_region(other) == _without_region(code):
            yield other


def main_language(code: str) -> str:
    """Return the language of a tag without script and region: `pt` of pt-BR and pt_BR."""
    return code.replace("_", "-").partition("-")[0].casefold()


def _without_region(code: str) -> tuple[str, ...]:
    return tuple(part for number, part in enumerate(code.split("-")) if number == 0 or len(part) == 4)


def _plain(name: str) -> str:
    """Return a name without case, accents and the different ways to write a separator."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("_", "-"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def _likeness(wanted: str, name: str) -> float:
    """Return 0…1: 1 if a word of the name begins so, or both are tags of one language."""
    begins = len(wanted) > 2 and any(word.startswith(wanted) for word in name.replace("(", "").split())
    tags = max(len(wanted.partition("-")[0]), len(name.partition("-")[0])) <= 3
    if begins or (tags and wanted.partition("-")[0] == name.partition("-")[0]):
        return 1.0
    return difflib.SequenceMatcher(None, wanted, name).ratio()


def _flow(value: object) -> str:
    """Return a value as YAML on one line."""
    match value:
        case str():
            plain = all(character.isalpha() or character in "_- " for character in value) and value == value.strip(" -")
            return value if value and plain and value.casefold() not in _YAML_WORDS else _quoted(value)
        case Mapping():
            return "{" + ", ".join(f"{_flow(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(_quoted(inner) if isinstance(inner, str) else _flow(inner) for inner in value) + "]"
        case _:
            return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(value: str) -> str:
    """Return a string in double quotes; a space that nobody would see is written as its number."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(c):04X}" if c.isspace() and c != " " else c for c in escaped) + '"'
