"""The assessment: a section with the quiz, whose questions come from the bank."""

from __future__ import annotations

from collections.abc import Sequence

from machina_scorm.moodle.activities.quiz import quiz
from machina_scorm.moodle.desired import Item
from machina_scorm.offering.bank import Asked, Shelf
from machina_scorm.offering.naming import labelled, title_of
from machina_scorm.offering.place import Group, Place
from machina_scorm.offering.sheet import Sheet

#: Questions on a page of the quiz.
_ON_A_PAGE = 5
#: From how many per cent on a result is a very good one.
_VERY_GOOD = 90
_AFTER = ("immediately", "open", "closed")
#: What learners see and when. The right answers only once nobody can attempt the quiz any more: others are still at it.
_REVIEW = {
    "attempt": ("during", *_AFTER),
    "correctness": _AFTER,
    "maxmarks": ("during", *_AFTER),
    "marks": _AFTER,
    "specificfeedback": _AFTER,
    "generalfeedback": _AFTER,
    "rightanswer": ("closed",),
    "overallfeedback": _AFTER,
}


def assessment(place: Place, shelves: Sequence[Shelf]) -> tuple[Group, Item] | None:
    """Return the section with the quiz, and the quiz's slots; None where there is nothing to ask."""
    slots = _slots(place, shelves)
    if not slots:
        return None
    section = place.section(place.of("_assessment"), place.titled(place.ui("moodle.assessment")))
    test = _quiz(place, section)
    spec = {"quiz": test.key, "slots": slots, "shuffle": place.choice.quiz.shuffle}
    asked = (str(slot.get("question") or slot["category"]) for slot in slots)
    needs = tuple(dict.fromkeys((test.key, *asked)))
    return Group(section, (test,)), Item(place.of("_slots"), "slots", test.name, spec, needs=needs)


def _quiz(place: Place, section: Item) -> Item:
    chosen = place.choice.quiz
    attempts = place.edition.about.attempts if chosen.attempts is None else chosen.attempts
    settings = place.settings(
        grade=chosen.grade,
        attempts=attempts,
        grademethod=1,  # the highest
        decimalpoints=1,
        questionsperpage=_ON_A_PAGE,
        navmethod="free",
        shuffleanswers=True,
        preferredbehaviour="deferredfeedback",
        timelimit=chosen.minutes * 60,
        overduehandling="autosubmit",
    )
    intro = Sheet(place.edition).write("quiz", percent=place.pass_percent, attempts=attempts, minutes=chosen.minutes)
    completion = {"tracking": 2, "gradeitem": 0, "passgrade": True}
    grading = place.owns("grading")
    name = labelled(place.edition, place.ui("moodle.quiz"), title_of(place.unit.title))
    module = quiz(
        place.of("_quiz"),
        name,
        place.common(section.key, intro, completion),
        settings,
        pass_grade=chosen.grade * place.pass_percent / 100 if grading else None,
        feedback=_feedback(place) if place.owns("texts") else (),
        review=_REVIEW if place.owns("settings") else None,
    )
    return place.item(module, section)


def _feedback(place: Place) -> list[tuple[float, str]]:
    """Return what learners read with their result, from the best down. Moodle takes no boundary at 100 per cent."""
    bands: dict[float, str] = {0.0: "moodle.feedback-low", min(place.pass_percent, 99.99): "moodle.feedback-passed"}
    if place.pass_percent < _VERY_GOOD:
        bands[_VERY_GOOD] = "moodle.feedback-high"
    write = Sheet(place.edition).write
    return [(start, write("paragraph", line=place.ui(bands[start]))) for start in sorted(bands, reverse=True)]


def _slots(place: Place, shelves: Sequence[Shelf]) -> list[dict[str, object]]:
    chosen = place.choice.quiz
    found: list[dict[str, object]] = []
    for shelf in shelves:
        asked: tuple[Asked, ...] = tuple(each for each in shelf.asked if chosen.essays or not each.essay)
        if chosen.questions:
            one = {"category": shelf.category.key, "subcategories": chosen.essays, "mark": 1.0}
            found += [dict(one) for _ in asked[: chosen.questions]]
        else:
            found += [{"question": each.item.key, "mark": each.mark} for each in asked]
    return [{**slot, "page": number // _ON_A_PAGE + 1} for number, slot in enumerate(found)]
