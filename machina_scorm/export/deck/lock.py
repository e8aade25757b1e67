"""The lock: which text of the course stands where on a deck, for the way back from an edited one.

It lies beside the deck, because what programs save drops every name inside a file (LibreOffice the slides' and shapes'
names, alternative texts of tables, the names of layouts). It holds no line numbers: those are looked up in the course
when a deck is read back, so that moving a paragraph down a line makes no new lock.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml.etree import _Element
from pptx.slide import Slide as DeckSlide

from machina_scorm import __version__
from machina_scorm.dialect import plain_text
from machina_scorm.model.blocks import Figure
from machina_scorm.model.course import Lesson, Slide
from machina_scorm.model.edition import Edition
from machina_scorm.model.text import Text, iter_nodes
from machina_scorm.presentation import Item, items_of, read_slide

LOCK_SUFFIX = ".lock.json"
FORM = 1


@dataclass(frozen=True, slots=True)
class LockText:
    """A text of the course as it stood on the deck: `msgctxt` and `msgid` are its message, `md` is what was shown.

    `lang` is the language that it fell back to, "" where it was translated or needed no translation. `shared` is True
    for the texts of units/course.yaml, which stand on every deck.
    """

    msgctxt: str | None
    msgid: str
    md: str
    role: str = ""
    lang: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class LockItem:
    """An item of a slide (presentation.Item) and its text, None where none of the course's stands there.

    `before` and `after` are characters around the text that the deck adds: a note's bullet, “(2/3)” behind a title.
    `code` is True for a line of a listing.
    """

    kind: str
    shown: str
    text: LockText | None = None
    before: str = ""
    after: str = ""
    code: bool = False
    shape: str = ""
    table: int = -1
    row: int = -1
    column: int = -1
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class LockSlide:
    """A slide of the deck: the source slide's `id` and `kind`, `part` of `parts` where it was divided, its title."""

    id: str
    name: str
    kind: str
    part: int
    parts: int
    title: str
    items: tuple[LockItem, ...]


@dataclass(frozen=True, slots=True)
class Lock:
    """All slides of a deck in order, and what the deck was made of. `source_language` is the course's own."""

    course: str
    lesson: str
    language: str
    source_language: str
    template: str
    toolkit: str
    slides: tuple[LockSlide, ...]


class LockError(ValueError):
    """What should be a lock is none."""


def lock_of(edition: Edition, lesson: Lesson, template: str, slides: tuple[LockSlide, ...]) -> Lock:
    """Return the lock of a lesson's deck."""
    about = edition.about
    return Lock(about.title.msgid, lesson.key, edition.language.code, about.language, template, __version__, slides)


def lock_slide(
    made: DeckSlide, slide: Slide, part: tuple[int, int], origins: Mapping[_Element, Text], code_font: str
) -> LockSlide:
    """Return a finished slide as the lock notes it; `part` is its number and count, `origins` the Texts of its runs."""
    items = tuple(_lock(item, slide, code_font) for item in items_of(read_slide(made, 1, origins)))
    title = next((item.shown for item in items if item.kind == "title"), "")
    return LockSlide(slide.id, made.name, slide.kind, *part, title, items)


def _lock(item: Item, slide: Slide, code_font: str) -> LockItem:
    text = _picture_text(item, slide) if item.kind == "picture" else _text(item)
    before = after = ""
    if item.kind != "picture" and text:
        own = [bool(run.mark) for run in item.runs]
        first, last = own.index(True), len(own) - own[::-1].index(True)
        before = "".join(run.text for run in item.runs[:first])
        after = "".join(run.text for run in item.runs[last:])
    code = item.kind == "text" and text is None and all(run.font == code_font for run in item.runs)
    place = item.shape, item.table, item.row, item.column, item.sha256
    return LockItem(item.kind, item.shown, _lock_text(text) if text else None, before, after, code, *place)


def _text(item: Item) -> Text | None:
    """Return the one Text of which an item's runs are."""
    found = {id(run.mark): run.mark for run in item.runs if isinstance(run.mark, Text)}
    return next(iter(found.values())) if len(found) == 1 else None


def _picture_text(item: Item, slide: Slide) -> Text | None:
    """Return the Text of a picture's alternative text; a drawn formula's is its LaTeX and no Text."""
    texts = (node.alt for node in iter_nodes(slide) if isinstance(node, Figure))
    return next((text for text in texts if plain_text(text) == item.shown), None)


def _lock_text(text: Text) -> LockText:
    shared = text.source.path == "units/course.yaml"
    return LockText(text.msgctxt, text.msgid, text.md, text.role, text.lang, shared)


def write_lock(lock: Lock) -> bytes:
    """Return a lock as JSON; each text once, numbered, the same bytes for the same deck on every machine."""
    texts = {item.text: None for slide in lock.slides for item in slide.items if item.text}
    numbers = {text: number for number, text in enumerate(texts)}
    slides = [
        {
            **_short(slide, ("items",)),
            "items": [
                {**_short(item, ("text",)), **({"text": numbers[item.text]} if item.text else {})}
                for item in slide.items
            ],
        }
        for slide in lock.slides
    ]
    value = {"form": FORM, **_short(lock, ("slides",)), "texts": [_short(text) for text in texts], "slides": slides}
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


#: What the values have where the file says nothing.
_USUAL = {"table": -1, "row": -1, "column": -1}


def _short(value: Any, without: tuple[str, ...] = ()) -> dict[str, object]:
    """Return the fields of a value without those that say nothing."""
    fields = {name: getattr(value, name) for name in type(value).__slots__ if name not in without}
    silent = {name: value for name, value in fields.items() if value is None or value is False or value == ""}
    return {n: v for n, v in fields.items() if n not in silent and not (n in _USUAL and v == _USUAL[n])}


def read_lock(data: bytes) -> Lock:
    """Read a lock; raises LockError for anything else, or a lock of another form."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
        if value.pop("form") != FORM:
            raise LockError("it is of another version of machina")
        texts = [_made(LockText, item, msgctxt=None) for item in value.pop("texts")]
        slides = tuple(
            _made(
                LockSlide,
                {**slide, "items": tuple(_item(item, texts) for item in slide["items"])},
                name="",
                title="",
            )
            for slide in value.pop("slides")
        )
        lock: Lock = _made(Lock, {**value, "slides": slides}, course="", template="", toolkit="")
    except LockError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise LockError("it is damaged, or no lock") from error
    return lock


def _item(item: Mapping[str, Any], texts: list[LockText]) -> LockItem:
    number = item.get("text")
    if number is not None and not 0 <= number < len(texts):
        raise LockError("it names a text that it does not hold")
    made: LockItem = _made(LockItem, {**item, "text": None if number is None else texts[number]}, shown="")
    return made


def _made(cls: Any, fields: Mapping[str, Any], **usual: Any) -> Any:
    """Return a value of `cls`, its strings and numbers checked to be such."""
    value = cls(**{**usual, **fields})
    for name, kind in cls.__annotations__.items():
        expected = {"str": str, "int": int, "bool": bool, "str | None": str | None}.get(kind)
        if expected and not isinstance(getattr(value, name), expected):
            raise LockError(f"its {name} is no {kind}")
    return value
