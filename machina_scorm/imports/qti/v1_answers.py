"""QTI 1.2 items → questions: which answer is right, found by trying them (`score`)."""

from __future__ import annotations

from decimal import Decimal

from machina_scorm.imports import made
from machina_scorm.imports.made import HUNDRED, Part
from machina_scorm.imports.qti.score import Unknown, decimal_of
from machina_scorm.imports.qti.v1 import REFUSED, Asked, Field, Label
from machina_scorm.imports.qti.xml import attribute, words
from machina_scorm.model.blocks import Blocks
from machina_scorm.model.credits import nearest_credit
from machina_scorm.model.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Essay,
    Gap,
    Gaps,
    Interaction,
    Match,
    Number,
    Question,
    TextEntry,
)
from machina_scorm.model.text import Text
from machina_scorm.render.plain import render_plain

_PARTLY = "import-scoring"
_PARTLY_HINT = "here each right option is worth its share and each wrong one costs as much; look it through"


def lower(asked: Asked) -> Question | None:
    """Return an item as a question; None, with the reason in `asked.item`, where it cannot be one."""
    item = asked.item
    if asked.kind in REFUSED:
        hint = "ask it in another way"
        item.error("import-type", f"{REFUSED[asked.kind]} cannot be asked here", hint)
        return None
    try:
        made_of = _made(asked)
    except Unknown as unknown:
        message = f"the condition <{unknown}> in its marking is not understood"
        item.error("import-processing", message, "write the question anew")
        return None
    if made_of is None:
        return None
    kind, stem, interaction, maximum = made_of
    general = asked.shown(asked.processing.general_feedback())
    lost = [ref for ref, blocks in asked.feedback.items() if blocks and ref not in asked.used]
    lost = [ref for ref in lost if asked.feedback[ref] not in asked.hints]
    if lost:
        item.warn("import-feedback", f"the feedback {', '.join(lost)} has no place", "put it into the general feedback")
    shuffle = all(field.shuffle for field in asked.fields)
    points = asked.points if asked.points is not None else maximum
    return item.finish(kind, stem, interaction, points, shuffle, general, asked.metadata.get("AUTHOR", ""), asked.hints)


Made = tuple[str, Blocks, Interaction, Decimal | None]


def _made(asked: Asked) -> Made | None:
    fields, item = asked.fields, asked.item
    stem = "".join(char for char in asked.stem if not "\ue100" < char < "\ue500")
    if not fields:
        item.error("import-type", "it has no answer to give", "a text alone belongs onto a page")
        return None
    named = [field for field in fields if f"[{_blank(field)}]" in asked.stem]
    match fields:
        case _ if named and len(named) == len(fields):
            return _named_gaps(asked)
        case (field,) if field.tag == "response_grp":
            return _ilias_match(asked, field, item.html(stem))
        case (field,) if field.cardinality == "ordered":
            return _order(asked, field, item.html(stem))
        case (field,) if field.labels and not field.text_field:
            return _choice(asked, field, item.html(stem))
        case (field,) if (field.text_field or field.number_field) and not asked.trailing:
            return _typed(asked, field, item.html(stem))
        case _ if all(field.tag == "response_lid" and field.head for field in fields):
            return _match(asked, item.html(stem))
        case _ if any(field.tag == "response_xy" for field in fields):
            item.error("import-type", "a place in a picture cannot be asked here", "ask it in another way")
            return None
    return _gaps(asked, asked.stem)


def _blank(field: Field) -> str:
    """Return the name of Canvas' blank: `response_color1` is the field of `[color1]`."""
    return field.ident.removeprefix("response_")


def _choice(asked: Asked, field: Field, stem: Blocks) -> Made | None:
    run = asked.processing.run
    if field.cardinality == "multiple":
        return _several(asked, field, stem)
    scores = {label.ident: run({field.ident: (label.ident,)}).score for label in field.labels}
    best = max(scores.values(), default=Decimal(0))
    parts = []
    general = asked.processing.general_feedback()
    for label in field.labels:
        refs = run({field.ident: (label.ident,)}).feedback
        feedback = asked.shown(tuple(ref for ref in refs if ref not in general))
        score = scores[label.ident]
        credit = score / best * 100 if best > 0 else Decimal(0)
        parts.append(Part(label.text, best > 0 and score == best, feedback, credit))
    truth = made.as_truth(parts)
    if truth is not None:
        by_value = {part.right: part.feedback for part in parts}
        source = asked.item.source
        choice = made.truth(truth, by_value[truth], by_value[not truth], source)
        return "true-false", stem, choice, best
    return "single", stem, made.single(parts), best


def _several(asked: Asked, field: Field, stem: Blocks) -> Made:
    processing, idents = asked.processing, [label.ident for label in field.labels]
    right = _right_set(asked, field)
    whole = processing.run({field.ident: tuple(i for i in idents if i in right)}).score
    credits = _added(asked, field, right, whole)
    parts = [
        Part(
            label.text,
            label.ident in right,
            asked.shown(processing.own_feedback(field.ident, label.ident)),
            credits.get(label.ident),
        )
        for label in field.labels
    ]
    if right and not credits and not _shared(asked, field, right, whole):
        asked.item.warn(_PARTLY, "it marks partly right answers in another way", _PARTLY_HINT)
    return "multiple", stem, made.multiple(parts), whole


def _added(asked: Asked, field: Field, right: frozenset[str], whole: Decimal) -> dict[str, Decimal]:
    """Return what each choice adds, in per cent, where choices are marked one by one; else nothing."""
    run = asked.processing.run
    nothing = run({field.ident: ()}).score
    gains = {label.ident: run({field.ident: (label.ident,)}).score - nothing for label in field.labels}
    total = sum((gains[ident] for ident in right), Decimal(0))
    if nothing or total <= 0 or total != whole or any(gains[ident] <= 0 for ident in right):
        return {}
    credits = {ident: gain / total * 100 for ident, gain in gains.items()}
    known = all(abs(nearest_credit(credit) - credit) < Decimal("0.01") for credit in credits.values())
    return credits if known else {}


def _right_set(asked: Asked, field: Field) -> frozenset[str]:
    """Return the choices that a response with the whole score has.

    Where each choice is marked by itself (ILIAS) it is right if choosing it is worth more than not choosing it; where
    they are marked together (Canvas), those that the scoring condition names outside of a `not`.
    """
    processing = asked.processing
    nothing = processing.run({field.ident: ()}).score
    alone = {label.ident for label in field.labels if processing.run({field.ident: (label.ident,)}).score > nothing}
    together = {
        words(equal)
        for condition in processing.scoring()
        for test in condition.tests
        for equal in test.iter("varequal")
        if attribute(equal, "respident") == field.ident and not any(a.tag == "not" for a in equal.iterancestors())
    }
    found = [frozenset(alone), frozenset(together)]
    scores = [processing.run({field.ident: tuple(sorted(chosen))}).score for chosen in found]
    return found[0] if scores[0] >= scores[1] and found[0] else found[1]


def _shared(asked: Asked, field: Field, right: frozenset[str], whole: Decimal) -> bool:
    """Tell whether each right choice gives its share and each wrong one costs as much, as in this course."""
    if whole <= 0:
        return False
    for label in field.labels:
        without = right ^ {label.ident}
        score = asked.processing.run({field.ident: tuple(sorted(without))}).score / whole
        if abs(score - (1 - Decimal(1) / len(right))) > Decimal("0.001"):
            return False
    return True


def _order(asked: Asked, field: Field, stem: Blocks) -> Made:
    """Read an ordering: positions by index (ILIAS, whose list is in order), or one answer after the other."""
    by_ident = {label.ident: label for label in field.labels}
    best: list[str] = []
    total = Decimal(0)
    indexed: dict[int, str] = {}
    for condition in asked.processing.scoring():
        equals = [e for test in condition.tests for e in test.iter("varequal")]
        total += sum((value for _, value in condition.sets), Decimal(0))
        for equal in equals:
            if attribute(equal, "index").isdigit():
                indexed[int(attribute(equal, "index"))] = words(equal)
        best = best or [words(equal) for equal in equals if words(equal) in by_ident]
    idents = [indexed[n] for n in sorted(indexed)] if indexed else best
    if indexed and not set(idents) <= set(by_ident):
        idents = [label.ident for label in field.labels]  # ILIAS names positions; its labels are in the right order
    if set(idents) != set(by_ident) or len(idents) != len(by_ident):
        asked.item.error("import-order", "its right order is not complete", "write it anew")
    right = asked.shown(tuple(ref for ref in asked.feedback if _tells(ref, True)))
    wrong = asked.shown(_wrong_feedback(asked))
    items = [by_ident[ident].text for ident in idents if ident in by_ident]
    return "ordering", stem, made.order(items, right, wrong), total


def _wrong_feedback(asked: Asked) -> tuple[str, ...]:
    """Return the feedback to a wrong response: by its place behind the points, or by its usual name."""
    named = (ref for ref in asked.feedback if _tells(ref, False))
    return tuple(dict.fromkeys((*asked.processing.rest_feedback(), *named)))


def _tells(ref: str, right: bool) -> bool:
    """Tell whether a feedback's name says that it is shown to right (wrong) answers: Canvas, ILIAS, IMS' examples."""
    names = (
        ("correct_fb", "response_allcorrect", "Correct")
        if right
        else ("general_incorrect_fb", "response_onenotcorrect", "Incorrect")
    )
    return ref in names


def _typed(asked: Asked, field: Field, stem: Blocks) -> Made | None:
    """Read a single field: a number, a word, or an essay where nothing is right."""
    if field.number_field:
        number = _number(asked, field)
        return ("numerical", stem, number, _whole(asked)) if number else None
    found = asked.processing.accepted(field.ident)
    if not found or asked.kind in ("essay_question", "TEXT QUESTION"):
        guide = asked.shown(tuple(asked.feedback))
        lines = min(max(field.rows, 0), 100) or 15
        return "essay", stem, Essay(guide=guide, lines=lines), None
    entry = _entry(asked, field)
    return ("short-answer", stem, entry, _whole(asked)) if entry else None


def _whole(asked: Asked) -> Decimal:
    return max((value for c in asked.processing.scoring() for _, value in c.sets), default=Decimal(0))


def _entry(asked: Asked, field: Field) -> TextEntry | None:
    found = asked.processing.accepted(field.ident)
    best = max((points for _, points, _, _ in found), default=Decimal(0))
    if best <= 0:
        asked.item.error("import-no-right-answer", "no answer is right", "say which one is")
        return None
    ilias = asked.metadata.get("textgaprating", "") in ("cs",)
    sensitive = ilias or all(case for _, _, case, _ in found)
    general = asked.processing.general_feedback()
    answers: dict[str, Accepted] = {}
    for text, points, _, refs in sorted(found, key=lambda one: -one[1]):
        key = text if sensitive else text.casefold()
        credit = points / best * 100
        own = asked.processing.own_feedback(field.ident, text)
        feedback = asked.shown(tuple(ref for ref in dict.fromkeys((*refs, *own)) if ref not in general))
        if key not in answers:
            answers[key] = made.accepted(text, asked.item.source, credit, feedback)
    others = asked.shown(_wrong_feedback(asked))
    return TextEntry(tuple(answers.values()), sensitive, others)


def _number(asked: Asked, field: Field) -> Number | None:
    """Read the ranges that get points: an exact value beside a range says the same and is passed over."""
    answers: list[AcceptedNumber] = []
    best = _whole(asked)
    for condition in asked.processing.scoring():
        tests = [
            (test.tag, decimal_of(words(test)))
            for outer in condition.tests
            for test in outer.iter("vargt", "vargte", "varlt", "varlte", "varequal")
            if attribute(test, "respident") == field.ident
        ]
        points = sum((value for _, value in condition.sets), Decimal(0))
        credit = points / best * 100 if best else HUNDRED
        feedback = asked.shown(condition.feedback)
        low = next((value for tag, value in tests if tag in ("vargt", "vargte") and value is not None), None)
        high = next((value for tag, value in tests if tag in ("varlt", "varlte") and value is not None), None)
        if any(tag in ("vargt", "varlt") for tag, _ in tests):
            asked.item.warn("import-bounds", "a bound that is not accepted itself becomes accepted", "look it through")
        if low is not None and high is not None:
            answers.append(made.interval(low, high, credit, feedback))
        else:
            exact = [value for tag, value in tests if tag == "varequal" and value is not None]
            answers += [AcceptedNumber(value, Decimal(0), credit, feedback) for value in exact]
    if not answers:
        asked.item.error("import-no-right-answer", "no number is right", "say which one is")
        return None
    others = asked.shown(_wrong_feedback(asked))
    return Number(tuple(answers), None, others)


def _match(asked: Asked, stem: Blocks) -> Made:
    """Read Canvas' matching: a field for each prompt, all with the same choices."""
    found: list[tuple[Blocks, Text]] = []
    taken: set[str] = set()
    names: dict[str, Label] = {}
    total = Decimal(0)
    for field in asked.fields:
        labels = {label.ident: label for label in field.labels}
        names |= labels
        scores = {i: asked.processing.run({field.ident: (i,)}).score for i in labels}
        best = max(scores.values(), default=Decimal(0))
        total += best
        right = next((i for i in labels if best > 0 and scores[i] == best), "")
        if not right:
            asked.item.error("import-no-right-answer", "a prompt has no match", "say which one is right")
            continue
        taken.add(right)
        found.append((asked.item.html(field.head), asked.item.line_of(labels[right].html)))
    distractors = {asked.item.line_of(label.html) for ident, label in names.items() if ident not in taken}
    rest = tuple(sorted(distractors - {match for _, match in found}, key=lambda text: text.md))
    return "matching", stem, Match(made.pairs(found), rest), total


def _ilias_match(asked: Asked, field: Field, stem: Blocks) -> Made:
    """Read ILIAS' matching: definitions name the terms that may be given to them, `varsubset` is "term,definition"."""
    labels = {label.ident: label for label in field.labels}
    definitions = [label for label in field.labels if label.group]
    matches: dict[str, str] = {}
    total = Decimal(0)
    for condition in asked.processing.scoring():
        total += sum((value for _, value in condition.sets), Decimal(0))
        for test in condition.tests:
            ident, _, definition = words(test).partition(",")
            if definition in matches and matches[definition] != ident:
                asked.item.error("import-match", "a prompt has several right matches", "split the question")
            matches[definition] = ident
    found = []
    for label in definitions:
        term = labels.get(matches.get(label.ident, ""))
        if term is None:
            asked.item.error("import-no-right-answer", "a prompt has no match", "say which one is right")
        else:
            found.append((label.text, asked.item.line_of(term.html)))
    rest = _unused(asked, [label for label in field.labels if not label.group], set(matches.values()))
    return "matching", stem, Match(made.pairs(found), rest), total


def _unused(asked: Asked, labels: list[Label], taken: set[str]) -> tuple[Text, ...]:
    return tuple(asked.item.line_of(label.html) for label in labels if label.ident not in taken)


def _named_gaps(asked: Asked) -> Made | None:
    """Read Canvas' blanks and dropdowns: `[color1]` in the text is the field `response_color1`."""
    text = "".join(char for char in asked.stem if not "\ue100" < char < "\ue500")
    for place, field in enumerate(asked.fields, start=1):
        text = text.replace(f"[{_blank(field)}]", made.gap_mark(place), 1)
    return _gaps(asked, text)


def _gaps(asked: Asked, html: str) -> Made | None:
    gaps = [_gap(asked, field, str(place)) for place, field in enumerate(asked.fields, start=1)]
    stem, text, marks = made.gap_text(asked.item.html(html), asked.item.name, asked.item.source)
    if any(gap is None for gap in gaps):
        return None
    if marks != len(gaps):
        asked.item.error("import-gap-place", "a gap stands where none can be", "put it into a paragraph")
    total = sum((value for c in asked.processing.scoring() for _, value in c.sets), Decimal(0))
    return "gaps", stem, Gaps(text, tuple(gap for gap in gaps if gap)), total


def _gap(asked: Asked, field: Field, number: str) -> Gap | None:
    if field.number_field:
        found = _gap_number(asked, field)
        return Gap(number, "number", found) if found else None
    if field.text_field:
        entry = _entry(asked, field)
        return Gap(number, "text", entry) if entry else None
    run = asked.processing.run
    by_text = {label.ident: words_of(label) for label in field.labels}
    if asked.kind == "fill_in_multiple_blanks_question":
        # Canvas writes a blank's accepted words as choices, all of them right.
        texts = {text.casefold(): text for text in reversed(by_text.values())}
        answers = [made.accepted(text, asked.item.source) for text in reversed(texts.values())]
        return Gap(number, "text", TextEntry(tuple(answers)))
    scores = {i: max(run({field.ident: (i,)}).score, run({field.ident: (by_text[i],)}).score) for i in by_text}
    best = max(scores.values(), default=Decimal(0))
    options: list[Part] = []
    for label in field.labels:
        refs = asked.processing.own_feedback(field.ident, label.ident)
        refs += asked.processing.own_feedback(field.ident, by_text[label.ident])
        credit = scores[label.ident] / best * 100 if best > 0 else Decimal(0)
        options.append(Part(label.text, best > 0 and scores[label.ident] == best, asked.shown(refs), credit))
    choice: Choice = made.single(options)
    return Gap(number, "select", choice)


def _gap_number(asked: Asked, field: Field) -> Number | None:
    """Read a number in a text: ILIAS writes the value into the condition and the bounds onto the field."""
    values = [(decimal_of(text), refs) for text, _, _, refs in asked.processing.accepted(field.ident)]
    given = [(value, asked.shown(refs)) for value, refs in values if value is not None]
    answers = [AcceptedNumber(value, Decimal(0), HUNDRED, feedback) for value, feedback in given]
    if answers and field.low is not None and field.high is not None:
        answers = [made.interval(field.low, field.high, HUNDRED, answers[0].feedback)]
    return Number(tuple(answers)) if answers else _number(asked, field)


def words_of(label: Label) -> str:
    """Return a choice's text without markup."""
    return " ".join(render_plain(label.text).split())
