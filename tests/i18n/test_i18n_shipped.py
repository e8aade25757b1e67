"""The shipped course, changed as its authors and translators change it, through the commands that they use."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner

from machina_scorm.cli import main
from machina_scorm.i18n.po import PoEntry, PoFile, read_po
from machina_scorm.problems import Report
from machina_scorm.source import Source

REPOSITORY = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("de", "el", "fr", "it", "ro")
LESSON = "units/lu1/l1-introduction/lesson.md"
CATALOGS = sorted(path.relative_to(REPOSITORY).as_posix() for path in REPOSITORY.glob("i18n/*/*.po*"))

#: A paragraph of the lesson, up to the words that the test changes.
BEFORE, AFTER = "A wrong answer now and then is acceptable.", "A wrong answer now and again is acceptable."

needs_gettext = pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed: apt install gettext")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the course in this repository, with all its catalogs."""
    for name in ("units", "i18n"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copyfile(REPOSITORY / "identifiers.lock", tmp_path / "identifiers.lock")
    return tmp_path


def machina(course: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--project", str(course)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def edit(path: Path, change: Callable[[str], str]) -> None:
    old = path.read_text("utf-8")
    new = change(old)
    assert new != old
    path.write_text(new, encoding="utf-8", newline="\n")


def entries(course: Path, path: str) -> list[PoEntry]:
    """The entries in use."""
    return [entry for entry in read(course / path).entries if not entry.obsolete]


def read(path: Path) -> PoFile:
    report = Report()
    file = read_po(path.read_bytes().decode(), Source(path.name), report)
    assert not list(report)
    return file


def content(path: Path) -> list[PoEntry]:
    """What a file says, however its comments are broken into lines."""
    file = read(path)
    return [
        replace(entry, comments=_characters(entry.comments), notes=_characters(entry.notes))
        for entry in (file.header, *file.entries)
    ]


def _characters(lines: tuple[str, ...]) -> tuple[str, ...]:
    """polib breaks the lines of comments at hyphens too."""
    return ("".join("".join(lines).split()),)


def needing_work(course: Path) -> dict[str, list[PoEntry]]:
    """The entries of each language that are empty or fuzzy."""
    return {
        code: [
            entry
            for path in sorted(course.glob(f"i18n/{code}/*.po"))
            for entry in entries(course, path.relative_to(course).as_posix())
            if entry.fuzzy or not entry.msgstr
        ]
        for code in LANGUAGES
    }


def test_the_shipped_catalogs_are_up_to_date(shipped: Path) -> None:
    before = {path: (shipped / path).read_bytes() for path in CATALOGS}
    assert "0 files changed" in machina(shipped, "i18n", "update")
    assert {path: (shipped / path).read_bytes() for path in CATALOGS} == before


def change_a_sentence(course: Path) -> None:
    edit(course / LESSON, lambda text: text.replace(BEFORE, AFTER))


def test_one_changed_sentence_is_one_fuzzy_entry_in_each_language(shipped: Path) -> None:
    former = needing_work(shipped)
    change_a_sentence(shipped)
    machina(shipped, "i18n", "update")
    for code, left in needing_work(shipped).items():
        (found,) = [entry for entry in left if entry not in former[code]]
        assert found.fuzzy and found.msgstr and AFTER in found.msgid
        assert found.previous == (None, found.msgid.replace(AFTER, BEFORE))
    again = {path: (shipped / path).read_bytes() for path in CATALOGS}
    assert "0 files changed" in machina(shipped, "i18n", "update")
    assert {path: (shipped / path).read_bytes() for path in CATALOGS} == again


def test_status_names_the_changed_sentence_and_what_the_build_does(shipped: Path) -> None:
    before = json.loads(machina(shipped, "i18n", "status", "--json"))
    assert not before["stale"]
    change_a_sentence(shipped)
    machina(shipped, "i18n", "update")
    status = json.loads(machina(shipped, "i18n", "status", "--json"))
    (stale,) = status["stale"]
    assert AFTER in stale["new"] and stale["old"] == stale["new"].replace(AFTER, BEFORE)
    assert stale["source"].startswith(f"{LESSON}:") and set(stale["translations"]) == set(LANGUAGES)
    marked = {(each["catalog"], each["language"]) for each in status["catalogs"] if each["decision"] == "ship-marked"}
    assert marked == {("lu1", code) for code in LANGUAGES}


def built(course: Path) -> dict[str, str]:
    """The hash of each artefact by its key: every usual format in French, and the English package."""
    machina(course, "build", "--lang", "fr", "--jobs", "1")
    machina(course, "build", "--lang", "en", "--format", "scorm12", "--jobs", "1")
    index = json.loads((course / "dist/index.json").read_text("utf-8"))
    return {artefact["key"]: artefact["sha256"] for artefact in index["artefacts"]}


def page(course: Path, code: str) -> str:
    (package,) = (course / "dist" / code / "lu1").glob("*scorm12*.zip")
    return zipfile.ZipFile(package).read("index.html").decode()


def test_one_changed_sentence_changes_the_packages_and_nothing_else(shipped: Path) -> None:
    """The decks have sentences of their own, and no question asks for this one: only the packages hold it."""
    before = built(shipped)
    assert len(before) == 9 and 'lang="en"' not in page(shipped, "fr").partition("</head>")[2]
    change_a_sentence(shipped)
    machina(shipped, "i18n", "update")
    after = built(shipped)
    changed = {key for key in before if after[key] != before[key]}
    assert after.keys() == before.keys()
    assert changed == {"lu1/l1-introduction:scorm12:en", "lu1/l1-introduction:scorm12:fr"}
    french = page(shipped, "fr")
    marked = french.partition(AFTER)[0].rpartition("<p")[2]
    assert 'lang="en"' in marked and french.count(AFTER) == 1


def test_reordered_sections_lose_no_translation(shipped: Path) -> None:
    before = needing_work(shipped)

    def swap(text: str) -> str:
        kinds, words, model = (text.index(f"## {title}") for title in ("Three kinds", "Six words", "A first model"))
        return text[:kinds] + text[words:model] + text[kinds:words] + text[model:]

    edit(shipped / LESSON, swap)
    assert "changed" in machina(shipped, "i18n", "update")
    assert needing_work(shipped) == before
    for code in LANGUAGES:
        path = f"i18n/{code}/lu1.po"
        assert set(read(shipped / path).entries) == set(read(REPOSITORY / path).entries)


def test_a_renamed_lesson_loses_no_translation(shipped: Path) -> None:
    before = needing_work(shipped)
    unit = shipped / "units/lu1"
    (unit / "l1-introduction").rename(unit / "l1-start")
    edit(
        unit / "unit.yaml",
        lambda text: text.replace("[l1-introduction]", "[l1-start]") + "moved: {l1-introduction: l1-start}\n",
    )
    machina(shipped, "i18n", "update")
    machina(shipped, "check")
    assert needing_work(shipped) == before
    for code in LANGUAGES:
        found = entries(shipped, f"i18n/{code}/lu1.po")
        assert [entry.msgstr for entry in found] == [
            entry.msgstr for entry in entries(REPOSITORY, f"i18n/{code}/lu1.po")
        ]
        assert "units/lu1/l1-start/lesson.md" in {path for entry in found for path in entry.references}


@needs_gettext
@pytest.mark.parametrize("path", CATALOGS)
def test_gettext_finds_no_fault_and_would_write_the_same_bytes(path: str) -> None:
    data = (REPOSITORY / path).read_bytes()
    if path.endswith(".po"):
        subprocess.run(["msgfmt", "-c", "-o", "-", "-"], input=data, capture_output=True, check=True)
    written = subprocess.run(["msgcat", "--no-wrap", "-"], input=data, capture_output=True, check=True).stdout
    assert written == data


def poedit(path: Path) -> None:
    """Save as Poedit does: lines of 78 characters, and a header of its own fields besides."""
    file = polib.pofile(str(path), wrapwidth=78)
    file.metadata["X-Generator"] = "Poedit 3.4"
    file.save(str(path))


def msgcat(path: Path) -> None:
    path.write_bytes(subprocess.run(["msgcat", str(path)], capture_output=True, check=True).stdout)


def windows(path: Path) -> None:
    msgcat(path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@needs_gettext
@pytest.mark.parametrize("save", [poedit, msgcat, windows])
def test_a_save_by_another_program_changes_no_word(shipped: Path, save: Callable[[Path], None]) -> None:
    paths = [shipped / f"i18n/{code}/{name}.po" for code in LANGUAGES for name in ("lu1", "course", "glossary")]
    before = {path: content(path) for path in paths}
    for path in paths:
        save(path)
    machina(shipped, "i18n", "update")
    for path, (header, *found) in before.items():
        now, *rest = content(path)
        assert rest == found
        assert header.msgstr.strip() in now.msgstr
    saved = {path: path.read_bytes() for path in paths}
    assert "0 files changed" in machina(shipped, "i18n", "update")
    assert {path: path.read_bytes() for path in paths} == saved
