"""Themes and logos: what is read, what follows from an accent, and what is refused at which line."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import ROOT
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.model.course import About
from machina_scorm.model.theme import COLOURS, DARK, LIGHT, OWN_LOOK, contrast, faint, mix
from machina_scorm.problems import Report
from machina_scorm.units.loader import read_course

COURSE = """\
id: demo
title: A demo
language: en
languages: [en]
license: CC-BY-4.0
units: [lu1]
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20"/>{}</svg>'


def read(root: Path, course: str, **files: str) -> tuple[About, list[str]]:
    """Read a course with these files beside course.yaml; returns it and its problems but for the missing unit."""
    (root / "units").mkdir(exist_ok=True)
    for name, text in {"course.yaml": COURSE + course, **files}.items():
        (root / "units" / name).write_text(text, encoding="utf-8")
    report = Report()
    found = read_course(root, report)
    assert found is not None
    return found.about, [f"{p.source}: {p.rule}: {p.message}" for p in report if p.rule != "file-missing"]


def test_without_a_theme_it_is_the_toolkits_own_look(tmp_path: Path) -> None:
    about, problems = read(tmp_path, "")
    assert about.theme == OWN_LOOK and about.level == "junior" and not problems


def test_the_shipped_theme_is_the_toolkits_own_look(tmp_path: Path) -> None:
    about, problems = read(tmp_path, "theme: machina\nlevel: senior\n")
    assert about.theme == OWN_LOOK and about.level == "senior" and not problems
    written = (ROOT / "templates/theme/machina.yaml").read_text(encoding="utf-8")
    assert all(f"  {name}: " in written for name in COLOURS)


def test_colours_follow_from_an_accent(tmp_path: Path) -> None:
    theme = 'light: {accent: "#8A1538"}\ndark: {accent: "#ff9db5", tint: "#222222"}\nfonts: {body: [Source Sans 3]}\n'
    about, problems = read(tmp_path, "theme: theme.yaml\n", **{"theme.yaml": theme})
    light, dark = about.theme.light, about.theme.dark
    assert not problems
    assert (light.accent, light.on_accent, light.text) == ("#8a1538", "#ffffff", LIGHT.text)
    assert light.tint != LIGHT.tint and light.accent_strong != LIGHT.accent_strong
    assert (dark.tint, dark.paper) == ("#222222", DARK.paper)
    assert about.theme.body_fonts == ("Source Sans 3",)


def test_what_cannot_be_read_is_an_error_at_its_line(tmp_path: Path) -> None:
    theme = 'light:\n  paper: "#ffffff"\n  accent: "#ffcc00"\n  soft: "#bbbbbb"\ndark:\n  edge: "#202020"\n'
    _, problems = read(tmp_path, "theme: theme.yaml\n", **{"theme.yaml": theme})
    assert "units/theme.yaml:3: theme-contrast: accent on paper has a contrast of 1.51:1 in light" in problems
    assert any(p.startswith("units/theme.yaml:4: theme-contrast: soft on paper") for p in problems)
    assert any(p.startswith("units/theme.yaml:6: theme-contrast: edge on paper") and "dark" in p for p in problems)


@pytest.mark.parametrize(
    ("theme", "problem"),
    [
        ("light: {accent: red}\n", "units/theme.yaml:1: schema: light.accent cannot be 'red'"),
        ("lights: {}\n", "units/theme.yaml:1: schema: unknown key 'lights'"),
        ('fonts: {body: ["x; } body { }"]}\n', "units/theme.yaml:1: schema: fonts.body.0 cannot be"),
        ("logo: {file: logo.svg, alt: Us}\n", "units/logo.svg:1: svg-active: the SVG holds <script>"),
        ("logo: {file: gone.png, alt: Us}\n", "units/theme.yaml:1: figure-missing"),
    ],
)
def test_what_is_refused(tmp_path: Path, theme: str, problem: str) -> None:
    logo = SVG.format("<script>alert(1)</script>")
    _, problems = read(tmp_path, "theme: theme.yaml\n", **{"theme.yaml": theme, "logo.svg": logo})
    assert any(found.startswith(problem) for found in problems), problems


def test_a_theme_that_is_not_there(tmp_path: Path) -> None:
    assert read(tmp_path, "theme: gone\n")[1] == ["units/course.yaml:7: theme-unknown: there is no theme 'gone'"]


def test_logos_of_course_and_funders(tmp_path: Path) -> None:
    course = "theme: theme.yaml\nfunding:\n  text: Paid by us.\n  logos:\n    - {file: eu.svg, alt: The *funder*}\n"
    words = '<text id="name" x="1" y="9">EU</text>'
    files = {"theme.yaml": "logo: {file: us.svg, alt: We}\n", "us.svg": SVG.format(""), "eu.svg": SVG.format(words)}
    about, problems = read(tmp_path, course, **files)
    assert not problems and about.theme.logo is not None and about.funding is not None
    assert (about.theme.logo.alt.md, about.theme.logo.alt.role) == ("We", "alt")
    (logo,) = about.funding.logos
    assert logo.alt.md == "The *funder*" and logo.image.width == 60 and logo.image.labels == ()


def test_the_own_look_can_be_read() -> None:
    assert not list(faint(LIGHT)) and not list(faint(DARK))
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


COLOUR = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@given(COLOUR, COLOUR)
def test_contrast_is_symmetric_and_bounded(first: str, second: str) -> None:
    assert 1 <= contrast(first, second) == contrast(second, first) <= 21.001
    assert mix(first, second, 0) == first and mix(first, second, 1) == second
