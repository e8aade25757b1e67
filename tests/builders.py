"""Values built by hand for the tests of every room: a course with one of everything, an edition, its interface."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from machina_scorm.dialect import NoAssets, parse_blocks, parse_sections
from machina_scorm.model.blocks import Blocks, Figure, Image, Label, Paragraph, Refer
from machina_scorm.model.course import (
    About,
    Attachment,
    CaseStudy,
    Contributor,
    Exercise,
    Funding,
    Lesson,
    Objective,
    OpenQuestion,
    Outcome,
    Page,
    Section,
    Slide,
    Unit,
)
from machina_scorm.model.edition import Edition, Language, Ui, UiString
from machina_scorm.model.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Essay,
    Gap,
    Gaps,
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
from machina_scorm.problems import Report
from machina_scorm.source import Source

ROOT = Path(__file__).resolve().parents[1]
HERE = Source("tests/builders.py")

ENGLISH = Language("en", "en", "English", "ltr", "nplurals=2; plural=(n != 1);", ("“", "”"), ".", 1.0)
GREEK = Language("el", "el", "Ελληνικά", "ltr", "nplurals=2; plural=(n != 1);", ("«", "»"), ",", 1.3)

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80"><rect width="200" height="80" fill="#fff"/>'
    b'<text id="a" x="10" y="40">Model</text></svg>'
)


def text(md: str, role: str = "") -> Text:
    return Text(md, role)


def blocks(md: str) -> Blocks:
    """Markdown as blocks; fails on anything outside the dialect."""
    report = Report()
    result = parse_blocks(md, HERE, report, NoAssets())
    assert not report.errors, report.problems
    return result


def page_blocks(md: str) -> Blocks:
    """Markdown of a lesson's page, with quiz, refer and level blocks."""
    report = Report()
    result, _ = parse_sections(md, HERE, report, NoAssets(), frozenset({"admonition", "level", "lesson", "quiz"}))
    assert not report.errors, report.problems
    return result


def option(id_: str, md: str, credit: int, feedback: str = "") -> Option:
    return Option(id_, blocks(md), Decimal(credit), blocks(feedback) if feedback else ())


def question(id_: str, interaction: Interaction, stem: str = "", type_: str = "x", in_test: bool = True) -> Question:
    stem_blocks = blocks(stem or f"The question {id_}?")
    return Question(id_, f"lu1/l1-intro/{id_}", type_, stem_blocks, interaction, in_test=in_test)


def choice(*credits: int, multiple: bool = False) -> Choice:
    options = [option("abcdefgh"[at], f"Option {at + 1}", c, f"About option {at + 1}") for at, c in enumerate(credits)]
    return Choice(tuple(options), multiple=multiple)


def all_questions() -> tuple[Question, ...]:
    """One question of every interaction, each worth one point; the essay is not scored."""
    gaps = Gaps(
        blocks("A [[1]] goes in, at $x = 4$ it is [[3]].\n\n```python\nmodel.fit([[2]])\n```"),
        (
            Gap("1", "select", choice(100, 0)),
            Gap("2", "text", TextEntry((Accepted(text("answers", "answer")),))),
            Gap("3", "number", Number((AcceptedNumber(Decimal("2.5"), Decimal("0.1")),))),
        ),
    )
    pairs = tuple(Pair(str(n), blocks(f"Prompt {n}"), text(f"match {n}")) for n in (1, 2, 3))
    items = tuple(Item("abcd"[n], blocks(f"Step {n + 1}")) for n in range(4))
    return (
        question("q-one", choice(0, 100, 50), "Which *one*?\n\n```python\nprint(1)\n```"),
        question("q-many", choice(50, -50, 50, -50, multiple=True)),
        question("q-truth", Choice((option("true", "True", 0, "No."), option("false", "False", 100)), truth=True)),
        question("q-match", Match(pairs, (text("match 4"),))),
        question("q-word", TextEntry((Accepted(text("over*fitting")), Accepted(text("υπερπροσαρμογή"))))),
        question(
            "q-number",
            Number(
                (
                    AcceptedNumber(Decimal("2.5"), Decimal("0.01"), feedback=blocks("Two and a half.")),
                    AcceptedNumber(Decimal("-2.5"), credit=Decimal(0), feedback=blocks("Mind the sign.")),
                ),
                unit=text("minutes"),
                otherwise=blocks("Compute again."),
            ),
        ),
        question("q-order", Order(items, blocks("Well ordered."), blocks("Look at the first step."))),
        question("q-gaps", gaps),
        question("q-essay", Essay(guide=blocks("For the marker."), min_words=5)),
    )


def figure(id_: str = "fig-model") -> Figure:
    image = Image("Modèle 1.svg", "image/svg+xml", SVG, 200, 80, (Label("a", text("Μοντέλο", "label")),))
    return Figure(image, text("A box named model"), text("The model"), id_)


def lesson(questions: tuple[Question, ...] | None = None, pages: tuple[Page, ...] | None = None) -> Lesson:
    """A lesson with every kind of page content; `questions` and `pages` replace its own."""
    own = (
        Page("first", text("First page", "title"), (*page_blocks("A paragraph.\n\n::: quiz q-one\n:::"), figure())),
        Page(
            "levels",
            text("Levels & $x$", "title"),
            (
                *page_blocks("::: junior\nFor juniors.\n:::\n\n::: senior\nFor seniors.\n:::"),
                *page_blocks("::: warning\nTake care.\n:::"),
                Refer(("qa-one", "case-one", "ex-one")),
            ),
        ),
        Page("summary", text("Summary", "title"), blocks("- One\n- Two"), summary=True),
    )
    return Lesson(
        "l1-intro",
        "lu1/l1-intro",
        1,
        text("A first lesson", "title"),
        Decimal("1.5"),
        (Objective("o1", text("tell one from the other")),),
        text("A computer."),
        (text("model", "keyword"),),
        (text("Author, *Title*, 2020."),),
        blocks("An opening."),
        own if pages is None else pages,
        (),
        all_questions() if questions is None else questions,
    )


def unit(*lessons: Lesson) -> Unit:
    """A unit with a question and answer, a case study and an exercise."""
    sections = (
        Section("task", text("Task"), blocks("Do it.\n\n### Part")),
        Section("solution", text("How"), blocks("It is done."), "solution"),
        Section("guide", text("Marking"), blocks("Only trainers read this."), "trainer"),
    )
    files = (Attachment("start.py", "text/x-python", b"print(1)\n"),)
    return Unit(
        "lu1",
        1,
        text("A unit", "title"),
        Decimal(10),
        blocks("Introduction."),
        (),
        (),
        (Outcome("k1", "knowledge", text("name it", "objective")), Outcome("s1", "skills", text("do it", "objective"))),
        (),
        lessons or (lesson(),),
        (OpenQuestion("qa-one", text("Why?"), blocks("Because.")),),
        (CaseStudy("case-one", text("A case"), text("Trade"), (), sections),),
        (Exercise("ex-one", text("An exercise"), 45, (), files, sections),),
    )


def about(mastery: int = 70, attempts: int = 0) -> About:
    return About(
        "demo",
        text("A demo course", "title"),
        (Paragraph(text("About it.")),),
        "en",
        ("en", "el"),
        "CC-BY-4.0",
        contributors=(Contributor("A partner", "partner"),),
        funding=Funding(text("Co-funded by somebody.")),
        mastery=mastery,
        attempts=attempts,
    )


@cache
def ui() -> Ui:
    """The interface in English, as i18n/ui.yaml has it."""
    strings = yaml.safe_load((ROOT / "i18n/ui.yaml").read_text(encoding="utf-8"))["strings"]
    return Ui(tuple(UiString(entry["key"], Text(entry["text"], "ui")) for entry in strings))


def edition(language: Language = ENGLISH, mastery: int = 70, attempts: int = 0) -> Edition:
    return Edition(about(mastery, attempts), language, ui())


def slide(
    kind: str, title: str, content: str | Blocks = (), *columns: str | Blocks, notes: str = "", line: int = 1
) -> Slide:
    """A slide of Markdown or ready-made blocks; its id is its title in small letters."""
    made = tuple(page_blocks(part) if isinstance(part, str) else part for part in (content, *columns))
    return Slide(
        "".join(c if c.isalnum() else "-" for c in title.lower()),
        kind,
        Text(title, "title"),
        made[0],
        made[1:],
        blocks(notes) if notes else (),
        Source("units/lu1/l1-intro/slides.md", line),
    )


def every_kind_of_slide() -> tuple[Slide, ...]:
    """One slide of each of the eight kinds."""
    rows = "| Supervised | $x$ and $y$ |\n| Unsupervised | $x$ |\n"
    table = f"| Kind | Learns from |\n|---|--:|\n{rows}\n: Two kinds {{#tbl-kinds}}"
    code = "```python {#code-fit}\nmodel.fit(X, y)  # train\n\nprint(1)\n```\n\n: Training"
    formula = "$$\n\\hat{y} = w x + b\n$$\n\n: A line {#eq-line}\n\n- Slope $w$\n- Start $b_0$"
    return (
        slide("title", "A first lesson", "LU1 · Lesson 1", notes="Welcome."),
        slide("section", "Rules or examples?", "Who chooses?"),
        slide("content", "Words", "- **Feature**: known\n  - nested\n- [Label](https://example.org/)", notes="$w$."),
        slide("content", "A formula", formula),
        slide("two-column", "When does it pay?", (), "**Learn**\n\n- Many", "**Write**\n\n1. Few\n2. None"),
        slide("figure", "A picture", (figure(),)),
        slide("table", "A table", table),
        slide("code", "A program", code),
        slide("closing", "Remember", "- Test on new data"),
    )


def deck_lesson(*slides: Slide) -> Lesson:
    """A lesson with these slides, or one of each kind."""
    return replace(lesson(), slides=slides or every_kind_of_slide())


def tested_lesson() -> Lesson:
    """A lesson whose test asks for outcomes of the unit: the first four questions for k1, the next four for s1."""
    asked = (*("k1",) * 4, *("s1",) * 4, "")
    return lesson(questions=tuple(replace(q, outcome=o) for q, o in zip(all_questions(), asked, strict=True)))
