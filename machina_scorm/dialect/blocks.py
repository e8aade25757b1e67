"""Block Markdown: a file's text → Blocks, with every problem at its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from machina_scorm.dialect.assets import Assets
from machina_scorm.dialect.attributes import Attributes, is_id, split_attributes
from machina_scorm.dialect.code import code_parts
from machina_scorm.dialect.directives import read_directive
from machina_scorm.dialect.inline import read_text
from machina_scorm.dialect.reading import Reading
from machina_scorm.model.blocks import (
    Block,
    BlockList,
    Blocks,
    CodeBlock,
    Figure,
    Heading,
    MathBlock,
    Paragraph,
    Quote,
    Table,
)
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.source import Source

_REFUSED = {
    "code_block": ("code-indented", "code by indentation", "put it between ``` lines with a language"),
    "hr": ("horizontal-rule", "a horizontal rule", "leave it out; a `##` begins a new page or slide"),
    "lheading": ("heading-underlined", "a heading underlined with === or ---", "write `## Heading`"),
    "html_block": ("raw-html", "raw HTML", "write Markdown; in code put it between ``` lines"),
}
_HEADING_LEVELS = {"h3": 3, "h4": 4}


@dataclass(frozen=True, slots=True)
class RawSection:
    """A `##` of a file: its title, attributes and the blocks below it."""

    title: Text
    attributes: Attributes
    blocks: Blocks
    source: Source


def _parser() -> MarkdownIt:
    """Build the block parser. Inline rules are off: a paragraph's raw text is the message."""
    parser = MarkdownIt("commonmark").enable(["table"])
    parser.use(dollarmath_plugin, allow_labels=False)
    parser.use(container_plugin, "block", validate=lambda params, markup: True)
    return parser.disable(["inline"])


_MARKDOWN = _parser()


def split_front_matter(text: str) -> tuple[str, int, str, int]:
    """Split a file into front matter and body: (front, its first line, body, its first line), lines from 1.

    The front matter stands between a first line `---` and the next such line; without it front is "".
    """
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return "", 1, text, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "".join(lines[1:number]), 2, "".join(lines[number + 1 :]), number + 2
    return "", 1, text, 1


def parse_blocks(text: str, source: Source, report: Report, assets: Assets, role: str = "") -> Blocks:
    """Parse `text`, which begins at `source`, into Blocks; its paragraphs get `role`.

    `##` headings are refused here: a page's, slide's or section's text is parsed by parse_sections.
    """
    reading = Reading(source.path, max(source.line, 1), report, assets, role, frozenset({"admonition", "level"}))
    return _read_all(_nodes(text, reading), reading)


def parse_sections(
    text: str, source: Source, report: Report, assets: Assets, kinds: frozenset[str]
) -> tuple[Blocks, tuple[RawSection, ...]]:
    """Parse a document into what stands before the first `##` and its sections.

    `kinds` names the groups of `:::` blocks that may stand in it, of "admonition", "level", "lesson", "quiz", "slides".
    """
    reading = Reading(source.path, max(source.line, 1), report, assets, "", kinds)
    opening: list[SyntaxTreeNode] = []
    groups: list[tuple[SyntaxTreeNode, list[SyntaxTreeNode]]] = []
    for node in _nodes(text, reading):
        if node.type == "heading" and node.tag == "h2" and node.markup == "##":
            groups.append((node, []))
        else:
            (groups[-1][1] if groups else opening).append(node)
    first = _read_all(opening, reading)
    return first, tuple(_read_section(head, below, reading) for head, below in groups)


def _read_section(head: SyntaxTreeNode, below: list[SyntaxTreeNode], reading: Reading) -> RawSection:
    source = reading.source(head)
    raw, attributes = split_attributes(_content(head))
    if attributes.id and not is_id(attributes.id):
        _bad_id(attributes.id, source, reading)
    title = _text(raw, head, reading, "title")
    return RawSection(title, attributes, _read_all(below, reading), source)


def _nodes(text: str, reading: Reading) -> list[SyntaxTreeNode]:
    env: dict[str, dict[str, dict[str, list[int]]]] = {}
    tree = SyntaxTreeNode(_MARKDOWN.parse(text, env))
    for label, found in env.get("references", {}).items():
        source = reading.at(found["map"][0])
        hint = "write the address where it is used: [text](https://…)"
        reading.report.add("reference-link", f"the reference link [{label.lower()}]", source, hint)
    reading.lines = tuple(text.split("\n"))
    return tree.children


def _read_all(nodes: Iterable[SyntaxTreeNode], reading: Reading) -> Blocks:
    blocks: list[Block] = []
    for node in nodes:
        if _is_comment(node):
            _remember(node, reading)
            continue
        if node.type == "paragraph" and _content(node).startswith(": "):
            _attach_caption(node, blocks, reading)
            continue
        block = _read(node, reading)
        reading.note = reading.context = ""
        if block is not None:
            blocks.append(block)
    return tuple(blocks)


def _read(node: SyntaxTreeNode, reading: Reading) -> Block | None:
    source = reading.source(node)
    match node.type:
        case "paragraph":
            raw = _content(node)
            return _read_figure(raw, node, reading) if raw.startswith("![") else _read_paragraph(node, reading)
        case "heading" if node.markup in ("###", "####"):
            raw, attributes = split_attributes(_content(node))
            return Heading(_HEADING_LEVELS[node.tag], _text(raw, node, reading, "title"), attributes.id)
        case "heading":
            hint = "inside a text use ### or ####; ## begins a page, a slide or a section"
            underlined = set(node.markup) <= {"=", "-"}
            rule, message, hint = (
                _REFUSED["lheading"] if underlined else ("heading-level", f"a {node.markup} heading", hint)
            )
            reading.report.add(rule, f"{message} is not in the dialect", source, hint)
        case "bullet_list" | "ordered_list":
            items = tuple(_read_all(item.children, reading) for item in node.children)
            return BlockList(items, node.type == "ordered_list", int(node.attrs.get("start", 1)))
        case "blockquote":
            return Quote(_read_all(node.children, reading))
        case "table":
            return _read_table(node, reading)
        case "fence":
            return _read_fence(node, reading)
        case "math_block":
            return MathBlock(node.content.strip(), source=source)
        case "container_block":
            return read_directive(node, reading, _read_all)
        case refused if refused in _REFUSED:
            rule, message, hint = _REFUSED[refused]
            reading.report.add(rule, f"{message} is not in the dialect", source, hint)
        case other:
            reading.report.add("markdown", f"{other} is not in the dialect", source, "see docs/authoring.md")
    return None


def _read_paragraph(node: SyntaxTreeNode, reading: Reading) -> Paragraph:
    return Paragraph(_text(_content(node), node, reading, reading.role))


def _read_figure(raw: str, node: SyntaxTreeNode, reading: Reading) -> Block | None:
    """Read `![alt](file){#id}` with perhaps `: caption` on the next line."""
    source = reading.source(node)
    image_part, _, caption_part = raw.partition("\n: ")
    image_part, attributes = split_attributes(image_part)
    parsed = _image(image_part)
    if parsed is None:
        return _read_paragraph(node, reading)  # its inline check says what is wrong with it
    alt, target, title = parsed
    if title:
        reading.report.add(
            "figure-title", "a title after the file name", source, "write a line `: caption` under the figure"
        )
    if not alt.strip():
        hint = "say in the brackets what somebody who cannot see it must know"
        reading.report.add("figure-alt", f"{target} has no alternative text", source, hint)
    caption = None
    if caption_part:
        caption_raw, caption_attributes = split_attributes(caption_part)
        line = image_part.count("\n") + 1
        caption = _text(caption_raw, node, reading, "", line)
        attributes = attributes if attributes.id else caption_attributes
    _check_id(attributes, source, reading)
    image = reading.assets.image(target, source)
    if image is None:
        return None
    return Figure(image, _text(alt, node, reading, "alt"), caption, attributes.id, source)


def _image(raw: str) -> tuple[str, str, str] | None:
    """Return alt, target and title if `raw` is one image and nothing else."""
    tokens = MarkdownIt("commonmark").parseInline(raw)
    children = tokens[0].children or []
    if len(children) != 1 or children[0].type != "image":
        return None
    image = children[0]
    return image.content, str(image.attrs["src"]), str(image.attrs.get("title", ""))


def _read_table(node: SyntaxTreeNode, reading: Reading) -> Table:
    rows = [list(row.children) for part in node.children for row in part.children]
    head = tuple(_text(_content(cell), cell, reading, "table-head", fallback=node) for cell in rows[0])
    align = tuple(str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in rows[0])
    body = tuple(tuple(_text(_content(cell), cell, reading, "", fallback=node) for cell in row) for row in rows[1:])
    first = node.map[0] if node.map else 0
    for number in range(first + 2, node.map[1] if node.map else 0):
        line = reading.lines[number]
        cells = line.strip().strip("|").replace("\\|", "").count("|") + 1
        if cells != len(head):
            hint = "a | inside a cell, in code or maths too, is written \\|"
            message = f"this row has {cells} cells, the table {len(head)} columns"
            reading.report.add("table-cells", message, reading.at(number), hint)
    return Table(head, body, align, source=reading.source(node))


def _read_fence(node: SyntaxTreeNode, reading: Reading) -> CodeBlock | None:
    source = reading.source(node)
    language, attributes = split_attributes(node.info.strip())
    _check_id(attributes, source, reading)
    if not language or " " in language:
        reading.report.add("code-language", "a code block without a language", source, "write ```python or ```text")
        return None
    unknown = set(attributes.values) - {"i18n", "file"}
    if unknown:
        reading.report.add("attribute", f"unknown attribute {min(unknown)!r}", source, "known: i18n=comments, file=…")
    code = node.content.removesuffix("\n")
    if "file" in attributes.values:
        found = reading.assets.code(attributes.values["file"], source)
        if found is None:
            return None
        code = found.rstrip("\n")
    with_comments = attributes.values.get("i18n") == "comments"
    return CodeBlock(language, code_parts(code, language, source, with_comments), None, attributes.id, source)


def _attach_caption(node: SyntaxTreeNode, blocks: list[Block], reading: Reading) -> None:
    source = reading.source(node)
    raw, attributes = split_attributes(_content(node)[2:])
    _check_id(attributes, source, reading)
    last = blocks[-1] if blocks else None
    if not isinstance(last, Table | CodeBlock | MathBlock | Figure) or last.caption:
        hint = "a caption stands directly under a figure, table, code or formula"
        reading.report.add("caption-stray", "a caption with nothing above it", source, hint)
        return
    blocks[-1] = replace(last, caption=_text(raw, node, reading, ""), id=attributes.id or last.id)


def _is_comment(node: SyntaxTreeNode) -> bool:
    return (
        node.type == "html_block" and node.content.lstrip().startswith("<!--") and node.content.rstrip().endswith("-->")
    )


def _remember(node: SyntaxTreeNode, reading: Reading) -> None:
    words = " ".join(node.content.strip().removeprefix("<!--").removesuffix("-->").split())
    if words.startswith("i18n:context "):
        reading.context = words.removeprefix("i18n:context ").strip()
    elif words.startswith("i18n:"):
        reading.note = words.removeprefix("i18n:").strip()


def _content(node: SyntaxTreeNode) -> str:
    return node.children[0].content if node.children else ""


def _text(
    raw: str, node: SyntaxTreeNode, reading: Reading, role: str, line: int = 0, fallback: SyntaxTreeNode | None = None
) -> Text:
    inner = node.children[0] if node.children else node
    source = reading.source(inner if inner.map else node if node.map else fallback or node)
    source = Source(source.path, source.line + line)
    return read_text(raw, source, reading.report, role, reading.note, reading.context)


def _check_id(attributes: Attributes, source: Source, reading: Reading) -> None:
    if attributes.id and not is_id(attributes.id):
        _bad_id(attributes.id, source, reading)


def _bad_id(id_: str, source: Source, reading: Reading) -> None:
    hint = "use small Latin letters, digits and `-`, beginning with a letter"
    reading.report.add("id-bad", f"the id {id_!r}", source, hint)
