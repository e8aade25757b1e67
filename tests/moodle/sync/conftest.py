"""A site that has the tiny course, and a course's folder that is built: made once, every test gets a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import requests
import tiny
from fake import TOKEN, Adapter, FakeSite
from roll import Roll

from machina_scorm.moodle import profile
from machina_scorm.pipeline import Request, build
from machina_scorm.problems import Report
from machina_scorm.project import read_project
from machina_scorm.starter import new_course


@pytest.fixture(scope="session")
def there(tmp_path_factory: pytest.TempPathFactory) -> FakeSite:
    return tiny.site_with(tiny.tiny(), tmp_path_factory.mktemp("there"))


@pytest.fixture
def site(there: FakeSite) -> FakeSite:
    """A Moodle 4.5 that has the tiny course."""
    return tiny.copy_of(there)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter's course in English and Greek, without slides, and what is built of it."""
    folder = tmp_path_factory.mktemp("built") / "course"
    new_course(folder, "A small course", ("el",))
    (folder / "units/unit1/lesson1/slides.md").unlink()
    project = read_project(folder, Report())
    assert project
    done = build(project, Request(formats=("scorm12", "moodle-xml"), jobs=1), folder / "dist")
    assert not any(one.state == "failed" for one in done.outcomes)
    return folder


@pytest.fixture
def roll(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Roll:
    """The course, without sites as yet."""
    made = Roll(tmp_path / "course", {})
    shutil.copytree(built, made.root)

    def session(*_: object) -> requests.Session:
        new = requests.Session()
        new.trust_env = False
        for site in made.sites.values():
            new.mount(site.url, Adapter(site))
        return new

    monkeypatch.setattr(profile, "new_session", session)
    monkeypatch.setenv("TOKEN_OF_TESTS", TOKEN)
    return made
