"""What is too large for its place: text, listings and tables, measured with the widths of Arial and Courier New.

A deck of somebody else's may have another font: only what is clearly too much is named, as a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from machina_scorm.check.deck.sheet import FOOTERS, Shape, Sheet, font_scale, run_size, style_of, text_runs
from machina_scorm.export.deck.measure import LINE, full_width, line_count, para_height
from machina_scorm.export.deck.runs import Para, Run
from machina_scorm.export.deck.styles import LevelStyle, Rect, insets_of
from machina_scorm.export.deck.xml import EMU_PER_POINT, qn
from machina_scorm.problems import Problem, Severity

#: How much taller than its box text must be before it is named, as a share of the box and in points.
SHARE, POINTS = 1.06, 6.0
_MONO = ("courier", "consolas", "mono", "menlo", "monaco", "source code", "cascadia", "fira code")


def check_overflow(sheet: Sheet, page: Rect) -> Iterator[Problem]:
    """Yield `slide-overflow`, `code-overflow` and `table-overflow`, all warnings."""
    for shape in sheet.shapes:
        if shape.rect is None or shape.placeholder in FOOTERS:
            continue
        if shape.kind == "graphicFrame":
            yield from _table(sheet, shape, shape.rect, page)
        elif shape.kind == "sp" and shape.words and not shape.math:
            yield from _text(sheet, shape, shape.rect, page)


def _text(sheet: Sheet, shape: Shape, rect: Rect, page: Rect) -> Iterator[Problem]:
    body = shape.element.find(qn("p:txBody"))
    if body is None:
        return
    chain = (shape.element, *shape.parents)
    if _stated(chain, "vert", "horz") != "horz":
        return
    left, top, right, bottom = insets_of(*chain)
    columns = max(1, int(_stated(chain, "numCol", "1")))
    width = (rect.w - left - right) / columns
    if width <= 0:
        return
    wraps = _stated(chain, "wrap", "square") != "none"
    sources, scale = sheet.sources(shape), font_scale(shape.element)
    height, widest = 0.0, 0.0
    for number, element in enumerate(body.findall(qn("a:p"))):
        style = style_of(element, sources)
        para, size, mono = _para(element, style, scale)
        room = width if wraps else 1e6
        height += para_height(para, style, size, room, number == 0) if _spacing(element) is None else 0.0
        height += (_spacing(element) or 0.0) * line_count(para.runs, size, room)
        if mono:
            widest = max(widest, *(full_width(line, size) for line in _lines(para.runs)))
    if widest > width * SHARE:
        message = f"a line of code in {shape.name!r} is {widest / width:.0%} of its box's width"
        yield sheet.problem("code-overflow", message, "break the line", Severity.WARNING)
    # A box that grows with its text is in nobody's way as long as it stays on the slide.
    grows = next((True for _ in body.iter(qn("a:spAutoFit"))), False)
    room = page.h - rect.y - top if grows else rect.h - top - bottom
    if height / columns > max(room * SHARE, room + POINTS):
        message = f"the text of {shape.name!r} is about {(height / columns - room) / 72:.1f} in higher than its place"
        hint = "shorten it, or divide the slide"
        yield sheet.problem("slide-overflow", message, hint, Severity.WARNING)


def _stated(chain: tuple[_Element, ...], name: str, default: str) -> str:
    """Return an attribute of the nearest `a:bodyPr` that states it."""
    bodies = (body for shape in chain if (body := shape.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}")) is not None)
    return next((value for body in bodies if (value := body.get(name)) is not None), default)


def _spacing(para: _Element) -> float | None:
    """Return the exact height of a paragraph's lines in points where it states one."""
    points = para.find(f"{qn('a:pPr')}/{qn('a:lnSpc')}/{qn('a:spcPts')}")
    return None if points is None else int(points.get("val", "0")) / 100


def _para(element: _Element, style: LevelStyle, scale: float) -> tuple[Para, float, bool]:
    """Return a paragraph to measure, its largest size, and whether it is all in a fixed-width font."""
    runs: list[Run] = []
    sizes: list[float] = []
    monos: list[bool] = []
    for child in element:
        if child.tag == qn("a:br"):
            runs.append(Run("\n", ""))
        elif child.tag in (qn("a:r"), qn("a:fld")):
            props = child.find(qn("a:rPr"))
            face = "" if props is None or (latin := props.find(qn("a:latin"))) is None else latin.get("typeface", "")
            mono = any(name in face.lower() for name in _MONO)
            bold = style.bold if props is None or props.get("b") is None else props.get("b") in ("1", "true")
            shift = 0 if props is None else int(float((props.get("baseline") or "0").removesuffix("%")))
            words = "".join(text.text or "" for text in child.findall(qn("a:t")))
            runs.append(Run(words, "", bold=bold, mono=mono, baseline=1 if shift else 0))
            sizes.append(run_size(child, style, scale))
            monos.append(mono)
    if not sizes:
        end = element.find(qn("a:endParaRPr"))
        stated = None if end is None else end.get("sz")
        sizes = [int(stated) / 100 * scale if stated else style.size * scale]
    props = element.find(qn("a:pPr"))
    hanging = props is not None and props.get("marL") is not None
    level = 1 if hanging or style.bullet else 0
    return Para(tuple(runs), level), max(sizes), bool(monos) and all(monos)


def _lines(runs: tuple[Run, ...]) -> list[tuple[Run, ...]]:
    lines: list[tuple[Run, ...]] = [()]
    for run in runs:
        if run.text == "\n":
            lines.append(())
        else:
            lines[-1] += (run,)
    return lines


def _table(sheet: Sheet, shape: Shape, rect: Rect, page: Rect) -> Iterator[Problem]:
    table = next(shape.element.iter(qn("a:tbl")), None)
    if table is None:
        return
    widths = [int(column.get("w", "0")) / EMU_PER_POINT for column in table.iter(qn("a:gridCol"))]
    height = sum(_row(row, widths) for row in table.findall(qn("a:tr")))
    out = max(rect.y + height - page.h, rect.x + sum(widths) - page.w)
    stated = max(rect.y + rect.h - page.h, rect.x + rect.w - page.w)
    if out > POINTS >= stated:  # what the file itself says is shape-off-slide
        message = f"the table {shape.name!r} reaches about {out / 72:.1f} in beyond the slide"
        hint = "shorten the cells, or divide the table over two slides"
        yield sheet.problem("table-overflow", message, hint, Severity.WARNING)


def _row(row: _Element, widths: list[float]) -> float:
    height = int(row.get("h", "0")) / EMU_PER_POINT
    for place, cell in enumerate(row.findall(qn("a:tc"))):
        if place >= len(widths) or cell.get("hMerge") or cell.get("vMerge") or int(cell.get("rowSpan", "1")) > 1:
            continue
        props = cell.find(qn("a:tcPr"))
        left, right, top, bottom = (
            int((None if props is None else props.get(side)) or default) / EMU_PER_POINT
            for side, default in (("marL", 91440), ("marR", 91440), ("marT", 45720), ("marB", 45720))
        )
        room = sum(widths[place : place + int(cell.get("gridSpan", "1"))]) - left - right
        needed = top + bottom
        for element in cell.iter(qn("a:p")):
            if next(text_runs(element), None) is not None and room > 0:
                para, size, _ = _para(element, LevelStyle(), 1.0)
                needed += line_count(para.runs, size, room) * size * LINE
        # One line of text always has its row's height; what grows is what wraps.
        height = max(height, needed / SHARE)
    return height
