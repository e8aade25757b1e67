"""Speaker notes: one paragraph for each of the source, tagged with its language, formulas as LaTeX."""

from __future__ import annotations

from collections.abc import Iterator

from pptx.slide import Slide as DeckSlide

from machina_scorm.export.deck.runs import Ink, Para
from machina_scorm.export.deck.styles import placeholder_key
from machina_scorm.export.deck.write import Pen
from machina_scorm.export.deck.xml import remove
from machina_scorm.model.blocks import (
    Admonition,
    BlockList,
    Blocks,
    CodeBlock,
    Heading,
    LevelBlock,
    MathBlock,
    Paragraph,
    Quote,
)
from machina_scorm.model.text import Text
from machina_scorm.source import Source

_BULLETS = ("• ", "– ", "· ")


def add_notes(slide: DeckSlide, blocks: Blocks, ink: Ink, pen: Pen, source: Source) -> None:
    """Give a slide its notes; a template whose notes have no text is noted (rule `template-no-notes`)."""
    paras = list(_paras(blocks, ink, 0))
    if not paras:
        return
    page = slide.notes_slide
    for shape in list(page.placeholders):
        key = placeholder_key(shape._element)
        if key and key[1] not in ("sldImg", "body"):
            remove(shape._element)
    frame = page.notes_text_frame
    if frame is None:
        hint = "add the text placeholder to the notes master in PowerPoint (View, Notes Master)"
        message = "the template's notes master has no text; the notes are left out"
        ink.report.warn("template-no-notes", message, source, hint)
        return
    body = frame._txBody
    for old in list(body.p_lst):
        remove(old)
    for para in paras:
        body.append(pen.para(para, fresh=True))


def _paras(blocks: Blocks, ink: Ink, depth: int) -> Iterator[Para]:
    for block in blocks:
        match block:
            case Paragraph(text):
                yield _para(text, ink)
            case Heading():
                yield Para(ink.runs(block.text, bold=True, tex=True))
            case BlockList():
                for number, item in enumerate(block.items, block.start):
                    mark = f"{number}. " if block.ordered else _BULLETS[min(depth, 2)]
                    for position, para in enumerate(_paras(item, ink, depth + 1)):
                        lead = ink.words("\u2003" * depth + mark) if position == 0 else ()
                        yield Para(lead + para.runs)
            case CodeBlock():
                yield from (Para(ink.code(line)) for line in block.code.split("\n"))
            case MathBlock():
                yield Para(ink.code(block.tex.strip()))
            case Admonition() | LevelBlock() | Quote():
                yield from _paras(block.blocks, ink, depth)
            case _:
                continue


def _para(text: Text, ink: Ink) -> Para:
    return Para(ink.runs(text, tex=True))
