"""Do translated slides and figure labels fit into their boxes?  Measured as the build measures, without a deck."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from machina_scorm.check.figures import check_figures
from machina_scorm.export.deck import check_slides, has_slides
from machina_scorm.problems import Problem, Severity
from machina_scorm.project import Project, localise_project

#: What is found, with what it is about.
BOX_RULES: Mapping[str, tuple[Severity, str]] = {
    "slide-overflow": (Severity.ERROR, "a slide holds its text: what does not fit is not built"),
    "table-overflow": (Severity.ERROR, "a slide holds its table"),
    "code-overflow": (Severity.ERROR, "a slide holds its code, comments included"),
    "label-overflow": (Severity.WARNING, "a label fits into its shape in the figure"),
    "label-overlap": (Severity.WARNING, "two labels of a figure do not lie one on the other"),
    "label-room": (Severity.INFO, "a label that is still to be translated has room to grow"),
}


def check_boxes(
    project: Project, languages: Collection[str], units: Collection[str], rules: Collection[str] = ()
) -> Iterator[tuple[str, Problem]]:
    """Yield language code and problem for what is too long in these languages and units; no `rules` mean all.

    A problem stands in the source, at the slide or the label. Raises ExportError for an unusable deck template.
    """
    wanted = {*rules} & {*BOX_RULES} if rules else {*BOX_RULES}
    if not wanted:
        return
    course = replace(project.course, units=tuple(unit for unit in project.course.units if unit.id in units))
    for language in project.languages:
        if language.code not in languages or language.code == course.about.language:
            continue
        found = [*check_figures(course, (language,), project.catalogs)]
        localised = localise_project(project, language.code)
        for unit in localised.units if any(rule.endswith("-overflow") for rule in wanted) else ():
            for lesson in unit.lessons if unit.id in units else ():
                found += check_slides(localised.edition, unit, lesson) if has_slides(lesson) else ()
        yield from ((language.code, problem) for problem in found if problem.rule in wanted)
