"""Inline Markdown: text → Inlines, plain text, and what in it the dialect refuses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

from machina_scorm.model.inline import Break, Code, Emph, Inline, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.source import Source

SCHEMES = frozenset({"http", "https", "mailto", "lesson", "term"})


def inline_parser() -> MarkdownIt:
    """Build the parser. Strike-through is known to it only so that it can be refused by name."""
    parser = MarkdownIt("commonmark", {"linkify": False}).enable(["strikethrough"])
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=False)
    return parser


_MARKDOWN = inline_parser()

#: Most texts have none of these and so are one string: no rule of the parser begins with anything else.
_SIGNS = re.compile(r"[\\`*_~$\[\]!<>&\n\r\0]")

#: What the dialect refuses has one of these, the second `[` also as an entity.
_REFUSABLE = re.compile(r"[<~\[&]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A construct outside the dialect: on the `line`-th line of its paragraph, counted from 0."""

    rule: str
    message: str
    hint: str
    line: int = 0


def normalise(raw: str) -> str:
    """Return a paragraph's raw Markdown in the form of a message: NFC, soft breaks as spaces, hard ones as `\\`."""
    if "\n" not in raw:
        return unicodedata.normalize("NFC", raw.strip(" \t")) if raw.strip() else ""
    lines = [line for line in raw.split("\n") if line.strip()] or [""]
    out = ""
    for line in lines[:-1]:
        words = line.strip(" \t")
        if line.endswith("  ") and not words.endswith("\\"):
            out += words + "\\\n"
        else:
            out += words + ("\n" if (len(words) - len(words.rstrip("\\"))) % 2 else " ")
    out += lines[-1].strip(" \t")
    return unicodedata.normalize("NFC", out)


@lru_cache(maxsize=8192)
def parse_inline(md: str) -> Inlines:
    """Parse inline Markdown. What the dialect refuses comes out as its characters, never as markup."""
    if md and not _SIGNS.search(md):
        return (Str(md),)
    (inline,) = _MARKDOWN.parseInline(md)
    return _convert_all(iter(inline.children or ()))


def inlines(text: Text) -> Inlines:
    """Return the Inlines of a Text; a plain role is taken literally."""
    return (Str(text.md),) if text.plain else parse_inline(text.md)


def plain_text(text: Text) -> str:
    """Return a Text without markup: maths as its LaTeX, code as it is, a hard break as a space."""
    return "".join(_plain(inlines(text)))


def refusals(md: str) -> tuple[Refusal, ...]:
    """Return what in the raw Markdown of one paragraph is outside the dialect."""
    if not _REFUSABLE.search(md):
        return ()
    tree = SyntaxTreeNode(_MARKDOWN.parseInline(md))
    return tuple(_refuse(tree)) if tree.children else ()


def read_text(raw: str, source: Source, report: Report, role: str = "", note: str = "", context: str = "") -> Text:
    """Return the Text of one paragraph's raw Markdown, which begins at `source`; what is refused goes to `report`."""
    for refusal in refusals(raw):
        where = Source(source.path, source.line + refusal.line)
        report.add(refusal.rule, f"{refusal.message} is not in the dialect", where, refusal.hint)
    return Text(normalise(raw.strip("\n")), role, source, note, context)


def _convert_all(tokens: Iterator[Token]) -> Inlines:
    """Take tokens up to the end of what is open; neighbouring strings become one."""
    found: list[Inline] = []
    for token in tokens:
        if token.nesting < 0:
            break
        for inline in _convert(token, tokens):
            if isinstance(inline, Str) and found and isinstance(found[-1], Str):
                found[-1] = Str(found[-1].text + inline.text)
            else:
                found += [inline] if inline != Str("") else []
    return tuple(found)


def _convert(token: Token, tokens: Iterator[Token]) -> tuple[Inline, ...]:
    match token.type:
        case "em_open":
            return (Emph(_convert_all(tokens)),)
        case "strong_open":
            return (Strong(_convert_all(tokens)),)
        case "code_inline":
            return (Code(token.content),)
        case "math_inline":
            return (Math(token.content.strip()),)
        case "link_open":
            return (Link(str(token.attrs.get("href", "")), _convert_all(tokens)),)
        case "hardbreak":
            return (Break(),)
        case "softbreak":
            return (Str(" "),)
        case "s_open":
            return (Str("~~"), *_convert_all(tokens), Str("~~"))
        case _:
            return (Str(token.content),)  # text; of an image its alternative text


def _plain(nodes: Inlines) -> Iterator[str]:
    for node in nodes:
        match node:
            case Str(text) | Code(text) | Math(text):
                yield text
            case Emph(children) | Strong(children) | Link(_, children):
                yield from _plain(children)
            case Break():
                yield " "


def _refuse(tree: SyntaxTreeNode) -> Iterator[Refusal]:
    line = 0
    for node in tree.walk():
        if node.type in ("softbreak", "hardbreak"):
            line += 1
        refusal = _refusal(node)
        if refusal:
            yield Refusal(*refusal, line)


def _refusal(node: SyntaxTreeNode) -> tuple[str, str, str] | None:
    match node.type:
        case "html_inline":
            return "raw-html", f"raw HTML {node.content!r}", "write Markdown; in code put it between backticks"
        case "s":
            return "strike-through", "struck-through text", "leave it out, or write \\~\\~ for tildes"
        case "text" if "]" in node.content.partition("[^")[2]:
            return "footnote", "a footnote", "put the remark into the sentence or into `::: note`"
        case "image":
            return "image-inline", "an image inside a sentence", "give the image a paragraph of its own"
        case "link":
            return _refuse_target(str(node.attrs.get("href", "")))
        case _:
            return None


def _refuse_target(target: str) -> tuple[str, str, str] | None:
    try:
        scheme = urlsplit(target).scheme
    except ValueError:
        return "link-target", f"the address {target!r} cannot be read", "check its brackets"
    if scheme in SCHEMES:
        return None
    hint = "write https://…, lesson:unit/lesson or lesson:unit/lesson#page, or term:name"
    return "link-target", f"a link to {target!r}", hint
