"""What is written is read back to the character, and the same input gives the same bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exchange_builders import bundle, bundles, form, item, read
from hypothesis import given, settings

from machina_scorm.exchange.bundle import Bundle, Standing, item_id

ORDERS = ("xliff-1.2", "xliff-2.1", "csv", "xlsx")


def _seen(made: Bundle, with_context: bool) -> list[tuple[object, ...]]:
    return [
        (part, each.id, each.msgid, each.msgstr, each.standing, each.base, each.doubt)
        + ((each.msgctxt, each.room) if with_context else ())
        for part, each in made
    ]


@pytest.mark.parametrize("name", ORDERS)
@settings(max_examples=50)
@given(made=bundles())
def test_a_bundle_comes_back(name: str, made: Bundle) -> None:
    (back,), report = read(name, form(name).write((made,)))
    assert not report.problems
    xliff = name.startswith("xliff")
    assert _seen(back, xliff) == _seen(made, xliff)
    assert (back.language, back.course if name != "csv" else "machina") == ("fr", "machina")


@settings(max_examples=80)
@given(made=bundles())
def test_a_memory_holds_what_is_published(made: Bundle) -> None:
    back, report = read("tmx", form("tmx").write((made,)))
    wanted = [
        (each.msgctxt, each.msgid, each.msgstr)
        for _, each in made
        if each.standing in (Standing.MACHINE, Standing.HUMAN, Standing.REVIEWED)
    ]
    assert [(each.msgctxt, each.msgid, each.msgstr) for b in back for _, each in b] == wanted
    assert not report.problems


@pytest.mark.parametrize("name", [*ORDERS, "tmx"])
def test_same_input_same_bytes(name: str) -> None:
    made = bundle(item("A **b**", "Un **b**"), item("c"))
    assert form(name).write((made,)) == form(name).write((made,))


def test_a_memory_of_several_languages() -> None:
    french, german = bundle(item("One", "Un")), bundle(item("One", "Eins"), language="de")
    back, _ = read("tmx", form("tmx").write((french, german)))
    assert {(b.language, each.msgstr) for b in back for _, each in b} == {("fr", "Un"), ("de", "Eins")}


def test_two_translations_of_one_text_are_two_units() -> None:
    made = bundle(item("One", "Un"))
    twice = replace(made, parts=(*made.parts, replace(made.parts[0], name="lu2", items=(item("One", "Une"),))))
    back, _ = read("tmx", form("tmx").write((twice,)))
    assert [each.msgstr for b in back for _, each in b] == ["Un", "Une"]


def test_an_id_stays_and_no_spreadsheet_makes_a_number_of_it() -> None:
    assert item_id(None, "One") == "mb58b5a8ced9d"
    assert item_id("title", "One") != item_id(None, "One") != item_id("", "One")
    assert all(not item_id(None, str(n))[0].isdigit() for n in range(50))
