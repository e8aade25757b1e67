"""A layout map to begin with, and a deck that shows each layout: for whoever has a template and wants decks in it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator

from lxml.etree import _Element

from machina_scorm.export.deck.offer import NAMES
from machina_scorm.export.deck.resolve import Choice
from machina_scorm.export.deck.styles import Slot, placeholder_key, placeholders, slot_of
from machina_scorm.export.deck.template import Template
from machina_scorm.export.deck.xml import EMU_PER_POINT, build, qn, remove
from machina_scorm.model.course import SLIDE_KINDS

#: A name that YAML reads as the same text without quotation marks.
_PLAIN = re.compile(r"[^\W\d_][\w]*(?: [\w]+)*")
_WORDS = frozenset({"yes", "no", "true", "false", "null", "on", "off", "y", "n"})


def draft_map(template: Template) -> str:
    """Return a layout map as YAML: what was found, with remarks where somebody should look."""
    return "\n".join(_lines(template)) + "\n"


def _lines(template: Template) -> Iterator[str]:
    yield f"# The layout map of {template.name}: which layout holds which kind of slide, the idx of its placeholders."
    yield "# Drafted by machina deck inspect. Keep it beside the template, under its name; change what does not suit."
    yield "# A figure, table, listing or formula takes the place of `body` (or of `left` and `right`)."
    yield "# To leave a placeholder out: `footer: none`. `logos` may name one for logos (title and closing slides)."
    yield f"code-font: {_text(template.code_font)}"
    yield f"math: {'native' if template.native_math else 'picture'}"
    yield "kinds:"
    choices = {choice.kind: choice for choice in template.choices}
    for kind in SLIDE_KINDS:
        choice = choices.get(kind)
        if choice is None:
            yield f"  # {template.missing[kind].message}: {kind} slides cannot be made"
            yield f"  # {kind}: {{layout: {_text(NAMES[kind])}}}"
            continue
        yield from (f"  # {remark}" for remark in _remarks(choice))
        slots = "".join(f", {role}: {slot.idx}" for role, slot in choice.layout.slots.items())
        yield f"  {kind}: {{layout: {_text(choice.layout.name.strip())}{slots}}}"


def _remarks(choice: Choice) -> Iterator[str]:
    others = ", ".join(_text(name.strip()) for name in dict.fromkeys(choice.others))
    if choice.how == "makeshift":
        yield f"Look at this one: no layout is made for {choice.kind} slides."
    elif not choice.sure:
        yield "Look at this one: another layout is as good."
    if others:
        yield f"Could hold it too: {others}"


def _text(words: str) -> str:
    """Return a text as YAML that reads it as it is, blanks of every kind included."""
    if _PLAIN.fullmatch(words) and words.casefold() not in _WORDS:
        return words
    return json.dumps(words, ensure_ascii=False).replace("\u00a0", "\\u00a0")


def sample_deck(template: Template) -> bytes:
    """Return a deck with one slide for each layout, in each placeholder what it is called and its idx."""
    deck = template.open()
    for layout in (each for master in deck.slide_masters for each in master.slide_layouts):
        slide = deck.slides.add_slide(layout)
        tree = slide.shapes._spTree
        for shape in placeholders(layout._element):
            key = placeholder_key(shape)
            if key is None:
                continue
            for clone in placeholders(slide._element):
                if placeholder_key(clone) == key:
                    remove(clone)
            slot = slot_of(shape, layout.slide_master._element)
            if slot is not None:
                tree.append(_sample(slot))
        for number, named in enumerate(tree.iter(qn("p:cNvPr")), 1):
            named.set("id", str(number))
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _sample(slot: Slot) -> _Element:
    """Return a shape in a placeholder that says which it is; a box in the same place for one that takes no text."""
    words = f"{slot.idx} · {slot.type} · {slot.name}"
    para = build("a:p", build("a:r", build("a:rPr", lang="en"), build("a:t", words)))
    line = build("a:ln", build("a:solidFill", build("a:srgbClr", val="B3500B")), build("a:prstDash", val="dash"))
    line.set("w", "12700")
    text = build("p:txBody", build("a:bodyPr", wrap="square"), build("a:lstStyle"), para)
    numbers = [str(round(n * EMU_PER_POINT)) for n in (slot.rect.x, slot.rect.y, slot.rect.w, slot.rect.h)]
    place = build("a:xfrm", build("a:off", x=numbers[0], y=numbers[1]), build("a:ext", cx=numbers[2], cy=numbers[3]))
    ph, form = build("p:ph"), build("p:spPr", line)
    if slot.type in ("pic", "chart", "tbl", "dgm", "media", "clipArt"):
        form = build("p:spPr", place, build("a:prstGeom", build("a:avLst"), prst="rect"), line)
    if slot.type != "obj":
        ph.set("type", slot.type)
    if slot.idx:
        ph.set("idx", str(slot.idx))
    marks = build("p:nvPr", ph if len(form) == 1 else None)
    named = build("p:cNvPr", id="0", name=slot.name)
    return build("p:sp", build("p:nvSpPr", named, build("p:cNvSpPr"), marks), form, text)
