"""XLIFF as agencies' programs want it, and as they send it back."""

from __future__ import annotations

import re

import pytest
from exchange_builders import bundle, form, item, read, rules
from lxml import etree

from machina_scorm.exchange.bundle import Item, Standing

ONE = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
TWO = {"x": "urn:oasis:names:tc:xliff:document:2.0"}


def tree(name: str, *items: Item) -> etree._Element:
    return etree.fromstring(form(name).write((bundle(*items),)))


def back(name: str, data: str | bytes) -> list[Item]:
    found, report = read(name, data.encode() if isinstance(data, str) else data)
    assert not report.problems, [str(p) for p in report]
    return [each for one in found for _, each in one]


def unit12(inner: str, attributes: str = "") -> str:
    return (
        f'<xliff xmlns="{ONE["x"]}" version="1.2"><file original="i18n/fr/lu1.po" source-language="en" '
        f'target-language="fr" datatype="x-markdown"><body><trans-unit id="m1" {attributes}>{inner}'
        "</trans-unit></body></file></xliff>"
    )


def unit21(inner: str) -> str:
    return (
        f'<xliff xmlns="{TWO["x"]}" version="2.1" srcLang="en" trgLang="fr"><file id="f1" original="i18n/fr/lu1.po">'
        f'<unit id="m1">{inner}</unit></file></xliff>'
    )


def test_one_file_per_catalog_with_notes_and_limits() -> None:
    root = tree("xliff-1.2", item("Next {n}", "Suivant {n}", "ui", room=24, notes=("a button", "Author's note: short")))
    (file,) = root.findall("x:file", ONE)
    assert file.get("original") == "i18n/fr/lu1.po" and file.get("product-name") == "machina"
    unit = file.find(".//x:trans-unit", ONE)
    assert unit is not None and (unit.get("maxwidth"), unit.get("size-unit")) == ("24", "char")
    assert [note.text for note in unit.findall("x:note", ONE)] == ["a button", "Author's note: short"]
    assert [ph.text for ph in unit.findall("x:source/x:ph", ONE)] == ["{n}"]


def test_what_is_the_same_markup_has_the_same_number() -> None:
    root = tree("xliff-1.2", item("**a** $x$ `y`", "`y` **é** $x$ $z$"))
    source, target = (root.find(f".//x:{name}", ONE) for name in ("source", "target"))
    assert source is not None and target is not None
    numbers = {ph.text: ph.get("id") for ph in source.iter("{*}ph")}
    assert numbers == {"$x$": "2", "`y`": "3"}
    assert {ph.text: ph.get("id") for ph in target.iter("{*}ph")} == {**numbers, "$z$": "4"}
    assert [each.get("id") for each in target.iter("{*}bpt", "{*}ept")] == ["1", "1"]


@pytest.mark.parametrize(
    ("standing", "one", "two"),
    [
        (Standing.FUZZY, ("needs-review-translation", "fuzzy-match", None), ("initial", "machina:needs-review")),
        (Standing.MACHINE, ("needs-review-translation", "mt-suggestion", None), ("initial", "machina:machine")),
        (Standing.HUMAN, ("translated", None, None), ("translated", None)),
        (Standing.REVIEWED, ("final", None, "yes"), ("reviewed", None)),
    ],
)
def test_states(standing: Standing, one: tuple[str | None, ...], two: tuple[str | None, ...]) -> None:
    made = item("One", "Un", standing=standing)
    unit = tree("xliff-1.2", made).find(".//x:trans-unit", ONE)
    segment = tree("xliff-2.1", made).find(".//x:segment", TWO)
    assert unit is not None and segment is not None
    target = unit.find("x:target", ONE)
    assert target is not None
    assert (target.get("state"), target.get("state-qualifier"), unit.get("approved")) == one
    assert (segment.get("state"), segment.get("subState")) == two


def test_what_is_missing_has_no_translation() -> None:
    target = tree("xliff-1.2", item("One")).find(".//x:target", ONE)
    assert target is not None and target.get("state") == "new" and not target.text
    assert tree("xliff-2.1", item("One")).find(".//x:target", TWO) is None


def test_the_former_english_is_shown() -> None:
    made = item("A new text", "Un texte", previous="An old text", standing=Standing.FUZZY)
    former = tree("xliff-1.2", made).find(".//x:alt-trans", ONE)
    assert former is not None and former.get("alttranstype") == "previous-version"
    assert back("xliff-1.2", form("xliff-1.2").write((bundle(made),)))[0].previous == "An old text"
    assert back("xliff-2.1", form("xliff-2.1").write((bundle(made),)))[0].previous == "An old text"


def test_a_program_that_keeps_only_numbers() -> None:
    made = form("xliff-1.2").write((bundle(item("**a** $x$ [b](https://e.org)", "?")),)).decode()
    thin = '<target state="translated"><g id="3">c</g> <x id="2"/> <g id="1">d</g></target>'
    assert back("xliff-1.2", re.sub(r"<target.*?</target>", thin, made))[0].msgstr == "[c](https://e.org) $x$ **d**"
    split = '<target><bx id="8" rid="1"/>d<ex id="9" rid="1"/></target>'
    assert back("xliff-1.2", re.sub(r"<target.*?</target>", split, made))[0].msgstr == "**d**"


def test_a_program_that_breaks_spans_apart() -> None:
    made = form("xliff-2.1").write((bundle(item("**a** $x$", "?")),)).decode()
    target = (
        '<target><sc id="1" dataRef="d1"/>d<ec startRef="1"/> <mrk id="m" type="comment">e</mrk> <ph id="2"/></target>'
    )
    assert back("xliff-2.1", re.sub(r"<target.*?</target>", target, made))[0].msgstr == "**d** e $x$"


SEGMENTED = (
    "<source>One. Two.</source>"
    '<seg-source><mrk mtype="seg" mid="0">One.</mrk> <mrk mtype="seg" mid="1">Two.</mrk></seg-source>'
)


@pytest.mark.parametrize(
    ("target", "text", "doubtful"),
    [
        ('<mrk mtype="seg" mid="0">Un.</mrk> <mrk mtype="seg" mid="1">Deux.</mrk>', "Un. Deux.", False),
        ('<mrk mtype="seg" mid="0">Un.</mrk><mrk mtype="seg" mid="1">Deux.</mrk>', "Un. Deux.", False),
        ('<mrk mtype="seg" mid="0">Un.</mrk><mrk mtype="seg" mid="1"/>', "Un. Two.", True),
        ('<mrk mtype="seg" mid="0"/> <mrk mtype="seg" mid="1"/>', "", False),
    ],
)
def test_sentences_cut_apart_in_1_2(target: str, text: str, doubtful: bool) -> None:
    (found,) = back("xliff-1.2", unit12(f'{SEGMENTED}<target state="translated">{target}</target>'))
    assert (found.msgid, found.msgstr, bool(found.doubt)) == ("One. Two.", text, doubtful)


def test_sentences_cut_apart_in_2_1() -> None:
    inner = (
        '<segment state="final"><source>One.</source><target>Un.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment state="translated"><source>Two.</source><target>Deux.</target></segment>'
    )
    (found,) = back("xliff-2.1", unit21(inner))
    assert (found.msgid, found.msgstr, found.standing, found.doubt) == ("One. Two.", "Un. Deux.", Standing.HUMAN, "")


def test_half_a_unit_in_2_1_is_doubtful() -> None:
    inner = (
        '<segment state="final"><source>One.</source><target>Un.</target></segment>'
        "<ignorable><source> </source></ignorable><segment><source>Two.</source></segment>"
    )
    (found,) = back("xliff-2.1", unit21(inner))
    assert (found.msgstr, found.standing) == ("Un. Two.", Standing.FUZZY) and found.doubt


def test_sentences_in_another_order_in_2_1() -> None:
    inner = (
        '<segment state="translated"><source>One.</source><target order="3">Un.</target></segment>'
        '<ignorable><source> </source><target order="2"> </target></ignorable>'
        '<segment state="translated"><source>Two.</source><target order="1">Deux.</target></segment>'
    )
    assert back("xliff-2.1", unit21(inner))[0].msgstr == "Deux. Un."


def test_a_character_by_its_number() -> None:
    inner = '<segment state="translated"><source>a</source><target>b<cp hex="2764"/><cp hex="zz"/></target></segment>'
    assert back("xliff-2.1", unit21(inner))[0].msgstr == "b❤"


def test_duplicated_ids_are_named_and_the_first_is_kept() -> None:
    made = form("xliff-1.2").write((bundle(item("One", "Un"), item("Two", "Deux")),)).decode()
    twice = made.replace(item("Two").id, item("One").id)
    found, report = read("xliff-1.2", twice.encode())
    assert [each.msgstr for one in found for _, each in one] == ["Un"]
    (problem,) = report
    assert problem.rule == "import-duplicate" and problem.source.line == twice[: twice.index("Two")].count("\n")


@pytest.mark.parametrize("name", ["xliff-1.2", "xliff-2.1"])
def test_another_namespace_is_named(name: str) -> None:
    found, report = read(name, b"\n<xliff xmlns='urn:other'/>")
    assert not found and rules(report) == ["import-namespace"] and "urn:other" in str(next(iter(report)))


@pytest.mark.parametrize("name", ["xliff-1.2", "xliff-2.1"])
def test_line_ends_marks_and_encodings_do_not_matter(name: str) -> None:
    made = item("One \\\ntwo ü", "Un \\\ndeux ü")
    data = form(name).write((bundle(made),))
    wide = data.decode().replace("UTF-8", "UTF-16")
    for other in (data.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + data, wide.encode("utf-16")):
        (found,) = back(name, other)
        assert (found.msgid, found.msgstr) == (made.msgid, made.msgstr)
