"""What every part of a lesson's page is built with: the edition, the HTML style, the package's files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from machina_scorm.export.player.elements import Child
from machina_scorm.export.player.media import Media
from machina_scorm.export.player.terms import Terms
from machina_scorm.model.blocks import Blocks, Paragraph
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition, Language
from machina_scorm.model.text import Text
from machina_scorm.render.html import HtmlStyle, render_blocks, render_text


@dataclass(frozen=True, slots=True)
class Setting:
    """What a package makes of a lesson's page.

    `base` leads from the page to player.js and player.css; `languages` are the package's, that of index.html first
    (one or none: no switch); `draw` is how many of the test's questions an attempt asks (0 = all); `whole` marks a
    unit, or a unit's test, that is shown as if it were a lesson.
    """

    base: str = ""
    languages: tuple[Language, ...] = ()
    draw: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """The edition, the unit and the lesson that a page is made of, how blocks look on it, where files and terms go."""

    edition: Edition
    unit: Unit
    lesson: Lesson
    style: HtmlStyle
    media: Media
    terms: Terms
    setting: Setting = Setting()

    def ui(self, key: str, **values: object) -> str:
        """Return the interface string `key` with `{name}` replaced by `values`."""
        text = self.edition.ui[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def labelled(self, label: Child, text: Child) -> list[Child]:
        """Return "{label}: {text}" as the language writes it."""
        parts = re.split(r"(\{\w+\})", self.edition.ui["player.labelled"])
        return [{"{label}": label, "{text}": text}.get(part, part) for part in parts if part]

    def blocks(self, blocks: Blocks) -> list[etree._Element]:
        """Render blocks."""
        return render_blocks(blocks, self.style)

    def text(self, text: Text, tag: str = "span", class_: str = "") -> etree._Element:
        """Render one text into an element named `tag`."""
        element = render_text(text, self.style, tag)
        if class_:
            element.set("class", class_)
        return element

    def inline(self, blocks: Blocks) -> etree._Element | None:
        """Return the one paragraph that `blocks` consist of as a <span>, or None if they are more than that."""
        match blocks:
            case (Paragraph(text),):
                return self.text(text)
        return None

    def flow(self, blocks: Blocks) -> list[etree._Element]:
        """Render blocks, a single paragraph without its <p>."""
        inline = self.inline(blocks)
        return self.blocks(blocks) if inline is None else [inline]

    def deeper(self, heading_base: int) -> Context:
        """Return this context with `###` at another level."""
        return replace(self, style=replace(self.style, heading_base=heading_base))


def number_text(value: object, decimal: str) -> str:
    """Return a number with the language's decimal sign."""
    return f"{value:f}".replace(".", decimal) if hasattr(value, "as_tuple") else str(value)


def join(parts: Iterable[str], by: str = " · ") -> str:
    """Join what is not empty."""
    return by.join(part for part in parts if part)
