"""One `<question>` → one stored question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from lxml import etree

from machina_scorm.imports import ImportFile, quoted
from machina_scorm.imports.credit import credit
from machina_scorm.imports.moodle_xml.cloze import extract_gaps
from machina_scorm.imports.moodle_xml.elements import (
    MoodleXmlError,
    child_text,
    is_true,
    line_of,
    odd_flag,
    own_text,
    value,
    words,
)
from machina_scorm.imports.numbers import is_numeric, number
from machina_scorm.imports.stored import (
    HUNDRED,
    USUAL_PENALTY,
    Draft,
    Stored,
    StoredAnswer,
    StoredHint,
    StoredPair,
    StoredWord,
    Words,
)

_NUMBERINGS = ("", "abc", "ABCD", "123", "iii", "IIII", "none")
_ZERO = Decimal(0)
_Read = Callable[[etree._Element, Stored, Draft], Stored]


def read_question(element: etree._Element, kind: str, file: ImportFile, category: str, comment: str) -> Draft:
    """Return the question of an element; `comment` is the comment before it, which names author and licence."""
    draft = Draft(file, line_of(element))
    reader = _READERS.get(kind)
    if reader is None:
        hint = "make it one of the types of docs/authoring.md"
        name = quoted((element.findtext("name/text") or "").strip())
        draft.add("import-type", f"the question type {kind!r} is not known here: {name}", hint)
        return draft
    try:
        stored = _common(element, kind, category, draft)
        if stored is not None:
            author, license = credit(comment)
            draft.stored = replace(reader(element, stored, draft), author=author, license=license)
    except MoodleXmlError as error:
        hint = "put it between <![CDATA[ and ]]>, or write &lt; for <"
        draft.add("import-xml-text", str(error), hint, error.line)
    for tag in ("single", "shuffleanswers", "usecase"):
        odd_flag(element, tag, draft)
    for found in element.findall("file"):
        hint = "put the <file> into the element whose <text> shows it, such as <questiontext>"
        message = f"the file {found.get('name')!r} stands beside no text: Moodle loses it"
        draft.add("moodle-file-lost", message, hint, line_of(found))
    return draft


def _common(element: etree._Element, kind: str, category: str, draft: Draft) -> Stored | None:
    name = element.find("name")
    if name is None or name.find("text") is None:
        if kind not in ("cloze", "multianswer"):
            draft.add("import-xml-name", "the question has no <name>: Moodle refuses the file", "write <name><text>…")
            return None
    elif not own_text(name):
        draft.warn("moodle-name-empty", "the question's name is empty", "name it, so that it is found in the bank")
    text = words(element.find("questiontext"), draft)
    cloze = kind in ("cloze", "multianswer")
    return Stored(
        type=_NAMES.get(kind, kind),
        line=draft.line,
        text=text,
        name=child_text(element, "name"),
        general=words(element.find("generalfeedback"), draft, text.format),
        mark=Decimal(1) if cloze else _mark(element, draft),
        penalty=_penalty(element, draft),
        idnumber=value(element, "idnumber"),
        tags=tuple(tag for group in ("tags", "coursetags") for tag in _tags(element, group)),
        category=category,
        hints=tuple(
            StoredHint(
                words(hint, draft, text.format),
                hint.find("shownumcorrect") is not None,
                hint.find("clearwrong") is not None,
            )
            for hint in element.findall("hint")
        ),
        settings=tuple(
            (tag, value(element, tag).strip())
            for tag in (
                "hidden",
                "answernumbering",
                "attachments",
                "attachmentsrequired",
                "responseformat",
                "filetypeslist",
                "selecttype",
            )
            if element.find(tag) is not None
        ),
    )


def _mark(element: etree._Element, draft: Draft) -> Decimal:
    text = value(element, "defaultgrade", "1").strip() or "0"
    found = number(text)
    if found is None:
        hint = "digits with a decimal point"
        draft.add("moodle-mark", f"the mark {quoted(text)} is no number: the import dies here", hint)
        return Decimal(1)
    return found


def _penalty(element: etree._Element, draft: Draft) -> Decimal:
    text = value(element, "penalty", str(USUAL_PENALTY)).strip()
    found = number(text)
    if found is None:
        message = f"the penalty {quoted(text)} is no number: the import dies here"
        draft.add("moodle-penalty", message, "digits with a decimal point")
        return USUAL_PENALTY
    return USUAL_PENALTY if abs(found - USUAL_PENALTY) < Decimal("0.005") else found


def _tags(element: etree._Element, group: str) -> list[str]:
    found = element.find(group)
    return [own_text(tag) for tag in found.findall("tag")] if found is not None else []


def _combined(element: etree._Element, stored: Stored, draft: Draft) -> tuple[Words, Words, Words]:
    tags = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    right, partly, wrong = (words(element.find(tag), draft, stored.text.format) for tag in tags)
    return right, partly, wrong


def _fraction(answer: etree._Element, draft: Draft) -> Decimal:
    text = str(answer.get("fraction", "0")).strip() or "0"
    try:
        if is_numeric(text):
            return Decimal(text)
    except InvalidOperation:
        pass
    hint = "digits with a decimal point: 33.33333"
    draft.add("moodle-credit", f"the fraction {quoted(text)} is no number", hint, line_of(answer))
    leading = re.match(r"-?\d+", text)
    return Decimal(leading[0]) if leading and len(leading[0]) < 9 else _ZERO


def _answers(element: etree._Element, stored: Stored, draft: Draft, rich: bool) -> tuple[StoredAnswer, ...]:
    found = []
    for answer in element.findall("answer"):
        line = line_of(answer, draft.line)
        text = words(answer, draft, stored.text.format) if rich else Words(own_text(answer), "plain", line=line)
        if not rich and not text.text and (answer.text or "").strip():
            text = Words((answer.text or "").strip(), "plain", line=line)
        feedback = words(answer.find("feedback"), draft, stored.text.format)
        tolerance = value(answer, "tolerance", "0").strip()
        found.append(StoredAnswer(text, _fraction(answer, draft), feedback, tolerance))
    return tuple(found)


def _multichoice(element: etree._Element, stored: Stored, draft: Draft) -> Stored:
    numbering = stored.setting("answernumbering")
    if numbering not in _NUMBERINGS:
        message = f"the numbering {quoted(numbering)} is none of Moodle's"
        draft.warn("moodle-numbering", message, f"one of: {', '.join(_NUMBERINGS[1:])}")
    return replace(
        stored,
        single=is_true(value(element, "single", "true")),
        shuffle=is_true(value(element, "shuffleanswers", "false")),
        answers=_answers(element, stored, draft, rich=True),
        combined=_combined(element, stored, draft),
    )


def _truefalse(element: etree._Element, stored: Stored, draft: Draft) -> Stored:
    """The last answer alone decides, by its text."""
    answers = _answers(element, stored, draft, rich=False)
    right, feedback, first = False, {"true": Words(), "false": Words()}, True
    for answer in answers:
        word = answer.text.text
        if word not in ("true", "false"):
            message = f"the answer {quoted(word)} is neither true nor false: Moodle goes by the order, true first"
            draft.warn("moodle-truth-words", message, "write true and false, in English and small letters")
            word = "true" if first else "false"
        right = (answer.fraction == HUNDRED) == (word == "true")
        feedback[word] = answer.feedback
        first = False
    whole = [answer.fraction == HUNDRED for answer in answers]
    if len(answers) != 2 or sum(whole) != 1 or {a.fraction for a in answers} != {HUNDRED, _ZERO}:
        message = f"two answers, one with 100 and one with 0, are wanted: Moodle takes it for {str(right).lower()}"
        draft.add("moodle-truth", message, "give the right answer 100 and the other 0")
    elif {a.text.text for a in answers} == {"true"} or {a.text.text for a in answers} == {"false"}:
        draft.add("moodle-truth", "the same answer twice", "write true and false")
    true = StoredAnswer(Words("true"), HUNDRED if right else _ZERO, feedback["true"])
    false = StoredAnswer(Words("false"), _ZERO if right else HUNDRED, feedback["false"])
    return replace(stored, answers=(true, false))


def _shortanswer(element: etree._Element, stored: Stored, draft: Draft) -> Stored:
    usecase = is_true(value(element, "usecase", "0"))
    return replace(stored, usecase=usecase, answers=_answers(element, stored, draft, rich=False))


def _numerical(element: etree._Element, stored: Stored, draft: Draft) -> Stored:
    units = element.findall("units/unit")
    named = [(own_text(u) or value(u, "unit_name").strip(), value(u, "multiplier", "1").strip()) for u in units]
    for name, _ in named[1:]:
        draft.warn("import-units", f"the further unit {quoted(name)} is lost", "ask for one unit in the text")
    answers = _answers(element, stored, draft, rich=False)
    return replace(
        stored,
        answers=tuple(replace(a, text=replace(a.text, text=a.text.text or "*")) for a in answers),
        unit=named[0][0] if named else "",
        unit_factor=named[0][1] if named else "",
        graded_units=value(element, "unitgradingtype", "0").strip() not in ("", "0"),
    )


def _match(element: etree._Element, stored: Stored, draft: Draft) -> Stored:
    pairs = tuple(
        StoredPair(words(row, draft, stored.text.format), child_text(row, "answer"))
        for row in element.findall("subquestion")
    )
    shuffle = is_true(value(element, "shuffleanswers", "1"))
    return replace(stored, pairs=pairs, shuffle=shuffle, combined=_combined(element, stored, draft))


def _essay(element: etree._Element, stored: Stored, draft: Draft) -> Stored:
    return replace(
        stored,
        guide=words(element.find("graderinfo"), draft, stored.text.format),
        template=words(element.find("responsetemplate"), draft, stored.text.format),
        lines=value(element, "responsefieldlines", "15").strip(),
        min_words=value(element, "minwordlimit").strip(),
        max_words=value(element, "maxwordlimit").strip(),
    )


def _ordering(element: etree._Element, stored: Stored, draft: Draft) -> Stored:
    if element.find("shownumcorrect") is None and element.find("hint") is None:
        hint = "write <shownumcorrect>1</shownumcorrect>"
        draft.add("moodle-ordering-hint", "an ordering question without <shownumcorrect>: the import dies here", hint)
    answers = _answers(element, stored, draft, rich=True)
    return replace(stored, answers=answers, combined=_combined(element, stored, draft))


def _words(element: etree._Element, stored: Stored, draft: Draft) -> Stored:
    tag = "dragbox" if stored.type == "ddwtos" else "selectoption"
    choices = tuple(
        StoredWord(own_text(box), value(box, "group", "1").strip(), box.find("infinite") is not None)
        for box in element.findall(tag)
    )
    shuffle = is_true(value(element, "shuffleanswers", "0"))
    return replace(stored, words=choices, shuffle=shuffle, combined=_combined(element, stored, draft))


def _cloze(element: etree._Element, stored: Stored, draft: Draft) -> Stored:
    text, gaps = extract_gaps(stored.text.text, stored.text.line)
    weights = [number(gap.weight) or _ZERO for gap in gaps]
    shuffle = any(gap.shuffle for gap in gaps) or not any(gap.kind == "multichoice" for gap in gaps)
    return replace(stored, text=replace(stored.text, text=text), gaps=gaps, mark=sum(weights, _ZERO), shuffle=shuffle)


def _description(element: etree._Element, stored: Stored, draft: Draft) -> Stored:
    return stored


_NAMES = {"matching": "match", "cloze": "multianswer"}
_READERS: dict[str, _Read] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _match,
    "match": _match,
    "essay": _essay,
    "ordering": _ordering,
    "ddwtos": _words,
    "gapselect": _words,
    "cloze": _cloze,
    "multianswer": _cloze,
    "description": _description,
}
