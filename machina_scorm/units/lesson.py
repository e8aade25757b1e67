"""lesson.md: front matter and pages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from machina_scorm.dialect import Assets, RawSection, parse_sections, read_text, split_front_matter
from machina_scorm.model.blocks import Blocks
from machina_scorm.model.course import Objective, Page
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.yamlfile import Node, read_yaml

KINDS = frozenset({"admonition", "level", "lesson", "quiz", "video"})


@dataclass(frozen=True, slots=True)
class Notes:
    """What lesson.md holds."""

    title: Text
    hours: Decimal
    objectives: tuple[Objective, ...]
    needs: Text | None
    keywords: tuple[Text, ...]
    literature: tuple[Text, ...]
    opening: Blocks
    pages: tuple[Page, ...]


def read_front_matter(text: str, path: str, schema: str, report: Report) -> tuple[Node | None, str, int]:
    """Return a Markdown file's front matter by `schema` (None if missing or broken), its body and the body's line."""
    front, line, body, body_line = split_front_matter(text)
    if not front.strip():
        hint = f"begin the file with ---, the keys of schemas/{schema}.schema.json, and ---"
        report.add("front-matter", "the front matter is missing", Source(path, 1), hint)
        return None, body, body_line
    return read_yaml(front, Source(path, line), schema, report), body, body_line


def text_of(node: Node, report: Report, role: str = "") -> Text:
    """Return a YAML scalar as a Text."""
    return read_text(node.raw, node.source, report, role)


def strings(node: Node | None, key: str) -> tuple[str, ...]:
    """Return a list of plain strings."""
    return tuple(item.raw for item in node.items(key)) if node else ()


def read_lesson(text: str, path: str, report: Report, assets: Assets) -> Notes | None:
    """Read lesson.md. Rules: those of the dialect, `front-matter`, `schema`, `page-id`, `page-none`."""
    front, body, line = read_front_matter(text, path, "lesson", report)
    opening, sections = parse_sections(body, Source(path, line), report, assets, KINDS)
    pages = _pages(sections, report)
    if not pages:
        report.add(
            "page-none", "the lesson has no page", Source(path, line), "write `## Title {#id}` and text below it"
        )
    if front is None:
        return None
    needs = front.get("needs")
    return Notes(
        title=text_of(front["title"], report, "title"),
        hours=Decimal(front.text("hours")),
        objectives=tuple(
            Objective(item.text("id"), text_of(item["text"], report, "objective"), strings(item, "outcomes"))
            for item in front.items("objectives")
        ),
        needs=text_of(needs, report) if needs else None,
        keywords=tuple(text_of(item, report, "keyword") for item in front.items("keywords")),
        literature=tuple(text_of(item, report, "literature") for item in front.items("literature")),
        opening=opening,
        pages=pages,
    )


def _pages(sections: tuple[RawSection, ...], report: Report) -> tuple[Page, ...]:
    pages: list[Page] = []
    seen: dict[str, Source] = {}
    for section in sections:
        id_ = section.attributes.id
        if not id_:
            hint = f"write `## {section.title.md} {{#a-short-id}}`; the id is the page's name in the learner's record"
            report.add("page-id", "the page has no id", section.source, hint)
        elif id_ in seen:
            message = f"the page id {id_!r} stands twice"
            report.add("page-id-duplicate", message, section.source, f"the other is at {seen[id_]}")
        unknown = set(section.attributes.classes) - {"summary"}
        if unknown:
            hint = "a page may be {.summary}; the kinds of slides stand in slides.md"
            report.add("attribute", f"unknown kind of page .{min(unknown)}", section.source, hint)
        seen.setdefault(id_, section.source)
        summary = "summary" in section.attributes.classes
        pages.append(Page(id_, section.title, section.blocks, summary, section.source))
    return tuple(pages)
