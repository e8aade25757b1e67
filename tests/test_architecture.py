"""The house rules that a machine can check: import directions, file sizes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "machina_scorm"

#: Lowest first. Rooms of one rank do not import each other.
RANKS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "source", "registry", "resources"}),
    frozenset({"problems", "templating"}),
    frozenset({"model"}),
    frozenset({"dialect", "yamlfile", "yamledit", "captions"}),
    frozenset({"units", "i18n", "render", "package", "presentation"}),
    frozenset({"export"}),
    frozenset({"check"}),
    frozenset({"moodle", "imports"}),
    frozenset(
        {
            "project",
            "store",
            "toolkit",
            "starter",
            "banks",
            "decks",
            "identifiers",
            "catalogs",
            "partner",
            "exchange",
            "publishing",
            "readback",
            "libreoffice",
            "deployment",
            "handover",
            "offering",
        }
    ),
    frozenset({"pipeline", "statistics", "translations", "handouts", "rollout"}),
    frozenset({"preview"}),
    frozenset({"cli"}),
)
#: `store` and `toolkit` are leaves that the pipeline alone needs; they may see the lower ranks like `project`.
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def rank_of(room: str) -> int:
    return next((number for number, rooms in enumerate(RANKS) if room in rooms), -1)


def imports_of(path: Path) -> set[str]:
    """Return the rooms that a module imports, those under TYPE_CHECKING left out."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node not in typing_only:
            parts = node.module.split(".")
            if parts[0] == "machina_scorm":
                found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names} - {"__version__"}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    assert rank_of(room) >= 0, f"{room} has no rank in this test"
    for other in imports_of(path) - {room}:
        allowed = rank_of(other) < rank_of(room) or (rank_of(room) == rank_of(other) and rank_of(room) in (8, 9))
        assert allowed, f"{path.name} imports {other}, which is not below {room}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_are_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_nothing_but_the_dialect_imports_markdown_it() -> None:
    users = {room_of(path) for path in MODULES if "markdown_it" in path.read_text("utf-8")}
    assert users == {"dialect"}
