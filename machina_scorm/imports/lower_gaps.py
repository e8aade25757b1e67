"""Texts with gaps: cloze, words to drag or choose, GIFT's missing word → `type: gaps`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from string import ascii_lowercase
from typing import TYPE_CHECKING

from machina_scorm.imports import quoted
from machina_scorm.imports.inlines import plain_inline
from machina_scorm.imports.judge import gap_numbers
from machina_scorm.imports.stored import HUNDRED, Draft, Stored, StoredGap, Words
from machina_scorm.imports.words import Texts, answer_role
from machina_scorm.model.blocks import Block, BlockList, Blocks, CodeBlock, Paragraph
from machina_scorm.model.questions import Choice, Gap, Gaps, Interaction, Number, Option, TextEntry
from machina_scorm.model.text import Text, iter_text, map_text

if TYPE_CHECKING:
    pass

Made = tuple[str, Blocks, Interaction]

#: What stands for the n-th gap while a text is converted: letters that no text has and no escape touches.
_FIRST = 0xE100
_FIELD = "_" * 5
_MOST = 30


def lower_cloze(stored: Stored, texts: Texts, draft: Draft) -> Made | None:
    """Return a cloze question: each part is a gap."""
    text = stored.text.text
    gaps: list[Gap] = []
    for place, part in enumerate(stored.gaps, start=1):
        text = text.replace(f"{{#{place}}}", _mark(place), 1)
        gap = _part(place, part, texts, draft)
        if gap is not None:
            gaps.append(gap)
    weights = {part.weight for part in stored.gaps}
    if len(weights) > 1:
        hint = "here every gap counts the same; split the question where that matters"
        draft.warn("import-cloze-weight", f"gaps of different weight: {', '.join(sorted(weights))}", hint)
    if len(gaps) < len(stored.gaps):
        return None
    return _gaps(stored, replace(stored.text, text=text), gaps, texts, draft)


def lower_words(stored: Stored, texts: Texts, draft: Draft) -> Made | None:
    """Return a gapselect or ddwtos question: `[[n]]` names the right word, its group the choices."""
    mode = "drag" if stored.type == "ddwtos" else "select"
    text, gaps = stored.text.text, []
    for place, n in enumerate(gap_numbers(stored.text.text), start=1):
        if not 1 <= n <= len(stored.words):
            return None
        text = text.replace(f"[[{n}]]", _mark(place), 1)
        group = [
            (i, w) for i, w in enumerate(stored.words, 1) if w.group == stored.words[n - 1].group and w.text.strip()
        ]
        options = tuple(
            Option(letter, _line(word.text, texts), HUNDRED if number == n else Decimal(0))
            for letter, (number, word) in zip(ascii_lowercase, group, strict=False)
        )
        if len(options) < 2:
            message = f"the gap [[{n}]] has one word to choose from: {quoted(stored.words[n - 1].text)}"
            draft.add("import-one-choice", message, "add a wrong word to its group")
        gaps.append(Gap(str(place), mode, Choice(options)))
    return _gaps(stored, replace(stored.text, text=text), gaps, texts, draft)


def lower_missing_word(kind: str, stem: Blocks, interaction: Interaction, draft: Draft) -> Made | None:
    """Return GIFT's missing word as a gap, where a text stands above the paragraph with the `_____`; else None."""
    gappable = isinstance(interaction, TextEntry | Number) or (
        isinstance(interaction, Choice) and not interaction.multiple and not interaction.truth
    )
    assert draft.stored is not None
    if not gappable or draft.stored.setting("missing-word") != "yes":
        return None
    with_field = [n for n, block in enumerate(stem) if _fields(block)]
    if not with_field or with_field[0] == 0 or sum(_fields(block) for block in stem) != 1:
        return None
    at = with_field[0]
    text = tuple(_with_gap(block) for block in stem[at:])
    mode = "select" if isinstance(interaction, Choice) else "text" if isinstance(interaction, TextEntry) else "number"
    assert isinstance(interaction, Choice | TextEntry | Number)
    return "gaps", stem[:at], Gaps(text, (Gap("1", mode, interaction),))


def _line(html: str, texts: Texts) -> Blocks:
    line = texts.line(html)
    return answer_role((Paragraph(replace(line, role="")),))


def _part(place: int, part: StoredGap, texts: Texts, draft: Draft) -> Gap | None:
    from machina_scorm.imports.lower import numbers, text_entry

    match part.kind:
        case "multichoice" if not part.single:
            hint = "ask with a list or a question of several right options"
            message = f"a gap with several right choices cannot be kept: {quoted(part.source)}"
            draft.add("import-cloze-multiresponse", message, hint)
            return None
        case "multichoice":
            options = tuple(
                Option(letter, answer_role(texts.blocks(a.text)), a.fraction, texts.blocks(a.feedback))
                for letter, a in zip(ascii_lowercase, part.answers, strict=False)
            )
            return Gap(str(place), "select", Choice(options))
        case "shortanswer":
            entry = text_entry(part.answers, part.usecase, texts, draft)
            return Gap(str(place), "text", entry) if entry else None
        case _:
            found, otherwise = numbers(part.answers, texts, draft)
            return Gap(str(place), "number", Number(found, None, otherwise)) if found else None


def _gaps(stored: Stored, text: Words, gaps: Sequence[Gap], texts: Texts, draft: Draft) -> Made | None:
    """Cut the text above the first gap off as the stem."""
    if len(gaps) > _MOST:
        draft.add("import-too-many", f"{len(gaps)} gaps", f"{_MOST} at most; split the question")
        return None
    blocks = texts.blocks(text)
    first = next((n for n, block in enumerate(blocks) if _marked((block,))), None)
    if first is None or len(_marked(blocks)) != len(gaps):
        hint = "a gap stands in a paragraph, a list, a table or a listing"
        draft.add("import-gap-place", f"a gap stands where none can be: {quoted(stored.text.text)}", hint)
        return None
    stem = blocks[:first]
    if not stem:
        name = stored.name.strip() or "…"
        draft.info("import-gap-stem", f"nothing stands above the first gap; the stem is the name {quoted(name)}")
        stem = (Paragraph(Text(plain_inline(" ".join(name.split())), "", texts.source)),)
    found = _numbered(blocks[first:])
    return "gaps", stem, Gaps(found, _with_units(found, gaps, stored))


def _with_units(blocks: Blocks, gaps: Sequence[Gap], stored: Stored) -> tuple[Gap, ...]:
    return tuple(gaps)


def _mark(place: int) -> str:
    return chr(_FIRST + place)


def _is_mark(char: str) -> bool:
    return _FIRST < ord(char) <= _FIRST + 1000


def _marked(blocks: Blocks) -> list[str]:
    """Return the gaps' marks in the texts and listings of blocks."""
    found = [char for text in iter_text(blocks) for char in text.md if _is_mark(char)]
    return found + [char for code in _codes(blocks) for char in code if _is_mark(char)]


def _codes(blocks: Blocks) -> list[str]:
    found: list[str] = []
    for block in blocks:
        if isinstance(block, CodeBlock):
            found += [part for part in block.parts if isinstance(part, str)]
        elif isinstance(block, BlockList):
            found += [code for item in block.items for code in _codes(item)]
    return found


def _write_marks(text: str) -> str:
    return "".join(f"[[{ord(char) - _FIRST}]]" if _is_mark(char) else char for char in text)


def _numbered(blocks: Blocks) -> Blocks:
    """Write `[[n]]` for the marks."""
    changed = tuple(_numbered_code(block) for block in blocks)
    return map_text(changed, lambda text: replace(text, md=_write_marks(text.md)))


def _numbered_code(block: Block) -> Block:
    if isinstance(block, CodeBlock):
        return replace(block, parts=tuple(_write_marks(p) if isinstance(p, str) else p for p in block.parts))
    if isinstance(block, BlockList):
        return replace(block, items=tuple(tuple(_numbered_code(b) for b in item) for item in block.items))
    return block


def _fields(block: Block) -> int:
    """Count the runs of five underscores in a block."""
    texts = [text.md.replace("\\_", "_") for text in iter_text(block)] + _codes((block,))
    return sum(text.count(_FIELD) - (text.count("_" * 6) if "_" * 6 in text else 0) for text in texts)


def _with_gap(block: Block) -> Block:
    def change(text: Text) -> Text:
        for field in ("\\_" * 5, _FIELD):
            if field in text.md:
                return replace(text, md=text.md.replace(field, "[[1]]", 1))
        return text

    if isinstance(block, CodeBlock):
        return replace(block, parts=tuple(p.replace(_FIELD, "[[1]]") if isinstance(p, str) else p for p in block.parts))
    return map_text(block, change)
