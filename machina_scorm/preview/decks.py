"""A deck to look at: pictures by LibreOffice where it is installed, the words of the slides everywhere."""

from __future__ import annotations

import io
import shutil
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from machina_scorm.libreoffice import find_office as find_office
from machina_scorm.libreoffice import run_program

FOLDER = Path(".machina") / "preview" / "decks"

_FURNITURE = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE)
_PIXELS_PER_INCH = 96


@dataclass(frozen=True, slots=True)
class Outline:
    """The words of one slide: `lines` with their level from 0, `pictures` the alternative texts, `notes` paragraphs."""

    title: str
    lines: tuple[tuple[int, str], ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    pictures: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pictures:
    """What LibreOffice made of a deck: one picture per slide, or a PDF only, or nothing and the reason."""

    names: tuple[str, ...] = ()
    pdf: bool = False
    reason: str = ""


def outlines(data: bytes) -> tuple[Outline, ...]:
    """Return the words of each slide of the presentation `data`."""
    return tuple(_outline(slide) for slide in Presentation(io.BytesIO(data)).slides)


class Gallery:
    """Pictures of decks, kept by the deck's SHA-256 below .machina/preview/decks. LibreOffice runs once at a time."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER
        self._lock = threading.Lock()

    def pictures(self, sha256: str, data: bytes) -> Pictures:
        """Return the pictures of the deck `data`, made now if they are not there."""
        with self._lock:
            if not (self.folder / sha256).is_dir():
                office = find_office()
                if office is None:
                    return Pictures(reason="no-office")
                reason = self._make(office, sha256, data)
                if reason:
                    return Pictures(reason=reason)
            return self._found(sha256)

    def file(self, sha256: str, name: str) -> bytes | None:
        """Return one file of a deck's folder by its exact name."""
        if name != "deck.pdf" and name not in self._found(sha256).names:
            return None
        path = self.folder / sha256 / name
        return path.read_bytes() if path.is_file() else None

    def keep(self, hashes: frozenset[str]) -> None:
        """Forget the pictures of decks whose hash is not among `hashes`."""
        with self._lock:
            for path in self.folder.glob("*") if self.folder.is_dir() else ():
                if path.is_dir() and path.name not in hashes:
                    shutil.rmtree(path, ignore_errors=True)

    def _found(self, sha256: str) -> Pictures:
        folder = self.folder / sha256
        names = tuple(sorted(path.name for path in folder.glob("slide-*.png")))
        return Pictures(names, (folder / "deck.pdf").is_file())

    def _make(self, office: str, sha256: str, data: bytes) -> str:
        """Fill the deck's folder, beside and renamed; return why it could not be done, or ""."""
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".part-", dir=self.folder))
        try:
            (beside / "deck.pptx").write_bytes(data)
            # A profile of its own: a LibreOffice that is open on the desktop would otherwise take the order and refuse.
            profile = (self.folder.parent / "libreoffice").resolve().as_uri()
            order = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "pdf"]
            reason = run_program([*order, "--outdir", str(beside), str(beside / "deck.pptx")])
            if reason or not (beside / "deck.pdf").is_file():
                return reason or "LibreOffice made no PDF of the deck"
            (beside / "deck.pptx").unlink()
            if painter := shutil.which("pdftoppm"):
                run_program(
                    [painter, "-r", str(_PIXELS_PER_INCH), "-png", str(beside / "deck.pdf"), str(beside / "slide")]
                )
            beside.replace(self.folder / sha256)
            return ""
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _outline(slide: Any) -> Outline:
    heading = slide.shapes.title
    lines: list[tuple[int, str]] = []
    tables: list[tuple[tuple[str, ...], ...]] = []
    pictures: list[str] = []
    for shape in slide.shapes:
        if shape.is_placeholder and shape.placeholder_format.type in _FURNITURE:
            continue
        if shape.has_text_frame and (heading is None or shape.shape_id != heading.shape_id):
            lines += [(p.level, text) for p in shape.text_frame.paragraphs if (text := _words(p._p))]
        elif getattr(shape, "has_table", False) and shape.has_table:
            tables.append(tuple(tuple(cell.text for cell in row.cells) for row in shape.table.rows))
        else:
            about = shape._element.xpath(".//p:cNvPr/@descr")
            pictures += [str(text) for text in about if text]
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    said = tuple(p.text for p in notes.paragraphs if p.text.strip()) if notes is not None else ()
    title = _words(heading._element) if heading is not None else ""
    return Outline(title, tuple(lines), tuple(tables), tuple(pictures), said)


def _words(element: Any) -> str:
    """The words of a paragraph, those of its formulas among them (`a:t` and `m:t`)."""
    return "".join(found.text or "" for found in element.iter("{*}t")).strip()
