"""An item on its way in: its texts as blocks, its pictures, what is wrong with it, and the question it becomes."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree
from lxml.etree import _Element

from machina_scorm.imports import ImportFile, quoted
from machina_scorm.imports.html_to_blocks import Place, html_to_blocks, html_to_line, text_to_blocks
from machina_scorm.imports.made import USUAL_PENALTY, flaws
from machina_scorm.imports.omml_tex import mathml_to_tex
from machina_scorm.model.blocks import Blocks, Image
from machina_scorm.model.questions import Interaction, Question
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.source import Source

#: Gives the picture of an address in the package, or None and why not.
TakePicture = Callable[[str], tuple[Image | None, str]]

_TITLES = frozenset({"question", "quiz question", "new question", "untitled", ""})


@dataclass(slots=True)
class Item:
    """One item. `original` is its text as it stands in the file, for messages."""

    file: ImportFile
    line: int
    ident: str
    title: str
    original: str
    picture: TakePicture
    report: Report = field(default_factory=Report)

    @property
    def source(self) -> Source:
        """Where the item begins."""
        return self.file.at(self.line)

    @property
    def name(self) -> str:
        """Its title, "" for one that every item has."""
        return "" if self.title.strip().casefold() in _TITLES else self.title.strip()

    def error(self, rule: str, message: str, hint: str) -> None:
        """Note why the item cannot be taken."""
        self.report.add(rule, f"{message}: {quoted(self.original)}", self.source, hint)

    def warn(self, rule: str, message: str, hint: str) -> None:
        """Note what is lost."""
        self.report.warn(rule, f"{message}: {quoted(self.original)}", self.source, hint)

    def html(self, html: str) -> Blocks:
        """Return HTML as blocks."""
        return html_to_blocks(html, self._place()) if html.strip() else ()

    def plain(self, text: str) -> Blocks:
        """Return plain text as blocks."""
        return text_to_blocks(text, self._place()) if text.strip() else ()

    def line_of(self, html: str) -> Text:
        """Return HTML as one line."""
        return html_to_line(html, self._place())

    def _place(self) -> Place:
        return Place(self.source, self.report, self.picture)

    def finish(
        self,
        kind: str,
        stem: Blocks,
        interaction: Interaction,
        points: Decimal | None,
        shuffle: bool,
        feedback: Blocks = (),
        author: str = "",
        hints: tuple[Blocks, ...] = (),
    ) -> Question | None:
        """Return the question, or None where it is not sound; the reasons are in `report`."""
        for flaw in flaws(interaction):
            self.error(flaw.rule, flaw.message, flaw.hint)
        if not stem:
            self.error("import-no-stem", "the item asks nothing", "write the question's text")
        if points is not None and points <= 0:
            self.warn("import-points", f"{points} points become 1", "a question is worth something here")
            points = None
        if self.report.errors:
            return None
        return Question(
            id="",
            key="",
            type=kind,
            stem=stem,
            interaction=interaction,
            points=points or Decimal(1),
            penalty=USUAL_PENALTY,
            shuffle=shuffle,
            feedback=feedback,
            author=author,
            hints=hints,
            source=self.source,
        )


def inner_html(element: _Element) -> str:
    """Return what stands inside an element as HTML, formulas of Canvas and ILIAS as `\\( … \\)`."""
    parts = copy.deepcopy(element)
    for found in list(parts.iter("img", "span", "math")):
        tex = mathml_to_tex(found) if found.tag == "math" else formula_of(found)
        if tex:
            keep_words(found, f"\\({tex}\\)")
    head = etree.Element("p")
    head.text = parts.text
    lead = etree.tostring(head, encoding="unicode", method="html").removeprefix("<p>").removesuffix("</p>")
    rest = (etree.tostring(child, encoding="unicode", method="html") for child in parts)
    return ilias_maths("".join([lead, *rest]))


def formula_of(element: _Element) -> str:
    """Return the LaTeX of an element that shows a formula, "" for any other.

    Canvas: an image of class `equation_image` with `data-equation-content`; ILIAS: a span of class `latex`.
    """
    classes = str(element.get("class", "")).split()
    if element.tag == "img" and ("equation_image" in classes or element.get("data-equation-content")):
        alt = str(element.get("alt", "")).removeprefix("LaTeX:").strip()
        return str(element.get("data-equation-content") or alt).strip()
    if element.tag == "span" and ("latex" in classes or "math" in classes) and not len(element):
        return (element.text or "").strip().removeprefix("\\(").removesuffix("\\)").strip()
    return ""


def keep_words(element: _Element, text: str) -> None:
    """Put words in the place of an element."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    text += element.tail or ""
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    element.tail = None
    parent.remove(element)


def ilias_maths(html: str) -> str:
    """Return HTML with ILIAS' `[tex]…[/tex]` as `\\( … \\)`."""
    return html.replace("[tex]", "\\(").replace("[/tex]", "\\)") if "[/tex]" in html else html
