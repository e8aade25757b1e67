"""What a learner does while reading: enlarges figures, copies code, scrolls tables, opens terms, turns slides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import builders
import pytest

from machina_scorm.export.scorm12 import export_lesson
from machina_scorm.export.scorm12_all import export_all
from machina_scorm.model.blocks import Captions, Video
from machina_scorm.model.course import Lesson, Page
from machina_scorm.model.edition import Edition
from machina_scorm.model.glossary import Glossary, Term
from machina_scorm.model.text import Text

Play = Callable[..., Any]

WIDE = "| " + " | ".join(f"A long heading {n}" for n in range(9)) + " |\n|" + "---|" * 9 + "\n|" + " 1 |" * 9
GLOSSARY = Glossary(
    (
        Term("word", Text("word", "term"), Text("A part of a [sentence](term:sentence).")),
        Term("sentence", Text("Sentence", "term"), Text("Several words.")),
        Term("unused", Text("unused", "term"), Text("Nobody links here.")),
    )
)


def lesson(md: str, *more: Any) -> Lesson:
    """A lesson with one page of Markdown, every kind of slide, no test."""
    blocks = (*builders.page_blocks(md), *more)
    page = Page("one", builders.text("One", "title"), blocks)
    return replace(builders.deck_lesson(), pages=(page,), questions=())


def package(content: Lesson, edition: Edition | None = None) -> bytes:
    edition = edition or replace(builders.edition(), glossary=GLOSSARY)
    return export_lesson(edition, builders.unit(content), content).data


def open_page(platform: Play, content: Lesson, page: str = "one", **options: Any) -> Any:
    learner = platform(package(content), **options)
    learner.frame.evaluate(f"location.hash = '#p-{page}'")
    learner.sco.locator(f"section[data-page='{page}']").wait_for()
    return learner


def focused(learner: Any) -> str:
    return str(learner.frame.evaluate("document.activeElement.className || document.activeElement.tagName"))


def test_a_figure_is_enlarged_by_keyboard_and_the_focus_comes_back(platform: Play) -> None:
    learner = open_page(platform, lesson("Text.", builders.figure()))
    button = learner.sco.get_by_role("button", name="Enlarge: A box named model")
    button.focus()
    learner.page.keyboard.press("Enter")
    window = learner.sco.get_by_role("dialog", name="Enlarged figure")
    window.wait_for()
    image = window.get_by_role("img", name="A box named model")
    before = image.bounding_box()["width"]
    assert before > 500  # the figure is 200 wide, and a vector figure
    assert window.get_by_text("The model").is_visible()
    learner.page.keyboard.press("+")
    assert image.bounding_box()["width"] == pytest.approx(before * 1.5, abs=2)
    window.get_by_role("button", name="Smaller").click()
    assert image.bounding_box()["width"] == pytest.approx(before, abs=2)
    learner.page.keyboard.press("Escape")
    window.wait_for(state="hidden")
    assert focused(learner) == "zoom"
    assert learner.faults == []


def test_on_a_phone_an_enlarged_figure_is_larger(platform: Play) -> None:
    learner = open_page(platform, lesson("Text.", builders.figure()), viewport={"width": 320, "height": 600})
    small = learner.sco.locator(".zoom-frame img").bounding_box()["width"]
    learner.sco.locator(".zoom").click()
    assert learner.sco.locator("dialog img").bounding_box()["width"] > 1.5 * small
    learner.sco.get_by_role("button", name="Close").click()
    assert focused(learner) == "zoom"


def test_code_is_copied_and_it_is_said(platform: Play) -> None:
    content = lesson("```python\nprint('ă')  # one\nx = 1\n```\n\n```text\nă\n```")
    learner = open_page(platform, content, permissions=["clipboard-read", "clipboard-write"])
    assert learner.sco.locator(".copy:visible").count() == 1  # not for the output
    learner.sco.get_by_role("button", name="Copy", exact=True).click()
    learner.sco.get_by_role("button", name="Copied").wait_for()
    assert learner.sco.locator("#say").inner_text() == "Copied"
    assert learner.frame.evaluate("navigator.clipboard.readText()") == "print('ă')  # one\nx = 1"


@pytest.mark.parametrize("old_way", [True, False])
def test_where_the_clipboard_is_refused(platform: Play, old_way: bool) -> None:
    learner = open_page(platform, lesson("```python\nx = 1\n```"))
    learner.frame.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    learner.frame.evaluate(f"document.execCommand = () => {str(old_way).lower()}")
    learner.sco.locator(".copy:visible").click()
    words = "Copied" if old_way else "The browser does not let this page copy"
    learner.sco.locator("#say").filter(has_text=words).wait_for()
    if not old_way:
        assert learner.frame.evaluate("getSelection().toString()").strip() == "x = 1"


def test_a_wide_table_says_that_it_scrolls_and_a_small_one_takes_no_tab(platform: Play) -> None:
    content = lesson(f"{WIDE}\n\n: Wide {{#tbl-wide}}\n\n| A |\n|---|\n| 1 |\n\n: Small {{#tbl-small}}")
    learner = open_page(platform, content, viewport={"width": 360, "height": 700})
    wide = learner.sco.locator("#tbl-wide.is-wide")
    wide.wait_for()
    assert learner.sco.locator("#tbl-wide + .scroll-hint").inner_text() == "Scroll sideways to see the whole table."
    wide.focus()
    learner.page.keyboard.press("ArrowRight")
    learner.page.wait_for_function("() => frames[0].document.querySelector('#tbl-wide').scrollLeft > 0")
    assert learner.frame.evaluate("document.documentElement.scrollWidth") <= 360
    assert learner.sco.locator("#tbl-small").get_attribute("tabindex") is None
    assert not learner.sco.locator("#tbl-small + .scroll-hint").is_visible()


def test_a_term_opens_its_definition_where_the_reader_is(platform: Play) -> None:
    learner = open_page(platform, lesson("A [word](term:word) and an [unknown](term:nothing) one.\n\nNext."))
    term = learner.sco.get_by_role("button", name="word")
    assert term.get_attribute("aria-expanded") == "false"
    term.focus()
    learner.page.keyboard.press("Enter")
    box = learner.sco.locator("p:has(button.term) + .meaning")
    assert box.inner_text().startswith("word – A part of a sentence.")
    assert term.get_attribute("aria-controls") == box.get_attribute("id")
    assert "A part of a sentence." in learner.sco.locator("#say").inner_text()
    learner.page.keyboard.press("Escape")
    assert learner.sco.locator(".meaning").count() == 0
    assert term.get_attribute("aria-expanded") == "false" and focused(learner) == "term"
    assert learner.sco.get_by_text("unknown").evaluate("e => e.tagName") == "P"


def test_the_glossary_lists_what_the_lesson_uses(platform: Play) -> None:
    learner = open_page(platform, lesson("A [word](term:word)."), "_glossary")
    assert learner.sco.locator(".glossary dt").all_inner_texts() == ["Sentence", "word"]
    assert learner.cmi["cmi.core.lesson_location"] == "_glossary"
    assert learner.sco.locator("#progress-text").inner_text() == "1 of 3 pages"  # it counts for nothing
    learner.reload()
    assert learner.sco.locator("section[data-page=_glossary]").is_visible()


def test_terms_are_links_to_the_list_without_scripts(platform: Play, browser: Any) -> None:
    learner = open_page(platform, lesson("A [word](term:word)."))
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(learner.url.partition("lms.html")[0] + "package/index.html")
    tab.get_by_role("link", name="word").click()
    assert tab.url.endswith("#_term-word") and tab.locator("#_term-word").is_visible()
    assert tab.locator(".slide:visible").count() == len(builders.every_kind_of_slide())
    context.close()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_slides_are_turned_by_button_and_arrow(platform: Play, direction: str) -> None:
    learner = open_page(platform, lesson("Text."), "_slides")
    learner.frame.evaluate(f"document.documentElement.dir = '{direction}'")
    ahead, behind = ("ArrowRight", "ArrowLeft") if direction == "ltr" else ("ArrowLeft", "ArrowRight")
    sco, count = learner.sco, len(builders.every_kind_of_slide())
    assert sco.locator(".slide:visible").count() == 1
    assert sco.get_by_role("heading", name="A first lesson", level=3).is_visible()
    assert "Welcome." not in sco.locator(".deck").inner_html()  # notes are for trainers
    sco.get_by_role("button", name="Next slide").click()
    assert sco.locator(".slide-place").inner_text() == f"Slide 2 of {count}"
    learner.page.keyboard.press(ahead)
    assert sco.locator(".slide-place").inner_text() == f"Slide 3 of {count}"
    learner.page.keyboard.press(behind)
    learner.page.keyboard.press("End")
    assert sco.locator(".slide-place").inner_text() == f"Slide {count} of {count}"
    assert sco.get_by_role("button", name="Next slide").get_attribute("aria-disabled") == "true"
    learner.page.keyboard.press(ahead)
    assert sco.locator(".slide-place").inner_text() == f"Slide {count} of {count}"
    assert sco.get_by_role("group", name=f"Slide {count} of {count}").get_by_text("Test on new data").is_visible()
    assert learner.faults == []


def test_a_video_has_captions_in_every_language(platform: Play) -> None:
    captions = tuple(Captions(code, b"WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n") for code in ("el", "en"))
    film = Video(builders.text("A *film*"), name="film.webm", data=b"no film", captions=captions)
    learner = open_page(platform, lesson("Text.", film))
    tracks = learner.sco.locator("video track")
    assert [track.get_attribute("srclang") for track in tracks.all()] == ["el", "en"]
    assert [track.get_attribute("label") for track in tracks.all()] == ["Ελληνικά", "English"]
    assert [track.get_attribute("default") is not None for track in tracks.all()] == [False, True]
    assert learner.sco.locator("video").get_attribute("aria-label") == "A film"


def test_a_video_elsewhere_is_asked_for_by_a_click_only(platform: Play) -> None:
    film = Video(builders.text("A film"), url="https://video.example.org/watch?v=1")
    learner = open_page(platform, lesson("Text.", film))
    assert learner.sco.locator("iframe, video").count() == 0
    link = learner.sco.get_by_role("link", name="Open the video")
    assert "video.example.org" in learner.sco.locator(".elsewhere").inner_text()
    assert link.get_attribute("target") == "_blank" and "noreferrer" in str(link.get_attribute("rel"))
    assert {host.split(":")[0] for host in learner.hosts} == {"127.0.0.1"}


def test_the_answer_to_an_open_question_waits_for_the_learner(platform: Play) -> None:
    learner = open_page(platform, lesson("::: refer qa-one case-one ex-one\n:::"))
    sco = learner.sco
    assert not sco.get_by_text("Because.").is_visible() and not sco.get_by_text("It is done.").first.is_visible()
    sco.get_by_text("Show the answer").click()
    assert sco.get_by_text("Because.").is_visible()
    sco.get_by_text("Show: ").first.click()
    assert sco.get_by_text("It is done.").first.is_visible()


def test_on_paper(platform: Play) -> None:
    md = "See [a page](https://example.org/a).\n\n::: refer qa-one\n:::\n\n```python\nx = 1\n```"
    learner = open_page(platform, lesson(md))
    sco = learner.sco
    learner.page.emulate_media(media="print")
    shown = "e => getComputedStyle(e, '::after').content"
    assert "https://example.org/a" in sco.get_by_role("link", name="a page").evaluate(shown)
    assert sco.locator("section.page:not(.page-slides):visible").count() == 3
    for hidden in (".toc", ".copy", ".turn", ".page-slides", ".head-progress", "details"):
        assert not sco.locator(hidden).first.is_visible(), hidden


def test_everything_works_after_the_language_was_changed(platform: Play) -> None:
    content = lesson("A [word](term:word).\n\n```python\nx = 1\n```", builders.figure())
    editions = tuple(replace(builders.edition(one), glossary=GLOSSARY) for one in (builders.ENGLISH, builders.GREEK))
    learner = platform(export_all(editions, (builders.unit(content), builders.unit(content))).data)
    sco = learner.sco
    sco.locator("#language").select_option("el")
    sco.locator("html[lang=el]").wait_for()
    learner.frame.evaluate("location.hash = '#p-one'")
    sco.get_by_role("button", name="word").click()
    assert sco.locator(".meaning").count() == 1
    learner.page.keyboard.press("Escape")
    sco.get_by_role("button", name="Enlarge").click()
    learner.page.keyboard.press("Escape")
    assert focused(learner) == "zoom"
    assert sco.locator(".copy:visible").count() == 1 and sco.locator("dialog").count() == 1
    learner.frame.evaluate("location.hash = '#p-_slides'")
    sco.get_by_role("button", name="Next slide").click()
    assert sco.locator(".slide:visible").count() == 1
    assert learner.faults == []
