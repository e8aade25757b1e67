"""Question banks and the slots of quizzes on a site: fake, and live if one is named."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from door import Door
from files import bank

from machina_scorm.errors import FunctionError
from machina_scorm.moodle import api
from machina_scorm.moodle.activities.qbank import qbank
from machina_scorm.moodle.activities.quiz import quiz
from machina_scorm.moodle.items import Common
from machina_scorm.moodle.multipart import Payload
from machina_scorm.moodle.values import Outcome

Questions = Sequence[tuple[str, str, str]]


def _category(door: Door, name: str) -> str:
    spec = {"name": name, "info": "<p>i</p>"}
    if door.facts.qbankmode == "module":
        door.apply(qbank(door.key("bank"), "Bank", Common()))
        spec["bank"] = door.key("bank")
    key = door.key(f"category-{name}")
    done = api.apply_question_category(door.client, door.run, door.course, key, spec)
    assert done.status in ("created", "unchanged"), done
    assert api.apply_question_category(door.client, door.run, door.course, key, spec).status == "unchanged"
    return key


def _put(door: Door, category: str, questions: Questions, **more: str) -> tuple[Outcome, ...]:
    hashes = {key: hashlib.sha256(f"{kind} {text}".encode()).hexdigest() for kind, key, text in questions}
    return api.apply_questions(
        door.client,
        door.run,
        door.course,
        category,
        bank(questions),
        hashes,
        **more,  # type: ignore[arg-type]
    )


def _questions(door: Door, name: str) -> list[tuple[str, str, str]]:
    kinds = (("choice", "Ποιο;"), ("cloze", "The capital is"), ("true", "Is it so?"))
    return [(kind, door.key(f"{name}-q{number}"), text) for number, (kind, text) in enumerate(kinds)]


def _versions(outcomes: Sequence[Outcome]) -> list[tuple[str, int]]:
    return [(one.status, one.extra["version"]) for one in outcomes]


def test_a_bank_twice_then_with_one_question_changed(door: Door) -> None:
    category, questions = _category(door, "one"), _questions(door, "one")
    first = _put(door, category, questions)
    assert _versions(first) == [("created", 1)] * 3, first
    assert _versions(_put(door, category, questions)) == [("unchanged", 1)] * 3

    quiz_key, slots_key = door.key("one-quiz"), door.key("one-slots")
    door.apply(quiz(quiz_key, "Q", Common(), {"grade": 10.0}))
    slots: list[dict[str, object]] = [{"question": key, "page": 1, "mark": 1.0} for _, key, _ in questions]
    slots.append({"category": category, "subcategories": False, "page": 2, "mark": 1.0})
    spec = {"quiz": quiz_key, "slots": slots}
    assert api.apply_quiz_slots(door.client, door.run, door.course, slots_key, spec).status == "created"

    for number, changed in enumerate(("Ποιό;", "The capital of Greece is")):
        kind, key, _ = questions[number]
        questions[number] = (kind, key, changed)
        again = _put(door, category, questions)
        expected = [("unchanged", 1)] * 3
        expected[number] = ("updated", 2)
        expected[:number] = [("unchanged", 2)] * number
        assert _versions(again) == expected
        assert [one.objectid for one in again] == [one.objectid for one in first]
    # no entry was doubled, and the quiz still holds the same questions
    entries = [item for item in door.state().items if item.kind == "question" and "/one-" in item.key]
    assert len(entries) == 3 and not any(item.drift for item in entries)
    assert api.apply_quiz_slots(door.client, door.run, door.course, slots_key, spec).status == "unchanged"


def test_a_dry_run_of_a_bank_writes_nothing(door: Door) -> None:
    category, questions = _category(door, "dry"), _questions(door, "dry")
    before = door.state()
    done = _put(door, category, questions, how=api.How(dry_run=True))  # type: ignore[arg-type]
    assert [one.status for one in done] == ["wouldcreate"] * 3
    assert door.state() == before


def test_a_question_that_is_gone_is_reported(door: Door) -> None:
    category, questions = _category(door, "gone"), _questions(door, "gone")
    _put(door, category, questions)
    fewer = _put(door, category, questions[:2])
    missing = next(one for one in fewer if one.key == questions[2][1])
    assert (missing.status, missing.reason) == ("unchanged", "missing")


def test_a_question_keeps_its_type(door: Door) -> None:
    category, questions = _category(door, "type"), _questions(door, "type")
    _put(door, category, questions)
    kind_changed = [("true", questions[0][1], "Is it?"), *questions[1:]]
    done = _put(door, category, kind_changed)
    assert (done[0].status, done[0].reason) == ("blocked", "qtype_change")
    assert [one.status for one in done[1:]] == ["unchanged"] * 2


@pytest.mark.parametrize(
    "broken",
    [
        Payload.of(b"nonsense", "bank.xml"),
        Payload.of(b"<quiz></quiz>", "bank.xml"),
        Payload.of(b"", "bank.xml"),
        Payload.of(bank([("choice", "mx:k", "t")]).source.replace(b'fraction="100"', b'fraction="37"'), "bank.xml"),  # type: ignore[union-attr]
        bank([("choice", "", "no key")]),
        bank([("choice", "mx:twice", "a"), ("choice", "mx:twice", "b")]),
    ],
    ids=["nonsense", "empty-quiz", "empty", "fraction", "no-key", "twice"],
)
def test_a_file_that_moodle_cannot_read_whole_is_refused_whole(door: Door, broken: Payload) -> None:
    category = _category(door, "broken")
    before = door.state()
    with pytest.raises(FunctionError) as refused:
        api.apply_questions(door.client, door.run, door.course, category, broken, {})
    assert refused.value.errorcode == "badfile"
    assert door.state() == before


def test_gift_goes_in_too(door: Door) -> None:
    category, key = _category(door, "gift"), door.key("gift-q")
    file = Payload.of(f"// [id:{key}]\n::Q:: Is it so? {{=yes ~no}}\n".encode(), "bank.gift.txt")
    (done,) = api.apply_questions(door.client, door.run, door.course, category, file, {key: "a" * 64})
    assert done.status == "created"
    (again,) = api.apply_questions(door.client, door.run, door.course, category, file, {key: "a" * 64})
    assert again.status == "unchanged"


def test_slots_are_set_marked_and_taken_out(door: Door) -> None:
    category, questions = _category(door, "slots"), _questions(door, "slots")
    _put(door, category, questions)
    quiz_key, key = door.key("slots-quiz"), door.key("slots-slots")
    door.apply(quiz(quiz_key, "Q", Common(), {"grade": 10.0}))
    slots: list[dict[str, object]] = [
        {"question": questions[0][1], "page": 1, "mark": 2.0},
        {"question": questions[1][1], "page": 2, "mark": 1.0},
        {"category": category, "subcategories": False, "page": 3, "mark": 1.0},
    ]

    def put(wanted: list[dict[str, object]]) -> Outcome:
        spec = {"quiz": quiz_key, "slots": wanted}
        return api.apply_quiz_slots(door.client, door.run, door.course, key, spec)

    made = put(slots)
    assert made.status == "created" and made.extra["sumgrades"] == 4
    assert put(slots).status == "unchanged"
    slots[0] = {**slots[0], "mark": 3.0}
    marked = put(slots)
    assert marked.status == "updated" and marked.extra["sumgrades"] == 5
    fewer = put(slots[1:])
    assert fewer.status == "updated" and fewer.extra["sumgrades"] == 2
    unknown = put([{"question": "mx:nowhere", "page": 1, "mark": 1.0}])
    assert (unknown.status, unknown.reason) == ("blocked", "no_question")


def test_a_category_needs_a_bank_where_the_site_has_banks(door: Door) -> None:
    spec = {"name": "C", "bank": "mx:nowhere"}
    done = api.apply_question_category(door.client, door.run, door.course, door.key("no-bank"), spec)
    if door.facts.qbankmode == "module":
        assert (done.status, done.reason) == ("blocked", "no_bank")
    else:
        assert done.status == "created"
