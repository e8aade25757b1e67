"""Checks of the sources that need a renderer or a whole course: every formula can be shown, the banks are sound."""

from __future__ import annotations

from collections.abc import Iterator

from machina_scorm.captions import check_pace, vtt_of
from machina_scorm.check.bank import check_banks
from machina_scorm.dialect import inlines
from machina_scorm.model.blocks import MathBlock, Video
from machina_scorm.model.course import Course
from machina_scorm.model.inline import Emph, Inlines, Link, Math, Strong
from machina_scorm.model.text import Text, iter_nodes
from machina_scorm.problems import Problem
from machina_scorm.render.mathml import MathError, mathml
from machina_scorm.source import Source


def check_course(course: Course) -> Iterator[Problem]:
    """Yield the problems of a course. Rules: `maths`, those of check_pace for caption files, and of check_banks."""
    for node in iter_nodes(course):
        match node:
            case MathBlock(tex=tex, source=source):
                yield from check_formula(tex, True, source)
            case Video(captions=captions):
                for each in captions:
                    yield from check_pace(vtt_of(each), each.lang)
            case Text():
                for tex in formulas(inlines(node)):
                    yield from check_formula(tex, False, node.source)
    yield from check_banks(course)


def formulas(nodes: Inlines) -> Iterator[str]:
    """Yield the LaTeX of every inline formula."""
    for node in nodes:
        match node:
            case Math(tex):
                yield tex
            case Emph(children) | Strong(children) | Link(_, children):
                yield from formulas(children)


def check_formula(tex: str, display: bool, source: Source) -> Iterator[Problem]:
    """Yield a problem if the formula cannot be converted to MathML."""
    try:
        mathml(tex, display)
    except MathError as error:
        hint = "check its braces and commands; what works is what latex2mathml knows"
        yield Problem("maths", f"the formula {tex!r} cannot be shown: {error.message}", source, hint)
