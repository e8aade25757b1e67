"""The lesson's deck as HTML: one slide below the other; the script shows one at a time (76-slides.js).

What the trainer says (Slide.notes) does not get into the learner's package.
"""

from __future__ import annotations

from lxml import etree

from machina_scorm.export.player.context import Context
from machina_scorm.export.player.elements import h
from machina_scorm.model.blocks import Block, BlockList, Blocks, QuizRef
from machina_scorm.model.course import Slide
from machina_scorm.model.questions import Choice


def deck(context: Context) -> list[etree._Element]:
    """Return the deck of the context's lesson; empty without slides."""
    slides = context.lesson.slides
    if not slides:
        return []
    deeper = context.deeper(4)
    count = len(slides)
    shown = [_slide(deeper, slide, place, count) for place, slide in enumerate(slides, 1)]
    return [
        h("p", context.ui("player.slides-about"), class_="about needs-script"),
        h(
            "div",
            h("div", shown, class_="slides"),
            h(
                "div",
                _button(context, "slide-previous", "player.slide-previous"),
                h("span", class_="slide-place", role="status"),
                _button(context, "slide-next", "player.slide-next", "primary"),
                _button(context, "slide-full", "player.slide-full"),
                class_="slide-bar needs-script",
            ),
            class_="deck",
        ),
    ]


def _slide(context: Context, slide: Slide, place: int, count: int) -> etree._Element:
    blocks = tuple(shown for block in slide.blocks for shown in _shown(context, block))
    columns = [h("div", context.blocks(column), class_="column") for column in slide.columns]
    return h(
        "section",
        context.text(slide.title, "h3"),
        h("div", context.blocks(blocks), class_="slide-body") if blocks else None,
        h("div", columns, class_="columns") if columns else None,
        class_=f"slide slide-{slide.kind}",
        tabindex="-1",
        role="group",
        aria_label=context.ui("player.slide-of", number=place, all=count),
    )


def _shown(context: Context, block: Block) -> Blocks:
    """Return a block as it stands on a slide: of a question its words; it is answered on a page, if at all."""
    if not isinstance(block, QuizRef):
        return (block,)
    asked = [question for question in context.lesson.questions if question.id in block.ids]
    shown: Blocks = ()
    for question in asked:
        shown += question.stem
        if isinstance(question.interaction, Choice) and not question.interaction.truth:
            shown += (BlockList(tuple(option.text for option in question.interaction.options), ordered=True),)
    return shown


def _button(context: Context, do: str, key: str, class_: str = "") -> etree._Element:
    return h("button", context.ui(key), type="button", data_do=do, class_=class_ or None)
