"""How long things take and how much memory: `make bench`. Figures and what they are measured against, no verdicts."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent))

import builders
import quiz_cases

from machina_scorm.export import gift, moodle_xml
from machina_scorm.imports import ImportFile, read_data
from machina_scorm.imports.quiz_yaml import write_quiz
from machina_scorm.model.questions import Question

T = TypeVar("T")
QUESTIONS = 10_000

#: What is wanted: seconds and megabytes.
WANTED = {"export moodle-xml": 5.0, "import moodle-xml": 10.0, "memory": 500.0}


def timed(what: str, work: Callable[[], T]) -> T:
    """Do `work` and print how long it took, and the part of what is wanted."""
    start = time.process_time()  # of one core, whatever else the machine does
    result = work()
    seconds = time.process_time() - start
    ratio = f"  {seconds / WANTED[what]:6.0%} of {WANTED[what]:g} s" if what in WANTED else ""
    print(f"{what:28}{seconds:8.2f} s{ratio}")
    return result


def questions(count: int) -> tuple[Question, ...]:
    """A bank as the cases of the test suite have it, over and over, each question with its own words."""
    folder = Path(__file__).resolve().parent / "cases/quiz/all-types"
    bank = quiz_cases.read((folder / "quiz.yaml").read_text("utf-8"), None, folder)
    return tuple(replace(bank[n % len(bank)], id=f"q-{n}", key=f"lu1/l1-intro/q-{n}") for n in range(count))


def banks() -> None:
    """Write and read a bank of QUESTIONS questions."""
    print(f"question bank, {QUESTIONS:,} questions of all types")
    edition = builders.edition()
    unit, lesson = quiz_cases.bank(*questions(QUESTIONS))
    xml = timed("export moodle-xml", lambda: moodle_xml.export_lesson(edition, unit, lesson)).data
    text = timed("export gift", lambda: gift.export_lesson(edition, unit, lesson)).data
    found = timed("import moodle-xml", lambda: read_data(ImportFile("bank.xml", xml)))
    print(f"{'':28}{len(xml) / 1e6:8.1f} MB, {len(found.questions):,} questions read")
    found_gift = timed("import gift", lambda: read_data(ImportFile("bank.gift", text)))
    print(f"{'':28}{len(text) / 1e6:8.1f} MB, {len(found_gift.questions):,} questions read")
    timed("write quiz.yaml", lambda: write_quiz(found.questions))


def peak() -> None:
    """Print the most memory that this process had (Linux: in KB, macOS: in bytes)."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"{'memory':28}{used:8.0f} MB {used / WANTED['memory']:6.0%} of {WANTED['memory']:g} MB")


def main() -> None:
    """Measure each part in a process of its own, so that its memory is its own."""
    parts = {"banks": banks}
    if len(sys.argv) > 1:
        parts[sys.argv[1]]()
        peak()
        return
    for name in parts:
        subprocess.run([sys.executable, __file__, name], check=True)


if __name__ == "__main__":
    main()
