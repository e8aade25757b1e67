"""What the player's script knows of the questions: ids, credits and keys, no words but the accepted answers.

The words stand on the page (controls.py). Answers, scores and what an LMS is told depend on this data only, and all its
ids are the same in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from machina_scorm.dialect import plain_text
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.questions import Choice, Essay, Gaps, Interaction, Match, Number, Order, Question, TextEntry
from machina_scorm.model.text import Text
from machina_scorm.package.names import interaction_id

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def question_data(question: Question) -> dict[str, Json]:
    """Return what the script needs to ask, mark and report `question`."""
    return {
        "id": interaction_id(question.key),
        "points": _number(question.points),
        "shuffle": question.shuffle,
        **interaction_data(question.interaction),
    }


def objectives_data(unit: Unit, lesson: Lesson) -> list[Json]:
    """Return the unit's learning outcomes that the lesson's test asks for, each with its questions' ids."""
    tested: dict[str, list[Json]] = {}
    for question in lesson.questions:
        if question.in_test and question.outcome:
            tested.setdefault(question.outcome, []).append(question.id)
    outcomes = (outcome.id for outcome in unit.outcomes if outcome.id in tested)
    return [{"id": objective_id(unit, id_), "questions": tested[id_]} for id_ in outcomes]


def objective_id(unit: Unit, outcome: str) -> str:
    """Return the id of a learning outcome in a learner's record: `lu1.k1`."""
    return interaction_id(f"{unit.id}/{outcome}")


def interaction_data(interaction: Interaction) -> dict[str, Json]:
    """Return the kind of `interaction` and its key. Credits are in per cent."""
    match interaction:
        case Choice(options, multiple, truth):
            credits: dict[str, Json] = {option.id: _number(option.credit) for option in options}
            return {"kind": "choice", "multiple": multiple, "truth": truth, "options": credits}
        case TextEntry(answers, case_sensitive):
            texts: list[Json] = [{"text": a.text.md, "credit": _number(a.credit)} for a in answers]
            return {"kind": "text", "exact": case_sensitive, "answers": texts}
        case Number(answers, unit):
            values: list[Json] = [
                {"value": _number(a.value), "tolerance": _number(a.tolerance), "credit": _number(a.credit)}
                for a in answers
            ]
            return {"kind": "number", "unit": plain_text(unit) if unit else "", "answers": values}
        case Match():
            ids = match_ids(interaction)
            return {"kind": "match", "pairs": {pair.id: ids[plain_text(pair.match)] for pair in interaction.pairs}}
        case Order(items):
            return {"kind": "order", "items": [item.id for item in items]}
        case Gaps(_, gaps):
            return {"kind": "gaps", "gaps": [{"id": gap.id, **interaction_data(gap.interaction)} for gap in gaps]}
        case Essay():
            return {"kind": "essay", "min": interaction.min_words, "max": interaction.max_words}


def match_ids(match: Match) -> Mapping[str, str]:
    """Return text → id of every possible match: "a", "b", … by source order; equal texts are one match."""
    texts = [*(pair.match for pair in match.pairs), *match.distractors]
    ids: dict[str, str] = {}
    for letter, text in zip(_LETTERS, texts, strict=False):
        ids.setdefault(plain_text(text), letter)
    return ids


def accepted_pattern(text: Text) -> str:
    """Return an accepted answer as somebody would type it: `\\*` as an asterisk, a wildcard as an ellipsis."""
    return text.md.replace("\\*", "\x00").replace("*", "…").replace("\x00", "*")


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def suspend_length(data: Mapping[str, Json]) -> int:
    """Return the most characters that the state of a lesson can take in cmi.suspend_data, free texts left out.

    `data` is the page's lesson data. Free texts are cut by the player to what room is left, so they do not count. The
    count follows `encode` in templates/scorm/player/30-state.js.
    """
    pages = data.get("pages")
    questions = data.get("questions")
    names = [str(page) for page in pages] if isinstance(pages, list) else []
    length = 120 + sum(len(name) + 3 for name in names)
    known = questions if isinstance(questions, dict) else {}
    sizes = {
        name: len(name) + 6 + _answer_length(question) + len(",[],0.123456,99") for name, question in known.items()
    }
    inside, test, draw = data.get("inside", [*sizes]), data.get("test", [*sizes]), data.get("draw")
    asked = [sizes.get(str(name), 0) for name in test] if isinstance(test, list) else []
    drawn = sorted(asked, reverse=True)[:draw] if isinstance(draw, int) and draw else asked
    return length + sum(drawn) + sum(sizes.get(str(name), 0) for name in (inside if isinstance(inside, list) else ()))


def _answer_length(question: Json) -> int:
    if not isinstance(question, dict):
        return 0
    match question:
        case {"kind": "choice", "options": dict(options)}:
            return 2 + sum(len(option) + 1 for option in options)
        case {"kind": "match", "pairs": dict(pairs)}:
            return 2 + sum(len(pair) + 3 for pair in pairs)
        case {"kind": "order", "items": list(items)}:
            return 2 + sum(len(str(item)) + 1 for item in items)
        case {"kind": "gaps", "gaps": list(gaps)}:
            return 2 + sum(3 + _answer_length(gap) for gap in gaps)
    return 2
