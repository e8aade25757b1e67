"""`machina i18n mark`: who vouches for translations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polib
from status_builders import GREEK, SENTENCE, change, i18n, read, rewrite, status_of, whole

from machina_scorm.i18n.po import FUZZY, PoEntry
from machina_scorm.i18n.review import State, entry_state


def states(root: Path) -> set[State]:
    return {entry_state(entry) for entry in read(root).entries if entry.msgstr and not entry.fuzzy}


def test_every_translation_is_marked_once(course: Path) -> None:
    before = (whole(course) / GREEK).read_bytes()
    number = len(read(course).entries)
    result = i18n(course, "mark", "machine", "--lang", "el", "--unit", "unit1")
    assert result.exit_code == 0 and f"{number} translations marked as machine" in result.output
    assert states(course) == {State.MACHINE}
    assert (course / f"{GREEK}.bak").read_bytes() == before
    again = (course / GREEK).read_bytes()
    second = i18n(course, "mark", "machine", "--lang", "el", "--unit", "unit1")
    assert "0 translations marked" in second.output and (course / GREEK).read_bytes() == again
    assert (course / f"{GREEK}.bak").read_bytes() == before
    assert "0 files would change" in i18n(course, "update", "--dry-run").output
    assert polib.pofile(str(course / GREEK)).percent_translated() == 100
    assert {c.words.machine for c in status_of(course).catalogs if c.name == "course"} == {0}


def test_who_it_is_owed_to_is_noted(course: Path) -> None:
    i18n(whole(course), "mark", "reviewed", "--lang", "el", "--by", "Άννα Π.\nX")
    assert states(course) == {State.REVIEWED}
    assert {entry.comments[0].partition(" by ")[2] for entry in read(course).entries} == {"Άννα Π. X"}
    i18n(course, "mark", "human", "--lang", "el")
    assert states(course) == {State.HUMAN} and not any(entry.comments for entry in read(course).entries)


def test_only_what_is_in_a_state(course: Path) -> None:
    whole(course)
    i18n(course, "mark", "reviewed", "--lang", "el", "--unit", "unit1")
    change(course, lambda e: replace(e, msgstr=e.msgstr + " x") if len(e.msgid) % 2 else e)  # a person's work again
    reviewed = [entry for entry in read(course).entries if entry_state(entry) is State.REVIEWED]
    result = i18n(course, "mark", "machine", "--lang", "el", "--unit", "unit1", "--only", "human")
    assert result.exit_code == 0
    assert [entry for entry in read(course).entries if entry_state(entry) is State.REVIEWED] == reviewed
    assert states(course) == {State.MACHINE, State.REVIEWED}
    i18n(course, "mark", "human", "--lang", "el", "--unit", "unit1", "--only", "machine")
    assert states(course) == {State.HUMAN, State.REVIEWED}


def test_fuzzy_ones_are_passed_over_unless_accepted(course: Path) -> None:
    whole(course)
    rewrite(course, SENTENCE, "The opening: a task from a job.")
    i18n(course, "update")
    i18n(course, "mark", "machine", "--lang", "el")
    (fuzzy,) = [entry for entry in read(course).entries if entry.fuzzy]
    assert fuzzy.previous and not fuzzy.comments
    assert len(status_of(course).stale) == 1
    i18n(course, "mark", "human", "--lang", "el", "--fuzzy", "--by", "A")
    found = next(entry for entry in read(course).entries if entry.key == fuzzy.key)
    assert (found.fuzzy, found.previous, found.msgstr) == (False, None, fuzzy.msgstr)
    assert entry_state(found) is State.HUMAN and status_of(course).stale == ()


def test_what_the_checks_find_wrong_is_not_reviewed(course: Path) -> None:
    whole(course)

    def spoil(entry: PoEntry) -> PoEntry:
        if entry.msgid.startswith(SENTENCE):
            return replace(entry, msgstr="$x^2$ " + entry.msgstr, flags=(FUZZY,))
        return entry

    change(course, spoil)
    line = next(entry.line for entry in read(course).entries if entry.msgid.startswith(SENTENCE))
    result = i18n(course, "mark", "reviewed", "--lang", "el", "--unit", "unit1", "--fuzzy")
    assert result.exit_code == 1 and "1 translation not marked" in result.output
    wrong = next(entry for entry in read(course).entries if entry.msgid.startswith(SENTENCE))
    assert wrong.fuzzy and entry_state(wrong) is State.HUMAN
    assert f"{GREEK}:{line}: " in result.output
    assert {entry_state(entry) for entry in read(course).entries if entry != wrong} == {State.REVIEWED}
    i18n(course, "mark", "machine", "--lang", "el", "--unit", "unit1", "--fuzzy")
    assert states(course) == {State.MACHINE}  # a machine vouches for nothing


def test_a_broken_catalog_is_left_alone(course: Path) -> None:
    path = whole(course) / GREEK
    path.write_bytes(path.read_bytes() + b'\nmsgid "unfinished\n')
    before = path.read_bytes()
    result = i18n(course, "mark", "machine", "--lang", "el")
    assert result.exit_code == 1 and "po-syntax" in result.output
    assert path.read_bytes() == before and not path.with_name("unit1.po.bak").exists()
    assert "i18n/el/course.po: " in result.output  # the others are marked


def test_wrong_names_and_words(course: Path) -> None:
    for options in (("machine",), ("best", "--lang", "el")):
        assert i18n(course, "mark", *options).exit_code == 2
    for options in (
        ("machine", "--lang", "xx"),
        ("machine", "--lang", "en"),
        ("machine", "--lang", "el", "--unit", "x"),
    ):
        result = i18n(course, "mark", *options)
        assert result.exit_code == 1 and "Traceback" not in result.output


def test_obsolete_translations_keep_their_state(course: Path) -> None:
    whole(course)
    rewrite(course, SENTENCE + " It stands", "Something else altogether, quite new here: it stands")
    i18n(course, "update")
    gone = [entry for entry in read(course).entries if entry.obsolete]
    i18n(course, "mark", "machine", "--lang", "el")
    assert gone and [entry for entry in read(course).entries if entry.obsolete] == gone
