"""Program listings as classified tokens, and the two palettes that colour them.

The classes are few and stable: a palette, a style sheet and a deck's runs all go by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from types import MappingProxyType

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType, is_token_subtype
from pygments.util import ClassNotFound

#: Token class → what it marks. "" is everything else.
CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "k": "keyword",
        "s": "string",
        "n": "number",
        "c": "comment",
        "f": "name of a function, class or tag",
        "b": "name that the language brings along",
        "d": "decorator or attribute",
        "o": "operator",
        "p": "prompt or output of an interactive session",
    }
)

#: Backgrounds and, by class, text colours; "" is plain text. All at least 4.5:1 (WCAG 2.2, 1.4.3).
LIGHT_BACKGROUND = "#f6f7f9"
DARK_BACKGROUND = "#1d2129"
LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "": "#1f2328",
        "k": "#8c1d8f",
        "s": "#0f5f2c",
        "n": "#0b4fa8",
        "c": "#59636e",
        "f": "#0a3f8f",
        "b": "#8a3d00",
        "d": "#6b4a00",
        "o": "#1f2328",
        "p": "#59636e",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "": "#e6e9ef",
        "k": "#e3a6ef",
        "s": "#a6dba0",
        "n": "#9ecbff",
        "c": "#a3adba",
        "f": "#8fc2ff",
        "b": "#ffc08a",
        "d": "#e6cf85",
        "o": "#e6e9ef",
        "p": "#a3adba",
    }
)

#: The most special Pygments type first; the first that holds a token names its class.
_RULES: tuple[tuple[_TokenType, str], ...] = (
    (Token.Comment, "c"),
    (Token.Keyword, "k"),
    (Token.Operator.Word, "k"),
    (Token.Name.Function, "f"),
    (Token.Name.Class, "f"),
    (Token.Name.Tag, "f"),
    (Token.Name.Builtin.Pseudo, "b"),
    (Token.Name.Builtin, "b"),
    (Token.Name.Exception, "b"),
    (Token.Name.Decorator, "d"),
    (Token.Name.Attribute, "d"),
    (Token.Literal.String, "s"),
    (Token.Literal.Number, "n"),
    (Token.Operator, "o"),
    (Token.Generic, "p"),
)


def tokens(code: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return `code` as (class, text) pairs; the texts joined are `code`, neighbours of one class are one pair.

    `language` is a Pygments alias; one that Pygments does not know, and "text", give one pair of class "".
    """
    if not code:
        return ()
    lexer = _lexer(language)
    if lexer is None:
        return (("", code),)
    parts = tuple(_merge((_class_of(kind), text) for kind, text in lexer.get_tokens(code) if text))
    # A lexer may tidy what it reads (Windows line ends); then what is printed would not be what runs.
    return parts if "".join(text for _, text in parts) == code else (("", code),)


def colours(light: bool = True) -> Mapping[str, str]:
    """Return token class → colour as `#rrggbb`; "" is the colour of plain text."""
    return LIGHT if light else DARK


def background(light: bool = True) -> str:
    """Return the colour, `#rrggbb`, that `colours(light)` are made for."""
    return LIGHT_BACKGROUND if light else DARK_BACKGROUND


def stylesheet() -> str:
    """Return the CSS of `figure.code` and its token spans, light and, where the reader prefers it, dark."""
    light = "\n".join(_rules(LIGHT, LIGHT_BACKGROUND))
    dark = "\n".join(f"  {rule}" for rule in _rules(DARK, DARK_BACKGROUND))
    return f"{light}\n.code .c {{ font-style: italic; }}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _rules(palette: Mapping[str, str], ground: str) -> Iterable[str]:
    yield f".code pre {{ color: {palette['']}; background: {ground}; }}"
    for name in CLASSES:
        yield f".code .{name} {{ color: {palette[name]}; }}"


@cache
def _lexer(language: str) -> Lexer | None:
    if language in ("", "text"):
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _class_of(kind: _TokenType) -> str:
    return next((name for holder, name in _RULES if is_token_subtype(kind, holder)), "")


def _merge(parts: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for name, group in groupby(parts, key=lambda part: part[0]):
        yield name, "".join(text for _, text in group)
