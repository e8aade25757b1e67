"""The parts of a listing: code as it is, comments as texts for the translator."""

from __future__ import annotations

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment
from pygments.util import ClassNotFound

from machina_scorm.model.text import Text
from machina_scorm.source import Source


def code_parts(code: str, language: str, source: Source, with_comments: bool) -> tuple[str | Text, ...]:
    """Split `code` into literal parts and, if `with_comments`, one Text (role "comment") per comment line.

    Joined in order the parts are `code`. An unknown language has no comments.
    """
    if not with_comments:
        return (code,)
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return (code,)
    parts: list[str | Text] = []
    line = source.line + 1
    for kind, value in lexer.get_tokens(code):
        words = value.strip(" \t#/;*-%")
        start = value.find(words) if words else -1
        comment = str(kind).startswith(str(Comment)) and not str(kind).endswith(("Hashbang", "Preproc"))
        translatable = comment and "\n" not in value.strip()
        if translatable and start != -1 and any(c.isalpha() for c in words):
            parts += [value[:start], Text(words, "comment", Source(source.path, line)), value[start + len(words) :]]
        else:
            parts.append(value)
        line += value.count("\n")
    return _joined(parts)


def _joined(parts: list[str | Text]) -> tuple[str | Text, ...]:
    out: list[str | Text] = []
    for part in parts:
        if isinstance(part, str) and out and isinstance(out[-1], str):
            out[-1] += part
        elif part:
            out.append(part)
    return tuple(out)
