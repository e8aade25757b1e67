"""machina deck inspect."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from machina_scorm.check.template import template_problems
from machina_scorm.cli.console import count, err, json_option, out, print_json, print_problems, problem_json
from machina_scorm.errors import TemplateError
from machina_scorm.export.deck.draft import draft_map
from machina_scorm.export.deck.offer import LayoutOffer, candidates
from machina_scorm.export.deck.resolve import Choice
from machina_scorm.export.deck.styles import Slot
from machina_scorm.export.deck.template import Template, template_of
from machina_scorm.model.course import SLIDE_KINDS
from machina_scorm.preview.layouts import picture_layouts
from machina_scorm.problems import Severity
from machina_scorm.store import replace_with_backup
from machina_scorm.units.template import named_template

_TYPES = {
    "title": "title", "ctrTitle": "title", "subTitle": "subtitle", "obj": "any content", "body": "text",
    "ftr": "footer", "sldNum": "slide number", "dt": "date", "pic": "picture", "tbl": "table", "chart": "chart",
    "dgm": "diagram", "media": "media", "clipArt": "picture",
}  # fmt: skip
_HOW = {
    "map": "the map says so",
    "name": "by its name",
    "placeholders": "by its placeholders",
    "makeshift": "for want of a better one",
}
_NOTES = {"text": "with a place for text", "no-text": "without a place for text", "none": "none"}
_MEASURED = {
    "same": "its own widths",
    "narrow": "the widths of Arial; it is narrower, so all fits",
    "wide": "the widths of Arial; it is wider",
    "unknown": "the widths of Arial",
}
_NO_PICTURES = {
    "no-office": "No pictures: they need LibreOffice (libreoffice.org), which is not installed here.",
    "no-painter": "No pictures: they need pdftoppm (the package poppler-utils), which is not installed here.",
}


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written: the map's file, the pictures' names, why there are none."""

    map: Path | None = None
    pictures: tuple[str, ...] = ()
    reason: str = ""


@click.command("inspect")
@click.argument("template", metavar="TEMPLATE")
@click.option(
    "--map", "map_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write a layout map to begin with. Beside the template, under its name (their.yaml), a build finds it.",
)  # fmt: skip
@click.option(
    "--pictures", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Write a picture of each layout, with its placeholders. Needs LibreOffice.",
)  # fmt: skip
@json_option
def inspect_(template: str, map_file: Path | None, folder: Path | None, as_json: bool) -> None:
    """Tell what a PowerPoint template offers, and which of its layouts would hold which kind of slide.

    TEMPLATE is your institution's .pptx or .potx, or the name of one of ours: plain, machina. A layout map that lies
    beside it is used. Nothing in the template is changed.
    """
    deck = named_template(template)
    try:
        read = template_of(deck)
    except TemplateError as error:
        if as_json:
            print_json({"template": deck.name, "layouts": [], "problems": [problem_json(p) for p in error.problems]})
        else:
            print_problems(error.problems, err())
        sys.exit(1)
    problems = tuple(template_problems(read))
    pictures, reason = picture_layouts(read, folder) if folder else ((), "")
    if map_file:
        replace_with_backup(map_file, draft_map(read).encode("utf-8"))
    written = _Written(map_file, pictures, reason)
    if as_json:
        print_json({**_as_json(read, written), "problems": [problem_json(problem) for problem in problems]})
    else:
        _print(read, written, folder, out())
        print_problems([p for p in problems if p.rule != "template-layout-chosen"], err())
        _print_next(read, written, template, out())
    sys.exit(1 if any(problem.severity is Severity.ERROR for problem in problems) else 0)


def _print(read: Template, written: _Written, folder: Path | None, console: Console) -> None:
    page = read.page
    wide = page.w / page.h if page.h else 0.0
    shape = "16:9" if abs(wide - 16 / 9) < 0.02 else "4:3" if abs(wide - 4 / 3) < 0.02 else f"{wide:.2f}:1"
    console.print(f"[bold]{escape(read.name)}[/]: slides {page.w / 72:.2f} × {page.h / 72:.2f} in ({shape})")
    console.print(f"Notes master: {_NOTES[read.offer.notes]}")
    for face in read.offer.faces:
        console.print(f"Font of the {face.use}: {escape(face.name)}, measured by {_MEASURED[face.fit]}")
    if read.rtl:
        console.print("The text of this template runs from right to left; for other languages it is mirrored.")
    for number, layout in enumerate(read.offer.layouts, 1):
        console.print()
        kinds = ", ".join(kind for kind in SLIDE_KINDS if _could(read, layout, kind)) or "nothing of ours"
        console.print(f"[bold]{number}. {escape(layout.name)}[/] – could hold: {kinds}")
        console.print(_placeholders(layout) if layout.slots else "   no placeholders")
    console.print()
    table = Table(box=None, pad_edge=False, header_style="bold", title="What a build uses", title_justify="left")
    for heading in ("Slides", "Layout", "Chosen", "Could be too"):
        table.add_column(heading)
    chosen = {choice.kind: choice for choice in read.choices}
    for kind in SLIDE_KINDS:
        table.add_row(kind, *_row(chosen.get(kind)))
    console.print(table)
    console.print()
    if written.pictures:
        console.print(f"{count(len(written.pictures), 'picture')} in {escape(str(folder))}")
    elif written.reason:
        console.print(_NO_PICTURES.get(written.reason, f"No pictures: {written.reason}"), markup=False)


def _row(choice: Choice | None) -> tuple[str, str, str]:
    if choice is None:
        return "[red]none[/]", "", ""
    mark = "" if choice.sure else " – [yellow]look at it[/]"
    return escape(choice.layout.name), _HOW[choice.how] + mark, escape(", ".join(dict.fromkeys(choice.others)))


def _could(read: Template, layout: LayoutOffer, kind: str) -> bool:
    return any(c.layout is layout and c.score > 0 for c in candidates(read.offer, kind))


def _placeholders(layout: LayoutOffer) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("  ", "idx", "what", "name", "size in inches", "text in points"):
        table.add_column(heading, justify="right" if heading == "idx" else "left")
    for slot in layout.slots:
        kind = _TYPES.get(slot.type, slot.type) + (", vertical" if slot.vertical else "")
        table.add_row("", str(slot.idx), kind, escape(slot.name), _size(slot), _sizes(slot))
    return table


def _size(slot: Slot) -> str:
    return f"{slot.rect.w / 72:.2f} × {slot.rect.h / 72:.2f}"


def _sizes(slot: Slot) -> str:
    sizes = [f"{level.size:g}" for level in slot.levels]
    return sizes[0] if slot.type not in ("obj", "body") else " ".join(sizes)


def _print_next(read: Template, written: _Written, given: str, console: Console) -> None:
    if written.map:
        console.print(f"The layout map is in {escape(str(written.map))}; read it, it says where it is not sure.")
    elif any(choice.how != "map" for choice in read.choices):
        suggested = Path(given).with_suffix(".yaml")
        console.print(f"To choose otherwise: machina deck inspect {escape(given)} --map {escape(str(suggested))}")
    if not read.missing:
        console.print(f"To build in it: machina build --format deck --template {escape(given)}")


def _as_json(read: Template, written: _Written) -> dict[str, object]:
    return {
        "template": read.name,
        "width": read.page.w / 72,
        "height": read.page.h / 72,
        "notes": read.offer.notes,
        "rtl": read.rtl,
        "fonts": [{"use": f.use, "name": f.name, "fit": f.fit} for f in read.offer.faces],
        "layouts": [
            {
                "name": layout.name,
                "could_hold": [kind for kind in SLIDE_KINDS if _could(read, layout, kind)],
                "placeholders": [_slot_json(slot) for slot in layout.slots],
            }
            for layout in read.offer.layouts
        ],
        "kinds": {
            choice.kind: {
                "layout": choice.layout.name,
                "how": choice.how,
                "sure": choice.sure,
                "others": list(dict.fromkeys(choice.others)),
                "placeholders": {role: slot.idx for role, slot in choice.layout.slots.items()},
            }
            for choice in read.choices
        },
        "map": str(written.map) if written.map else "",
        "pictures": list(written.pictures),
        "no_pictures": written.reason,
    }


def _slot_json(slot: Slot) -> dict[str, object]:
    return {
        "idx": slot.idx,
        "type": slot.type,
        "name": slot.name,
        "vertical": slot.vertical,
        "inches": [round(n / 72, 3) for n in (slot.rect.x, slot.rect.y, slot.rect.w, slot.rect.h)],
        "points": [level.size for level in slot.levels],
    }
