"""A deck that never came from here → slides.md: slides of the course's kinds, and what could not be carried.

Each slide is written and read back by the course's own reader before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from machina_scorm.dialect import plain_text
from machina_scorm.imports.pictures import Pictures
from machina_scorm.imports.slides.arrange import arrange
from machina_scorm.imports.slides.losses import Loss, Losses
from machina_scorm.imports.slides.pieces import TITLES, Furniture, furniture_of, pieces_of
from machina_scorm.imports.slides.text import blocks_of, listing, plain_line, title_markdown
from machina_scorm.imports.slides.write import write_slide
from machina_scorm.model.blocks import Figure, Image
from machina_scorm.model.course import Slide
from machina_scorm.model.text import Text, iter_nodes
from machina_scorm.presentation import Other, Presentation, Shape, TextShape
from machina_scorm.presentation import Slide as DeckSlide

__all__ = ["Imported", "Loss", "import_slides"]

#: Languages whose decks are read from the right.
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "iw", "ur", "yi", "ps", "sd", "ug"})
_LONGEST_TITLE = 100
_CLOSING = ("closing", "end slide", "thank", "ende", "fin", "τέλος", "chiusura", "final")


@dataclass(frozen=True, slots=True)
class Imported:
    """A deck as slides.md: its `text`, the pictures it shows by file name, the slides in it, what was lost."""

    text: str
    pictures: Mapping[str, Image]
    slides: tuple[Slide, ...]
    losses: tuple[Loss, ...]


def import_slides(deck: Presentation, known: Iterable[str] = ()) -> Imported:
    """Return a deck as slides.md. `known` are lines that the course's own decks add to title and closing slides."""
    losses, pictures = Losses(), Pictures()
    furniture = furniture_of(deck, known, losses)
    moving = sum("transition" in slide.effects for slide in deck.slides)
    if moving:
        losses.gone("transition", f"the transitions of {moving} slide{'s' if moving > 1 else ''} did not come")
    parts: list[str] = []
    slides: list[Slide] = []
    images: dict[str, Image] = {}
    titles: set[str] = set()
    for slide in deck.slides:
        losses.slide = slide.number
        made = _slides(slide, len(deck.slides), deck, furniture, pictures, losses)
        for place, each in enumerate(made):
            named = _unique(each, titles, losses if not place else Losses())
            own = {node.image.name: node.image for node in iter_nodes(named) if isinstance(node, Figure)}
            text, read = write_slide(named, own, losses)
            parts.append(text)
            slides.append(replace(read, id=f"s{len(slides) + 1}"))
            images |= own
    return Imported("\n\n".join(parts) + "\n", images, tuple(slides), tuple(losses.found))


def _slides(
    slide: DeckSlide, count: int, deck: Presentation, furniture: Furniture, pictures: Pictures, losses: Losses
) -> tuple[Slide, ...]:
    title, shapes = _title(slide, losses)
    draft = Slide("", "content", Text(title_markdown(title), "title"), notes=blocks_of(slide.notes, (), losses))
    pieces = pieces_of(slide, title, shapes, furniture, pictures, losses)
    _note_slide(slide, losses)
    return arrange(draft, _wanted(slide, count), pieces, _from_right(slide, deck), losses)


def _title(slide: DeckSlide, losses: Losses) -> tuple[str, tuple[Shape, ...]]:
    """Return a slide's title and the shapes below it; without one its first short line, or its number."""
    for shape in slide.shapes:
        if isinstance(shape, TextShape) and shape.placeholder in TITLES:
            title = plain_line(shape.paragraphs)
            if title:
                return title, tuple(other for other in slide.shapes if other is not shape)
    placed = [(s.box[1], n, s) for n, s in enumerate(slide.shapes) if not isinstance(s, Other) and s.box]
    first = min(placed, default=(0, 0, None), key=lambda entry: entry[:2])[2]
    if isinstance(first, TextShape) and first.placeholder in ("", "subTitle") and len(first.paragraphs) == 1:
        title = plain_line(first.paragraphs)
        if title and len(title) <= _LONGEST_TITLE and listing(first.paragraphs) is None:
            losses.changed("title-missing", f"the slide had no title; its highest text became it: {title!r}")
            return title, tuple(other for other in slide.shapes if other is not first)
    losses.changed("title-missing", f"the slide had no title; it is called “Slide {slide.number}”", "give it a title")
    return f"Slide {slide.number}", slide.shapes


def _unique(slide: Slide, titles: set[str], losses: Losses) -> Slide:
    """Return the slide with a title that no other has: a screen reader tells slides apart by it."""
    title = plain_text(slide.title).strip()
    if title not in titles:
        titles.add(title)
        return slide
    number = 2
    while f"{title} ({number})" in titles:
        number += 1
    new = f"{title} ({number})"
    titles.add(new)
    losses.changed(
        "title-twice", f"another slide is called {title!r}; this one became {new!r}", "say what is new in it"
    )
    return replace(slide, title=Text(title_markdown(new), "title"))


def _wanted(slide: DeckSlide, count: int) -> str:
    """Return the kind of slide that its layout and placeholders stand for, "" for none in particular."""
    kinds = {shape.placeholder for shape in slide.shapes if isinstance(shape, TextShape)}
    if slide.layout_type == "title" or "ctrTitle" in kinds:
        return "title" if slide.number == 1 else "section"
    layout = slide.layout.casefold()
    if slide.layout_type == "secHead" or layout.startswith(("section", "abschnitt", "sezione", "ενότητα")):
        return "section"
    if slide.number == 1 and count > 1 and (layout.startswith("title") or "subTitle" in kinds):
        return "title" if layout in ("title", "title slide") or "subTitle" in kinds else ""
    return "closing" if slide.number == count and layout.startswith(_CLOSING) else ""


def _from_right(slide: DeckSlide, deck: Presentation) -> bool:
    """Tell whether a slide is read from the right: most of its letters are of such a script."""
    words = "".join(plain_line(s.paragraphs) for s in slide.shapes if isinstance(s, TextShape))
    letters = [c for c in words if c.isalpha()]
    if letters:
        return sum("\u0590" <= c <= "\u08ff" or "\ufb1d" <= c <= "\ufefc" for c in letters) * 2 > len(letters)
    return deck.language.partition("-")[0].lower() in _RIGHT_TO_LEFT


def _note_slide(slide: DeckSlide, losses: Losses) -> None:
    if slide.hidden:
        losses.changed(
            "hidden", "the slide was hidden and is a slide like the others now", "take it out if it is not to show"
        )
    for effect in slide.effects:
        match effect:
            case "animation":
                losses.gone("animation", "the animations did not come", "divide the slide where steps matter")
            case "comment":
                losses.gone("comment", "the comments of reviewers did not come", "read them in PowerPoint")
