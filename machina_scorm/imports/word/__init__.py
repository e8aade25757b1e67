"""Word documents (.docx) as trainers write tests: numbered questions with lettered options, or tables.

`story` reads the document, `marks` says what each line is, `parse` puts lines together, here they become questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from machina_scorm.imports import Imported, ImportFile, Reader, made, quoted
from machina_scorm.imports.html_to_blocks import Place, html_to_blocks, text_to_blocks
from machina_scorm.imports.ids import give_ids
from machina_scorm.imports.letters import label_of, place_of
from machina_scorm.imports.made import HUNDRED, Part
from machina_scorm.imports.markdown import write_blocks
from machina_scorm.imports.numbers import number
from machina_scorm.imports.office import OLD, holds, is_safe
from machina_scorm.imports.pictures import Pictures
from machina_scorm.imports.table import head_of, read_sheet
from machina_scorm.imports.table.columns import key_of
from machina_scorm.imports.table.sheets import Cell, Row, Sheet
from machina_scorm.imports.word.html import SCHEME, to_html, without_mark
from machina_scorm.imports.word.parse import Draft, marks_of, parse, unmarked
from machina_scorm.imports.word.story import Grid, Line, Story, joined_text, read_story
from machina_scorm.model.blocks import Blocks, Captions, Figure, Image
from machina_scorm.model.questions import AcceptedNumber, Interaction, Number, Question, TextEntry
from machina_scorm.model.text import iter_nodes
from machina_scorm.problems import Report
from machina_scorm.source import Source


def recognise(data: bytes, name: str) -> int:
    """Tell how surely the bytes are a Word document."""
    if data.startswith(OLD):
        return 90 if name.lower().endswith(".doc") else 10
    return 95 if holds(data, "word/document.xml") else 0


def read(file: ImportFile) -> Imported:
    """Return the questions of a Word document."""
    report = Report()
    story = read_story(file, report) if is_safe(file, report) else None
    if story is None:
        return Imported(problems=tuple(report))
    reader = _WordReader(file, story, report)
    parsed = parse(story, reader.is_bank)
    questions = [question for draft in parsed.drafts if (question := reader.question(draft)) is not None]
    for grid in parsed.grids:
        questions += read_sheet(reader.sheet(grid), file, report, reader)
    for line in parsed.stray:
        hint = "number the questions (1.) and letter the options (A.)"
        report.warn("import-stray", f"a line belongs to no question: {quoted(line.text)}", file.at(line.number), hint)
    if not questions and not report.errors:
        hint = "number the questions (1.), letter the options (A.), mark the right one in bold or write “Answer: B”"
        report.add("import-no-question", "there is no question in the document", file.at(1), hint)
    questions.sort(key=lambda question: question.source.line)
    return Imported(give_ids([(q, "") for q in questions]), tuple(report), tuple(dict.fromkeys(parsed.headings)))


class _WordReader:
    """Makes questions of drafts; it is the assets of tables too, whose pictures it knows by name."""

    def __init__(self, file: ImportFile, story: Story, report: Report) -> None:
        self._file, self._story, self._report = file, story, report
        self._pictures = Pictures()
        self._by_name: dict[str, Image] = {}

    def image(self, name: str, source: Source) -> Image | None:
        """Return a picture that a table's cell shows."""
        return self._by_name.get(name)

    def code(self, name: str, source: Source) -> str | None:
        """Return nothing: a document has no files beside it."""
        return None

    def media(self, name: str, source: Source) -> bytes | None:
        """Return nothing: a question holds no film."""
        return None

    def captions(self, stem: str, source: Source) -> tuple[Captions, ...]:
        """Return nothing: a question holds no film."""
        return ()

    def is_bank(self, grid: Grid) -> bool:
        """Tell whether a table has a row of headers that the table reader knows."""
        return head_of(self._texts(grid)) is not None

    def sheet(self, grid: Grid) -> Sheet:
        """Return a table with headers as a sheet, its cells in Markdown; the right options by their look."""
        texts = self._texts(grid)
        head = head_of(texts)
        assert head is not None
        keys = {at: key_of(cell.text) for at, cell in head.cells.items()}
        rows: list[Row] = []
        for row, text_row in ((grid.rows[r.number - 1], r) for r in texts.rows):
            if text_row.number <= head.number:
                rows.append(Row(_number(row), text_row.cells))
                continue
            options = {at for at, key in keys.items() if key and key.startswith("option ") and at < len(row)}
            right, mark = self._marked(row, options)
            cells: dict[int, Cell] = {}
            for at, lines in enumerate(row):
                place = f"table row {text_row.number}, column {at + 1}"
                is_text = (keys.get(at) or "") in ("stem", "feedback") or at in options
                look = mark if at in right else ""
                words = self._markdown(lines, look) if is_text else joined_text(lines)
                if words:
                    cells[at] = Cell(words, place)
            if right and not any(keys.get(at) == "correct" and at in cells for at in keys):
                letters = " ".join(str(keys[at])[7:] for at in sorted(right))
                at = next((a for a, key in keys.items() if key == "correct"), _EXTRA)
                cells[at] = Cell(letters, f"table row {text_row.number}")
            rows.append(Row(_number(row), cells))
        if "correct" not in keys.values():
            for row_read in rows:
                if row_read.cells == head.cells:
                    row_read.cells[_EXTRA] = Cell("correct", "table")
        return Sheet("", tuple(row for row in rows if row.cells))

    def _texts(self, grid: Grid) -> Sheet:
        rows = (
            Row(n, {at: Cell(joined_text(cell), f"table row {n}") for at, cell in enumerate(row) if joined_text(cell)})
            for n, row in enumerate(grid.rows, start=1)
        )
        return Sheet("", tuple(row for row in rows if row.cells))

    def _marked(self, row: tuple[tuple[Line, ...], ...], options: set[int]) -> tuple[set[int], str]:
        for mark in ("marked", "underline", "bold"):
            found = set()
            for at in options:
                runs = [run for line in row[at] for run in line.runs if run.text.strip()]
                if runs and all(getattr(run, mark) for run in runs):
                    found.add(at)
            if found and len(found) < len(options):
                return found, mark
        return set(), ""

    def _markdown(self, lines: tuple[Line, ...], mark: str) -> str:
        shown = [without_mark(line, mark) if mark else line for line in lines]
        blocks = self._blocks(shown, self._file.at(lines[0].number if lines else 0))
        for figure in (node for node in iter_nodes(blocks) if isinstance(node, Figure)):
            self._by_name[f"figures/{figure.image.name}"] = figure.image
        return write_blocks(blocks)

    def _blocks(self, parts: Sequence[Line | Grid], source: Source, report: Report | None = None) -> Blocks:
        html = to_html(parts)
        return html_to_blocks(html, Place(source, report or self._report, self._picture)) if html else ()

    def _picture(self, address: str) -> tuple[Image | None, str]:
        found = self._story.pictures.get(address.removeprefix(SCHEME)) if address.startswith(SCHEME) else None
        return self._pictures.take(*found) if found else (None, "it lies outside of the document")

    def question(self, draft: Draft) -> Question | None:
        """Return a draft as a question; None, reported, where it is not sound."""
        source, report = self._file.at(draft.number), Report()
        stem = self._blocks(draft.stem, source, report)
        found = self._interaction(draft, source, report)
        if not stem:
            report.add("import-no-stem", f"the question asks nothing: {quoted(draft.original)}", source, "write it")
        if found is not None:
            for flaw in made.flaws(found[1]):
                report.add(flaw.rule, f"{flaw.message}: {quoted(draft.original)}", source, flaw.hint)
        feedback = self._blocks(draft.feedback, source, report)
        self._report.extend(report.problems)
        if found is None or report.errors:
            return None
        points = number(draft.points) or Decimal(1)
        return Question("", "", found[0], stem, found[1], points=points, feedback=feedback, source=source)

    def _interaction(self, draft: Draft, source: Source, report: Report) -> tuple[str, Interaction] | None:
        if not draft.options:
            return self._typed(draft, source, report)
        right, mark = marks_of(draft)
        named = self._named(draft, source, report)
        if named is None:
            return None
        if named and right and mark != "bold" and named != right:
            message = f"the answer line and the marked options differ: {quoted(draft.original)}"
            report.add("import-two-keys", message, source, "let them say the same")
        if named and mark == "bold" and named != right:
            mark = ""
        right = named or right
        parts = []
        for place, option in enumerate(draft.options):
            shown = unmarked(option, mark) if place in right else option.parts
            feedback = text_to_blocks(option.feedback, Place(source, report)) if option.feedback else ()
            parts.append(Part(self._blocks(shown, source, report), place in right, feedback))
        if not right:
            hint = "make it bold, underline or highlight it, put * before it, or write “Answer: B” below"
            report.add("import-no-right-answer", f"no option is marked: {quoted(draft.original)}", source, hint)
            return None
        truth = made.as_truth(parts)
        if truth is not None:
            by_value = {part.right: part.feedback for part in parts}
            return "true-false", made.truth(truth, by_value[truth], by_value[not truth], source)
        return ("multiple", made.multiple(parts)) if len(right) > 1 else ("single", made.single(parts))

    def _named(self, draft: Draft, source: Source, report: Report) -> set[int] | None:
        """Return the options that the answer line names; None, reported, for one that names none of them."""
        if draft.answer is None:
            return set()
        words = draft.answer.text.strip()
        texts = {joined_text([p for p in option.parts if isinstance(p, Line)]).casefold(): place
                 for place, option in enumerate(draft.options)}  # fmt: skip
        if words.rstrip(".").casefold() in texts:
            return {texts[words.rstrip(".").casefold()]}
        first = re.match(r"\(?([^\W\d_])[.)]\s", words)
        split = [part for part in re.split(r"[\s,;/&.()]+", words) if part and part.casefold() not in _AND]
        letters = [first[1]] if first else split
        places = [place_of(letter) for letter in letters]
        if not places or any(place is None or place >= len(draft.options) for place in places):
            message = f"the answer line names no option: {quoted(words)}"
            place_in_file = self._file.at(draft.answer.number)
            report.add("import-answer", message, place_in_file, f"write a letter such as {label_of(0)}")
            return None
        return {place for place in places if place is not None}

    def _typed(self, draft: Draft, source: Source, report: Report) -> tuple[str, Interaction] | None:
        """Return what is asked without options: true or false, a number, or words."""
        words = draft.answer.text.strip() if draft.answer is not None else ""
        if not words:
            hint = "letter the options (A. …), or write “Answer: …” below the question"
            report.add("import-no-options", f"neither options nor an answer: {quoted(draft.original)}", source, hint)
            return None
        value = made.truth_value(words) if len(words) > 1 else None
        if value is not None:
            return "true-false", made.truth(value, (), (), source)
        exact = number(words.replace(",", ".") if words.count(",") == 1 else words)
        if exact is not None:
            return "numerical", Number((AcceptedNumber(exact, Decimal(0), HUNDRED),))
        answers = [part.strip() for part in words.split(";") if part.strip()]
        return "short-answer", TextEntry(tuple(made.accepted(text, source) for text in answers))


def _number(row: tuple[tuple[Line, ...], ...]) -> int:
    """Return the paragraph with which a table's row begins."""
    return next((line.number for cell in row for line in cell), 1)


#: The column that is added to a table whose right options are marked by their look.
_EXTRA = 10_000

#: What stands between the letters of several right options.
_AND = frozenset({"and", "und", "et", "și", "si", "e", "και"})


READER = Reader("word", (".docx", ".doc", ".docm"), recognise, read)
