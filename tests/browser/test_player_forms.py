"""Units and packages of several languages, in both standards, played in Chromium."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import builders
import pytest
from test_player import answer, check, form, go, start_test, take_test

from machina_scorm.export.scorm12_all import export_all as all12
from machina_scorm.export.scorm12_unit import export_unit as unit12
from machina_scorm.export.scorm2004_all import export_all as all2004
from machina_scorm.export.scorm2004_multisco import export_unit as parts2004
from machina_scorm.export.scorm2004_unit import export_unit as unit2004
from machina_scorm.model.blocks import Paragraph
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text, map_text

Play = Callable[..., Any]

FRENCH = Language("fr", "fr", "Français", "ltr", "nplurals=2; plural=(n > 1);", ("«", "»"), ",", 1.25)
EDITIONS = tuple(builders.edition(language) for language in (builders.ENGLISH, builders.GREEK, FRENCH))
TITLES = {"en": "A first lesson", "el": "[el] A first lesson", "fr": "[fr] A first lesson"}


def in_language(code: str) -> Unit:
    """The unit as it would be translated: every text marked with the language."""
    unit = builders.unit(builders.tested_lesson())
    if code == "en":
        return unit

    def enter(node: Any, change: Callable[[Text], Text]) -> Callable[[Text], Text]:
        return (lambda text: text) if isinstance(node, builders.Accepted) else change

    return map_text(unit, lambda text: replace(text, md=f"[{code}] {text.md}"), enter)


def languages(export: Callable[..., Any], *, standard: str = "") -> bytes:
    return bytes(export(EDITIONS, tuple(in_language(e.language.code) for e in EDITIONS)).data)


def two_lessons() -> Unit:
    first = builders.tested_lesson()
    return builders.unit(first, second_lesson())


def second_lesson() -> Lesson:
    questions = tuple(
        replace(question, key=question.key.replace("l1-intro", "l2-more")) for question in builders.all_questions()
    )
    link = (Paragraph(Text("See [the first](lesson:lu1/l1-intro#levels).")),)
    pages = tuple(replace(page, blocks=(*page.blocks, *link)) for page in builders.lesson().pages[:1])
    lesson = builders.lesson(questions=questions, pages=pages)
    return replace(lesson, id="l2-more", key="lu1/l2-more", number=2, title=Text("A second lesson", "title"))


def choose(sco: Any, code: str) -> None:
    sco.locator("#language").select_option(code)
    sco.locator(f"html[lang={code}]").wait_for()


# Languages


@pytest.mark.parametrize("export", [all12, all2004])
def test_the_language_changes_in_the_middle_of_the_test(platform: Play, export: Callable[..., Any]) -> None:
    learner = platform(languages(export))
    sco = learner.sco
    start_test(sco)
    for name in ("q-one", "q-many", "q-truth"):
        answer(sco, name, right=True)
        form(sco, name).locator("[data-do=next]").click()
    box = form(sco, "q-match")
    box.locator("[data-prompt='1']").select_option("b")  # a draft
    choose(sco, "el")
    assert sco.locator("h1").inner_text() == TITLES["el"]
    assert form(sco, "q-match").is_visible() and not form(sco, "q-word").is_visible()
    assert form(sco, "q-match").locator("[data-prompt='1']").input_value() == "b"
    assert sco.locator("#language").evaluate("box => box === document.activeElement")
    answer(sco, "q-match", right=True)
    form(sco, "q-match").locator("[data-do=next]").click()
    answer(sco, "q-word", right=True)
    form(sco, "q-word").locator("[data-do=next]").click()
    choose(sco, "en")
    assert sco.locator("h1").inner_text() == TITLES["en"]
    for name in ("q-number", "q-order", "q-gaps", "q-essay"):
        answer(sco, name, right=True)
        form(sco, name).locator("[data-do=next]").click()
    assert "100 %" in sco.locator(".test-result").inner_text()
    assert learner.count("LMSInitialize") + learner.count("Initialize") == 1
    ids = [record["id"] for record in learner.interactions()]
    assert len(ids) == 9 and ids[:2] == ["lu1.l1_intro.q_one", "lu1.l1_intro.q_many"]
    assert learner.errors == [] and learner.faults == []
    learner.reload()
    assert "100 %" in learner.sco.locator(".test-result").inner_text()


@pytest.mark.parametrize(("export", "element"), [(all12, "student"), (all2004, "learner")])
def test_the_choice_is_kept_in_the_lms_and_comes_back(platform: Play, export: Callable[..., Any], element: str) -> None:
    learner = platform(languages(export))
    choose(learner.sco, "fr")
    assert learner.cmi[f"cmi.{element}_preference.language"] == "fr"
    learner.reload()
    assert learner.sco.locator("h1").inner_text() == TITLES["fr"]
    assert learner.frame.evaluate("document.documentElement.lang") == "fr"
    assert learner.errors == [] and learner.faults == []


@pytest.mark.parametrize(
    ("options", "locale", "wanted"),
    [
        ({}, "el-GR", "el"),
        ({}, "pl-PL", "en"),
        ({"values": {"cmi.student_preference.language": "fr-CA"}}, "el-GR", "fr"),
        ({"values": {"cmi.student_preference.language": "fr", "cmi.launch_data": "lang=el"}}, "en-GB", "el"),
        ({"values": {"cmi.launch_data": "el"}}, "en-GB", "el"),
        ({"href": "index.html?lang=fr", "values": {"cmi.launch_data": "el"}}, "en-GB", "fr"),
        ({"values": {"cmi.launch_data": "somebody's own data"}}, "en-GB", "en"),
    ],
)
def test_the_start_language(platform: Play, options: dict[str, Any], locale: str, wanted: str) -> None:
    learner = platform(languages(all12), options, locale=locale)
    assert learner.sco.locator("h1").inner_text() == TITLES[wanted]
    assert learner.sco.locator("#language").input_value() == wanted
    assert learner.sco.locator("#notices").inner_text() == ""
    assert learner.errors == [] and learner.faults == []


def test_an_unknown_language_or_level_in_the_link_is_said(platform: Play) -> None:
    learner = platform(languages(all12), {"href": "index.html?lang=xx&level=master"})
    assert "xx, master" in learner.sco.locator("#notices").inner_text()
    assert learner.sco.locator("h1").inner_text() == TITLES["en"]
    senior = platform(languages(all12), {"href": "index.html?level=senior"})
    assert senior.frame.evaluate("document.documentElement.dataset.level") == "senior"


def test_a_language_that_cannot_be_had_is_said(platform: Play) -> None:
    learner = platform(languages(all12))
    learner.page.route("**/lang/fr.js", lambda route: route.abort())
    learner.sco.locator("#language").select_option("fr")
    learner.sco.get_by_text("cannot be shown").wait_for()
    assert learner.sco.locator("#language").input_value() == "en"
    choose(learner.sco, "el")
    assert "cannot be shown" in learner.sco.locator("#notices").inner_text()  # what was said is said on


def test_from_a_file_without_an_lms(browser: Any, tmp_path: Any) -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(languages(all12))) as archive:
        archive.extractall(tmp_path)
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((tmp_path / "index.html").as_uri())
    page.get_by_role("heading", name=TITLES["fr"], level=1).wait_for()
    page.locator("#language").select_option("el")
    page.get_by_role("heading", name=TITLES["el"], level=1).wait_for()
    assert "nothing is recorded" in page.locator("#notices").inner_text() and faults == []
    context.close()


# Units


def test_a_unit_as_one_part(platform: Play) -> None:
    unit = two_lessons()
    learner = platform(unit2004(builders.edition(), unit).data)
    sco = learner.sco
    assert sco.locator("h1").inner_text() == "A unit"
    assert [link.get_attribute("data-page") for link in sco.locator(".toc a:visible").all()] == [
        *("_start", "l1-intro._start", "l2-more._start", "_reading", "_test")
    ]
    assert "Unit test" in sco.locator(".toc").inner_text()
    sco.locator("section:visible a[rel=next]").click()
    sco.locator("section[data-page='l1-intro._start']").wait_for()
    assert "First page" in sco.locator(".toc").inner_text()
    sco.locator("section:visible a[rel=next]").click()
    box = sco.locator("form[id='p-l1-intro.q-one']")
    box.locator("[value=b]").check()
    check(box)
    go(sco, "l2-more._start")
    go(sco, "l2-more.first")
    assert not sco.locator("form[id='p-l2-more.q-one'] [value=b]").is_checked()
    sco.get_by_role("link", name="the first").click()
    sco.locator("section[data-page='l1-intro.levels']").wait_for()
    assert learner.interactions()[0]["id"] == "lu1.l1_intro.q_one.page"
    learner.reload()
    assert learner.sco.locator("section[data-page='l1-intro.levels']").is_visible()
    start_test(learner.sco)
    for place in range(18):
        name = f"{'l1-intro' if place < 9 else 'l2-more'}.{builders.all_questions()[place % 9].id}"
        answer_as(learner.sco, name, right=True)
    assert "100 %" in learner.sco.locator(".test-result").inner_text()
    assert learner.cmi["cmi.success_status"] == "passed" and learner.cmi["cmi.completion_status"] == "completed"
    assert [learner.cmi[f"cmi.objectives.{n}.id"] for n in (0, 1)] == ["lu1.k1", "lu1.s1"]
    assert len({record["id"] for record in learner.interactions()}) == 19
    assert learner.errors == [] and learner.faults == []


def answer_as(sco: Any, name: str, right: bool) -> None:
    """Answer a question of a unit's test, whose id has the lesson's before it."""

    class Named:
        def locator(self, selector: str) -> Any:
            return sco.locator(f"[id='t-{name}']" if selector.startswith("form#") else selector)

    answer(Named(), name.partition(".")[2], right)
    sco.locator(f"[id='t-{name}'] [data-do=next]").click()


def test_the_parts_of_a_unit_play_apart(platform: Play) -> None:
    data = unit12(builders.edition(), two_lessons()).data
    lesson = platform(data, {"href": "l2-more/index.html"})
    assert lesson.sco.locator("h1").inner_text() == "A second lesson"
    start_test(lesson.sco)
    take_test(lesson.sco, right=9)
    assert lesson.cmi["cmi.core.lesson_status"] == "passed"
    assert lesson.interactions()[0]["id"] == "lu1.l2_more.q_one"
    assert lesson.errors == [] and lesson.faults == []


@pytest.mark.parametrize(("export", "status"), [(unit12, "cmi.core.lesson_status"), (parts2004, "cmi.success_status")])
def test_the_unit_test_draws_questions(platform: Play, export: Callable[..., Any], status: str) -> None:
    lessons = [
        replace(
            builders.lesson(
                questions=tuple(
                    replace(
                        builders.question(f"q-{n}", builders.choice(0, 100)), key=f"lu1/l{number}/q-{n}", outcome="k1"
                    )
                    for n in range(12)
                ),
                pages=(),
            ),
            id=f"l{number}",
            key=f"lu1/l{number}",
        )
        for number in (1, 2, 3)
    ]
    learner = platform(export(builders.edition(), builders.unit(*lessons)).data, {"href": "_test/index.html"})
    start_test(learner.sco)
    asked = []
    while learner.sco.locator("form.question:visible").count() == 1 and len(asked) < 30:
        box = learner.sco.locator("form.question:visible")
        asked.append(box.get_attribute("data-question"))
        assert box.locator("h3").inner_text() == f"Question {len(asked)} of 20"
        box.locator("[value=b]").check()
        check(box)
        box.locator("[data-do=next]").click()
        if len(asked) == 7:
            learner.reload()
    assert len(set(asked)) == 20
    per_lesson = [sum(name.startswith(f"l{number}.") for name in asked) for number in (1, 2, 3)]
    assert sorted(per_lesson) == [6, 7, 7]
    assert learner.cmi[status] == "passed"
    assert learner.errors == [] and learner.faults == []


# Any sequence of actions


def act(sco: Any, chance: random.Random) -> None:
    """Do something that a learner may do now."""
    deeds = ["page", "page", "inside", "type", "level"]
    if sco.locator("[data-do=start]:visible").count():
        deeds += ["start"] * 3
    if sco.locator("section[data-page=_test] form.question:visible").count() == 1:
        deeds += ["answer"] * 6
    match chance.choice(deeds):
        case "page":
            go(sco, chance.choice(["_start", "first", "levels", "summary", "_reading", "_test"]))
        case "inside":
            go(sco, "first")
            box = sco.locator("form#p-q-one")
            if box.locator("[data-do=again]").is_visible():
                box.locator("[data-do=again]").click()
            if box.locator("[type=submit]").is_visible():
                box.locator(f"[value={chance.choice('abc')}]").check()
                if chance.random() < 0.7:
                    check(box)
        case "type":
            go(sco, "_test")
            if form(sco, "q-essay").locator("textarea").is_enabled() and form(sco, "q-essay").is_visible():
                form(sco, "q-essay").locator("textarea").fill(chance.choice(["", "ένα δύο", 'a\nb " \\ 😀']))
        case "level":
            sco.get_by_label(chance.choice(["Junior", "Senior"])).check()
        case "start":
            sco.locator("[data-do=start]").click()
        case "answer":
            box = sco.locator("section[data-page=_test] form.question:visible")
            if box.locator("[data-do=next]").is_visible():
                box.locator("[data-do=next]").click()
            else:
                answer(sco, str(box.get_attribute("data-question")), chance.random() < 0.5)


def seen(sco: Any) -> dict[str, Any]:
    """What the learner sees and what is in every control."""
    script = """() => ({
      level: document.documentElement.dataset.level,
      page: document.querySelector('section.page:not([hidden])').dataset.page,
      seen: document.querySelector('#progress-text').textContent,
      ticks: [...document.querySelectorAll('.toc .is-seen')].map((link) => link.dataset.page),
      outcomes: [...document.querySelectorAll('form.question .outcome')].map((one) => one.textContent),
      feedback: [...document.querySelectorAll('form.question [data-feedback]')].map((one) => one.hidden),
      order: [...document.querySelectorAll('[data-item], [data-option]')].map((one) => one.dataset.item || one.value),
      controls: [...document.querySelectorAll('form.question :is(input, select, textarea)')].map(
        (box) => [box.type === 'radio' || box.type === 'checkbox' ? box.checked : box.value, box.disabled]),
      forms: [...document.querySelectorAll('form.question')].map((one) => one.hidden),
    })"""
    return dict(sco.locator("html").evaluate(script))


def settled(sco: Any) -> None:
    """Press "Next" where a question was answered: after coming back it is the next one that is asked."""
    button = sco.locator("section[data-page=_test] [data-do=next]:visible")
    if button.count():
        button.click()


@pytest.mark.parametrize("number", range(6))
def test_whatever_a_learner_does_is_there_again(platform: Play, number: int) -> None:
    chance = random.Random(number)
    learner = platform(languages(all2004 if number % 2 else all12))
    for _ in range(chance.randint(6, 18)):
        act(learner.sco, chance)
        if chance.random() < 0.15:
            choose(learner.sco, chance.choice(["en", "el", "fr"]))
            choose(learner.sco, "en")
    settled(learner.sco)
    before = seen(learner.sco)
    learner.leave()
    learner.reload()
    assert seen(learner.sco) == before
    assert learner.errors == [] and learner.faults == []
