"""`machina i18n export` and `machina i18n import` on a course folder."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from machina_scorm.cli import main

FILES = ("texts.xlf", "texts-2.1.xlf", "texts.csv", "texts.xlsx")


def i18n(course: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["i18n", *arguments, "--project", str(course)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def catalogs(course: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(course.glob("i18n/el/*.po"))}


def fill(file: Path, translate: str = "Κείμενο {}") -> int:
    """Translate every text of a CSV in which nothing is translated; return how many."""
    table = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    for row in table[1:]:
        row[5] = translate.format(row[4])
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(table)
    file.write_bytes(buffer.getvalue().encode("utf-8-sig"))
    return len(table) - 1


@pytest.fixture
def empty(course: Path) -> Path:
    """A course whose Greek catalogs are as `update` makes them, without a translation."""
    assert i18n(course, "update").exit_code == 0
    return course


def test_out_and_in_again_changes_nothing(empty: Path, tmp_path: Path) -> None:
    before, files = catalogs(empty), [str(tmp_path / name) for name in FILES]
    for file in files:
        version = ("--version", "2.1") if "2.1" in file else ()
        out = i18n(empty, "export", "--lang", "el", "--to", file, *version)
        assert out.exit_code == 0 and "missing" in out.output
    result = i18n(empty, "import", *files)
    assert result.exit_code == 0 and "no catalog changes" in result.output
    assert catalogs(empty) == before


def test_a_partner_translates_a_table(empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "ελληνικά.csv"
    i18n(empty, "export", "--lang", "el", "--to", str(file))
    number, before = fill(file), catalogs(empty)
    dry = i18n(empty, "import", str(file), "--dry-run")
    assert dry.exit_code == 0 and "would be written" in dry.output and catalogs(empty) == before
    result = i18n(empty, "import", str(file))
    assert result.exit_code == 0 and f"{number:,}" in result.output and "--accept" in result.output
    text = (empty / "i18n/el/course.po").read_text("utf-8")
    assert "#, fuzzy" in text and "# machina: imported from ελληνικά.csv" in text
    assert (empty / "i18n/el/course.po.bak").read_bytes() == before["course.po"]
    after = catalogs(empty)
    assert "no catalog changes" in i18n(empty, "import", str(file)).output and catalogs(empty) == after
    assert i18n(empty, "import", str(file), "--accept").exit_code == 0
    text = (empty / "i18n/el/course.po").read_text("utf-8")
    assert "fuzzy" not in text and "imported" not in text and "Κείμενο" in text
    assert "0 files would change" in i18n(empty, "update", "--dry-run").output


def test_english_that_changed_since_is_refused_and_partly_taken(empty: Path, tmp_path: Path) -> None:
    file, lesson = tmp_path / "a.csv", next(empty.glob("units/*/*/lesson.md"))
    lesson.write_text(f"{lesson.read_text('utf-8')}\nThis sentence is one that will be changed soon.\n", "utf-8")
    i18n(empty, "update")
    i18n(empty, "export", "--lang", "el", "--to", str(file))
    fill(file)
    lesson.write_text(lesson.read_text("utf-8").replace("will be changed soon", "was changed a moment ago"), "utf-8")
    before = catalogs(empty)
    result = i18n(empty, "import", str(file))
    assert result.exit_code == 1 and "Nothing was written" in result.output and catalogs(empty) == before
    assert "import-source-changed" in result.output and "was changed a moment ago" in result.output
    text = file.read_text("utf-8-sig")
    assert f"a.csv:{text.count(chr(10), 0, text.index('changed soon')) + 1}:" in result.output
    assert not list(tmp_path.glob("*.rest.po"))
    assert i18n(empty, "import", str(file), "--partial").exit_code == 0
    text = "".join(data.decode() for data in catalogs(empty).values())
    assert '#| msgid "This sentence is one that will be changed soon."' in text


def test_what_finds_no_place_is_kept_beside_the_file(empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    i18n(empty, "export", "--lang", "el", "--to", str(file))
    fill(file)
    with file.open("a", encoding="utf-8", newline="") as stream:
        stream.write(
            "m0123456789ab,i18n/el/course.po,,,A text that nobody has ever written,Ένα,translated,b00000000\r\n"
        )
    result = i18n(empty, "import", str(file), "--partial")
    assert result.exit_code == 1 and "a.csv.rest.po" in result.output
    assert "Ένα" in (tmp_path / "a.csv.rest.po").read_text("utf-8")
    assert "Κείμενο" in (empty / "i18n/el/course.po").read_text("utf-8")


def test_a_newer_translation_is_kept(empty: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    for file in (old, new):
        i18n(empty, "export", "--lang", "el", "--to", str(file), "--unit", "course")
    fill(old)
    fill(new, "Νεότερο {}")
    assert i18n(empty, "import", str(new), "--accept").exit_code == 0
    result = i18n(empty, "import", str(old))
    assert result.exit_code == 1 and "import-conflict" in result.output
    assert "Νεότερο" in (empty / "i18n/el/course.po").read_text("utf-8")
    theirs = i18n(empty, "import", str(old), "--theirs", "--accept")
    assert theirs.exit_code == 1 and "Κείμενο" in (empty / "i18n/el/course.po").read_text("utf-8")
    assert "Νεότερο" in (tmp_path / "old.csv.rest.po").read_text("utf-8")


def test_a_memory_fills_a_new_course(empty: Path, tmp_path: Path) -> None:
    file, memory = tmp_path / "a.csv", tmp_path / "all.tmx"
    i18n(empty, "export", "--lang", "el", "--to", str(file))
    number = fill(file)
    i18n(empty, "import", str(file), "--accept")
    assert f"el: {number}" in i18n(empty, "export", "--to", str(memory)).output
    for path in empty.glob("i18n/el/*.po"):
        path.unlink()
    i18n(empty, "update")
    result = i18n(empty, "import", str(memory), "--accept")
    assert result.exit_code == 0 and "#, fuzzy" in (empty / "i18n/el/course.po").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "a.xlf"), ""),
        (("--to", "a.doc", "--lang", "el"), "no format has the ending '.doc'"),
        (("--to", "a.csv", "--lang", "xx"), "no language 'xx'"),
        (("--to", "a.csv", "--lang", "en"), "is written in 'en'"),
        (("--to", "a.csv", "--lang", "el", "--unit", "u9"), "no unit 'u9'"),
        (("--to", "a.xlf", "--lang", "el", "--version", "3"), "versions: 1.2, 2.1"),
        (("--to", "a.csv", "--lang", "el", "--version", "2.1"), "leave --version out"),
    ],
)
def test_what_cannot_be_exported_is_said(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = i18n(course, "export", *arguments)
    assert said in result.output and result.exit_code == (1 if said else 0)


def test_a_broken_catalog_stops_both(empty: Path, tmp_path: Path) -> None:
    file, po = tmp_path / "a.csv", empty / "i18n/el/course.po"
    i18n(empty, "export", "--lang", "el", "--to", str(file))
    fill(file)
    po.write_bytes(po.read_bytes() + b'\nmsgid "unfinished\n')
    for arguments in (("export", "--lang", "el", "--to", str(tmp_path / "b.csv")), ("import", str(file))):
        before = catalogs(empty)
        assert i18n(empty, *arguments).exit_code == 1 and catalogs(empty) == before


def test_one_unreadable_file_holds_the_others_back(empty: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "a.csv", tmp_path / "b.xlf"
    i18n(empty, "export", "--lang", "el", "--to", str(good))
    fill(good)
    bad.write_bytes(b"<xliff")
    before = catalogs(empty)
    result = i18n(empty, "import", str(good), str(bad))
    assert result.exit_code == 1 and "b.xlf:1:" in result.output and catalogs(empty) == before


def test_good_rows_are_taken_though_a_row_is_bad(empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    i18n(empty, "export", "--lang", "el", "--to", str(file))
    fill(file)
    file.write_bytes(file.read_bytes() + b'm1,"no end')
    result = i18n(empty, "import", str(file))
    assert result.exit_code == 1 and "import-csv" in result.output
    assert "Κείμενο" in (empty / "i18n/el/course.po").read_text("utf-8")


def test_reviewed_by_without_accept_is_wrong_usage(empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    i18n(empty, "export", "--lang", "el", "--to", str(file))
    assert i18n(empty, "import", str(file), "--reviewed-by", "ANC").exit_code == 2


def test_a_place_that_cannot_be_written_is_said(course: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", "utf-8")
    result = i18n(course, "export", "--lang", "el", "--to", str(tmp_path / "file" / "a.csv"))
    assert result.exit_code == 1 and "cannot be written" in result.output


def test_a_po_from_an_edited_deck_comes_in_and_overwrites_nothing_newer(empty: Path, tmp_path: Path) -> None:
    catalog = empty / "i18n/el/unit1.po"
    title = 'msgctxt "title"\nmsgid "First lesson"\nmsgstr "'
    said = catalog.read_text("utf-8").replace(title, f"{title}Πρώτο", 1)
    catalog.write_text(said, encoding="utf-8", newline="\n")
    head = 'msgid ""\nmsgstr ""\n"Language: el\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    entry = f'#, fuzzy\n{title}Πρώτο μάθημα"\n'
    file = tmp_path / "unit1.el.po"
    file.write_text(f"{head}# was: Πρώτο\n{entry}", encoding="utf-8", newline="\n")
    result = i18n(empty, "import", str(file))
    assert result.exit_code == 0, result.output
    assert f'#, fuzzy\n{title}Πρώτο μάθημα"' in catalog.read_text("utf-8")
    catalog.write_text(said.replace("Πρώτο", "Το πρώτο"), encoding="utf-8", newline="\n")
    late = i18n(empty, "import", str(file))
    assert late.exit_code == 1 and "import-conflict" in late.output
    assert "Το πρώτο" in catalog.read_text("utf-8")
