"""Hostile and broken files: each gets an error with its place, little time and memory, and nothing is written."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from machina_scorm.banks import import_into
from machina_scorm.errors import ProjectError, SourceError
from machina_scorm.imports import LARGEST, Imported, ImportFile, read_data, read_file
from machina_scorm.imports.limits import open_package
from machina_scorm.problems import Report, Severity

QUIZ = (
    "<quiz><question type='essay'><name><text>n</text></name><questiontext><text>{}</text></questiontext></question>"
    "</quiz>"
)


def read(data: bytes, name: str = "bank.txt", encoding: str = "", form: str = "") -> Imported:
    return read_data(ImportFile(name, data, encoding), form)


def rules(found: Imported) -> set[tuple[str, int]]:
    return {(p.rule, p.source.line) for p in found.problems if p.severity is Severity.ERROR}


LAUGHS = '<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE quiz [<!ENTITY % a SYSTEM "http://example.org/x.dtd"> %a;]>'


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE, PARAMETER], ids=["laughs", "file", "dtd"])
def test_entities_that_grow_or_read_files_are_refused(doctype: str) -> None:
    found = read(f"<?xml version='1.0'?>\n{doctype}\n{QUIZ.format('&a;')}".encode(), "bank.xml")
    assert rules(found) == {("import-xml-entity", 2)}
    assert not found.questions and "root:" not in str(found)


def test_a_short_entity_is_read_as_moodle_reads_it() -> None:
    doctype = '<!DOCTYPE quiz [<!ENTITY nbsp "&#160;">]>'
    found = read(f"{doctype}{QUIZ.format('a&nbsp;b')}".encode(), "bank.xml")
    assert found.stored[0].text.text == "a\xa0b"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"<quiz>\n<question type='essay'>\n<name><text>a & b</text></name></question></quiz>", 3),
        (b"<quiz>\n<question>", 2),
        (b"<quiz>\n\x01</quiz>", 2),
    ],
    ids=["ampersand", "cut off", "control"],
)
def test_broken_xml_names_its_line(data: bytes, line: int) -> None:
    found = read(data, "bank.xml")
    assert {where for rule, where in rules(found)} == {line}


@pytest.mark.parametrize("page", ["cp1253", "cp1250", "latin-1", "utf-16"])
@pytest.mark.parametrize("form", ["gift", "aiken", "moodle-xml"])
def test_an_old_encoding_is_named_and_read_when_the_user_says_so(page: str, form: str) -> None:
    words = {"cp1253": "Καλημέρα κόσμε", "cp1250": "Bună ziua, ştiinţă", "latin-1": "Übung für Café", "utf-16": "Ώρα"}[
        page
    ]
    text = {
        "gift": f"// one\n::q::{words}{{=a ~b}}\n",
        "aiken": f"\n{words}\nA) a\nB) b\nANSWER: A\n",
        "moodle-xml": "\n" + QUIZ.format(words),
    }[form]
    data = text.encode(page)
    found = read(data, form=form)
    ((rule, line),) = rules(found)
    assert rule == "import-encoding" and line > 0 and not found.questions
    named = read(data, encoding=page, form=form)
    assert named.sound and named.stored[0].text.text == words


def test_the_guess_of_an_encoding_is_good_enough_to_be_shown() -> None:
    (problem,) = read("::q::Ποια είναι η πρωτεύουσα;{=Αθήνα ~Πάτρα}".encode("cp1253")).problems
    assert "cp1253" in problem.message and "cp1253" in problem.hint and "Ποια είναι" in problem.message


def test_windows_line_ends_and_a_byte_order_mark_are_nothing() -> None:
    found = read("\ufeff::q::Why?\r\n{\r\n=a\r\n~b\r\n}\r\n\r\n::r::Who?{T}\r\n".encode())
    assert found.sound and found.types == ("multichoice", "truefalse")


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.gift"
    with path.open("wb") as file:
        file.truncate(LARGEST * 2)
    tracemalloc.start()
    found = read_file(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rules(found) == {("import-too-large", 0)} and peak < 5_000_000


@pytest.mark.parametrize(
    "text",
    [
        "{" * 100_000,
        "::q::x{" + "~%50%" * 50_000 + "}",
        "::q::[html]" + "<b>" * 50_000 + "{}",
        "::q::x{" + "=a#" * 50_000 + "}",
    ],
    ids=["braces", "weights", "tags", "comments"],
)
def test_large_nonsense_ends_soon_with_an_error(text: str) -> None:
    found = read(text.encode(), "x.gift", form="gift")
    assert not found.sound


@pytest.mark.parametrize("inner", ["{1:SA:=" * 20_000, "{1:SA:=a~" * 20_000 + "}", "[[1]]" * 20_000])
def test_large_nonsense_in_gaps_ends_soon(inner: str) -> None:
    text = QUIZ.replace("'essay'", "'cloze'").format(f"<![CDATA[{inner}]]>")
    assert not read(text.encode(), "x.xml").sound


def zipped(entries: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("entries", "rule"),
    [
        ({"a.xml": b"\0" * 60_000_000}, "import-bomb"),
        ({"a.xml": b"\0" * 20_000_000}, "import-bomb"),
        ({"../../etc/a": b"x"}, "import-path"),
        ({"/etc/a": b"x"}, "import-path"),
        ({"C:\\a": b"x"}, "import-path"),
    ],
)
def test_a_package_that_unpacks_too_large_or_outside_is_refused(entries: dict[str, bytes], rule: str) -> None:
    report = Report()
    with open_package(ImportFile("p.zip", zipped(entries)), report) as package:
        assert package is None
    assert {problem.rule for problem in report.problems} == {rule}


def course(root: Path) -> Path:
    folder = root / "units/lu1/l1-intro"
    folder.mkdir(parents=True)
    (root / "units/course.yaml").write_text("", encoding="utf-8", newline="\n")
    (folder / "lesson.md").write_text("", encoding="utf-8", newline="\n")
    return folder


def names(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_nothing_is_written_where_something_is_lost(tmp_path: Path) -> None:
    folder = course(tmp_path)
    bank = tmp_path / "bank.gift"
    bank.write_text("::q::One?{=a ~b}\n\n::r::Two?{=a =b ~c}\n", encoding="utf-8", newline="\n")
    before = names(tmp_path)
    done = import_into(tmp_path, "lu1/l1-intro", [bank])
    assert not done.sound and not done.written and names(tmp_path) == before
    dry = import_into(tmp_path, "lu1/l1-intro", [bank], dry_run=True, keep_going=True)
    assert len(dry.taken) == 1 and names(tmp_path) == before
    done = import_into(tmp_path, "lu1/l1-intro", [bank], keep_going=True)
    assert [question.id for question in done.taken] == ["q"]
    assert names(folder) == {"lesson.md", "quiz.yaml", "quiz.import/bank.gift"}
    again = import_into(tmp_path, "lu1/l1-intro", [bank], keep_going=True)
    assert [question.id for question in again.taken] == ["q-2"]
    assert (folder / "quiz.yaml").read_text("utf-8").count("- id: q") == 2


def test_a_lesson_that_is_none_and_a_broken_quiz_are_refused(tmp_path: Path) -> None:
    folder = course(tmp_path)
    bank = tmp_path / "bank.gift"
    bank.write_text("::q::One?{=a ~b}\n", encoding="utf-8", newline="\n")
    with pytest.raises(ProjectError, match="lu1/l1-intro"):
        import_into(tmp_path, "lu1/l1-intr", [bank])
    (folder / "quiz.yaml").write_text("questions: [", encoding="utf-8", newline="\n")
    with pytest.raises(SourceError):
        import_into(tmp_path, "lu1/l1-intro", [bank])
    assert not (folder / "quiz.import").exists()


_gift = st.lists(
    st.sampled_from(
        [
            "::",
            "{",
            "}",
            "=",
            "~",
            "#",
            "####",
            "->",
            "\\",
            "\n",
            "\n\n",
            "%50%",
            "T",
            "a",
            "[html]",
            "<b>",
            "1..2",
            "//",
            "0",
            ":",
            "$CATEGORY:",
            ">3",
        ]
    ),
    max_size=25,
).map("".join)
_PIECES = (
    """
<quiz>|</quiz>|<question type='cloze'>|<question type='multichoice'>|<question type='numerical'>|</question>
<name><text>n</text></name>|<questiontext><text>{1:MC:=a~b} [[1]]</text></questiontext>|<answer>|</answer>
<answer fraction='100'><text>1</text></answer>|<subquestion><text>a</text></subquestion>|&lt;|<!--|-->|<file/>
<tags><tag/></tags>|<penalty/>
""".strip()
    .replace("\n", "|")
    .split("|")
)
_xml = st.lists(st.sampled_from(_PIECES), max_size=20).map("".join)


@given(st.one_of(_gift.map(str.encode), st.binary(max_size=60)), st.sampled_from(["gift", "aiken"]))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_a_reader_fail(data: bytes, form: str) -> None:
    found = read(data, "x", form=form)
    assert found.questions or found.problems or found.categories


@given(_xml, st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_xml_makes_the_reader_fail(text: str, closed: bool) -> None:
    whole = f"<quiz><question type='multichoice'>{text}</question></quiz>" if closed else text
    found = read(whole.encode() or b"x", "x.xml", form="moodle-xml")
    assert found.questions or found.problems
