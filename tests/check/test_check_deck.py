"""Checks of decks: every rule, on a deck that is sound but for one thing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from builders import ROOT, deck_lesson, edition, unit
from lxml import etree
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.util import Inches, Pt

from machina_scorm.check.deck import check_deck
from machina_scorm.export.deck import export_lesson
from machina_scorm.export.deck.xml import qn


@cache
def sound() -> bytes:
    return export_lesson(edition(), unit(), deck_lesson()).data


def found(data: bytes) -> list[tuple[str, str]]:
    return [(p.rule, p.message.partition(":")[0]) for p in check_deck(data, "deck.pptx")]


def spoilt(change: Callable[[Deck], object]) -> list[tuple[str, str]]:
    deck = Presentation(io.BytesIO(sound()))
    change(deck)
    saved = io.BytesIO()
    deck.save(saved)
    return found(saved.getvalue())


def shape(deck: Deck, slide: int, name: str) -> etree._Element:
    return next(s for s in deck.slides[slide - 1].shapes if s.name == name)._element


def test_a_sound_deck_has_no_problems() -> None:
    assert found(sound()) == []


def test_a_slide_without_title() -> None:
    def drop(deck: Deck) -> None:
        title = shape(deck, 3, "title")
        title.getparent().remove(title)

    assert spoilt(drop) == [("slide-title-missing", "slide 3")]


def test_an_empty_title_is_none_and_is_reported_once() -> None:
    def empty(deck: Deck) -> None:
        deck.slides[2].shapes.title.text_frame.clear()

    assert spoilt(empty) == [("slide-title-missing", "slide 3")]


def test_the_same_title_twice() -> None:
    def repeat(deck: Deck) -> None:
        run = next(shape(deck, 4, "title").iter(qn("a:t")))
        run.text = "Words"

    assert spoilt(repeat) == [("slide-title-duplicate", "slide 4")]


@pytest.mark.parametrize(("alt", "rule"), [("", "alt-missing"), ("image1.png", "alt-is-file-name")])
def test_a_picture_without_words(alt: str, rule: str) -> None:
    def change(deck: Deck) -> None:
        next(shape(deck, 6, "fig-model").iter(qn("p:cNvPr"))).set("descr", alt)

    assert spoilt(change) == [(rule, "slide 6")]


def test_a_decorative_picture_needs_none() -> None:
    def change(deck: Deck) -> None:
        named = next(shape(deck, 6, "fig-model").iter(qn("p:cNvPr")))
        named.set("descr", "")
        space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
        extension = etree.SubElement(etree.SubElement(named, qn("a:extLst")), qn("a:ext"))
        etree.SubElement(extension, f"{{{space}}}decorative").set("val", "1")

    assert spoilt(change) == []


def test_text_without_language() -> None:
    def change(deck: Deck) -> None:
        for props in shape(deck, 3, "body").iter(qn("a:rPr")):
            del props.attrib["lang"]

    assert spoilt(change) == [("lang-missing", "slide 3")]


def test_an_empty_placeholder() -> None:
    def change(deck: Deck) -> None:
        for text in list(shape(deck, 3, "body").iter(qn("a:r"))):
            text.getparent().remove(text)

    assert spoilt(change) == [("empty-placeholder", "slide 3")]


@pytest.mark.parametrize("scale", [None, "60%", "60000"])
def test_small_text_is_found_whoever_makes_it_small(scale: str | None) -> None:
    def change(deck: Deck) -> None:
        body = shape(deck, 3, "body")
        if scale is None:
            next(body.iter(qn("a:rPr"))).set("sz", "1600")
        else:
            next(body.iter(qn("a:normAutofit"))).set("fontScale", scale)

    assert spoilt(change) == [("font-below-18pt", "slide 3")]


def test_small_text_in_a_text_box_may_be_14_pt_and_not_less() -> None:
    def box(size: int) -> Callable[[Deck], None]:
        def change(deck: Deck) -> None:
            frame = deck.slides[1].shapes.add_textbox(Inches(2), Inches(6.3), Inches(3), Inches(0.3)).text_frame
            run = frame.paragraphs[0].add_run()
            run.text, run.font.size = "small", Pt(size)
            run._r.get_or_add_rPr().set("lang", "en")

        return change

    assert spoilt(box(14)) == []
    assert spoilt(box(12)) == [("font-below-18pt", "slide 2")]


def test_a_shape_off_the_slide_and_one_over_another() -> None:
    def move(deck: Deck) -> None:
        picture = next(s for s in deck.slides[5].shapes if s.name == "fig-model")
        picture.left = Inches(10)

    def cover(deck: Deck) -> None:
        picture = next(s for s in deck.slides[5].shapes if s.name == "fig-model")
        picture.top = Inches(0.5)

    assert ("shape-off-slide", "slide 6") in spoilt(move)
    assert spoilt(cover) == [("shapes-overlap", "slide 6")]


def test_a_part_that_is_there_twice() -> None:
    buffer = io.BytesIO(sound())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("ppt/slides/slide1.xml", archive.read("ppt/slides/slide1.xml"))
    assert [rule for rule, _ in found(buffer.getvalue())] == ["package-duplicate-part"]


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_deck_is_said_to_be_none(data: bytes) -> None:
    assert [rule for rule, _ in found(data)] == ["deck-unreadable"]


def test_the_bare_template_has_nothing_to_find() -> None:
    assert found((ROOT / "templates" / "deck" / "machina.pptx").read_bytes()) == []
