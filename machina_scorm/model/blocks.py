"""Blocks: what a page, a slide, a stem or an answer is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from machina_scorm.model.captions import Sentences
from machina_scorm.model.text import Text
from machina_scorm.source import Source

ADMONITIONS = ("note", "tip", "warning", "definition", "example")
LEVELS = ("junior", "senior")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a page: level 3 or 4."""

    level: int
    text: Text
    id: str = ""


@dataclass(frozen=True, slots=True)
class BlockList:
    """A list; `start` is the first number of an ordered one. Each item is a tuple of blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. `align` holds "", "left", "center" or "right" for each column."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    align: tuple[str, ...]
    caption: Text | None = None
    id: str = ""
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Label:
    """One `<text id>` of an SVG figure."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: file `name` without folder, `media_type`, the bytes, size in user units, and an SVG's labels."""

    name: str
    media_type: str
    data: bytes
    width: float
    height: float
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with alternative text and perhaps a caption. `path` is its file relative to the project root."""

    image: Image
    alt: Text
    caption: Text | None = None
    id: str = ""
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A listing: `parts` joined are the code; a Text among them is a comment offered to the translator."""

    language: str
    parts: tuple[str | Text, ...]
    caption: Text | None = None
    id: str = ""
    source: Source = field(default=Source(""), compare=False)

    @property
    def code(self) -> str:
        """The listing as one string, without a final newline."""
        return "".join(part.md if isinstance(part, Text) else part for part in self.parts)


@dataclass(frozen=True, slots=True)
class MathBlock:
    """A display formula in LaTeX."""

    tex: str
    caption: Text | None = None
    id: str = ""
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Admonition:
    """A boxed aside: `kind` is one of ADMONITIONS."""

    kind: str
    title: Text | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class LevelBlock:
    """Blocks for one involvement level: `level` is one of LEVELS."""

    level: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class QuizRef:
    """Questions of the lesson's quiz.yaml, asked inside the page."""

    ids: tuple[str, ...]
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Refer:
    """Questions and answers, case studies or exercises of the unit."""

    ids: tuple[str, ...]
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of a video in one language: `data` is a WebVTT or SRT file as it is."""

    lang: str
    data: bytes
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Video:
    """A video: `url` if it lies elsewhere, else `name` and `data`.

    `captions` are the files that people made. `sentences` are those of the file in the course's language, where some
    language of the course has no file of its own.
    """

    title: Text
    url: str = ""
    name: str = ""
    data: bytes = b""
    captions: tuple[Captions, ...] = ()
    sentences: Sentences = ()
    id: str = ""
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Use:
    """A block of the lesson that a slide pulls in by id; the loader replaces it."""

    id: str
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a two-column slide; the loader moves it to Slide.columns."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Speaker notes; the loader moves them to Slide.notes."""

    blocks: tuple[Block, ...]


Block: TypeAlias = (
    Paragraph
    | Heading
    | BlockList
    | Quote
    | Table
    | Figure
    | CodeBlock
    | MathBlock
    | Admonition
    | LevelBlock
    | QuizRef
    | Refer
    | Video
    | Use
    | Column
    | Notes
)
Blocks: TypeAlias = tuple[Block, ...]
