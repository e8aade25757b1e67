"""Rows → questions: each row becomes what quiz.yaml would hold, and the question types read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from machina_scorm.imports.letters import label_of, place_of
from machina_scorm.imports.made import USUAL_PENALTY, truth_value, yes_value
from machina_scorm.imports.table.cells import CellNode, CellReader, NoPictures, RowCells
from machina_scorm.imports.table.columns import GAP_ROWS, type_of
from machina_scorm.model.questions import Question
from machina_scorm.units.questions import LONGEST_KEY, question_types
from machina_scorm.yamlfile import Node

#: As many letters, hints and gaps as quiz.yaml takes.
_MOST_OPTIONS, _MOST_ANSWERS, _MOST_GAPS, _HINTS = 26, 50, 30, 20

#: What stands between the letters of several right options, besides signs.
_AND = frozenset({"and", "und", "et", "și", "e", "και"})

_ID = re.compile(r"[a-z][a-z0-9-]*\Z")


def kind_of(row: RowCells) -> str:
    """Return a row's type: as named, or as its cells tell; "" reported where neither says."""
    named = row.get("type")
    found = type_of(named.text) if named else None
    if named and found is None:
        known = ", ".join(question_types())
        row.error("import-type", named, "no such question type", f"one of: {known}")
        return ""
    if found == "choice" or (found is None and any(key.startswith("option ") for key in row.cells)):
        if found is None and any(key.startswith("match ") for key in row.cells):
            return "matching"
        if found is None and not row.text("correct"):
            row.error("import-type", None, "the type cannot be told", "name it in the column type")
            return ""
        return "multiple" if len(_right_letters(row)) > 1 else "single"
    if found is None:
        if truth_value(row.text("correct")) is not None:
            return "true-false"
        row.error("import-type", None, "the type cannot be told", "name it in the column type")
        return ""
    return found


def _right_letters(row: RowCells) -> set[str]:
    """Return the letters of the options that the column `correct` names: by letter, by number or by text."""
    cell = row.get("correct")
    if cell is None:
        return set()
    texts = {c.text.strip().casefold(): key[7:] for key, c in row.cells.items() if key.startswith("option ")}
    if cell.text.strip().casefold() in texts:
        return {texts[cell.text.strip().casefold()]}
    parts = [part for part in re.split(r"[\s,;/&+]+", cell.text) if part and part.casefold() not in _AND]
    if len(parts) == 1 and parts[0].isalpha() and parts[0].isupper() and len(set(parts[0])) == len(parts[0]):
        parts = list(parts[0])  # "AC"
    places = [place_of(part) for part in parts]
    letters = {label_of(place) for place in places if place is not None}
    if None in places or not letters <= {key[7:] for key in row.cells if key.startswith("option ")}:
        row.error("import-correct", cell, "no such option", "write the letters of the right options, such as A C")
    return letters


def read_row(row: RowCells, kind: str, gaps: list[RowCells]) -> Question | None:
    """Return the question of a row, with the rows of its gaps; None, reported, where it is not sound."""
    before = len(row.report.errors)
    reader = CellReader(row.report, row.assets or NoPictures(row.report))
    node = Node(dict(_keys(row, kind, gaps)), row.source)
    if "stem" not in node:
        row.error("import-no-stem", None, "the row asks nothing", "write the question into the column stem")
    _check_common(row)
    if len(row.report.errors) > before:
        return None
    stem = reader.blocks(node, "stem")
    hints = tuple(reader.parse(n) for n in (row.node(f"hint {n}") for n in range(1, _HINTS + 1)) if n)
    feedback = reader.blocks(node, "feedback")
    interaction = question_types()[kind].read(node, reader)
    if interaction is None or len(row.report.errors) > before:
        return None
    question = Question(
        id="",
        key=row.text("id"),
        type=kind,
        stem=stem,
        interaction=interaction,
        outcome=row.text("outcome"),
        difficulty=row.text("difficulty").lower(),
        points=Decimal(node.text("points", "1")),
        penalty=Decimal(node.text("penalty", str(USUAL_PENALTY))),
        shuffle=reader.flag(node, "shuffle", True),
        tags=tuple(dict.fromkeys(tag.strip() for tag in row.text("tags").split(",") if tag.strip())),
        hints=hints,
        feedback=feedback,
        author=row.text("author"),
        license=row.text("license"),
        in_test=reader.flag(node, "test", True),
        source=row.source,
    )
    row.warn_unused(kind)
    return question


def _check_common(row: RowCells) -> None:
    """Check what quiz.yaml's schema checks there."""
    id_ = row.get("id")
    if id_ and (not _ID.match(id_.text) or len(id_.text) > LONGEST_KEY):
        row.error("import-id", id_, "the id", "small Latin letters, digits and -, beginning with a letter")
    level = row.get("difficulty")
    if level and level.text.lower() not in ("easy", "medium", "hard"):
        row.error("import-difficulty", level, "the difficulty", "one of: easy, medium, hard")
    for key, low, high in (("points", Decimal("1e-9"), None), ("penalty", Decimal(0), Decimal(1))):
        node = row.number(key)
        value = _finite(node.raw) if node else None
        if node and (value is None or value < low or (high is not None and value > high)):
            row.error("import-number", row.get(key), f"not a number of {key}", "write a number above 0")
    for tag in row.text("tags").split(","):
        if len(tag) > 50 or any(c in "<>`[]" for c in tag):
            row.error("import-tag", row.get("tags"), "a tag", "words without < > ` [ ], 50 characters at most")


def _finite(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except ArithmeticError:
        return None
    return value if value.is_finite() else None


def _keys(row: RowCells, kind: str, gaps: list[RowCells]) -> Iterator[tuple[str, Node]]:
    """Yield the keys of quiz.yaml and their values."""
    for key in ("stem", "feedback"):
        if (node := row.node(key)) is not None:
            yield key, node
    for key in ("points", "penalty"):
        if (number := row.number(key)) is not None:
            yield key, number
    for key in ("shuffle", "test"):
        if (flag := row.flag(key)) is not None:
            yield key, flag
    yield from _own_keys(row, kind, gaps)


def _own_keys(row: RowCells, kind: str, gaps: list[RowCells]) -> Iterator[tuple[str, Node]]:
    match kind:
        case "single" | "multiple":
            yield "options", _options(row)
        case "true-false":
            yield from _truth(row)
        case "matching":
            yield from _matching(row)
        case "short-answer":
            yield from _texts(row)
        case "numerical":
            yield from _numbers(row)
        case "ordering":
            nodes = [row.node(f"option {letter}") for letter in map(label_of, range(_MOST_OPTIONS))]
            yield "items", Node([node for node in nodes if node], row.source)
            yield from _texts_of(row, "feedback-right", "feedback-wrong")
        case "gaps":
            yield from _gaps(row, gaps)
        case "essay":
            yield from _essay(row)


def _texts_of(row: RowCells, *keys: str) -> Iterator[tuple[str, Node]]:
    for key in keys:
        if (node := row.node(key)) is not None:
            yield key, node


def _options(row: RowCells) -> Node:
    right = _right_letters(row)
    options: list[Node] = []
    for letter in map(label_of, range(_MOST_OPTIONS)):
        text = row.node(f"option {letter}")
        if text is None:
            continue
        keys: dict[str, Node] = {"text": text, "correct": Node(letter in right, row.source)}
        keys |= {k: n for k, n in (("feedback", row.node(f"feedback {letter}")),) if n}
        if (credit := row.number(f"credit {letter}")) is not None:
            keys["credit"] = credit
        options.append(Node(keys, row.source))
    return Node(options, row.source)


def _truth(row: RowCells) -> Iterator[tuple[str, Node]]:
    cell = row.get("correct")
    value = truth_value(cell.text) if cell else None
    if cell is not None and value is None:
        value = yes_value(cell.text)
    if value is None:
        row.error("import-correct", cell, "neither true nor false", "write true or false into the column correct")
    yield "correct", Node(bool(value), row.source)
    yield from _texts_of(row, "if-true", "if-false")


def _matching(row: RowCells) -> Iterator[tuple[str, Node]]:
    pairs: list[Node] = []
    distractors: list[Node] = []
    for letter in map(label_of, range(_MOST_OPTIONS)):
        text, match = row.node(f"option {letter}"), row.node(f"match {letter}")
        if text and match:
            pairs.append(Node({"text": text, "match": match}, row.source))
        elif match:
            distractors.append(match)
        elif text:
            prompt = row.get(f"option {letter}")
            row.error("import-match", prompt, "a prompt without a match", f"fill in match {letter}")
    yield "pairs", Node(pairs, row.source)
    yield "distractors", Node(distractors, row.source)


def _texts(row: RowCells) -> Iterator[tuple[str, Node]]:
    answers: list[Node] = []
    for letter in map(label_of, range(_MOST_ANSWERS)):
        if (text := row.node(f"option {letter}")) is not None:
            answers.append(Node({"text": text} | _graded(row, letter), row.source))
    yield "answers", Node(answers, row.source)
    if (flag := row.flag("case-sensitive")) is not None:
        yield "case-sensitive", flag
    yield from _texts_of(row, "otherwise")


def _graded(row: RowCells, letter: str) -> dict[str, Node]:
    credit, feedback = row.number(f"credit {letter}"), row.node(f"feedback {letter}")
    return {key: node for key, node in (("credit", credit), ("feedback", feedback)) if node}


def _numbers(row: RowCells) -> Iterator[tuple[str, Node]]:
    answers: list[Node] = []
    for letter in map(label_of, range(_MOST_ANSWERS)):
        cell = row.get(f"option {letter}")
        if cell is None:
            continue
        keys = _graded(row, letter)
        ends = row.range(cell)
        number = row.number(f"option {letter}")
        if ends:
            keys |= {"min": ends[0], "max": ends[1]}
        elif number is not None:
            keys["value"] = number
            if (tolerance := row.number(f"tolerance {letter}")) is not None:
                keys["tolerance"] = tolerance
                if (_finite(tolerance.raw) or Decimal(0)) < 0:
                    row.error("import-number", row.get(f"tolerance {letter}"), "a tolerance below 0", "drop the sign")
        answers.append(Node(keys, row.source))
    yield "answers", Node(answers, row.source)
    yield from _texts_of(row, "otherwise", "unit")


def _gaps(row: RowCells, gaps: list[RowCells]) -> Iterator[tuple[str, Node]]:
    text = row.node("text")
    if text is None:
        row.error("import-no-text", None, "there is no text with gaps", "write it into the column text")
    else:
        yield "text", text
    nodes: list[Node] = []
    for gap in gaps[:_MOST_GAPS]:
        mode = GAP_ROWS[kind_of(gap)]
        keys: dict[str, Node] = {"mode": CellNode(mode, gap.source, mode)}
        match mode:
            case "text":
                keys |= dict(_texts(gap))
            case "number":
                keys |= dict(_numbers(gap))
            case _:
                keys["options"] = _options(gap)
        gap.warn_unused(f"gap {mode}")
        nodes.append(Node(keys, gap.source))
    if not nodes or len(gaps) > _MOST_GAPS:
        hint = f"for each gap a row below it, of type {', '.join(GAP_ROWS)}; {_MOST_GAPS} at most"
        row.error("import-gaps", None, f"{len(gaps)} gaps", hint)
    yield "gaps", Node(nodes, row.source)


def _essay(row: RowCells) -> Iterator[tuple[str, Node]]:
    yield from _texts_of(row, "guide", "template")
    words: dict[str, Node] = {}
    for key, name, high in (("lines", "lines", 100), ("min-words", "min", None), ("max-words", "max", None)):
        node = row.number(key)
        if node is None:
            continue
        if not node.raw.isdigit() or int(node.raw) < 1 or (high is not None and int(node.raw) > high):
            row.error("import-number", row.get(key), f"the number of {name}", "write a whole number")
        elif name == "lines":
            yield "lines", node
        else:
            words[name] = node
    if words:
        yield "words", Node(words, row.source)
