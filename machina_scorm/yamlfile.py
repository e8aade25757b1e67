"""YAML with positions.  Reads a file into plain values that know the line each stands on, checked by a JSON Schema."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from machina_scorm.problems import Report
from machina_scorm.source import Source

#: The JSON Schemas, which editors read as well.
SCHEMA_FOLDER = Path(__file__).resolve().parent / "schemas"

#: libyaml's parser is in PyYAML's wheels, but not everywhere where PyYAML was compiled.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value and where it stands.

    `value` is a scalar, a list of Nodes or a dict of Nodes; `raw` is a scalar as written (so `0.10` stays exact);
    `source.line` is the line on which a text begins (for a `|` block the line below the sign).
    """

    value: Any
    source: Source
    raw: str = ""
    keys: Mapping[str, Source] | None = None

    def __getitem__(self, key: str) -> Node:
        return self.value[key]  # type: ignore[no-any-return]

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def __iter__(self) -> Iterator[Node]:
        return iter(self.value)

    def get(self, key: str) -> Node | None:
        """Return the Node under `key`, or None where it is missing or null."""
        node = self.value.get(key) if isinstance(self.value, dict) else None
        return None if node is None or node.value is None else node

    def items(self, key: str) -> tuple[Node, ...]:
        """Return the list under `key` as Nodes; empty where it is missing."""
        node = self.get(key)
        return tuple(node.value) if node else ()

    def text(self, key: str, default: str = "") -> str:
        """Return the scalar under `key` as written; `default` where it is missing."""
        node = self.get(key)
        return node.raw if node else default

    def plain(self) -> Any:
        """Return the value without positions."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value


def read_yaml(text: str, source: Source, schema: str, report: Report) -> Node | None:
    """Parse `text`, which begins on line `source.line` of its file, and check it by `schemas/<schema>.schema.json`.

    Returns None where it is no YAML or breaks the schema; every reason is in `report` (rules `yaml-syntax`,
    `yaml-duplicate-key`, `yaml-empty`, `schema`).
    """
    try:
        return _read(text, source, schema, report)
    except RecursionError:
        report.add("yaml-syntax", "not YAML: lists inside lists without end", source, "is a bracket too many?")
        return None


def _read(text: str, source: Source, schema: str, report: Report) -> Node | None:
    before = len(report.errors)
    offset = max(source.line, 1)
    try:
        root = _compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = offset + (mark.line if mark else 0)
        hint = "check the indentation; a text that holds ': ' or begins with a sign goes in quotes"
        report.add("yaml-syntax", f"not YAML: {error.problem or error.context}", Source(source.path, line), hint)
        return None
    except yaml.YAMLError as error:
        report.add("yaml-syntax", f"not YAML: {error}", source, "save the file as UTF-8 text")
        return None
    if root is None:
        report.add("yaml-empty", "the file is empty", source, f"see the keys in schemas/{schema}.schema.json")
        return None
    node = _convert(root, source.path, offset, SafeConstructor(), report)
    if len(report.errors) == before:
        _validate(node, schema, report)
    return node if len(report.errors) == before else None


def _compose(text: str) -> yaml.Node | None:
    """Parse with libyaml, which is ten times as fast; what it refuses PyYAML's own parser judges, and says why.

    They differ on tabs: libyaml lets some pass.
    """
    if "\t" not in text:
        try:
            return yaml.compose(text, Loader=_LOADER)
        except yaml.YAMLError:
            pass
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _convert(node: yaml.Node, path: str, offset: int, constructor: SafeConstructor, report: Report) -> Node:
    line = node.start_mark.line
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):
            line += 1
        try:
            value = constructor.construct_object(node)
        except yaml.constructor.ConstructorError:
            value = node.value  # `=` and `<<` have a type of their own in YAML 1.1 and no value
        if not isinstance(value, str | int | float | bool | None):
            value = node.value  # a date stays the text that was written
        return Node(value, Source(path, offset + line), node.value)
    if isinstance(node, yaml.SequenceNode):
        items = [_convert(item, path, offset, constructor, report) for item in node.value]
        return Node(items, Source(path, offset + line))
    assert isinstance(node, yaml.MappingNode)
    values: dict[str, Node] = {}
    keys: dict[str, Source] = {}
    for key_node, value_node in node.value:
        where = Source(path, offset + key_node.start_mark.line)
        key = str(key_node.value)
        if key in values:
            report.add("yaml-duplicate-key", f"the key {key!r} stands twice", where, "remove one of them")
        values[key] = _convert(value_node, path, offset, constructor, report)
        keys[key] = where
    return Node(values, Source(path, offset + line), keys=keys)


@cache
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator  # costs 0.1 s; only needed when YAML is read

    path = SCHEMA_FOLDER / f"{schema}.schema.json"
    return Draft202012Validator(json.loads(path.read_text("utf-8")))


def _validate(root: Node, schema: str, report: Report) -> None:
    for error in _validator(schema).iter_errors(root.plain()):
        for leaf in _leaves(error):
            message, hint, key = _explain(leaf)
            node: Node = root
            for step in leaf.absolute_path:
                node = node.value[step]
            where = (node.keys or {}).get(key, node.source) if key else node.source
            report.add("schema", message, where, hint)


def _leaves(error: Any) -> Iterator[Any]:
    """Descend into the branch of an anyOf/oneOf that fits best; yield what really failed."""
    if error.context:
        branches: dict[int, list[Any]] = {}
        for sub in error.context:
            branches.setdefault(sub.schema_path[0], []).append(sub)
        best = min(branches.values(), key=lambda errors: (-max(len(e.absolute_path) for e in errors), len(errors)))
        for sub in best:
            yield from _leaves(sub)
    else:
        yield error


def _explain(error: Any) -> tuple[str, str, str]:
    """Return message, hint and the key to point at, in words an author knows."""
    place = ".".join(str(step) for step in error.absolute_path) or "the file"
    kind, wanted = error.validator, error.validator_value
    if kind in ("additionalProperties", "unevaluatedProperties"):
        known = sorted(error.schema.get("properties", {}))
        unknown = sorted(set(error.instance) - set(known))
        key = unknown[0] if unknown else ""
        close = difflib.get_close_matches(key, known, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(known)}"
        return f"unknown key {key!r}", hint, key
    if kind == "required":
        missing = next((key for key in wanted if key not in error.instance), "?")
        return f"{missing!r} is missing in {place}", f"add {missing}: …", ""
    if kind == "type":
        names = wanted if isinstance(wanted, str) else " or ".join(wanted)
        return f"{place} must be a {names}", f"it is {error.instance!r}"[:80], ""
    if kind in ("enum", "const"):
        choices = wanted if isinstance(wanted, list) else [wanted]
        close = difflib.get_close_matches(str(error.instance), [str(c) for c in choices], 1)
        hint = f"did you mean {close[0]!r}?" if close else f"one of: {', '.join(map(str, choices))}"
        return f"{place} cannot be {error.instance!r}", hint, ""
    if kind == "pattern":
        hint = error.schema.get("description", f"must match {wanted}")
        return f"{place} cannot be {error.instance!r}", hint, ""
    if kind == "minItems":
        return f"{place} needs at least {wanted}", f"it holds {len(error.instance)}", ""
    return f"{place}: {error.message}", error.schema.get("description", ""), ""
