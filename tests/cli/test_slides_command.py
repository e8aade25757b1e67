"""machina slides import: nothing of a course is lost, a bad file is one line, and what came is built."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from machina_scorm.cli import main

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LESSON = "unit1/lesson1"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A deck of two slides, a picture and a comment of its own kind."""
    made = Presentation()
    first = made.slides.add_slide(made.slide_layouts[0])
    first.shapes.title.text, first.placeholders[1].text = "Δίκτυα", "Part 1"
    second = made.slides.add_slide(made.slide_layouts[5])
    second.shapes.title.text = "A picture"
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(picture, "PNG")
    second.shapes.add_picture(picture, Inches(1), Inches(2), Inches(3))
    path = tmp_path / "Παλιά διαφάνεια 1.pptx"
    made.save(path)
    return path


def run(course: Path, file: Path, *more: str, lesson: str = LESSON) -> Result:
    order = ["slides", "import", str(file), "--to", lesson, "--project", str(course), *more]
    return CliRunner().invoke(main, order)


def files(course: Path) -> dict[str, bytes]:
    return {str(p.relative_to(course)): p.read_bytes() for p in sorted(course.rglob("*")) if p.is_file()}


def test_what_comes_is_checked_and_built(course: Path, deck: Path) -> None:
    result = run(course, deck, "--replace")
    assert result.exit_code == 0, result.output
    folder = course / "units" / LESSON
    assert (folder / "slides.md").read_text("utf-8").startswith("## Δίκτυα {.title}\n\nPart 1\n")
    assert (folder / "slides.md.bak").is_file() and (folder / "figures/a-picture.png").is_file()
    assert "[picture-alt]" in result.output
    assert "had no alternative text" in (folder / "import-report.md").read_text("utf-8")
    built = CliRunner().invoke(main, ["build", "--project", str(course), "--format", "deck", "--lang", "en"])
    assert built.exit_code == 0, built.output


def test_nothing_is_written_over(course: Path, deck: Path) -> None:
    before = files(course)
    result = run(course, deck)
    assert result.exit_code == 0 and "slides.imported.md" in result.output, result.output
    after = files(course)
    assert {name: after[name] for name in before} == before
    assert run(course, deck).exit_code == 0
    assert files(course) == after, "the same import again changes nothing"


def test_pictures_of_one_name_and_of_one_content(course: Path, deck: Path) -> None:
    figures = course / "units" / LESSON / "figures"
    figures.mkdir(exist_ok=True)
    (figures / "a-picture.png").write_bytes(b"another")
    run(course, deck)
    imported = course / "units" / LESSON / "slides.imported.md"
    assert "(figures/a-picture-2.png)" in imported.read_text("utf-8")
    (figures / "a-picture-2.png").rename(figures / "known.png")
    run(course, deck, "--replace")
    assert "(figures/known.png)" in (course / "units" / LESSON / "slides.md").read_text("utf-8")
    assert (figures / "a-picture.png").read_bytes() == b"another"


def test_a_dry_run_writes_nothing(course: Path, deck: Path) -> None:
    before = files(course)
    result = run(course, deck, "--dry-run")
    assert result.exit_code == 0 and "nothing was written" in result.output
    assert "[picture-alt]" in result.output
    assert files(course) == before


def test_json_lists_what_was_lost(course: Path, deck: Path) -> None:
    found = json.loads(run(course, deck, "--json").output)
    assert found["slides"] == 2 and found["target"] == f"units/{LESSON}/slides.imported.md"
    assert [loss["rule"] for loss in found["losses"]] == ["picture-alt"]


def _empty_deck(path: Path) -> None:
    Presentation().save(path)


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "old": (lambda path: path.write_bytes(OLE), "old PowerPoint format"),
    "protected": (lambda path: path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le")), "protected"),
    "empty file": (lambda path: path.write_bytes(b""), "empty"),
    "no slides": (_empty_deck, "no slides"),
    "no zip": (lambda path: path.write_bytes(b"PK\3\4 broken"), "no PowerPoint file"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_one_line(course: Path, tmp_path: Path, case: str) -> None:
    write, message = BAD[case]
    path = tmp_path / "bad one.pptx"
    write(path)
    before = files(course)
    result = run(course, path)
    assert result.exit_code == 1 and message in result.output, result.output
    assert len(result.output.strip().splitlines()) == 1 and "bad one.pptx" in result.output
    assert files(course) == before


@pytest.mark.parametrize("lesson", ["unit1/nowhere", "../etc", "unit1", "unit1/.."])
def test_a_lesson_that_is_not_there_is_named(course: Path, deck: Path, lesson: str) -> None:
    result = run(course, deck, lesson=lesson)
    assert result.exit_code == 1 and "there is no lesson" in result.output and LESSON in result.output


def test_a_long_deck(course: Path, tmp_path: Path) -> None:
    made = Presentation()
    for _ in range(150):
        made.slides.add_slide(made.slide_layouts[1]).shapes.title.text = "The same"
    path = tmp_path / "long.pptx"
    made.save(path)
    result = run(course, path)
    assert result.exit_code == 0 and "… and 109 more" in result.output, result.output[-500:]
    text = (course / "units" / LESSON / "slides.imported.md").read_text("utf-8")
    assert text.count("\n## ") == 149 and "## The same (150)" in text
