"""machina deck read-back, as a trainer uses it: build, edit, save in whatever program, read back."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from builders import ROOT, deck_lesson, edition, unit
from click.testing import CliRunner, Result
from pptx import Presentation
from pptx.presentation import Presentation as Deck

from machina_scorm.cli import main
from machina_scorm.export.deck import export_lesson
from machina_scorm.i18n.po import PoEntry, PoFile, read_po, write_po
from machina_scorm.preview.decks import find_office
from machina_scorm.problems import Report
from machina_scorm.project import localise_project, read_project
from machina_scorm.source import Source

NAME = "deck.pptx"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["deck", "read-back", *map(str, words)], catch_exceptions=False)


def deck_of(root: Path, code: str) -> tuple[bytes, bytes]:
    """The deck of the course's first lesson, and its lock."""
    project = read_project(root, Report())
    assert project is not None
    localised = localise_project(project, code)
    first = localised.units[0]
    made = export_lesson(localised.edition, first, first.lessons[0])
    return made.data, made.beside[0][1]


@cache
def shipped(code: str) -> tuple[bytes, bytes]:
    return deck_of(ROOT, code)


def put(folder: Path, code: str, deck: tuple[bytes, bytes] | None = None) -> Path:
    """A folder with a deck and its lock; the deck's path."""
    folder.mkdir(parents=True, exist_ok=True)
    data, lock = deck or shipped(code)
    (folder / NAME).write_bytes(data)
    (folder / f"{NAME}.lock.json").write_bytes(lock)
    return folder / NAME


def five_edits(deck: Deck) -> None:
    """A bullet, a title, a table's cell, a note and a slide's place."""
    slides = deck.slides
    bullets = next(s for s in slides if s.slide_layout.name == "Content").placeholders[1].text_frame
    add(bullets.paragraphs[1])
    add(next(s for s in slides if s.slide_layout.name == "Section").shapes.title.text_frame.paragraphs[0])
    table = next(shape.table for s in slides for shape in s.shapes if shape.has_table)
    add(table.cell(1, 1).text_frame.paragraphs[0])
    add(next(s for s in slides if s.slide_layout.name == "Figure").notes_slide.notes_text_frame.paragraphs[0])
    order = slides._sldIdLst
    last = order[-2]
    order.remove(last)
    order.insert(8, last)


def add(paragraph: object) -> None:
    last = paragraph.runs[-1]  # type: ignore[attr-defined]
    last.text = f"{last.text} λέξη"


def edited(path: Path, change: Callable[[Deck], None] = five_edits) -> Path:
    deck = Presentation(str(path))
    change(deck)
    deck.save(str(path))
    return path


EDITS = [("slide-moved", "slide")] + [
    ("text", what) for what in ("paragraph", "speaker note", "table cell, row 2, column 2", "title")
]


def found(result: Result) -> list[tuple[str, str]]:
    assert result.exit_code == 0, result.output
    return sorted((finding["kind"], finding["what"]) for finding in json.loads(result.output)["findings"])


@pytest.mark.parametrize("code", ["en", "el"])
def test_five_edits_and_nothing_else(tmp_path: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # without the course: its reading is tested below
    assert found(run(edited(put(tmp_path, code)), "--json")) == EDITS


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_five_edits_after_libreoffice_dropped_every_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through .odp and back: slide names, shape names, layouts and descriptions are lost; the five edits are not."""
    monkeypatch.chdir(tmp_path)
    office = find_office()
    paths = [edited(put(tmp_path / code, code)).rename(tmp_path / f"{code}.pptx") for code in ("en", "el")]

    def convert(files: list[Path], kind: str) -> list[Path]:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", tmp_path / kind, *files]
        subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=240)
        return [tmp_path / kind / file.with_suffix(f".{kind}").name for file in files]

    for saved in convert(convert(paths, "odp"), "pptx"):
        code = saved.stem
        assert not any(slide.name for slide in Presentation(str(saved)).slides)
        lock = tmp_path / code / f"{NAME}.lock.json"
        result = run(saved, "--json", "--lock", lock, "--out", tmp_path / "out")
        assert found(result) == EDITS
        assert "LibreOffice" in json.loads(result.output)["saved_by"]


SLIDES = """\
## A small lesson {.title}

Lesson 1

## What it is about

- A **point** in a few words
- Let $w = 8$ be `fit(X, y)`
- Shown twice

::: notes
What the trainer says here is long enough to stand on two lines of the source, so that a change in the second of them
leaves the first one as it is.
:::

## A table {.table}

| Kind | Learns from |
|------|-------------|
| One  | a \\| b      |
| Two  | 4.5         |

## Why is it so? {.section}

Shown twice

## Thank you {.closing}

What to do next.
"""
GREEK = {"A **point** in a few words": "Ένα **σημείο** με λίγα λόγια", "Shown twice": "Δύο φορές", "One": "Ένα"}


@pytest.fixture
def small(course: Path) -> Path:
    """The starter's course with slides of all kinds, partly in Greek; its decks lie in en/ and el/."""
    (course / "units/unit1/lesson1/slides.md").write_text(SLIDES, "utf-8")
    entries = tuple(PoEntry(msgid, msgstr) for msgid, msgstr in GREEK.items())
    header = PoEntry("", "Language: el\nContent-Type: text/plain; charset=UTF-8\n")
    (course / "i18n/el").mkdir(parents=True, exist_ok=True)
    (course / "i18n/el/unit1.po").write_text(write_po(PoFile(entries, header)), "utf-8")
    for code in ("en", "el"):
        put(course / code, code, deck_of(course, code))
    return course


def some_edits(deck: Deck) -> None:
    points = deck.slides[1].placeholders[1].text_frame.paragraphs
    next(run for run in points[0].runs if run.font.bold).text = "idea"
    add(points[1])
    notes = deck.slides[1].notes_slide.notes_text_frame.paragraphs[0]
    notes.runs[0].text = notes.runs[0].text.replace("first one", "other")
    table = next(shape.table for shape in deck.slides[2].shapes if shape.has_table)
    add(table.cell(1, 0).text_frame.paragraphs[0])
    table.cell(1, 1).text_frame.paragraphs[0].runs[0].text = "a | c"
    add(deck.slides[3].shapes.title.text_frame.paragraphs[0])


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_the_patch_of_an_english_deck_makes_the_deck_say_the_same(small: Path) -> None:
    result = run(edited(small / "en" / NAME, some_edits))
    assert result.exit_code == 0, result.output
    (patch,) = (small / "en/read-back").glob("*.patch")
    subprocess.run(["git", "apply", str(patch)], cwd=small, check=True, capture_output=True)
    source = (small / "units/unit1/lesson1/slides.md").read_text("utf-8")
    assert "- A **idea** in a few words\n- Let $w = 8$ be `fit(X, y) λέξη`\n" in source
    assert "in the second of them\nleaves the other as it is.\n" in source
    assert "| One λέξη | a \\| c |\n" in source
    assert "## Why is it so? λέξη {.section}\n" in source
    _, lock = deck_of(small, "en")
    (small / "en" / f"{NAME}.lock.json").write_bytes(lock)
    assert found(run(small / "en" / NAME, "--json")) == []


def test_the_po_file_of_a_translated_deck(small: Path) -> None:
    def change(deck: Deck) -> None:
        some_edits(deck)
        deck.slides[3].placeholders[1].text_frame.paragraphs[0].runs[0].text = "Διπλά"

    result = run(edited(small / "el" / NAME, change))
    assert result.exit_code == 0, result.output
    report = Report()
    po = read_po((small / "el/read-back/unit1.el.po").read_text("utf-8"), Source("a.po"), report)
    assert not report.problems
    assert po.field("Language") == "el" and po.field("Plural-Forms")
    by_id = {entry.msgid: entry for entry in po.entries}
    assert all(entry.fuzzy and entry.notes and entry.references for entry in po.entries)
    point = by_id["A **point** in a few words"]
    assert point.msgstr == "Ένα **idea** με λίγα λόγια"
    assert point.comments == ("was: Ένα **σημείο** με λίγα λόγια",)
    assert point.notes[0].endswith("slide s2 · item")
    assert by_id["Let $w = 8$ be `fit(X, y)`"].comments == ("was: not translated",)
    assert by_id["Shown twice"].msgstr == "Διπλά"
    assert by_id["Why is it so?"].msgctxt == "title"
    words = (small / "el/read-back/read-back.md").read_text("utf-8")
    assert "The same text stands on: slide 2." in words


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_gettext_reads_the_po_file(small: Path) -> None:
    run(edited(small / "el" / NAME, some_edits))
    command = ["msgfmt", "--check", "-o", "/dev/null", str(small / "el/read-back/unit1.el.po")]
    subprocess.run(command, check=True, capture_output=True)


def test_the_words_of_the_terminal(small: Path) -> None:
    output = run(edited(small / "en" / NAME, some_edits)).output
    assert output.startswith(f"{NAME}: lesson unit1/lesson1, English (en)\n6 changes;")
    assert "Slide 2 “What it is about”\n  paragraph changed  units/unit1/lesson1/slides.md:7\n" in output
    assert "    A [-point-]{+idea+} in a few words\n" in output
    assert "unit1-lesson1.patch: 6 texts" in output
    assert "Nothing was changed" in run(put(small / "again", "en", deck_of(small, "en"))).output


def test_nothing_is_ever_written_over(small: Path) -> None:
    path = edited(small / "en" / NAME, some_edits)
    before = path.read_bytes(), (small / "units/unit1/lesson1/slides.md").read_bytes()
    run(path)
    first = {file.name: file.read_bytes() for file in (small / "en/read-back").iterdir()}
    run(path)
    names = sorted(file.name for file in (small / "en/read-back").iterdir())
    assert names == ["read-back-2.md", "read-back.md", "unit1-lesson1-2.patch", "unit1-lesson1.patch"]
    assert all((small / "en/read-back" / name).read_bytes() == data for name, data in first.items())
    assert before == (path.read_bytes(), (small / "units/unit1/lesson1/slides.md").read_bytes())


def test_without_the_course_the_words_are_told_all_the_same(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for code in ("en", "el"):
        edited(Path(shutil.move(small / code, tmp_path / code)) / NAME, some_edits)
    english = run(tmp_path / "en" / NAME)
    assert english.exit_code == 0
    assert "--project" in english.output and not list((tmp_path / "en/read-back").glob("*.patch"))
    assert run(tmp_path / "el" / NAME).exit_code == 0
    assert (tmp_path / "el/read-back/unit1.el.po").is_file()


def test_a_source_that_has_moved_on_is_told(small: Path) -> None:
    slides = small / "units/unit1/lesson1/slides.md"
    slides.write_text(SLIDES.replace("in a few words", "in many words"), "utf-8")
    for code in ("en", "el"):
        output = json.loads(run(edited(small / code / NAME, some_edits), "--json").output)
        moved = [finding for finding in output["findings"] if finding["remarks"]]
        assert [finding["msgid"] for finding in moved] == ["A **point** in a few words"]
        assert "the source has moved on" in moved[0]["remarks"][0]
        assert bool(moved[0]["by_hand"]) == (code == "en")


def test_a_translation_that_moved_on_or_says_so_already(small: Path) -> None:
    catalog = small / "i18n/el/unit1.po"
    catalog.write_text(catalog.read_text("utf-8").replace("σημείο** με λίγα", "idea** με λίγα"), "utf-8")
    path = edited(small / "el" / NAME, some_edits)
    findings = {f["msgid"]: f for f in json.loads(run(path, "--json").output)["findings"]}
    assert findings["A **point** in a few words"]["done"] is True
    text = (small / "el/read-back/unit1.el.po").read_text("utf-8")
    assert "few words" not in text
    catalog.write_text(catalog.read_text("utf-8").replace("Ένα **idea", "Μια **idea"), "utf-8")
    findings = {f["msgid"]: f for f in json.loads(run(path, "--json").output)["findings"]}
    point = findings["A **point** in a few words"]
    assert point["done"] is False and "the translation has moved on" in point["remarks"][0]


def test_a_number_is_changed_in_the_source(small: Path) -> None:
    def change(deck: Deck) -> None:
        table = next(shape.table for shape in deck.slides[2].shapes if shape.has_table)
        cell = table.cell(2, 1).text_frame.paragraphs[0].runs[0]
        assert cell.text in ("4.5", "4,5")
        cell.text = "4.8"

    (english,) = json.loads(run(edited(small / "en" / NAME, change), "--json").output)["findings"]
    assert english["markdown"] == "4.8" and not english["by_hand"]
    (greek,) = json.loads(run(edited(small / "el" / NAME, change), "--json").output)["findings"]
    assert greek["markdown"] == "" and "every language" in greek["by_hand"]
    assert not list((small / "el/read-back").glob("*.po"))


def test_one_text_changed_in_two_ways(small: Path) -> None:
    def change(deck: Deck) -> None:
        for number, (slide, at) in enumerate(((1, 2), (3, 0))):
            deck.slides[slide].placeholders[1].text_frame.paragraphs[at].runs[0].text = f"Wording {number}"

    run(edited(small / "el" / NAME, change))
    text = (small / "el/read-back/unit1.el.po").read_text("utf-8")
    assert "# was: Δύο φορές\n# or: Wording 1\n" in text and 'msgstr "Wording 0"' in text
    assert run(edited(small / "en" / NAME, change)).exit_code == 0  # two places, two sources: both are patched
    patch = next((small / "en/read-back").glob("*.patch")).read_text("utf-8")
    assert "+- Wording 0\n" in patch and "+Wording 1\n" in patch


def test_the_lock_is_found_in_the_output_folder(course: Path, tmp_path: Path) -> None:
    built = CliRunner().invoke(main, ["build", "--project", str(course), "--format", "deck", "--jobs", "1"])
    assert built.exit_code == 0, built.output
    copy_ = tmp_path / "from a trainer (2).pptx"
    shutil.copy(course / "dist/en/unit1/unit1-lesson1.pptx", copy_)
    result = run(copy_, "--json", "--project", course)
    assert json.loads(result.output)["findings"] == []
    assert json.loads(result.output)["lock"].endswith("en/unit1/unit1-lesson1.pptx.lock.json")


def test_a_lock_of_another_deck_or_a_broken_one(course: Path, tmp_path: Path) -> None:
    mine = put(course, "en", deck_of(course, "en"))
    lesson = deck_lesson()
    made = export_lesson(edition(), unit(lesson), lesson)
    other = put(tmp_path / "other", "en", (made.data, made.beside[0][1]))
    result = run(other, "--lock", f"{mine}.lock.json")
    assert result.exit_code == 1
    assert "shares next to nothing with lesson unit1/lesson1" in result.output and "--lock" in result.output
    lock = tmp_path / "other" / f"{NAME}.lock.json"
    whole = lock.read_bytes()
    for broken in (b"{", whole[:1000]):
        lock.write_bytes(broken)
        result = run(other)
        assert result.exit_code == 1
        assert result.output.startswith("machina: ") and "build the course again" in result.output
        assert result.output.count("\n") == 1
    lock.unlink()
    alone = run(other, "--project", course)
    assert alone.exit_code == 1 and "--lock" in alone.output and lesson.key in alone.output
