"""What is written is read back as it was: Markdown, quiz.yaml, HTML, Moodle XML, GIFT."""

from __future__ import annotations

from dataclasses import replace

import builders
import pytest
import quiz_cases
import strategies
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from machina_scorm.banks import with_outcomes
from machina_scorm.export import bank, gift, moodle_xml
from machina_scorm.imports import ImportFile, read_data
from machina_scorm.imports.html_to_blocks import Place, html_to_blocks
from machina_scorm.imports.markdown import write_blocks
from machina_scorm.imports.pictures import Pictures, data_uri
from machina_scorm.imports.quiz_yaml import append_items, write_items, write_quiz
from machina_scorm.model.blocks import Blocks, Image
from machina_scorm.model.questions import Question
from machina_scorm.problems import Report
from machina_scorm.source import Source

EDITION = builders.edition()
quickly = settings(
    max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)


class Box:
    """Assets with the one picture of the strategies."""

    def image(self, name: str, source: Source) -> Image | None:
        return strategies.IMAGE if name == "figures/box.svg" else None

    def code(self, name: str, source: Source) -> None:
        return None

    def media(self, name: str, source: Source) -> None:
        return None

    def captions(self, stem: str, source: Source) -> tuple[()]:
        return ()


def parse(md: str) -> Blocks:
    from machina_scorm.dialect import parse_blocks

    report = Report()
    found = parse_blocks(md, Source("x", 1), report, Box())
    assert not report.problems, (report.problems, md)
    return found


@given(strategies.blocks(4))
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_markdown_is_parsed_as_the_blocks_it_was_written_from(blocks: Blocks) -> None:
    assert parse(write_blocks(blocks)) == blocks


@given(strategies.blocks(3))
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_our_own_html_comes_back_as_its_blocks(blocks: Blocks) -> None:
    report, pictures = Report(), Pictures()
    html = bank.render(blocks, EDITION, lambda figure: bank.data_uri(figure, "en"))

    def take(address: str) -> tuple[Image | None, str]:
        return strategies.IMAGE if data_uri(address) else None, ""

    found = html_to_blocks(html, Place(Source("x", 1), report, take))
    assert found == blocks
    assert not report.problems and pictures


@pytest.mark.parametrize("kind", strategies.KINDS)
@given(data=st.data())
@quickly
def test_quiz_yaml_gives_the_question_back(kind: str, data: st.DataObject) -> None:
    question = data.draw(strategies.question(kind))
    text = write_quiz((question,))
    report = Report()
    from machina_scorm.units.questions import read_quiz

    assert read_quiz(text, Source("quiz.yaml", 1), "lu1/l1-intro", report, Box()) == (question,), report.problems


def exported(question: Question, form: str) -> tuple[Question | None, bool]:
    """The question on its way out and in again, and whether the exporter said that something is lost."""
    unit, lesson = quiz_cases.bank(question)
    artefact = (moodle_xml if form == "moodle-xml" else gift).export_lesson(EDITION, unit, lesson)
    found = read_data(ImportFile("bank", artefact.data), form)
    if artefact.problems:
        return (found.questions[0] if found.questions else None), True
    assert found.sound, (found.problems, artefact.data.decode())
    (back,) = with_outcomes(found.questions, frozenset({"k1"}))
    return _same_picture(back), False


def _same_picture(question: Question) -> Question:
    """Our SVG comes back with its alternative text inside; the picture is the same."""
    from machina_scorm.model.text import map_nodes

    return map_nodes(question, Image, lambda image: strategies.IMAGE)


@pytest.mark.parametrize("form", ["moodle-xml", "gift"])
@pytest.mark.parametrize("kind", strategies.KINDS)
@given(data=st.data())
@quickly
def test_a_bank_comes_back_from_a_format(form: str, kind: str, data: st.DataObject) -> None:
    question = data.draw(strategies.question(kind))
    if form == "gift":
        question = replace(
            question, points=strategies.Decimal(1), hints=(), penalty=strategies.Decimal("0.3333333"), shuffle=True
        )
    back, lossy = exported(question, form)
    assert lossy or back == question


@given(st.lists(st.sampled_from(list(strategies.KINDS)), min_size=1, max_size=4), st.data())
@quickly
def test_questions_are_added_behind_what_is_there(kinds: list[str], data: st.DataObject) -> None:
    old = "# a comment\nquestions:\n- id: q-0   # its own\n  type: essay\n  stem: Why?\n# the last line\n"
    fresh = tuple(data.draw(strategies.question(kind, n)) for n, kind in enumerate(kinds, start=1))
    report = Report()
    from machina_scorm.units.questions import read_quiz

    text = append_items(old, write_items(fresh))
    found = read_quiz(text, Source("quiz.yaml", 1), "lu1/l1-intro", report, Box())
    assert found[1:] == fresh, report.problems
    assert text.startswith(old.partition("# the last")[0]) and "# the last line" in text
