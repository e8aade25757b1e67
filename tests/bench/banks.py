"""Question banks: writing and reading one of 10,000 questions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import builders
import quiz_cases
from measure import Watch

from machina_scorm.export import gift, moodle_xml
from machina_scorm.imports import ImportFile, read_data
from machina_scorm.imports.quiz_yaml import write_quiz
from machina_scorm.model.questions import Question

QUESTIONS = 10_000


def questions(count: int) -> tuple[Question, ...]:
    """A bank as the cases of the test suite have it, over and over, each question with its own words."""
    folder = Path(__file__).resolve().parent.parent / "cases/quiz/all-types"
    bank = quiz_cases.read((folder / "quiz.yaml").read_text("utf-8"), None, folder)
    return tuple(replace(bank[n % len(bank)], id=f"q-{n}", key=f"lu1/l1-intro/q-{n}") for n in range(count))


def run() -> None:
    """Write and read a bank of QUESTIONS questions."""
    print(f"question bank, {QUESTIONS:,} questions of all types")
    watch = Watch({"export moodle-xml": 5.0, "import moodle-xml": 10.0})
    edition = builders.edition()
    unit, lesson = quiz_cases.bank(*questions(QUESTIONS))
    xml = watch.timed("export moodle-xml", lambda: moodle_xml.export_lesson(edition, unit, lesson)).data
    text = watch.timed("export gift", lambda: gift.export_lesson(edition, unit, lesson)).data
    found = watch.timed("import moodle-xml", lambda: read_data(ImportFile("bank.xml", xml)))
    print(f"{'':28}{len(xml) / 1e6:8.1f} MB, {len(found.questions):,} questions read")
    found_gift = watch.timed("import gift", lambda: read_data(ImportFile("bank.gift", text)))
    print(f"{'':28}{len(text) / 1e6:8.1f} MB, {len(found_gift.questions):,} questions read")
    watch.timed("write quiz.yaml", lambda: write_quiz(found.questions))
