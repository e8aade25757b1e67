"""`machina i18n check` and `machina i18n glossary` on a course folder."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from machina_scorm.cli import main
from machina_scorm.i18n.checks import checks
from machina_scorm.i18n.glossary import GLOSSARY_FILE
from machina_scorm.problems import Report, Severity
from machina_scorm.project import check_translations, read_project

REPOSITORY = Path(__file__).resolve().parents[2]
TBX = {"t": "urn:iso:std:iso:30042:ed-2"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["i18n", *map(str, words)])


@pytest.fixture
def greek(course: Path) -> Path:
    """The small course; of its two Greek translations one has code that its source has not, one a number."""
    assert run("update", "--project", course).exit_code == 0
    path = course / "i18n/el/unit1.po"
    said = path.read_text("utf-8")
    for source, msgstr in (("First lesson", "Το `1ο` μάθημα"), ("Who it is for.", "Για 500.")):
        said = said.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{msgstr}"')
    path.write_text(said, encoding="utf-8", newline="\n")
    return course


def test_errors_come_last_and_remarks_are_counted(greek: Path) -> None:
    result = run("check", "--project", greek)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert any(line.startswith("1 remark: untranslated") or "remarks: untranslated" in line for line in lines)
    first_error = next(n for n, line in enumerate(lines) if "code-mismatch" in line)
    warning = next(n for n, line in enumerate(lines) if "number-mismatch" in line)
    assert warning < first_error and lines[-1].startswith("el: 1 error, 1 warning")
    assert "not translated" in run("check", "--project", greek, "--all").output


def test_a_translation_too_long_for_its_slide_is_named_there(greek: Path) -> None:
    path = greek / "i18n/el/unit1.po"
    entry = 'msgctxt "title"\nmsgid "First lesson"\nmsgstr "'
    said = path.read_text("utf-8")
    start = said.index(entry) + len(entry)
    long = "πολύ μεγάλος τίτλος " * 40
    path.write_text(said[:start] + long + said[said.index('"', start) :], encoding="utf-8", newline="\n")
    result = run("check", "--project", greek, "--rule", "slide-overflow")
    assert result.exit_code == 1 and "slides.md:" in result.output and "in el" in result.output
    assert "slide-overflow" not in run("check", "--project", greek, "--unit", "course").output


def test_one_file_one_language_one_rule(greek: Path) -> None:
    only = run("check", greek / "i18n/el/unit1.po")
    assert only.exit_code == 1 and "in 1 catalog" in only.output
    assert run("check", greek / "i18n/el/course.po").exit_code == 0
    assert run("check", "--project", greek, "--unit", "course").exit_code == 0
    assert "code-mismatch" not in run("check", "--project", greek, "--rule", "number-mismatch").output
    assert run("check", "--project", greek, "--rule", "number-mismatch").exit_code == 0
    assert run("check", "--project", greek, "--rule", "number-mismatch", "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rule", "number-mismath"), "did you mean number-mismatch"),
        (("--unit", "lu9"), "there are: course"),
        (("--lang", "xx"), "its languages: en, el"),
    ],
)
def test_a_name_that_does_not_exist_is_answered_with_those_that_do(
    greek: Path, words: tuple[str, ...], said: str
) -> None:
    result = run("check", "--project", greek, *words)
    assert result.exit_code != 0 and not isinstance(result.exception, AssertionError)
    assert said in result.output + str(result.exception)


def test_a_file_of_another_place_is_refused(greek: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.po"
    other.write_text("", encoding="utf-8")
    result = run("check", "--project", greek, other)
    assert result.exit_code == 2 and "no catalog of this course" in result.output


def test_a_broken_file_is_told_with_the_other_problems(greek: Path) -> None:
    path = greek / "i18n/el/unit1.po"
    path.write_bytes(path.read_bytes() + b'\nmsgid "unfinished\n')
    result = run("check", path)
    assert result.exit_code == 1 and "po-syntax" in result.output and "code-mismatch" in result.output


def test_json_holds_everything(greek: Path) -> None:
    found = json.loads(run("check", "--project", greek, "--json").stdout)
    (language,) = found["languages"]
    assert (language["language"], language["error"], language["warning"]) == ("el", 1, 1)
    assert {"code-mismatch", "untranslated"} <= {problem["rule"] for problem in found["problems"]}


def test_the_rules_are_listed_from_the_checks() -> None:
    listed = json.loads(run("check", "--rules", "--json").stdout)
    assert {each.rule for each in checks()} <= {rule["rule"].split(",")[0] for rule in listed}
    assert all(rule["about"] for rule in listed)
    assert "duplicate-answer" in run("check", "--rules").output


def test_a_course_is_checked_without_remarks(greek: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--project", str(greek)])
    assert "code-mismatch" in result.output and "untranslated" not in result.output


def test_the_shipped_translations_have_nothing_to_mend() -> None:
    report = Report()
    project = read_project(REPOSITORY, report)
    assert project is not None
    found = [p for p in check_translations(project, chosen=checks()) if p.severity is not Severity.INFO]
    assert found == []


# The glossary in other formats


def test_the_glossary_goes_to_csv_and_back(tmp_path: Path) -> None:
    target = tmp_path / "glossary.csv"
    assert run("glossary", "--project", REPOSITORY, "--to", target, "--lang", "fr").exit_code == 0
    rows = list(csv.DictReader(target.read_text("utf-8").splitlines()))
    words = {row["source"]: row["target"] for row in rows}
    assert words["overfitting"] == "surapprentissage" and words["ML"] == "apprentissage automatique"
    assert words["PyTorch"] == "PyTorch" and len(words) == len(rows)
    comments = {row["source"]: row["developer_comments"] for row in rows}
    assert "(surajustement)" in comments["overfitting"] and "apprentissage machine" not in target.read_text("utf-8")


def test_the_glossary_goes_to_tbx_and_back(tmp_path: Path) -> None:
    target = tmp_path / "glossary.tbx"
    assert run("glossary", "--project", REPOSITORY, "--to", target).exit_code == 0
    root = etree.fromstring(target.read_bytes())
    assert root.get("type") == "TBX-Basic"
    (entry,) = root.xpath("//t:conceptEntry[@id='overfitting']", namespaces=TBX)
    sections = {each.get(LANG): each for each in entry}
    assert set(sections) == {"en", "fr", "de", "el", "ro", "it"}
    assert all(section.find("t:descrip", TBX).text for section in sections.values())
    french = {
        term.findtext("t:term", namespaces=TBX): term[2].text for term in sections["fr"].findall("t:termSec", TBX)
    }
    assert french["surapprentissage"] == "preferredTerm-admn-sts" and french["surajustement"] == "admittedTerm-admn-sts"
    before = target.read_bytes()
    run("glossary", "--project", REPOSITORY, "--to", target)
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "g.xls"), ".csv or .tbx"),
        (("--to", "g.csv"), "add --lang"),
        (("--to", "g.tbx", "--lang", "fr"), "leave --lang out"),
    ],
)
def test_a_wrong_wish_is_answered(words: tuple[str, ...], said: str) -> None:
    result = run("glossary", "--project", REPOSITORY, *words)
    assert result.exit_code == 2 and said in result.output


def test_a_course_without_a_glossary_says_so(course: Path, tmp_path: Path) -> None:
    (course / GLOSSARY_FILE).unlink(missing_ok=True)
    result = run("glossary", "--project", course, "--to", tmp_path / "g.tbx")
    assert result.exit_code == 1
