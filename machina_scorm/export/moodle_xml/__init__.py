"""Moodle XML: everything that Moodle's question bank can hold.

What it cannot hold becomes a warning.  Source of the rules: Moodle 4.5, question/format/xml/format.php and the question
types' import_from_xml; measured in research/formats.md.
"""

from __future__ import annotations

from lxml import etree

from machina_scorm.dialect import plain_text
from machina_scorm.export import Format, bank
from machina_scorm.export.moodle_xml.elements import Writer, value
from machina_scorm.export.moodle_xml.questions import question_element
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.text import Text
from machina_scorm.problems import Problem

SUFFIX = ".moodle.xml"


def export_lesson(edition: Edition, unit: Unit, lesson: Lesson) -> Artefact:
    """Return a lesson's questions as Moodle XML."""
    return _export(edition, unit, lesson)


def export_unit(edition: Edition, unit: Unit) -> Artefact:
    """Return the questions of all lessons of a unit as Moodle XML, each lesson in its own category below the unit's."""
    return _export(edition, unit, None)


def _export(edition: Edition, unit: Unit, lesson: Lesson | None) -> Artefact:
    writer = Writer(edition)
    problems: list[Problem] = []
    quiz = etree.Element("quiz")
    quiz.append(_category(writer, bank.category_path(edition, unit), unit.id, unit.title))
    for each, questions in bank.bank_lessons(unit):
        quiz.append(_category(writer, bank.category_path(edition, unit, each), each.key, each.title))
        for question in questions:
            element, lost = question_element(question, writer)
            problems.extend(lost)
            if element is not None:
                if question.author or question.license:
                    quiz.append(_credit(question.author, question.license))
                quiz.append(element)
    etree.indent(quiz)
    data = etree.tostring(quiz, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return Artefact(bank.bank_name(unit, lesson, SUFFIX), data, tuple(problems))


def _category(writer: Writer, path: str, idnumber: str, title: Text) -> etree._Element:
    """Return a category. Its title is its description, for its name is an id; the idnumber is unique in a course."""
    question = etree.Element("question", {"type": "category"})
    question.append(writer.plain("category", path))
    question.append(writer.html("info", bank.plain_html(plain_text(title))))
    question.append(value("idnumber", idnumber))
    return question


def _credit(author: str, license: str) -> etree._Element:
    """Return a comment that names the author and the licence: Moodle's bank has no field for them."""
    words = bank.clean(" | ".join(part for part in (author, license) if part))
    return etree.Comment(f" {words.replace('--', '- -').rstrip('-')} ")


FORMAT = Format("moodle-xml", "Moodle XML question bank", SUFFIX, export_lesson, export_unit)
