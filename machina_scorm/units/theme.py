"""The theme a course names, and the logos of its funders and partners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

from machina_scorm.model.theme import COLOURS, DARK, LIGHT, OWN_LOOK, Logo, Palette, Theme, contrast, faint, mix
from machina_scorm.problems import Report
from machina_scorm.resources import resource
from machina_scorm.source import Source
from machina_scorm.units.files import FolderAssets, read_source
from machina_scorm.units.lesson import text_of
from machina_scorm.yamlfile import Node, read_yaml

#: Folder of the themes that travel with the toolkit.
SHIPPED = "templates/theme"

_SCHEMES = {"light": LIGHT, "dark": DARK}


def read_theme(root: Path, name: Node, report: Report) -> Theme:
    """Read the theme that course.yaml names: a file beside it (`theme.yaml`), or one of the toolkit's by name.

    Returns the toolkit's own look where the file cannot be used; every reason is in `report`: those of read_yaml and
    of figures, `theme-unknown`, and `theme-contrast` for colours that cannot be told apart.
    """
    base, path = (root, f"units/{name.raw}") if name.raw.endswith(".yaml") else (resource("."), _shipped(name.raw))
    if base is not root and not (base / path).is_file():
        known = sorted(file.stem for file in resource(SHIPPED).glob("*.yaml")) if resource(SHIPPED).is_dir() else []
        hint = f"there are: {', '.join(known) or 'none'}; a theme of your own is a file beside course.yaml: theme.yaml"
        report.add("theme-unknown", f"there is no theme {name.raw!r}", name.source, hint)
        return OWN_LOOK
    text = read_source(base, path, report, name.source)
    node = read_yaml(text, Source(path, 1), "theme", report) if text is not None else None
    if node is None:
        return OWN_LOOK
    logo, fonts = node.get("logo"), node.get("fonts")
    folder = path.rpartition("/")[0]
    return Theme(
        light=_palette(node, "light", report),
        dark=_palette(node, "dark", report),
        logo=read_logo(base, folder, logo, report) if logo else None,
        body_fonts=_families(fonts, "body"),
        heading_fonts=_families(fonts, "headings"),
        code_fonts=_families(fonts, "code"),
    )


def read_logo(root: Path, folder: str, node: Node, report: Report) -> Logo | None:
    """Read `{file, alt}`; the file lies in `folder` or below. Words in the picture are not offered to translators.

    Reports what units/figures finds: a logo that carries a script is refused as a figure is.
    """
    image = FolderAssets(root, folder, report).image(node.text("file"), node["file"].source)
    return Logo(replace(image, labels=()), text_of(node["alt"], report, "alt")) if image else None


def _shipped(name: str) -> str:
    return f"{SHIPPED}/{name}.yaml"


def _families(fonts: Node | None, key: str) -> tuple[str, ...]:
    return tuple(item.raw for item in fonts.items(key)) if fonts else ()


def _palette(theme: Node, scheme: str, report: Report) -> Palette:
    base, node = _SCHEMES[scheme], theme.get(scheme)
    written = {name: node.text(name).lower() for name in COLOURS if name in node} if node else {}
    palette = _complete(base, written, scheme)
    for found in faint(palette):
        named = next((name for name in (found.ink, found.sheet) if name in written), "accent")
        where = (node.keys or {}).get(named, node.source) if node else theme.source
        message = f"{found.ink} on {found.sheet} has a contrast of {found.ratio:.2f}:1 in {scheme}"
        hint = f"it needs {found.needed:g}:1: make {named} {_way(palette, found.sheet)}"
        report.add("theme-contrast", message, where, hint)
    return palette


def _complete(base: Palette, written: Mapping[str, str], scheme: str) -> Palette:
    """Return `base` with the written colours, and with what follows from a written accent."""
    accent = written.get("accent")
    derived: dict[str, str] = {}
    if accent:
        paper = written.get("paper", base.paper)
        strong = mix(accent, "#000000" if scheme == "light" else "#ffffff", 0.28)
        on_accent = max(("#ffffff", "#0b1520"), key=lambda ink: min(contrast(ink, accent), contrast(ink, strong)))
        derived = {"accent-strong": strong, "on-accent": on_accent, "tint": mix(paper, accent, 0.09)}
    colours = {name.replace("-", "_"): colour for name, colour in {**derived, **written}.items()}
    return Palette(**{field.name: colours.get(field.name, getattr(base, field.name)) for field in fields(Palette)})


def _way(palette: Palette, sheet: str) -> str:
    return "darker" if contrast(getattr(palette, sheet.replace("-", "_")), "#000000") > 4.6 else "lighter"
