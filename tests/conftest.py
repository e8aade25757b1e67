"""What every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from pseudo_course import Made, every_kind_of_course

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


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The shipped course in both pseudo-languages and every format."""
    return Made(REPOSITORY, tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A course with every block, slide and type of question in both pseudo-languages and every format."""
    folder = every_kind_of_course(tmp_path_factory.mktemp("everything") / "course")
    return Made(folder, folder / "dist")


@pytest.fixture(params=["shipped", "everything"])
def made(request: pytest.FixtureRequest) -> Made:
    """Either of them."""
    course: Made = request.getfixturevalue(request.param)
    return course
