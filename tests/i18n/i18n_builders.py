"""Small values to translate. No file of the course is read here."""

from __future__ import annotations

from decimal import Decimal

from machina_scorm.i18n.catalog import Catalog, Entry
from machina_scorm.model.blocks import Paragraph
from machina_scorm.model.course import Lesson, Page, Unit
from machina_scorm.model.edition import Language
from machina_scorm.model.questions import Choice, Option, Question
from machina_scorm.model.text import Text
from machina_scorm.source import Source

GERMAN = Language("de", "de", "Deutsch", "ltr", "nplurals=2; plural=(n != 1);", ("„", "“"), ",", 1.3)


def text(md: str, role: str = "", **more: str) -> Text:
    return Text(md, role, Source("units/lu1/l1/lesson.md", 3), **more)


def catalog(*pairs: tuple[Text, str], fuzzy: bool = False) -> Catalog:
    place = Source("i18n/de/lu1.po", 7)
    return Catalog(GERMAN, place, {(each.msgctxt, each.md): Entry(msgstr, fuzzy, place) for each, msgstr in pairs})


def question(*, stem: str = "Which one?", right: str = "The left one", wrong: str = "The right one") -> Question:
    options = (
        Option("a", (Paragraph(text(right)),), Decimal(100), (Paragraph(text("Well seen.")),)),
        Option("b", (Paragraph(text(wrong)),), Decimal(0), (Paragraph(text("Look again.")),)),
    )
    return Question("q-side", "lu1/l1/q-side", "single", (Paragraph(text(stem)),), Choice(options))


def truth() -> Question:
    options = (
        Option("true", (Paragraph(text("True", "ui")),), Decimal(100)),
        Option("false", (Paragraph(text("False", "ui")),), Decimal(0)),
    )
    stem = (Paragraph(text("It rains.")),)
    return Question("q-true", "lu1/l1/q-true", "true-false", stem, Choice(options, truth=True))


def unit(*questions: Question, prose: str = "A **model** is a formula, $y = x$.") -> Unit:
    page = Page("models", text("Models", "title"), (Paragraph(text(prose)), Paragraph(text("$x = 3$"))))
    lesson = Lesson(
        id="l1",
        key="lu1/l1",
        number=1,
        title=text("Learning", "title"),
        hours=Decimal(2),
        objectives=(),
        needs=None,
        keywords=(text("model", "keyword"),),
        literature=(),
        opening=(Paragraph(text("It rains.")),),
        pages=(page,),
        slides=(),
        questions=questions,
    )
    return Unit("lu1", 1, text("Essentials", "title"), Decimal(2), (), (), (), (), (), (lesson,), (), (), ())
