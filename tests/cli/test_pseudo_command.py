"""`machina build --lang en-XA`: in every course, only when it is named, and nothing else is touched."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from machina_scorm.cli import main
from machina_scorm.identifiers import LOCK_FILE


def machina(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def built(course: Path, *arguments: str) -> set[str]:
    result = machina("build", "--project", str(course), "--jobs", "1", *arguments)
    assert result.exit_code == 0, result.output
    index = json.loads((course / "dist/index.json").read_text("utf-8"))
    return {entry["language"] for entry in index["artefacts"]}


def test_a_pseudo_language_needs_no_entry_and_is_never_in_a_whole_build(course: Path) -> None:
    assert built(course) == {"en", "el"}
    lock = (course / LOCK_FILE).read_bytes()
    assert built(course, "--lang", "en-XA", "--format", "deck", "--format", "gift") == {"en", "el", "en-XA"}
    assert (course / LOCK_FILE).read_bytes() == lock
    made = {p.name: p.stat().st_mtime_ns for p in (course / "dist/en-XA/unit1").iterdir()}
    assert built(course) == {"en", "el", "en-XA"}  # what a whole build does not make it does not take away
    assert {p.name: p.stat().st_mtime_ns for p in (course / "dist/en-XA/unit1").iterdir()} == made


def test_packages_of_all_languages_get_pseudo_languages_only_beside_the_courses_own(course: Path) -> None:
    built(course, "--format", "scorm12-all")
    (ours,) = (course / "dist/all/unit1").iterdir()
    before = ours.read_bytes()
    built(course, "--lang", "ar-XB", "--format", "all", "--lesson", "lesson1")
    (pseudo, _) = sorted((course / "dist/all-pseudo/unit1").iterdir())
    assert b"lang/ar-XB.js" in pseudo.read_bytes()
    assert b"lang/el.js" not in pseudo.read_bytes()
    assert ours.read_bytes() == before


def test_another_language_is_still_unknown(course: Path) -> None:
    result = machina("build", "--project", str(course), "--lang", "en-XX")
    assert result.exit_code == 1
    assert "the course has no language 'en-XX'" in result.output


def test_check_names_a_label_that_does_not_fit_and_goes_on(course: Path) -> None:
    figure = course / "units/unit1/lesson1/figures/steps.svg"
    figure.write_text(figure.read_text("utf-8").replace(">Think<", ">Think it over once more<"), "utf-8")
    result = machina("check", "--project", str(course))
    assert result.exit_code == 0
    flat = " ".join(result.output.split())
    assert "the label 'Think it over once more' is" in flat
    assert "[label-overflow]" in flat
