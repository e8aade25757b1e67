"""How the player looks and is arranged: right-to-left, small screens, the theme, formulas, involvement level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import builders
import pytest

from machina_scorm.export.scorm12 import export_lesson
from machina_scorm.model.blocks import Image
from machina_scorm.model.course import Lesson, Page
from machina_scorm.model.edition import Edition, Language
from machina_scorm.model.theme import OWN_LOOK, Logo

Play = Callable[..., Any]

ARABIC = Language("ar", "ar", "العربية", "rtl", "nplurals=1; plural=0;", ("«", "»"), ",", 1.0)


def package(edition: Edition | None = None, lesson: Lesson | None = None) -> bytes:
    lesson = lesson or builders.deck_lesson()
    return export_lesson(edition or builders.edition(), builders.unit(lesson), lesson).data


def with_about(**changes: Any) -> Edition:
    edition = builders.edition()
    return replace(edition, about=replace(edition.about, **changes))


def pages(learner: Any) -> list[str]:
    listed = learner.sco.locator("section.page").evaluate_all("all => all.map(one => one.dataset.page)")
    return [str(id_) for id_ in listed]


def turn_to(learner: Any, page: str) -> None:
    learner.frame.evaluate(f"location.hash = '#p-{page}'")
    learner.sco.locator(f"section[data-page='{page}']").wait_for()


@pytest.mark.parametrize("width", [320, 1200])
def test_right_to_left(platform: Play, width: int) -> None:
    learner = platform(package(builders.edition(ARABIC)), viewport={"width": width, "height": 700})
    assert learner.sco.locator("html").get_attribute("dir") == "rtl"
    for page in pages(learner):
        turn_to(learner, page)
        assert learner.frame.evaluate("document.documentElement.scrollWidth") <= width, page
    turn_to(learner, "first")
    box, label = (learner.sco.locator(f"form#p-q-one .option:first-of-type {tag}").first for tag in ("input", "label"))
    assert box.bounding_box()["x"] > label.bounding_box()["x"]
    code = learner.sco.locator("form#p-q-one pre")
    assert code.evaluate("e => getComputedStyle(e).direction") == "ltr"
    if width > 1000:
        contents, page_box = learner.sco.locator("nav.toc").bounding_box(), learner.sco.locator("main").bounding_box()
        assert contents["x"] > page_box["x"]


@pytest.mark.parametrize(("width", "height"), [(320, 256), (360, 640), (768, 1024), (1280, 720)])
def test_nothing_is_wider_than_the_screen(platform: Play, width: int, height: int) -> None:
    """320 by 256 is a screen of 1280 by 1024 at a zoom of 400 % (WCAG 2.2, 1.4.10)."""
    learner = platform(package(), viewport={"width": width, "height": height})
    for page in pages(learner):
        turn_to(learner, page)
        assert learner.frame.evaluate("document.documentElement.scrollWidth") <= width, page
    assert learner.faults == []


@pytest.mark.parametrize(("scheme", "accent"), [("light", "rgb(138, 21, 56)"), ("dark", "rgb(255, 157, 181)")])
def test_the_theme_of_the_course(platform: Play, scheme: str, accent: str) -> None:
    logo = Logo(Image("logo.svg", "image/svg+xml", builders.SVG, 200, 80), builders.text("The Society", "alt"))
    light, dark = replace(OWN_LOOK.light, accent="#8a1538"), replace(OWN_LOOK.dark, accent="#ff9db5")
    theme = replace(OWN_LOOK, light=light, dark=dark, logo=logo, heading_fonts=("DejaVu Serif",))
    learner = platform(package(with_about(theme=theme)), color_scheme=scheme)
    link = learner.sco.locator("section[data-page=_start] a[rel=next]")
    assert link.evaluate("e => getComputedStyle(e).backgroundColor") == accent
    assert learner.sco.locator("h1").evaluate("e => getComputedStyle(e).fontFamily").startswith('"DejaVu Serif", ')
    shown = learner.sco.get_by_role("img", name="The Society").bounding_box()
    assert shown["height"] > 40 and shown["width"] > 100
    assert {host.split(":")[0] for host in learner.hosts} == {"127.0.0.1"}


def test_formulas_are_set_in_a_font_for_formulas(platform: Play) -> None:
    md = "$x$\n\n$$\n\\sum_{i=1}^{n} \\hat{y}_i\n$$"
    lesson = builders.lesson(questions=(), pages=(Page("one", builders.text("One"), builders.page_blocks(md)),))
    learner = platform(package(lesson=lesson))
    turn_to(learner, "one")
    learner.frame.evaluate("document.fonts.ready")
    sum_, letter = (learner.sco.locator(f"math[display=block] {tag}").first.bounding_box() for tag in ("mo", "mi"))
    assert sum_["height"] > 1.8 * letter["height"]  # a large operator, which only a font for formulas has
    assert learner.frame.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]


def test_the_level_is_the_courses_until_the_learner_chooses(platform: Play) -> None:
    learner = platform(package(with_about(level="senior")))
    turn_to(learner, "levels")
    sco = learner.sco
    assert sco.get_by_label("Senior").is_checked()
    assert sco.get_by_text("For seniors.").is_visible() and not sco.get_by_text("For juniors.").is_visible()
    if sco.locator(".toc-button").is_visible():
        sco.locator(".toc-button").click()
    sco.get_by_label("Junior").check()
    turn_to(learner, "summary")
    learner.reload()
    assert learner.sco.locator("html").get_attribute("data-level") == "junior"


def test_the_window_stays_at_its_top(platform: Play) -> None:
    learner = platform(package())
    turn_to(learner, "levels")
    learner.frame.evaluate("scrollTo(0, 400)")
    learner.sco.locator("section[data-page=levels] a[rel=next]").click()
    learner.sco.locator("section[data-page=summary]").wait_for()
    assert learner.frame.evaluate("scrollY") == 0
