"""Fit: which pieces stand on which slide, where, and how large.  Decided here, never left to a viewer's autofit.

First text is split at a top-level paragraph onto continuation slides; what cannot be split is set one step smaller, but
no text below 18 pt and no code or table below 14 pt; what still does not fit is a problem and is shown all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from machina_scorm.export.deck.code import CodeSet, set_code
from machina_scorm.export.deck.flow import Piece, TextPiece
from machina_scorm.export.deck.formula import FormulaSet, set_formula
from machina_scorm.export.deck.measure import text_height
from machina_scorm.export.deck.runs import Ink, Para
from machina_scorm.export.deck.styles import LevelStyle, Rect
from machina_scorm.export.deck.tables import TableSet, set_tables
from machina_scorm.model.blocks import CodeBlock, Figure, MathBlock, Table
from machina_scorm.model.text import Text

#: Points: no body text is smaller; captions and credits are set in their own size.
SMALLEST, CAPTION = 18.0, 16.0
#: Room between two pieces, and between an object and its caption.
GAP, CAPTION_GAP = 14.0, 6.0
#: Inset of a tinted box on each side.
BOX = 10.0
#: How much wider the font may be that a viewer takes for one that it does not have.
WIDER = 1.1
#: How much of a region a figure needs at least.
_FIGURE_SHARE = 0.38
_STEP = 5 / 6


@dataclass(frozen=True, slots=True)
class Page:
    """The text style of one region: levels as inherited, and the size each level really has."""

    levels: tuple[LevelStyle, ...]
    sizes: tuple[float, ...]

    @property
    def shrunk(self) -> bool:
        """True if the sizes are not those that are inherited."""
        return any(size != level.size for size, level in zip(self.sizes, self.levels, strict=True))


@dataclass(frozen=True, slots=True)
class FigureSet:
    """A figure and its caption's paragraph; `aspect` is height through width."""

    figure: Figure
    aspect: float


Content = TextPiece | FigureSet | TableSet | CodeSet | FormulaSet


@dataclass(frozen=True, slots=True)
class Part:
    """What is placed as one: `height` at least, `want` at best; the caption's height is part of both.

    `reserve` is what it grows by in a viewer whose font is wider by WIDER. It is kept free as far as there is room, so
    that text does not run into what follows.
    """

    content: Content
    height: float
    want: float
    caption: Para | None = None
    caption_height: float = 0.0
    reserve: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A part and its strip of the region."""

    part: Part
    rect: Rect


@dataclass(frozen=True, slots=True)
class Fit:
    """A region's slides, one tuple of placed parts each, and how their text is set. `over` in points: 0 = it fits."""

    slides: tuple[tuple[Placed, ...], ...]
    page: Page
    over: float = 0.0


def text_sizes(levels: tuple[LevelStyle, ...], shrink: bool) -> tuple[float, ...]:
    """Return the size of each level, or one step less; what a template sets below 18 pt is raised to it."""
    return tuple(max(SMALLEST, float(round(level.size * _STEP)) if shrink else level.size) for level in levels)


def fit_region(
    pieces: tuple[Piece, ...], rect: Rect, levels: tuple[LevelStyle, ...], ink: Ink, whole: bool = False
) -> Fit:
    """Return pieces laid out in a region, over as many slides as they need.

    With `whole` they are rather set one step smaller than divided: two columns that are compared stay side by side.
    """
    tried: list[Fit] = []
    for shrink in (False, True):
        page = Page(levels, text_sizes(levels, shrink))
        parts = tuple(_parts(pieces, rect, page, ink))
        slides = _balanced(parts, rect.h, rect.w, page)
        over = max((_least(slide) - rect.h for slide in slides), default=0.0)
        tried.append(Fit(tuple(tuple(_place(slide, rect)) for slide in slides), page, max(0.0, over)))
        if over <= 0 and (len(slides) == 1 or not whole):
            return tried[-1]
    return next((fit for fit in tried if not fit.over), tried[-1])


def fit_page(pieces: tuple[Piece, ...], rect: Rect, levels: tuple[LevelStyle, ...], ink: Ink) -> Fit:
    """Return all pieces on one page, set smaller point by point as far as they may be; `over` says what is too much.

    For places that have no continuation slide: the subtitle, the credits.
    """
    fit = Fit(((),), Page(levels, text_sizes(levels, shrink=False)))
    for less in range(max(1, round(max(level.size for level in levels) - SMALLEST) + 1)):
        page = Page(levels, tuple(max(SMALLEST, level.size - less) for level in levels))
        parts = tuple(_parts(pieces, rect, page, ink))
        fit = Fit((tuple(_place(parts, rect)),), page, max(0.0, _least(parts) - rect.h))
        if not fit.over:
            break
    return fit


def fit_alike(
    sides: tuple[tuple[Piece, ...], ...], rect: Rect, levels: tuple[LevelStyle, ...], ink: Ink
) -> tuple[Fit, ...]:
    """Return each side on a page of its own, all in the largest size in which all fit; else divided over slides.

    For what is seen in turn and should not jump: a question, and the same question with its answer.
    """
    most = max(1, round(max(level.size for level in levels) - SMALLEST) + 1)
    for less in range(0, most, 2):
        page = Page(levels, tuple(max(SMALLEST, level.size - less) for level in levels))
        laid = [tuple(_parts(side, rect, page, ink)) for side in sides]
        if all(_least(parts) <= rect.h for parts in laid):
            return tuple(Fit((tuple(_place(parts, rect)),), page) for parts in laid)
    return tuple(fit_region(side, rect, levels, ink) for side in sides)


def _parts(pieces: tuple[Piece, ...], rect: Rect, page: Page, ink: Ink) -> Iterator[Part]:
    for piece in pieces:
        match piece:
            case TextPiece():
                yield _text(piece, rect.w, page)
            case Figure():
                caption, below = _caption(piece.caption, rect.w, ink)
                image = piece.image
                aspect = image.height / image.width if image.width and image.height else 0.6
                want = min(rect.w * aspect + below, rect.h)
                least = min(want, rect.h * _FIGURE_SHARE + below)
                yield Part(FigureSet(piece, aspect), least, want, caption, below)
            case Table():
                caption, below = _caption(piece.caption, rect.w, ink)
                for table in set_tables(piece, rect.w, rect.h - below, ink):
                    yield Part(table, table.height + below, table.height + below, caption, below, table.reserve(WIDER))
            case CodeBlock():
                caption, below = _caption(piece.caption, rect.w, ink)
                for code in set_code(piece, rect.w, rect.h - below, ink):
                    yield Part(code, code.height + below, code.height + below, caption, below)
            case MathBlock():
                caption, below = _caption(piece.caption, rect.w, ink)
                formula = set_formula(piece, rect.w, rect.h - below, ink)
                yield Part(formula, formula.height + below, formula.height + below, caption, below)


def _text(piece: TextPiece, width: float, page: Page) -> Part:
    inset = 2 * BOX if piece.tint else 0.0
    height, wider = (
        text_height(piece.paras, page.levels, page.sizes, (width - inset) / share) + inset for share in (1.0, WIDER)
    )
    return Part(piece, height, height, reserve=wider - height)


def _caption(text: Text | None, width: float, ink: Ink) -> tuple[Para | None, float]:
    if text is None:
        return None, 0.0
    para = Para(ink.runs(text), size=CAPTION, theme="accent6")
    return para, CAPTION_GAP + text_height((para,), (LevelStyle(),), (CAPTION,), width)


def _least(parts: tuple[Part, ...]) -> float:
    return sum(part.height for part in parts) + GAP * max(0, len(parts) - 1)


def _balanced(parts: tuple[Part, ...], height: float, width: float, page: Page) -> tuple[tuple[Part, ...], ...]:
    """Return the fewest slides, at least one (of a title only), the text shared out evenly over them."""
    slides = tuple(_fill(parts, height, width, page)) or ((),)
    if len(slides) > 1:
        for share in (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
            evener = tuple(_fill(parts, height * share, width, page))
            if len(evener) == len(slides) and max(map(_least, evener)) <= height:
                return evener
    return slides


def _fill(parts: tuple[Part, ...], height: float, width: float, page: Page) -> Iterator[tuple[Part, ...]]:
    held: list[Part] = []
    waiting = list(parts)
    while waiting:
        part = waiting.pop(0)
        room = height - _least(tuple(held)) - (GAP if held else 0.0)
        if part.height <= room:
            held.append(part)
            continue
        head, tail = _split(part, room, width, page)
        if head is None and held:
            yield tuple(held)
            held, waiting = [], [part, *waiting]
            continue
        if head is None:
            head, tail = _split(part, 0.0, width, page, force=True)
        held.append(head or part)
        if tail:
            waiting.insert(0, tail)
        yield tuple(held)
        held = []
    if held:
        yield tuple(held)


def _split(part: Part, room: float, width: float, page: Page, force: bool = False) -> tuple[Part | None, Part | None]:
    """Return what fits of a text, and the rest; (None, part) if nothing does. With `force`, the first group fits."""
    piece = part.content
    if not isinstance(piece, TextPiece):
        return (part, None) if force else (None, part)
    groups = list(_groups(piece.paras))
    count = 0
    for number in range(1, len(groups)):
        taken = _text(replace(piece, paras=_flat(groups[:number])), width, page)
        if taken.height > room:
            break
        count = number
    if force:
        count = max(count, 1)
    if count == 0 or count >= len(groups):
        return (part, None) if force else (None, part)
    head = _text(replace(piece, paras=_flat(groups[:count])), width, page)
    return head, _text(replace(piece, paras=_flat(groups[count:])), width, page)


def _groups(paras: tuple[Para, ...]) -> Iterator[tuple[Para, ...]]:
    """Yield what stays together: a top-level paragraph with what is nested below it, and a lead-in with the next."""
    group: list[Para] = []
    for para in paras:
        lead_in = bool(group) and not group[-1].bullet and bool(para.bullet)
        if group and not para.level and not lead_in:
            yield tuple(group)
            group = []
        group.append(para)
    if group:
        yield tuple(group)


def _flat(groups: list[tuple[Para, ...]]) -> tuple[Para, ...]:
    return tuple(para for group in groups for para in group)


def _place(parts: tuple[Part, ...], rect: Rect) -> Iterator[Placed]:
    """Yield parts one below the other: behind each what it may need with a wider font, then what may grow grows."""
    spare = max(0.0, rect.h - _least(parts))
    reserves = _shared([part.reserve for part in parts[:-1]], spare)
    grown = _shared([part.want - part.height for part in parts], spare - sum(reserves))
    top = 0.0
    for part, reserve, growth in zip(parts, (*reserves, 0.0), grown, strict=False):
        yield Placed(part, rect.part(top, part.height + growth))
        top += part.height + growth + reserve + GAP


def _shared(wishes: list[float], spare: float) -> list[float]:
    """Return what each wish gets of `spare`: all of it, or the same share."""
    total = sum(wishes)
    return [wish * min(1.0, spare / total) if total else 0.0 for wish in wishes]
