"""Signs are the language's own: the sign at the end, quotation marks, no-break spaces.  The table is languages.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from machina_scorm.i18n.checks import Check, Finding
from machina_scorm.i18n.checks._parts import last_words, parts
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text
from machina_scorm.problems import Severity

_ENDS = (".", ":", "?", "!", "…")

#: May stand behind the sign that ends a sentence.
_CLOSERS = " \u00a0\u202f)]}\"'’”“»›‘"

_NO_BREAK = "\u00a0\u202f"
_SPACES = f" {_NO_BREAK}\u2009"

#: Quotation marks of all languages. ’ and ' are left out, for they are apostrophes too.
_MARK = re.compile('[«»„“”‟‚‹›「」『』"]')

_PLAIN_ROLES_OF_CODE = "comment"


def _compare(source: Text, translation: Text, language: Language) -> Finding | None:
    if source.role == _PLAIN_ROLES_OF_CODE:
        return None  # a comment in code is written with the signs of code
    faults = [*_end(source, translation, language), *_quotes(source, translation, language)]
    if language.writing.spaced and source.role != "literature":  # a title is printed as its book has it
        faults += _spaces(translation, language)
    if not faults:
        return None
    return Finding("; ".join(faults), f"{language.name} writes {_sample(language)}: i18n/languages.yaml")


def _end(source: Text, translation: Text, language: Language) -> Iterator[str]:
    if source.md[-1:] == translation.md[-1:] in (".", ":", "…") and not language.writing.signs:
        return  # nearly always
    own = dict(language.writing.signs)
    here, there = _last_sign(source), _last_sign(translation)
    wanted = own.get(here, here)
    ends = {*(own.get(sign, sign) for sign in _ENDS), *(sign for sign in _ENDS if sign not in own)}
    if there == wanted or not (here in _ENDS or there in ends):
        return
    if {here, there} == {".", "!"} or not (here or there):
        return  # how loud a sentence is differs between languages
    yield f"ends with {_shown(there)} where the source ends with {_shown(here)}"


def _last_sign(text: Text) -> str:
    """Return the sign that a text ends with, "" if it ends with a word, code or a formula."""
    words = last_words(text).rstrip(_CLOSERS)
    if words.endswith("..."):
        return "…"
    last = words[-1:]
    return "" if last.isalnum() else last


def _shown(sign: str) -> str:
    return f"“{sign}”" if sign else "no sign"


def _quotes(source: Text, translation: Text, language: Language) -> Iterator[str]:
    if not _MARK.search(translation.md):
        return
    words = parts(translation).signs
    found = _MARK.findall(words)
    opening, closing = (mark.strip(_SPACES) for mark in language.quotes)
    allowed = {opening, closing, *language.writing.nested}
    wrong = sorted(mark for mark in {*found} - allowed if not (mark == '"' and mark in source.md))
    if wrong:
        yield f"quotation marks of another language: {' '.join(wrong)}"
    elif opening != closing and words.count(opening) != words.count(closing):
        yield f"“{opening}” and “{closing}” do not come in pairs"
    else:
        yield from _inner_spaces(words, language)


def _inner_spaces(words: str, language: Language) -> Iterator[str]:
    """Compare the spaces inside quotation marks; any no-break space will do where one is wanted."""
    opening, closing = language.quotes
    pattern = _spaces_of_quotes(opening, closing)
    if pattern.search(words):
        wanted = "a no-break space" if opening[-1] in _SPACES else "no space"
        yield f"{wanted} belongs inside {opening.strip(_SPACES)} {closing.strip(_SPACES)}"


@lru_cache(maxsize=64)
def _spaces_of_quotes(opening: str, closing: str) -> re.Pattern[str]:
    """Return what matches a quotation mark with the wrong space on its inner side."""
    first, last = re.escape(opening.strip(_SPACES)), re.escape(closing.strip(_SPACES))
    if opening[-1] in _SPACES:
        return re.compile(f"{first}(?![{_NO_BREAK}])|(?<![{_NO_BREAK}]){last}")
    return re.compile(f"{first}[{_SPACES}]|[{_SPACES}]{last}") if first != last else re.compile("(?!)")


def _spaces(translation: Text, language: Language) -> Iterator[str]:
    pattern = _missing_space(language.writing.spaced)
    found = sorted({match[1] for match in pattern.finditer(parts(translation).signs)})
    if found:
        yield f"a no-break space belongs before {' '.join(found)}"


@lru_cache(maxsize=64)
def _missing_space(spaced: str) -> re.Pattern[str]:
    """Match a sign without its space, but not inside 12:30, before another such sign, or in an opening bracket."""
    signs, closers = re.escape(spaced), re.escape(_CLOSERS)
    return re.compile(rf"(?<![{_NO_BREAK}{signs}(\[])(?<!^)([{signs}])(?=[\s{closers}{signs}]|$)")


def _sample(language: Language) -> str:
    """Show how the language quotes, ends a question and sets its spaces."""
    opening, closing = language.quotes
    question = dict(language.writing.signs).get("?", "?")
    space = "\u202f" if "?" in language.writing.spaced else ""
    return f"{opening}…{closing} and …{space}{question}"


CHECK = Check(
    "punctuation",
    "the sign at the end, quotation marks and no-break spaces are the language's: a reader stumbles over foreign ones",
    _compare,
    Severity.INFO,
)
