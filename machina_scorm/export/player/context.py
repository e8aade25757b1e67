"""What every part of a lesson's page is built with: the edition, the HTML style, the package's files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from machina_scorm.export.player.media import Media
from machina_scorm.model.blocks import Blocks, Paragraph
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.text import Text
from machina_scorm.render.html import HtmlStyle, render_blocks, render_text


@dataclass(frozen=True, slots=True)
class Context:
    """The edition, the unit and the lesson that a page is made of, how blocks look on it, and where files go."""

    edition: Edition
    unit: Unit
    lesson: Lesson
    style: HtmlStyle
    media: Media

    def ui(self, key: str, **values: object) -> str:
        """Return the interface string `key` with `{name}` replaced by `values`."""
        text = self.edition.ui[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

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
