"""machina deck handout: PDFs by LibreOffice, and what is said where it is missing, fails or hangs."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pptx import Presentation

from machina_scorm import libreoffice
from machina_scorm.cli import main
from machina_scorm.libreoffice import find_office

#: A program that makes what LibreOffice would: it copies its order into the PDF, so that a test can read it.
OFFICE = """#!{python}
import pathlib, sys
order = sys.argv[1:]
source = pathlib.Path(order[-1])
if b"fail" in source.read_bytes():
    sys.exit("no such filter")
folder = pathlib.Path(order[order.index("--outdir") + 1])
(folder / (source.stem + ".pdf")).write_text("%PDF " + " ".join(order))
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if sys.platform == "win32":
        pytest.skip("the stand-in is a script with #!")
    program = tmp_path / "soffice"
    program.write_text(OFFICE.format(python=sys.executable))
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(libreoffice, "find_office", lambda: str(program))
    return program


def deck(path: Path) -> Path:
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[1]).shapes.title.text = "A slide"
    made.save(path)
    return path


def run(*order: object) -> Result:
    return CliRunner().invoke(main, ["deck", "handout", *map(str, order)])


def test_without_libreoffice_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_office", lambda: None)
    result = run(deck(tmp_path / "a.pptx"), "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "LibreOffice" in result.output and "https://www.libreoffice.org" in result.output
    assert len(result.output.strip().splitlines()) == 1 and not (tmp_path / "out").exists()


def test_a_deck_gives_slides_and_notes_pages(office: Path, tmp_path: Path) -> None:
    name = "Παλιά [x] διαφάνεια"
    result = run(deck(tmp_path / f"{name}.pptx"), "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    slides = (tmp_path / "out" / f"{name}.pdf").read_text()
    notes = (tmp_path / "out" / f"{name}.notes-pages.pdf").read_text()
    assert "ExportOnlyNotesPages" in notes and "ExportOnlyNotesPages" not in slides
    assert "UseTaggedPDF" in slides and "-env:UserInstallation=file:" in slides


def test_one_bad_file_does_not_keep_the_others(office: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pptx"
    bad.write_bytes(b"no deck")
    other = tmp_path / "b.odt"
    other.write_bytes(b"")
    result = run(bad, other, deck(tmp_path / "good.pptx"), "--what", "deck", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "bad.pptx: " in result.output and "b.odt: " in result.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.pdf"]


def test_two_decks_of_one_name_and_a_pdf_that_is_there(office: Path, tmp_path: Path) -> None:
    for folder in ("a", "b", "out"):
        (tmp_path / folder).mkdir()
    (tmp_path / "out" / "same.pdf").write_bytes(b"mine")
    decks = [deck(tmp_path / folder / "same.pptx") for folder in ("a", "b")]
    assert run(*decks, "--what", "deck", "--out", tmp_path / "out").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["same-2.pdf", "same.pdf", "same.pdf.bak"]
    assert (tmp_path / "out" / "same.pdf.bak").read_bytes() == b"mine"


def test_an_office_that_fails_or_hangs_is_one_line(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no such filter')\n")
    path = deck(tmp_path / "a.pptx")
    result = run(path, "--what", "deck", "--out", tmp_path / "out")
    assert result.exit_code == 1 and "no such filter" in result.output and "a.pptx" in result.output
    office.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    monkeypatch.setattr(libreoffice.run_program, "__defaults__", (1,))
    result = run(path, "--what", "deck", "--out", tmp_path / "out")
    assert result.exit_code == 1 and "was not ready after 1 second" in result.output


def test_a_lesson_is_built_and_made(office: Path, course: Path, tmp_path: Path) -> None:
    result = run("unit1/lesson1", "--project", course, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    stem = "unit1-lesson1.en"
    assert names == sorted([f"{stem}.pdf", f"{stem}.notes-pages.pdf", f"{stem}.notes.pdf"])
    assert not (course / "dist").exists()


def test_a_lesson_that_is_not_there_is_named(office: Path, course: Path) -> None:
    result = run("unit1/nowhere", "--project", course)
    assert result.exit_code == 1 and "no lesson 'unit1/nowhere'" in result.output and "unit1/lesson1" in result.output


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_notes_pages(tmp_path: Path) -> None:
    result = run(deck(tmp_path / "Ένα deck.pptx"), "--what", "notes", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "Ένα deck.notes-pages.pdf").read_bytes().startswith(b"%PDF-")
