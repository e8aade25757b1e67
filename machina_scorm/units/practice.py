"""Questions and answers, case studies, exercises: what a unit holds beside its lessons."""

from __future__ import annotations

from machina_scorm.dialect import Assets, RawSection, parse_sections
from machina_scorm.model.course import CaseStudy, Exercise, OpenQuestion, Section
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.units.files import FolderAssets
from machina_scorm.units.lesson import read_front_matter, strings, text_of

KINDS = frozenset({"admonition", "level", "video"})
_AUDIENCES = frozenset({"solution", "trainer"})


def read_open_questions(text: str, path: str, report: Report, assets: Assets) -> tuple[OpenQuestion, ...]:
    """Read questions-and-answers.md. Rules: those of the dialect, `open-question-id`, `open-question-answer`."""
    opening, sections = parse_sections(text, Source(path, 1), report, assets, KINDS)
    if opening:
        hint = "begin with `## Question? {#qa-id}`"
        report.add("open-question-answer", "text before the first question", Source(path, 1), hint)
    for section in sections:
        if not section.attributes.id:
            hint = f"write `## {section.title.md} {{#qa-id}}`"
            report.add("open-question-id", "the question has no id", section.source, hint)
        if not section.blocks:
            report.add("open-question-answer", "the question has no answer", section.source, "write it below")
    return tuple(OpenQuestion(s.attributes.id, s.title, s.blocks, s.source) for s in sections)


def read_case(id_: str, text: str, path: str, report: Report, assets: Assets) -> CaseStudy | None:
    """Read a case study. Rules: those of the dialect, `front-matter`, `schema`, `section-audience`."""
    front, body, line = read_front_matter(text, path, "case", report)
    sections = _read_sections(body, Source(path, line), report, assets)
    if front is None:
        return None
    title, sector = text_of(front["title"], report, "title"), text_of(front["sector"], report)
    return CaseStudy(id_, title, sector, strings(front, "outcomes"), sections, Source(path, 1))


def read_exercise(id_: str, text: str, path: str, report: Report, assets: FolderAssets) -> Exercise | None:
    """Read an exercise. Rules: those of the dialect, `front-matter`, `schema`, `section-audience`, `file-missing`."""
    front, body, line = read_front_matter(text, path, "exercise", report)
    sections = _read_sections(body, Source(path, line), report, assets)
    if front is None:
        return None
    found = (assets.attachment(node.raw, node.source) for node in front.items("files"))
    return Exercise(
        id=id_,
        title=text_of(front["title"], report, "title"),
        minutes=int(front.text("minutes")),
        outcomes=strings(front, "outcomes"),
        files=tuple(file for file in found if file),
        sections=sections,
        source=Source(path, 1),
    )


def _read_sections(body: str, source: Source, report: Report, assets: Assets) -> tuple[Section, ...]:
    opening, sections = parse_sections(body, source, report, assets, KINDS)
    if opening:
        report.add("section-text", "text before the first section", source, "begin with `## Title`")
    return tuple(_section(section, report) for section in sections)


def _section(section: RawSection, report: Report) -> Section:
    classes = section.attributes.classes
    unknown = set(classes) - _AUDIENCES
    if unknown or len(classes) > 1:
        hint = "a section may be {.solution} (shown on request) or {.trainer} (for trainers only)"
        report.add("section-audience", f"unknown kind of section .{classes[-1]}", section.source, hint)
    audience = classes[0] if len(classes) == 1 and not unknown else ""
    return Section(section.attributes.id, section.title, section.blocks, audience)
