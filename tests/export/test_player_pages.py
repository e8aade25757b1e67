"""What the player's page and files hold: slides, glossary, videos, theme and logos – and how large they are."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import builders
import pytest
from lxml import html as lxml_html

from machina_scorm.export.player.elements import break_code
from machina_scorm.export.player.theme import theme_css
from machina_scorm.export.player.whole import unit_test, whole_unit
from machina_scorm.export.scorm12 import export_lesson
from machina_scorm.model.blocks import Image, Video
from machina_scorm.model.course import Funding, Lesson, Page
from machina_scorm.model.edition import Edition
from machina_scorm.model.glossary import Glossary, Term
from machina_scorm.model.theme import OWN_LOOK, Logo, Theme
from machina_scorm.problems import Report
from machina_scorm.project import localise_project, read_project

LOGO = Logo(Image("Logo É.svg", "image/svg+xml", builders.SVG, 200, 80), builders.text("The *Society*", "alt"))


def files(lesson: Lesson | None = None, edition: Edition | None = None) -> dict[str, bytes]:
    lesson = lesson or builders.deck_lesson()
    artefact = export_lesson(edition or builders.edition(), builders.unit(lesson), lesson)
    with zipfile.ZipFile(io.BytesIO(artefact.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def page(lesson: Lesson | None = None, edition: Edition | None = None) -> Any:
    return lxml_html.document_fromstring(files(lesson, edition)["index.html"].decode("utf-8"))


def data_of(root: Any) -> dict[str, Any]:
    return dict(json.loads(root.get_element_by_id("lesson-data").text))


def with_about(**changes: Any) -> Edition:
    edition = builders.edition()
    return replace(edition, about=replace(edition.about, **changes))


def text_page(md: str) -> Lesson:
    return builders.lesson(questions=(), pages=(Page("one", builders.text("One"), builders.page_blocks(md)),))


@pytest.mark.parametrize("language", ["en", "el"])
def test_a_whole_lesson_stays_small(language: str) -> None:
    report = Report()
    project = read_project(builders.ROOT, report)
    assert project is not None
    course = localise_project(project, language)
    unit = course.units[0]
    artefact = export_lesson(course.edition, unit, unit.lessons[0])
    assert len(artefact.data) <= 100_000
    with zipfile.ZipFile(io.BytesIO(artefact.data)) as archive:
        assert len(archive.namelist()) <= 15


def test_the_deck_is_in_the_page_without_the_notes() -> None:
    root = page()
    slides = root.xpath("//section[@id='p-_slides']//section[contains(@class, 'slide ')]")
    kinds = [slide.get("class").split()[1].removeprefix("slide-") for slide in slides]
    assert kinds == [slide.kind for slide in builders.every_kind_of_slide()]
    text = root.get_element_by_id("p-_slides").text_content()
    assert "Many" in text and "Welcome." not in text
    assert [h3.text_content() for h3 in slides[0].iter("h3")] == ["A first lesson"]
    figure = slides[kinds.index("figure")].xpath(".//img/@src")
    assert figure == ["figures/Modele-1.svg"] and list(files()).count("figures/Modele-1.svg") == 1


def test_a_question_on_a_slide_is_shown_and_not_asked() -> None:
    lesson = builders.deck_lesson(builders.slide("content", "Your turn", "::: quiz q-many\n:::"))
    root = page(lesson)
    shown = root.get_element_by_id("p-_slides")
    assert [li.text_content() for li in shown.iter("li")] == [f"Option {n}" for n in (1, 2, 3, 4)]
    assert not list(shown.iter("form", "input"))
    assert "q-many" not in data_of(root)["inside"]


def test_extras_count_for_nothing() -> None:
    data = data_of(page())
    assert data["extras"] == ["_slides"] and "_slides" not in data["pages"]
    root = page()
    assert not root.xpath("//section[@id='p-_slides']//*[@rel='next' or @rel='prev']")
    assert not root.xpath("//a[@rel='next' and @href='#p-_slides']")
    assert root.xpath("//nav//ul//a/@href") == ["#p-_slides"]


def test_without_slides_and_terms_there_are_no_extras() -> None:
    root = page(builders.lesson())
    assert data_of(root)["extras"] == [] and not root.xpath("//nav//ul")


def test_terms_are_linked_and_listed_by_name_whatever_their_accents() -> None:
    names = {"a": "zeta", "b": "Émile", "c": "fold", "d": "unused"}
    glossary = Glossary(
        tuple(Term(id_, builders.text(name, "term"), builders.text(f"About {name}.")) for id_, name in names.items())
    )
    md = (
        "A [one](term:a), [two](term:b), [three](term:c), [gone](term:gone).\n\n| [h](term:a) |\n|---|\n| [x](term:b) |"
    )
    root = page(text_page(md), replace(builders.edition(), glossary=glossary))
    assert [dt.text_content() for dt in root.iter("dt")][-3:] == ["Émile", "fold", "zeta"]
    assert [a.get("href") for a in root.find_class("term")] == ["#_term-a", "#_term-b", "#_term-c", "#_term-b"]
    assert all(root.get_element_by_id(a.get("href")[1:]).tag == "dt" for a in root.find_class("term"))
    assert not root.xpath("//th//a") and "unused" not in root.text_content()


def test_a_title_with_a_link_is_no_link_in_a_link() -> None:
    glossary = Glossary((Term("a", builders.text("zeta", "term"), builders.text("Last.")),))
    lesson = builders.lesson(pages=(Page("one", builders.text("On [zeta](term:a)", "title"), ()),))
    root = page(lesson, replace(builders.edition(), glossary=glossary))
    assert not root.xpath("//a//a") and root.get_element_by_id("h-one").text_content() == "On zeta"


def test_a_video_elsewhere_is_no_frame_and_a_bad_address_no_link() -> None:
    for url, links in (("https://video.example.org/1", 1), ("javascript:alert(1)", 0)):
        film = Page("one", builders.text("One"), (Video(builders.text("Film"), url=url),))
        root = page(builders.lesson(questions=(), pages=(film,)))
        assert not list(root.iter("iframe", "video", "embed", "object"))
        assert len(root.xpath("//figure[contains(@class, 'elsewhere')]//a")) == links


def test_the_font_of_formulas_is_there_where_there_are_formulas() -> None:
    with_math, without = files(text_page("$x$")), files(text_page("x"))
    assert b'url("math.woff2")' in with_math["player.css"] and with_math["math.woff2"].startswith(b"wOF2")
    assert b"math.woff2" not in without["player.css"] and "math.woff2" not in without


def test_a_theme_is_variables_only() -> None:
    theme = replace(
        OWN_LOOK,
        light=replace(OWN_LOOK.light, accent="#8a1538"),
        body_fonts=("Source Sans 3",),
        code_fonts=("Fira Code", "monospace"),
    )
    css = files(edition=with_about(theme=theme))["player.css"].decode("utf-8")
    assert css.index("--accent: #8a1538;") < css.index("prefers-color-scheme: dark")
    assert '--body: "Source Sans 3", system-ui, ' in css and '--headings: "Source Sans 3", system-ui, ' in css
    assert '--code: "Fira Code", monospace, ' in css
    own = theme_css(Theme(), math_font=False)
    assert "@font-face" not in own and "url(" not in own and "--accent: #1a568f;" in own


def test_every_colour_of_the_style_sheet_is_the_themes() -> None:
    rules = (builders.ROOT / "templates/scorm/player.css").read_text(encoding="utf-8")
    screen = rules.partition("@media print")[0]
    used = {part.partition(")")[0] for part in screen.split("var(--")[1:]}
    assert used - {"round", "measure", "gap", "pad"} <= {
        line.strip().partition(":")[0].removeprefix("--") for line in theme_css(Theme(), False).splitlines()
    }
    # White lies behind figures, which are drawn for paper.
    assert {part[:6] for part in screen.split("#")[1:] if part[:6].isalnum()} <= {"ffffff"}


def test_logos_of_course_and_funders() -> None:
    funding = Funding(builders.text("Paid."), logos=(LOGO, LOGO))
    edition = with_about(theme=replace(OWN_LOOK, logo=LOGO), funding=funding)
    root = page(edition=edition)
    assert root.xpath("//header//img/@alt") == ["The Society"]
    assert root.xpath("//footer//img/@src") == ["figures/Logo-E.svg"] * 2
    assert "figures/Logo-E.svg" in files(edition=edition)


def test_the_level_is_the_courses() -> None:
    assert data_of(page())["level"] == "junior"
    assert data_of(page(edition=with_about(level="senior")))["level"] == "senior"


def test_the_script_has_the_words_that_it_says_and_no_others() -> None:
    said = data_of(page())["ui"]
    assert {"right", "wrong", "partly", "no-lms", "kept-use", "missing-part", "newer", "slide-of"} <= set(said)
    assert not {"skip", "overview", "objectives-lead", "choose-many", "video-elsewhere", "glossary"} & set(said)


def test_code_in_cells_breaks_at_its_joints_and_reads_the_same() -> None:
    element = lxml_html.fragment_fromstring("<table><td><code>has_error.code()</code></td></table>")
    break_code([element])
    code = next(element.iter("code"))
    assert len(code) == 3 and code.text_content() == "has_error.code()"


def test_a_whole_unit_shows_the_slides_of_its_lessons() -> None:
    lesson = builders.deck_lesson()
    edition, unit = builders.edition(), builders.unit(lesson)
    assert whole_unit(edition, unit).slides == lesson.slides != ()
    assert unit_test(edition, unit).slides == ()


def test_a_label_stands_before_its_text_as_the_language_writes_it() -> None:
    project = read_project(builders.ROOT, Report())
    assert project is not None
    ui = localise_project(project, "fr").edition.ui
    root = page(edition=replace(builders.edition(), ui=ui))
    assert "Licence\u00a0: " in root.find(".//footer").text_content()
