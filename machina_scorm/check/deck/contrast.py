"""Contrast: the colour of each run against what lies behind it, as far as that is one colour (WCAG 2.2, 1.4.3).

Gradients, pictures, transparency and colours that only a program knows are not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from machina_scorm.check.deck.colours import colour_of, theme_colours
from machina_scorm.check.deck.sheet import Shape, Sheet, members, run_size, run_words, style_of, text_runs
from machina_scorm.export.deck.styles import LEVELS, Rect, rect_of
from machina_scorm.export.deck.xml import qn
from machina_scorm.model.theme import contrast
from machina_scorm.problems import Problem, Severity

#: Points from which text counts as large, in regular and in bold type, and the contrasts asked for.
LARGE, LARGE_BOLD = 18.0, 14.0
NEEDED, NEEDED_LARGE = 4.5, 3.0
_FILLS = ("a:noFill", "a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill", "a:grpFill")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What lies at a place: `colour` as RRGGBB, "" where it is no single one."""

    rect: Rect
    colour: str


def check_contrast(sheet: Sheet) -> Iterator[Problem]:
    """Yield `contrast-low`, a warning, for the faintest text of each shape."""
    names = _names(sheet)
    behind = [_Ground(Rect(-1e6, -1e6, 2e6, 2e6), _background(sheet, names))]
    behind += _grounds(sheet, names)
    for shape in sheet.shapes:
        own = _fill(shape.element.find(qn("p:spPr")), names, _style(shape.element, "a:fillRef", names))
        if shape.kind == "sp" and shape.words and shape.rect:
            ground = _seen(behind, shape.rect) if own is None else own
            yield from _shape(sheet, shape, ground, names)
        elif shape.kind == "graphicFrame":
            yield from _table(sheet, shape, names)
        if shape.rect and (own is not None or shape.kind != "sp"):
            behind.append(_Ground(shape.rect, own or ""))


def _names(sheet: Sheet) -> Mapping[str, str]:
    """Return the colours of the theme by the names that slides use, through the master's map."""
    try:
        theme = sheet.slide.slide_layout.slide_master.part.part_related_by(RT.THEME)
        root = etree.fromstring(theme.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    except (KeyError, etree.XMLSyntaxError):
        return {}
    override = next(sheet.slide._element.iter(qn("a:overrideClrMapping")), None)
    table = override if override is not None else sheet.master.find(qn("p:clrMap"))
    return theme_colours(root, table)


def _background(sheet: Sheet, names: Mapping[str, str]) -> str:
    for owner in (sheet.slide._element, sheet.layout, sheet.master):
        ground = owner.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if ground is None:
            continue
        reference = ground.find(qn("p:bgRef"))
        if reference is not None:
            # 1001 is the first of the theme's backgrounds, a plain one in every theme that PowerPoint brings along.
            return colour_of(reference, names) if reference.get("idx") == "1001" else ""
        return _fill(ground.find(qn("p:bgPr")), names) or ""
    return names.get("bg1", "FFFFFF")


def _grounds(sheet: Sheet, names: Mapping[str, str]) -> Iterator[_Ground]:
    """Yield what master and layout draw behind the slide's shapes."""
    for owner in (sheet.master, sheet.layout):
        if owner is sheet.master and sheet.layout.get("showMasterSp") in ("0", "false"):
            continue
        tree = owner.find(f"{qn('p:cSld')}/{qn('p:spTree')}")
        for element in members(tree) if tree is not None else ():
            rect = rect_of(element)
            if rect is None or next(element.iter(qn("p:ph")), None) is not None:
                continue
            own = _fill(element.find(qn("p:spPr")), names, _style(element, "a:fillRef", names))
            if own is not None or element.tag in (qn("p:pic"), qn("p:grpSp")):
                yield _Ground(rect, own or "")


def _seen(behind: list[_Ground], rect: Rect) -> str:
    """Return the one colour behind a place; "" if there are several or none is known."""
    for ground in reversed(behind):
        wide = min(ground.rect.x + ground.rect.w, rect.x + rect.w) - max(ground.rect.x, rect.x)
        high = min(ground.rect.y + ground.rect.h, rect.y + rect.h) - max(ground.rect.y, rect.y)
        if wide <= 1 or high <= 1:
            continue
        whole = wide >= rect.w - 1 and high >= rect.h - 1
        return ground.colour if whole else ""
    return ""


def _fill(props: _Element | None, names: Mapping[str, str], inherited: str | None = None) -> str | None:
    """Return the fill as a colour: "" for none that is known, None where what lies behind is seen."""
    if props is None:
        return inherited
    for tag in _FILLS:
        fill = props.find(qn(tag))
        if fill is not None:
            return None if tag == "a:noFill" else colour_of(fill, names) if tag == "a:solidFill" else ""
    return inherited


def _style(element: _Element, tag: str, names: Mapping[str, str]) -> str | None:
    """Return the fill that a shape's style names (`p:style`), None without one."""
    reference = element.find(f"{qn('p:style')}/{qn(tag)}")
    if reference is None or reference.get("idx") == "0":
        return None
    return colour_of(reference, names) if reference.get("idx") == "1" else ""


def _shape(sheet: Sheet, shape: Shape, ground: str, names: Mapping[str, str]) -> Iterator[Problem]:
    if not ground:
        return
    sources = sheet.sources(shape)
    reference = shape.element.find(f"{qn('p:style')}/{qn('a:fontRef')}")
    worst: tuple[float, float, str, str] | None = None
    for para in shape.element.iter(qn("a:p")):
        style = style_of(para, sources)
        props = para.find(qn("a:pPr"))
        level = min(int("0" if props is None else props.get("lvl", "0")), LEVELS - 1)
        inherited = colour_of(reference, names) if reference is not None and len(reference) else ""
        inherited = inherited or _level_colour(sources, level, names)
        for run in text_runs(para):
            worst = _worse(worst, run, inherited, ground, run_size(run, style), style.bold, names)
    if worst:
        yield _problem(sheet, shape, worst, ground)


def _table(sheet: Sheet, shape: Shape, names: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the faintest text of the cells that state their own fill; table styles are not judged."""
    worst, where = None, ""
    for cell in shape.element.iter(qn("a:tc")):
        ground = _fill(cell.find(qn("a:tcPr")), names)
        for run in text_runs(cell) if ground else ():
            size = run_size(run, style_of(cell, ()))
            found = _worse(worst, run, "", ground or "", size, False, names)
            if found is not worst:
                worst, where = found, ground or ""
    if worst:
        yield _problem(sheet, shape, worst, where)


def _worse(
    worst: tuple[float, float, str, str] | None,
    run: _Element,
    inherited: str,
    ground: str,
    size: float,
    bold: bool,
    names: Mapping[str, str],
) -> tuple[float, float, str, str] | None:
    """Return (ratio, needed, colour, words) of a run that is fainter than what it should be and than `worst`."""
    props = run.find(qn("a:rPr"))
    fill = None if props is None else props.find(qn("a:solidFill"))
    if props is not None and fill is None and any(props.find(qn(tag)) is not None for tag in _FILLS):
        return worst
    link = props is not None and props.find(qn("a:hlinkClick")) is not None
    colour = colour_of(fill, names) if fill is not None else names.get("hlink", "") if link else inherited
    if not colour:
        return worst
    heavy = bold if props is None or props.get("b") is None else props.get("b") in ("1", "true")
    needed = NEEDED_LARGE if size >= (LARGE_BOLD if heavy else LARGE) else NEEDED
    ratio = contrast(f"#{colour}", f"#{ground}")
    if ratio >= needed - 0.005 or (worst and worst[0] <= ratio):
        return worst
    return ratio, needed, colour, run_words(run).strip()


def _level_colour(sources: tuple[_Element, ...], level: int, names: Mapping[str, str]) -> str:
    for source in sources:
        fill = source.find(f"{qn(f'a:lvl{level + 1}pPr')}/{qn('a:defRPr')}/{qn('a:solidFill')}")
        if fill is not None:
            return colour_of(fill, names)
    return names.get("tx1", "")


def _problem(sheet: Sheet, shape: Shape, worst: tuple[float, float, str, str], ground: str) -> Problem:
    ratio, needed, colour, words = worst
    message = f"{words[:30]!r} in {shape.name!r}, #{colour} on #{ground}, has a contrast of {ratio:.1f} to 1"
    hint = f"{needed:g} to 1 at least: choose a darker or a lighter colour"
    return sheet.problem("contrast-low", message, hint, Severity.WARNING)
