"""Feedback of QTI 2.1 to 3.0 items: to one choice, to right and wrong responses, to everybody."""

from __future__ import annotations

from lxml.etree import _Element

from machina_scorm.imports.qti.item import inner_html
from machina_scorm.imports.qti.v2 import Asked, Declared
from machina_scorm.imports.qti.xml import attribute, words
from machina_scorm.model.blocks import Blocks


def own_feedback(asked: Asked, response: Declared, choice: _Element) -> Blocks:
    """Return what choosing this one tells: inside it, or a modal feedback that asks for it."""
    ident = attribute(choice, "identifier")
    found: list[Blocks] = [
        asked.item.html(inner_html(inline)) for inline in choice.iter("feedbackInline", "feedbackBlock")
    ]
    for ref in asked.feedback:
        if ref == ident or _condition_of(asked, ref) == f"{response.ident}={ident}":
            found.append(asked.shown(ref))
    return tuple(block for blocks in found for block in blocks)


def _condition_of(asked: Asked, ref: str) -> str:
    """Return what shows a feedback: `correct`, `incorrect`, `RESPONSE=choice`, or "" for anything else.

    OpenOlat and ONYX set FEEDBACKBASIC first and compare with it.
    """
    for condition in asked.element.iter("responseIf", "responseElseIf", "responseElse"):
        sets = [s for s in condition.findall("setOutcomeValue") if ref in [words(b) for b in s.iter("baseValue")]]
        if not sets:
            continue
        tests = [t for t in condition if t.tag != "setOutcomeValue"]
        if condition.tag == "responseElse" and _asks_correct(condition.getprevious()):
            return "incorrect"
        matches = [m for t in tests for m in t.iter("match", "member")]
        if len(matches) != 1 or any(True for t in tests for _ in t.iter("not", "or", "equal")):
            return ""
        variables = [attribute(v, "identifier") for v in matches[0].iter("variable")]
        value = words(matches[0].find("baseValue"))
        if matches[0].find("correct") is not None:
            return "correct"
        return value if variables == ["FEEDBACKBASIC"] else f"{variables[0]}={value}" if variables else ""
    return ""


def _asks_correct(condition: _Element | None) -> bool:
    """Tell whether a condition asks for the right response and nothing else."""
    if condition is None:
        return False
    tests = [test for test in condition if test.tag != "setOutcomeValue"]
    return len(tests) == 1 and tests[0].tag == "match" and tests[0].find("correct") is not None


def basic_feedback(asked: Asked) -> tuple[Blocks, Blocks]:
    """Return what right responses are told, and wrong ones."""
    found: dict[str, list[Blocks]] = {"correct": [], "incorrect": []}
    for ref in asked.feedback:
        condition = _condition_of(asked, ref)
        if condition in found:
            found[condition].append(asked.shown(ref))
    right, wrong = (tuple(b for blocks in found[name] for b in blocks) for name in ("correct", "incorrect"))
    return right, wrong


def general_feedback(asked: Asked) -> Blocks:
    """Return the feedback that is shown whatever was answered, and OpenOlat's solution."""
    found: list[Blocks] = []
    for ref, (outcome, _) in asked.feedback.items():
        if outcome in ("SOLUTIONMODAL", "GENERAL") or ref.lower().startswith(("solution", "general")):
            found.append(asked.shown(ref))
    return tuple(block for blocks in found for block in blocks)
