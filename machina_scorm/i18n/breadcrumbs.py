"""Where a text stands, in words for the translator: “lesson 2 “…” · question q-mae · feedback on a wrong option”."""

from __future__ import annotations

from functools import singledispatch

from machina_scorm.dialect import plain_text
from machina_scorm.model.blocks import Admonition, CodeBlock, Figure, LevelBlock, Notes, Quote, Table, Video
from machina_scorm.model.course import (
    About,
    CaseStudy,
    Exercise,
    Funding,
    Lesson,
    Objective,
    OpenQuestion,
    Outcome,
    Page,
    Section,
    Slide,
    Unit,
)
from machina_scorm.model.edition import UiString
from machina_scorm.model.glossary import Term
from machina_scorm.model.questions import Accepted, AcceptedNumber, Gap, Option, Question

#: What a field of any node is called. Fields that are missing here say nothing that their node does not say.
_PARTS = {
    "title": "title",
    "description": "description",
    "definition": "definition",
    "disclaimer": "disclaimer",
    "introduction": "introduction",
    "audience": "who it is for",
    "prerequisites": "prerequisites",
    "literature": "literature",
    "needs": "what you need",
    "keywords": "keyword",
    "opening": "opening",
    "notes": "speaker notes",
    "caption": "caption",
    "sentences": "subtitle",
    "alt": "alternative text",
    "labels": "label in the figure",
    "head": "header cell",
    "rows": "cell",
    "parts": "comment in the code",
    "stem": "question text",
    "hints": "hint",
    "feedback": "general feedback",
    "otherwise": "feedback to any other answer",
    "feedback_right": "feedback to the right order",
    "feedback_wrong": "feedback to a wrong order",
    "pairs": "pair",
    "match": "match",
    "distractors": "distractor",
    "items": "item",
    "gaps": "gap",
    "guide": "marking guide",
    "template": "text to start from",
    "unit": "unit of measurement",
    "question": "question",
    "answer": "model answer",
    "sector": "sector",
}


def part_of(node: object, name: str) -> str:
    """Return what the field `name` of `node` is, "" where the node says it all."""
    match node, name:
        case Option(), _:
            kind = "right" if node.credit > 0 else "wrong"
            return f"feedback on a {kind} option" if name == "feedback" else f"{kind} option"
        case Accepted() | AcceptedNumber(), _:
            kind = "an accepted" if node.credit > 0 else "a wrong"
            return f"feedback on {kind} answer" if name == "feedback" else f"{kind} answer, typed by the learner"
        case Unit() | About(), "title":
            return f"title of the {'unit' if isinstance(node, Unit) else 'course'}"
        case Funding(), "text":
            return "funding line"
        case (Gap() | UiString(), _) | (_, "blocks"):
            return ""
        case _:
            return _PARTS.get(name, "")


@singledispatch
def name_of(node: object) -> str:
    """Return the name of a node, "" for one that only groups others."""
    return ""


@name_of.register
def _lesson(node: Lesson) -> str:
    return f"lesson {node.number} “{plain_text(node.title)}”"


@name_of.register
def _page(node: Page) -> str:
    return f"page {node.id}"


@name_of.register
def _slide(node: Slide) -> str:
    return f"slide {node.id}"


@name_of.register
def _outcome(node: Outcome) -> str:
    return f"learning outcome {node.id}"


@name_of.register
def _objective(node: Objective) -> str:
    return f"objective {node.id}"


@name_of.register
def _open_question(node: OpenQuestion) -> str:
    return f"question and answer {node.id}"


@name_of.register
def _case(node: CaseStudy) -> str:
    return f"case study {node.id}"


@name_of.register
def _exercise(node: Exercise) -> str:
    return f"exercise {node.id}"


@name_of.register
def _section(node: Section) -> str:
    audience = {"solution": ", a solution", "trainer": ", for trainers"}.get(node.audience, "")
    return f"section “{plain_text(node.title)}”{audience}"


@name_of.register
def _question(node: Question) -> str:
    return f"quiz question {node.id}"


@name_of.register
def _gap(node: Gap) -> str:
    return f"gap {node.id}"


@name_of.register
def _figure(node: Figure) -> str:
    return f"figure {node.id or node.image.name}"


@name_of.register
def _table(node: Table) -> str:
    return f"table {node.id}".rstrip()


@name_of.register
def _code(node: CodeBlock) -> str:
    return f"code {node.id}".rstrip()


@name_of.register
def _video(node: Video) -> str:
    return f"video {node.id or node.name or node.url}".rstrip()


@name_of.register
def _admonition(node: Admonition) -> str:
    return f"{node.kind} box"


@name_of.register
def _level(node: LevelBlock) -> str:
    return f"for {node.level}s"


@name_of.register
def _quote(node: Quote) -> str:
    return "quotation"


@name_of.register
def _notes(node: Notes) -> str:
    return "speaker notes"


@name_of.register
def _ui(node: UiString) -> str:
    return f"interface · {node.key}"


@name_of.register
def _term(node: Term) -> str:
    return f"glossary · {plain_text(node.name)}"
