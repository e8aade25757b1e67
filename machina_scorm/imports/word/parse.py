"""Lines and tables of a Word test → drafts of questions: stem, options, which are right, remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from machina_scorm.imports.letters import place_of
from machina_scorm.imports.word.html import without_mark
from machina_scorm.imports.word.marks import Marked, marked, points_in
from machina_scorm.imports.word.story import Grid, Line, Run, Story, joined_text

#: Grades in the last column of a table layout (Moodle's own Word template writes 100 and 0), and ticks.
_TICKS = frozenset({"✓", "✔", "☑", "x", "✗x", "*", "+", "yes", "ja", "oui", "ναι", "da", "sì", "true", "σωστό", "100"})


@dataclass(slots=True)
class DraftOption:
    """An option: its lines, whether an asterisk or a tick marks it, its feedback."""

    parts: list[Line | Grid]
    starred: bool = False
    feedback: str = ""


@dataclass(slots=True)
class Draft:
    """A question of a document, beginning at paragraph `number`."""

    number: int
    stem: list[Line | Grid] = field(default_factory=list)
    options: list[DraftOption] = field(default_factory=list)
    answer: Line | None = None
    feedback: list[Line | Grid] = field(default_factory=list)
    points: str = ""
    in_feedback: bool = False

    @property
    def original(self) -> str:
        """Its text as it stands in the document."""
        options = [part for option in self.options for part in option.parts]
        return joined_text([part for part in (*self.stem, *options) if isinstance(part, Line)])


@dataclass(slots=True)
class Parsed:
    """What was found: drafts, tables with headers for the table reader, lines that are part of nothing, headings."""

    drafts: list[Draft] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    stray: list[Line] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


def parse(story: Story, is_bank: Callable[[Grid], bool]) -> Parsed:
    """Return a document's drafts. `is_bank(grid)` tells whether a table has headers that the table reader knows."""
    found = Parsed()
    parts = [part for part in story.parts if isinstance(part, Grid) or not part.empty]
    for place, part in enumerate(parts):
        if isinstance(part, Grid):
            _take_grid(part, found, is_bank)
        elif part.heading and not part.list_kind:
            found.headings.append(" ".join(part.text.split()))
        else:
            for one in marked(part):
                _take_line(one, found, parts[place + 1 :])
    return found


def _take_grid(grid: Grid, found: Parsed, is_bank: Callable[[Grid], bool]) -> None:
    if is_bank(grid):
        found.grids.append(grid)
        return
    draft = _question_table(grid)
    if draft is not None:
        found.drafts.append(draft)
    elif found.drafts:
        _current(found).append(grid)


def _current(found: Parsed) -> list[Line | Grid]:
    """Return where the next part of the last question belongs."""
    draft = found.drafts[-1]
    if draft.in_feedback:
        return draft.feedback
    return draft.options[-1].parts if draft.options else draft.stem


def _take_line(one: Marked, found: Parsed, ahead: list[Line | Grid]) -> None:
    last = found.drafts[-1] if found.drafts else None
    match one.kind:
        case "question":
            found.drafts.append(Draft(one.line.number, [one.line]))
        case "option" if last is not None and (one.place == -1 or one.place == len(last.options)):
            last.options.append(DraftOption([one.line], one.starred))
        case "option" if one.place == 0 and last is not None and last.options:
            found.stray.append(one.line)
        case "answer" if last is not None:
            last.answer = one.line
        case "feedback" if last is not None:
            last.in_feedback = True
            last.feedback.append(one.line)
        case "points" if last is not None and points_in(one.line.text):
            last.points = points_in(one.line.text)
        case "text" if _begins_question(ahead) and (last is None or last.options or last.answer):
            found.drafts.append(Draft(one.line.number, [one.line]))
        case _ if last is None or (last.answer is not None and not last.in_feedback):
            found.stray.append(one.line)
        case _ if last.options and not last.in_feedback and not _continues(one.line):
            found.stray.append(one.line)
        case _:
            _current(found).append(one.line)


def _begins_question(ahead: list[Line | Grid]) -> bool:
    """Tell whether options follow before the next question: then a line without a number asks something."""
    for part in ahead:
        if isinstance(part, Grid):
            continue
        kinds = marked(part)
        if kinds[0].kind == "option":
            return kinds[0].place in (0, -1)
        if kinds[0].kind != "text":
            return False
    return False


def _continues(line: Line) -> bool:
    """Tell whether a line belongs to the option above it: a picture, a formula, code."""
    words = [run for run in line.runs if run.text.strip()]
    return not words or all(run.mono for run in words)


def _question_table(grid: Grid) -> Draft | None:
    """Read a table that is one question: a first row that asks, rows that begin with a letter, rows of remarks."""
    rows = [list(row) for row in grid.rows]
    draft = Draft(grid.number)
    for row in rows:
        texts = [joined_text(cell) for cell in row]
        filled = [n for n, text in enumerate(texts) if text or any(not line.empty for line in row[n])]
        if not filled:
            continue
        label = texts[0].strip("*.() ")
        remark = _remark(row, filled)
        place = place_of(label) if len(label) == 1 and label.isalpha() else None
        if place is not None and place == len(draft.options) and draft.stem and len(filled) > 1:
            draft.options.append(_option_row(row, texts, filled))
        elif remark is not None:
            _take_remark(*remark, draft)
        elif draft.stem and _is_setting(texts[filled[0]]):
            continue
        elif not draft.stem:
            cells = [n for n in filled if not (texts[n].strip(".) ").isdigit() or _is_kind(texts[n]))]
            draft.stem = [line for n in cells[:1] for line in _unnumbered(row[n])]
        elif draft.options and not texts[0] and filled:
            draft.options[-1].parts += [line for n in filled for line in row[n]]
    return draft if len(draft.options) > 1 else None


def _unnumbered(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Yield a cell's lines, the first without its question number."""
    for place, line in enumerate(lines):
        one = marked(line)[0]
        yield one.line if not place and one.kind == "question" else line


def _is_kind(text: str) -> bool:
    """Tell whether a cell names a type as Moodle's Word template does: MC, MA, TF …"""
    return text.isupper() and len(text) <= 3


def _is_setting(text: str) -> bool:
    """Tell whether a row is one of the settings or headers that Moodle's Word template has."""
    return text.rstrip().endswith((":", "?")) or text.strip() == "#"


def _remark(row: list[tuple[Line, ...]], filled: list[int]) -> tuple[str, list[Line]] | None:
    """Return kind and lines of a row such as `Answer | B` or ` | General feedback: | …`, None for any other."""
    for at in filled[:2]:
        head = next((line for line in row[at] if not line.empty), None)
        if head is None or head.text.strip() == "#":
            return None
        one = marked(head)[0]
        if one.kind == "text":
            one = marked(replace(head, runs=(*head.runs, Run(":"))))[0]
        if one.kind in ("answer", "feedback", "points"):
            rest = [line for cell in row[at + 1 :] for line in cell if not line.empty]
            return one.kind, rest if one.line.empty else [one.line, *rest]
    return None


def _take_remark(kind: str, lines: list[Line], draft: Draft) -> None:
    match kind:
        case "answer" if lines:
            draft.answer = lines[0]
        case "feedback":
            draft.feedback += lines
        case "points" if lines:
            draft.points = points_in(lines[0].text)


def _option_row(row: list[tuple[Line, ...]], texts: list[str], filled: list[int]) -> DraftOption:
    """Read `A | text | feedback | 100`: the last cell may hold a grade or a tick, one between them feedback."""
    starred = texts[0].lstrip().startswith("*") or texts[0].rstrip().endswith("*")
    cells = [n for n in filled if n]
    last = texts[cells[-1]].strip().casefold() if len(cells) > 1 else ""
    graded = last in _TICKS or last.lstrip("-").replace(".", "", 1).isdigit()
    if graded:
        starred = starred or last in _TICKS
        cells = cells[:-1]
    feedback = " ".join(texts[n] for n in cells[1:])
    return DraftOption(list(row[cells[0]]), starred, feedback)


def marks_of(draft: Draft) -> tuple[set[int], str]:
    """Return the places of the options that are marked as right, and by what.

    An asterisk or a tick counts first, then what Word marks: a look that some options have as a whole and others not.
    """
    starred = {place for place, option in enumerate(draft.options) if option.starred}
    if starred:
        return starred, "asterisk"
    for mark in ("marked", "underline", "bold"):
        found = {place for place, option in enumerate(draft.options) if _whole(option, mark)}
        if found and len(found) < len(draft.options):
            return found, mark
    return set(), ""


def _whole(option: DraftOption, mark: str) -> bool:
    runs = [run for part in option.parts if isinstance(part, Line) for run in part.runs if run.text.strip()]
    return bool(runs) and all(getattr(run, mark) for run in runs)


def unmarked(option: DraftOption, mark: str) -> list[Line | Grid]:
    """Return an option's parts without the look that marks it."""
    if mark not in ("marked", "underline", "bold"):
        return option.parts
    return [without_mark(part, mark) if isinstance(part, Line) else part for part in option.parts]
