"""Decks of strangers: one line that says what to do, and never a traceback."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from builders import deck_lesson, edition, unit
from click.testing import CliRunner
from pptx import Presentation
from pptx.util import Inches

from machina_scorm.cli import main
from machina_scorm.errors import SourceError
from machina_scorm.export.deck import export_lesson
from machina_scorm.imports import deck as deck_module
from machina_scorm.imports.deck import open_deck, read_deck

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@cache
def sound() -> bytes:
    lesson = deck_lesson()
    return export_lesson(edition(), unit(lesson), lesson).data


def repacked(change: Callable[[dict[str, bytes]], object]) -> bytes:
    """The deck with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(sound())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def typed(old: bytes, new: bytes) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(old, new)

    return repacked(change)


def without_slides() -> bytes:
    buffer = io.BytesIO()
    Presentation().save(buffer)
    return buffer.getvalue()


def bomb(parts: dict[str, bytes]) -> None:
    parts["ppt/slides/slide1.xml"] = b"<a>" + b" " * 60_000_000


def entities(parts: dict[str, bytes]) -> None:
    doctype = b'<!DOCTYPE p:sld [<!ENTITY a "aaaa">]><p:sld'
    parts["ppt/slides/slide1.xml"] = parts["ppt/slides/slide1.xml"].replace(b"<p:sld", doctype, 1)


def film(parts: dict[str, bytes]) -> None:
    parts["ppt/media/film.mp4"] = random.Random(1).randbytes(51_000_000)


_MAIN = b"presentationml.presentation.main+xml"
CASES = {
    "empty": (b"", "empty"),
    "zeros": (b"\0" * 100, "empty"),
    "text": (b"Slide 1\n", "no PowerPoint file"),
    "old": (OLE, "old PowerPoint format (.ppt)"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "odp": (zipped(mimetype=b"application/vnd.oasis.opendocument.presentation", content=b"x"), "OpenDocument"),
    "potx": (typed(_MAIN, b"presentationml.template.main+xml"), "template (.potx)"),
    "ppsx": (typed(_MAIN, b"presentationml.slideshow.main+xml"), "show (.ppsx)"),
    "docx": (zipped(**{"[Content_Types].xml": b"wordprocessingml.document.main+xml"}), "Word document"),
    "zip": (zipped(a=b"x"), "no PowerPoint file"),
    "half": (sound()[: len(sound()) // 2], "no PowerPoint file"),
    "no slides": (without_slides(), "no slides"),
    "bomb": (repacked(bomb), "unpacks from"),
    "entities": (repacked(entities), "document type"),
    "film": (repacked(film), "film.mp4 in it has 51 MB"),
    "no part": (repacked(lambda parts: parts.pop("ppt/slides/slide2.xml")), "damaged"),
    "no master": (repacked(lambda parts: parts.pop("ppt/presentation.xml")), "damaged"),
    "broken part": (repacked(lambda parts: parts.update({"ppt/slides/slide2.xml": b"<p:sld"})), "damaged"),
    "other root": (repacked(lambda parts: parts.update({"ppt/slides/slide2.xml": b"<a/>"})), "damaged"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_read(name: str) -> None:
    data, words = CASES[name]
    with pytest.raises(SourceError) as caught:
        read_deck(data, "theirs.pptx")
    assert words in str(caught.value)
    assert caught.value.hint and "\n" not in str(caught.value)


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.pptx"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)  # a hole: it takes no room
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read"))
    with pytest.raises(SourceError, match="200 MB"):
        open_deck(path)
    assert deck_module.LARGEST_DECK < 200_000_000


def test_the_command_says_it_in_one_line(tmp_path: Path) -> None:
    for number, (data, words) in enumerate(CASES.values()):
        path = tmp_path / f"{number}.pptx"
        path.write_bytes(data)
        result = CliRunner().invoke(main, ["deck", "read-back", str(path)], catch_exceptions=False)
        assert result.exit_code == 1
        assert words in result.output and result.output.count("\n") == 1


def test_a_deck_with_a_chart_macros_and_an_embedded_workbook() -> None:
    """A workbook among the content types makes no workbook of a deck, and macros are not run but may be there."""
    sheet = (
        b'<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
    )
    assert read_deck(typed(b"<Default", sheet + b"<Default"), "a.pptx").slides
    macros = b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
    full = b"application/vnd.openxmlformats-officedocument." + _MAIN
    assert read_deck(typed(full, macros), "a.pptm").slides


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_read_or_refused(seed: int) -> None:
    """Bytes of the parts themselves are damaged, so that the damage reaches the reader and not only the zip."""
    chance = random.Random(seed)

    def damage(parts: dict[str, bytes]) -> None:
        for name in chance.sample(sorted(n for n in parts if n.endswith((".xml", ".rels"))), 2):
            data = bytearray(parts[name])
            for _ in range(chance.randint(1, 4)):
                place = chance.randrange(len(data))
                data[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
            parts[name] = bytes(data)

    try:
        read_deck(repacked(damage), "a.pptx")
    except SourceError:
        return


def test_groups_boxes_and_pictures_are_seen() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Theirs"
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(1), Inches(1)).text_frame.text = "Inside"
    buffer = io.BytesIO()
    deck.save(buffer)
    read = read_deck(buffer.getvalue(), "a.pptx")
    words = [p.text for shape in read.slides[0].shapes for p in getattr(shape, "paragraphs", ())]
    assert words == ["Theirs", "Inside"]
