"""What the question bank formats share: names, categories, tags, and texts as a Moodle site keeps them.

A bank holds the questions that may stand in a test; those asked only inside pages (`test: false`) belong to the player.
How a format writes a question is not known here.
"""

from __future__ import annotations

import base64
import html
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal

from machina_scorm.dialect import plain_text
from machina_scorm.model.blocks import Blocks, Figure, Paragraph
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.questions import Question
from machina_scorm.model.text import Text
from machina_scorm.problems import Problem, Severity
from machina_scorm.render.html import HtmlStyle, render_blocks, to_html
from machina_scorm.render.plain import render_plain
from machina_scorm.render.svg import localised_svg

#: Moodle's penalty for a wrong try where nothing else is said.
USUAL_PENALTY = Decimal("0.3333333")

#: Where a numerical question shows its field: five underscores or more. Source: qtype_numerical_renderer.
FIELD = "_" * 10

_NAME = 80
_TAG = 50
_SVG = "image/svg+xml"


def bank_name(unit: Unit, lesson: Lesson | None, suffix: str) -> str:
    """Return the file name of a lesson's bank, or of the whole unit's."""
    return f"{unit.id}-{lesson.id if lesson else 'bank'}{suffix}"


def bank_lessons(unit: Unit) -> Iterator[tuple[Lesson, tuple[Question, ...]]]:
    """Yield each lesson that has questions for tests, with these."""
    for lesson in unit.lessons:
        questions = tuple(question for question in lesson.questions if question.in_test)
        if questions:
            yield lesson, questions


def category_path(edition: Edition, unit: Unit, lesson: Lesson | None = None) -> str:
    """Return the path of a unit's or a lesson's category; ids hold no `/`, which would have to be doubled."""
    path = f"$course$/top/{edition.about.id.upper()}/{unit.id.upper()}"
    return f"{path}/{lesson.id}" if lesson else path


def question_name(question: Question) -> str:
    """Return a question's name: its id and how the stem begins, safe from Moodle's PARAM_TEXT, which drops tags."""
    sentences = tuple(block for block in question.stem if isinstance(block, Paragraph))
    words = render_plain(sentences or question.stem).split()
    short = ""
    for word in words:
        if len(short) + len(word) >= _NAME:
            short += " …"
            break
        short += f" {word}"
    return plain_html(f"{question.id}:{short}")[:255]


def question_tags(question: Question) -> tuple[str, ...]:
    """Return a question's tags: its own, its outcome and its difficulty, each once whatever its case."""
    tags = {tag.casefold(): clean(tag)[:_TAG] for tag in (*question.tags, question.outcome, question.difficulty) if tag}
    return tuple(tags.values())


def clean(text: str) -> str:
    """Return `text` in NFC without the control characters that neither XML nor a line of text can hold."""
    return unicodedata.normalize("NFC", "".join(c for c in text if c in "\t\n" or _legal(c)))


def _legal(char: str) -> bool:
    """Tell whether XML 1.0 (2.2) can hold `char`, line ends and tabs left aside."""
    return " " <= char < "\ud800" or "\ue000" <= char < "\ufffe" or char > "\uffff"


def plain_html(text: str) -> str:
    """Return plain text for a field that Moodle shows through format_string: `<` and `&` as entities."""
    return html.escape(clean(text), quote=False)


def line_html(text: Text) -> str:
    """Return one line of a list to choose from, where no markup is shown."""
    return plain_html(plain_text(text))


def render(blocks: Blocks, edition: Edition, image: Callable[[Figure], str]) -> str:
    """Return `blocks` as the HTML of a question text: formulas as `\\( … \\)`, listings without colours.

    In a language from right to left each block says so, for Moodle's page follows the reader's own language.
    """
    rtl = edition.language.direction == "rtl"
    titles = edition.ui.starting("admonition.")
    style = HtmlStyle(math="tex", highlight=False, image=image, heading_base=4, rtl=rtl, admonition_titles=titles)
    elements = render_blocks(blocks, style)
    for element in elements if rtl else ():
        if not element.get("dir"):
            element.set("dir", "rtl")
    return clean(to_html(elements))


def picture(figure: Figure, language: str) -> bytes:
    """Return a figure's picture file; an SVG with its labels in `language`."""
    if figure.image.media_type == _SVG:
        return localised_svg(figure.image, figure.alt, language=language)
    return figure.image.data


def data_uri(figure: Figure, language: str) -> str:
    """Return a figure's picture as a data URI."""
    data = base64.b64encode(picture(figure, language)).decode("ascii")
    return f"data:{figure.image.media_type};base64,{data}"


def without_field(text: str) -> str:
    """Keep Moodle from taking underscores in the text of a short-answer or numerical question for its answer field."""
    return text.replace("_" * 5, "____&#95;")


def decimal(number: Decimal) -> str:
    """Return a number with a decimal point, never with an exponent, without needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cannot_hold(rule: str, question: Question, what: str, hint: str) -> Problem:
    """Return the warning that a format loses something of `question`."""
    return Problem(rule, f"{question.id}: {what}", question.source, hint, Severity.WARNING)
