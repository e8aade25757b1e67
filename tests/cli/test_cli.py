"""The commands as a user types them: output, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from machina_scorm import __version__, cli
from machina_scorm.cli import COMMANDS, deck, i18n, main


def machina(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_help_names_every_command() -> None:
    result = machina("--help")
    assert result.exit_code == 0
    for command in ("build", "check", "stats", "new", "i18n"):
        assert command in result.output
    assert machina("--version").output.strip().endswith(__version__)


def test_wrong_usage_is_exit_2(course: Path) -> None:
    assert machina("bild").exit_code == 2
    assert machina("build", "--jobs", "many").exit_code == 2
    assert machina("new", "course").exit_code == 2


def test_build_says_what_it_made(course: Path) -> None:
    result = machina("build", "--project", course, "--lang", "en", "--jobs", 1)
    assert result.exit_code == 0, result.output
    for words in ("SCORM 1.2", "PowerPoint", "GIFT", "Moodle XML", "index.json"):
        assert words in result.stdout
    again = machina("build", "--project", course, "--lang", "en", "--jobs", 1)
    assert "unchanged" in again.stdout


def test_build_prints_json(course: Path) -> None:
    result = machina("build", "--project", course, "--jobs", 1, "--json")
    value = json.loads(result.stdout)
    assert {artefact["state"] for artefact in value["artefacts"]} == {"built"}
    assert all(a["seconds"] > 0 for a in value["artefacts"] if a["format"] in ("scorm12", "deck"))
    assert value["coverage"]["el"]["unit1"]["translated"] == 0
    assert value["coverage"]["en"]["unit1"]["translated"] == value["coverage"]["en"]["unit1"]["messages"]


def test_build_of_broken_sources_builds_nothing_and_lists_everything(course: Path) -> None:
    machina("build", "--project", course, "--jobs", 1)
    before = {path: path.read_bytes() for path in (course / "dist").rglob("*") if path.is_file()}
    slides = course / "units/unit1/lesson1/slides.md"
    slides.write_text(slides.read_text("utf-8").replace("{.figure}", "{.figur}"), encoding="utf-8")
    (course / "units/unit1/lesson1/figures/steps.svg").write_text("<svg", encoding="utf-8")
    result = machina("build", "--project", course)
    assert result.exit_code == 1
    assert "units/unit1/lesson1/slides.md:" in result.stderr
    assert "[svg-syntax]" in result.stderr
    assert "Nothing was built" in result.stderr
    assert {path: path.read_bytes() for path in (course / "dist").rglob("*") if path.is_file()} == before
    as_json = machina("build", "--project", course, "--json")
    assert as_json.exit_code == 1
    assert {problem["rule"] for problem in json.loads(as_json.stdout)["problems"]} >= {"svg-syntax", "slide-kind"}


def test_an_unknown_name_is_one_line(course: Path) -> None:
    result = machina("build", "--project", course, "--lang", "xx")
    assert result.exit_code == 1
    assert result.stderr.startswith("machina: ")
    assert "xx" in result.stderr


def test_check(course: Path) -> None:
    assert machina("check", "--project", course).exit_code == 0
    (course / "units/unit1/unit.yaml").write_text("title: [\n", encoding="utf-8")
    result = machina("check", "--project", course)
    assert result.exit_code == 1
    assert "units/unit1/unit.yaml:" in result.stderr
    assert "—" in result.stderr
    problems = json.loads(machina("check", "--project", course, "--json").stdout)["problems"]
    assert [problem["rule"] for problem in problems] == ["yaml-syntax"]


def test_stats(course: Path) -> None:
    result = machina("stats", "--project", course)
    assert result.exit_code == 0
    assert "unit1/lesson1" in result.stdout
    value = json.loads(machina("stats", "--project", course, "--json").stdout)
    assert value["course"]["lessons"] == 1
    assert value["course"]["questions"] == {"single": 1, "true-false": 1}
    assert (value["course"]["slides"], value["course"]["figures"]) == (5, 1)
    (unit,) = value["units"]
    assert (unit["open_questions"], unit["cases"], unit["exercises"]) == (1, 1, 1)
    assert value["coverage"]["el"]["unit1"]["translated_words"] == 0


def test_new_course_builds_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machina("new", "course", tmp_path / "c", "--title", 'A: "b" $x$', "--lang", "fr").exit_code == 0
    monkeypatch.chdir(tmp_path / "c" / "units")
    result = machina("build", "--jobs", 1)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "c/dist/fr/unit1/unit1-lesson1.pptx").is_file()


def test_new_course_writes_over_nothing(course: Path) -> None:
    result = machina("new", "course", course)
    assert result.exit_code == 1
    assert "not empty" in result.stderr


def test_new_lesson_is_listed_and_builds(course: Path) -> None:
    result = machina("new", "lesson", "unit1/lesson2", "--title", "Second", "--project", course)
    assert result.exit_code == 0, result.output
    assert "units/unit1/lesson2/lesson.md" in result.stdout
    assert machina("check", "--project", course).exit_code == 0
    assert machina("new", "lesson", "unit1/lesson2", "--project", course).exit_code == 1
    assert machina("new", "lesson", "Unit1/Lesson", "--project", course).exit_code == 1
    assert machina("new", "lesson", "unit9/lesson", "--project", course).exit_code == 1


def test_without_a_course_the_message_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = machina("build")
    assert result.exit_code == 1
    assert "machina new course" in result.stderr


def test_i18n_update_makes_catalogs_and_changes_nothing_the_second_time(course: Path) -> None:
    result = machina("i18n", "update", "--project", course)
    assert result.exit_code == 0, result.output
    assert (course / "i18n/el/unit1.po").is_file()
    assert (course / "i18n/templates/unit1.pot").is_file()
    assert machina("i18n", "update", "--project", course, "--dry-run").exit_code == 0


def test_the_new_course_brings_the_schemas_that_its_files_name(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    machina("new", "course", folder)
    machina("new", "lesson", "unit1/lesson2", "--project", folder)
    named = 0
    for path in folder.rglob("*.yaml"):
        first = path.read_text("utf-8").splitlines()[0]
        _, _, schema = first.partition("$schema=")
        if schema:
            named += 1
            assert (path.parent / schema).is_file(), path
    assert named == 4


_GROUPS = [(COMMANDS, "cli"), (i18n.COMMANDS, "cli/i18n"), (deck.COMMANDS, "cli/deck")]


@pytest.mark.parametrize(("table", "folder"), _GROUPS)
def test_every_command_in_a_list_is_there_and_every_file_of_a_command_is_listed(
    table: dict[str, tuple[str, str]], folder: str
) -> None:
    group = tuple(folder.split("/")[1:])
    assert machina(*group, "--help").exit_code == 0
    for name in table:
        assert machina(*group, name, "--help").exit_code == 0, name
    listed = {path.partition(":")[0].rpartition(".")[2] for path, _ in table.values()}
    home = Path(cli.__file__).parents[1] / folder
    groups = {path.parent.name for path in home.glob("*/__init__.py")}
    files = {path.stem for path in home.glob("*.py")} - {"__init__", "console", "lazy"}
    assert files | groups == listed


def test_help_waits_for_no_library() -> None:
    code = "import sys, machina_scorm.cli as c; c.main(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {name for name in ("pptx", "lxml", "markdown_it", "jsonschema") if f"'{name}'" in result.stdout}
