"""One lesson as one HTML page: every page of the player is a <section>, so that it reads without scripts too."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from lxml import etree
from markupsafe import Markup

from machina_scorm.dialect import plain_text
from machina_scorm.export.player.context import Context, join, number_text
from machina_scorm.export.player.controls import question_form
from machina_scorm.export.player.elements import h, keep_together
from machina_scorm.export.player.media import Media
from machina_scorm.export.player.questions import Json, question_data
from machina_scorm.export.player.refer import referred
from machina_scorm.model.blocks import ADMONITIONS, Block, LevelBlock, QuizRef, Refer, Video
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.questions import Question
from machina_scorm.model.text import Text
from machina_scorm.package.names import identifier
from machina_scorm.render.highlight import stylesheet
from machina_scorm.render.html import HtmlStyle, external_only, to_html
from machina_scorm.resources import resource, resource_bytes

#: The version of what the player stores; see templates/scorm/player/30-state.js.
STATE_VERSION = 1

#: Names of the pages that no author wrote. An author's id cannot begin with an underscore.
START, READING, TEST = "_start", "_reading", "_test"

_LICENSES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of the player. `title` and `body` are HTML, `name` is the title as plain text."""

    id: str
    title: Markup
    name: str
    body: Markup
    kind: str = "page"


def lesson_files(edition: Edition, unit: Unit, lesson: Lesson, runtime: str) -> dict[str, bytes]:
    """Return the files of a lesson's player: index.html, player.js, player.css, figures, exercise files, videos.

    `runtime` names the script in templates/scorm/runtime/ that speaks to the LMS.
    """
    media = Media(edition.language.code)
    page = _page(edition, unit, lesson, media)
    return {
        "index.html": page.encode("utf-8"),
        "player.js": script(runtime),
        "player.css": style_sheet(),
        **media.files,
    }


@cache
def script(runtime: str) -> bytes:
    """Return the player's script: its parts in the order of their names, in one scope, with one runtime."""
    parts = [data.decode("utf-8") for _, data in sorted(resource_bytes("templates/scorm/player").items())]
    adapter = resource_bytes(f"templates/scorm/runtime/{runtime}.js")[""].decode("utf-8")
    return ('"use strict";\n(() => {\n' + "\n".join([adapter, *parts]) + "})();\n").encode("utf-8")


@cache
def style_sheet() -> bytes:
    """Return the player's style sheet with that of the listings."""
    return resource_bytes("templates/scorm/player.css")[""] + b"\n" + stylesheet().encode("utf-8")


@cache
def _template() -> Environment:
    return Environment(
        loader=FileSystemLoader(resource("templates/scorm"), encoding="utf-8"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def lesson_id(edition: Edition, lesson: Lesson) -> str:
    """Return the identifier of a lesson in manifests and in what a browser stores: `machina-lu1-l1-introduction`."""
    return identifier(edition.about.id, lesson.key)


def _page(edition: Edition, unit: Unit, lesson: Lesson, media: Media) -> str:
    context = _context(edition, unit, lesson, media)
    pages = _pages(context)
    data: dict[str, Json] = {
        "version": STATE_VERSION,
        "id": lesson_id(edition, lesson),
        "lang": edition.language.code,
        "decimal": edition.language.decimal,
        "mastery": edition.about.mastery,
        "attempts": edition.about.attempts,
        "pages": [page.id for page in pages],
        "questions": {question.id: question_data(question) for question in lesson.questions},
        "test": [question.id for question in _test(lesson)],
        "ui": {**edition.ui.starting("player.")},
    }
    return (
        _template()
        .get_template("index.html.j2")
        .render(
            language=edition.language,
            ui=edition.ui,
            c=context,
            title=join([plain_text(lesson.title), plain_text(edition.about.title)]),
            course=_html(context, edition.about.title),
            unit=join([context.ui("numbered.unit", number=unit.number), plain_text(unit.title)], ": "),
            number=context.ui("numbered.lesson", number=lesson.number),
            lesson=_html(context, lesson.title),
            pages=pages,
            levels=_has_levels(lesson),
            funding=[_html(context, text) for text in _funding(edition)],
            contributors=join((person.name for person in edition.about.contributors), ", "),
            license=edition.about.license,
            license_url=_LICENSES.get(edition.about.license, ""),
            data=Markup(_json(data)),
        )
    )


def _json(data: Json) -> str:
    """JSON that may stand in a <script>: no `<` and no line separators."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _context(edition: Edition, unit: Unit, lesson: Lesson, media: Media) -> Context:
    holder: list[Context] = []
    counts: dict[str, int] = {}

    def special(block: Block) -> list[etree._Element] | None:
        return _special(holder[0], block, counts)

    style = HtmlStyle(
        image=media.figure,
        link=_link_in(lesson),
        special=special,
        admonition_titles={kind: edition.ui[f"admonition.{kind}"] for kind in ADMONITIONS},
    )
    holder.append(Context(edition, unit, lesson, style, media))
    return holder[0]


def _link_in(lesson: Lesson) -> Callable[[str], str | None]:
    pages = {page.id for page in lesson.pages}

    def link(target: str) -> str | None:
        key, _, page = target.removeprefix("lesson:").partition("#")
        if target.startswith("lesson:") and key == lesson.key:
            return f"#p-{page}" if page in pages else f"#p-{START}"
        return external_only(target)

    return link


def _special(context: Context, block: Block, counts: dict[str, int]) -> list[etree._Element] | None:
    """Questions, parts of the unit and levels inside a page. `counts` numbers the forms of a question."""
    match block:
        case QuizRef(ids):
            questions = {question.id: question for question in context.lesson.questions}
            return [_check_yourself(context, questions[id_], counts) for id_ in ids if id_ in questions]
        case Refer(ids):
            return [part for id_ in ids if (part := referred(context, id_)) is not None]
        case LevelBlock(level, blocks):
            label = h("p", context.ui(f"level.{level}"), class_="label")
            return [h("div", label, context.blocks(blocks), class_="level", data_level=level)]
        case Video() if not block.url:
            return [_video(context, block)]
    return None


def _check_yourself(context: Context, question: Question, counts: dict[str, int]) -> etree._Element:
    counts[question.id] = counts.get(question.id, 0) + 1
    serial = str(counts[question.id]) if counts[question.id] > 1 else ""
    return question_form(context, question, "page", context.ui("player.check-yourself"), serial)


def _video(context: Context, video: Video) -> etree._Element:
    player = h("video", src=context.media.add("media", video.name, video.data), controls=True, preload="metadata")
    for captions in video.captions:
        stem = video.name.rpartition(".")[0] or video.name
        src = context.media.add("media", f"{stem}.{captions.lang}.vtt", captions.data)
        own = captions.lang == context.edition.language.code
        player.append(h("track", kind="captions", src=src, srclang=captions.lang, label=captions.lang, default=own))
    return h("figure", player, context.text(video.title, "figcaption"), class_="video", id=video.id or None)


def _pages(context: Context) -> tuple[PageView, ...]:
    lesson = context.lesson
    taken: set[str] = set()

    def view(id_: str, title: str | Text, body: list[etree._Element], kind: str) -> PageView:
        _drop_second_ids(body, taken)
        keep_together(body)
        if isinstance(title, str):
            return PageView(id_, Markup.escape(title), title, _markup(body), kind)
        return PageView(id_, _html(context, title), plain_text(title), _markup(body), kind)

    views = [view(START, context.ui("player.overview"), _overview(context), "start")]
    for page in lesson.pages:
        views.append(view(page.id, page.title, context.blocks(page.blocks), "summary" if page.summary else "page"))
    if lesson.literature:
        entries = [context.text(entry, "li") for entry in lesson.literature]
        views.append(view(READING, context.ui("lesson.literature"), [h("ul", entries, class_="literature")], "reading"))
    if test := _test(lesson):
        views.append(view(TEST, context.ui("player.test"), _test_page(context, test), "test"))
    return tuple(views)


def _drop_second_ids(elements: list[etree._Element], taken: set[str]) -> None:
    """Take the id off what has one that was given before: a figure in a stem asked twice, a part of the unit."""
    for element in elements:
        for node in element.iter():
            id_ = node.get("id")
            if id_ and id_ in taken:
                del node.attrib["id"]
            elif id_:
                taken.add(id_)


def _overview(context: Context) -> list[etree._Element]:
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


def _test(lesson: Lesson) -> tuple[Question, ...]:
    return tuple(question for question in lesson.questions if question.in_test)


def _test_page(context: Context, questions: tuple[Question, ...]) -> list[etree._Element]:
    about = context.edition.about
    rules = [h("li", context.ui("player.test-questions", number=len(questions)))]
    rules.append(h("li", context.ui("player.test-mastery", number=about.mastery)))
    if about.attempts:
        rules.append(h("li", context.ui("player.test-attempts", number=about.attempts)))
    start = h("button", context.ui("player.test-start"), type="button", class_="primary", data_do="start")
    forms = [
        question_form(context, question, "test", context.ui("player.question-of", number=place, all=len(questions)))
        for place, question in enumerate(questions, 1)
    ]
    return [
        h("div", h("ul", rules), h("p", start, class_="actions needs-script"), class_="test-start"),
        h("div", class_="test-result", tabindex="-1", hidden=True),
        h("div", forms, class_="test-questions"),
    ]


def _has_levels(value: object) -> bool:
    match value:
        case LevelBlock():
            return True
        case tuple():
            return any(_has_levels(part) for part in value)
        case Lesson():
            return _has_levels(value.opening) or any(_has_levels(page.blocks) for page in value.pages)
    return any(_has_levels(getattr(value, name)) for name in ("blocks", "items") if hasattr(value, name))


def _funding(edition: Edition) -> list[Text]:
    funding = edition.about.funding
    return [text for text in (funding.text, funding.disclaimer) if text] if funding else []


def _html(context: Context, text: Text) -> Markup:
    return Markup(to_html([context.text(text)]))


def _markup(elements: list[etree._Element]) -> Markup:
    return Markup(to_html(elements))
