"""machina deck inspect, machina build --template, and a template of the course's own."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from machina_scorm.cli import main

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "export"))
from university import university

THEIRS = university()


@pytest.fixture
def their(tmp_path: Path) -> Path:
    path = tmp_path / "their.pptx"
    path.write_bytes(THEIRS)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_it_says_what_a_template_offers_and_what_to_do_next(their: Path) -> None:
    result = run("deck", "inspect", their)
    assert result.exit_code == 0
    for words in (
        "their.pptx: slides 13.33 × 7.50 in (16:9)",
        "Font of the text: Marianne, measured by the widths of Arial",
        "Deux contenus – could hold: two-column",
        "Vide – could hold: nothing of ours",
        "contrast-low",
        "machina build --format deck --template",
    ):
        assert words in result.output, words
    assert their.read_bytes() == THEIRS


def test_the_map_is_drafted_and_kept_when_written_again(their: Path, tmp_path: Path) -> None:
    target = tmp_path / "their.yaml"
    assert run("deck", "inspect", their, "--map", target).exit_code == 0
    kinds = yaml.safe_load(target.read_text("utf-8"))["kinds"]
    places = {"title": 0, "left": 17, "right": 21, "footer": 14, "slide-number": 18}
    assert kinds["two-column"] == {"layout": "Deux contenus", **places}
    target.write_text(target.read_text("utf-8") + "# mine\n", "utf-8")
    run("deck", "inspect", their, "--map", target)
    assert (tmp_path / "their.yaml.bak").read_text("utf-8").endswith("# mine\n")


def test_json_holds_the_same(their: Path) -> None:
    found = json.loads(run("deck", "inspect", their, "--json").stdout)
    assert found["kinds"]["section"]["layout"] == "Titre de section" and len(found["layouts"]) == 8
    assert {p["rule"] for p in found["problems"]} >= {"template-layout-chosen", "contrast-low"}


def test_what_is_no_template_is_one_line_and_exit_1(tmp_path: Path) -> None:
    bad = tmp_path / "old.ppt"
    bad.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"))
    result = run("deck", "inspect", bad)
    assert result.exit_code == 1 and "old.ppt: the template is in the format of PowerPoint 97–2003" in result.output
    result = run("deck", "inspect", "nowhere")
    assert result.exit_code == 1 and "one of machina, plain" in result.output


def test_pictures_without_libreoffice_are_said_to_need_it(
    their: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("machina_scorm.preview.decks.find_office", lambda: None)
    result = run("deck", "inspect", their, "--pictures", tmp_path / "pictures")
    assert result.exit_code == 0 and "they need LibreOffice" in result.output
    assert not (tmp_path / "pictures").exists()


def test_check_looks_at_a_template_too(their: Path) -> None:
    empty = their.with_name("empty.potx")
    empty.write_bytes(THEIRS)
    result = run("check", empty)
    assert "template-layout-chosen" in result.output and "contrast-low" in result.output


def use_template(course: Path, name: str) -> None:
    settings = course / "units" / "course.yaml"
    said = settings.read_text("utf-8")
    assert "template: machina" in said
    settings.write_text(said.replace("template: machina", f"template: {name}"), "utf-8")


def decks(course: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (course / "dist" / "en").rglob("*.pptx")}


def test_build_takes_a_template_and_makes_the_decks_anew_only_when_it_changes(course: Path, their: Path) -> None:
    build = ("build", "--project", course, "--lang", "en", "--jobs", 1)
    assert run(*build).exit_code == 0
    ours = decks(course)
    result = run(*build, "--template", their)
    assert result.exit_code == 0 and "template-layout-chosen" in result.output
    assert decks(course) != ours
    made = json.loads(run(*build, "--template", their, "--json").stdout)["artefacts"]
    assert {a["state"] for a in made} == {"unchanged"}
    (their.with_name("their.yaml")).write_text("code-font: Consolas\n", "utf-8")
    made = json.loads(run(*build, "--template", their, "--json").stdout)["artefacts"]
    assert {a["format"] for a in made if a["state"] == "built"} == {"deck"}
    index = (course / "dist" / "index.json").read_text("utf-8")
    assert str(their.parent) not in index


@pytest.mark.parametrize("place", ["units", "templates/deck"])
def test_a_course_names_a_template_of_its_own(course: Path, place: str) -> None:
    folder = course / place
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ours.pptx").write_bytes(THEIRS)
    use_template(course, "ours")
    result = run("build", "--project", course, "--lang", "en", "--format", "deck", "--jobs", 1)
    assert result.exit_code == 0 and "ours.pptx: warning: layouts chosen" in result.output
    assert "template-layout-chosen" in run("check", "--project", course).output


def test_a_template_that_is_not_there_is_said_at_its_line(course: Path) -> None:
    use_template(course, "nowhere.pptx")
    result = run("check", "--project", course)
    assert result.exit_code == 1 and "no deck template 'nowhere.pptx'" in result.output
    assert "there are: machina, plain" in result.output


def test_a_broken_template_is_said_once_and_the_rest_is_built(course: Path) -> None:
    (course / "units" / "ours.pptx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 900)
    use_template(course, "ours.pptx")
    result = run("build", "--project", course, "--jobs", 1)
    assert result.exit_code == 1 and result.output.count("ours.pptx: the template") == 1
    assert list((course / "dist" / "en").rglob("*.scorm12.zip")) and not decks(course)
