"""What people do to PO files, and what `machina i18n update` then does: names it, mends it or leaves it alone."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner, Result

from machina_scorm.cli import main
from machina_scorm.problems import Report
from machina_scorm.project import read_po_bytes
from machina_scorm.starter import new_course

REPOSITORY = Path(__file__).resolve().parents[2]


def run(course: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--project", str(course)])


def update(course: Path, *options: str) -> Result:
    return run(course, "i18n", "update", *options)


@pytest.fixture(scope="module")
def greek(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course with every text translated into “Greek”, up to date."""
    course = tmp_path_factory.mktemp("greek") / "course"
    new_course(course, "A small course", ("el",))
    assert update(course).exit_code == 0
    for path in course.glob("i18n/el/*.po"):
        po = polib.pofile(path, wrapwidth=0)
        for entry in po:
            entry.msgstr = f"Ελ {entry.msgid}"
        po.save(path, newline="\n")
    assert "0 files changed" in update(course).output
    return course


@pytest.fixture
def translated(greek: Path, tmp_path: Path) -> Path:
    return shutil.copytree(greek, tmp_path / "course")


@pytest.fixture
def po(translated: Path) -> Path:
    return translated / "i18n" / "el" / "unit1.po"


def texts(path: Path) -> dict[tuple[str | None, str], str]:
    return {(e.msgctxt, e.msgid): e.msgstr for e in polib.pofile(path, encoding="utf-8") if not e.obsolete}


def root_of(po: Path) -> Path:
    return po.parents[2]


# --- saves by other programs


def polib_wraps(path: Path) -> None:
    polib.pofile(path, wrapwidth=60).save(path, newline="\n")


def msgcat(*options: str) -> Callable[[Path], None]:
    def save(path: Path) -> None:
        if not shutil.which("msgcat"):
            pytest.skip("gettext is not installed: apt install gettext")
        subprocess.run(["msgcat", *options, "-o", str(path), str(path)], check=True)

    return save


def crlf(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


SAVES = {"polib": polib_wraps, "msgcat": msgcat(), "msgcat --no-wrap": msgcat("--no-wrap"), "Windows": crlf}


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES.keys())
def test_a_save_by_another_program_is_no_change(po: Path, save: Callable[[Path], None]) -> None:
    save(po)
    data = po.read_bytes()
    result = update(root_of(po))
    assert result.exit_code == 0 and "0 files changed" in result.output, result.output
    assert po.read_bytes() == data


def test_no_shipped_catalog_changes_by_a_save(tmp_path: Path) -> None:
    course = tmp_path / "course"
    for name in ("units", "i18n"):
        shutil.copytree(REPOSITORY / name, course / name)
    saves = dict(zip(("fr", "de", "el", "ro"), SAVES.values(), strict=True))
    for path in course.glob("i18n/*/*.po"):
        saves.get(path.parent.name, polib_wraps)(path)
    result = update(course, "--dry-run")
    assert result.exit_code == 0, result.output


def test_what_poedit_writes_into_the_header_stays(po: Path) -> None:
    theirs = 'X-Generator: Poedit 3.4\\n"\n"X-Poedit-SourceCharset: UTF-8\\n"\n"Last-Translator: A. Person <a@b.gr>'
    plural = "nplurals=2; plural=n!=1;"  # the same rule in Poedit's hand
    text = po.read_text("utf-8").replace(
        '"Plural-Forms: nplurals=2; plural=(n != 1);', f'"{theirs}\\n"\n"Plural-Forms: {plural}'
    )
    po.write_text(text, "utf-8", newline="\n")
    assert "0 files changed" in update(root_of(po)).output
    change_a_sentence(root_of(po))
    update(root_of(po))
    header = po.read_text("utf-8").split("\n\n")[0]
    assert all(word in header for word in ("Poedit 3.4", "A. Person", plural)) and "POT-Creation-Date" not in header


def test_windows_line_ends_stay_when_the_file_changes(po: Path) -> None:
    crlf(po)
    change_a_sentence(root_of(po))
    result = update(root_of(po))
    data = po.read_bytes()
    assert "i18n/el/unit1.po" in result.output
    assert data.count(b"\r\n") == data.count(b"\n") > 0
    assert "0 files changed" in update(root_of(po)).output


# --- what is mended, with the former file beside


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso8859-7"])
def test_another_encoding_is_read_and_becomes_utf_8(po: Path, encoding: str) -> None:
    before = {key: value for key, value in texts(po).items() if _fits(key[1] + value, encoding)}
    file = polib.pofile(po, wrapwidth=0)
    for entry in list(file):
        entry.comment = ""
        if not _fits(str(entry), encoding):
            file.remove(entry)
    text = str(file).replace("charset=UTF-8", f"charset={encoding}") if encoding.startswith("iso") else str(file)
    data = text.encode(encoding)
    po.write_bytes(data)
    result = update(root_of(po))
    assert result.exit_code == 0, result.output
    assert po.with_name("unit1.po.bak").read_bytes() == data
    after = texts(po)
    assert len(before) > 20 and {key: after[key] for key in before} == before
    assert b"charset=UTF-8" in po.read_bytes() and "0 files changed" in update(root_of(po)).output


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def test_wrong_plural_forms_are_named_and_mended(po: Path) -> None:
    po.write_bytes(po.read_bytes().replace(b"nplurals=2; plural=(n != 1);", b"nplurals=1; plural=0;"))
    assert "po-plural" in run(root_of(po), "check").output
    before = texts(po)
    assert update(root_of(po)).exit_code == 0
    assert b"nplurals=2; plural=(n != 1);" in po.read_bytes() and texts(po) == before


def test_an_entry_that_stands_twice_becomes_one(po: Path) -> None:
    block = po.read_text("utf-8").split("\n\n")[1]
    po.write_text(po.read_text("utf-8") + "\n" + block + "\n", "utf-8", newline="\n")
    result = update(root_of(po))
    assert result.exit_code == 0 and "po-duplicate" in result.output
    assert po.read_text("utf-8").count(block.split("msgid")[1]) == 1
    assert "0 files changed" in update(root_of(po)).output


def test_plural_forms_that_no_text_has_become_a_suggestion(po: Path) -> None:
    file = polib.pofile(po, wrapwidth=0)
    entry, gone = file[1], polib.POEntry(msgid="gone text", msgid_plural="gone texts")
    gone.msgstr_plural = {0: "πάει", 1: "πάνε"}
    entry.msgid_plural, entry.msgstr_plural, entry.msgstr = entry.msgid + "s", {0: "ένα", 1: "πολλά"}, ""
    file.append(gone)
    file.save(po)
    update(root_of(po))
    after = {e.msgid: e for e in polib.pofile(po)}
    assert after[entry.msgid].msgstr == "πολλά" and after[entry.msgid].fuzzy
    assert after["gone text"].obsolete and after["gone text"].msgstr == "πάνε"


# --- what is named and left as it is


def conflict(data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = next(number for number, line in enumerate(lines) if number > 40 and line.startswith(b"msgstr"))
    return b"\n".join(
        [*lines[:at], b"<<<<<<< HEAD", lines[at], b"=======", b'msgstr "x"', b">>>>>>> b", *lines[at + 1 :]]
    )


def cut(data: bytes) -> bytes:
    at = data.rindex(b'msgstr "') + 12
    return data[:at]


def two_translations(data: bytes) -> bytes:
    block = data.split(b"\n\n")[1]
    return data + b"\n" + block[: block.rindex(b"msgstr")] + 'msgstr "άλλο"\n'.encode()


BROKEN = {
    "conflict": (conflict, "po-conflict"),
    "half a file": (cut, "po-syntax"),
    "two translations": (two_translations, "po-duplicate"),
    "no utf-8": (lambda data: data.replace("Ελ".encode(), b"\xc5\xeb", 1), "po-encoding"),
    "nul": (lambda data: data.replace(b"\nmsgstr", b"\n\0msgstr", 3), "po-syntax"),
    "half a utf-16": (lambda data: data.decode().encode("utf-16")[:-1], "po-encoding"),
    "another language": (lambda data: data.replace(b"Language: el", b"Language: fr_FR"), "po-language"),
}


@pytest.mark.parametrize(("spoil", "rule"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_catalog_is_named_and_not_touched(po: Path, spoil: Callable[[bytes], bytes], rule: str) -> None:
    data = spoil(po.read_bytes())
    po.write_bytes(data)
    change_a_sentence(root_of(po))
    result = update(root_of(po))
    assert result.exit_code == 1 and "i18n/el/unit1.po" in result.output and f"[{rule}]" in result.output
    assert po.read_bytes() == data and not po.with_name("unit1.po.bak").exists()
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_file_of_another_course_is_named_and_not_touched(po: Path) -> None:
    entries = "".join(f'msgid "Sentence {n}"\nmsgstr "Πρόταση {n}"\n\n' for n in range(30))
    header = 'msgid ""\nmsgstr "Project-Id-Version: sailing\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
    po.write_text(header + entries, "utf-8")
    result = update(root_of(po))
    assert result.exit_code == 1 and "sailing" in result.output and "[po-foreign]" in result.output
    assert "Sentence 29" in po.read_text("utf-8") and "msgid" in po.read_text("utf-8")
    po.write_text(header.replace("sailing", "my-course") + entries, "utf-8")
    assert update(root_of(po)).exit_code == 0  # the way out that the message names; nothing is lost on it
    assert po.read_text("utf-8").count("#~ msgstr") == 30


def test_a_unit_that_was_written_anew_is_not_another_courses(po: Path) -> None:
    po.write_bytes(po.read_bytes().replace(b"Project-Id-Version: my-course", b"Project-Id-Version: My translation"))
    for path in (root_of(po) / "units" / "unit1").rglob("*.md"):
        path.write_text(path.read_text("utf-8").replace(" the ", " that other "), "utf-8", newline="\n")
    result = update(root_of(po))
    assert "po-foreign" not in result.output and result.exit_code == 0, result.output


def test_a_catalog_of_no_unit_is_told_and_kept(po: Path) -> None:
    old = po.with_name("unit0.po")
    po.rename(old)
    data = old.read_bytes()
    result = update(root_of(po))
    assert result.exit_code == 0 and "i18n/el/unit0.po" in result.output and "[po-unused]" in result.output
    assert old.read_bytes() == data
    assert all(entry.fuzzy for entry in polib.pofile(po) if entry.msgstr)
    assert [entry for entry in polib.pofile(po) if entry.msgstr]


def test_a_folder_of_no_language_is_told(translated: Path) -> None:
    shutil.copytree(translated / "i18n" / "el", translated / "i18n" / "bg")
    assert "machina i18n add bg" in update(translated).output


@pytest.mark.parametrize("command", [("i18n", "update"), ("check",), ("build",)])
def test_a_folder_where_a_file_belongs_is_named(po: Path, command: tuple[str, ...]) -> None:
    po.unlink()
    po.mkdir()
    result = run(root_of(po), *command)
    assert result.exit_code == 1 and "[po-file]" in result.output and "i18n/el/unit1.po" in result.output


def test_a_file_that_nobody_may_read_is_named(po: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    data, read = po.read_bytes(), Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: deny(self) if self.name == "unit1.po" else read(self))
    result = update(root_of(po))
    monkeypatch.undo()
    assert result.exit_code == 1 and "Permission denied" in result.output and "[po-file]" in result.output
    assert po.read_bytes() == data


def test_a_file_that_cannot_be_written_is_named(po: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(self: Path, target: object) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    change_a_sentence(root_of(po))
    data = po.read_bytes()
    monkeypatch.setattr(Path, "replace", deny)
    result = update(root_of(po))
    monkeypatch.undo()
    assert result.exit_code == 1 and "cannot be written" in result.output
    assert po.read_bytes() == data and not list(root_of(po).rglob("*.part"))


def test_a_control_character_is_named_and_not_published(po: Path) -> None:
    po.write_bytes(po.read_bytes().replace("Ελ ".encode(), "Ελ \\001".encode(), 1))
    result = run(root_of(po), "build")
    assert result.exit_code == 1 and "[po-control]" in result.output and "U+0001" in result.output


def test_ten_thousand_entries_are_read(po: Path) -> None:
    extra = "".join(f'\nmsgid "Extra {n}"\nmsgstr "Επιπλέον {n}"\n' for n in range(10_000))
    po.write_text(po.read_text("utf-8") + extra, "utf-8", newline="\n")
    assert update(root_of(po)).exit_code == 0
    assert po.read_text("utf-8").count("#~ msgid") == 10_000


def test_reading_tells_why_not(tmp_path: Path) -> None:
    report = Report()
    assert read_po_bytes(tmp_path, "missing.po", report) is None
    assert [problem.rule for problem in report] == ["po-file"]


# --- what authors do


def change_a_sentence(course: Path) -> None:
    path = course / "units" / "unit1" / "lesson1" / "lesson.md"
    lines = path.read_text("utf-8").split("\n")
    at = max(range(len(lines)), key=lambda n: len(lines[n]) if lines[n][:1].isalpha() and "$" not in lines[n] else 0)
    lines[at] = lines[at].replace(".", ", now.", 1)
    path.write_text("\n".join(lines), "utf-8", newline="\n")


def test_one_changed_sentence_is_one_suggestion_per_language(po: Path) -> None:
    change_a_sentence(root_of(po))
    result = update(root_of(po))
    assert "1 suggestion to confirm" in result.output and "1 translation no longer used" in result.output
    assert "new text" not in result.output
    (changed,) = [entry for entry in polib.pofile(po) if entry.fuzzy]
    assert changed.previous_msgid and ", now." in changed.msgid


def test_a_change_taken_back_is_told_as_such(po: Path) -> None:
    lesson = root_of(po) / "units" / "unit1" / "lesson1" / "lesson.md"
    data, before = lesson.read_bytes(), po.read_bytes()
    change_a_sentence(root_of(po))
    update(root_of(po))
    lesson.write_bytes(data)
    assert "1 former translation in use again" in update(root_of(po)).output
    assert po.read_bytes() == before


def test_sections_in_another_order_and_a_renamed_lesson_lose_nothing(po: Path) -> None:
    course = root_of(po)
    lesson = course / "units" / "unit1" / "lesson1" / "lesson.md"
    head, *sections = lesson.read_text("utf-8").split("\n## ")
    assert len(sections) > 1
    lesson.write_text("\n## ".join([head, *(part.rstrip("\n") + "\n" for part in reversed(sections))]), "utf-8")
    assert update(course).exit_code == 0
    assert not [entry for entry in polib.pofile(po) if entry.fuzzy or not entry.msgstr or entry.obsolete]
    lesson.parent.rename(lesson.parent.with_name("beginning"))
    unit = course / "units" / "unit1" / "unit.yaml"
    unit.write_text(
        unit.read_text("utf-8").replace("lessons: [lesson1]", "moved: {lesson1: beginning}\nlessons: [beginning]"),
        "utf-8",
    )
    before = texts(po)
    result = update(course)
    assert result.exit_code == 0, result.output
    assert texts(po) == before
    assert not [entry for entry in polib.pofile(po) if entry.fuzzy or entry.obsolete]
