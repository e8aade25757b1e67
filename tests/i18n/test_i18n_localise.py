"""Localise and extract: one walk, so nothing is translated that was not extracted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from i18n_builders import catalog, question, text, truth, unit

from machina_scorm.dialect import inlines, plain_text
from machina_scorm.i18n.catalog import SourceCatalog
from machina_scorm.i18n.extract import extract
from machina_scorm.i18n.localise import localise
from machina_scorm.i18n.pseudo import PseudoCatalog
from machina_scorm.i18n.wording import count_words, needs_translation
from machina_scorm.model.blocks import Admonition, Block, BlockList, Paragraph, Table
from machina_scorm.model.edition import Ui, UiString
from machina_scorm.model.inline import Code, Emph, Inlines, Link, Math, Strong
from machina_scorm.model.questions import Accepted
from machina_scorm.model.text import Text, iter_text

markdown = st.sampled_from(
    [
        "A **model** learns.",
        "$x = 3$",
        "See [the docs](https://example.org/a_b) and `fit(x)`.",
        "*Both* `a``b` and $\\hat{y}_i$",
        "a * b, 2 < 3 & [x]",
        "Fill [[1]] and {name}, 50 %",
        "one\\\ntwo",
        "\\*not\\* emphasis \\$5",
        "42",
        "***very***",
        "<https://example.org>",
        "",
        "**[bold link](term:model)**",
        "a `` ` `` tick",
    ]
)
roles = st.sampled_from(["", "title", "answer", "label", "ui", "keyword"])
texts = st.builds(text, markdown, roles)
blocks: st.SearchStrategy[Block] = st.recursive(
    st.builds(Paragraph, texts),
    lambda inner: st.one_of(
        st.builds(BlockList, st.lists(st.lists(inner, max_size=2).map(tuple), max_size=2).map(tuple)),
        st.builds(Admonition, st.just("note"), st.none() | texts, st.lists(inner, max_size=2).map(tuple)),
        texts.map(lambda cell: Table((cell,), ((cell,),), ("",), cell)),
    ),
    max_leaves=6,
)
values = st.lists(blocks, max_size=5).map(tuple)


@given(values)
def test_the_source_language_changes_nothing(value: tuple[Block, ...]) -> None:
    localised, coverage = localise(value, SourceCatalog(), "en", SourceCatalog())
    assert localised == value
    assert coverage.total.share == 1 and not coverage.withheld


@given(values)
def test_messages_come_in_the_order_of_the_walk(value: tuple[Block, ...]) -> None:
    wanted = dict.fromkeys(
        (each.msgctxt, each.md) for each in iter_text(value) if needs_translation(each) and each.role != "ui"
    )
    assert [message.key for message in extract(value)] == list(wanted)


@given(values)
def test_what_is_extracted_is_all_that_can_be_translated(value: tuple[Block, ...]) -> None:
    known = catalog(*((message.text, "übersetzt") for message in extract(value)))
    localised, coverage = localise(value, known, "en", SourceCatalog())
    assert all(each.lang == "" for each in iter_text(localised))
    assert coverage.total.messages == coverage.total.translated


@given(texts)
def test_the_pseudo_language_keeps_maths_code_and_links(source: Text) -> None:
    pseudo = replace(source, md=PseudoCatalog().lookup(source))
    shown = plain_text(pseudo)
    assert shown.startswith("⟦") and shown.endswith("⟧")
    assert kept(inlines(pseudo)) == kept(inlines(source))
    for mark in ("[[1]]", "{name}"):
        assert (mark in plain_text(source)) == (mark in shown)


def kept(nodes: Inlines) -> list[object]:
    found: list[object] = []
    for node in nodes:
        match node:
            case Math() | Code():
                found.append(node)
            case Emph(children) | Strong(children):
                found += [type(node), *kept(children)]
            case Link(target, children):
                found += [target, *kept(children)]
    return found


def test_the_pseudo_language_is_four_tenths_longer() -> None:
    sentence = text("The quick brown fox jumps over the lazy dog.")
    assert len(PseudoCatalog().lookup(sentence)) == pytest.approx(1.4 * len(sentence.md), rel=0.05)


def test_no_text_of_a_unit_escapes_the_pseudo_language() -> None:
    whole = unit(question(), truth())
    localised, coverage = localise(whole, PseudoCatalog(), "en", PseudoCatalog())
    assert all("⟦" in each.md for each in iter_text(localised) if needs_translation(each))
    assert coverage.total.share == 1


@pytest.mark.parametrize(
    ("md", "role", "wanted"),
    [
        ("A word", "", True),
        ("$x$ = `fit()` 3,5 %", "", False),
        ("20,000", "", False),
        ("<https://example.org/path>", "", False),
        ("[here](https://example.org)", "", True),
        ("`x` is a name", "", True),
        ("$x$", "label", True),  # plain: the signs are shown as they are
        ("Ω", "", True),
        ("", "title", False),
    ],
)
def test_what_has_no_words_needs_no_translation(md: str, role: str, wanted: bool) -> None:
    assert needs_translation(text(md, role)) is wanted


def test_words_are_counted_without_maths_code_and_signs() -> None:
    assert count_words(text("The **model** $y = a x$ – see `fit(x, y)` – has 2 parameters.")) == 6


def test_a_missing_text_stays_and_says_its_language() -> None:
    whole = unit()
    prose = text("A **model** is a formula, $y = x$.")
    localised, coverage = localise(whole, catalog((prose, "Ein **Modell** ist eine Formel, $y = x$.")), "en")
    page = localised.lessons[0].pages[0]
    assert [each.lang for each in iter_text(page)] == ["en", "", ""]
    assert page.blocks[0] == Paragraph(text("Ein **Modell** ist eine Formel, $y = x$."))
    assert page.blocks[1] is whole.lessons[0].pages[0].blocks[1]  # a bare formula has no language
    assert (coverage.role("").words, coverage.role("").translated_words) == (7, 5)
    assert coverage.role("title").translated == 0
    assert next(iter_text(page.blocks[0])).source == prose.source


def answers() -> list[tuple[Text, str]]:
    words = ("Which one?", "The left one", "Well seen.", "The right one", "Look again.")
    return [(text(word), f"DE {word}") for word in words]


def test_a_question_is_translated_whole() -> None:
    localised, coverage = localise(unit(question()), catalog(*answers()), "en")
    assert all(each.md.startswith("DE") for each in iter_text(localised.lessons[0].questions))
    assert coverage.withheld == ()


@pytest.mark.parametrize("missing", range(5))
def test_a_question_with_a_part_missing_stays_whole(missing: int) -> None:
    known = [pair for number, pair in enumerate(answers()) if number != missing]
    localised, coverage = localise(unit(question()), catalog(*known), "en")
    assert {each.lang for each in iter_text(localised.lessons[0].questions)} == {"en"}
    assert replace_languages(localised.lessons[0].questions) == [text for text, _ in answers()]
    assert coverage.withheld == ("lu1/l1/q-side",)
    assert coverage.role("").translated == 0


def replace_languages(value: object) -> list[Text]:
    return [replace(each, lang="") for each in iter_text(value)]


def test_a_fuzzy_part_is_a_missing_part() -> None:
    _, coverage = localise(unit(question()), catalog(*answers(), fuzzy=True), "en")
    assert coverage.withheld == ("lu1/l1/q-side",)


def test_true_and_false_come_from_the_interface_and_hold_nothing_back() -> None:
    ui = catalog((text("True", "ui"), "Wahr"))
    localised, coverage = localise(unit(truth()), catalog((text("It rains."), "Es regnet.")), "en", ui)
    found = [(each.md, each.lang) for each in iter_text(localised.lessons[0].questions)]
    assert found == [("Es regnet.", ""), ("Wahr", ""), ("False", "en")]
    assert coverage.withheld == () and coverage.role("ui").messages == 0
    assert not [message for message in extract(unit(truth())) if message.text.role == "ui"]


def test_the_interface_is_translated_and_counted_like_any_value() -> None:
    ui = Ui((UiString("a.yes", text("Yes", "ui")), UiString("a.no", text("No", "ui"))))
    localised, coverage = localise(ui, catalog((text("Yes", "ui"), "Ja")), "en")
    assert localised["a.yes"] == "Ja" and localised["a.no"] == "No"
    assert coverage.role("ui").translated == 1 and coverage.total.messages == 2
    limited = Ui((UiString("a.yes", replace(text("Yes", "ui"), room=8.0)),))
    assert extract(limited)[0].notes == ("interface · a.yes", "At most 8 characters.")


def test_equal_texts_are_one_message_with_both_places() -> None:
    messages = {message.msgid: message for message in extract(unit(truth()))}
    assert messages["It rains."].notes == (
        "lesson 1 “Learning” · opening",
        "lesson 1 “Learning” · quiz question q-true · question text",
    )
    assert messages["It rains."].paths == ("units/lu1/l1/lesson.md",)


def test_a_breadcrumb_says_right_from_wrong() -> None:
    places = {message.msgid: message.notes[0] for message in extract(unit(question()))}
    before = "lesson 1 “Learning” · quiz question q-side · "
    assert places["Well seen."] == before + "feedback on a right option"
    assert places["Look again."] == before + "feedback on a wrong option"
    assert places["The right one"] == before + "wrong option"


def test_contexts_keep_short_texts_apart_and_notes_reach_the_translator() -> None:
    noted = Text("Loss", "title", note="the function, not the money")
    value = (Paragraph(noted), Paragraph(text("Loss")), Paragraph(replace(text("Loss"), context="verb")))
    messages = extract(value)
    assert [message.msgctxt for message in messages] == ["title", None, "verb"]
    assert messages[0].notes == ("Author's note: the function, not the money",)


def test_coverages_add_up() -> None:
    one = localise(unit(question()), catalog(*answers()), "en")[1]
    two = localise(unit(question()), catalog(), "en")[1]
    both = one + two
    assert both.total.words == one.total.words * 2
    assert both.withheld == ("lu1/l1/q-side",)
    assert Decimal(both.total.translated) == one.total.translated


def test_a_lone_number_gets_the_decimal_sign_of_the_language() -> None:
    cells = tuple(text(md) for md in ("6.4", "−0.5", "12.5 %", "1,000", "v 3.11", "`3.11`", "$6.4$"))
    localised, coverage = localise(cells, catalog((text("v 3.11"), "v 3.11")), "en", decimal=",")
    assert [cell.md for cell in localised] == ["6,4", "−0,5", "12,5 %", "1,000", "v 3.11", "`3.11`", "$6.4$"]
    assert coverage.total.messages == 1


def test_an_accepted_answer_is_not_rewritten() -> None:
    accepted = Accepted(text("3.5", "answer"))
    assert localise(accepted, catalog(), "en", decimal=",")[0] == accepted
