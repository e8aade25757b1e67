"""Contrast of a style sheet that is themed as ours are: by colour variables of a palette, light and dark.

What must be readable on what is said by model/theme.py. A style sheet of somebody else's has other names and is not
judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from machina_scorm.model.theme import COLOURS, Palette, faint
from machina_scorm.problems import Problem
from machina_scorm.source import Source

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_BLOCK_SIGN = re.compile(r"[{}]")
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_DARK = re.compile(r"prefers-color-scheme\s*:\s*dark")


def check_contrast(css: str, here: Source) -> Iterator[Problem]:
    """Yield the pairs of the style sheet's colours that somebody cannot read, in either scheme."""
    for scheme, palette in palettes(css).items():
        for pair in faint(palette):
            message = f"--{pair.ink} on --{pair.sheet} has a contrast of {pair.ratio:.2f} to 1 in the {scheme} scheme"
            hint = f"{pair.needed:g} to 1 at least: choose a darker or a lighter colour"
            yield Problem("contrast", message, here, hint)


def palettes(css: str) -> Mapping[str, Palette]:
    """Return the whole palettes that the style sheet's `:root` rules make: `light`, and `dark` where it has one."""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for heads, body in _blocks(_COMMENT.sub("", css)):
        media = [head for head in heads if head.startswith("@")]
        if ":root" not in heads[-1] or len(media) > 1 or (media and not _DARK.search(media[0])):
            continue
        (dark if media else light).update(_colours(body))
    made = {"light": light, "dark": {**light, **dark} if dark else {}}
    return {
        scheme: Palette(**{name.replace("-", "_"): colours[name] for name in COLOURS})
        for scheme, colours in made.items()
        if set(COLOURS) <= set(colours)
    }


def _blocks(css: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every block of declarations with the heads of the blocks around it."""
    heads: list[str] = []
    start = 0
    for sign in _BLOCK_SIGN.finditer(css):
        between = css[start : sign.start()]
        if sign.group() == "{":
            heads.append(between.rpartition(";")[2].strip())
        elif heads:
            yield tuple(heads[-3:]), between
            heads.pop()
        start = sign.end()


def _colours(body: str) -> Iterator[tuple[str, str]]:
    """Yield the colours that a block names, without the `--`, each as #rrggbb."""
    for declaration in body.split(";"):
        name, _, value = declaration.strip().partition(":")
        found = _HEX.fullmatch(value.strip())
        if found and name.startswith("--"):
            digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
            yield name[2:].strip(), f"#{digits}"
