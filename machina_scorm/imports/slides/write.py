"""Slides → Markdown, proved: what the reader does not read as it was meant is written plainer, at last left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from machina_scorm.dialect import plain_text
from machina_scorm.imports.inlines import plain_inline
from machina_scorm.imports.markdown import Style, write_blocks
from machina_scorm.imports.slides.losses import Losses
from machina_scorm.imports.slides.text import title_markdown
from machina_scorm.model.blocks import Blocks, Captions, Image
from machina_scorm.model.course import Slide
from machina_scorm.model.text import iter_text, map_text
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.units.slides import read_slides

_STYLE = Style(width=120)


@dataclass(frozen=True, slots=True)
class Held:
    """Assets of a text that is not written yet: the pictures in hand and no other file."""

    pictures: Mapping[str, Image]

    def image(self, name: str, source: Source) -> Image | None:
        """Return a picture by its file's name."""
        return self.pictures.get(PurePosixPath(name).name)

    def code(self, name: str, source: Source) -> str | None:
        """Return None."""

    def media(self, name: str, source: Source) -> bytes | None:
        """Return None."""

    def captions(self, stem: str, source: Source) -> tuple[Captions, ...]:
        """Return no captions."""
        return ()


def write_slide(slide: Slide, pictures: Mapping[str, Image], losses: Losses) -> tuple[str, Slide]:
    """Return a slide as Markdown and as the reader reads it, without an error."""
    for plainer in (_same, _without_markup):
        value = plainer(slide)
        text = _markdown(value)
        report = Report()
        read = read_slides(text, "slides.md", report, Held(pictures), {})
        if not report.errors and len(read) == 1 and _words(read[0]) == _words(value):
            if plainer is not _same:
                losses.changed("markup", "bold, italic, code, links and formulas of the slide came as plain words")
            return text, read[0]
    words = " · ".join(_words(slide)[1:])
    losses.gone("unreadable", f"the slide came as its title only; its words: {words}", "write it by hand")
    bare = Slide("", "content", slide.title)
    text = _markdown(bare)
    read = read_slides(text, "slides.md", Report(), Held({}), {})
    return text, read[0]


def _same(slide: Slide) -> Slide:
    return slide


def _without_markup(slide: Slide) -> Slide:
    bare = map_text(slide, lambda text: replace(text, md=plain_inline(" ".join(plain_text(text).split()))))
    return replace(bare, title=replace(slide.title, md=title_markdown(plain_text(slide.title))))


def _words(slide: Slide) -> list[str]:
    """Return what a slide says, text by text, whatever its markup."""
    return [words for text in iter_text(slide) if (words := " ".join(plain_text(text).split()))]


def _markdown(slide: Slide) -> str:
    kind = f" {{.{slide.kind}}}" if slide.kind != "content" else ""
    parts = [f"## {slide.title.md}{kind}"]
    parts += [_fenced("column", column) for column in slide.columns]
    parts += [write_blocks(slide.blocks, _STYLE)] if slide.blocks else []
    parts += [_fenced("notes", slide.notes)] if slide.notes else []
    return "\n\n".join(parts)


def _fenced(name: str, blocks: Blocks) -> str:
    return f"::: {name}\n{write_blocks(blocks, _STYLE)}\n:::"
