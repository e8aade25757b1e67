"""Case folders: quiz.yaml → the problems, the GIFT and the Moodle XML that are expected of it (`--accept`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import GREEK, edition
from quiz_cases import bank, read

from machina_scorm.check.quiz import check_gift, check_moodle_xml
from machina_scorm.export.gift import FORMAT as GIFT
from machina_scorm.export.moodle_xml import FORMAT as MOODLE_XML
from machina_scorm.problems import Report

CASES = sorted(path.parent for path in (Path(__file__).parents[1] / "cases" / "quiz").glob("*/quiz.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, accept: bool) -> None:
    report = Report()
    unit, lesson = bank(*read((case / "quiz.yaml").read_text("utf-8"), report, case))
    gift = GIFT.export_lesson(edition(GREEK), unit, lesson)  # type: ignore[misc]
    xml = MOODLE_XML.export_lesson(edition(GREEK), unit, lesson)  # type: ignore[misc]
    problems = "".join(f"{problem}\n" for problem in (*report, *gift.problems, *xml.problems))
    for name, made in (
        ("problems.txt", problems.encode("utf-8")),
        ("expected.gift.txt", gift.data),
        ("expected.moodle.xml", xml.data),
    ):
        if accept:
            (case / name).write_bytes(made)
        assert made.decode("utf-8") == (case / name).read_bytes().decode("utf-8").replace("\r\n", "\n"), name
    assert not list(check_gift(gift.data, gift.name))
    assert not list(check_moodle_xml(xml.data, xml.name))
