"""Decks to read back: built from values, edited as values."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from builders import deck_lesson, edition, every_kind_of_slide, slide, unit
from pptx import Presentation as open_pptx
from pptx.presentation import Presentation as Deck

from machina_scorm.export.deck import export_lesson
from machina_scorm.export.deck.lock import Lock, read_lock
from machina_scorm.model.course import Slide
from machina_scorm.presentation import (
    Paragraph,
    Presentation,
    Run,
    Shape,
    TableShape,
    TextShape,
    read_presentation,
)
from machina_scorm.presentation import Slide as SlideValue
from machina_scorm.readback.compare import compare_deck
from machina_scorm.readback.findings import Finding

RICH = (
    "- Too large a $\\eta$ makes the *loss* **diverge at once**\n"
    "- Call `fit(X, y)` as [the manual](https://example.org/fit) says\n"
    "- Ask $w = 8$ tickets “in a row”\n"
    "- The last of four points"
)


def source_slides() -> tuple[Slide, ...]:
    """One slide of each kind, and one with every inline of the dialect."""
    return (
        *every_kind_of_slide(),
        slide("content", "Markup of all kinds", RICH, notes="First $x^2$ note.\n\n- A point"),
    )


@cache
def built(*slides: Slide) -> tuple[bytes, Lock]:
    """A deck and its lock."""
    lesson = deck_lesson(*(slides or source_slides()))
    made = export_lesson(edition(), unit(lesson), lesson)
    return made.data, read_lock(made.beside[0][1])


@cache
def values(*slides: Slide) -> Presentation:
    """The deck as values."""
    return read_presentation(built(*slides)[0])


def opened(*slides: Slide) -> Deck:
    """The deck in python-pptx, to be edited."""
    return open_pptx(io.BytesIO(built(*slides)[0]))


def findings(deck: Deck | Presentation, *slides: Slide) -> tuple[Finding, ...]:
    """What reading an edited deck back finds."""
    if not isinstance(deck, Presentation):
        buffer = io.BytesIO()
        deck.save(buffer)
        deck = read_presentation(buffer.getvalue())
    return compare_deck(built(*slides)[1], deck).findings


def kinds(found: tuple[Finding, ...]) -> list[tuple[str, int]]:
    return [(finding.kind, finding.place.number) for finding in found]


def map_paragraphs(deck: Presentation, change: Callable[[Paragraph], Paragraph]) -> Presentation:
    """The deck with every paragraph of its shapes, tables and notes changed."""

    def shape(value: Shape) -> Shape:
        if isinstance(value, TextShape) and value.placeholder not in ("ftr", "sldNum"):
            return replace(value, paragraphs=tuple(map(change, value.paragraphs)))
        if isinstance(value, TableShape):
            return replace(value, rows=tuple(tuple(tuple(map(change, c)) for c in row) for row in value.rows))
        return value

    def one(value: SlideValue) -> SlideValue:
        return replace(value, shapes=tuple(map(shape, value.shapes)), notes=tuple(map(change, value.notes)))

    return replace(deck, slides=tuple(map(one, deck.slides)))


def map_runs(deck: Presentation, change: Callable[[Run], Run]) -> Presentation:
    return map_paragraphs(deck, lambda para: replace(para, runs=tuple(map(change, para.runs))))


def words_of(para: Paragraph) -> list[tuple[int, int, int]]:
    """Run, start and end of every word of a paragraph."""
    return [(n, m.start(), m.end()) for n, run in enumerate(para.runs) for m in re.finditer(r"\w+", run.text)]


def with_word(para: Paragraph, place: int, word: str) -> Paragraph:
    """The paragraph with one of its words replaced."""
    spots = words_of(para)
    number, start, end = spots[place % len(spots)]
    run = para.runs[number]
    changed = replace(run, text=run.text[:start] + word + run.text[end:])
    return replace(para, runs=(*para.runs[:number], changed, *para.runs[number + 1 :]))
