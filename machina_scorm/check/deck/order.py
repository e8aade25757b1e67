"""Reading order: screen readers follow the order of the shapes in the file, eyes follow the page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from machina_scorm.check.deck.sheet import FOOTERS, TITLES, Shape, Sheet, decorative
from machina_scorm.export.deck.styles import Rect
from machina_scorm.export.deck.xml import qn
from machina_scorm.problems import Problem, Severity

#: Points by which two shapes may be out of line.
SLACK = 6.0
_HINT = "put the shapes in order: Home, Arrange, Selection Pane (its lowest entry is read first)"


def check_order(sheet: Sheet) -> Iterator[Problem]:
    """Yield `reading-order`, a warning, once a slide: the title is read first, then from the top and the near side."""
    said = [shape for shape in sheet.shapes if shape.says_something and not _decoration(shape)]
    title = next((shape for shape in said if shape.placeholder in TITLES), None)
    if title and title is not said[0]:
        message = f"{said[0].name!r} is read out before the title"
        yield sheet.problem("reading-order", message, _HINT, Severity.WARNING)
        return
    rest = [s for s in said if s is not title and s.placeholder not in FOOTERS]
    rtl = _runs_leftwards(sheet)
    for one, two in combinations(rest, 2):
        if one.rect and two.rect and _wrong(one.rect, two.rect, rtl):
            message = f"{one.name!r} is read out before {two.name!r}, which stands before it on the slide"
            yield sheet.problem("reading-order", message, _HINT, Severity.WARNING)
            return


def _decoration(shape: Shape) -> bool:
    return any(decorative(named) for named in shape.element.iter(qn("p:cNvPr")))


def _wrong(first: Rect, second: Rect, rtl: bool) -> bool:
    """Tell whether `second` comes before `first` for the eye: above it in one column, or beside it on the near side."""
    wide = min(first.x + first.w, second.x + second.w) - max(first.x, second.x)
    high = min(first.y + first.h, second.y + second.h) - max(first.y, second.y)
    if wide > SLACK:
        return second.y + second.h <= first.y + SLACK
    if high > SLACK and wide <= 0:
        return (second.x > first.x) if rtl else (second.x < first.x)
    return False


def _runs_leftwards(sheet: Sheet) -> bool:
    """Tell whether most paragraphs of a slide run from right to left."""
    paras = [para for shape in sheet.shapes for para in shape.element.iter(qn("a:p"))]
    props = [found for para in paras if (found := para.find(qn("a:pPr"))) is not None]
    leftwards = sum(one.get("rtl") in ("1", "true") for one in props)
    return leftwards * 2 > len(paras)
