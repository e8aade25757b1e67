"""What the repository promises: schemas that are named exist, catalogs are whole, the wheel takes what it needs."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import polib
import pytest
import yaml
from jsonschema import Draft202012Validator

from machina_scorm.problems import Report
from machina_scorm.project import localise_project, read_project

ROOT = Path(__file__).resolve().parent.parent
CODES = [item["code"] for item in yaml.safe_load((ROOT / "i18n/languages.yaml").read_text("utf-8"))["languages"]]
FOREIGN = [code for code in CODES if code != "en"]


@pytest.mark.parametrize("path", sorted((ROOT / "machina_scorm/schemas").glob("*.json")), ids=lambda path: path.name)
def test_every_schema_is_a_schema(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "path",
    [p for folder in ("units", "i18n", "templates/deck") for p in sorted((ROOT / folder).rglob("*.yaml"))],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_every_yaml_file_names_its_schema(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("$schema=")[2]).is_file()


@pytest.mark.parametrize("path", sorted(ROOT.glob("i18n/*/*.po")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_catalog_is_whole(path: Path) -> None:
    catalog = polib.pofile(str(path))
    assert [entry.msgid for entry in catalog.untranslated_entries()] == []
    assert [entry.msgid for entry in catalog.fuzzy_entries()] == []


@pytest.mark.parametrize("code", FOREIGN)
def test_the_course_is_translated_whole(code: str) -> None:
    project = read_project(ROOT, Report())
    assert project is not None
    for name, coverage in localise_project(project, code).coverage:
        assert (name, coverage.total.translated, coverage.withheld) == (name, coverage.total.messages, ())


@pytest.mark.parametrize("code", FOREIGN)
def test_the_wheel_takes_every_interface_catalog(code: str) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert f"i18n/{code}/ui.po" in included
    assert not any(name.endswith("lu1.po") for name in included)
