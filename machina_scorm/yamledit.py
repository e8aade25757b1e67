"""Change a YAML file that a person wrote: one item more, every comment and the layout as they were.

Who calls this reads the result again: what a text edit cannot do right is to be refused, not guessed.
"""

from __future__ import annotations

import yaml


def append_to_list(text: str, key: str, item: str, flow_item: str = "") -> str | None:
    """Return `text` with one item more at the end of the list under the key `key` of the file.

    `item` is YAML of one or several lines, not indented, `flow_item` the same on one line (default: `item`) for a list
    in brackets or of items in braces. Line ends stay. None where there is no such list; no error for broken YAML.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    try:
        root = yaml.compose(body, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    node = next((value for name, value in pairs if name.value == key), None)
    if not isinstance(node, yaml.SequenceNode):
        return None
    if node.flow_style:
        return mark + _in_brackets(body, node, flow_item or item)
    return mark + _below(body, node, item, flow_item or item) if node.value else None


def _in_brackets(text: str, node: yaml.SequenceNode, item: str) -> str:
    if node.value:
        place = node.value[-1].end_mark.index
        return f"{text[:place]}, {item}{text[place:]}"
    place = node.start_mark.index + 1
    return f"{text[:place]}{item}{text[place:]}"


def _below(text: str, node: yaml.SequenceNode, item: str, flow_item: str) -> str:
    last = node.value[-1]
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    dash, words = node.start_mark.column, last.start_mark.column
    written = flow_item if isinstance(last, yaml.CollectionNode) and last.flow_style else item
    first, *others = written.rstrip("\n").split("\n")
    new = [f"{' ' * dash}-{' ' * (words - dash - 1)}{first}{end}", *(f"{' ' * words}{line}{end}" for line in others)]
    place = _last_line(last) + 1
    if not lines[place - 1].endswith(("\n", "\r")):
        lines[place - 1] += end
    return "".join((*lines[:place], *new, *lines[place:]))


def _last_line(node: yaml.Node) -> int:
    """Return the number of the last line, from 0, that belongs to a node; marks of block nodes stand further down."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1])
    block_scalar = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return int(node.end_mark.line) - (1 if block_scalar else 0)
