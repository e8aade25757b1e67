"""machina stats."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from machina_scorm.cli.console import course_root, json_option, open_project, out, print_json, project_option
from machina_scorm.statistics import DIFFICULTIES, Counts, Statistics, count_course


@click.command()
@project_option
@json_option
def stats(folder: Path | None, as_json: bool) -> None:
    """Count the course: lessons, words, pages, slides, questions by outcome, hours, and what is translated."""
    project, _ = open_project(course_root(folder))
    counted = count_course(project)
    if as_json:
        print_json(_as_json(counted))
    else:
        _print(counted, out())


def _print(counted: Statistics, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    heads = ("hours", "lessons", "words", "pages", "figures", "slides", "questions", "Q&A", "cases", "exercises")
    table.add_column("")
    for head in heads:
        table.add_column(head, justify="right")
    for counts in counted.lessons:
        table.add_row(counts.name, *_cells(counts), style="dim")
    for counts in counted.units:
        table.add_row(f"{counts.name}  {counts.title}", *_cells(counts))
    table.add_row("whole course", *_cells(counted.total), style="bold")
    console.print(table)
    types = ", ".join(f"{number} {name}" for name, number in counted.total.questions)
    console.print(f"\nQuestions by type: {types or 'none'}")
    if counted.total.question_count:
        _print_tested(counted, console)
    if counted.coverage:
        _print_coverage(counted, console)


def _print_tested(counted: Statistics, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold", title="Questions by outcome", title_justify="left")
    table.add_column("")
    for head in (*DIFFICULTIES[:-1], "no difficulty", "all"):
        table.add_column(head, justify="right")
    table.add_column("")
    for row in counted.tested:
        numbers = (*(str(number or "·") for number in row.questions), str(sum(row.questions)))
        name = f"{row.unit} {row.outcome}" if row.outcome else f"{row.unit} (no outcome)"
        table.add_row(name, *numbers, row.text, style="" if sum(row.questions) else "yellow")
    console.print()
    console.print(table)


def _print_coverage(counted: Statistics, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold", title="Translated words", title_justify="left")
    table.add_column("")
    names = [name for name, _ in next(iter(counted.coverage.values()))]
    for name in names:
        table.add_column(name, justify="right")
    for code, parts in counted.coverage.items():
        table.add_row(code, *(f"{coverage.total.share:.0%}" for _, coverage in parts))
    console.print()
    console.print(table)


def _cells(c: Counts) -> tuple[str, ...]:
    numbers = (c.figures, c.slides, c.question_count, c.open_questions, c.cases, c.exercises)
    return (f"{c.hours:f}", str(c.lessons), f"{c.words:,}", f"{c.pages:.1f}", *(str(number) for number in numbers))


def _as_json(counted: Statistics) -> dict[str, object]:
    def values(c: Counts) -> dict[str, object]:
        return {
            "name": c.name,
            "title": c.title,
            "hours": float(c.hours),
            "lessons": c.lessons,
            "words": c.words,
            "pages": round(c.pages, 1),
            "figures": c.figures,
            "slides": c.slides,
            "questions": dict(c.questions),
            "open_questions": c.open_questions,
            "cases": c.cases,
            "exercises": c.exercises,
        }

    return {
        "course": values(counted.total),
        "units": [values(counts) for counts in counted.units],
        "lessons": [values(counts) for counts in counted.lessons],
        "tested": [
            {
                "unit": row.unit,
                "outcome": row.outcome,
                **{name or "unrated": number for name, number in zip(DIFFICULTIES, row.questions, strict=True)},
            }
            for row in counted.tested
        ],
        "coverage": {
            code: {
                name: {"words": part.total.words, "translated_words": part.total.translated_words}
                for name, part in parts
            }
            for code, parts in counted.coverage.items()
        },
    }
