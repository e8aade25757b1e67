"""What can be built and should not be: a word that is torn, a figure nobody can read, one slide that becomes twenty."""

from __future__ import annotations

from machina_scorm.export.deck.code import CodeSet
from machina_scorm.export.deck.figure import inside
from machina_scorm.export.deck.fit import BOX, FigureSet, Fit, Page, Placed
from machina_scorm.export.deck.flow import TextPiece
from machina_scorm.export.deck.measure import longest_word
from machina_scorm.export.deck.tables import TableSet
from machina_scorm.model.blocks import Figure
from machina_scorm.problems import Report
from machina_scorm.source import Source

#: On more slides than this no audience follows one thought.
MOST_SLIDES = 8
#: A drawing shown at less than this share of its size has labels that nobody reads: 16 units become 6 points.
SMALLEST_SCALE = 0.4
#: Points: a picture lower or narrower than this is a stripe.
STRIPE = 40.0


def note_limits(fit: Fit, report: Report, source: Source) -> None:
    """Note what is unwise about a region's slides.

    Rules, all warnings: `slide-many`, `slide-word`, `figure-small`.
    """
    placed = [one for slide in fit.slides for one in slide]
    if len(fit.slides) > MOST_SLIDES:
        what, hint = _most(placed)
        message = f"{what} goes over {len(fit.slides)} slides, and nobody follows more than {MOST_SLIDES}"
        report.warn("slide-many", message, source, hint)
    for one in placed:
        match one.part.content:
            case TextPiece() as piece:
                _long_words(piece, one, fit.page, report, source)
            case FigureSet(figure, aspect):
                below = one.part.caption_height
                _small_figure(figure, inside(one.rect.part(0, one.rect.h - below), aspect).w, aspect, report, source)


def _most(placed: list[Placed]) -> tuple[str, str]:
    contents = [one.part.content for one in placed]
    code = sum(isinstance(content, CodeSet) for content in contents)
    table = sum(isinstance(content, TableSet) for content in contents)
    if code > len(contents) / 2:
        return "a listing", "show the lines that matter and give the learners the file"
    if table > len(contents) / 2:
        return "a table", "show the rows that matter and give the learners the file"
    return "the slide's text", "divide it into several slides, or move text to the notes"


def _long_words(piece: TextPiece, placed: Placed, page: Page, report: Report, source: Source) -> None:
    for para in piece.paras:
        level = min(para.level, len(page.sizes) - 1)
        size = para.size or page.sizes[level]
        style = page.levels[level]
        room = placed.rect.w - (2 * BOX if piece.tint else 0.0)
        room -= para.hang * size or (style.margin if para.bullet or para.level else 0.0)
        if longest_word(para.runs, size, style.bold) > room:
            words = "".join(run.text for run in para.runs).split()
            longest = max(words, key=len, default="")
            message = f"the word {longest[:20]!r}… of {len(longest)} letters is wider than its place and gets torn"
            report.warn("slide-word", message, source, "shorten it, or write it with a hyphen or a blank")


def _small_figure(figure: Figure, width: float, aspect: float, report: Report, source: Source) -> None:
    image = figure.image
    wide, high = round(image.width), round(image.height)
    where = figure.source if figure.source.path else source
    if min(width, width * aspect) < STRIPE:
        message = f"the figure of {wide} × {high} becomes a stripe on a slide"
        report.warn("figure-small", message, where, "draw it less long, or divide it into several figures")
    elif image.labels and width / image.width < SMALLEST_SCALE:
        message = f"the figure of {wide} × {high} is larger than a slide: at {width / image.width:.0%} nobody reads it"
        report.warn("figure-small", message, where, "draw it about 900 units wide, or divide it into several figures")
