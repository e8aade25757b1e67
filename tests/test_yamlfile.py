"""YAML with positions: read by libyaml where it is there, with the same result as by PyYAML's own parser."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from machina_scorm import yamlfile
from machina_scorm.problems import Report
from machina_scorm.source import Source

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "units/course.yaml": "course",
    "units/lu1/unit.yaml": "unit",
    "units/lu1/l1-introduction/quiz.yaml": "quiz",
    "i18n/languages.yaml": "languages",
    "tests/cases/quiz/hostile/quiz.yaml": "quiz",
}
TEXTS = {path: (ROOT / path).read_text("utf-8").split("\n")[:80] for path in FILES}


def read(text: str, schema: str) -> tuple[yamlfile.Node | None, list[str]]:
    report = Report()
    node = yamlfile.read_yaml(text, Source("x.yaml", 1), schema, report)
    return node, [f"{problem} {problem.rule}" for problem in report]


@settings(max_examples=40)
@given(
    st.sampled_from(sorted(FILES)),
    st.integers(0, 79),
    st.sampled_from(
        [
            "",
            "  - x",
            "a: b: c",
            "\ttab: x",
            "x: |",
            "key: 'open",
            "- [1, {a: b}",
            "a: &a [*a]",
            "%TAG",
            "é: \u2028",
            "&a *a",
        ]
    ),
)
def test_both_parsers_read_the_same_and_find_the_same(path: str, place: int, line: str) -> None:
    lines = TEXTS[path]
    text = "\n".join((*lines[:place], line, *lines[place + 1 :]))
    with pytest.MonkeyPatch.context() as patch:
        found = read(text, FILES[path])
        patch.setattr(yamlfile, "_LOADER", yaml.SafeLoader)
        assert read(text, FILES[path]) == found


@pytest.mark.parametrize("text", ["[" * 1200, "a: " + "{b: " * 1200, "- " * 1200])
def test_lists_without_end_are_a_problem_and_no_crash(text: str) -> None:
    node, problems = read(text, "course")
    assert node is None and problems and "yaml-syntax" in problems[0]


@pytest.mark.parametrize("depth", [150, 400, 900])
def test_deep_lists_that_are_closed_are_a_problem_and_no_crash(depth: int) -> None:
    node, problems = read(f"id: {'[' * depth}x{']' * depth}", "course")
    assert node is None and problems
