"""The pieces of inline Markdown: words and markup apart, each with the very characters it is written in.

For the translators' programs, which lock what is not words: `"".join(piece.raw …)` is always the text. The parser
itself says where the pieces are: its rules are watched at work, nothing is scanned a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from machina_scorm.dialect.inline import inline_parser, parse_inline
from machina_scorm.model.inline import Break, Emph, Inline, Inlines, Link, Str, Strong


class Shape(StrEnum):
    """What a piece is: words, the beginning or the end of a marked stretch, or something that stands alone."""

    WORDS = "words"
    OPEN = "open"
    CLOSE = "close"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece; `kind` is "" for words, else strong, emph, link, code, math, break, escape, entity or address."""

    shape: Shape
    raw: str
    kind: str = ""


Rule = Callable[[StateInline, bool], bool]
_Span = tuple[int, int, Piece]

_ALONE = {"code_inline": "code", "math_inline": "math", "hardbreak": "break", "text_special": "escape"}
_MARKS = {
    "em_open": (Shape.OPEN, "emph"),
    "em_close": (Shape.CLOSE, "emph"),
    "strong_open": (Shape.OPEN, "strong"),
    "strong_close": (Shape.CLOSE, "strong"),
}


@lru_cache(maxsize=8192)
def pieces(md: str) -> tuple[Piece, ...]:
    """Return the pieces of a message's Markdown, opening and closing ones well nested.

    One piece of words where the text holds what the dialect does not know: then nothing can be told apart for sure.
    """
    env: dict[str, list[object]] = {"spans": [], "marks": []}
    _WATCHED.parseInline(md, env)
    spans: list[_Span] = [*env["spans"], *_marks(env["marks"], md)]  # type: ignore[list-item, arg-type]
    found = tuple(_between(sorted(spans, key=lambda span: span[:2]), md))
    try:
        same = _inlines(found) == parse_inline(md)
    except ValueError:
        same = False
    return found if same else ((Piece(Shape.WORDS, md),) if md else ())


def _watch(name: str, rule: Rule) -> Rule:
    def watched(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        spans, marks = state.env["spans"], state.env["marks"]
        label_end = -1
        if not silent and name == "link" and state.src[start] == "[":
            label_end = state.md.helpers.parseLinkLabel(state, start, True)
        known = len(spans), len(marks)
        done = rule(state, silent)
        if not done or silent:
            return done
        if name == "image":  # its words are parsed as a text of their own, with places of their own
            del spans[known[0] :], marks[known[1] :]
        elif name == "emphasis":
            count = state.pos - start
            marks += [(token, start + at) for at, token in enumerate(state.tokens[-count:])]
        elif name == "link":
            spans.append((start, start + 1, Piece(Shape.OPEN, state.src[start : start + 1], "link")))
            spans.append((label_end, state.pos, Piece(Shape.CLOSE, state.src[label_end : state.pos], "link")))
        else:
            kind = _kind(name, state.tokens[before:])
            if kind:
                spans.append((start, state.pos, Piece(Shape.ALONE, state.src[start : state.pos], kind)))
        return done

    return watched


def _kind(rule: str, pushed: list[Token]) -> str:
    """Return what a rule made, "" for words. Words before it may have been pushed with it."""
    if rule == "autolink":
        return "address"
    last = pushed[-1] if pushed else None
    if last is None or (last.type == "text_special" and last.content == last.markup):
        return ""
    return "entity" if rule == "entity" else _ALONE.get(last.type, "")


def _watched() -> MarkdownIt:
    parser = inline_parser()
    ruler = parser.inline.ruler
    for name, rule in zip(ruler.get_active_rules(), ruler.getRules(""), strict=True):
        ruler.at(name, _watch(name, rule))
    return parser


_WATCHED = _watched()


def _marks(marks: list[tuple[Token, int]], md: str) -> Iterator[_Span]:
    """Yield the signs that became emphasis. Of two signs the parser keeps the inner one for `strong`."""
    for token, place in marks:
        if token.type not in _MARKS:
            continue
        shape, kind = _MARKS[token.type]
        start = place - (token.type == "strong_open")
        end = place + 1 + (token.type == "strong_close")
        yield start, end, Piece(shape, md[start:end], kind)


def _between(spans: list[_Span], md: str) -> Iterator[Piece]:
    at = 0
    for start, end, piece in spans:
        if start > at:
            yield Piece(Shape.WORDS, md[at:start])
        yield piece
        at = end
    if at < len(md):
        yield Piece(Shape.WORDS, md[at:])


def _inlines(found: tuple[Piece, ...]) -> Inlines:
    """Return what the pieces mean; raises ValueError where they are not nested."""
    stack: list[tuple[Piece | None, list[Inline]]] = [(None, [])]
    for piece in found:
        match piece.shape:
            case Shape.OPEN:
                stack.append((piece, []))
            case Shape.CLOSE:
                opening, children = stack.pop()
                if opening is None or opening.kind != piece.kind:
                    raise ValueError(piece.raw)
                _add(stack[-1][1], _around(piece, tuple(children)))
            case _:
                for inline in _meaning(piece):
                    _add(stack[-1][1], inline)
    if len(stack) > 1:
        raise ValueError("not closed")
    return tuple(stack[0][1])


def _around(closing: Piece, children: Inlines) -> Inline:
    if closing.kind == "link":
        link = parse_inline(f"[x{closing.raw}")
        return Link(link[0].target, children) if link and isinstance(link[0], Link) else Str("")
    return Strong(children) if closing.kind == "strong" else Emph(children)


def _meaning(piece: Piece) -> Inlines:
    if piece.shape is Shape.WORDS:
        return (Str(piece.raw),)
    if piece.kind == "break":
        return (Break(),)
    return (Str(piece.raw[1:]),) if piece.kind == "escape" else parse_inline(piece.raw)


def _add(found: list[Inline], inline: Inline) -> None:
    if isinstance(inline, Str) and found and isinstance(found[-1], Str):
        found[-1] = Str(found[-1].text + inline.text)
    elif inline != Str(""):
        found.append(inline)
