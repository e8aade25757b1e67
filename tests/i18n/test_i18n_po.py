"""PO files: what is written is read again, other tools change nothing, and a broken file keeps its good part."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from i18n_builders import GERMAN, text

from machina_scorm.i18n.catalog import read_catalog
from machina_scorm.i18n.po import PoEntry, PoFile, read_po, write_po
from machina_scorm.problems import Report, Severity
from machina_scorm.source import Source

PLACE = Source("i18n/de/lu1.po")
HEADER = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
GOOD = 'msgid "One"\nmsgstr "Eins"\n'
ALSO_GOOD = '\nmsgctxt "title"\nmsgid "Two"\nmsgstr "Zwei"\n'

strings = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\x00\r"), max_size=40)
line = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=20)
words = st.lists(line.filter(lambda word: "," not in word), max_size=3).map(tuple)
entries = st.builds(
    PoEntry,
    msgid=strings.filter(bool),
    msgstr=strings,
    msgctxt=st.none() | strings.filter(bool),
    flags=st.sampled_from([(), ("fuzzy",), ("fuzzy", "no-wrap")]),
    previous=st.none() | st.tuples(st.none() | strings, strings),
    comments=st.lists(line.filter(lambda word: word[0] not in ".:,|~"), max_size=2).map(tuple),
    notes=st.lists(line, max_size=2).map(tuple),
    references=words,
)
files = st.lists(entries, max_size=5, unique_by=lambda entry: entry.key).map(
    lambda found: PoFile(tuple(found), PoEntry("", "Language: de\n"))
)


@given(files)
@settings(max_examples=150)
def test_what_is_written_is_read_again(file: PoFile) -> None:
    report = Report()
    assert read_po(write_po(file), PLACE, report) == file
    assert not list(report)


@given(files)
@settings(max_examples=50)
def test_windows_line_ends_and_a_byte_order_mark_change_nothing(file: PoFile) -> None:
    assert read_po("\ufeff" + write_po(file).replace("\n", "\r\n"), PLACE, Report()) == file


@pytest.mark.parametrize("width", [0, 78])
def test_a_save_by_polib_in_any_wrapping_says_the_same(width: int) -> None:
    saved = str(polib.pofile(write_po(sample()), wrapwidth=width))
    entries = read_po(saved, PLACE, Report()).entries
    # polib wraps the comments too.
    unwrapped = [replace(entry, comments=(), notes=()) for entry in entries]
    assert unwrapped == [replace(entry, comments=(), notes=()) for entry in sample().entries]


def test_msgcat_changes_nothing_and_msgfmt_finds_nothing() -> None:
    if not shutil.which("msgcat"):
        pytest.skip("gettext is not installed: apt install gettext")
    found = write_po(sample()).encode()
    run = subprocess.run(["msgcat", "--no-wrap", "-"], input=found, capture_output=True, check=True)
    assert run.stdout.decode() == found.decode()
    subprocess.run(["msgfmt", "-c", "-o", "-", "-"], input=found, capture_output=True, check=True)


def sample() -> PoFile:
    header = PoEntry("", "Language: de\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n")
    prose = PoEntry(
        'Too large a $\\eta$ makes\\\nthe loss **diverge**: \t“x”, "y".',
        "Ein zu großes $\\eta$ lässt\\\nden Verlust **divergieren**.",
        comments=("machina: ignore=number-mismatch because it is spelled out", "", "second"),
        notes=("lesson 1 “Learning” · page models", "Author's note: " + "long " * 40 + "end"),
        references=tuple(f"units/lu1/l{n}-a-rather-long-name/lesson.md" for n in range(5)),
    )
    changed = replace(prose, msgctxt="title", flags=("fuzzy",), previous=("title", "Too large\\\nan eta"))
    gone = PoEntry("Gone", "Fort", msgctxt="title", comments=("kept",), flags=("fuzzy",), obsolete=True)
    return PoFile((prose, changed, gone), header)


@pytest.mark.parametrize(
    ("broken", "rule", "line"),
    [
        ('msgid "Three\nmsgstr "Drei"\n', "po-syntax", 9),
        ('msgid "Three"\nmsgstr "Drei" und mehr\n', "po-syntax", 10),
        ('msgid "Three"\nmsgstr "Dr"ei"\n', "po-syntax", 10),
        ('msgid "Three"\nmsgstr "$\\eta$"\n', "po-syntax", 10),
        ('msgid "Three"\nmsgid "Four"\nmsgstr "Vier"\n', "po-syntax", 10),
        ('msgid "Three"\n', "po-syntax", 9),
        ("Drei\n", "po-syntax", 9),
        ('msgid "Three"\n<<<<<<< HEAD\nmsgstr "Drei"\n=======\nmsgstr "3"\n>>>>>>> x\n', "po-conflict", 10),
        ('<<<<<<< HEAD\nmsgid "Three"\nmsgstr "Drei"\n=======\n\nmsgid "A"\n>>>>>>> x\n"b"\n', "po-conflict", 9),
        ('msgid "One"\nmsgstr "1"\n', "po-duplicate", 9),
    ],
)
def test_a_broken_entry_is_named_and_the_others_are_kept(broken: str, rule: str, line: int) -> None:
    report = Report()
    file = read_po(HEADER + GOOD + "\n" + broken + ALSO_GOOD, PLACE, report)
    assert [(problem.rule, problem.source.line) for problem in report] == [(rule, line)]
    assert all(problem.hint for problem in report)
    assert {entry.key: entry.msgstr for entry in file.entries} == {(None, "One"): "Eins", ("title", "Two"): "Zwei"}
    assert file.broken


def test_of_two_entries_with_one_translation_the_translated_one_is_kept() -> None:
    report = Report()
    file = read_po(HEADER + 'msgid "One"\nmsgstr ""\n\n' + GOOD, PLACE, report)
    assert [entry.msgstr for entry in file.entries] == ["Eins"]
    assert [problem.severity for problem in report] == [Severity.WARNING]
    assert not file.broken


def test_a_file_saved_as_latin_1_is_read_if_it_says_so() -> None:
    report = Report()
    data = (HEADER.replace("UTF-8", "ISO-8859-1") + 'msgid "over"\nmsgstr "über"\n').encode("latin-1")
    assert read_catalog(data, PLACE, GERMAN, report).lookup(text("over")) == "über"
    assert [(problem.rule, problem.severity) for problem in report] == [("po-encoding", Severity.WARNING)]


def test_a_file_that_is_not_utf_8_loses_only_what_cannot_be_read() -> None:
    report = Report()
    data = (HEADER + GOOD).encode() + 'msgid "over"\nmsgstr "über"\n'.encode("latin-1") + ALSO_GOOD.encode()
    found = read_catalog(data, PLACE, GERMAN, report)
    assert found.lookup(text("One")) == "Eins" and found.lookup(text("Two", "title")) == "Zwei"
    assert found.lookup(text("over")) is None
    assert ("po-encoding", 9) in {(problem.rule, problem.source.line) for problem in report}


def test_missing_and_fuzzy_translations_are_none_and_headers_are_compared() -> None:
    report = Report()
    head = HEADER.replace("Language: de", 'Language: fr\\n"\n"Plural-Forms: nplurals=1; plural=0;')
    po = head + '#, fuzzy\nmsgid "One"\nmsgstr "Eins"\n\nmsgid "Two"\nmsgstr ""\n\n#~ msgid "Three"\n#~ msgstr "Drei"\n'
    found = read_catalog(po, PLACE, GERMAN, report)
    assert [found.lookup(text(word)) for word in ("One", "Two", "Three", "Four")] == [None] * 4
    assert [problem.rule for problem in report] == ["po-language", "po-plural"]


def test_a_translation_is_brought_into_the_form_of_a_message() -> None:
    po = HEADER + 'msgid "One"\nmsgstr ""\n" u\u0308ber \\n"\n"zwei  \\n"\n"Zeilen\\\\\\n"\n"drei\\n"\n'
    assert read_catalog(po, PLACE, GERMAN, Report()).lookup(text("One")) == "über zwei\\\nZeilen\\\ndrei"
