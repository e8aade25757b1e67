"""The `:::` blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from markdown_it.tree import SyntaxTreeNode

from machina_scorm.dialect.attributes import Attributes, is_id, split_attributes
from machina_scorm.dialect.inline import read_text
from machina_scorm.dialect.reading import Reading
from machina_scorm.model.blocks import (
    ADMONITIONS,
    LEVELS,
    Admonition,
    Block,
    Blocks,
    Column,
    LevelBlock,
    Notes,
    Paragraph,
    QuizRef,
    Refer,
    Use,
    Video,
)
from machina_scorm.model.text import Text
from machina_scorm.source import Source

ReadAll: TypeAlias = Callable[[list[SyntaxTreeNode], Reading], Blocks]

#: Every block's name → the group it belongs to; a document allows some of the groups.
DIRECTIVES = {
    **dict.fromkeys(ADMONITIONS, "admonition"),
    **dict.fromkeys(LEVELS, "level"),
    "quiz": "quiz",
    "refer": "lesson",
    "video": "video",
    "use": "slides",
    "column": "slides",
    "notes": "slides",
}


def read_directive(node: SyntaxTreeNode, reading: Reading, read_all: ReadAll) -> Block | None:
    """Read one `::: name …` block; `read_all` reads the blocks inside it."""
    source = reading.source(node)
    first_line, attributes = split_attributes(node.info.strip())
    name, _, rest = first_line.partition(" ")
    rest = rest.strip()
    last = node.map[1] - 1 if node.map else 0
    if last < len(reading.lines) and not _closes(reading.lines, node):
        hint = "end it with a line of as many colons; a block that holds another needs one colon more"
        reading.report.add("block-open", f"the block `::: {name}` is not closed", source, hint)
    if name not in DIRECTIVES or DIRECTIVES[name] not in reading.kinds:
        known = ", ".join(sorted(n for n, kind in DIRECTIVES.items() if kind in reading.kinds))
        what = "may not stand here" if name in DIRECTIVES else "is not known"
        reading.report.add("block-unknown", f"the block `::: {name}` {what}", source, f"here: {known}")
        return None
    if attributes.id and not is_id(attributes.id):
        hint = "use small Latin letters, digits and `-`, beginning with a letter"
        reading.report.add("id-bad", f"the id {attributes.id!r}", source, hint)
    return _build(name, rest, attributes, node, source, reading, read_all)


def _closes(lines: tuple[str, ...], node: SyntaxTreeNode) -> bool:
    """Tell whether a block's closing line is there: markdown-it ends an open block silently at the end of the text."""
    end = node.map[1] if node.map else 0
    return any(
        number < len(lines) and lines[number].strip().startswith(":::") and not lines[number].strip().strip(":")
        for number in (end, end - 1)
    )


def _build(
    name: str,
    rest: str,
    attributes: Attributes,
    node: SyntaxTreeNode,
    source: Source,
    reading: Reading,
    read_all: ReadAll,
) -> Block | None:
    if name in ("quiz", "refer", "use"):
        return _reference(name, rest.split(), node, source, reading)
    if name == "video":
        return _video(rest, attributes, node, source, reading, read_all)
    title = None
    if rest and name in ADMONITIONS:
        title = read_text(rest, source, reading.report, "title", reading.note)
    if rest and name not in ADMONITIONS:
        reading.report.add("block-words", f"`::: {name}` takes no words behind it", source, f"leave out {rest!r}")
    blocks = read_all(node.children, reading)
    if name in LEVELS:
        return LevelBlock(name, blocks)
    if name == "column":
        return Column(blocks)
    if name == "notes":
        return Notes(blocks)
    return Admonition(name, title, blocks)


def _reference(name: str, ids: list[str], node: SyntaxTreeNode, source: Source, reading: Reading) -> Block | None:
    if node.children:
        reading.report.add("block-words", f"`::: {name}` holds nothing", source, "name the ids on its first line")
    wrong = "needs an id" if not ids else "takes one id" if name == "use" and len(ids) > 1 else ""
    if wrong:
        reading.report.add("reference-missing", f"`::: {name}` {wrong}", source, f"::: {name} the-id")
        return None
    if name == "quiz":
        return QuizRef(tuple(ids), source)
    return Use(ids[0], source) if name == "use" else Refer(tuple(ids), source)


def _video(
    target: str,
    attributes: Attributes,
    node: SyntaxTreeNode,
    source: Source,
    reading: Reading,
    read_all: ReadAll,
) -> Block | None:
    blocks = read_all(node.children, reading)
    title = blocks[0].text if len(blocks) == 1 and isinstance(blocks[0], Paragraph) else None
    if title is None or not target:
        hint = "::: video media/loop.mp4, then one paragraph: its title"
        reading.report.add("video-title", "a video needs a file or address and a title", source, hint)
        return None
    title = Text(title.md, "title", title.source, title.note, title.context)
    if target.startswith("https://"):
        stem = attributes.values.get("captions", "")
        captions = reading.assets.captions(stem, source) if stem else ()
        if stem and not captions:
            hint = f"put {stem}.<language>.vtt or .srt into the folder of this file, for example {stem}.en.vtt"
            reading.report.warn("caption-missing", f"there are no captions {stem}", source, hint)
        return Video(title, url=target, captions=captions, id=attributes.id, source=source)
    if "://" in target:
        reading.report.add("video-address", f"the address {target!r}", source, "use https://… or a file of the lesson")
        return None
    data = reading.assets.media(target, source)
    if data is None:
        return None
    captions = reading.assets.captions(target.rpartition(".")[0], source)
    name = target.rpartition("/")[2]
    return Video(title, name=name, data=data, captions=captions, id=attributes.id, source=source)
