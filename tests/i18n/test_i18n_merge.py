"""Merging: no translation is lost, none is passed off as current, and a second run changes nothing."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from i18n_builders import GERMAN, question, text, truth, unit

from machina_scorm.i18n.extract import Message, extract
from machina_scorm.i18n.merge import MIN_LENGTH, THRESHOLD, merge, remember, write_pot
from machina_scorm.i18n.po import PoEntry, PoFile, read_po, write_po
from machina_scorm.i18n.update import update_catalogs
from machina_scorm.model.edition import Language
from machina_scorm.problems import Report
from machina_scorm.source import Source

FRENCH = Language("fr", "fr", "Français", "ltr", "nplurals=2; plural=(n > 1);", ("«", "»"), ",", 1.25)
SENTENCE = "Too large a learning rate makes the loss diverge"


def message(md: str, role: str = "") -> Message:
    return Message(text(md, role))


def known(md: str, msgstr: str, **more: object) -> PoEntry:
    return replace(PoEntry(md, msgstr), **more)  # type: ignore[arg-type]


def merged(messages: list[Message], *old: PoEntry, memory: tuple[PoEntry, ...] = ()) -> list[PoEntry]:
    return list(merge(messages, PoFile(old), GERMAN, remember([PoFile(memory)])).entries)


def test_a_known_message_keeps_its_translation_and_comments() -> None:
    old = known("One", "Eins", comments=("checked",))
    assert merged([message("One")], old) == [old]


def test_entries_follow_the_document() -> None:
    old = [known(word, word.upper()) for word in ("c", "a", "b")]
    assert [entry.msgid for entry in merged([message(word) for word in "abc"], *old)] == ["a", "b", "c"]


def test_a_changed_sentence_is_fuzzy_with_what_it_was_and_the_old_one_is_kept() -> None:
    changed, gone = merged([message(SENTENCE + ".")], known(SENTENCE, "Zu groß"))
    assert (changed.msgstr, changed.fuzzy, changed.previous) == ("Zu groß", True, (None, SENTENCE))
    assert (gone.msgid, gone.msgstr, gone.obsolete, gone.fuzzy) == (SENTENCE, "Zu groß", True, False)


def test_a_change_taken_back_brings_the_translation_back() -> None:
    changed = merged([message(SENTENCE + ".")], known(SENTENCE, "Zu groß"))
    assert merged([message(SENTENCE)], *changed) == [known(SENTENCE, "Zu groß")]


def test_a_second_change_still_names_what_was_translated() -> None:
    once = merged([message(SENTENCE + ".")], known(SENTENCE, "Zu groß"))
    twice = merged([message(SENTENCE + "!")], *once)
    assert [(entry.previous, entry.obsolete) for entry in twice] == [((None, SENTENCE), False), (None, True)]


def test_the_same_words_elsewhere_are_suggested() -> None:
    other = known("Loss", "Verlust", msgctxt="title")
    (entry,) = merged([message("Loss")], memory=(known("Loss", "?", flags=("fuzzy",)), other))
    assert (entry.msgstr, entry.fuzzy, entry.previous) == ("Verlust", True, ("title", "Loss"))


def test_the_same_context_is_suggested_before_others() -> None:
    memory = (known("Loss", "Schaden"), known("Loss", "Verlust", msgctxt="title"))
    (entry,) = merged([message("Loss", "title")], memory=memory)
    assert (entry.msgstr, entry.previous) == ("Verlust", None)


def test_short_and_distant_messages_are_not_suggested() -> None:
    old = (known("Disc data", "Plattendaten"), known("A wholly different sentence about trees", "Bäume"))
    entries = merged([message("Disk data"), message(SENTENCE)], *old)
    assert [entry.msgstr for entry in entries if not entry.obsolete] == ["", ""]
    assert len(entries) == 4


WORD = st.sampled_from(["the", "loss", "falls", "rises", "slowly", "quickly", "with", "every", "step"])
SENTENCES = st.lists(WORD, min_size=1, max_size=8).map(" ".join)


@given(SENTENCES, st.lists(SENTENCES, unique=True, max_size=6))
def test_the_suggestion_is_the_first_of_the_most_alike(new: str, former: list[str]) -> None:
    lost = [sentence for sentence in former if sentence != new]
    likeness = [
        SequenceMatcher(None, old, new, autojunk=False).ratio() if min(len(old), len(new)) >= MIN_LENGTH else 0.0
        for old in lost
    ]
    best = max(likeness, default=0.0)
    found = merged([message(new)], *(known(old, old.upper()) for old in lost))[0]
    assert found.msgstr == (lost[likeness.index(best)].upper() if best >= THRESHOLD else "")


def test_nothing_untranslated_becomes_obsolete() -> None:
    assert merged([], known("Never translated", "")) == []


sentences = st.sampled_from(
    [
        f"{start} {verb} {end}"
        for start in ("The model", "A model", "Models")
        for verb in ("learns", "learn")
        for end in ("from examples", "from an example.", "by heart")
    ]
)
old_entries = st.lists(
    st.builds(
        known,
        sentences,
        st.sampled_from(["", "Modell", "Lernen"]),
        msgctxt=st.sampled_from([None, "title"]),
        flags=st.sampled_from([(), ("fuzzy",)]),
        previous=st.none() | st.tuples(st.none(), sentences),
        obsolete=st.booleans(),
        comments=st.sampled_from([(), ("mine",)]),
    ),
    max_size=8,
    unique_by=lambda entry: entry.key,
)
new_messages = st.lists(st.builds(message, sentences, st.sampled_from(["", "title"])), max_size=8)


@given(new_messages, old_entries, old_entries)
@settings(max_examples=200)
def test_merging_again_changes_nothing_and_nothing_is_lost(
    messages: list[Message], old: list[PoEntry], others: list[PoEntry]
) -> None:
    elsewhere = PoFile(tuple(others))
    first = merge(messages, PoFile(tuple(old)), GERMAN, remember([PoFile(tuple(old)), elsewhere]))
    written = write_po(first)
    again = read_po(written, Source("de.po"), Report())
    second = merge(messages, again, GERMAN, remember([again, elsewhere]))
    assert write_po(second) == written
    assert {entry.msgstr for entry in first.entries} >= {entry.msgstr for entry in old if entry.msgstr}
    current = {entry.key for entry in old if not entry.fuzzy and entry.msgstr}
    assert all(entry.fuzzy or entry.key in current for entry in first.entries if entry.msgstr)


def test_a_header_of_another_tool_is_kept() -> None:
    theirs = "Project-Id-Version: x\nPO-Revision-Date: 2024-01-02 10:00+0100\nLast-Translator: A\nLanguage: de\n"
    header = merge([], PoFile((), PoEntry("", theirs + "X-Generator: Poedit 3.4\n")), GERMAN).header.msgstr
    assert header.startswith(theirs) and "X-Generator: Poedit 3.4\n" in header
    assert f"Plural-Forms: {GERMAN.plural}\n" in header
    assert "POT-Creation-Date" not in header + write_pot([message("One")])


def update(value: object, old: dict[str, str], report: Report | None = None) -> dict[str, str]:
    report = report or Report()
    return {**old, **update_catalogs({"lu1": value}, [GERMAN, FRENCH], "en", old, report, "machina")}


def test_one_changed_sentence_changes_one_entry_per_language() -> None:
    whole = unit(question(), truth())
    files = {path: translate(po) for path, po in update(whole, {}).items()}
    changed = update(unit(question(), truth(), prose="A **model** is a formula: $y = x$."), files)
    for path in ("i18n/de/lu1.po", "i18n/fr/lu1.po"):
        before, after = (active(each[path]) for each in (files, changed))
        assert [a.key == b.key for a, b in zip(before, after, strict=True)].count(False) == 1
        assert [entry.msgid for entry in after if entry.fuzzy] == ["A **model** is a formula: $y = x$."]


def test_moving_a_question_to_the_front_loses_nothing() -> None:
    files = {path: translate(po) for path, po in update(unit(question(), truth()), {}).items()}
    moved = update(unit(truth(), question()), files)
    assert not [entry for entry in active(moved["i18n/de/lu1.po"]) if entry.fuzzy or not entry.msgstr]


def test_a_renamed_unit_finds_its_words_in_the_old_catalog() -> None:
    files = {path: translate(po) for path, po in update(unit(), {}).items()}
    new = update_catalogs({"lu9": unit()}, [GERMAN], "en", files, Report())
    assert all(entry.msgstr and entry.fuzzy for entry in active(new["i18n/de/lu9.po"]))


def translate(po: str) -> str:
    file = read_po(po, Source("po"), Report())
    return write_po(replace(file, entries=tuple(replace(each, msgstr=f"DE {each.msgid}") for each in file.entries)))


def active(po: str) -> list[PoEntry]:
    return [entry for entry in read_po(po, Source("po"), Report()).entries if not entry.obsolete]


def test_a_second_update_changes_nothing_and_there_is_no_catalog_of_the_source() -> None:
    first = update(unit(question()), {})
    assert sorted(first) == ["i18n/de/lu1.po", "i18n/fr/lu1.po", "i18n/templates/lu1.pot"]
    assert update(unit(question()), first) == first
    english = Language("en", "en", "English", "ltr", GERMAN.plural, ("“", "”"), ".", 1)
    assert list(update_catalogs({"lu1": unit()}, [english], "en", {}, Report())) == ["i18n/templates/lu1.pot"]


def test_a_broken_catalog_is_left_alone() -> None:
    report = Report()
    old = {"i18n/de/lu1.po": 'msgid "One"\nmsgstr "Eins\n'}
    new = update_catalogs({"lu1": unit()}, [GERMAN, FRENCH], "en", old, report)
    assert sorted(new) == ["i18n/fr/lu1.po", "i18n/templates/lu1.pot"]
    assert [str(problem.source) for problem in report] == ["i18n/de/lu1.po:2"]


def test_gettext_reads_every_file_and_changes_nothing() -> None:
    if not shutil.which("msgcat"):
        pytest.skip("gettext is not installed: apt install gettext")
    changed = update(unit(truth()), {path: translate(po) for path, po in update(unit(question()), {}).items()})
    for path, content in changed.items():
        run = subprocess.run(["msgcat", "--no-wrap", "-"], input=content.encode(), capture_output=True, check=True)
        assert run.stdout.decode() == content, path
        subprocess.run(["msgfmt", "-c", "-o", "-", "-"], input=content.encode(), capture_output=True, check=True)


def test_the_template_lists_every_message() -> None:
    messages = extract(unit(question()))
    found = read_po(write_pot(messages), Source("lu1.pot"), Report())
    assert [entry.key for entry in found.entries] == [message.key for message in messages]
