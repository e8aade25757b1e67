"""The values that a presentation is read into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

#: Where a shape stands on its slide: left, top, width and height in EMU (914,400 to the inch).
Box: TypeAlias = tuple[int, int, int, int]

#: Parts of the names of fonts that set program code, for programs name different ones.
_MONO = ("mono", "courier", "consol", "code", "menlo", "typewriter")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; "\\n" is a line break. `bold` and `italic` are None where the slide itself does not say.

    `baseline` is in thousandths of a per cent as in the file (0 = on the line), `font` the Latin one or "", `link` an
    address outside of the deck, `math` True for the characters of an equation, whose `m:oMath` is `omml`. `mark` is
    whatever the caller of read_slide knows the run by.
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
    omml: bytes = field(default=b"", compare=False, repr=False)

    @property
    def mono(self) -> bool:
        """True if the run is set in a font of program code."""
        return any(word in self.font.lower() for word in _MONO)


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
    """A shape with text. `placeholder` is its type ("title", "body", "obj", "ftr" …), "" for a text box.

    `bullets` says for each level what a paragraph has that does not say it itself: "bullet", "number", "none" or "".
    """

    name: str
    placeholder: str
    paragraphs: tuple[Paragraph, ...]
    alt: str = ""
    box: Box | None = field(default=None, compare=False)
    bullets: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table: rows of cells, each a tuple of paragraphs. `header` is True if the first row is marked as one.

    `merged` is True if a cell spans several; what is below it is empty.
    """

    name: str
    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    header: bool = True
    alt: str = ""
    box: Box | None = field(default=None, compare=False)
    merged: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the bytes that every viewer shows, their media type and SHA-256 (hex); `svg` is the sharper form.

    `outside` is the address of a picture that is not in the file, `cropped` True if only a part of it is shown.
    """

    name: str
    alt: str
    media_type: str
    data: bytes = field(repr=False)
    sha256: str = ""
    svg: bytes = field(default=b"", repr=False)
    box: Box | None = field(default=None, compare=False)
    outside: str = field(default="", compare=False)
    cropped: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Formula:
    """A shape that holds equations and nothing else; `text` are its characters in order, without structure.

    `omml` are its equations, each an `m:oMath`.
    """

    name: str
    text: str
    alt: str = ""
    box: Box | None = field(default=None, compare=False)
    omml: tuple[bytes, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Other:
    """What is none of the others: `kind` is "chart", "diagram", "media", "object" or "drawing".

    `words` are those of a diagram (SmartArt), in the order of the file.
    """

    name: str
    kind: str
    alt: str = ""
    words: tuple[str, ...] = field(default=(), compare=False)


Shape: TypeAlias = TextShape | TableShape | Picture | Formula | Other


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: `number` from 1, `name` the one inside the file or "", shapes in reading order, speaker notes.

    `layout_type` is the kind of layout that PowerPoint knows ("title", "secHead", "twoObj" …) or "". `effects` are
    "animation", "transition" and "comment", those that there are.
    """

    number: int
    name: str
    layout: str
    shapes: tuple[Shape, ...]
    notes: tuple[Paragraph, ...] = ()
    hidden: bool = False
    layout_type: str = field(default="", compare=False)
    effects: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Presentation:
    """A presentation. `identifier` and `language` are core properties, `program` what saved it (may be "")."""

    slides: tuple[Slide, ...]
    title: str = ""
    language: str = ""
    identifier: str = ""
    program: str = ""
