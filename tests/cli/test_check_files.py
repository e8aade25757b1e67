"""machina check with files: what it prints, what it writes, how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from packages import manifest, page, peer12, zipped

from machina_scorm.cli import main


def machina(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.zip").write_bytes(zipped(peer12()))
    files = peer12()
    manifest('default="org"', 'default="no"')(files)
    page(' lang="el"', "")(files)
    (tmp_path / "bad.zip").write_bytes(zipped(files))
    (tmp_path / "deck.pptx").write_bytes(b"no deck")
    (tmp_path / "bank.gift.txt").write_text("::A::B? {=C ~D}\n", encoding="utf-8")
    (tmp_path / "bank.xml").write_text("<quiz/>", encoding="utf-8")
    (tmp_path / "notes.md").write_text("not ours to check", encoding="utf-8")
    return tmp_path


def test_a_sound_package_is_exit_0_and_a_broken_one_1(folder: Path) -> None:
    good = machina("check", folder / "good.zip")
    assert (good.exit_code, good.stdout) == (0, "good.zip (SCORM 1.2): Accepted: no errors and no warnings.\n")
    bad = machina("check", folder / "good.zip", folder / "bad.zip")
    assert bad.exit_code == 1
    assert "Do not use it yet: 1 error to mend." in bad.stdout
    lines = [line for line in bad.stderr.splitlines() if line.startswith("bad.zip")]
    assert lines[0].endswith("[organization-default]")  # errors first
    assert "bad.zip/imsmanifest.xml:5:" in lines[0]


def test_decks_and_banks_by_their_endings(folder: Path) -> None:
    result = machina("check", folder / "deck.pptx", folder / "bank.gift.txt", folder / "bank.xml")
    assert result.exit_code == 1
    assert "[deck-unreadable]" in result.stderr
    assert "[xml-empty]" in result.stderr
    assert "bank.gift.txt (GIFT questions): Usable: no errors" in result.stdout


def test_a_folder_is_everything_in_it(folder: Path) -> None:
    value = json.loads(machina("check", folder, "--json").stdout)
    assert [file["name"] for file in value["files"]] == [
        "bad.zip",
        "bank.gift.txt",
        "bank.xml",
        "deck.pptx",
        "good.zip",
    ]
    assert value["files"][4]["verdict"] == "accept"
    assert {"organization-default", "xml-empty"} <= {problem["rule"] for problem in value["problems"]}


def test_wrong_usage_is_exit_2(folder: Path) -> None:
    assert machina("check", folder / "nothing.zip").exit_code == 2
    unknown = machina("check", folder / "notes.md")
    assert unknown.exit_code == 2
    assert "only .zip, .pptx" in unknown.stderr
    (folder / "empty").mkdir()
    assert machina("check", folder / "empty").exit_code == 2
    assert machina("check", "--html", folder / "r.html").exit_code == 2
    assert machina("check", folder / "good.zip", "--schemas", folder / "no").exit_code == 2


def test_the_report_is_written(folder: Path) -> None:
    result = machina("check", folder, "--html", folder / "out/report.html")
    assert result.exit_code == 1
    report = (folder / "out/report.html").read_text("utf-8")
    assert "Report on 5 files" in report
    assert "good.zip" in report


def test_a_folder_without_the_schemas_is_said(folder: Path) -> None:
    result = machina("check", folder / "good.zip", "--schemas", folder)
    assert result.exit_code == 1
    assert "[schemas-missing]" in result.stderr


def test_a_lock_above_the_package_is_asked(folder: Path) -> None:
    lock = [{"package": "u/l:scorm12", "kind": "manifest", "id": "peer"}]
    lock.append({"package": "u/l:scorm12", "kind": "item", "id": "gone"})
    (folder / "identifiers.lock").write_text("\n".join(map(json.dumps, lock)), encoding="utf-8")
    (folder / "dist/el").mkdir(parents=True)
    (folder / "good.zip").rename(folder / "dist/el/good.zip")
    result = machina("check", folder / "dist/el/good.zip")
    assert result.exit_code == 1
    assert "item gone was published in u/l:scorm12" in result.stderr


def test_what_a_course_builds_is_accepted_also_with_schema_files_inside(course: Path, tmp_path: Path) -> None:
    schemas = tmp_path / "schemas"
    for name in ("scorm12", "scorm2004-4e"):
        (schemas / name / "original/common").mkdir(parents=True)
        (schemas / name / "original/common/a.xsd").write_text("<x/>", encoding="utf-8")
    arguments = ("--project", course, "--lang", "en", "--format", "scorm12", "--format", "scorm2004")
    built = machina("build", *arguments, "--schemas", schemas)
    assert built.exit_code == 0, built.output
    value = json.loads(machina("check", course / "dist", "--json").stdout)
    assert [file["verdict"] for file in value["files"]] == ["accept", "accept"]
    assert all("common/a.xsd" in {entry["name"] for entry in file["files"]} for file in value["files"])
    again = json.loads(machina("build", *arguments, "--json").stdout)
    assert {artefact["state"] for artefact in again["artefacts"]} == {"built"}  # without the schemas it is another file
    missing = machina("build", *arguments, "--schemas", course)
    assert missing.exit_code == 1
    assert "no schema files" in missing.stderr
