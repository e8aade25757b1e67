"""QTI 2.1 to 3.0 items → questions: which answer is right, by the declarations and the usual ways of marking."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lxml.etree import _Element

from machina_scorm.imports import made
from machina_scorm.imports.made import HUNDRED, Part
from machina_scorm.imports.qti.item import Item, inner_html
from machina_scorm.imports.qti.score import decimal_of
from machina_scorm.imports.qti.v2 import REFUSED, Asked, Declared, body_html, html_of, rubrics, take_apart
from machina_scorm.imports.qti.v2_feedback import basic_feedback, general_feedback, own_feedback
from machina_scorm.imports.qti.xml import attribute, words
from machina_scorm.model.blocks import Blocks
from machina_scorm.model.credits import nearest_credit
from machina_scorm.model.questions import (
    Accepted,
    AcceptedNumber,
    Essay,
    Gap,
    Gaps,
    Interaction,
    Match,
    Number,
    Question,
    TextEntry,
)

_PARTLY = "import-scoring"
_PARTLY_HINT = "here each right option is worth its share and each wrong one costs as much; look it through"

#: Ways to write a gap into a text.
_INLINE = ("textEntryInteraction", "inlineChoiceInteraction")

Made = tuple[str, Blocks, Interaction]


def lower(element: _Element, item: Item) -> Question | None:
    """Return an item as a question; None, with the reason in `item`, where it cannot be one."""
    asked = take_apart(element, item)
    refused = [e.tag for e in asked.interactions if e.tag in REFUSED]
    if refused:
        item.error("import-type", f"{REFUSED[str(refused[0])]} cannot be asked here", "ask it in another way")
        return None
    if element.find("templateProcessing") is not None and any(True for _ in element.iter("printedVariable")):
        item.error("import-template", "its text is drawn by lot", "write it out with fixed values")
        return None
    if attribute(element, "adaptive").lower() == "true":
        item.warn("import-adaptive", "it goes on after a wrong answer, which is lost", "use hints")
    made_of = _made(asked)
    if made_of is None:
        return None
    kind, stem, interaction = made_of
    guide = [(view, blocks) for view, blocks in rubrics(element, item) if blocks]
    if isinstance(interaction, Essay):
        interaction = _with_guide(interaction, tuple(b for _, blocks in guide for b in blocks))
    elif guide:
        item.warn("import-rubric", "its remarks to markers are lost", "put them into the general feedback")
    general = general_feedback(asked)
    lost = [ref for ref, (_, blocks) in asked.feedback.items() if blocks and ref not in asked.used]
    if lost:
        item.warn("import-feedback", f"the feedback {', '.join(lost)} has no place", "put it into the general feedback")
    shuffle = all(attribute(e, "shuffle", "true").lower() != "false" for e in asked.interactions)
    return item.finish(kind, stem, interaction, asked.points, shuffle, general)


def _with_guide(essay: Essay, guide: Blocks) -> Essay:
    return Essay(essay.guide + guide, essay.template, essay.lines, essay.min_words, essay.max_words)


def _made(asked: Asked) -> Made | None:
    item, found = asked.item, asked.interactions
    if not found:
        item.error("import-type", "it has no answer to give", "a text alone belongs onto a page")
        return None
    if all(e.tag in _INLINE for e in found):
        return _inline(asked)
    if len(found) > 1:
        item.error("import-several", f"{len(found)} interactions in one item", "make a question of each")
        return None
    (one,) = found
    if one.tag == "gapMatchInteraction":
        return _gap_match(asked, one)
    stem = item.html(body_html(asked, False))
    response = asked.response(one)
    match one.tag:
        case "choiceInteraction":
            return _choice(asked, one, response, stem)
        case "extendedTextInteraction":
            lines = attribute(one, "expectedLines")
            return "essay", stem, Essay(lines=min(int(lines), 100) or 15 if lines.isdigit() else 15)
        case "orderInteraction":
            return _order(asked, one, response, stem)
        case "matchInteraction":
            return _match(asked, one, response, stem)
    return _associate(asked, one, response, stem)


def _choice(asked: Asked, one: _Element, response: Declared, stem: Blocks) -> Made:
    choices = one.findall("simpleChoice")
    mapped = asked.mapped(response.ident) and response.mapping
    best = max((points for points, _ in response.mapping.values()), default=Decimal(0))
    several = response.cardinality == "multiple"
    parts = []
    for choice in choices:
        ident = attribute(choice, "identifier")
        points = response.mapping.get(ident, (Decimal(0), True))[0]
        if several:
            right = ident in response.correct or (not response.correct and points > 0)
        else:
            right = points == best > 0 if mapped else ident in response.correct
        credit = points / best * 100 if mapped and best > 0 and not several else None
        parts.append(Part(asked.item.html(html_of(choice, ())), right, own_feedback(asked, response, choice), credit))
    correct, incorrect = basic_feedback(asked)
    parts = [_with_feedback(part, correct if part.right else incorrect) for part in parts]
    if several:
        parts = _with_credits(asked, response, choices, parts)
        if not parts or parts[0].credit is None:
            _check_shares(asked, response, parts)
        return "multiple", stem, made.multiple(parts)
    truth = made.as_truth(parts)
    if truth is not None:
        by_value = {part.right: part.feedback for part in parts}
        return "true-false", stem, made.truth(truth, by_value[truth], by_value[not truth], asked.item.source)
    return "single", stem, made.single(parts)


def _with_credits(asked: Asked, response: Declared, choices: list[_Element], parts: list[Part]) -> list[Part]:
    """Give each choice of several what its mapping says, where these are credits that a bank can hold."""
    points = [response.mapping.get(attribute(c, "identifier"), (Decimal(0), True))[0] for c in choices]
    total = sum((p for p, part in zip(points, parts, strict=True) if part.right), Decimal(0))
    if not asked.mapped(response.ident) or total <= 0:
        return parts
    credits = [p / total * 100 for p in points]
    sound = all(abs(nearest_credit(c) - c) < Decimal("0.01") for c in credits)
    sound = sound and all((c > 0) == part.right for c, part in zip(credits, parts, strict=True))
    return [replace(p, credit=c) for p, c in zip(parts, credits, strict=True)] if sound else parts


def _with_feedback(part: Part, more: Blocks) -> Part:
    """Add what a right or a wrong response is told to an option that has nothing of its own."""
    return part if part.feedback else Part(part.text, part.right, more, part.credit)


def _check_shares(asked: Asked, response: Declared, parts: list[Part]) -> None:
    right = sum(part.right for part in parts)
    values = [points for points, _ in response.mapping.values()]
    total = sum((points for points in values if points > 0), Decimal(0))
    shared = asked.mapped(response.ident) and total > 0 and len(values) == len(parts) and right > 0
    shared = shared and all(abs(abs(points) - total / right) < Decimal("0.001") for points in values)
    if not shared and (right > 1 or len(parts) > right):
        asked.item.warn(_PARTLY, "it marks partly right answers in another way", _PARTLY_HINT)


def _order(asked: Asked, one: _Element, response: Declared, stem: Blocks) -> Made:
    choices = {attribute(c, "identifier"): c for c in one.findall("simpleChoice")}
    if set(response.correct) != set(choices) or len(response.correct) != len(choices):
        asked.item.error("import-order", "its right order is not complete", "write it anew")
    items = [asked.item.html(html_of(choices[i], ())) for i in response.correct if i in choices]
    right, wrong = basic_feedback(asked)
    return "ordering", stem, made.order(items, right, wrong)


def _match(asked: Asked, one: _Element, response: Declared, stem: Blocks) -> Made | None:
    """Read a match. Each prompt needs one match; where each of the other side has one prompt, the sides change."""
    sets = [s.findall("simpleAssociableChoice") for s in one.findall("simpleMatchSet")]
    if len(sets) != 2:
        asked.item.error("import-match", "it has no two sides", "write it anew")
        return None
    found = [tuple(value.split()) for value in _right_values(asked, response)]
    pairs = [pair for pair in found if len(pair) == 2]
    first, second = ({attribute(c, "identifier"): c for c in side} for side in sets)
    lefts, rights = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    if len(set(lefts)) < len(lefts) and len(set(rights)) == len(rights):
        first, second, pairs = second, first, [(right, left) for left, right in pairs]
        lefts = rights
    if len(set(lefts)) < len(lefts):
        asked.item.error("import-match", "a prompt has several right matches", "ask each prompt by itself")
        return None
    if set(lefts) != set(first):
        asked.item.error("import-match", "a prompt has no match", "say which one is right")
        return None
    matches = dict(pairs)
    made_pairs = [
        (asked.item.html(html_of(choice, ())), asked.item.line_of(html_of(second[matches[ident]], ())))
        for ident, choice in first.items()
        if matches[ident] in second
    ]
    rest = [asked.item.line_of(html_of(c, ())) for i, c in second.items() if i not in matches.values()]
    return "matching", stem, Match(made.pairs(made_pairs), tuple(rest))


def _associate(asked: Asked, one: _Element, response: Declared, stem: Blocks) -> Made | None:
    choices = {attribute(c, "identifier"): c for c in one.findall("simpleAssociableChoice")}
    pairs = [value.split() for value in _right_values(asked, response)]
    used = [ident for pair in pairs for ident in pair]
    if not pairs or len(set(used)) < len(used) or not set(used) <= set(choices):
        asked.item.error("import-match", "its pairs share members", "ask it as a matching")
        return None
    html = {ident: html_of(choice, ()) for ident, choice in choices.items()}
    found = [(asked.item.html(html[pair[0]]), asked.item.line_of(html[pair[1]])) for pair in pairs]
    rest = tuple(asked.item.line_of(html[ident]) for ident in choices if ident not in used)
    return "matching", stem, Match(made.pairs(found), rest)


def _right_values(asked: Asked, response: Declared) -> list[str]:
    """Return the values that are right: those declared, else those that the mapping gives points for."""
    return list(response.correct) or [value for value, (points, _) in response.mapping.items() if points > 0]


def _inline(asked: Asked) -> Made | None:
    """Read fields and lists in a text: one field behind all words is a question of its own, all else are gaps."""
    item = asked.item
    html = body_html(asked, True)
    stem, text, marks = made.gap_text(item.html(html), item.name, item.source)
    if len(asked.interactions) == 1 and asked.interactions[0].tag == "textEntryInteraction" and _stands_alone(html):
        alone = _field(asked, asked.interactions[0])
        if alone is None:
            return None
        words_only = item.html(html.replace(made.gap_mark(1), ""))
        return ("numerical" if isinstance(alone, Number) else "short-answer"), words_only, alone
    gaps = [_gap(asked, one, str(place)) for place, one in enumerate(asked.interactions, start=1)]
    if any(gap is None for gap in gaps):
        return None
    if marks != len(gaps):
        item.error("import-gap-place", "a gap stands where none can be", "put it into a paragraph")
    return "gaps", stem, Gaps(text, tuple(gap for gap in gaps if gap))


def _stands_alone(html: str) -> bool:
    """Tell whether nothing but markup stands behind the field."""
    _, _, behind = html.partition(made.gap_mark(1))
    return not "".join(part.partition(">")[2] for part in f">{behind}".split("<")).strip()


def _gap(asked: Asked, one: _Element, number: str) -> Gap | None:
    if one.tag == "inlineChoiceInteraction":
        response = asked.response(one)
        best = max((points for points, _ in response.mapping.values()), default=Decimal(0))
        mapped = asked.mapped(response.ident) and best > 0
        parts = []
        for choice in one.findall("inlineChoice"):
            ident = attribute(choice, "identifier")
            points = response.mapping.get(ident, (Decimal(0), True))[0]
            right = points == best if mapped else ident in response.correct
            credit = points / best * 100 if mapped else None
            parts.append(Part(asked.item.html(inner_html(choice)), right, (), credit))
        return Gap(number, "select", made.single(parts))
    found = _field(asked, one)
    if found is None:
        return None
    return Gap(number, "number" if isinstance(found, Number) else "text", found)


def _field(asked: Asked, one: _Element) -> TextEntry | Number | None:
    response = asked.response(one)
    if response.base in ("float", "integer"):
        return _number(asked, response)
    correct, incorrect = basic_feedback(asked) if len(asked.interactions) == 1 else ((), ())
    mapped = asked.mapped(response.ident) and response.mapping
    source = asked.item.source
    entries: list[tuple[str, Decimal, bool]]
    if mapped:
        entries = [(value, points, case) for value, (points, case) in response.mapping.items()]
    else:
        entries = [(value, Decimal(1), not _ignores_case(asked, response)) for value in response.correct]
    best = max((points for _, points, _ in entries), default=Decimal(0))
    if best <= 0:
        asked.item.error("import-no-right-answer", "no answer is right", "say which one is")
        return None
    sensitive = all(case for _, _, case in entries)
    answers: dict[str, Accepted] = {}
    for value, points, _ in entries:
        feedback = correct if points == best else ()
        answers.setdefault(
            value if sensitive else value.casefold(), made.accepted(value, source, points / best * 100, feedback)
        )
    return TextEntry(tuple(answers.values()), sensitive, incorrect)


def _ignores_case(asked: Asked, response: Declared) -> bool:
    for match in asked.element.iter("stringMatch"):
        named = any(attribute(v, "identifier") == response.ident for v in match.iter("variable"))
        if named and attribute(match, "caseSensitive").lower() == "false":
            return True
    return False


def _number(asked: Asked, response: Declared) -> Number | None:
    """Read a number: its tolerance stands in the `equal` that compares it (QTI 2.1, 13.6)."""
    correct, incorrect = basic_feedback(asked) if len(asked.interactions) == 1 else ((), ())
    values = [decimal_of(value) for value in _right_values(asked, response)]
    answers: list[AcceptedNumber] = []
    for value in values:
        if value is None:
            continue
        low, high = _tolerance(asked, response, value)
        answers.append(made.interval(value - low, value + high, HUNDRED, correct))
    limits = {e.tag: decimal_of(words(e.find("baseValue"))) for e in asked.element.iter("gte", "lte")}
    if not answers and limits.get("gte") is not None and limits.get("lte") is not None:
        low_limit, high_limit = limits["gte"], limits["lte"]
        assert low_limit is not None and high_limit is not None
        answers.append(made.interval(low_limit, high_limit, HUNDRED, correct))
    if not answers:
        asked.item.error("import-no-right-answer", "no number is right", "say which one is")
        return None
    return Number(tuple(answers), None, incorrect)


def _tolerance(asked: Asked, response: Declared, value: Decimal) -> tuple[Decimal, Decimal]:
    for equal in asked.element.iter("equal"):
        if not any(attribute(v, "identifier") == response.ident for v in equal.iter("variable")):
            continue
        given = [decimal_of(part) or Decimal(0) for part in attribute(equal, "tolerance").split()]
        low, high = (given * 2)[:2] if given else (Decimal(0), Decimal(0))
        match attribute(equal, "toleranceMode", "exact"):
            case "absolute":
                return low, high
            case "relative":
                return abs(value) * low / 100, abs(value) * high / 100
    return Decimal(0), Decimal(0)


def _gap_match(asked: Asked, one: _Element) -> Made | None:
    """Read words to drag into a text."""
    response, item = asked.response(one), asked.item
    texts = {attribute(g, "identifier"): item.html(html_of(g, ())) for g in one.findall("gapText")}
    if one.find("gapImg") is not None:
        item.error("import-type", "pictures to drag cannot be asked here", "use words")
        return None
    holes = tuple(one.iter("gap"))
    right = {pair[1]: pair[0] for pair in (v.split() for v in _right_values(asked, response)) if len(pair) == 2}
    above = body_html(asked, False)
    stem, text, marks = made.gap_text(item.html(above + html_of(_text_of(one), holes)), item.name, item.source)
    gaps = []
    for place, hole in enumerate(holes, start=1):
        wanted = right.get(attribute(hole, "identifier"), "")
        parts = [Part(blocks, ident == wanted) for ident, blocks in texts.items()]
        gaps.append(Gap(str(place), "drag", made.single(parts)))
    if marks != len(gaps):
        item.error("import-gap-place", "a gap stands where none can be", "put it into a paragraph")
    return "gaps", stem, Gaps(text, tuple(gaps))


def _text_of(one: _Element) -> _Element:
    """Return a gapMatch without its prompt and its words, as an element of its own."""
    for child in list(one):
        if child.tag in ("prompt", "gapText"):
            one.remove(child)
    return one
