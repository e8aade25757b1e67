"""Decks: how long one of 20 slides takes, in each language, and what pandoc takes for the same slides."""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

from full_course import REPOSITORY
from measure import Watch

from machina_scorm.check.deck import check_deck
from machina_scorm.export.deck import export_lesson
from machina_scorm.model.blocks import (
    Block,
    BlockList,
    Blocks,
    CodeBlock,
    Figure,
    MathBlock,
    Paragraph,
    QuizRef,
    Table,
)
from machina_scorm.model.course import Lesson, Slide
from machina_scorm.model.questions import Choice
from machina_scorm.problems import Report
from machina_scorm.project import Localised, localise_project, read_project
from machina_scorm.render.svg import png_of_svg

#: Seconds of one core for a deck, without starting Python.
_WANTED = 1.0


def run() -> None:
    """Build the shipped lesson's deck in every language, each first and only time in this process."""
    project = read_project(REPOSITORY, Report())
    assert project is not None
    codes = [language.code for language in project.languages]
    watch = Watch({f"deck, {code}": _WANTED for code in codes})
    print("decks of the shipped lesson")
    seconds: list[float] = []
    for code in codes:
        course = localise_project(project, code)
        before = watch.total
        made = watch.timed(f"deck, {code}", lambda course=course: _deck(course))  # type: ignore[misc]
        seconds.append(watch.total - before)
        watch.timed(f"its checks, {code}", lambda made=made: list(check_deck(made, "deck.pptx")))  # type: ignore[misc]
    lesson = localise_project(project, codes[0]).units[0].lessons[0]
    _compare(lesson, seconds[0], sum(seconds[1:]) / max(1, len(seconds) - 1))


def _deck(course: Localised) -> bytes:
    unit = course.units[0]
    return export_lesson(course.edition, unit, unit.lessons[0]).data


def _compare(lesson: Lesson, first: float, later: float) -> None:
    """Print what pandoc takes for the same slides, its start included, and the ratios."""
    if not shutil.which("pandoc"):
        print("pandoc is not installed: nothing to compare with")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "slides.md").write_text(_markdown(lesson, folder), "utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(["pandoc", "slides.md", "-o", "slides.pptx"], cwd=folder, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    pandoc = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{'pandoc, the same slides':28}{pandoc:8.2f} s")
    print(f"{'ours : pandoc':28}{first / pandoc:8.1f} for the first deck, {later / pandoc:.1f} for the others")


def _markdown(lesson: Lesson, folder: Path) -> str:
    """Return the slides as pandoc reads them; drawings become PNG, which is the most that PowerPoint takes from it."""
    return "\n\n".join(_slide(slide, lesson, folder) for slide in lesson.slides) + "\n"


def _slide(slide: Slide, lesson: Lesson, folder: Path) -> str:
    parts = [f"## {slide.title.md}", _blocks(slide.blocks, lesson, folder)]
    if slide.columns:
        inner = "\n\n".join(f":::: column\n{_blocks(column, lesson, folder)}\n::::" for column in slide.columns)
        parts.append(f"::::: columns\n{inner}\n:::::")
    if slide.notes:
        parts.append(f"::: notes\n{_blocks(slide.notes, lesson, folder)}\n:::")
    return "\n\n".join(part for part in parts if part)


def _blocks(blocks: Blocks, lesson: Lesson, folder: Path) -> str:
    return "\n\n".join(_block(block, lesson, folder) for block in blocks)


def _block(block: Block, lesson: Lesson, folder: Path) -> str:
    match block:
        case Paragraph(text):
            return text.md
        case BlockList(items, ordered):
            mark = "1. " if ordered else "- "
            return "\n".join(mark + _blocks(item, lesson, folder).replace("\n", "\n   ") for item in items)
        case Table():
            rows = [[cell.md for cell in row] for row in (block.head, *block.rows)]
            lines = [f"| {' | '.join(row)} |" for row in rows]
            return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
        case CodeBlock():
            return f"```{block.language}\n{block.code}\n```"
        case MathBlock():
            return f"$$\n{block.tex}\n$$"
        case Figure():
            name = f"{block.image.name}.png"
            (folder / name).write_bytes(png_of_svg(block.image.data, 1200))
            return f"![{block.alt.md}]({name})"
        case QuizRef(ids):
            asked = [question for question in lesson.questions if question.id in ids]
            return "\n\n".join(
                _blocks(q.stem, lesson, folder)
                + (
                    "\n\n" + _block(BlockList(tuple(o.text for o in q.interaction.options)), lesson, folder)
                    if isinstance(q.interaction, Choice)
                    else ""
                )
                for q in asked
            )
    return ""
