"""A theme as the first lines of the player's style sheet: colours and font stacks as CSS variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from machina_scorm.model.theme import Palette, Theme

#: Where the theme names no font, and behind the fonts that it names.
_BODY = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "Arial", "sans-serif")
_CODE = (
    "ui-monospace",
    "Cascadia Mono",
    "Consolas",
    "DejaVu Sans Mono",
    "Liberation Mono",
    "monospace",
)
#: Names that CSS knows itself and that must not be quoted (CSS Fonts 4, 3.1.1).
_GENERIC = frozenset({"system-ui", "sans-serif", "serif", "monospace", "ui-monospace", "ui-serif", "ui-sans-serif"})

#: Windows, macOS and iOS have one of the first; machines without any (Android, many Linux) take ours.
_MATH_FACE = """\
@font-face {
  font-family: "Lesson Math";
  src: local("Cambria Math"), local("STIX Two Math"), local("STIXTwoMath-Regular"), local("Latin Modern Math"), \
url("math.woff2") format("woff2");
}
"""


def theme_css(theme: Theme, math_font: bool) -> str:
    """Return the variables of `theme`, light and dark; `math_font`: math.woff2 lies beside the style sheet."""
    lines = [
        *_palette(theme.light),
        f"--body: {_stack(theme.body_fonts, _BODY)};",
        f"--headings: {_stack(theme.heading_fonts, theme.body_fonts, _BODY)};",
        f"--code: {_stack(theme.code_fonts, _CODE)};",
    ]
    light = _rule(":root", lines)
    dark = _rule(":root", _palette(theme.dark))
    return f"{_MATH_FACE if math_font else ''}{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _palette(palette: Palette) -> Iterator[str]:
    for field in fields(Palette):
        yield f"--{field.name.replace('_', '-')}: {getattr(palette, field.name)};"


def _stack(*families: Iterable[str]) -> str:
    names = dict.fromkeys(name for group in families for name in group)
    return ", ".join(name if name in _GENERIC else f'"{name}"' for name in names)


def _rule(selector: str, lines: Iterable[str]) -> str:
    return f"{selector} {{\n" + "".join(f"  {line}\n" for line in lines) + "}\n"
