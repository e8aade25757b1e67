"""The text of a cue: WebVTT's tags and entities (W3C WebVTT, 4.2.2), what is seen of it, tags kept in pairs."""

from __future__ import annotations

import html
import re
import unicodedata

_NAME = r"(?:i|b|u|c|v|lang|ruby|rt)"
#: A tag of WebVTT; anything else in angle brackets is text.
TAG = re.compile(rf"</{_NAME}>|<{_NAME}(?:\.[^\s<>&.]+)*(?:[ \t][^<>]*)?>|<\d[\d:.]*>")
VOICE = re.compile(r"<v(?:\.[^\s<>&.]+)*[ \t][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_EMPTY = re.compile(rf"<({_NAME})(?:\.[^\s<>&.]+)*(?:[ \t][^<>]*)?></\1>")
_TAG_LENGTH = 200
_OPEN = re.compile(rf"<({_NAME})\b")


def visible(text: str) -> str:
    """Return what a viewer reads of a cue's text: no tags, entities as characters."""
    bare = TAG.sub("", text) if "<" in text else text
    return _ENTITY.sub(lambda match: html.unescape(match[0]), bare) if "&" in bare else bare


def letters(text: str) -> int:
    """Return the number of characters a viewer reads; accents set apart count with their letter."""
    return sum(not unicodedata.combining(character) for character in visible(text))


def columns(text: str) -> int:
    """Return the width of a line: full-width characters (Chinese, Japanese, Korean) take two columns."""
    return sum(map(width, visible(text)))


def width(character: str) -> int:
    """Return the columns of one character."""
    if character.isascii():
        return 1
    return 0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1


def readable(text: str) -> str:
    """Return a cue's text as a translator gets it: entities as characters, but where they would become markup."""

    def character(match: re.Match[str]) -> str:
        found = html.unescape(match[0])
        rest = match.string[match.end() :]
        is_markup = (found == "<" and TAG.match("<" + html.unescape(rest[:_TAG_LENGTH]))) or (
            found == "&" and re.match(r"#|\w+;", rest)
        )
        return match[0] if is_markup or not found.strip("\n\r") else found

    return _ENTITY.sub(character, text)


def written(text: str) -> str:
    """Return a translator's text as a cue's: `&` and `<` escaped where they are no entity and no tag."""
    parts = []
    last = 0
    for match in TAG.finditer(text):
        parts += [_escaped(text[last : match.start()]), match[0]]
        last = match.end()
    return "".join((*parts, _escaped(text[last:])))


def _escaped(text: str) -> str:
    out, last = [], 0
    for match in _ENTITY.finditer(text):
        out += [text[last : match.start()].replace("&", "&amp;"), match[0]]
        last = match.end()
    out.append(text[last:].replace("&", "&amp;"))
    return "".join(out).replace("<", "&lt;").replace("-->", "--&gt;")


def opened(tag: str) -> str:
    """Return the name of an opening tag, "" of a closing one or a time."""
    match = _OPEN.match(tag)
    return match[1] if match else ""


def balanced(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pieces of one text with every tag closed at the end of its piece and opened again in the next."""
    found = []
    still: list[str] = []
    for piece in pieces:
        out, last = ["".join(still)], 0
        for match in TAG.finditer(piece):
            out.append(piece[last : match.start()])
            last = match.end()
            tag = match[0]
            if opened(tag):
                still.append(tag)
            elif not tag.startswith("</"):
                out.append(tag)
                continue
            elif still and opened(still[-1]) == tag[2:-1]:
                still.pop()
            else:
                continue  # closes nothing
            out.append(tag)
        out += [piece[last:], *(f"</{opened(tag)}>" for tag in reversed(still))]
        found.append(_EMPTY.sub("", "".join(out)))
    return tuple(found)


def tag_counts(text: str) -> dict[str, int]:
    """Return how often each tag stands in a text, without what else is in it: `{"<i>": 1, "</i>": 1}`."""
    counts: dict[str, int] = {}
    for match in TAG.finditer(text):
        name = f"<{opened(match[0])}>" if opened(match[0]) else match[0]
        counts[name] = counts.get(name, 0) + 1
    return counts
