"""What becomes of a text that arrives: nothing is published unseen, nothing is lost, nothing newer is overwritten."""

from __future__ import annotations

from dataclasses import replace

from exchange_builders import bundle, desk, item, rules

from machina_scorm.exchange.bundle import Bundle, Part, Standing
from machina_scorm.exchange.incoming import Choices, Fate, Taken, rest_file, take_in
from machina_scorm.exchange.outgoing import Desk, Only, make_bundle
from machina_scorm.i18n.po import PoEntry, read_po, write_po
from machina_scorm.i18n.review import State, entry_state, with_state
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.source import Source

LONG = "A model is a formula with numbers that were learned."
LONGER = "A model is a formula with parameters that were learned."


def take(made: Bundle, at: Desk, **choices: object) -> tuple[Taken, Report]:
    report = Report()
    return take_in(made, at, Choices(**choices), "agency.xlf", report), report  # type: ignore[arg-type]


def entry_of(taken: Taken, msgid: str) -> PoEntry:
    return next(each for each in taken.catalogs["lu1"].entries if each.msgid == msgid)


def sent(at: Desk, **changes: str) -> Bundle:
    """Return the desk's export with translations by msgid."""
    made = make_bundle(at)
    parts = tuple(
        replace(part, items=tuple(replace(each, msgstr=changes.get(each.msgid, each.msgstr)) for each in part.items))
        for part in made.parts
    )
    return replace(made, parts=parts)


def test_what_arrives_is_marked() -> None:
    at = desk(PoEntry("One"), PoEntry("Two", "Deux"))
    taken, report = take(sent(at, One="Un", Two="Deux !"), at)
    one, two = entry_of(taken, "One"), entry_of(taken, "Two")
    assert (one.msgstr, one.fuzzy, one.comments) == ("Un", True, ("machina: imported from agency.xlf",))
    assert (two.msgstr, two.fuzzy) == ("Deux !", True)
    assert taken.fates == {Fate.TAKEN: 2} and not report.problems


def test_what_comes_back_as_it_was_changes_nothing() -> None:
    at = desk(PoEntry("One"), PoEntry("Two", "Deux"), PoEntry("Three", "Trois", flags=("fuzzy",)))
    for accept in (False, True):
        taken, _ = take(sent(at), at, accept=accept)
        assert not taken.catalogs and taken.fates == {Fate.EMPTY: 1, Fate.SAME: 2}


def test_the_note_of_an_import_is_replaced_and_goes_when_accepted() -> None:
    at = desk(PoEntry("One", comments=("a remark",)))
    file = sent(at, One="Un")
    first, _ = take(file, at)
    then = replace(at, catalogs=first.catalogs)
    again, _ = take(sent(at, One="Une"), then)
    assert entry_of(again, "One").comments == ("a remark", "machina: imported from agency.xlf")
    accepted, _ = take(file, then, accept=True)
    one = entry_of(accepted, "One")
    assert (one.msgstr, one.fuzzy, one.comments) == ("Un", False, ("a remark",))


def test_accepting_makes_a_persons_translation_of_a_programs() -> None:
    machine = with_state(PoEntry("One", "Un"), State.MACHINE)
    at = desk(machine)
    assert make_bundle(at).parts[0].items[0].standing is Standing.MACHINE
    same, _ = take(sent(at), at, accept=True)
    assert not same.catalogs  # nobody has looked at it
    made = sent(at)
    looked = replace(made, parts=(replace(made.parts[0], items=(item("One", "Un"),)),))
    taken, _ = take(looked, at, accept=True)
    assert entry_state(entry_of(taken, "One")) is State.HUMAN


def test_reviewed_needs_a_name() -> None:
    at = desk(PoEntry("One"), PoEntry("Two"))
    file = bundle(item("One", "Un", standing=Standing.REVIEWED), item("Two", "Deux"))
    without, _ = take(file, at, accept=True)
    assert entry_state(entry_of(without, "One")) is State.HUMAN
    taken, _ = take(file, at, accept=True, reviewed_by="ANC")
    assert entry_state(entry_of(taken, "One")) is State.REVIEWED and "by ANC" in entry_of(taken, "One").comments[0]
    assert entry_state(entry_of(taken, "Two")) is State.HUMAN


def test_a_reviewed_translation_is_not_made_less_by_an_import() -> None:
    at = desk(with_state(PoEntry("One", "Un"), State.REVIEWED, "ANC"))
    taken, _ = take(bundle(item("One", "Un")), at, accept=True)
    assert not taken.catalogs


def test_a_newer_translation_stays_and_both_are_shown() -> None:
    old = desk(PoEntry("One", "Un"), PoEntry("Two"))
    now = desk(PoEntry("One", "Une"), PoEntry("Two"))
    file = sent(old, One="1", Two="Deux")
    taken, report = take(file, now, accept=True)
    assert taken.fates == {Fate.CONFLICT: 1, Fate.TAKEN: 1}
    assert entry_of(taken, "One").msgstr == "Une" and entry_of(taken, "Two").msgstr == "Deux"
    (problem,) = report
    assert problem.rule == "import-conflict" and "“Une”" in problem.message and "“1”" in problem.message
    theirs, _ = take(file, now, theirs=True)
    assert entry_of(theirs, "One").msgstr == "1" and [each.msgstr for each in theirs.rest] == ["Une"]


def test_what_the_file_left_as_it_was_overwrites_nothing() -> None:
    old = desk(PoEntry("One", "Un"), PoEntry("Two", "Deux"), PoEntry("Three", "Trois"))
    now = desk(PoEntry("One", "Une"), PoEntry("Two", "2", flags=("fuzzy",)), PoEntry("Three", "Trois"))
    for choices in ({}, {"theirs": True}, {"accept": True}):
        taken, report = take(sent(old, Three="3"), now, **choices)
        assert [each.msgstr for each in taken.catalogs["lu1"].entries] == ["Une", "2", "3"]
        assert taken.fates == {Fate.SAME: 2, Fate.TAKEN: 1} and not report.problems and not taken.rest


def test_what_nobody_vouched_for_is_no_conflict() -> None:
    old = desk(PoEntry("One"))
    now = desk(PoEntry("One", "Une", flags=("fuzzy",)))
    taken, report = take(sent(old, One="Un"), now)
    assert entry_of(taken, "One").msgstr == "Un" and not report.problems


def test_without_a_base_a_translation_is_not_overwritten() -> None:
    at = desk(PoEntry("One", "Un"))
    taken, report = take(bundle(item("One", "1")), at)
    assert rules(report) == ["import-conflict"] and not taken.catalogs


def test_changed_english_is_refused_with_the_difference() -> None:
    file = sent(desk(PoEntry(LONG), PoEntry("Two")), **{LONG: "Un modèle.", "Two": "Deux"})
    taken, report = take(file, desk(PoEntry(LONGER), PoEntry("Two")))
    assert taken.refused and not taken.catalogs and taken.fates[Fate.REFUSED] == 1
    (problem,) = report.errors
    assert problem.rule == "import-source-changed"
    assert "with numbers that" in problem.message and "with parameters that" in problem.message
    assert "units/lu1/unit.yaml" in problem.message


def test_a_gone_text_without_translation_holds_nothing_back() -> None:
    taken, report = take(bundle(item("Gone"), item("Two", "Deux")), desk(PoEntry("Two")))
    assert not taken.refused and taken.fates == {Fate.EMPTY: 1, Fate.TAKEN: 1} and not report.problems


def test_changed_english_that_nobody_worked_on_holds_nothing_back() -> None:
    old = desk(PoEntry(LONG, "Un modèle."), PoEntry("Label", "Étiquette", msgctxt="title"), PoEntry("Two"))
    now = desk(PoEntry(LONGER), PoEntry("Two"))
    file = sent(old, Two="Deux")
    table = replace(file, parts=tuple(_without_context(part) for part in file.parts))
    for made in (file, table):
        taken, report = take(made, now)
        assert taken.fates == {Fate.SAME: 2, Fate.TAKEN: 1} and not report.problems


def _without_context(part: Part) -> Part:
    """Return a part as a table gives it back."""
    return replace(part, items=tuple(replace(each, msgctxt=None) for each in part.items))


def test_partial_puts_a_changed_text_where_it_belongs_now() -> None:
    now = desk(PoEntry(LONGER), PoEntry("Two"))
    file = bundle(item(LONG, "Un modèle."), item("Two", "Deux"), item("Quite another thing altogether", "Adieu"))
    taken, report = take(file, now, partial=True, accept=True)
    moved = entry_of(taken, LONGER)
    assert (moved.msgstr, moved.fuzzy, moved.previous) == ("Un modèle.", True, (None, LONG))
    assert not entry_of(taken, "Two").fuzzy
    assert [(each.msgid, each.msgstr) for each in taken.rest] == [("Quite another thing altogether", "Adieu")]
    assert not report.errors and rules(report) == ["import-source-changed"] * 2


def test_partial_overwrites_no_translation() -> None:
    now = desk(PoEntry(LONGER, "Un modèle a des paramètres."))
    taken, _ = take(bundle(item(LONG, "Un modèle.")), now, partial=True)
    assert not taken.catalogs and [each.msgstr for each in taken.rest] == ["Un modèle."]


def test_the_rest_is_a_po_file_that_holds_everything() -> None:
    rest = [
        PoEntry("One", "Un", comments=("from a",)),
        PoEntry("One", "Une", comments=("from b",)),
        PoEntry("Two", "2"),
    ]
    report = Report()
    back = read_po(write_po(rest_file(rest, desk(PoEntry("x")).language)), Source("rest.po"), report)
    assert [(each.msgid, each.msgstr) for each in back.entries] == [("One", "Un"), ("Two", "2")]
    assert back.entries[0].comments == ("from a", "also, from b: Une") and not report.problems


def test_damaged_markup_that_was_there_before_is_not_the_files_fault() -> None:
    old, now = desk(PoEntry("It is $x$", "C'est $y$")), desk(PoEntry("It is $x$", "C'est bien $x$"))
    taken, report = take(sent(old), now)
    assert not taken.catalogs and not report.problems


def test_damaged_markup_is_never_published() -> None:
    at = desk(PoEntry("The rate $\\eta$ of {name}"), PoEntry("Two"))
    file = sent(at, **{"The rate $\\eta$ of {name}": "Le taux $\\eta2$", "Two": "Deux"})
    taken, report = take(file, at, accept=True)
    assert entry_of(taken, "The rate $\\eta$ of {name}").fuzzy and not entry_of(taken, "Two").fuzzy
    assert rules(report) == ["math-mismatch", "placeholder-mismatch"] and not report.errors


def test_half_translated_and_edited_english_are_not_published() -> None:
    at = desk(PoEntry("One"), PoEntry("Two"))
    edited = replace(item("Two", "Deux"), msgid="Two!")
    taken, report = take(bundle(item("One", "Un", doubt="only half"), edited), at, accept=True)
    assert all(each.fuzzy for each in taken.catalogs["lu1"].entries)
    assert rules(report) == ["import-english-edited", "import-incomplete"]


def test_another_course_is_refused() -> None:
    at = desk(PoEntry("One"))
    taken, report = take(bundle(item("One", "Un"), course="cooking"), at)
    assert taken.refused and rules(report) == ["import-course"]
    strangers = bundle(*(item(f"Recipe {n}", "Recette") for n in range(5)), course="")
    taken, report = take(strangers, at)
    assert taken.refused and rules(report) == ["import-course"]


def test_a_program_that_renumbers_is_understood_by_the_words() -> None:
    at = desk(PoEntry("One"), PoEntry("Two", msgctxt="title"))
    taken, _ = take(bundle(item("One", "Un", id="1"), item("Two", "Deux", "title", id="2")), at)
    assert [each.msgstr for each in taken.catalogs["lu1"].entries] == ["Un", "Deux"]


def test_a_memory_only_fills_what_is_empty() -> None:
    at = desk(PoEntry("One"), PoEntry("Two", "Deux"), PoEntry("Three", msgctxt="title"))
    memory = bundle(
        item("One", "Un"), item("Two", "2"), item("Three", "3"), item("Three", "Trois", "title"), item("Four", "Quatre")
    )
    taken, report = take(memory, at, memory=True, accept=True, theirs=True)
    one, two, three = taken.catalogs["lu1"].entries
    assert (one.msgstr, one.fuzzy, two.msgstr, two.fuzzy) == ("Un", True, "Deux", False)
    assert (three.msgstr, three.fuzzy) == ("Trois", True) and not report.problems


def test_only_what_is_asked_for_goes_out() -> None:
    reviewed = with_state(PoEntry("Three", "Trois"), State.REVIEWED)
    at = desk(PoEntry("One"), PoEntry("Two", "Deux"), reviewed, PoEntry("Four", "Quatre", flags=("fuzzy",)))
    out = {only: [each.msgid for _, each in make_bundle(at, only=only)] for only in Only}
    assert out == {
        Only.MISSING: ["One", "Four"],
        Only.ALL: ["One", "Two", "Three", "Four"],
        Only.UNREVIEWED: ["One", "Two", "Four"],
    }


def test_a_character_that_no_file_holds_is_reported_and_left_out() -> None:
    at = desk(PoEntry("One"), PoEntry("Two", "Deux\x07"))
    report = Report()
    assert [each.msgid for _, each in make_bundle(at, report=report)] == ["One"]
    (problem,) = report
    assert problem.rule == "export-character" and "U+0007" in problem.message


def test_only_a_limit_in_characters_is_told() -> None:
    at = desk(PoEntry("One", msgctxt="ui"), PoEntry("Two", msgctxt="label"))
    roomy = tuple(
        replace(message, text=Text(message.msgid, message.msgctxt or "", Source(""), room=30))
        for message in at.messages["lu1"]
    )
    assert [each.room for _, each in make_bundle(replace(at, messages={"lu1": roomy}))] == [30, 0]
