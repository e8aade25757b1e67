"""Jinja templates of HTML: escaped, strict about names, the same in every room."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from machina_scorm.resources import resource


def html_templates(folder: str, *, keep_trailing_newline: bool = True) -> Environment:
    """Return the templates of a folder below templates/, as `templates/plan`. Everything put into them is escaped."""
    return Environment(
        loader=FileSystemLoader(resource(folder), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=keep_trailing_newline,
    )
