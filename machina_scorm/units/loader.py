"""Reads a whole course from units/: what course.yaml and unit.yaml list, nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from machina_scorm.dialect import NoAssets, parse_blocks
from machina_scorm.model.blocks import Blocks
from machina_scorm.model.course import (
    OUTCOME_KINDS,
    OWN_TEMPLATE,
    About,
    CaseStudy,
    Contributor,
    Course,
    Exercise,
    Funding,
    Lesson,
    OpenQuestion,
    Outcome,
    PublishingRule,
    Unit,
)
from machina_scorm.model.theme import OWN_LOOK
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.units.files import FolderAssets, read_source
from machina_scorm.units.lesson import read_lesson, strings, text_of
from machina_scorm.units.moved import read_moved
from machina_scorm.units.practice import read_case, read_exercise, read_open_questions
from machina_scorm.units.publishing import read_rule
from machina_scorm.units.questions import read_quiz
from machina_scorm.units.references import check_references
from machina_scorm.units.slides import read_slides, usable_blocks
from machina_scorm.units.subtitles import with_sentences
from machina_scorm.units.template import read_template
from machina_scorm.units.theme import read_logo, read_theme
from machina_scorm.yamlfile import Node, read_yaml

COURSE_FILE = "units/course.yaml"


def read_course(root: Path, report: Report) -> Course | None:
    """Read the course below `root`. Every problem goes to `report`; returns None only where course.yaml is unusable.

    A part that cannot be read is left out of the value, so that the rest is still read and all problems are listed;
    a course with errors in its report is not to be built.
    """
    text = read_source(root, COURSE_FILE, report, Source(COURSE_FILE))
    node = read_yaml(text, Source(COURSE_FILE, 1), "course", report) if text is not None else None
    if node is None:
        return None
    about = _read_about(root, node, report)
    rule = read_rule(node, about, report)
    found = [
        (_read_unit(root, number, unit_node, item.raw, report), read_rule(unit_node, about, report, rule))
        for number, item in enumerate(node.items("units"), start=1)
        if (unit_node := _read_unit_file(root, item, report))
    ]
    rules = tuple((unit.id, rule) for unit, rule in found if rule != PublishingRule())
    course = Course(about, tuple(unit for unit, _ in found), rules)
    check_references(course, report)
    return with_sentences(course, report)


def _read_about(root: Path, node: Node, report: Report) -> About:
    quiz, deck, theme = node.get("quiz"), node.get("deck"), node.get("theme")
    languages = strings(node, "languages")
    if node.text("language") not in languages:
        source = node["languages"].source
        report.add("course-language", "the source language is not among the languages", source, "put it first")
    return About(
        id=node.text("id"),
        title=text_of(node["title"], report, "title"),
        description=_blocks(node, "description", report),
        language=node.text("language"),
        languages=languages,
        license=node.text("license"),
        eqf_level=int(node.text("eqf-level")) if node.get("eqf-level") else None,
        contributors=tuple(Contributor(item.text("name"), item.text("role")) for item in node.items("contributors")),
        funding=_read_funding(root, node, report),
        mastery=int(quiz.text("mastery", "70")) if quiz else 70,
        attempts=int(quiz.text("attempts", "0")) if quiz else 0,
        deck=read_template(root, deck["template"], report) if deck and deck.get("template") else OWN_TEMPLATE,
        level=node.text("level", "junior"),
        formats=strings(node, "formats"),
        theme=read_theme(root, theme, report) if theme else OWN_LOOK,
    )


def _read_funding(root: Path, node: Node, report: Report) -> Funding | None:
    funding = node.get("funding")
    if funding is None:
        return None
    disclaimer = funding.get("disclaimer")
    logos = (read_logo(root, "units", item, report) for item in funding.items("logos"))
    return Funding(
        text_of(funding["text"], report),
        text_of(disclaimer, report) if disclaimer else None,
        tuple(logo for logo in logos if logo),
    )


def _read_unit_file(root: Path, name: Node, report: Report) -> Node | None:
    path = _unit_path(name.raw)
    text = read_source(root, path, report, name.source)
    return read_yaml(text, Source(path, 1), "unit", report) if text is not None else None


def _unit_path(id_: str) -> str:
    return f"units/{id_}/unit.yaml"


def _read_unit(root: Path, number: int, node: Node, id_: str, report: Report) -> Unit:
    outcomes = node.get("outcomes")
    known = read_moved(id_, node, report)
    lessons = (
        _read_lesson(root, id_, n, item, known.get(item.raw, ""), report)
        for n, item in enumerate(node.items("lessons"), start=1)
    )
    return Unit(
        id=id_,
        number=number,
        title=text_of(node["title"], report, "title"),
        hours=Decimal(node.text("hours")),
        introduction=_blocks(node, "introduction", report),
        audience=_blocks(node, "audience", report),
        prerequisites=_blocks(node, "prerequisites", report),
        outcomes=tuple(
            Outcome(item.text("id"), kind, text_of(item["text"], report, "objective"))
            for kind in OUTCOME_KINDS
            for item in (outcomes.items(kind) if outcomes else ())
        ),
        literature=tuple(text_of(item, report, "literature") for item in node.items("literature")),
        lessons=tuple(lesson for lesson in lessons if lesson),
        open_questions=_read_open_questions(root, id_, report),
        cases=_read_cases(root, id_, node, report),
        exercises=_read_exercises(root, id_, node, report),
        source=Source(_unit_path(id_), 1),
    )


def _read_open_questions(root: Path, unit: str, report: Report) -> tuple[OpenQuestion, ...]:
    path = f"units/{unit}/questions-and-answers.md"
    if not (root / path).is_file():
        return ()
    text = read_source(root, path, report, Source(path))
    return read_open_questions(text, path, report, FolderAssets(root, f"units/{unit}", report)) if text else ()


def _read_cases(root: Path, unit: str, node: Node, report: Report) -> tuple[CaseStudy, ...]:
    found: list[CaseStudy] = []
    for item in node.items("cases"):
        path = f"units/{unit}/cases/{item.raw}.md"
        text = read_source(root, path, report, item.source)
        if text is not None:
            case = read_case(item.raw, text, path, report, FolderAssets(root, f"units/{unit}/cases", report))
            found += [case] if case else []
    return tuple(found)


def _read_exercises(root: Path, unit: str, node: Node, report: Report) -> tuple[Exercise, ...]:
    found: list[Exercise] = []
    for item in node.items("exercises"):
        path = f"units/{unit}/exercises/{item.raw}.md"
        text = read_source(root, path, report, item.source)
        if text is not None:
            assets = FolderAssets(root, f"units/{unit}/exercises", report)
            exercise = read_exercise(item.raw, text, path, report, assets)
            found += [exercise] if exercise else []
    return tuple(found)


def _read_lesson(root: Path, unit: str, number: int, name: Node, known_as: str, report: Report) -> Lesson | None:
    id_, key = name.raw, f"{unit}/{name.raw}"
    folder = f"units/{key}"
    if not (root / folder).is_dir():
        hint = f"`machina new lesson {key}` makes it; or take it out of the list"
        report.add("lesson-missing", f"the lesson {id_!r} is listed but there is no folder {folder}", name.source, hint)
        return None
    assets = FolderAssets(root, folder, report)
    path = f"{folder}/lesson.md"
    text = read_source(root, path, report, name.source)
    notes = read_lesson(text, path, report, assets) if text is not None else None
    pages = notes.pages if notes else ()
    slides_text = _optional(root, f"{folder}/slides.md", report)
    quiz_text = _optional(root, f"{folder}/quiz.yaml", report)
    usable = usable_blocks(pages)
    slides = read_slides(slides_text, f"{folder}/slides.md", report, assets, usable) if slides_text else ()
    quiz_source = Source(f"{folder}/quiz.yaml", 1)
    quiz = read_quiz(quiz_text, quiz_source, known_as or key, report, assets) if quiz_text else ()
    if notes is None:
        return None
    return Lesson(
        id=id_,
        key=key,
        number=number,
        title=notes.title,
        hours=notes.hours,
        objectives=notes.objectives,
        needs=notes.needs,
        keywords=notes.keywords,
        literature=notes.literature,
        opening=notes.opening,
        pages=pages,
        slides=slides,
        questions=quiz,
        source=Source(path, 1),
        known_as=known_as,
    )


def _optional(root: Path, path: str, report: Report) -> str | None:
    return read_source(root, path, report, Source(path)) if (root / path).is_file() else None


def _blocks(node: Node, key: str, report: Report) -> Blocks:
    value = node.get(key)
    return parse_blocks(value.raw, value.source, report, NoAssets()) if value else ()
