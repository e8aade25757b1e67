"""Question types: one file each, holding a `TYPE` that reads its own keys of quiz.yaml into an Interaction.

What all questions have in common is read here.  How a question looks or is marked in a format is not known here.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from machina_scorm.dialect import Assets
from machina_scorm.model.questions import Interaction, Question
from machina_scorm.problems import Report
from machina_scorm.registry import load_room
from machina_scorm.source import Source
from machina_scorm.units.questions.reading import Reader
from machina_scorm.yamlfile import Node, read_yaml

#: The room's name, and the group of entry points by which others add question types.
ROOM = "units.questions"

#: Moodle's question_bank_entries.idnumber; longer ones abort an import.
LONGEST_KEY = 100

ReadInteraction = Callable[[Node, Reader], Interaction | None]


@dataclass(frozen=True, slots=True)
class QuestionType:
    """A question type: `read(node, reader)` reads the keys of `type: <name>`.

    It reports what is wrong to `reader.report` and may then return anything: a question with an error is left out.
    """

    name: str
    read: ReadInteraction


def question_types() -> Mapping[str, QuestionType]:
    """Return every question type by the name that stands behind `type:`."""
    return {type_.name: type_ for type_ in load_room(ROOM, "TYPE")}


def read_quiz(text: str, source: Source, lesson_key: str, report: Report, assets: Assets) -> tuple[Question, ...]:
    """Read the text of a quiz.yaml. What is wrong goes to `report`; a question with an error is left out.

    `source` is the file, `lesson_key` is `<unit>/<lesson>`; `assets` holds the figures and listings beside the file.
    Format: docs/authoring.md, quiz.yaml.
    """
    root = read_yaml(text, source, "quiz", report)
    if root is None:
        return ()
    reader = Reader(report, assets)
    seen: dict[str, Source] = {}
    questions = (_read_one(node, lesson_key, reader, seen) for node in root.items("questions"))
    return tuple(question for question in questions if question is not None)


def _read_one(node: Node, lesson_key: str, reader: Reader, seen: dict[str, Source]) -> Question | None:
    before = len(reader.report.errors)
    key = f"{lesson_key}/{node.text('id')}"
    _check_id(node["id"], key, reader, seen)
    type_ = _type(node["type"], reader)
    stem = reader.blocks(node, "stem")
    hints = tuple(reader.parse(hint) for hint in node.items("hints"))
    interaction = type_.read(node, reader) if type_ else None
    if type_ is None or interaction is None or len(reader.report.errors) > before:
        return None
    return Question(
        id=node.text("id"),
        key=key,
        type=type_.name,
        stem=stem,
        interaction=interaction,
        outcome=node.text("outcome"),
        difficulty=node.text("difficulty"),
        points=Decimal(node.text("points", "1")),
        penalty=Decimal(node.text("penalty", "0.3333333")),
        shuffle=reader.flag(node, "shuffle", True),
        tags=tuple(dict.fromkeys(tag.raw for tag in node.items("tags"))),
        hints=hints,
        feedback=reader.blocks(node, "feedback"),
        author=node.text("author"),
        license=node.text("license"),
        in_test=reader.flag(node, "test", True),
        source=node["id"].source,
    )


def _check_id(node: Node, key: str, reader: Reader, seen: dict[str, Source]) -> None:
    if node.raw in seen:
        hint = f"it stands on line {seen[node.raw].line} already; give each question of a lesson its own"
        reader.add("question-id-duplicate", f"the question id {node.raw!r}", node, hint)
    seen.setdefault(node.raw, node.source)
    if len(key) > LONGEST_KEY:
        message = f"the question's key {key} has {len(key)} characters"
        reader.add("question-id-long", message, node, f"shorten the id: {LONGEST_KEY} in all are kept by a Moodle site")


def _type(node: Node, reader: Reader) -> QuestionType | None:
    types = question_types()
    if node.raw in types:
        return types[node.raw]
    close = difflib.get_close_matches(node.raw, types, 1)
    hint = f"did you mean {close[0]!r}?" if close else f"one of: {', '.join(types)}"
    reader.add("question-type-unknown", f"the question type {node.raw!r}", node, hint)
    return None
