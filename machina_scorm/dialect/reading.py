"""What the block readers hand to one another while they read one text."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from machina_scorm.dialect.assets import Assets
from machina_scorm.problems import Report
from machina_scorm.source import Source


@dataclass(slots=True)
class Reading:
    """One reading of one text: where it begins, where problems go, and the translator's note for the next block."""

    path: str
    first_line: int
    report: Report
    assets: Assets
    role: str
    kinds: frozenset[str]
    lines: tuple[str, ...] = ()
    note: str = ""
    context: str = ""

    def at(self, line: int) -> Source:
        """Return the place of a line counted from 0 in this text."""
        return Source(self.path, self.first_line + line)

    def source(self, node: SyntaxTreeNode) -> Source:
        """Return the place where a node begins."""
        return self.at(node.map[0] if node.map else 0)
