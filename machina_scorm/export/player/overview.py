"""A lesson's first page: why, what for, how long, with what.  Not: the title, which stands on every page."""

from __future__ import annotations

from lxml import etree

from machina_scorm.export.player.context import Context, join, number_text
from machina_scorm.export.player.elements import h
from machina_scorm.model.course import Lesson


def overview(context: Context) -> list[etree._Element]:
    """Return the first page: the opening, what can be done after the lesson, how long it takes, what is needed."""
    lesson = context.lesson
    facts = [
        _fact(context.ui("player.time"), [_hours(context, lesson)]),
        _fact(context.ui("lesson.needs"), [context.text(lesson.needs)]) if lesson.needs else None,
        _fact(context.ui("lesson.keywords"), [join((k.md for k in lesson.keywords), ", ")])
        if lesson.keywords
        else None,
    ]
    objectives = [context.text(objective.text, "li") for objective in lesson.objectives]
    goals = h(
        "section",
        h("h3", context.ui("lesson.objectives")),
        h("p", context.ui("player.objectives-lead")),
        h("ul", objectives),
        class_="objectives",
    )
    return [
        h("div", context.blocks(lesson.opening), class_="opening"),
        *([goals] if objectives else []),
        h("dl", facts, class_="facts"),
    ]


def _hours(context: Context, lesson: Lesson) -> str:
    return context.ui("lesson.hours", number=number_text(lesson.hours, context.edition.language.decimal))


def _fact(name: str, value: list[str | etree._Element]) -> etree._Element:
    return h("div", h("dt", name), h("dd", value))
