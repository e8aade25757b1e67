"""The pages as HTML, from templates/preview.  Every word of them is there, none here."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from machina_scorm.model.blocks import Blocks, Figure
from machina_scorm.model.text import Text
from machina_scorm.render.highlight import stylesheet
from machina_scorm.render.html import HtmlStyle, external_only, render_blocks, render_text, to_html
from machina_scorm.render.mathml import MathError
from machina_scorm.render.plain import render_plain
from machina_scorm.render.svg import localised_svg
from machina_scorm.resources import resource_bytes
from machina_scorm.templating import html_templates

_FOLDER = "templates/preview"
_STATIC = (".css", ".js", ".svg")


def render(template: str, **values: object) -> bytes:
    """Return a page. `template` is a name in templates/preview without `.html.j2`."""
    return _environment().get_template(f"{template}.html.j2").render(**values).encode()


def static(name: str) -> bytes | None:
    """Return a style sheet, a script or a picture of the pages by its exact name."""
    if name == "code.css":
        return stylesheet().encode()
    return resource_bytes(_FOLDER).get(name) if name.endswith(_STATIC) else None


def html_style(language: str) -> HtmlStyle:
    """Return how the preview shows the blocks of a question: figures inside the page, links outwards only."""

    def image(figure: Figure) -> str:
        data = figure.image.data
        if figure.image.media_type == "image/svg+xml":
            data = localised_svg(figure.image, figure.alt, language=language)
        return f"data:{figure.image.media_type};base64,{base64.b64encode(data).decode()}"

    return HtmlStyle(image=image, link=external_only, heading_base=5)


@cache
def _environment() -> Environment:
    environment = html_templates(_FOLDER, keep_trailing_newline=False)
    environment.filters["blocks"] = _blocks
    environment.filters["text"] = _text
    environment.filters["kind"] = lambda value: type(value).__name__
    environment.filters["size"] = _size
    return environment


def _blocks(blocks: Blocks, style: HtmlStyle) -> Markup:
    return _sound(lambda: to_html(render_blocks(blocks, style)), lambda: render_plain(blocks))


def _text(text: Text, style: HtmlStyle) -> Markup:
    return _sound(lambda: to_html([render_text(text, style, "span")]), lambda: text.md)


def _sound(make: Callable[[], str], instead: Callable[[], str]) -> Markup:
    """HTML of the toolkit's own renderer; the words alone where a formula cannot be set."""
    try:
        return Markup(make())
    except MathError:
        return Markup.escape(instead())


def _size(size: int) -> str:
    return f"{size / 1024:,.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:,.1f} MB"
