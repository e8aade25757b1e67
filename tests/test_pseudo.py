"""The whole course in both pseudo-languages and every format: no text escapes translation, nothing overflows.

What has no brackets is what no translator was asked for. Read by parsers that know nothing of the exporters
(tests/visible.py); tests/browser/test_pseudo_player.py looks once more where scripts add their words.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator

import pytest
import visible
from pseudo_course import CODES, Made, escaped

from machina_scorm.export.deck import OVERFLOWS, check_slides
from machina_scorm.i18n.pseudo import PSEUDO_LANGUAGES, PseudoCatalog
from machina_scorm.model.blocks import Image
from machina_scorm.model.text import iter_nodes
from machina_scorm.pipeline import ALL_PSEUDO
from machina_scorm.problems import Severity
from machina_scorm.project import localise_project
from machina_scorm.render.labels import overlapping_labels, wide_labels


def counted(texts: Iterator[str], least: int) -> Iterator[str]:
    """Pass texts on; a reader that finds next to nothing proves nothing."""
    number = 0
    for text in texts:
        number += 1
        yield text
    assert number >= least


def test_every_artefact_is_made_and_nothing_is_too_large(made: Made) -> None:
    outcomes = made.build.outcomes
    assert {outcome.state for outcome in outcomes} == {"built"}
    assert {outcome.language for outcome in outcomes} == {*CODES, ALL_PSEUDO}
    problems = made.build.problems
    assert not [p for p in problems if p.severity is Severity.ERROR or p.rule in OVERFLOWS]
    assert {p.rule for p in problems} <= {"gift-cannot-hold", "moodle-several-scos"}


def test_no_text_of_a_package_escapes(made: Made) -> None:
    for key, data in made.artefacts("scorm"):
        assert escaped(counted(visible.of_package(data), 300)) == set(), key


def test_no_text_of_a_package_of_all_languages_escapes(made: Made) -> None:
    for key, data in made.artefacts("scorm", ALL_PSEUDO):
        with zipfile.ZipFile(made.out / next(o.path for o in made.build.outcomes if o.key == key)) as archive:
            assert [name for name in archive.namelist() if name.startswith("lang/")] == [
                f"lang/{code}.js" for code in sorted(CODES)
            ]
        assert escaped(counted(visible.of_languages(data), 600)) == set(), key


def test_no_text_of_a_deck_escapes(made: Made) -> None:
    for key, data in made.artefacts("deck"):
        assert escaped(counted(visible.of_deck(data), 60)) == set(), key


@pytest.mark.parametrize(("format_", "least"), [("paper", 100), ("notes-docx", 50)])
def test_no_text_of_a_word_document_escapes(made: Made, format_: str, least: int) -> None:
    # Contributors' names are nobody's to translate, and tests on paper do not have them.
    names = {person.name for person in made.project.course.about.contributors}
    for key, data in made.artefacts(format_):
        assert escaped(counted(visible.of_paper(data), least)) - names == set(), key


@pytest.mark.parametrize(("format_", "read"), [("gift", visible.of_gift), ("moodle-xml", visible.of_moodle_xml)])
def test_no_text_of_a_bank_escapes(
    made: Made, format_: str, read: Callable[[bytes], Iterator[tuple[str, str]]]
) -> None:
    for key, data in made.artefacts(format_):
        found = [
            (kind, words) for kind, words in read(data) if kind != "tag"
        ]  # tags are the teacher's, in one language
        names = [words for kind, words in found if kind == "name"]
        assert names
        assert all(visible.OPENING in name for name in names)  # a long one is cut, with its closing bracket
        texts = [words for kind, words in found if kind != "name"]
        assert escaped(counted(iter(texts), 40)) == set(), key


def test_no_label_of_a_figure_overflows(made: Made) -> None:
    images = dict.fromkeys(n for n in iter_nodes(made.project.course) if isinstance(n, Image) and n.labels)
    assert images
    for image in images:
        for language in PSEUDO_LANGUAGES.values():
            words = {label.id: PseudoCatalog(language).lookup(label.text) for label in image.labels}
            assert list(wide_labels(image, words)) == []
            assert list(overlapping_labels(image, words)) == []


def test_the_figures_of_a_package_and_of_a_deck_are_in_its_language(made: Made) -> None:
    for format_ in ("scorm12", "deck"):
        for outcome in [o for o in made.build.outcomes if o.format == format_]:
            with zipfile.ZipFile(made.out / outcome.path) as archive:
                figures = [archive.read(n) for n in archive.namelist() if n.endswith(".svg")]
            named = [svg for svg in figures if f'xml:lang="{outcome.language}"'.encode() in svg]
            assert named
            assert all("⟦" in svg.decode() for svg in named)


def test_slides_are_checked_without_a_deck_as_with_one(made: Made) -> None:
    for code in CODES:
        course = localise_project(made.project, code)
        for unit in course.units:
            for lesson in unit.lessons:
                assert list(check_slides(course.edition, unit, lesson)) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("⟦all⟧", []),
        ("⟦⟦Test⟧: ⟦name⟧⟧ 12 · ⟦x⟧", []),
        ("Next ⟦page⟧", ["Next"]),
        ("⟦page⟧ of ⟦ten⟧", ["of"]),
        ("⟦cut off", ["unbalanced '⟦cut off'"]),
        ("12 %", []),
    ],
)
def test_the_proof_can_fail(text: str, parts: list[str]) -> None:
    assert visible.escaped(text) == parts


def test_a_reader_of_pages_sees_what_people_see() -> None:
    page = '<p>⟦a <em>b</em> <select aria-label="Say"><option>One</option></select> c⟧</p>'
    page += '<pre>x <span class="c"># why</span></pre>'
    assert set(visible.of_html(page)) == {"Say", "One", "⟦a b c⟧", "# why"}
