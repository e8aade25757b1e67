"""A stored question → ours: types to types, texts to blocks, and a word on everything that has no place here."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from string import ascii_lowercase

from machina_scorm.imports import quoted
from machina_scorm.imports.lower_gaps import lower_cloze, lower_missing_word, lower_words
from machina_scorm.imports.numbers import number
from machina_scorm.imports.pictures import Pictures
from machina_scorm.imports.stored import HUNDRED, USUAL_PENALTY, Draft, Stored, StoredAnswer, Words
from machina_scorm.imports.words import Texts, answer_role
from machina_scorm.model.blocks import Blocks, Paragraph
from machina_scorm.model.credits import nearest_credit
from machina_scorm.model.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Essay,
    Interaction,
    Item,
    Match,
    Number,
    Option,
    Order,
    Pair,
    Question,
    TextEntry,
)
from machina_scorm.model.text import Text

DIFFICULTIES = ("easy", "medium", "hard")

#: What quiz.yaml can hold.
_MOST_OPTIONS = 26
_MOST_ANSWERS = 50
_MOST_PAIRS = 20
_MOST_DISTRACTORS = 10

#: Moodle's own words, which it writes into every question of a new bank.
_STANDARD = frozenset({"", "Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."})

#: Underscores of the field that our exporter writes above a unit (export.bank.FIELD).
_FIELD_SIGNS = 10

_NO_TRIES = frozenset({"truefalse", "essay", "description"})

_SETTINGS = {
    "attachments": ("0", "", "files that learners hand in"),
    "attachmentsrequired": ("0", "", "files that learners must hand in"),
    "filetypeslist": ("", "the kinds of files that learners hand in"),
    "responseformat": ("editor", "", "plain", "monospaced", "another form of the answer's field"),
    "hidden": ("0", "", "that the question is hidden; a site shows it after an import"),
}


def lower(draft: Draft, pictures: Pictures) -> Question | None:
    """Return the question of a draft; what is wrong goes to its report."""
    stored = draft.stored
    assert stored is not None
    texts = Texts(draft, pictures)
    if stored.type == "description":
        hint = "put it into the question that it belongs to, or into the lesson"
        message = f"a description is no question here: {quoted(stored.text.text)}"
        draft.warn("import-description", message, hint)
        return None
    stem = texts.blocks(stored.text) if stored.type not in ("multianswer", "ddwtos", "gapselect") else ()
    made = _made(stored, stem, texts, draft)
    if made is None:
        return None
    kind, stem, interaction = made
    if not stem:
        draft.add("import-no-text", "the question has no text", "write what is asked")
        return None
    return _question(stored, kind, stem, interaction, texts, draft)


def _made(stored: Stored, stem: Blocks, texts: Texts, draft: Draft) -> tuple[str, Blocks, Interaction] | None:
    interaction: Interaction | None
    match stored.type:
        case "multianswer":
            return lower_cloze(stored, texts, draft)
        case "ddwtos" | "gapselect":
            return lower_words(stored, texts, draft)
        case "multichoice":
            kind, interaction = _choice(stored, texts, draft)
        case "truefalse":
            kind, interaction = "true-false", _truth(stored, texts)
        case "shortanswer":
            kind, interaction = "short-answer", text_entry(stored.answers, stored.usecase, texts, draft)
        case "numerical":
            kind = "numerical"
            stem, interaction = _without_field(stem, _number(stored, texts, draft))
        case "match":
            kind, interaction = "matching", _match(stored, texts, draft)
        case "ordering":
            kind, interaction = "ordering", _order(stored, texts, draft)
        case "essay":
            kind, interaction = "essay", _essay(stored, texts, draft)
        case other:
            hint = "make it one of the types of docs/authoring.md"
            draft.add("import-type", f"the type {other!r} is not known here: {quoted(stored.name)}", hint)
            return None
    if interaction is None:
        return None
    return lower_missing_word(kind, stem, interaction, draft) or (kind, stem, interaction)


def _question(
    stored: Stored, kind: str, stem: Blocks, interaction: Interaction, texts: Texts, draft: Draft
) -> Question:
    tags = [tag for tag in dict.fromkeys(tag.strip() for tag in stored.tags) if tag]
    difficulty = next((tag for tag in reversed(tags) if tag in DIFFICULTIES), "")
    if difficulty:
        tags.remove(difficulty)
    if stored.outcome in tags:
        tags.remove(stored.outcome)
    for tag in tuple(tags):
        if len(tag) > 50 or any(sign in tag for sign in "<>`[]"):
            draft.warn("import-tag", f"the tag {quoted(tag)} is left out", "50 characters at most, without < > ` [ ]")
            tags.remove(tag)
    _check_settings(stored, draft)
    return Question(
        id="",
        key=stored.idnumber.strip(),
        type=kind,
        stem=stem,
        interaction=interaction,
        outcome=stored.outcome,
        difficulty=difficulty,
        points=stored.mark if stored.mark > 0 else Decimal(1),
        penalty=USUAL_PENALTY if stored.type in _NO_TRIES else min(Decimal(1), max(Decimal(0), stored.penalty)),
        shuffle=stored.shuffle,
        tags=tuple(tags),
        hints=tuple(blocks for hint in stored.hints if (blocks := texts.blocks(hint.text))),
        feedback=texts.blocks(stored.general),
        author=stored.author,
        license=stored.license,
        source=draft.file.at(stored.line),
    )


def _check_settings(stored: Stored, draft: Draft) -> None:
    for name, (*usual, what) in _SETTINGS.items():
        if stored.setting(name) not in usual:
            draft.warn("import-setting", f"lost: {what} ({name}: {stored.setting(name)!r})", "set it in Moodle again")
    if stored.type != "ordering" and any(words.text.strip() not in _STANDARD for words in stored.combined):
        words = next(words.text for words in stored.combined if words.text.strip() not in _STANDARD)
        hint = "put it into the general feedback or the options' feedback"
        draft.warn("import-combined-feedback", f"feedback to the whole response is lost: {quoted(words)}", hint)
    if stored.graded_units:
        draft.warn("import-units", "that a wrong unit costs marks is lost", "ask for the unit in the text")


def credit(fraction: Decimal) -> Decimal:
    """Return a fraction as Moodle snaps it to its list."""
    return nearest_credit(fraction)


def _choice(stored: Stored, texts: Texts, draft: Draft) -> tuple[str, Choice | None]:
    kept = [answer for answer in stored.answers if answer.text.text.strip()]
    options = tuple(
        Option(letter, answer_role(texts.blocks(answer.text)), credit(answer.fraction), texts.blocks(answer.feedback))
        for letter, answer in zip(ascii_lowercase, kept, strict=False)
    )
    if len(kept) > _MOST_OPTIONS:
        draft.add("import-too-many", f"{len(kept)} options", f"{_MOST_OPTIONS} at most; split the question")
    _check_same([option.text for option in options], draft)
    if stored.single:
        return "single", Choice(options)
    return "multiple", Choice(options, multiple=True)


def _check_same(found: list[Blocks], draft: Draft) -> None:
    for place, text in enumerate(found):
        if text and text in found[:place]:
            words = next((block.text.md for block in text if isinstance(block, Paragraph)), "")
            hint = "nobody can tell them apart; reword or remove one"
            draft.add("import-option-duplicate", f"the same option twice: {quoted(words)}", hint)


def _truth(stored: Stored, texts: Texts) -> Choice:
    def option(id_: str, word: str) -> Option:
        answer = next((a for a in stored.answers if a.text.text == id_), StoredAnswer(Words(id_), Decimal(0)))
        right = HUNDRED if answer.fraction == HUNDRED else Decimal(0)
        source = texts.source
        return Option(id_, (Paragraph(Text(word, "ui", source)),), right, texts.blocks(answer.feedback))

    return Choice((option("true", "True"), option("false", "False")), truth=True)


def text_entry(answers: tuple[StoredAnswer, ...], usecase: bool, texts: Texts, draft: Draft) -> TextEntry | None:
    """Return accepted texts; a last `*` without credit becomes `otherwise`."""
    otherwise: Blocks = ()
    if answers and answers[-1].text.text.strip() == "*" and answers[-1].fraction == 0:
        otherwise = texts.blocks(answers[-1].feedback)
        answers = answers[:-1]
    found: list[Accepted] = []
    seen: dict[str, int] = {}
    for answer in answers:
        text = texts.accepted(answer.text)
        if not text.md:
            continue
        same = text.md if usecase else text.md.casefold()
        if same in seen:
            draft.warn("import-answer-duplicate", f"the answer {quoted(text.md)} twice: the first counts", "remove one")
            continue
        seen[same] = 1
        if not text.md.strip("* ") and answer.fraction == HUNDRED:
            hint = "put words beside the `*`"
            draft.add("import-anything-right", "every answer is right", hint)
        found.append(Accepted(text, credit(answer.fraction), texts.blocks(answer.feedback)))
    _check_many(len(found), draft)
    return TextEntry(tuple(found), usecase, otherwise) if found else None


def numbers(answers: tuple[StoredAnswer, ...], texts: Texts, draft: Draft) -> tuple[tuple[AcceptedNumber, ...], Blocks]:
    """Return accepted numbers and the feedback to any other."""
    otherwise: Blocks = ()
    found: list[AcceptedNumber] = []
    for answer in answers:
        if answer.text.text.strip() == "*":
            otherwise = otherwise or texts.blocks(answer.feedback)
            continue
        value, tolerance = number(answer.text.text), number(answer.tolerance or "0")
        if value is None or tolerance is None:
            draft.add("moodle-number", f"{quoted(answer.text.text)} is no number", "digits with a decimal point")
            continue
        if any((one.value, one.tolerance) == (value, abs(tolerance)) for one in found):
            draft.warn("import-answer-duplicate", f"the answer {value} twice: the first counts", "remove one")
            continue
        found.append(AcceptedNumber(value, abs(tolerance), credit(answer.fraction), texts.blocks(answer.feedback)))
    _check_many(len(found), draft)
    return tuple(found), otherwise


def _check_many(answers: int, draft: Draft) -> None:
    if answers > _MOST_ANSWERS:
        draft.add("import-too-many", f"{answers} answers", f"{_MOST_ANSWERS} at most; use `*` for what they share")


def _number(stored: Stored, texts: Texts, draft: Draft) -> Number | None:
    found, otherwise = numbers(stored.answers, texts, draft)
    unit = texts.plain(stored.unit) if stored.unit else None
    if unit is not None and stored.unit_factor not in ("", "1", "1.0", "1.0000000"):
        draft.warn(
            "import-units", f"the unit {stored.unit!r} has the factor {stored.unit_factor}", "convert the answer"
        )
    return Number(found, unit, otherwise) if found else None


def _without_field(stem: Blocks, interaction: Number | None) -> tuple[Blocks, Number | None]:
    """Take off the last paragraph that is only the field and the unit behind it; GIFT holds the unit nowhere else."""
    match stem:
        case (*rest, Paragraph(last)) if rest and interaction is not None:
            field = "\\_" * _FIELD_SIGNS
            md = last.md if last.md.startswith(field) else last.md.replace("_" * _FIELD_SIGNS, field, 1)
            unit = md.removeprefix(field).strip(" ")
            if md.startswith(field) and unit and not unit.startswith(("_", "\\_")):
                if interaction.unit is None:
                    interaction = replace(interaction, unit=Text(unit, "answer", last.source))
                return tuple(rest), interaction
    return stem, interaction


def _match(stored: Stored, texts: Texts, draft: Draft) -> Match | None:
    pairs: list[Pair] = []
    distractors: list[Text] = []
    for pair in stored.pairs:
        fits = texts.line(pair.match)
        if pair.text.text.strip():
            pairs.append(Pair(str(len(pairs) + 1), answer_role(texts.blocks(pair.text)), fits))
        elif fits.md:
            distractors.append(fits)
    if len(pairs) > _MOST_PAIRS or len(distractors) > _MOST_DISTRACTORS:
        hint = f"{_MOST_PAIRS} pairs and {_MOST_DISTRACTORS} distractors at most; split the question"
        draft.add("import-too-many", f"{len(pairs)} pairs and {len(distractors)} distractors", hint)
    _check_same([pair.text for pair in pairs], draft)
    taken = {pair.match.md for pair in pairs}
    fresh = [text for text in dict.fromkeys(distractors) if text.md not in taken]
    return Match(tuple(pairs), tuple(fresh))


def _order(stored: Stored, texts: Texts, draft: Draft) -> Order | None:
    answers = sorted(stored.answers, key=lambda answer: answer.fraction)
    found = [answer_role(texts.blocks(answer.text)) for answer in answers]
    if len(found) > _MOST_OPTIONS:
        draft.add("import-too-many", f"{len(found)} items", f"{_MOST_OPTIONS} at most; split the question")
    _check_same(found, draft)
    items = tuple(Item(letter, text) for letter, text in zip(ascii_lowercase, found, strict=False))
    right, partly, wrong = (texts.blocks(words) for words in stored.combined)
    if partly and wrong and partly != wrong:
        hint = "here there is one feedback to every order that is not right"
        message = f"the feedback to a partly right order is lost: {quoted(stored.combined[1].text)}"
        draft.warn("import-combined-feedback", message, hint)
    if stored.setting("selecttype") not in ("", "ALL", "0"):
        draft.warn("import-setting", "that only some items are asked is lost", "set it in Moodle again")
    return Order(items, right, wrong or partly)


def _essay(stored: Stored, texts: Texts, draft: Draft) -> Essay:
    def whole(text: str, default: int) -> int:
        value = number(text) if text.strip() else Decimal(default)
        if value is None or value != int(value) or value < 0:
            draft.add("import-number", f"{quoted(text)} is no whole number", "write digits only")
            return default
        return int(value)

    lines = whole(stored.lines, 15) or 15
    low, high = whole(stored.min_words, 0), whole(stored.max_words, 0)
    return Essay(texts.blocks(stored.guide), texts.blocks(stored.template), min(lines, 100), low, high)
