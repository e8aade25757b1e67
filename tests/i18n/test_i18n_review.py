"""The review state in a translator's comment: what keeps it and what ends it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polib

from machina_scorm.i18n.po import PoEntry, PoFile, read_po, write_po
from machina_scorm.i18n.review import State, entry_state, with_state
from machina_scorm.problems import Report
from machina_scorm.source import Source

ENTRY = PoEntry("A model.", "Ein Modell.", comments=("mind the tone",))


def test_an_entry_that_nobody_marked_is_a_persons() -> None:
    assert entry_state(ENTRY) is State.HUMAN


def test_a_mark_is_read_back_and_other_comments_stay() -> None:
    for state in (State.MACHINE, State.REVIEWED):
        marked = with_state(ENTRY, state, "ANC,  Bucharest")
        assert entry_state(marked) is state
        assert marked.comments[0] == "mind the tone" and marked.comments[1].endswith(" by ANC, Bucharest")
        assert with_state(marked, state, "ANC, Bucharest") == marked


def test_who_changes_a_word_ends_the_mark() -> None:
    marked = with_state(ENTRY, State.REVIEWED)
    assert entry_state(replace(marked, msgstr="Ein Model.")) is State.HUMAN
    assert entry_state(replace(marked, msgid="A model!")) is State.HUMAN
    assert entry_state(replace(marked, msgctxt="title")) is State.HUMAN


def test_a_persons_mark_leaves_no_comment_behind() -> None:
    assert with_state(with_state(ENTRY, State.MACHINE), State.HUMAN) == ENTRY


def test_other_tools_keep_the_mark(tmp_path: Path) -> None:
    long = " ".join(["A model is a formula with numbers."] * 8)
    marked = with_state(PoEntry(long, long.upper()), State.REVIEWED, "L3S")
    file = tmp_path / "unit.po"
    file.write_text(write_po(PoFile((marked,))), encoding="utf-8")
    polib.pofile(str(file), wrapwidth=40).save()
    read = read_po(file.read_text("utf-8"), Source("unit.po"), Report())
    assert [entry_state(entry) for entry in read.entries] == [State.REVIEWED]
