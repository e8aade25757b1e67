"""The shipped course, ready to be composed."""

from __future__ import annotations

from pathlib import Path

import pytest
from offering_course import read, stock

from machina_scorm.offering.compose import Composer
from machina_scorm.project import Project

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shipped_project() -> Project:
    return read(REPOSITORY)


@pytest.fixture(scope="session")
def shipped_dist(shipped_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stock(shipped_project, tmp_path_factory.mktemp("offering") / "dist")


@pytest.fixture(scope="session")
def composer(shipped_project: Project, shipped_dist: Path) -> Composer:
    return Composer(shipped_project, shipped_dist)
