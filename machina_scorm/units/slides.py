"""slides.md: one `##` per slide, with an explicit kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from machina_scorm.dialect import Assets, RawSection, parse_sections, plain_text, split_front_matter
from machina_scorm.model.blocks import (
    Admonition,
    Block,
    BlockList,
    Blocks,
    CodeBlock,
    Column,
    Figure,
    LevelBlock,
    MathBlock,
    Notes,
    Paragraph,
    QuizRef,
    Quote,
    Table,
    Use,
    Video,
)
from machina_scorm.model.course import SLIDE_KINDS, Page, Slide
from machina_scorm.problems import Report
from machina_scorm.source import Source

KINDS = frozenset({"admonition", "level", "quiz", "slides", "video"})
_TEXT = (Paragraph, BlockList, MathBlock, Admonition, LevelBlock, Quote)

#: Slide kind → what its blocks may be, and how many of which kind it must hold.
_HOLDS: Mapping[str, tuple[type, ...]] = {
    "title": (Paragraph,),
    "section": (Paragraph,),
    "content": (*_TEXT, Video, QuizRef),
    "two-column": (),
    "figure": (Figure, Paragraph),
    "table": (Table, Paragraph),
    "code": (CodeBlock, Paragraph),
    "closing": (Paragraph, BlockList),
}
_NEEDS: Mapping[str, type] = {"figure": Figure, "table": Table, "code": CodeBlock}
_COLUMN = (*_TEXT, Table, Figure)


def usable_blocks(pages: tuple[Page, ...]) -> dict[str, Block]:
    """Return every figure, table, code block and formula of the pages that has an id, by id."""
    found: dict[str, Block] = {}
    for page in pages:
        for block in walk_blocks(page.blocks):
            if isinstance(block, Figure | Table | CodeBlock | MathBlock | Video) and block.id:
                found[block.id] = block
    return found


def walk_blocks(blocks: Blocks) -> list[Block]:
    """Return the blocks and all blocks inside them, in document order."""
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        match block:
            case Quote(inner) | Admonition(_, _, inner) | LevelBlock(_, inner) | Column(inner) | Notes(inner):
                found += walk_blocks(inner)
            case BlockList(items):
                for item in items:
                    found += walk_blocks(item)
    return found


def read_slides(text: str, path: str, report: Report, assets: Assets, usable: Mapping[str, Block]) -> tuple[Slide, ...]:
    """Read slides.md; `usable` are the lesson's blocks that `::: use` may name.

    Rules: those of the dialect, `slide-kind`, `slide-title`, `slide-title-duplicate`, `slide-content`, `slide-empty`,
    `use-unknown`.
    """
    front, _, body, line = split_front_matter(text)
    if front.strip():
        report.add("front-matter", "slides.md has no front matter", Source(path, 1), "the lesson's stands in lesson.md")
    opening, sections = parse_sections(body, Source(path, line), report, assets, KINDS)
    if opening:
        report.add("slide-content", "text before the first slide", Source(path, line), "begin with `## Title {.title}`")
    slides = tuple(_read_slide(n, section, report, usable) for n, section in enumerate(sections, start=1))
    _check_titles(slides, report)
    return slides


def _read_slide(number: int, section: RawSection, report: Report, usable: Mapping[str, Block]) -> Slide:
    kinds = section.attributes.classes
    kind = kinds[0] if kinds else "content"
    if kind not in SLIDE_KINDS or len(kinds) > 1:
        hint = f"one of: {', '.join('.' + k for k in SLIDE_KINDS)}"
        report.add("slide-kind", f"unknown kind of slide .{kinds[-1]}", section.source, hint)
        kind = "content"
    blocks = tuple(_resolve(block, usable, report) for block in section.blocks)
    notes = tuple(b for block in blocks if isinstance(block, Notes) for b in block.blocks)
    columns = tuple(block.blocks for block in blocks if isinstance(block, Column))
    rest = tuple(block for block in blocks if not isinstance(block, Notes | Column))
    _check_content(kind, rest, columns, section.source, report)
    return Slide(section.attributes.id or f"s{number}", kind, section.title, rest, columns, notes, section.source)


def _resolve(block: Block, usable: Mapping[str, Block], report: Report) -> Block:
    if isinstance(block, Use):
        folder = block.source.path.rpartition("/")[0]
        if block.id not in usable and not report.spoils(f"{folder}/lesson.md", f"{folder}/figures/"):
            hint = f"the lesson has: {', '.join(sorted(usable)) or 'no figure, table, code or formula with an id'}"
            report.add("use-unknown", f"nothing in the lesson has the id {block.id!r}", block.source, hint)
        return usable.get(block.id, block)
    if isinstance(block, Column | LevelBlock | Admonition):
        return replace(block, blocks=tuple(_resolve(inner, usable, report) for inner in block.blocks))
    return block


def _check_content(kind: str, blocks: Blocks, columns: tuple[Blocks, ...], source: Source, report: Report) -> None:
    if kind == "two-column":
        if len(columns) != 2:
            message = f"a two-column slide has {len(columns)} columns"
            report.add("slide-content", message, source, "write two `::: column` blocks, and notes")
        for block in (b for column in columns for b in column):
            if not isinstance(block, (*_COLUMN, Use)):
                _report_block(kind, block, _COLUMN, source, report)
    elif columns:
        report.add("slide-content", "columns on a slide of one column", source, "mark the slide {.two-column}")
    for block in blocks:
        if not isinstance(block, (*_HOLDS[kind], Use)):
            _report_block(kind, block, _HOLDS[kind], source, report)
    if kind not in ("title", "section", "closing") and not blocks and not any(columns):
        hint = "give it text, make it a {.section} slide, or leave it out"
        report.warn("slide-empty", "the slide has nothing but its title", source, hint)
    asked = [block for block in blocks if isinstance(block, QuizRef)]
    if asked and (len(blocks) > 1 or len(asked[0].ids) > 1):
        hint = "one question a slide, and only the notes beside it: the answer gets a slide of its own"
        report.add("slide-content", "a question does not stand alone on its slide", source, hint)
    needed = _NEEDS.get(kind)
    unresolved = any(isinstance(block, Use) for block in blocks)
    count = sum(isinstance(block, needed) for block in blocks) if needed else 1
    if count != 1 and not unresolved:
        what = needed.__name__.lower() if needed else kind
        message = f"a .{kind} slide holds one {what}, this one {count}"
        report.add("slide-content", message, source, "one per slide, written here or by `::: use id`")
    if kind in ("title", "section", "figure", "table", "code"):
        paragraphs = sum(isinstance(block, Paragraph) for block in blocks)
        if paragraphs > 1:
            message = f"a .{kind} slide holds at most one paragraph, this one {paragraphs}"
            report.add("slide-content", message, source, "move the rest to the notes or to another slide")


def _report_block(kind: str, block: Block, allowed: tuple[type, ...], source: Source, report: Report) -> None:
    names = ", ".join(sorted(cls.__name__ for cls in allowed)) or "only columns and notes"
    report.add("slide-content", f"a .{kind} slide cannot hold a {type(block).__name__}", source, f"it holds: {names}")


def _check_titles(slides: tuple[Slide, ...], report: Report) -> None:
    seen: dict[str, Source] = {}
    ids: dict[str, Source] = {}
    for slide in slides:
        title = plain_text(slide.title).strip()
        if not title:
            hint = "a title tells a screen reader where it is"
            report.add("slide-title", "the slide has no title", slide.source, hint)
        elif title in seen:
            hint = f"the other is at {seen[title]}"
            report.add("slide-title-duplicate", f"two slides are called {title!r}", slide.source, hint)
        if slide.id in ids:
            hint = f"the other is at {ids[slide.id]}"
            report.add("slide-id-duplicate", f"the slide id {slide.id!r} stands twice", slide.source, hint)
        seen.setdefault(title, slide.source)
        ids.setdefault(slide.id, slide.source)
