"""The courses that a site gets: what is in them, under which keys, and that it holds together."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from offering_marks import allowed, htmls, mistakes

from machina_scorm.moodle.choice import GRANULARITIES, OWNABLE, PARTS, Choice, Naming, QuizChoice
from machina_scorm.moodle.desired import KINDS, DesiredCourse, Item
from machina_scorm.offering.compose import Composer, compose
from machina_scorm.project import Project

GOLDEN = Path(__file__).parent / "golden"
CODES = ("en", "fr", "de", "el", "ro", "it")


USUAL = Choice()


def items(composer: Composer, choice: Choice = USUAL, banks: bool = False) -> list[Item]:
    return [item for course in composer.compose(choice, banks) for item in course.items]


def one(found: list[Item], kind: str) -> Item:
    (item,) = [item for item in found if item.kind == kind or item.modname == kind]
    return item


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_the_shipped_course(composer: Composer, granularity: str, accept: bool) -> None:
    choice = Choice(granularity=granularity, languages=("en", "el"), category="#1")
    lines: list[str] = []
    for course in composer.compose(choice, banks=granularity == "course"):
        lines += [f"# {course.key} [{course.language}] {course.name}"]
        for item in course.items:
            fields = sorted({*item.spec, *(f"files.{area}" for area in item.files)} - {"name"})
            lines += [f"{item.kind} {item.modname or '-'} {item.key} | {item.name} | {' '.join(fields)}"]
    path = GOLDEN / f"{granularity}.txt"
    made = "\n".join(lines) + "\n"
    if accept:
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, "utf-8")
    assert made == path.read_text("utf-8")


@pytest.mark.parametrize("banks", [False, True])
@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_what_an_item_needs_is_there_and_comes_before_it(composer: Composer, granularity: str, banks: bool) -> None:
    for course in composer.compose(Choice(granularity=granularity), banks):
        places = {item.key: place for place, item in enumerate(course.items)}
        assert len(places) == len(course.items), "a key stands twice"
        assert course.items[0].kind == "course" and course.items[0].key == course.key
        graph = {item.key: set(item.needs) for item in course.items}
        for item in course.items:
            assert item.kind in KINDS
            assert all(places[need] < places[item.key] for need in item.needs), item.key
            assert item.needs or item.kind == "course"
        TopologicalSorter(graph).prepare()
        for item in course.items:
            if item.kind == "question":
                assert item.spec["category"] in item.needs
            if item.kind == "cm" and "section" in item.spec:
                assert item.spec["section"] in item.needs
            if item.kind == "slots":
                asked = {slot.get("question") or slot["category"] for slot in item.spec["slots"]}
                assert {item.spec["quiz"], *asked} == set(item.needs)
            if item.kind == "qcategory" and banks:
                assert item.spec["bank"] in item.needs


def test_the_order_names_every_section_and_activity(composer: Composer) -> None:
    for granularity in GRANULARITIES:
        for course in composer.compose(Choice(granularity=granularity), True):
            order = one(list(course.items), "order").spec
            assert order["sections"] == [item.key for item in course.items if item.kind == "section"]
            placed = [key for keys in order["modules"].values() for key in keys]
            assert placed == [item.key for item in course.items if item.kind == "cm" and "section" in item.spec]


def test_keys_are_parallel_in_all_languages(composer: Composer) -> None:
    for granularity in ("unit", "language"):
        courses = composer.compose(Choice(granularity=granularity))
        assert [course.language for course in courses] == list(CODES)
        bare = [{i.key.removesuffix(f"@{course.language}") for i in course.items} for course in courses]
        assert all(keys == bare[0] for keys in bare)
    (all_in_one,) = composer.compose(Choice(granularity="course"))
    languages = Counter(i.key.rpartition("@")[2] for i in all_in_one.items if "@" in i.key)
    assert set(languages) == set(CODES) and len(set(languages.values())) == 1
    assert {i.key for i in all_in_one.items if "@" not in i.key} == {
        "mx:machina",
        "mx:machina/_opening",
        "mx:machina/_order",
    }


def test_a_question_is_called_by_its_idnumber(composer: Composer) -> None:
    alone = [i.key for i in composer.compose(Choice())[1].items if i.kind == "question"]
    assert "lu1/l1-introduction/q-rules" in alone
    for item in items(composer, Choice(granularity="course")):
        if item.kind == "question":
            assert f"<idnumber>{item.key}</idnumber>" in item.spec["xml"] and item.key[-3] == "@"


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_the_plugin_knows_every_field(composer: Composer, granularity: str) -> None:
    choice = Choice(granularity=granularity, category="#1", visible=True, quiz=QuizChoice(3, minutes=30))
    for item in items(composer, choice, banks=True):
        assert allowed(item) == [], item.key
        json.dumps(item.wanted, allow_nan=False)
        assert len(item.key.encode()) <= 100 and len(item.digest) == 64


def test_html_is_well_formed_and_in_one_language(composer: Composer) -> None:
    for course in composer.compose(Choice()):
        for item in course.items:
            for html in htmls(item):
                assert mistakes(html, course.language) == [], item.key
    for item in items(composer, Choice(granularity="course")):
        for html in htmls(item):
            assert mistakes(html, item.key.rpartition("@")[2] if "@" in item.key else "en") == [], item.key


def test_what_is_for_trainers_reaches_no_learner(composer: Composer, shipped_project: Project) -> None:
    secrets = ("default_rng(5)", "default_rng(1000)")  # of the exercise's guide, the same in every language
    for course in composer.compose(Choice()):
        hidden = {item.key for item in course.items if item.kind == "section" and item.spec.get("visible") is False}
        assert len(hidden) == 1
        seen = {"hidden": 0, "shown": 0}
        for item in course.items:
            inside = item.spec.get("section") in hidden
            assert item.kind != "cm" or (item.spec.get("visible") is False) == inside
            told = any(secret in html for secret in secrets for html in htmls(item))
            seen["hidden" if inside else "shown"] += told
        assert seen["hidden"] == 1 and not seen["shown"]
        names = [path for item in course.items for area in item.files.values() for path in area]
        assert not any("solution" in name for name in names)


def test_pages_have_the_files_that_they_show(composer: Composer) -> None:
    for item in items(composer):
        if item.modname == "page":
            files = {path.lstrip("/") for path in item.files.get("content", {})}
            html = item.spec["content"]
            named = {part.split('"')[0] for part in html.split("@@PLUGINFILE@@/")[1:]}
            assert named == files
        else:
            assert not any("@@PLUGINFILE@@" in html for html in htmls(item))


def test_it_is_the_same_every_time(shipped_project: Project, shipped_dist: Path, composer: Composer) -> None:
    again = compose(shipped_project, shipped_dist, Choice(granularity="language"))
    assert again == composer.compose(Choice(granularity="language"))


def test_sites_that_chose_alike_share_everything_but_the_category(composer: Composer) -> None:
    first, second = (composer.compose(Choice(category=name)) for name in ("#1", "machina"))
    for one_, other in zip(first, second, strict=True):
        assert one_.items[0].spec["category"] == "#1" and other.items[0].spec["category"] == "machina"
        assert all(a is b for a, b in zip(one_.items[1:], other.items[1:], strict=True))
    assert composer.compose(Choice(category="#1"))[0].items[1] is first[0].items[1]


def test_what_is_said_of_whole_courses_makes_no_item_anew(composer: Composer) -> None:
    usual = {item.key: item for course in composer.compose(Choice()) for item in course.items if item.kind == "cm"}
    own = Choice(languages=("el",), units=("lu1",), naming=Naming("x {LANG}"), visible=True)
    (course,) = composer.compose(own)
    assert course.items[0].spec["fullname"] == "x EL" and course.items[0].spec["visible"] is True
    assert all(item is usual[item.key] for item in course.items if item.kind == "cm")


def test_a_site_may_have_its_own_namespace(composer: Composer) -> None:
    course = composer.compose(Choice(namespace="tenant-2"))[0]
    assert course.key == "mx:tenant-2/lu1@en"
    assert all(i.kind == "question" or i.key.startswith("mx:tenant-2/") for i in course.items)


def test_names(composer: Composer) -> None:
    def names(choice: Choice) -> list[tuple[str, str]]:
        heads = [course.items[0].spec for course in composer.compose(choice)]
        return [(str(head["fullname"]), str(head["shortname"])) for head in heads]

    assert names(Choice(languages=("fr",))) == [
        ("MACHINA 1: L’essentiel de l’apprentissage automatique pour les professionnels des TIC", "MACHINA-LU1-FR")
    ]
    assert names(Choice(languages=("fr",), granularity="course"))[0][1] == "MACHINA"
    own = Naming("{language} · {course} {unit} ({LANG})", "x-{number}-{LANG}")
    assert names(Choice(languages=("el",), naming=own)) == [("Ελληνικά · MACHINA LU1 (EL)", "x-1-EL")]
    long = names(Choice(languages=("el",), naming=Naming("{title} " * 40)))[0][0]
    assert len(long) == 254 and long.endswith("…")


def test_what_the_profile_says_of_the_course(composer: Composer) -> None:
    head = composer.compose(Choice(languages=("el",)))[0].items[0].spec
    assert "visible" not in head and head["lang"] == "el" and head["enablecompletion"] is True
    assert composer.compose(Choice(visible=False))[0].items[0].spec["visible"] is False
    (mixed,) = composer.compose(Choice(granularity="course"))
    assert "lang" not in mixed.items[0].spec
    assert {i.spec["lang"] for i in mixed.items if i.modname == "scorm"} == set(CODES)
    untracked = items(composer, Choice(completion=False))
    assert untracked[0].spec["enablecompletion"] is False
    assert not any("completion" in item.spec for item in untracked)


def test_what_a_site_leaves_out(composer: Composer) -> None:
    every = {item.key for item in composer.compose(Choice(languages=("en",)))[0].items}
    for part in PARTS:
        some = {item.key for item in composer.compose(Choice(languages=("en",), without=frozenset({part})))[0].items}
        assert some < every
    bare = composer.compose(Choice(languages=("en",), without=frozenset(PARTS)))[0]
    assert [i.modname for i in bare.items if i.kind == "cm"] == ["label", "scorm"]
    assert any(i.kind == "question" for i in bare.items), "the bank stays"


def test_what_is_the_teachers_is_in_no_specification(composer: Composer) -> None:
    fields = {"texts": {"intro", "summary", "feedback"}, "language": {"lang"}, "completion": {"completion"}}
    fields |= {"settings": {"review"}, "grading": {"gradepass"}, "order": set[str]()}
    assert set(fields) == set(OWNABLE)
    for what, gone in fields.items():
        found = items(composer, Choice(languages=("fr",), teachers=frozenset({what})))
        for item in found:
            if item.modname != "label":  # its text is all it is
                assert not gone & set(item.spec), (what, item.key)
        assert any(item.kind == "order" for item in found) == (what != "order")
        if what == "settings":
            assert "settings" not in one(found, "scorm").spec and "settings" not in one(found, "quiz").spec


def test_the_quiz(composer: Composer) -> None:
    found = items(composer, Choice(languages=("en",)))
    test, slots = one(found, "quiz").spec, one(found, "slots").spec["slots"]
    assert test["gradepass"] == 70 and test["settings"]["grade"] == 100 and test["settings"]["attempts"] == 3
    assert [band["from"] for band in test["feedback"]] == [90, 70, 0]
    assert [slot["question"] for slot in slots] == [i.key for i in found if i.kind == "question"]
    assert [slot["page"] for slot in slots] == sorted(n // 5 + 1 for n in range(len(slots)))
    assert "during" not in test["review"]["rightanswer"] and "immediately" not in test["review"]["rightanswer"]

    drawn = items(composer, Choice(languages=("en",), quiz=QuizChoice(questions=4, attempts=0, minutes=20, grade=10)))
    test, slots = one(drawn, "quiz").spec, one(drawn, "slots").spec["slots"]
    assert len(slots) == 4 and {slot["category"] for slot in slots} == {"mx:machina/lu1/l1-introduction/questions@en"}
    assert test["gradepass"] == 7 and test["settings"]["timelimit"] == 1200 and test["settings"]["attempts"] == 0
    many = one(items(composer, Choice(languages=("en",), quiz=QuizChoice(questions=99))), "slots")
    assert len(many.spec["slots"]) == sum(i.kind == "question" for i in found), "no more than there are"


@pytest.mark.parametrize("percent", [0, 1, 90, 95, 100])
def test_feedback_falls_and_ends_at_nothing(composer: Composer, percent: int) -> None:
    choice = Choice(languages=("en",), pass_grade=percent)
    starts = [band["from"] for band in one(items(composer, choice), "quiz").spec["feedback"]]
    assert starts == sorted(set(starts), reverse=True) and starts[-1] == 0 and starts[0] < 100


def test_a_package_keeps_the_courses_attempts(composer: Composer) -> None:
    package = one(items(composer, Choice(languages=("de",))), "scorm")
    assert package.spec["settings"]["maxattempt"] == 3 and package.spec["gradepass"] == 70
    assert package.spec["completion"] == {"tracking": 2, "completionstatusrequired": 6}
    assert list(package.files["package"]) == ["/lu1-l1-introduction.scorm12.zip"]


def test_courses_are_values(composer: Composer) -> None:
    course = composer.compose(Choice())[0]
    assert isinstance(course, DesiredCourse) and replace(course, name="x") != course
