"""QTI 1.2 response processing: what a response is worth and which feedback it gets, found by trying it.

Canvas, ILIAS and others write the same key in different conditions; what they mean is what they do.
Source: IMS QTI ASI 1.2.1, 3.5 (respcondition, conditionvar, setvar).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml.etree import _Element

from machina_scorm.imports.numbers import number
from machina_scorm.imports.qti.xml import attribute, words

#: A response: the values given to each response identifier.
Response = Mapping[str, tuple[str, ...]]


class Unknown(Exception):
    """A condition that is not understood: its element's name."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a response gets: its score as written, and the feedback shown."""

    score: Decimal
    feedback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A respcondition: `tests` are the children of its conditionvar, `sets` (action, value) of the score."""

    tests: tuple[_Element, ...]
    sets: tuple[tuple[str, Decimal], ...]
    feedback: tuple[str, ...]
    goes_on: bool


class Processing:
    """The conditions of an item."""

    def __init__(self, item: _Element) -> None:
        self.conditions = tuple(_condition(c) for c in item.iter("respcondition"))

    def run(self, response: Response) -> Result:
        """Return what `response` gets. Raises Unknown for a condition that is not understood."""
        score = Decimal(0)
        feedback: list[str] = []
        for condition in self.conditions:
            if not all(_holds(test, response) for test in condition.tests):
                continue
            for action, value in condition.sets:
                score = _changed(score, action, value)
            feedback += condition.feedback
            if not condition.goes_on:
                break
        return Result(score, tuple(dict.fromkeys(feedback)))

    def scoring(self) -> tuple[Condition, ...]:
        """Return the conditions that give points."""
        return tuple(c for c in self.conditions if any(value > 0 for _, value in c.sets))

    def own_feedback(self, respident: str, ident: str) -> tuple[str, ...]:
        """Return the feedback of conditions that ask for this one choice and nothing else."""
        found: list[str] = []
        for condition in self.conditions:
            match condition.tests:
                case (test,) if test.tag == "varequal" and attribute(test, "respident") == respident:
                    found += condition.feedback if words(test) == ident else ()
        return tuple(dict.fromkeys(found))

    def general_feedback(self) -> tuple[str, ...]:
        """Return the feedback that everybody gets: of `other` before any condition that gives points."""
        found: list[str] = []
        for condition in self.conditions:
            if condition.sets:
                break
            found += condition.feedback if _asks_nothing(condition) else ()
        return tuple(dict.fromkeys(found))

    def rest_feedback(self) -> tuple[str, ...]:
        """Return the feedback of `other` behind the conditions that give points: what is left is wrong."""
        general = self.general_feedback()
        found = [ref for c in self.conditions if _asks_nothing(c) for ref in c.feedback if ref not in general]
        return tuple(dict.fromkeys(found))

    def accepted(self, respident: str) -> list[tuple[str, Decimal, bool, tuple[str, ...]]]:
        """Return the texts that get points for a field: text, points, whether case matters, feedback.

        Several `varequal` side by side are alternatives: Canvas writes them so, and one field has one answer.
        """
        found: list[tuple[str, Decimal, bool, tuple[str, ...]]] = []
        for condition in self.conditions:
            points = sum((value for _, value in condition.sets), Decimal(0))
            for test in condition.tests:
                for equal in test.iter("varequal"):
                    if attribute(equal, "respident") == respident and condition.sets:
                        sensitive = attribute(equal, "case").lower() == "yes"
                        found.append((words(equal), points, sensitive, condition.feedback))
        return found


def _asks_nothing(condition: Condition) -> bool:
    return not any(value > 0 for _, value in condition.sets) and all(test.tag == "other" for test in condition.tests)


def decimal_of(text: str) -> Decimal | None:
    """Return a number as QTI writes it; a decimal comma is taken too."""
    text = text.strip()
    return number(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)


def _condition(element: _Element) -> Condition:
    variable = element.find("conditionvar")
    sets = tuple(
        (attribute(s, "action", "Set"), decimal_of(words(s)) or Decimal(0))
        for s in element.iter("setvar")
        if "feedback" not in attribute(s, "varname").lower()
    )
    feedback = tuple(attribute(f, "linkrefid") for f in element.iter("displayfeedback"))
    goes_on = attribute(element, "continue", "No").lower() == "yes"
    tests = () if variable is None else tuple(variable)
    return Condition(tests, sets, feedback, goes_on)


def _changed(score: Decimal, action: str, value: Decimal) -> Decimal:
    match action.lower():
        case "add":
            return score + value
        case "subtract":
            return score - value
        case "multiply":
            return score * value
        case "divide" if value:
            return score / value
    return value


def _holds(test: _Element, response: Response) -> bool:
    given = response.get(attribute(test, "respident"), ())
    match test.tag:
        case "and":
            return all(_holds(inner, response) for inner in test)
        case "or":
            return any(_holds(inner, response) for inner in test)
        case "not":
            return not all(_holds(inner, response) for inner in test)
        case "other":
            return True
        case "unanswered":
            return not given
        case "varequal" if test.get("index") is not None:
            place = int(attribute(test, "index")) if attribute(test, "index").isdigit() else -1
            return 0 <= place < len(given) and given[place] == words(test)
        case "varequal":
            return words(test) in given
        case "varsubset":
            return words(test) in given
        case "vargt" | "vargte" | "varlt" | "varlte" as name:
            return any(_compares(name, value, words(test)) for value in given)
    raise Unknown(str(test.tag))


def _compares(name: str, given: str, limit: str) -> bool:
    one, other = decimal_of(given), decimal_of(limit)
    if one is None or other is None:
        return False
    match name:
        case "vargt":
            return one > other
        case "vargte":
            return one >= other
        case "varlt":
            return one < other
    return one <= other
