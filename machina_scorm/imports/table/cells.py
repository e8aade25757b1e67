"""One row's cells: taken by column, read as texts, numbers and flags, and quoted where they are wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from machina_scorm.dialect import Assets, parse_blocks
from machina_scorm.imports import ImportFile, quoted
from machina_scorm.imports.made import yes_value
from machina_scorm.imports.table.sheets import Cell, Row
from machina_scorm.model.blocks import Blocks, Captions, Image
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.units.questions.reading import Reader
from machina_scorm.yamlfile import Node

_RANGE = re.compile(r"\s*(\S+?)\s*(?:\.\.|…)\s*(\S+)\s*\Z")
_COMMA = re.compile(r"[+-]?\d+,\d+\Z")


@dataclass(frozen=True, slots=True)
class CellNode(Node):
    """A cell as a YAML scalar that knows its place."""

    place: str = ""


@dataclass(frozen=True, slots=True)
class NoPictures:
    """A table holds no pictures: every reference to one is reported."""

    report: Report

    def image(self, name: str, source: Source) -> Image | None:
        """Report a picture."""
        self.report.add("import-picture", f"the table has no picture {name!r}", source, "add it to quiz.yaml by hand")
        return None

    def code(self, name: str, source: Source) -> str | None:
        """Report a listing in a file."""
        self.report.add("import-code", f"the table has no file {name!r}", source, "write the code into the cell")
        return None

    def media(self, name: str, source: Source) -> bytes | None:
        """Return nothing: a question holds no film."""
        return None

    def captions(self, stem: str, source: Source) -> tuple[Captions, ...]:
        """Return nothing: a question holds no film."""
        return ()


@dataclass(frozen=True, slots=True)
class CellReader(Reader):
    """Reads cells; what is wrong is said with the cell and its text."""

    def add(self, rule: str, message: str, node: Node, hint: str) -> None:
        """Note an error at a cell, or at the row."""
        place = f"{node.place}: " if isinstance(node, CellNode) else ""
        original = node.raw if isinstance(node, CellNode) else _words(node)
        self.report.add(rule, f"{place}{message}: {quoted(original)}", node.source, hint)

    def parse(self, node: Node) -> Blocks:
        """Return the blocks of a cell; its problems get the row's number, whatever line of the cell they are on."""
        inner = Report()
        assets = NoPictures(inner) if isinstance(self.assets, NoPictures) else self.assets
        blocks = parse_blocks(node.raw, node.source, inner, assets)
        place = f"{node.place}: " if isinstance(node, CellNode) else ""
        for problem in inner.problems:
            said = f"{place}{problem.message}: {quoted(node.raw)}"
            self.report.problems.append(replace(problem, message=said, source=node.source))
        return blocks


def _words(node: Node) -> str:
    """Return the texts of a row, for a message about all of it."""
    if isinstance(node.value, dict):
        return " | ".join(filter(None, (_words(inner) for inner in node.value.values())))
    if isinstance(node.value, list):
        return " | ".join(filter(None, map(_words, node.value)))
    return node.raw


@dataclass(slots=True)
class RowCells:
    """A row's cells by column key; what is taken is noted, so that what has no use can be reported."""

    row: Row
    cells: Mapping[str, Cell]
    file: ImportFile
    report: Report
    assets: Assets | None = None
    used: set[str] = field(default_factory=set)

    @property
    def source(self) -> Source:
        """The row's place."""
        return self.file.at(self.row.number)

    def get(self, key: str) -> Cell | None:
        """Return the cell under a column and note that it is used."""
        self.used.add(key)
        return self.cells.get(key)

    def text(self, key: str) -> str:
        """Return a cell's text, "" for an empty one."""
        cell = self.get(key)
        return cell.text if cell else ""

    def node(self, key: str) -> CellNode | None:
        """Return a cell as a text."""
        cell = self.get(key)
        return None if cell is None else CellNode(cell.text, self.source, cell.text, place=cell.place)

    def number(self, key: str) -> CellNode | None:
        """Return a cell as a number; `3,14` is read, `1,000` may be either and is refused."""
        cell = self.get(key)
        if cell is None:
            return None
        return self._decimal(cell.text, cell)

    def _decimal(self, text: str, cell: Cell) -> CellNode:
        text = text.replace("−", "-").strip()
        if _COMMA.match(text) and len(text.rpartition(",")[2]) != 3:
            text = text.replace(",", ".")
        return CellNode(text, self.source, text, place=cell.place)

    def flag(self, key: str) -> CellNode | None:
        """Return a cell as a yes or no."""
        cell = self.get(key)
        if cell is None:
            return None
        value = yes_value(cell.text)
        if value is None:
            self.error("import-yes-no", cell, "neither yes nor no", "write yes or no")
        return CellNode(bool(value), self.source, cell.text, place=cell.place)

    def error(self, rule: str, cell: Cell | None, message: str, hint: str) -> None:
        """Note an error at a cell, or at the row where there is no cell."""
        original = cell.text if cell else " | ".join(c.text for c in self.cells.values())
        place = f"{cell.place}: " if cell else ""
        self.report.add(rule, f"{place}{message}: {quoted(original)}", self.source, hint)

    def range(self, cell: Cell) -> tuple[CellNode, CellNode] | None:
        """Return the ends of a range such as `4.5..5.5`, None for a single number."""
        match = _RANGE.match(cell.text)
        return (self._decimal(match[1], cell), self._decimal(match[2], cell)) if match else None

    def warn_unused(self, kind: str) -> None:
        """Report the cells that a question of this type does not have."""
        for key, cell in self.cells.items():
            if key not in self.used:
                message = f"{cell.place}: a question of type {kind} has no {key}: {quoted(cell.text)}"
                self.report.warn("import-cell-unused", message, self.source, "empty the cell, or change the type")
