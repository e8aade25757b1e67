"""Moodle XML: whatever is in a text comes out again, with its pictures beside it."""

from __future__ import annotations

import base64
import unicodedata
from dataclasses import replace
from decimal import Decimal
from html import unescape
from itertools import pairwise

import pytest
from builders import GREEK, blocks, edition, figure, lesson, unit
from hypothesis import given
from lxml import etree, html
from quiz_cases import bank, hostile, literal, read

from machina_scorm.check.quiz import check_moodle_xml
from machina_scorm.export.moodle_xml import FORMAT
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Gap,
    Gaps,
    Interaction,
    Item,
    Match,
    Number,
    Option,
    Order,
    Pair,
    Question,
    TextEntry,
)
from machina_scorm.model.text import Text

A, B = Option("a", blocks("a"), Decimal(100)), Option("b", blocks("b"), Decimal(0))


def export(*questions: Question) -> Artefact:
    assert FORMAT.export_lesson
    artefact = FORMAT.export_lesson(edition(GREEK), *bank(*questions))
    assert not list(check_moodle_xml(artefact.data, artefact.name))
    return artefact


def ask(interaction: Interaction) -> Question:
    return Question("q-1", "lu1/l1-intro/q-1", "x", blocks("Well?"), interaction)


def one(question: Question) -> etree._Element:
    artefact = export(question)
    assert not artefact.problems
    return etree.fromstring(artefact.data)[-1]


def texts(question: etree._Element, path: str) -> list[str]:
    return [(element.findtext("text") or "").strip() for element in question.findall(path)]


def shown(text: str) -> str:
    return str(html.fragment_fromstring(text, create_parent="div").text_content())


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@given(hostile(), hostile(), hostile())
def test_every_text_comes_back(stem: str, answer: str, feedback: str) -> None:
    options = (Option("a", literal(answer), Decimal(100), literal(feedback)), B)
    found = one(replace(ask(Choice(options)), stem=literal(stem), hints=(literal(answer),), feedback=literal(feedback)))
    assert shown(texts(found, "questiontext")[0]) == nfc(stem)
    assert shown(texts(found, "answer")[0]) == nfc(answer)
    assert shown(texts(found, "answer/feedback")[0]) == nfc(feedback)
    assert shown(texts(found, "generalfeedback")[0]) == nfc(feedback)
    assert shown(texts(found, "hint")[0]) == nfc(answer)


@given(hostile().map(str.strip))
def test_plain_answers_come_back(answer: str) -> None:
    entry = TextEntry((Accepted(Text(answer, "answer")),), otherwise=blocks("No."))
    assert texts(one(ask(entry)), "answer") == [nfc(answer), "*"]
    match = Match((Pair("1", blocks("x"), Text(answer, "label")), Pair("2", blocks("y"), Text("z", "answer"))))
    assert [unescape(text) for text in texts(one(ask(match)), "subquestion/answer")] == [nfc(answer), "z"]


def embedded(text: str) -> list[list[tuple[str, str, str]]]:
    """Read cloze as Moodle does: cut at the signs that are no part of an entity, then decode the entities."""
    found = []
    for start, after in pairwise([*(at for at, char in enumerate(text) if char == "{"), len(text)]):
        inner = text[start:after].partition("}")[0].split(":", 2)[2]
        found.append([alternative(part) for part in inner.split("~")])
    return found


def alternative(text: str) -> tuple[str, str, str]:
    weight = "100"
    if text.startswith("="):
        text = text[1:]
    else:
        _, weight, text = text.split("%", 2)
    at = next((at for at, char in enumerate(text) if char == "#" and text[at - 1 : at] != "&"), len(text))
    return weight, unescape(text[:at]), unescape(text[at + 1 :])


@given(hostile(), hostile().map(str.strip), hostile())
def test_embedded_answers_come_back(stem: str, answer: str, feedback: str) -> None:
    gaps = (
        Gap("1", "text", TextEntry((Accepted(Text(answer, "answer"), feedback=literal(feedback)),))),
        Gap("2", "select", Choice((Option("a", literal(answer), Decimal(100), literal(feedback)), B))),
    )
    question = replace(ask(Gaps(blocks("[[1]] and [[2]]"), gaps)), stem=literal(stem), points=Decimal(2))
    found = one(question)
    text = texts(found, "questiontext")[0]
    first, second = embedded(text)
    assert [(w, a, shown(f)) for w, a, f in first] == [("100", nfc(answer), nfc(feedback))]
    assert [(w, shown(a), shown(f) if f else "") for w, a, f in second] == [
        ("100", nfc(answer), nfc(feedback)),
        ("0", "b", ""),
    ]
    assert shown(text.partition("<p>{1:")[0]) == nfc(stem)


def test_pictures_stand_in_the_element_of_their_text() -> None:
    pictured = (figure(),)
    other = (replace(figure(), image=replace(figure().image, data=figure().image.data.replace(b"80", b"90"))),)
    options = (Option("a", pictured, Decimal(100), pictured + other), B)
    found = one(replace(ask(Choice(options)), stem=pictured, hints=(pictured,)))
    owners = [file.getparent().tag for file in found.iter("file")]  # type: ignore[union-attr]
    assert owners == ["questiontext", "answer", "feedback", "feedback", "hint"]
    assert "@@PLUGINFILE@@/Mod%C3%A8le%201.svg" in texts(found, "questiontext")[0]
    files = [file.get("name") for file in found.findall("answer/feedback/file")]
    assert files[0] == "Modèle 1.svg" and files[1] != files[0]
    svg = base64.b64decode(found.findtext("questiontext/file") or "").decode("utf-8")
    assert "Μοντέλο" in svg and ">Model<" not in svg


def test_true_and_false_are_not_translated() -> None:
    options = (
        Option("true", blocks("Σωστό"), Decimal(0), blocks("No.")),
        Option("false", blocks("Λάθος"), Decimal(100)),
    )
    found = one(ask(Choice(options, truth=True)))
    assert [
        (text, a.get("fraction")) for text, a in zip(texts(found, "answer"), found.findall("answer"), strict=True)
    ] == [
        ("true", "0"),
        ("false", "100"),
    ]


def test_numbers_have_decimal_points_in_every_language() -> None:
    number = Number((AcceptedNumber(Decimal("3.140"), Decimal("0.5")),), Text("km/h", "answer"), blocks("No."))
    found = one(ask(number))
    assert texts(found, "answer") == ["3.14", "*"]
    assert [answer.findtext("tolerance") for answer in found.findall("answer")] == ["0.5", "0"]
    assert found.findtext("units/unit/unit_name") == "km/h"
    assert texts(found, "questiontext")[0].endswith("<p>__________ km/h</p>")


def test_an_ordering_has_what_the_database_needs() -> None:
    items = tuple(Item("abc"[at], blocks(f"Step {at}")) for at in range(3))
    found = one(ask(Order(items, blocks("Right."), blocks("Wrong."))))
    assert found.findtext("shownumcorrect") == "1"
    assert [shown(text) for text in texts(found, "answer")] == ["Step 0", "Step 1", "Step 2"]
    assert [shown(texts(found, f"{name}feedback")[0]) for name in ("correct", "partiallycorrect", "incorrect")] == [
        "Right.",
        "Wrong.",
        "Wrong.",
    ]


def gap(id_: str, mode: str, *credits: int, feedback: str = "") -> Gap:
    options = tuple(
        Option("abc"[at], blocks(f"word {at}"), Decimal(credit), blocks(feedback) if feedback else ())
        for at, credit in enumerate(credits)
    )
    return Gap(id_, mode, Choice(options))


@pytest.mark.parametrize(
    ("gaps", "kind"),
    [
        ((gap("1", "select", 100, 0), gap("2", "select", 0, 100)), "gapselect"),
        ((gap("1", "drag", 100, 0), gap("2", "drag", 0, 100)), "ddwtos"),
        ((gap("1", "select", 100, 0), gap("2", "select", 50, 100)), "cloze"),
        ((gap("1", "select", 100, 0), gap("2", "select", 0, 100, feedback="Yes.")), "cloze"),
        ((gap("1", "select", 100, 0), Gap("2", "text", TextEntry((Accepted(Text("a")),)))), "cloze"),
    ],
)
def test_gaps_become_the_type_that_loses_nothing(gaps: tuple[Gap, ...], kind: str) -> None:
    question = replace(ask(Gaps(blocks("[[2]] before [[1]]"), gaps)), points=Decimal(2))
    assert one(question).get("type") == kind


def test_words_to_drag_are_shared_and_numbered() -> None:
    gaps = (gap("1", "drag", 0, 100), gap("2", "drag", 0, 100), gap("3", "drag", 0, 0, 100))
    found = one(ask(Gaps(blocks("[[3]] [[1]] [[2]] `[[9]]`"), gaps)))
    assert "<p>[[5]] [[2]] [[2]] <code>[&#91;9]]</code></p>" in texts(found, "questiontext")[0]
    boxes = [
        (box.findtext("text"), box.findtext("group"), box.find("infinite") is not None) for box in found.iter("dragbox")
    ]
    assert boxes == [
        ("word 0", "1", False),
        ("word 1", "1", True),
        ("word 0", "2", False),
        ("word 1", "2", False),
        ("word 2", "2", False),
    ]


def test_what_a_site_counts_otherwise_is_a_warning() -> None:
    gaps = (gap("1", "drag", 100, 0), Gap("2", "text", TextEntry((Accepted(Text("a")),))))
    artefact = export(ask(Gaps(blocks("[[1]] [[2]]"), gaps)))
    assert [problem.rule for problem in artefact.problems] == ["moodle-xml-cannot-hold"] * 2
    assert "1 points for 2 gaps" in artefact.problems[0].message


def test_a_gap_lost_in_translation_is_a_warning() -> None:
    artefact = export(ask(Gaps(blocks("[[1]] alone"), (gap("1", "select", 100, 0), gap("2", "select", 0, 100)))))
    assert [problem.rule for problem in artefact.problems] == ["moodle-xml-cannot-hold"]
    assert len(etree.fromstring(artefact.data)) == 2


def test_the_unit_has_a_category_with_a_stable_id_for_each_lesson() -> None:
    first = lesson()
    second = replace(first, id="l2-more", key="lu1/l2-more")
    assert FORMAT.export_unit
    artefact = FORMAT.export_unit(edition(), unit(first, second))
    root = etree.fromstring(artefact.data)
    categories = [question for question in root if question.get("type") == "category"]
    assert [question.findtext("idnumber") for question in categories] == ["lu1", "lu1/l1-intro", "lu1/l2-more"]
    assert texts(categories[1], "category") == ["$course$/top/DEMO/LU1/l1-intro"]
    assert len(root) == 3 + 2 * len(first.questions)
    assert artefact.name == "lu1-bank.moodle.xml"
    assert artefact == FORMAT.export_unit(edition(), unit(first, second))


def test_ids_are_the_same_in_every_language() -> None:
    questions = read("questions:\n  - {id: q-a, type: essay, stem: One}\n  - {id: q-b, type: essay, stem: Two}\n")
    translated = tuple(replace(question, stem=blocks("Άλλο")) for question in questions)
    ids = [
        [element.findtext("idnumber") for element in etree.fromstring(export(*each).data)]
        for each in (questions, translated)
    ]
    assert ids[0] == ids[1] == ["lu1", "lu1/l1-intro", "lu1/l1-intro/q-a", "lu1/l1-intro/q-b"]


def test_texts_are_cdata_and_its_end_is_no_danger() -> None:
    data = export(replace(ask(TextEntry((Accepted(Text("a]]>b", "answer")),))), feedback=blocks("`]]>`"))).data
    assert b"<![CDATA[<p>Well?</p>]]>" in data
    assert texts(etree.fromstring(data)[-1], "answer") == ["a]]>b"]


def test_a_text_from_right_to_left_says_so_itself() -> None:
    """Moodle's page has the direction of its reader's language."""
    owner, own = bank(read('questions: [{id: q, type: true-false, stem: "Call `f()`.", correct: true}]')[0])
    arabic = edition(replace(GREEK, code="ar", direction="rtl"))
    assert FORMAT.export_lesson is not None
    (question,) = [
        q for q in etree.fromstring(FORMAT.export_lesson(arabic, owner, own).data) if q.get("type") != "category"
    ]
    assert question.findtext("questiontext/text") == '<p dir="rtl">Call <code dir="ltr">f()</code>.</p>'
