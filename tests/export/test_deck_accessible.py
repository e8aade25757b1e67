"""The shipped course's deck in all six languages: what somebody needs who does not see it, or sees it badly."""

from __future__ import annotations

import io
from functools import cache

import pytest
from builders import ROOT
from lxml.etree import _Element
from pptx import Presentation
from pptx.presentation import Presentation as Deck

from machina_scorm.check.deck import check_deck
from machina_scorm.check.deck.sheet import decorative
from machina_scorm.export.deck import export_lesson
from machina_scorm.export.deck.xml import qn
from machina_scorm.model.artefact import Artefact
from machina_scorm.problems import Report
from machina_scorm.project import Localised, Project, localise_project, read_project

LANGUAGES = ("en", "fr", "de", "el", "ro", "it")


@cache
def project() -> Project:
    found = read_project(ROOT, Report())
    assert found is not None
    return found


@cache
def course(code: str) -> Localised:
    return localise_project(project(), code)


@cache
def artefact(code: str) -> Artefact:
    made = course(code)
    return export_lesson(made.edition, made.units[0], made.units[0].lessons[0])


def deck(code: str) -> Deck:
    return Presentation(io.BytesIO(artefact(code).data))


def alternatives(tree: _Element) -> list[tuple[str, str]]:
    """(name, alternative text) of what is seen and not read: pictures, tables, equations."""
    shapes = [*tree.iter(qn("p:pic")), *tree.iter(qn("p:graphicFrame"))]
    shapes += [box for box in tree.iter(qn("p:sp")) if next(box.iter(qn("m:oMath")), None) is not None]
    named = [next(shape.iter(qn("p:cNvPr"))) for shape in shapes]
    return [(one.get("name", ""), one.get("descr", "")) for one in named if not decorative(one)]


def test_these_are_the_languages_of_the_course() -> None:
    assert tuple(language.code for language in project().languages) == LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_to_mend_and_at_most_20_slides(code: str) -> None:
    assert artefact(code).problems == ()
    assert list(check_deck(artefact(code).data, f"{code}.pptx")) == []
    assert len(deck(code).slides) == 20


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_slide_has_a_title_of_its_own_and_it_is_read_first(code: str) -> None:
    slides = list(deck(code).slides)
    titles = [made.shapes.title.text.strip() for made in slides]
    assert all(titles) and len(set(titles)) == len(titles)
    assert all(next(iter(made.shapes)).name == "title" for made in slides)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_not_text_has_the_words_of_the_source(code: str) -> None:
    found = [one for made in deck(code).slides for one in alternatives(made.shapes._spTree)]
    assert len(found) >= 3 + 2 + 2 * 2  # figures, tables, formulas twice: as equation and as picture
    assert all(alt.strip() for _, alt in found), found
    lesson = course(code).units[0].lessons[0]
    captions = [text.md for text in _alts(lesson)]
    assert {alt for name, alt in found if name.startswith("fig-")} == set(captions)


def _alts(lesson: object) -> list:  # type: ignore[type-arg]
    from machina_scorm.model.blocks import Figure
    from machina_scorm.model.text import iter_nodes

    slides = lesson.slides  # type: ignore[attr-defined]
    return [node.alt for node in iter_nodes(slides) if isinstance(node, Figure)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_run_names_its_language(code: str) -> None:
    for made in deck(code).slides:
        trees = [made._element] + ([made.notes_slide._element] if made.has_notes_slide else [])
        props = [run.find(qn("a:rPr")) for tree in trees for run in tree.iter(qn("a:r"), qn("a:fld"))]
        assert props and {None if one is None else one.get("lang") for one in props} <= {code}


@pytest.mark.parametrize("code", LANGUAGES)
def test_tables_have_a_header_row(code: str) -> None:
    tables = [table for made in deck(code).slides for table in made._element.iter(qn("a:tbl"))]
    assert len(tables) == 2
    assert all(table.find(qn("a:tblPr")).get("firstRow") == "1" for table in tables)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_file_says_what_it_is_whose_and_in_which_language(code: str) -> None:
    core = deck(code).core_properties
    lesson, about = course(code).units[0].lessons[0], course(code).edition.about
    assert core.title == lesson.title.md and core.language == code
    assert all(person.name in core.author for person in about.contributors)
    assert about.license in core.comments and core.subject


def test_what_only_decorates_says_so() -> None:
    """On the slides nothing decorates; what the layouts draw is no part of a slide and is not read out."""
    for made in deck("en").slides:
        assert not [shape.name for shape in made.shapes if shape._element.tag == qn("p:cxnSp")]
    assert [alt for made in deck("en").slides for _, alt in alternatives(made.shapes._spTree) if not alt] == []
