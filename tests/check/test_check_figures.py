"""Figures whose translated labels do not fit are named: the drawing's line, the language, the PO entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from machina_scorm.check.figures import check_figures
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.project import read_project

FIGURE = "units/unit1/lesson1/figures/steps.svg"
HEAD = 'msgid ""\nmsgstr "Language: el\\nContent-Type: text/plain; charset=UTF-8\\n"\n'


def problems(course: Path, **translations: str) -> list[Problem]:
    """Check the figures of the small course with these words for its labels in Greek."""
    entries = (f'\nmsgctxt "label"\nmsgid "{k}"\nmsgstr "{v}"\n' for k, v in translations.items())
    (course / "i18n/el").mkdir(parents=True, exist_ok=True)
    (course / "i18n/el/unit1.po").write_text(HEAD + "".join(entries), "utf-8")
    report = Report()
    project = read_project(course, report)
    assert project and not report.errors
    return list(check_figures(project.course, project.languages, project.catalogs))


def redraw(course: Path, old: str, new: str) -> None:
    file = course / FIGURE
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_labels_that_fit_are_no_finding(course: Path) -> None:
    assert problems(course, Read="Διαβάστε", Think="Σκεφτείτε", Try="Δοκιμάστε") == []


def test_a_translation_that_is_too_long_is_named_with_both_places(course: Path) -> None:
    (problem,) = problems(course, Read="Διαβάστε προσεκτικά", Think="Σκεφτείτε", Try="Δοκιμάστε")
    assert (problem.rule, problem.severity) == ("label-overflow", Severity.WARNING)
    assert (problem.source.path, problem.source.line) == (FIGURE, 13)
    assert "in el (i18n/el/unit1.po:4)" in problem.message
    assert "Διαβάστε προσεκτικά" in problem.message
    assert "its data-width 170" in problem.message


def test_without_data_width_the_box_is_the_room(course: Path) -> None:
    redraw(course, ' data-width="170"', "")
    (problem,) = problems(course, Read="Διαβάστε προσεκτικά", Think="Σκεφτείτε", Try="Δοκιμάστε")
    assert problem.rule == "label-overflow"
    assert "its place 17" in problem.message


def test_labels_that_grow_onto_each_other_are_named(course: Path) -> None:
    redraw(course, ' data-width="170">Read', ' data-width="900">Read')
    (problem,) = problems(course, Read="Διαβάστε το κείμενο προσεκτικά", Think="Σκεφτείτε", Try="Δοκιμάστε")
    assert problem.rule == "label-overlap"
    assert "lies on 'Σκεφτείτε'" in problem.message


def test_a_label_that_will_hardly_fit_is_said_before_anybody_translates_it(course: Path) -> None:
    redraw(course, ">Think<", ">Think it over<")
    (problem,) = problems(course, Read="Διαβάστε", Try="Δοκιμάστε")
    assert (problem.rule, problem.severity) == ("label-room", Severity.INFO)
    assert problem.hint.endswith("not yet translated into el")
    assert problems(course, **{"Read": "Διαβάστε", "Think it over": "Σκεφτείτε", "Try": "Δοκιμάστε"}) == []


def test_the_sources_own_label_is_measured_too_and_said_once(course: Path) -> None:
    redraw(course, ">Think<", ">Think it over once more<")
    found = problems(course, Read="Διαβάστε", Try="Δοκιμάστε")
    assert [p.rule for p in found] == ["label-overflow"]
    assert found[0].message.startswith("the label 'Think it over once more'")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('x="110" y="108"', 'x="110 120 131" y="108"', "svg-label-glyphs"),
        ('x="110" y="108"', 'x="110" y="108" dx="0,1,1"', "svg-label-glyphs"),
        ("</svg>", "<flowRoot><flowPara>Words</flowPara></flowRoot></svg>", "svg-label-flowed"),
        (">Read<", "><tspan>Read</tspan><", "svg-label-parts"),
    ],
)
def test_labels_that_no_translation_can_take_the_place_of(course: Path, old: str, new: str, rule: str) -> None:
    redraw(course, old, new)
    report = Report()
    read_project(course, report)
    assert [p.rule for p in report.errors] == [rule]
