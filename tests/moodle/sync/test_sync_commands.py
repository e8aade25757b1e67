"""machina moodle plan and apply: as somebody types them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from fake import TOKEN, Faults
from fake.kind_course import make_course
from fake.people import Learner, Teacher
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from roll import Roll

from machina_scorm.cli import main
from machina_scorm.cli.moodle.showing import shown
from machina_scorm.moodle.sync.report import results_junit
from machina_scorm.moodle.sync.results import SiteResult, StepResult

COURSE = "mx:my-course/unit1@en"


def _key(teacher: Teacher, modname: str) -> str:
    return next(
        one.key for one in teacher.site.table.values() if one.courseid == teacher.courseid and one.modname == modname
    )


def test_from_nothing_to_no_changes(roll: Roll) -> None:
    one, two = roll.add("alpha"), roll.add("beta", qbankmode="module")
    said = roll.plan("--all", "--detailed-exitcode", code=2)
    assert "new course" in said and "2 question categories" in said and "2 sites: 78 to make" in said
    assert "Next: machina moodle apply\n" in said and one.writes == two.writes == 0
    said = roll.apply()
    assert "✓ alpha" in said and "Everything is as planned" in said
    assert {len(site.courses) for site in (one, two)} == {2}
    before = len(one.calls), len(two.calls)
    said = roll.plan("--all", "--detailed-exitcode")
    assert "No changes, every site" in said and "Next" not in said
    assert (len(one.calls) - before[0], len(two.calls) - before[1]) == (3, 3)  # the site, and each course
    assert "Nothing to do" in roll.apply()


def test_it_asks_once_and_takes_no_for_an_answer(roll: Roll) -> None:
    site = roll.add("alpha")
    roll.plan("alpha")
    said = roll.run("apply", typed="n\n", code=1)
    assert said.count("Apply?") == 1 and "38 to make" in said and site.writes == 0
    roll.run("apply", "--resume", typed="n\n", code=1)  # nothing has begun, so it was not asked for
    assert site.writes == 0
    roll.run("apply", typed="y\n")
    assert site.writes == 38
    assert "Apply?" not in roll.run("apply", "--resume")


def test_a_plan_elsewhere_and_only_one_site_of_it(roll: Roll, tmp_path: Path) -> None:
    one, two = roll.add("alpha"), roll.add("beta")
    path = tmp_path / "of mine.json"
    assert f"Next: machina moodle apply {path}" in roll.plan("--all", "--out", str(path))
    roll.apply(str(path), "--site", "beta")
    assert (one.writes, two.writes) == (0, 38)
    assert "the plan has no site 'gamma'" in roll.apply(str(path), "--site", "gamma", code=1)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["plan"], 2, "say which"),
        (["plan", "nosuch"], 1, "there is no site 'nosuch'"),
        (["plan", "../alpha"], 1, "there is no site"),
        (["plan", "--group", "none"], 2, "group"),
        (["plan", "--all", "--on-drift", "ask"], 2, "Invalid value"),
        (["plan", "--all", "--jobs", "0"], 2, "Invalid value"),
        (["apply"], 1, "machina moodle plan"),
        (["apply", "none.json"], 1, "cannot be read"),
    ],
)
def test_mistakes(roll: Roll, words: list[str], code: int, says: str) -> None:
    roll.add("alpha")
    said = roll.run(*words, *(["--no-build"] if words[0] == "plan" else []), code=code)
    assert says in said and "Traceback" not in said


def test_json_for_programs(roll: Roll, tmp_path: Path) -> None:
    roll.add("alpha")
    roll.add("down").faults = Faults().every("404")
    value = roll.json("plan", "--no-build", "--all", code=1)
    assert [one["site"] for one in value["sites"]] == ["alpha", "down"]
    assert value["sites"][0]["counts"] == {"make": 38, "change": 0, "retire": 0, "unchanged": 0}
    assert "web service" in value["sites"][1]["error"] and len(value["checksum"]) == 64
    done = roll.json("apply", "--yes", "--report", str(tmp_path / "r.json"), "--junit", str(tmp_path / "r.xml"))
    assert done["good"] and done == json.loads((tmp_path / "r.json").read_text())
    assert {step["status"] for step in done["sites"][0]["steps"]} == {"created"}
    root = etree.parse(tmp_path / "r.xml").getroot()
    assert (
        root[0].attrib["tests"] == "38" == str(len(root[0])) and root[0].get("failures") == root[0].get("errors") == "0"
    )


def test_reports_are_written_where_nothing_is_to_be_done(roll: Roll, tmp_path: Path) -> None:
    roll.add("alpha")
    roll.plan("alpha")
    roll.apply()
    roll.plan("alpha")
    done = roll.json("apply", "--yes", "--report", str(tmp_path / "r.json"), "--junit", str(tmp_path / "r.xml"))
    assert done["good"] and done["sites"] == []
    assert etree.parse(tmp_path / "r.xml").getroot().tag == "testsuites" and (tmp_path / "r.json").is_file()


def test_a_site_that_fails_does_not_stop_the_others(roll: Roll, tmp_path: Path) -> None:
    good, bad, changed = roll.add("alpha"), roll.add("beta"), roll.add("gamma")
    roll.plan("--all")
    bad.faults = Faults().since(6, "token")
    make_course(changed, {"fullname": "Theirs", "shortname": "x", "idnumber": COURSE})
    said = roll.apply("--junit", str(tmp_path / "r.xml"), code=1)
    assert good.writes == 38 and changed.writes == 0
    assert "✓ alpha" in said and "✗ beta" in said and "✗ gamma" in said
    assert "not the project's" in said and "apply --resume" in said
    suites = {suite.get("name"): suite for suite in etree.parse(tmp_path / "r.xml").getroot()}
    assert suites["beta"].get("errors") == "1" and int(suites["beta"].get("skipped")) > 30
    assert suites["gamma"].get("errors") == "1" and suites["gamma"].get("tests") == "1"
    bad.faults = Faults()
    said = roll.apply("--resume", "--site", "beta")
    assert bad.writes == 38 and "Everything is as planned" in said


def test_canaries_come_first_and_stop_the_others(roll: Roll) -> None:
    first, others = roll.add("zeta", "canary: true\n"), [roll.add("alpha"), roll.add("beta")]
    roll.plan("--all")
    first.faults = Faults().since(8, "token")
    said = roll.apply(code=1)
    assert "canary" in said and all(site.counts["local_machina_get_site"] == 1 for site in others)
    first.faults = Faults()
    roll.apply("--resume")
    assert all(site.writes == 38 for site in (first, *others))


def test_a_read_only_site_is_left_out_or_refused(roll: Roll) -> None:
    closed, site = roll.add("closed", "read_only: true\n"), roll.add("alpha")
    roll.plan("--all")
    assert "closed: left out" in roll.apply()
    assert (closed.writes, site.writes) == (0, 38)
    assert "closed is read_only" in roll.apply("--site", "closed", code=1) and closed.writes == 0


def test_no_token_goes_to_another_address(roll: Roll) -> None:
    roll.add("alpha")
    roll.plan("alpha")
    other = roll.add("elsewhere")
    path = roll.root / "moodle/sites/alpha.yaml"
    path.write_text(path.read_text().replace("alpha.example", "elsewhere.example"))
    said = roll.apply(code=1)
    assert "the plan was made for https://alpha.example.org" in said and not other.calls
    path.unlink()
    assert "there is no site 'alpha'" in roll.apply(code=1)


def test_an_edited_plan_is_refused(roll: Roll) -> None:
    site = roll.add("alpha")
    roll.plan("alpha")
    path = roll.root / ".machina/moodle/plan.json"
    path.write_text(path.read_text().replace("Introduction", "Introductiom", 1))
    assert "edited" in roll.apply(code=1) and site.writes == 0


def test_many_changes_need_a_word(roll: Roll) -> None:
    site = roll.add("alpha")
    roll.plan("alpha")
    roll.apply()
    path = roll.root / "moodle/sites/alpha.yaml"
    path.write_text(path.read_text() + "owned: {order: false}\nthresholds: {updates: 0}\npass_grade: 90\n")
    assert "--allow-many" in roll.plan("alpha")
    before = site.writes
    said = roll.apply(code=1)
    assert "changes very much" in said and site.writes == before
    roll.apply("--allow-many")
    assert site.writes > before


def test_deletions_are_counted(roll: Roll) -> None:
    site = roll.add("alpha", "thresholds: {deletions: 100, updates: 100}\n")
    roll.plan("alpha")
    roll.apply()
    Learner(site, COURSE).attempt_quiz(_key(Teacher(site, COURSE), "quiz"))
    path = roll.root / "moodle/sites/alpha.yaml"
    path.write_text(path.read_text() + "parts: {quiz: false, slides: false}\n")
    assert "orphan" in roll.plan("alpha")
    said = roll.plan("alpha", "--prune", "delete")
    assert "delete" in said and "1 attempt of learners, which would be lost" in said
    said = roll.apply(code=2)
    number = int(said.split("--confirm-deletions ")[1].split()[0])
    assert f"{number} items will be deleted, and with them 1 attempt" in said
    roll.apply("--confirm-deletions", str(number + 1), code=2)
    roll.run("apply", typed="y\n", code=1)
    roll.apply("--confirm-deletions", str(number))
    assert "No changes" in roll.plan("alpha", "--prune", "delete")
    assert "quiz" not in [one.modname for one in site.activities()]


def test_only_courses_of_one_language_or_unit(roll: Roll) -> None:
    site = roll.add("alpha")
    assert "@en" not in roll.plan("alpha", "--lang", "el")
    roll.apply()
    assert len(site.courses) == 1
    assert "no changes" in roll.plan("alpha", "--lang", "el", "--unit", "unit1")
    assert "no language 'xx'" in roll.plan("alpha", "--lang", "xx", code=1)


@pytest.mark.parametrize("granularity", ["language", "course"])
def test_a_part_of_a_course_is_never_an_orphan(roll: Roll, granularity: str) -> None:
    site = roll.add("alpha", f"granularity: {granularity}\n")
    roll.plan("alpha")
    roll.apply()
    said = roll.plan("alpha", "--lang", "el", "--unit", "unit1", "--prune", "delete", "--detailed-exitcode")
    assert "No changes" in said and site.counts["local_machina_retire"] == 0


def test_what_people_wrote_cannot_steer_the_terminal(roll: Roll, tmp_path: Path) -> None:
    site = roll.add("alpha")
    roll.plan("alpha")
    roll.apply()
    teacher = Teacher(site, COURSE)
    teacher.add("page", "[red]Their[/] \x1b]0;x\x07<script>alert(1)</script>| page", 1)
    teacher.rename(_key(teacher, "label"), "\x1b[31mMine\nand yours")
    html, markdown = tmp_path / "p.html", tmp_path / "p.md"
    said = roll.plan("alpha", "--on-drift", "overwrite", "--html", str(html), "--markdown", str(markdown))
    assert "\x1b" not in said and "\x07" not in said and "[red]Their[/]" in said
    assert "<script" not in html.read_text() and "&lt;script" in html.read_text()
    cells = re.findall(r"<td>(\d+)</td>", html.read_text())
    assert cells[:3] == ["0", "1", "0"] and "<ins>" in html.read_text()
    (line,) = (line for line in markdown.read_text().splitlines() if "Their" in line)
    assert line.replace("\\|", "").count("|") == 4 and "\\<script" in line


@given(st.text())
def test_anything_can_be_shown(text: str) -> None:
    assert not any(sign in shown(text) for sign in "\x00\x07\x1b\x9b\n\r")
    shown(text).encode()
    step = StepResult("c", f"k{text}", "cm", text, "create", "failed", text)
    root = etree.fromstring(results_junit([SiteResult("s", "u", (step,), text, text)]))
    assert root[0].get("tests") == str(1 + bool(text))


def test_without_the_plugin(roll: Roll) -> None:
    site = roll.add("alpha", plugin=False)
    said = roll.plan("alpha", "--detailed-exitcode", code=2)
    assert "needs plugin" in said and "8 activities" in said and "machina moodle kit" in said
    found = roll.json("plan", "--no-build", "alpha")["sites"][0]
    assert found["route"] == "core" and {one["sort"] for one in found["courses"][0]["findings"]} == {"needs plugin"}
    roll.plan("alpha")
    roll.apply()
    names = [[section.name for section in course.sections[1:]] for course in site.courses.values()]
    assert len(names) == 2 and names[0][0] == "1. First lesson" and names[1][2] == "Αξιολόγηση"
    said = roll.plan("alpha", "--detailed-exitcode")
    assert "Nothing to write" in said and "28 needs plugin" in said


def test_without_the_plugin_and_without_the_category(roll: Roll) -> None:
    roll.add("alpha", "category: nowhere\n", plugin=False)
    said = roll.plan("alpha", "--detailed-exitcode")
    assert "there is no course category 'nowhere'" in said and "its course is not there" in said


def test_help_is_for_people() -> None:
    for command in ("plan", "apply"):
        said = CliRunner().invoke(main, ["moodle", command, "--help"]).output
        assert "Exit code" in said and TOKEN not in said
