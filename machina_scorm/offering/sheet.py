"""Sheet: one text of a course on Moodle as HTML, with the pictures it shows and the terms it uses.

Templates are in templates/moodle/.  Moodle's themes know nothing of our style sheets, so what looks like something says
so itself, or by the classes of Bootstrap that every theme of Moodle brings along.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from lxml import etree
from markupsafe import Markup

from machina_scorm.export.player.elements import keep_together
from machina_scorm.model.blocks import Block, Blocks, Figure, LevelBlock
from machina_scorm.model.edition import Edition
from machina_scorm.model.glossary import Term
from machina_scorm.model.text import Text
from machina_scorm.moodle.multipart import Payload
from machina_scorm.offering.dress import dress
from machina_scorm.offering.naming import decimal, said, title_of
from machina_scorm.package.names import file_name
from machina_scorm.render.html import HtmlStyle, external_only, render_blocks, render_text, to_html
from machina_scorm.render.svg import localised_svg
from machina_scorm.templating import html_templates

_SVG = "image/svg+xml"
_TERM = "term:"


class Sheet:
    """Writes one text in one language. `files` are what it shows and links, path → file, once it is written.

    `plain` is for places whose HTML Moodle cleans, which takes MathML away: formulas are then
    `\\( … \\)`, and figures are left out. `pictures` False leaves figures out of places that can hold no file.
    """

    def __init__(self, edition: Edition, *, plain: bool = False, pictures: bool = True) -> None:
        self._edition = edition
        self._plain, self._pictures = plain, pictures
        self._files: dict[str, Payload] = {}
        self._used: dict[str, Term] = {}

    @property
    def files(self) -> Mapping[str, Payload]:
        """The files that go with the text, by the names that it has for them."""
        return MappingProxyType(self._files)

    def write(self, template: str, **values: Any) -> str:
        """Return `templates/moodle/<template>.html.j2` filled in, inside an element that names the language."""
        language = self._edition.language
        rtl = language.direction == "rtl"
        text = (
            _templates()
            .get_template(f"{template}.html.j2")
            .render(
                ui=lambda key, **fields: said(self._edition, key, **fields),
                about=self._edition.about,
                blocks=self.blocks,
                text=self.text,
                words=title_of,
                hours=lambda number: decimal(number, language.decimal),
                terms=self.terms,
                attach=self.attach,
                **values,
            )
        )
        direction = ' dir="rtl"' if rtl else ""
        return f'<div lang="{language.code}"{direction}>\n{text.strip()}\n</div>'

    def blocks(self, blocks: Blocks, base: int = 4) -> Markup:
        """Return blocks as HTML; `base` is the level that `###` becomes."""
        elements = dress(render_blocks(blocks, self._style(base)))
        if not self._plain:
            keep_together(elements)
        return Markup(to_html(elements))

    def text(self, text: Text, tag: str = "span") -> Markup:
        """Return one text as an element named `tag`."""
        return Markup(to_html([render_text(text, self._style(4), tag)]))

    def terms(self) -> tuple[Term, ...]:
        """Return the glossary's terms that the text has linked to so far, by name."""
        return tuple(sorted(self._used.values(), key=lambda term: (term.name.md.casefold(), term.id)))

    def attach(self, name: str, data: bytes) -> str:
        """Take a file in and return its address in the text."""
        wanted = file_name(name)
        if wanted in self._files and self._files[wanted].source != data:
            wanted = f"{hashlib.sha256(data).hexdigest()[:8]}-{wanted}"
        self._files[wanted] = Payload.of(data, wanted)
        return f"@@PLUGINFILE@@/{quote(wanted)}"

    def _style(self, base: int) -> HtmlStyle:
        return HtmlStyle(
            math="tex" if self._plain else "mathml",
            highlight=not self._plain,
            image=self._image,
            link=self._link,
            special=self._special,
            heading_base=base,
            rtl=self._edition.language.direction == "rtl",
            admonition_titles=self._edition.ui.starting("admonition."),
        )

    def _image(self, figure: Figure) -> str:
        image = figure.image
        if not self._pictures or self._plain:
            return ""
        svg = image.media_type == _SVG
        data = localised_svg(image, figure.alt, language=self._edition.language.code) if svg else image.data
        return self.attach(image.name, data)

    def _link(self, target: str) -> str | None:
        glossary = self._edition.glossary
        if target.startswith(_TERM) and glossary:
            term = glossary.get(target.removeprefix(_TERM))
            if term:
                self._used.setdefault(term.id, term)
        return external_only(target)

    def _special(self, block: Block) -> list[etree._Element] | None:
        if not isinstance(block, LevelBlock):
            return None
        box = etree.Element("div", {"class": "level"})
        etree.SubElement(box, "p", {"class": "title"}).text = self._edition.ui[f"level.{block.level}"]
        box.extend(render_blocks(block.blocks, self._style(4)))
        return [box]


@cache
def _templates() -> Environment:
    return html_templates("templates/moodle", keep_trailing_newline=False)
