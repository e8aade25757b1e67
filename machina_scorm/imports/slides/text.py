"""Text of slides: runs → inlines, paragraphs → paragraphs and lists, listings and equations among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from machina_scorm.dialect.attributes import split_attributes
from machina_scorm.dialect.inline import normalise
from machina_scorm.imports.inlines import write_inlines
from machina_scorm.imports.omml_tex import omml_to_tex
from machina_scorm.imports.slides.losses import Losses
from machina_scorm.model.blocks import Block, BlockList, Blocks, CodeBlock, Paragraph
from machina_scorm.model.inline import Break, Code, Emph, Inline, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text
from machina_scorm.presentation import Paragraph as Para
from machina_scorm.presentation import Run
from machina_scorm.render.mathml import MathError, mathml
from machina_scorm.render.plain import xml_text

#: Signs that people type where their program would have set a bullet.
_TYPED = re.compile(r"[•▪‣◦●○■□►▶➢✓·–-][ \t\u00a0]+(?=\S)")
_SCHEMES = ("https://", "http://", "mailto:")
_RAISED = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_PYTHON = re.compile(r"^(?:from \w[\w.]* import |import \w|def \w+\(|class \w+|for \w+ in |print\()", re.MULTILINE)
#: Bullets to a deck's eye; deeper ones are none that an audience can tell apart.
_DEEPEST = 8


def plain_line(paragraphs: Iterable[Para]) -> str:
    """Return paragraphs as one line of characters without markup."""
    return " ".join(" ".join(clean(para.text) for para in paragraphs).split())


def clean(text: str) -> str:
    """Return text that XML and Markdown hold: no control characters, NFC, a soft hyphen and zero-width marks gone."""
    shown = "".join(c for c in xml_text(text) if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cn", "Cs"))
    shown = shown.replace("\u00ad", "").replace("\ufeff", "").replace("\u2028", "\n")
    # The dialect refuses what looks like a footnote, however it is escaped.
    return unicodedata.normalize("NFC", shown).replace("[^", "[ ^")


def markdown(runs: Iterable[Run], losses: Losses, *, one_line: bool = False, plain: bool = False) -> str:
    """Return runs as inline Markdown; `plain` without emphasis."""
    nodes = _nodes(_looks(runs, losses, one_line, plain))
    if not _words(nodes).strip():
        return ""
    return without_attributes(normalise(write_inlines(nodes)))


def title_markdown(text: str) -> str:
    """Return a line of characters as a title's Markdown."""
    md = without_attributes(normalise(write_inlines((Str(text),) if text else ())))
    # Number signs at the end of a heading close it (CommonMark 4.2).
    return re.sub(r"(?<!\\)(#+)$", lambda found: "\\" + "\\".join(found[1]), md)


def without_attributes(md: str) -> str:
    """Return Markdown whose last words the reader does not take for `{#id}`."""
    return md if split_attributes(md)[0] == md.rstrip() else re.sub(r"\}$", r"\\}", md.rstrip())


def equation(omml: bytes) -> str | None:
    """Return an equation as LaTeX that every format can show, else None."""
    if not omml:
        return None
    tex = omml_to_tex(etree.fromstring(omml))
    try:
        if tex is None or "\n\n" in tex or "$" in tex.replace(r"\$", ""):
            return None
        mathml(tex, display=True)
    except MathError:
        return None
    return tex


def listing(paragraphs: Sequence[Para]) -> CodeBlock | None:
    """Return paragraphs as program code if all their characters are set as such."""
    runs = [run for para in paragraphs for run in para.runs if run.text.strip()]
    if not runs or not all(run.mono for run in runs):
        return None
    code = "\n".join(clean(para.text).replace("\u00a0", " ").rstrip() for para in paragraphs).strip("\n")
    return CodeBlock("python" if _PYTHON.search(code) else "text", (code,))


def blocks_of(paragraphs: Iterable[Para], bullets: tuple[str, ...], losses: Losses) -> tuple[Block, ...]:
    """Return paragraphs as blocks; `bullets` says what a level has that does not say it itself."""
    found: list[Block] = []
    entries: list[_Entry] = []
    for para in paragraphs:
        if not para.text.strip():
            continue
        level = min(max(para.level, 0), _DEEPEST)
        mark = para.bullet or (bullets[level] if level < len(bullets) else "")
        runs = para.runs
        if mark not in ("bullet", "number") and _TYPED.match(para.text.lstrip()):
            mark, runs = "bullet", _without_mark(runs)
        md = markdown(runs, losses)
        if not md:
            continue
        if mark in ("bullet", "number"):
            entries.append(_Entry(level, mark == "number", Text(md)))
            continue
        found += _lists(entries)
        entries = []
        found.append(Paragraph(Text(md)))
    return (*found, *_lists(entries))


@dataclass(slots=True)
class _Entry:
    level: int
    ordered: bool
    text: Text
    inner: list[_Entry] = field(default_factory=list)


def _lists(entries: Sequence[_Entry]) -> Iterator[Block]:
    """Yield flat entries as nested lists: what is deeper belongs to what stands above it."""
    top: list[_Entry] = []
    stack: list[_Entry] = []
    for entry in entries:
        while stack and stack[-1].level >= entry.level:
            stack.pop()
        (stack[-1].inner if stack else top).append(entry)
        stack.append(entry)
    yield from _grouped(top)


def _grouped(entries: Sequence[_Entry]) -> Iterator[BlockList]:
    at = 0
    while at < len(entries):
        end = at + 1
        while end < len(entries) and entries[end].ordered == entries[at].ordered:
            end += 1
        items: tuple[Blocks, ...] = tuple((Paragraph(e.text), *_grouped(e.inner)) for e in entries[at:end])
        yield BlockList(items, entries[at].ordered)
        at = end


def _without_mark(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Take a typed bullet and the blanks behind it off."""
    text = "".join(run.text for run in runs)
    found = _TYPED.match(text, len(text) - len(text.lstrip()))
    rest, left = found.end() if found else 0, []
    for run in runs:
        left.append(replace(run, text=run.text[rest:]))
        rest = max(0, rest - len(run.text))
    return tuple(left)


@dataclass(frozen=True, slots=True)
class _Look:
    """Characters of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    mono: bool = False
    link: str = ""
    tex: str = ""

    def alike(self, other: _Look) -> bool:
        return not self.tex and not other.tex and replace(self, text="") == replace(other, text="")


def _looks(runs: Iterable[Run], losses: Losses, one_line: bool, plain: bool) -> list[_Look]:
    found: list[_Look] = []
    for run in runs:
        for look in _look(run, losses, plain):
            text = look.text.replace("\n", " ") if one_line else look.text
            look = replace(look, text=text.replace("\t", " "))
            if found and found[-1].alike(look):
                found[-1] = replace(found[-1], text=found[-1].text + look.text)
            else:
                found.append(look)
    return found


def _look(run: Run, losses: Losses, plain: bool) -> Iterator[_Look]:
    if run.math:
        tex = equation(run.omml)
        if tex is None:
            hint = "write it as LaTeX between dollar signs"
            losses.changed("formula-words", f"the formula {run.text!r} came as its characters", hint)
        yield _Look("" if tex else run.text, tex=tex or "")
        return
    text = _baseline(clean(run.text), run.baseline, losses)
    link = run.link if run.link.startswith(_SCHEMES) else ""
    if run.link and not link:
        losses.gone("link", f"the link to {run.link} from {text.strip()!r} is no web address", "write it as https://…")
    look = _Look(text, bool(run.bold) and not plain, bool(run.italic) and not plain, run.mono and not plain, link)
    if not text.strip():
        yield _Look(text)
        return
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    yield from (
        part for part in (_Look(text[:start]), replace(look, text=text[start:end]), _Look(text[end:])) if part.text
    )


def _baseline(text: str, baseline: int, losses: Losses) -> str:
    if not baseline or not text.strip():
        return text
    signs = _RAISED if baseline > 0 else _LOWERED
    if all(c in signs for c in text.strip()):
        return "".join(signs.get(c, c) for c in text)
    what = "raised" if baseline > 0 else "lowered"
    losses.changed("baseline", f"{text.strip()!r} was {what} and now stands on the line", "write it as LaTeX: $x_i$")
    return text


def _nodes(looks: Sequence[_Look]) -> Inlines:
    """Return looks as inlines; neighbours that are both bold, or in one link, share it."""
    return tuple(_shared(list(looks), 0))


def _shared(looks: list[_Look], depth: int) -> Iterator[Inline]:
    keys = ("link", "bold", "italic")
    if depth == len(keys):
        for look in looks:
            yield from _leaf(look)
        return
    at = 0
    while at < len(looks):
        value = getattr(looks[at], keys[depth])
        end = at + 1
        while end < len(looks) and (
            getattr(looks[end], keys[depth]) == value or _joins(looks, end, keys[depth], value)
        ):
            end += 1
        inner = tuple(_shared(looks[at:end], depth + 1))
        if not value:
            yield from inner
        elif depth == 0:
            yield Link(str(value), inner)
        else:
            yield Strong(inner) if depth == 1 else Emph(inner)
        at = end


def _joins(looks: list[_Look], place: int, key: str, value: object) -> bool:
    """Tell whether blanks at a place stand between two looks that have a value in common."""
    after = looks[place + 1] if place + 1 < len(looks) else None
    blank = not looks[place].text.strip() and not looks[place].tex and "\n" not in looks[place].text
    return bool(value) and blank and after is not None and getattr(after, key) == value


def _leaf(look: _Look) -> Iterator[Inline]:
    if look.tex:
        yield Math(look.tex)
        return
    for number, line in enumerate(look.text.split("\n")):
        if number:
            yield Break()
        if line:
            yield Code(line) if look.mono and line.strip() else Str(line)


def _words(nodes: Inlines) -> str:
    words = ""
    for node in nodes:
        match node:
            case Str(text) | Code(text) | Math(text):
                words += text
            case Emph(children) | Strong(children) | Link(_, children):
                words += _words(children)
            case Break():
                words += " "
    return words
