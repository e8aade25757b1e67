"""Slides: one function for each kind that lays out differently, from the model's slide to the deck's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml.etree import _Element
from pptx.presentation import Presentation as Deck

from machina_scorm.dialect import plain_text
from machina_scorm.export.deck.code import CodeSet
from machina_scorm.export.deck.figure import figure_shape, inside
from machina_scorm.export.deck.finish import number_shapes
from machina_scorm.export.deck.fit import (
    CAPTION,
    CAPTION_GAP,
    FigureSet,
    Fit,
    Page,
    Placed,
    fit_alike,
    fit_page,
    fit_region,
)
from machina_scorm.export.deck.flow import TextPiece, join, pieces_of
from machina_scorm.export.deck.formula import FormulaSet
from machina_scorm.export.deck.limits import note_limits
from machina_scorm.export.deck.lock import LockSlide, lock_slide
from machina_scorm.export.deck.logos import logo_shapes, logos_of, split_off
from machina_scorm.export.deck.math import formula_shape
from machina_scorm.export.deck.measure import line_count, text_height
from machina_scorm.export.deck.notes import add_notes
from machina_scorm.export.deck.omml import has_equation
from machina_scorm.export.deck.quiz import asked_on, set_question
from machina_scorm.export.deck.resolve import Layout
from machina_scorm.export.deck.runs import Ink, Para, Run, plain
from machina_scorm.export.deck.styles import LevelStyle, Rect, Slot
from machina_scorm.export.deck.tables import TableSet
from machina_scorm.export.deck.template import Template, find_layout
from machina_scorm.export.deck.write import Pen
from machina_scorm.export.deck.xml import qn
from machina_scorm.model.blocks import Blocks
from machina_scorm.model.course import Lesson, Slide, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.questions import Question
from machina_scorm.source import Source

#: More lines of a title nobody takes in.
TITLE_LINES = 2
#: Points: the size of credits and footers.
SMALL = 14.0


@dataclass(slots=True)
class Desk:
    """What lies beside the slide that is being made. `titles` grows: no two slides share one; so does `locked`."""

    template: Template
    edition: Edition
    unit: Unit
    lesson: Lesson
    ink: Ink
    titles: set[str] = field(default_factory=set)
    locked: list[LockSlide] = field(default_factory=list)

    @property
    def rtl(self) -> bool:
        """True if the deck's language runs from right to left."""
        return self.edition.language.direction == "rtl"


@dataclass(frozen=True, slots=True)
class Region:
    """A placeholder's place and the parts on it; `role` names it, `moved` says that the place is not the layout's."""

    role: str
    slot: Slot
    placed: tuple[Placed, ...]
    page: Page
    moved: bool = False

    def rect_of(self, placed: Placed) -> Rect | None:
        """Return where a placeholder is moved to; None if it stays where the layout has it."""
        if len(self.placed) > 1:
            return placed.rect
        return self.slot.rect if self.moved else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One slide, laid out: its title as runs, the title's size in points (0 = the layout's), and what is below it.

    `notes` are what the trainer says on this slide; `logos` is where the logos stand, None on slides without any.
    """

    title: tuple[Run, ...]
    title_size: float
    regions: tuple[Region, ...]
    notes: Blocks = ()
    logos: Rect | None = None


def lay_out(desk: Desk, slide: Slide) -> tuple[Sheet, ...]:
    """Return the slides of one source slide: one, or as many as its content takes. What does not fit is noted."""
    layout = desk.template.layouts[slide.kind]
    question = asked_on(slide, desk.lesson)
    if question:
        return tuple(_question(desk, slide, layout, question))
    pages = tuple(_KINDS.get(slide.kind, _stacked)(desk, slide, layout))
    made = list(_sheets(desk, slide, layout, pages, slide.notes))
    role = {"title": "subtitle", "closing": "body"}.get(slide.kind)
    if role and made:
        made[-1] = replace(made[-1], logos=split_off(layout.slots[role], layout, logos_of(desk.edition))[1])
    return tuple(made)


def _sheets(
    desk: Desk, slide: Slide, layout: Layout, pages: Sequence[tuple[Region, ...]], notes: Blocks, pattern: str = ""
) -> Iterator[Sheet]:
    """Yield pages under a title; the notes stand on the first one."""
    for number, regions in enumerate(pages, 1):
        title = _heading(desk, slide, layout, number, len(pages), pattern)
        yield Sheet(*title, regions, notes if number == 1 else ())


def fill_slide(deck: Deck, desk: Desk, slide: Slide) -> None:
    """Add the slides of one source slide to the deck."""
    layout = desk.template.layouts[slide.kind]
    sheets = lay_out(desk, slide)
    for number, sheet in enumerate(sheets, 1):
        _add(deck, desk, slide, layout, sheet, (number, len(sheets)))


def _title(desk: Desk, slide: Slide, layout: Layout) -> Iterator[tuple[Region, ...]]:
    """Subtitle, then the course and the unit."""
    course, unit = desk.edition.about.title, desk.unit.title
    about = (Para(desk.ink.runs(course, bold=True), theme="accent6"), Para(desk.ink.runs(unit), theme="accent6"))
    slot, _ = split_off(layout.slots["subtitle"], layout, logos_of(desk.edition))
    pieces = pieces_of(slide.blocks, desk.ink, desk.edition.ui, slide.source)
    # In a small place rather without the unit, then without the course; what is too much even so shows all.
    tried = (tuple(join((*pieces, *((TextPiece(about[:n]),) if n else ())))) for n in (2, 1, 0))
    fits = [fit_page(each, slot.rect, slot.levels, desk.ink) for each in tried]
    fit = next((fit for fit in fits if not fit.over), fits[0])
    _report(desk, slide, fit)
    yield (Region("subtitle", slot, fit.slides[0], fit.page, moved=slot is not layout.slots["subtitle"]),)


def _stacked(desk: Desk, slide: Slide, layout: Layout) -> Iterator[tuple[Region, ...]]:
    """Everything in the body, one below the other."""
    slot = layout.slots.get("body")
    if slot is None or not slide.blocks:
        if slide.blocks:
            _no_place(desk, slide, layout)
        yield ()
        return
    fit = _fit(desk, slide, slide.blocks, slot)
    yield from ((Region("body", slot, placed, fit.page),) for placed in fit.slides)


def _question(desk: Desk, slide: Slide, layout: Layout, question: Question) -> Iterator[Sheet]:
    """The question, and on the next slide the same with the answer marked, both set alike."""
    slot = layout.slots.get("body")
    if slot is None:
        _no_place(desk, slide, layout)
        yield from _sheets(desk, slide, layout, [()], slide.notes)
        return
    asked = set_question(question, desk.edition, desk.ink)
    sides = [side for side in (asked.open, asked.solved) if side]
    fits = fit_alike(tuple(sides), slot.rect, slot.levels, desk.ink)
    for fit in fits:
        _report(desk, slide, fit)
    answered = len(fits) > 1
    notes = (slide.notes, asked.notes) if answered else ((*slide.notes, *asked.notes),)
    patterns = ("", desk.edition.ui["deck.answer"])
    for fit, said, pattern in zip(fits, notes, patterns, strict=False):
        pages = [(Region("body", slot, placed, fit.page),) for placed in fit.slides]
        yield from _sheets(desk, slide, layout, pages, said, pattern)


def _no_place(desk: Desk, slide: Slide, layout: Layout) -> None:
    message = f"the layout {layout.name!r} has no place for the slide's text"
    hint = "name the layout's body in the template's map, or leave the text out"
    desk.ink.report.add("slide-overflow", message, slide.source, hint)


def _two_columns(desk: Desk, slide: Slide, layout: Layout) -> Iterator[tuple[Region, ...]]:
    """Both columns; what is too long goes on, side by side, on the next slide."""
    fits = []
    for role, blocks in zip(("left", "right"), slide.columns, strict=False):
        fits.append((role, layout.slots[role], _fit(desk, slide, blocks, layout.slots[role], whole=True)))
    sizes = min((fit.page.sizes for _, _, fit in fits), default=())
    if any(fit.page.sizes != sizes for _, _, fit in fits):
        # One column had to be set smaller: the other follows, so that they match.
        small = tuple(replace(fit, page=Page(fit.page.levels, sizes)) for _, _, fit in fits)
        fits = [(role, slot, fit) for (role, slot, _), fit in zip(fits, small, strict=True)]
    for number in range(max((len(fit.slides) for _, _, fit in fits), default=1)):
        yield tuple(Region(r, s, f.slides[number], f.page) for r, s, f in fits if number < len(f.slides))


def _closing(desk: Desk, slide: Slide, layout: Layout) -> Iterator[tuple[Region, ...]]:
    """The content, and below it the licence and the funding line; on the next slide if there is no room for them."""
    whole = layout.slots["body"]
    slot, _ = split_off(whole, layout, logos_of(desk.edition))
    credits = TextPiece(tuple(_credits(desk)))
    high = text_height(credits.paras, _PLAIN, (SMALL,), slot.rect.w)
    upper = replace(slot, rect=replace(slot.rect, h=slot.rect.h - high - 18))
    pieces = pieces_of(slide.blocks, desk.ink, desk.edition.ui, slide.source)
    tried = fit_region(pieces, upper.rect, upper.levels, desk.ink, True)
    apart = len(tried.slides) > 1 or bool(tried.over)
    fit = _fit(desk, slide, slide.blocks, whole if apart else upper, whole=True)
    lower = slot.rect.part(0 if apart else slot.rect.h - high, high)
    small = fit_page((credits,), lower, _PLAIN, desk.ink)
    below = Region("credits", replace(slot, rect=lower), small.slides[0], Page(_PLAIN, (SMALL,)))
    if apart:
        yield from ((Region("body", whole, placed, fit.page),) for placed in fit.slides)
        yield (below,)
    else:
        yield (Region("body", upper, fit.slides[0], fit.page, moved=True), below)


_PLAIN = (LevelStyle(size=SMALL, before=4.0),)
_KINDS: dict[str, Callable[[Desk, Slide, Layout], Iterator[tuple[Region, ...]]]] = {
    "title": _title,
    "two-column": _two_columns,
    "closing": _closing,
}


def _credits(desk: Desk) -> Iterator[Para]:
    about = desk.edition.about
    words = desk.edition.ui["deck.license"].format(license=about.license)
    yield Para(desk.ink.words(words, bold=True), size=SMALL, theme="accent6")
    if about.funding:
        yield Para(desk.ink.runs(about.funding.text), size=SMALL, theme="accent6")
        if about.funding.disclaimer:
            yield Para(desk.ink.runs(about.funding.disclaimer), size=SMALL, theme="accent6")


def _fit(desk: Desk, slide: Slide, blocks: Blocks, slot: Slot, whole: bool = False) -> Fit:
    pieces = pieces_of(blocks, desk.ink, desk.edition.ui, slide.source)
    fit = fit_region(pieces, slot.rect, slot.levels, desk.ink, whole)
    _report(desk, slide, fit)
    return fit


def _report(desk: Desk, slide: Slide, fit: Fit) -> None:
    if fit.over:
        message = f"the slide's content is {max(0.1, fit.over / 72):.1f} in higher than its place"
        hint = "shorten the paragraph, or divide it into several"
        desk.ink.report.add("slide-overflow", message, slide.source, hint)
    note_limits(fit, desk.ink.report, slide.source)


def _add(deck: Deck, desk: Desk, slide: Slide, layout: Layout, sheet: Sheet, part: tuple[int, int]) -> None:
    number = part[0]
    # Not slides.add_slide(), which would also make the layout's placeholders, only to be taken away again.
    relation, new = deck.part.add_slide(find_layout(deck, layout))
    deck.slides._sldIdLst.add_sldId(relation)
    tree = new.shapes._spTree
    new._element.find(qn("p:cSld")).set("name", slide.id if number == 1 else f"{slide.id}-{number}")
    pen = Pen(new.part, desk.rtl, desk.template.code_font, desk.edition.language.code, desk.template.tones)
    heading = pen.para(Para(sheet.title), sheet.title_size, fresh=True)
    for shape in (pen.placeholder("title", layout.slots["title"], [heading]), *_shapes(desk, pen, sheet.regions)):
        tree.append(shape)
    if sheet.logos:
        centred = slide.kind == "title" and layout.slots["title"].levels[0].align == "ctr"
        side = "ctr" if centred else "r" if desk.rtl else "l"
        for shape in logo_shapes(new.part, sheet.logos, logos_of(desk.edition), pen.lang, side):
            tree.append(shape)
    if "footer" in layout.slots:
        runs, size = _footer(desk, slide, layout)
        if runs:
            tree.append(pen.placeholder("footer", layout.slots["footer"], [pen.para(Para(runs), size, fresh=True)]))
    if "slide-number" in layout.slots:
        tree.append(pen.slide_number(layout.slots["slide-number"], len(deck.slides)))
    number_shapes(tree)
    add_notes(new, sheet.notes, desk.ink, pen, slide.source)
    desk.locked.append(lock_slide(new, slide, part, pen.origins, desk.template.code_font))


def _heading(
    desk: Desk, slide: Slide, layout: Layout, number: int, count: int, pattern: str
) -> tuple[tuple[Run, ...], float]:
    """Return the title, numbered on continuation slides, and the largest of three sizes that fits (0 = inherited).

    A `pattern` holds `{title}`: "{title}: the answer".
    """
    slot, ink = layout.slots["title"], desk.ink
    title = _around(ink, pattern, ink.runs(slide.title)) if pattern else ink.runs(slide.title)
    runs = title
    if count > 1:
        runs = _around(ink, desk.edition.ui["deck.continued"], title, part=str(number), parts=str(count))
    again = 2
    while plain(runs) in desk.titles:
        runs = (*title, *ink.words(f" ({again})"))
        again += 1
    desk.titles.add(plain(runs))
    level = slot.levels[0]
    sizes = [size for size in (level.size, level.size * 5 / 6, level.size * 2 / 3) if size >= 20] or [level.size]
    high = [line_count(runs, s, slot.rect.w, level.bold) * s * 1.15 * level.line for s in sizes]
    size = next((s for s, h in zip(sizes, high, strict=True) if h <= slot.rect.h), 0.0)
    if not size:
        ink.report.add("slide-overflow", "the title is too long for the slide", slide.source, "shorten the title")
        return runs, round(sizes[-1])
    lines = line_count(runs, size, slot.rect.w, level.bold)
    if lines > TITLE_LINES and slide.kind not in ("title", "section"):
        message = f"the title takes {lines} lines"
        ink.report.warn("slide-title-long", message, slide.source, "a title is one line, two at most: shorten it")
    return runs, 0.0 if size == level.size else round(size)


def _around(ink: Ink, pattern: str, title: tuple[Run, ...], **numbers: str) -> tuple[Run, ...]:
    """Return the words of the interface that stand around `{title}`, and the title."""
    before, _, after = pattern.partition("{title}")
    sides = [ink.words(side.format(**numbers)) if side else () for side in (before, after)]
    return (*sides[0], *title, *sides[1])


def _footer(desk: Desk, slide: Slide, layout: Layout) -> tuple[tuple[Run, ...], float]:
    """Return the funding line on the title slide if there is room for it, else the course's name, and its size.

    The size is 0 for the template's own; a smaller one than SMALL is set to it where that fits. Without runs the footer
    is left out: it would stand over something else.
    """
    slot = layout.slots["footer"]
    about, own = desk.edition.about, slot.levels[0].size
    funding = [about.funding.text] if slide.kind == "title" and about.funding else []
    sizes = (SMALL, own) if own < SMALL else (own,)
    for text in (*funding, about.title):
        runs = desk.ink.runs(text)
        for size in sizes:
            if text_height((Para(runs),), slot.levels, (size,) * 5, slot.rect.w) <= slot.rect.h:
                return runs, 0.0 if size == own else size
    message = f"the course's name does not fit into the footer of the layout “{layout.name.strip()}”; it is left out"
    hint = "make the footer wider in PowerPoint (View, Slide Master), or say footer: none in the template's map"
    desk.ink.report.warn("template-footer", message, Source(desk.template.name), hint)
    return (), 0.0


def _shapes(desk: Desk, pen: Pen, regions: tuple[Region, ...]) -> Iterator[_Element]:
    for region in regions:
        # The first text of a region takes its placeholder, so that outline views find it.
        taken = region.role == "credits"
        for number, placed in enumerate(region.placed, 1):
            name = region.role if number == 1 else f"{region.role}-{number}"
            content = placed.part.content
            if isinstance(content, TextPiece) and not content.tint and not taken:
                taken = True
                paras = pen.text(content.paras, region.page)
                yield pen.placeholder(name, region.slot, paras, region.rect_of(placed))
                continue
            yield from _shape(desk, pen, name, placed, region.page)


def _shape(desk: Desk, pen: Pen, name: str, placed: Placed, page: Page) -> Iterator[_Element]:
    part, rect = placed.part, placed.rect
    content = part.content
    # A table grows downwards where a viewer's font is wider: its caption stands above it.
    over = part.caption_height if isinstance(content, TableSet) else 0.0
    upper = rect.part(over, rect.h - part.caption_height)
    if over and part.caption:
        yield _caption(pen, name, rect.part(0, over - CAPTION_GAP), part.caption)
    match content:
        case TextPiece():
            yield pen.free_text(name, rect, content, page)
        case FigureSet():
            upper = inside(upper, content.aspect)
            id = content.figure.id or name
            yield figure_shape(pen.part, id, upper, content.figure, desk.edition.language.code)
        case TableSet():
            alt = plain_text(content.table.caption) if content.table.caption else ""
            yield pen.table(content.table.id or name, upper, content, alt)
        case CodeSet():
            yield pen.code(content.code.id or name, upper, content)
        case FormulaSet():
            _note_picture(desk, content)
            yield from formula_shape(pen, content.math.id or name, upper, content, desk.template.native_math)
    if part.caption and not over:
        below = Rect(rect.x, upper.y + upper.h + CAPTION_GAP, rect.w, part.caption_height - CAPTION_GAP)
        centred = replace(part.caption, align="ctr") if isinstance(content, FigureSet | FormulaSet) else part.caption
        yield _caption(pen, name, below, centred)


def _caption(pen: Pen, name: str, rect: Rect, para: Para) -> _Element:
    return pen.text_box(f"{name}-caption", rect, [pen.para(para, CAPTION, fresh=True)])


def _note_picture(desk: Desk, formula: FormulaSet) -> None:
    """Note a formula that PowerPoint would get as an equation if the converter knew how."""
    if formula.svg and desk.template.native_math and not has_equation(formula.math.tex):
        tex = formula.math.tex.strip()
        message = f"PowerPoint gets this formula as a picture that nobody can edit: {tex}"
        hint = "write it with simpler commands, or leave it: its alternative text is the LaTeX"
        desk.ink.report.warn("math-picture", message, formula.math.source, hint)
