"""What every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from machina_scorm.starter import new_course

# A slow machine is no failure: speed is what `make bench` prints.
settings.register_profile("machina", deadline=None)
settings.load_profile("machina")

REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="Write what the code makes as the new expected files.")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """True if expected files are to be written instead of compared."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small course, made anew by the starter: English with Greek."""
    folder = tmp_path / "course"
    new_course(folder, "A small course", ("el",))
    return folder
