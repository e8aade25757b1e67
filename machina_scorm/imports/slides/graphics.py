"""Pictures and tables of slides on their way into the course."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace

from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from machina_scorm.imports.inlines import alt_text
from machina_scorm.imports.pictures import Pictures
from machina_scorm.imports.slides.losses import Losses
from machina_scorm.imports.slides.text import clean, markdown, without_attributes
from machina_scorm.model.blocks import Figure, Image, Table
from machina_scorm.model.text import Text
from machina_scorm.presentation import Paragraph, Picture, Run, TableShape

#: Alternative texts that programs write by themselves and that help nobody.
_MACHINE = re.compile(
    r"(?:.+\.(?:png|jpe?g|gif|svg|emf|wmf|bmp|tiff?|webp)|(?:image|picture|bild|grafik|photo|foto|εικόνα) ?\d*)", re.I
)
_GENERATED = re.compile(
    r"\s*(?:Description automatically generated.*|AI-generated content may be incorrect\.?|"
    r"Automatisch generierte Beschreibung.*)$",
    re.I | re.S,
)
_VECTORS = {"image/x-emf": "EMF", "image/x-wmf": "WMF", "image/emf": "EMF", "image/wmf": "WMF"}
#: Pixels of a picture that is turned into PNG; a photograph of 40 megapixels is below.
_MOST_PIXELS = 60_000_000


def figure_of(picture: Picture, name: str, title: str, pictures: Pictures, losses: Losses) -> Figure | None:
    """Return a picture as a figure; `name` is its file's without suffix. None, noted, where it cannot be carried."""
    image = _image(picture, name, pictures, losses)
    if image is None:
        return None
    if picture.cropped:
        losses.changed("picture-crop", f"{image.name} is the whole picture, the slide showed a part", "crop the file")
    alt = _GENERATED.sub("", " ".join(clean(picture.alt).split())).strip()
    if not alt or _MACHINE.fullmatch(alt):
        hint = "say in the brackets what somebody who cannot see it must know"
        losses.changed("picture-alt", f"{image.name} had no alternative text", hint)
        alt = f"Picture on the slide “{title}”"
    return Figure(image, Text(without_attributes(" ".join(alt_text(alt).split())), "alt"))


def _image(picture: Picture, name: str, pictures: Pictures, losses: Losses) -> Image | None:
    what = f"the picture {picture.name!r}"
    if picture.svg:
        image, _ = pictures.take(f"{name}.svg", picture.svg)
        if image:
            return image
    if not picture.data:
        where = f"lies elsewhere ({picture.outside}) and was not fetched" if picture.outside else "is not in the file"
        losses.gone("picture-outside", f"{what} {where}", "save it into figures/ and write ![what it shows](file)")
        return None
    if picture.media_type in _VECTORS:
        hint = "in PowerPoint: right click, Save as Picture, SVG or PNG; put it into figures/"
        losses.gone("picture-vector", f"{what} is a Windows metafile ({_VECTORS[picture.media_type]})", hint)
        return None
    image, reason = pictures.take(f"{name}.picture", picture.data)
    if image is not None and image.media_type != "image/svg+xml":
        return image
    png = _as_png(picture.data)
    if png is None:
        losses.gone("picture-damaged", f"{what} cannot be read: {reason}", "save it as PNG and put it into figures/")
        return None
    image, reason = pictures.take(f"{name}.png", png)
    if image:
        losses.changed("picture-converted", f"{image.name} was {picture.media_type or 'another kind'} and is PNG now")
    return image


def _as_png(data: bytes) -> bytes | None:
    """Return a picture of another kind (GIF, BMP, TIFF, WebP) as PNG, of several its first; None if it is damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(data)) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    return None
                buffer = io.BytesIO()
                picture.convert("RGBA" if "A" in picture.mode or "transparency" in picture.info else "RGB").save(
                    buffer, "PNG"
                )
                return buffer.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return None


def table_of(shape: TableShape, losses: Losses) -> Table | None:
    """Return a table with its first row as head; None for one without cells."""
    rows = []
    for place, cells in enumerate(shape.rows):
        row = []
        for cell in cells:
            filled = [para for para in cell if para.text.strip()]
            if len(filled) > 1:
                losses.changed("table-lines", "a table's cell had several paragraphs; they stand in one line")
            runs = tuple(_in_one_line(filled))
            if not place:  # a head is set in bold anyway
                runs = tuple(replace(run, bold=None) for run in runs)
            row.append(Text(_cell(markdown(runs, losses, one_line=True))))
        rows.append(tuple(row))
    wide = max((len(row) for row in rows), default=0)
    rows = [(*row, *(Text("") for _ in range(wide - len(row)))) for row in rows if row]
    if not rows or not wide or not any(text.md for row in rows for text in row):
        return None
    if shape.merged:
        hint = "repeat the words where they are missing, or divide the table"
        losses.changed("table-merged", "a table had merged cells; all but the first of them are empty now", hint)
    if not shape.header:
        losses.changed("table-head", "a table had no header row; its first row became one", "put a head above it")
    head = tuple(Text(text.md or f"Column {number}", "table-head") for number, text in enumerate(rows[0], 1))
    empty = sum(not text.md for text in rows[0])
    if empty:
        losses.changed(
            "table-head-empty", f"{empty} of the table's heads were empty and are “Column …” now", "name them"
        )
    return Table(head, tuple(rows[1:]), ("",) * wide)


def _in_one_line(paragraphs: list[Paragraph]) -> Iterator[Run]:
    """Yield the runs of a cell's paragraphs with a blank between two of them."""
    for number, para in enumerate(paragraphs):
        if number:
            yield Run(" ")
        yield from para.runs


def _cell(md: str) -> str:
    """Return Markdown on one line; an empty cell of dashes would be a rule."""
    return " ".join(md.replace("\\\n", " ").split("\n"))
