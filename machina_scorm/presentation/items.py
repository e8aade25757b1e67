"""Items: a slide as the flat list of what somebody may have edited, the same whoever saved the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from machina_scorm.presentation.values import Formula, Other, Paragraph, Picture, Run, Slide, TableShape, TextShape

_TITLES = frozenset({"title", "ctrTitle"})
_FOOTERS = frozenset({"ftr", "dt", "hdr"})
_NUMBER = "sldNum"
#: Placeholders whose paragraphs have bullets in nearly every template unless they say that they have none.
_BULLETED = frozenset({"obj", "body"})


@dataclass(frozen=True, slots=True)
class Item:
    """Something on a slide.

    `kind` is "title", "text" (a paragraph of a placeholder or text box), "cell", "note" (a paragraph), "picture",
    "formula", "footer" or "object". `shown` are its characters – of a picture its alternative text, of an object its
    kind. A cell has its table's number on the slide, row and column from 0; a picture its bytes' SHA-256. `bullet` is
    "bullet", "number", "none" or "" (not stated).
    """

    kind: str
    shown: str
    runs: tuple[Run, ...] = ()
    shape: str = ""
    table: int = -1
    row: int = -1
    column: int = -1
    sha256: str = ""
    level: int = 0
    bullet: str = ""


def items_of(slide: Slide) -> tuple[Item, ...]:
    """Return what a slide and its notes hold, in reading order, without slide numbers and empty paragraphs."""
    return tuple(_items(slide))


def _items(slide: Slide) -> Iterator[Item]:
    tables = 0
    for shape in slide.shapes:
        match shape:
            case TextShape(name, placeholder, paragraphs) if placeholder in _TITLES:
                runs = _joined(paragraphs)
                if "".join(run.text for run in runs).strip():
                    yield Item("title", "".join(run.text for run in runs), runs, name)
            case TextShape(name, placeholder, paragraphs) if placeholder != _NUMBER:
                kind = "footer" if placeholder in _FOOTERS else "text"
                yield from _paragraphs(kind, paragraphs, name, "bullet" if placeholder in _BULLETED else "")
            case TableShape(name, rows):
                for row, cells in enumerate(rows):
                    for column, cell in enumerate(cells):
                        runs = _joined(cell)
                        yield Item("cell", "".join(r.text for r in runs), runs, name, tables, row, column)
                tables += 1
            case Picture():
                yield Item("picture", shape.alt, shape=shape.name, sha256=shape.sha256)
            case Formula():
                yield Item("formula", shape.text, shape=shape.name)
            case Other(kind="drawing"):
                continue
            case Other():
                yield Item("object", shape.kind, shape=shape.name)
    yield from _paragraphs("note", slide.notes, "notes")


def _paragraphs(kind: str, paragraphs: tuple[Paragraph, ...], name: str, usual: str = "") -> Iterator[Item]:
    for para in paragraphs:
        if para.text.strip():
            yield Item(kind, para.text, para.runs, name, level=para.level, bullet=para.bullet or usual)


def _joined(paragraphs: tuple[Paragraph, ...]) -> tuple[Run, ...]:
    """Return the runs of several paragraphs with line breaks between them."""
    runs: list[Run] = []
    for number, para in enumerate(paragraphs):
        runs += [Run("\n"), *para.runs] if number else list(para.runs)
    return tuple(runs)
