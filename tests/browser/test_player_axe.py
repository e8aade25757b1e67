"""axe-core objects to nothing at A or AA: every kind of page, interaction and language, in light and in dark."""

from __future__ import annotations

import functools
import http.server
import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import axe
import builders
import pytest

from machina_scorm.export.scorm12 import export_lesson
from machina_scorm.model.blocks import Captions, Video
from machina_scorm.model.course import Page
from machina_scorm.model.glossary import Glossary, Term
from machina_scorm.problems import Report
from machina_scorm.project import localise_project, read_project

LANGUAGES = ("en", "fr", "de", "el", "ro", "it")
SCHEMES = ("light", "dark")


def _all_kinds() -> bytes:
    """A package with every kind of block, question and page."""
    text = builders.text("A [word](term:word) explained.")
    videos = (
        Video(builders.text("A film"), name="film.webm", data=b"no film", captions=(Captions("en", b"WEBVTT\n"),)),
        Video(builders.text("A film elsewhere"), url="https://video.example.org/1"),
    )
    more = builders.page_blocks(
        "A [word](term:word).\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n\n```python\nprint(1)  # one\n```\n\n"
        "$$\n\\sum_{i=1}^{n} \\frac{x_i}{n}\n$$\n\n::: tip\nDo.\n:::\n\n> Said."
    )
    base = builders.deck_lesson()
    pages = (*base.pages, Page("media", builders.text("Media", "title"), (*more, *videos)))
    lesson = replace(base, pages=pages)
    glossary = Glossary((Term("word", builders.text("word", "term"), text),))
    edition = replace(builders.edition(attempts=2), glossary=glossary)
    return export_lesson(edition, builders.unit(lesson), lesson).data


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve LU1's first lesson in every language and the package of all kinds; returns the address."""
    root = tmp_path_factory.mktemp("axe")
    report = Report()
    project = read_project(builders.ROOT, report)
    assert project is not None
    for code in LANGUAGES:
        course = localise_project(project, code)
        unit = course.units[0]
        _unpack(export_lesson(course.edition, unit, unit.lessons[0]).data, root / code)
    _unpack(_all_kinds(), root / "kinds")
    handler = functools.partial(_Quiet, directory=str(root))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def _unpack(data: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)


@pytest.fixture
def lesson(browser: Any, packages: str) -> Iterator[Any]:
    """Return a function that opens a package's page; colours change at once, not in steps."""
    context = browser.new_context(viewport={"width": 1100, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(5000)

    def load(name: str, page: str = "_start") -> Any:
        tab = context.new_page()
        tab.goto(f"{packages}/{name}/index.html#p-{page}")
        tab.locator("html.js #progress-text:not(:empty)").wait_for()
        return tab

    yield load
    context.close()


def objections(tab: Any) -> list[str]:
    """What axe finds in light and in dark."""
    found = []
    for scheme in SCHEMES:
        tab.emulate_media(color_scheme=scheme)
        found += [f"{scheme} {entry}" for entry in axe.violations(tab)]
    return found


def pages_of(tab: Any) -> list[str]:
    return [str(id_) for id_ in tab.locator("section.page").evaluate_all("all => all.map(one => one.dataset.page)")]


def turn_to(tab: Any, page: str) -> None:
    tab.evaluate(f"location.hash = '#p-{page}'")
    tab.locator(f"section[data-page='{page}']").wait_for()


#: Answer every question of the test somehow, as a learner's clicks would.
ANSWER_ALL = """() => {
  const shown = () => [...document.querySelectorAll('section[data-page=_test] form')].find(form => !form.hidden);
  document.querySelector('[data-do=start]').click();
  while (document.querySelector('.test-result').hidden) {
    const form = shown();
    [...form.querySelectorAll('[type=radio]')].slice(0, 1).forEach(box => box.click());
    [...form.querySelectorAll('[type=checkbox]')].slice(0, 2).forEach(box => box.click());
    form.querySelectorAll('select').forEach(list => { list.selectedIndex = 1; });
    form.querySelectorAll('[type=text], textarea').forEach(field => { field.value = '12'; });
    form.requestSubmit();
    form.querySelector('[data-do=next]').click();
  }
}"""


def test_every_kind_of_page(lesson: Any) -> None:
    tab = lesson("kinds")
    assert {"_start", "first", "levels", "media", "summary", "_reading", "_test", "_slides", "_glossary"} <= set(
        pages_of(tab)
    )
    for page in pages_of(tab):
        turn_to(tab, page)
        assert objections(tab) == [], page


def reveal(tab: Any, what: str) -> None:
    tab.evaluate("what => document.querySelectorAll(what).forEach(part => { part.hidden = false; })", what)


def take_test(tab: Any) -> None:
    turn_to(tab, "_test")
    tab.evaluate(ANSWER_ALL)
    assert tab.locator(".test-result").is_visible()


def test_it_can_fail(lesson: Any) -> None:
    tab = lesson("kinds")
    tab.evaluate("document.querySelector('.unit').style.color = '#7a7a7a'")
    tab.evaluate("document.querySelector('.turn a').replaceChildren()")
    assert {entry.partition(":")[0] for entry in objections(tab)} == {
        f"{scheme} {rule}" for scheme in SCHEMES for rule in ("color-contrast", "link-name")
    }


def test_every_interaction_before_and_after_feedback(lesson: Any) -> None:
    tab = lesson("kinds", "_test")
    tab.locator("[data-do=start]").click()
    reveal(tab, "section[data-page=_test] form")
    assert tab.locator("section[data-page=_test] form:visible").count() == len(builders.all_questions())
    assert objections(tab) == []
    tab.reload()
    take_test(tab)
    assert tab.locator(".feedback:visible").count() > 5 and tab.locator(".solution:visible").count() > 1
    assert objections(tab) == []


def test_what_opens_on_a_page(lesson: Any) -> None:
    tab = lesson("kinds", "first")
    tab.locator("section[data-page=first] .zoom").click()
    assert tab.locator("dialog[open]").is_visible()
    assert objections(tab) == []
    tab.keyboard.press("Escape")
    turn_to(tab, "media")
    tab.locator("section[data-page=media] button.term").first.click()
    assert tab.locator(".meaning").is_visible()
    assert objections(tab) == []
    turn_to(tab, "levels")
    tab.locator("section[data-page=levels] summary").first.click()
    assert objections(tab) == []
    turn_to(tab, "_slides")
    for place in range(2, 1 + tab.locator(".slide").count()):
        tab.locator("[data-do=slide-next]").click()
        tab.get_by_text(f"Slide {place} of").wait_for()
    assert objections(tab) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language(lesson: Any, language: str) -> None:
    """All pages of the first lesson at once, the test with its result and all its feedback."""
    tab = lesson(language)
    take_test(tab)
    reveal(tab, "section.page, .slide")
    assert tab.locator("html").get_attribute("lang") == language
    assert objections(tab) == []
