"""Finished Moodle XML: what a site would refuse while it saves, or would take and store with another meaning.

Source of the rules: Moodle 4.5, question/format/xml/format.php and question/type/*; measured in research/formats.md 3.
GIFT is checked in check/gift.py; `check_gift` is offered here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from urllib.parse import unquote

from lxml import etree, html

from machina_scorm.check.gift import check_gift
from machina_scorm.model.credits import nearest_credit
from machina_scorm.problems import Problem
from machina_scorm.source import Source

__all__ = ["check_gift", "check_moodle_xml"]

_Element = etree._Element
_Check = Callable[[_Element], Iterator[tuple[str, str, str]]]

_PLUGINFILE = "@@PLUGINFILE@@/"
_GAP = re.compile(r"\[\[(\d+)\]\]")
_CLOZE = re.compile(r"\{\d*:((?:MULTICHOICE|MULTIRESPONSE|SHORTANSWER|NUMERICAL|M[CRW]|SA|NM)[_A-Z]*):")
_HUNDRED = Decimal(100)

#: Moodle takes a fraction that is as near to one of its list (match_grade_options), in per cent.
_SLACK = Decimal("0.001")


def check_moodle_xml(data: bytes, name: str) -> Iterator[Problem]:
    """Yield the problems of a Moodle XML file; `name` is its file name. Rules begin with `xml-`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        yield Problem("xml-syntax", f"no XML: {error.msg}", Source(name, error.lineno or 0), "make it anew")
        return
    questions = [element for element in root if element.tag == "question"]
    if root.tag != "quiz" or not questions:
        yield Problem("xml-empty", "no question in a <quiz>", Source(name), "a site takes it for an error")
    seen: set[tuple[str, str]] = set()
    category = ""
    for question in questions:
        if question.get("type") == "category":
            category = _text(question.find("category"))
        line = question.sourceline
        findings = (*_check_question(question), *_check_idnumber(question, category, seen))
        for rule, message, hint in findings:
            label = _text(question.find("name")) or category
            yield Problem(rule, f"{label}: {message}", Source(name, line if isinstance(line, int) else 0), hint)


def _text(element: _Element | None) -> str:
    return (element.findtext("text") or "").strip() if element is not None else ""


def _value(question: _Element, tag: str) -> str:
    return (question.findtext(tag) or "").strip()


def _number(text: str) -> Decimal | None:
    """Return a number with a decimal point; a site reads a comma as a thousands separator."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _check_question(question: _Element) -> Iterator[tuple[str, str, str]]:
    kind = question.get("type", "")
    if kind not in _CHECKS:
        yield "xml-type", f"the question type {kind!r}", "a site refuses the whole file"
        return
    yield from _CHECKS[kind](question)
    if kind == "category":
        return
    name = _text(question.find("name"))
    if not name or len(name) > 255:
        yield "xml-name", f"a name of {len(name)} characters", "1 … 255; a longer one is cut"
    for tag in ("defaultgrade", "penalty"):
        found = question.find(tag)
        number = _number(found.text or "") if found is not None else Decimal(0)
        if number is None or number < 0 or (tag == "penalty" and number > 1):
            yield (
                "xml-number",
                f"{tag} {_value(question, tag)!r}",
                "write a number with a decimal point; a penalty is 0 … 1",
            )
    if any(isinstance(child.tag, str) for text in question.iter("text") for child in text):
        yield "xml-text", "elements inside <text>", "put HTML into a CDATA section"
    yield from _check_files(question)


def _check_idnumber(question: _Element, category: str, seen: set[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    idnumber = question.findtext("idnumber") or ""
    if len(idnumber) > 100 or idnumber != idnumber.strip():
        yield "xml-idnumber", f"the idnumber {idnumber!r}", "at most 100 characters, no blanks around"
    # A category's idnumber is unique in its course, a question's in its category.
    key = ("" if question.get("type") == "category" else category, idnumber)
    if idnumber and key in seen:
        yield "xml-idnumber-duplicate", f"the idnumber {idnumber!r} twice", "a site drops it, or stops the import"
    seen.add(key)


def _check_files(question: _Element) -> Iterator[tuple[str, str, str]]:
    for file in question.iter("file"):
        name, path, parent = file.get("name"), file.get("path", ""), file.getparent()
        if not name or not (path.startswith("/") and path.endswith("/")):
            yield "xml-file-name", f"a file named {name!r} in {path!r}", "it needs a name and a path such as /"
        if parent is None or parent.find("text") is None:
            yield "xml-file-lost", f"the file {name!r} stands beside no text", "it goes into the element of its text"
    for element in question.iter():
        text = element.find("text")
        if text is None:
            continue
        have = {file.get("name") for file in element.findall("file")}
        used = set(_used_files(text.text or ""))
        for missing in sorted(used - have):
            yield "xml-file-missing", f"<{element.tag}> shows {missing}", "its <file> must stand in the same element"
        for extra in sorted(str(each) for each in have - used):
            yield "xml-file-unused", f"<{element.tag}> does not show {extra}", "take the <file> out"


def _used_files(text: str) -> Iterator[str]:
    if _PLUGINFILE not in text:
        return
    for element in html.fragment_fromstring(text, create_parent="div").iter():
        for content in element.attrib.values():
            if str(content).startswith(_PLUGINFILE):
                yield unquote(str(content).removeprefix(_PLUGINFILE))


def _fractions(answers: Iterable[_Element]) -> Iterator[tuple[str, str, str]]:
    for answer in answers:
        fraction = _number(answer.get("fraction", ""))
        if fraction is None or abs(nearest_credit(fraction) - fraction) > _SLACK:
            yield "xml-fraction", f"the fraction {answer.get('fraction')!r}", "only Moodle's own list is imported"


def _greatest(answers: Iterable[_Element]) -> Decimal:
    return max((_number(answer.get("fraction", "")) or Decimal(0) for answer in answers), default=Decimal(0))


def _check_choice(question: _Element) -> Iterator[tuple[str, str, str]]:
    single = _value(question, "single")
    for tag in ("single", "shuffleanswers"):
        if _value(question, tag) not in ("true", "false", "1", "0", ""):
            yield "xml-flag", f"{tag} is {_value(question, tag)!r}", "any spelling but false means true"
    answers = question.findall("answer")
    if len([answer for answer in answers if _text(answer)]) < len(answers) or len(answers) < 2:
        yield "xml-answers", "fewer than two answers, or an empty one", "a site drops it and stops while it saves"
    yield from _fractions(answers)
    total = sum(max(_number(answer.get("fraction", "")) or Decimal(0), Decimal(0)) for answer in answers)
    if (_greatest(answers) if single not in ("false", "0") else total) < _HUNDRED - _SLACK:
        yield "xml-no-full-mark", "nobody can reach the full mark", "the best fraction, or all right ones, make 100"


def _check_truth(question: _Element) -> Iterator[tuple[str, str, str]]:
    answers = {_text(answer): answer.get("fraction") for answer in question.findall("answer")}
    if set(answers) != {"true", "false"} or sorted(answers.values(), key=str) != ["0", "100"]:
        yield "xml-truth", f"the answers {answers}", "they are `true` and `false` in every language, with 100 and 0"


def _check_typed(question: _Element) -> Iterator[tuple[str, str, str]]:
    answers = question.findall("answer")
    yield from _fractions(answers)
    if _greatest(answers) != _HUNDRED:
        yield "xml-no-full-mark", "no answer has the fraction 100", "a site stops while it saves"
    if any(not _text(answer) for answer in answers):
        yield "xml-answers", "an empty answer", "take it out"


def _check_numerical(question: _Element) -> Iterator[tuple[str, str, str]]:
    yield from _check_typed(question)
    for answer in question.findall("answer"):
        for content in (_text(answer), _value(answer, "tolerance") or "0"):
            if content != "*" and _number(content) is None:
                yield "xml-number", f"the number {content!r}", "write digits with a decimal point"


def _check_matching(question: _Element) -> Iterator[tuple[str, str, str]]:
    rows = question.findall("subquestion")
    fits = [_text(row.find("answer")) for row in rows]
    if len([row for row in rows if _text(row)]) < 2:
        yield "xml-answers", "fewer than two prompts", "add one"
    if not all(fits):
        yield "xml-match-empty", "an empty match", "all questions after this one would be lost"
    if any(len(fit) > 255 for fit in fits):
        yield "xml-match-long", "a match of more than 255 characters", "shorten it"


def _check_ordering(question: _Element) -> Iterator[tuple[str, str, str]]:
    answers = question.findall("answer")
    if len([answer for answer in answers if _text(answer)]) < max(2, len(answers)):
        yield "xml-answers", "fewer than two items, or an empty one", "all questions after this one would be lost"
    if question.find("shownumcorrect") is None and question.find("hint") is None:
        yield "xml-ordering", "neither <shownumcorrect> nor a hint", "the site's database refuses the question"


def _check_words(question: _Element) -> Iterator[tuple[str, str, str]]:
    choices = [*question.findall("dragbox"), *question.findall("selectoption")]
    marks = [int(mark) for mark in _GAP.findall(_text(question.find("questiontext")))]
    if not marks or not all(1 <= mark <= len(choices) for mark in marks):
        yield "xml-gaps", f"gaps {marks}, but {len(choices)} choices", "each [[n]] is the number of its right choice"
    if any(not (choice.findtext("text") or "").strip() for choice in choices):
        yield "xml-answers", "an empty choice", "take it out"


def _check_cloze(question: _Element) -> Iterator[tuple[str, str, str]]:
    text = _text(question.find("questiontext"))
    found = list(_CLOZE.finditer(text))
    if not found:
        yield "xml-gaps", "no embedded answer", "a cloze question needs one such as {1:SA:=answer}"
    for start in found:
        answers = text[start.end() : text.find("}", start.end())].split("~")
        if start[1].startswith(("MC", "MULTICHOICE")) and len(answers) < 2:
            yield "xml-answers", f"fewer than two options at {start[0]}", "a site refuses the question"
        if not any(answer.startswith(("=", "%100%")) for answer in answers) and not start[1].startswith(
            ("MR", "MULTIR")
        ):
            yield "xml-no-full-mark", f"no right answer at {start[0]}", "a site refuses the question"


def _check_category(question: _Element) -> Iterator[tuple[str, str, str]]:
    path = _text(question.find("category"))
    if not path or any(len(part) > 255 for part in path.split("/")):
        yield "xml-category", f"the category {path!r}", "each of its parts has 1 … 255 characters"
    info = question.find("info")
    if info is not None and not info.get("format"):
        yield "xml-category", "a description without a format", 'write <info format="html">'


def _check_nothing(question: _Element) -> Iterator[tuple[str, str, str]]:
    yield from ()


_CHECKS: dict[str, _Check] = {
    "category": _check_category,
    "cloze": _check_cloze,
    "ddwtos": _check_words,
    "description": _check_nothing,
    "essay": _check_nothing,
    "gapselect": _check_words,
    "match": _check_matching,
    "matching": _check_matching,
    "multianswer": _check_cloze,
    "multichoice": _check_choice,
    "numerical": _check_numerical,
    "ordering": _check_ordering,
    "shortanswer": _check_typed,
    "truefalse": _check_truth,
}


#: What the pipeline runs on finished banks.
CHECKS = {"gift": check_gift, "moodle-xml": check_moodle_xml}
