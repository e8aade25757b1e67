"""One lesson as one HTML page: every page of the player is a <section>, so that it reads without scripts too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from jinja2 import Environment
from lxml import etree
from markupsafe import Markup

from machina_scorm.dialect import plain_text
from machina_scorm.export.player.context import Context, Setting, join
from machina_scorm.export.player.controls import question_form
from machina_scorm.export.player.elements import break_code, h, keep_together
from machina_scorm.export.player.media import Media
from machina_scorm.export.player.overview import overview
from machina_scorm.export.player.questions import Json, objectives_data, question_data
from machina_scorm.export.player.refer import referred
from machina_scorm.export.player.slides import deck
from machina_scorm.export.player.terms import Terms, mark_terms
from machina_scorm.export.player.theme import theme_css
from machina_scorm.export.player.video import video
from machina_scorm.model.blocks import ADMONITIONS, Block, Figure, LevelBlock, QuizRef, Refer, Video
from machina_scorm.model.course import About, Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.questions import Question
from machina_scorm.model.text import Text, iter_nodes
from machina_scorm.model.theme import OWN_LOOK, Logo, Theme
from machina_scorm.package.names import identifier
from machina_scorm.render.highlight import stylesheet
from machina_scorm.render.html import HtmlStyle, external_only, to_html
from machina_scorm.resources import resource_bytes
from machina_scorm.templating import html_templates

#: The version of what the player stores; see templates/scorm/player/30-state.js.
STATE_VERSION = 1

#: Names of the pages that no author wrote. An author's id cannot begin with an underscore.
START, READING, TEST = "_start", "_reading", "_test"

#: Pages that can be looked at beside the lesson: they count for nothing, and nobody comes to them by turning pages.
SLIDES, GLOSSARY = "_slides", "_glossary"

#: The addresses of licences, by their SPDX names.
LICENSES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of the player. `title` and `body` are HTML, `name` is the title as plain text.

    `kind` is "start", "page", "summary", "reading", "test", or for what stands beside the lesson "slides", "glossary".
    """

    id: str
    title: Markup
    name: str
    body: Markup
    kind: str = "page"

    @property
    def extra(self) -> bool:
        """True for what stands beside the lesson."""
        return self.kind in ("slides", "glossary")


def lesson_files(edition: Edition, unit: Unit, lesson: Lesson, runtime: str) -> dict[str, bytes]:
    """Return the files of a lesson's player: index.html, player.js, player.css, figures, exercise files, videos.

    `runtime` names the script in templates/scorm/runtime/ that speaks to the LMS.
    """
    media = Media(edition.language.code)
    page = lesson_page(edition, unit, lesson, media)
    return {"index.html": page.html, **shared_files(edition, runtime, page.math), **media.files}


def shared_files(edition: Edition, runtime: str, math: bool) -> dict[str, bytes]:
    """Return the files that every page of a package uses; `math`: a page shows formulas."""
    css = style_sheet(edition.about.theme, math)
    return {"player.js": script(runtime), "player.css": css, **(math_font() if math else {})}


@cache
def script(runtime: str) -> bytes:
    """Return the player's script: its parts in the order of their names, in one scope, with one runtime."""
    adapter = resource_bytes(f"templates/scorm/runtime/{runtime}.js")[""]
    files = {**resource_bytes("templates/scorm/player"), "80-runtime.js": adapter}
    lines = (line for _, data in sorted(files.items()) for line in data.decode("utf-8").splitlines())
    parts = [
        line for line in lines if line.strip() and not line.lstrip().startswith("//")
    ]  # a third of it are comments
    return ('"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n").encode("utf-8")


@cache
def words_of_script() -> frozenset[str]:
    """Return every string literal of the script: among them are the keys of the interface strings that it says."""
    parts = b"\n".join(resource_bytes("templates/scorm/player").values()).decode("utf-8")
    return frozenset(parts.split('"'))


@cache
def style_sheet(theme: Theme = OWN_LOOK, math: bool = False) -> bytes:
    """Return the player's style sheet: the theme's variables, the rules, those of the listings.

    `math`: what math_font() gives lies beside it.
    """
    rules = resource_bytes("templates/scorm/player.css")[""]
    return theme_css(theme, math).encode("utf-8") + rules + b"\n" + stylesheet().encode("utf-8")


@cache
def math_font() -> Mapping[str, bytes]:
    """Return the font of formulas for machines that have none, as file name → bytes."""
    return {"math.woff2": resource_bytes("templates/scorm/math.woff2")[""]}


@cache
def _template() -> Environment:
    return html_templates("templates/scorm")


def lesson_id(about: About, lesson: Lesson) -> str:
    """Return the identifier of a lesson in manifests and in what a browser stores: `machina-lu1-l1-introduction`."""
    return identifier(about.id, lesson.record_key)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A lesson in one language: the whole document, its title, what is inside <body>; `math`: it shows formulas."""

    html: bytes
    title: str
    body: str

    @property
    def math(self) -> bool:
        """True if there are formulas."""
        return "<math" in self.body


def lesson_page(
    edition: Edition,
    unit: Unit,
    lesson: Lesson,
    media: Media,
    setting: Setting = Setting(),  # noqa: B008 (frozen)
) -> Rendered:
    """Return a lesson as a document; what it shows and links goes into `media`."""
    context = _context(edition, unit, lesson, media, setting)
    values = _values(context)
    template = _template().get_template("index.html.j2")
    body = "".join(template.blocks["body"](template.new_context(values)))
    return Rendered(template.render(values).encode("utf-8"), str(values["title"]), body)


def _values(context: Context) -> dict[str, object]:
    edition, unit, lesson, media = context.edition, context.unit, context.lesson, context.media
    setting = context.setting
    several = len(setting.languages) > 1
    pages = _pages(context)
    asked = iter_nodes((lesson.opening, lesson.pages))  # on slides questions are shown, not asked
    data: dict[str, Json] = {
        "version": STATE_VERSION,
        "id": lesson_id(edition.about, lesson),
        "lang": edition.language.code,
        "decimal": edition.language.decimal,
        "mastery": edition.about.mastery,
        "attempts": edition.about.attempts,
        "level": edition.about.level,
        "pages": [page.id for page in pages if not page.extra],
        "extras": [page.id for page in pages if page.extra],
        "questions": {question.id: question_data(question) for question in lesson.questions},
        "inside": [*dict.fromkeys(id_ for ref in asked if isinstance(ref, QuizRef) for id_ in ref.ids)],
        "test": [question.id for question in _test(lesson)],
        "draw": setting.draw,
        "objectives": objectives_data(unit, lesson),
        **({"languages": [language.code for language in setting.languages]} if several else {}),
        "ui": {key: words for key, words in edition.ui.starting("player.").items() if key in words_of_script()},
    }
    number = "" if setting.whole else context.ui("numbered.lesson", number=lesson.number)
    return {
        "language": edition.language,
        "languages": setting.languages if several else (),
        "base": setting.base,
        "ui": edition.ui,
        "c": context,
        "title": join([plain_text(lesson.title), plain_text(edition.about.title)]),
        "course": _html(context, edition.about.title),
        "unit": context.ui(
            "player.labelled", label=context.ui("numbered.unit", number=unit.number), text=plain_text(unit.title)
        ),
        "number": number,
        "lesson": _html(context, lesson.title),
        "pages": [page for page in pages if not page.extra],
        "extras": [page for page in pages if page.extra],
        "logo": _logo(media, edition.about.theme.logo),
        "logos": [_logo(media, logo) for logo in (edition.about.funding.logos if edition.about.funding else ())],
        "levels": _has_levels(lesson),
        "funding": [_html(context, text) for text in _funding(edition)],
        "contributors": join((person.name for person in edition.about.contributors), ", "),
        "license": edition.about.license,
        "license_url": LICENSES.get(edition.about.license, ""),
        "data": Markup(_json(data)),
    }


def _json(data: Json) -> str:
    """JSON that may stand in a <script>: no `<` and no line separators."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _context(edition: Edition, unit: Unit, lesson: Lesson, media: Media, setting: Setting) -> Context:
    holder: list[Context] = []
    counts: dict[str, int] = {}

    def special(block: Block) -> list[etree._Element] | None:
        return _special(holder[0], block, counts)

    terms = Terms(edition.glossary)
    style = HtmlStyle(
        image=media.figure,
        link=_link_in(lesson, terms),
        special=special,
        rtl=edition.language.direction == "rtl",
        admonition_titles={kind: edition.ui[f"admonition.{kind}"] for kind in ADMONITIONS},
    )
    holder.append(Context(edition, unit, lesson, style, media, terms, setting))
    return holder[0]


def _link_in(lesson: Lesson, terms: Terms) -> Callable[[str], str | None]:
    pages = {page.id for page in lesson.pages}

    def link(target: str) -> str | None:
        key, _, page = target.removeprefix("lesson:").partition("#")
        if target.startswith("lesson:") and key == lesson.key:
            return f"#p-{page}" if page in pages else f"#p-{START}"
        start = f"{key.rpartition('/')[2]}.{START}"  # in a whole unit, a lesson is a part of the document
        if target.startswith(f"lesson:{lesson.key}/") and start in pages:
            name = f"{key.rpartition('/')[2]}.{page}"
            return f"#p-{name}" if name in pages else f"#p-{start}"
        return terms.link(target) or external_only(target)

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
        case Video():
            return [video(context, block)]
    return None


def _check_yourself(context: Context, question: Question, counts: dict[str, int]) -> etree._Element:
    counts[question.id] = counts.get(question.id, 0) + 1
    serial = str(counts[question.id]) if counts[question.id] > 1 else ""
    return question_form(context, question, "page", context.ui("player.check-yourself"), serial)


def _pages(context: Context) -> tuple[PageView, ...]:
    lesson = context.lesson
    taken: set[str] = set()
    languages: set[str] = set()  # what texts on the pages fell back to

    def view(id_: str, title: str | Text, body: list[etree._Element], kind: str) -> PageView:
        _drop_second_ids(body, taken)
        keep_together(body)
        break_code(body)
        mark_terms(body)
        languages.update(node.get("lang", "") for element in body for node in element.iter())
        if isinstance(title, str):
            return PageView(id_, Markup.escape(title), title, _markup(body), kind)
        languages.add(title.lang)
        return PageView(id_, _html(context, title), plain_text(title), _markup(body), kind)

    views = [view(START, context.ui("player.overview"), overview(context), "start")]
    for page in lesson.pages:
        kind = "summary" if page.summary else "lesson" if page.id.endswith(f".{START}") else "page"
        views.append(view(page.id, page.title, context.blocks(page.blocks), kind))
    if lesson.literature:
        entries = [context.text(entry, "li") for entry in lesson.literature]
        views.append(view(READING, context.ui("lesson.literature"), [h("ul", entries, class_="literature")], "reading"))
    if test := _test(lesson):
        name = "scorm.unit-test" if context.setting.whole else "player.test"
        views.append(view(TEST, context.ui(name), _test_page(context, test), "test"))
    if slides := deck(context):
        views.append(view(SLIDES, context.ui("player.slides"), slides, "slides"))
    if entries := context.terms.entries(context.text):
        views.append(view(GLOSSARY, context.ui("player.glossary"), entries, "glossary"))
    source = context.edition.source
    if source and source.code in languages | {text.lang for text in _outside_pages(lesson)}:
        line = h("p", context.ui("player.untranslated", language=source.name), class_="untranslated")
        views[0] = replace(views[0], body=_markup([line]) + views[0].body)
    return tuple(views)


def _outside_pages(lesson: Lesson) -> Iterator[Text]:
    """Yield the texts of a lesson that a learner reads outside of the pages' HTML: its title, labels in figures."""
    yield lesson.title
    yield from (label.text for node in iter_nodes(lesson) if isinstance(node, Figure) for label in node.image.labels)


def _drop_second_ids(elements: list[etree._Element], taken: set[str]) -> None:
    """Take the id off what has one that was given before: a figure in a stem asked twice, a part of the unit."""
    for element in elements:
        for node in element.iter():
            id_ = node.get("id")
            if id_ and id_ in taken:
                del node.attrib["id"]
            elif id_:
                taken.add(id_)


def _test(lesson: Lesson) -> tuple[Question, ...]:
    return tuple(question for question in lesson.questions if question.in_test)


def _test_page(context: Context, questions: tuple[Question, ...]) -> list[etree._Element]:
    about = context.edition.about
    number = min(context.setting.draw or len(questions), len(questions))
    rules = [h("li", context.ui("player.test-questions", number=number))]
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


def _logo(media: Media, logo: Logo | None) -> Markup:
    """A logo as <img>; "" without one."""
    if logo is None:
        return Markup("")
    src = media.figure(Figure(logo.image, logo.alt))
    width, height = str(round(logo.image.width)), str(round(logo.image.height))
    return _markup(
        [h("img", src=src, alt=plain_text(logo.alt), lang=logo.alt.lang or None, width=width, height=height)]
    )


def _html(context: Context, text: Text) -> Markup:
    """A title as HTML. It stands inside links too, so links of its own leave their words only."""
    element = context.text(text)
    for link in [*element.iter("a")]:
        link.tag = "span"
        link.attrib.clear()
    return Markup(to_html([element]))


def _markup(elements: list[etree._Element]) -> Markup:
    return Markup(to_html(elements))
