"""Edition: everything of one language that an exporter needs besides the lesson itself."""

from __future__ import annotations

from dataclasses import dataclass

from machina_scorm.model.course import About
from machina_scorm.model.glossary import Glossary
from machina_scorm.model.text import Text


@dataclass(frozen=True, slots=True)
class Writing:
    """What else the checks of translations know of a language; an edition has none of it.

    `nested` are the marks of a quotation inside another, `signs` pairs of an English sign and the language's own for it
    (`?` is `;` in Greek), `spaced` the signs before which a no-break space stands, `same` words that the language has
    in the spelling of English, so that a translation may be equal to its source.
    """

    nested: tuple[str, str] = ("", "")
    signs: tuple[tuple[str, str], ...] = ()
    spaced: str = ""
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """One entry of i18n/languages.yaml, the only place where a language exists.

    `code` is BCP 47, `moodle` the name of Moodle's language pack, `name` the language's own name, `direction` ltr or
    rtl, `plural` gettext's Plural-Forms, `quotes` the opening and the closing mark, `decimal` the decimal sign,
    `expansion` the length of a text relative to English, `writing` what only checks of translations want to know.
    """

    code: str
    moodle: str
    name: str
    direction: str
    plural: str
    quotes: tuple[str, str]
    decimal: str
    expansion: float
    writing: Writing = Writing()


@dataclass(frozen=True, slots=True)
class UiString:
    """One string of the interface: `key` is its name in programs and templates, `text` what people read."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class Ui:
    """The interface strings in one language."""

    strings: tuple[UiString, ...]

    def __getitem__(self, key: str) -> str:
        """Return the string named `key`. Raises KeyError for a name that i18n/ui.yaml does not have: a bug."""
        for string in self.strings:
            if string.key == key:
                return string.text.md
        raise KeyError(key)

    def starting(self, prefix: str) -> dict[str, str]:
        """Return the strings whose key starts with `prefix`, by the rest of the key."""
        return {s.key[len(prefix) :]: s.text.md for s in self.strings if s.key.startswith(prefix)}


@dataclass(frozen=True, slots=True)
class Edition:
    """The course in one language, without its units.

    `glossary` holds what this language's text can link to with `term:`; for an exporter only what its lesson or unit
    does link to. None where the course has no glossary. `source` is the language the course is written in, which what
    is not translated stays in; None in that language itself.
    """

    about: About
    language: Language
    ui: Ui
    glossary: Glossary | None = None
    source: Language | None = None
