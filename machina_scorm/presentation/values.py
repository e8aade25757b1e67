"""The values that a presentation is read into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; "\\n" is a line break. `bold` and `italic` are None where the slide itself does not say.

    `baseline` is in thousandths of a per cent as in the file (0 = on the line), `font` the Latin one or "", `link` an
    address outside of the deck, `math` True for the characters of an equation. `mark` is whatever the caller of
    read_slide knows the run by.
    """

    text: str
    bold: bool | None = None
    italic: bool | None = None
    font: str = ""
    baseline: int = 0
    link: str = ""
    lang: str = ""
    math: bool = False
    mark: object = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `level` from 0; `bullet` is "bullet", "number", "none", or "" where the layout decides."""

    runs: tuple[Run, ...]
    level: int = 0
    bullet: str = ""

    @property
    def text(self) -> str:
        """The characters of all runs."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class TextShape:
    """A shape with text. `placeholder` is its type ("title", "body", "obj", "ftr" …), "" for a text box."""

    name: str
    placeholder: str
    paragraphs: tuple[Paragraph, ...]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table: rows of cells, each a tuple of paragraphs. `header` is True if the first row is marked as one."""

    name: str
    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    header: bool = True
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the bytes that every viewer shows, their media type and SHA-256 (hex); `svg` is the sharper form."""

    name: str
    alt: str
    media_type: str
    data: bytes = field(repr=False)
    sha256: str = ""
    svg: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Formula:
    """A shape that holds an equation and nothing else; `text` are its characters in order, without structure."""

    name: str
    text: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """What is none of the others: `kind` is "chart", "diagram", "media", "object" or "drawing"."""

    name: str
    kind: str
    alt: str = ""


Shape: TypeAlias = TextShape | TableShape | Picture | Formula | Other


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: `number` from 1, `name` the one inside the file or "", shapes in reading order, speaker notes."""

    number: int
    name: str
    layout: str
    shapes: tuple[Shape, ...]
    notes: tuple[Paragraph, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Presentation:
    """A presentation. `identifier` and `language` are core properties, `program` what saved it (may be "")."""

    slides: tuple[Slide, ...]
    title: str = ""
    language: str = ""
    identifier: str = ""
    program: str = ""
