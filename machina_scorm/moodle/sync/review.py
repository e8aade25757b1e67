"""A plan for people who decide about it: a page, Markdown, and JSON for programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from jinja2 import Environment

from machina_scorm.moodle.sync.changes import Action, SitePlan
from machina_scorm.resources import resource
from machina_scorm.templating import html_templates

_DOES = {Action.CREATE: "make", Action.UPDATE: "change", Action.RETIRE: "retire"}


def review_html(plans: Sequence[SitePlan], checksum: str) -> str:
    """Return one page without scripts."""
    style = resource("templates/plan/plan.css").read_text("utf-8")
    return _templates().get_template("plan.html.j2").render(plans=plans, checksum=checksum, style=style)


def review_markdown(plans: Sequence[SitePlan], checksum: str) -> str:
    """Return the same for a merge request or a mail."""
    lines = [f"# Plan `{checksum[:16]}`", "", "| site | make | change | retire | unchanged | reported |"]
    lines.append("|---|---|---|---|---|---|")
    for plan in plans:
        counts = " | ".join(str(plan.count(action)) for action in Action)
        reported = "no plan" if plan.error else str(sum(1 for _ in plan.findings))
        lines.append(f"| {_cell(plan.site)} | {counts} | {plan.unchanged} | {reported} |")
    for plan in plans:
        lines += ["", f"## {_cell(plan.site)}", "", f"<{plan.url}>"]
        if plan.error:
            lines += ["", f"**{_cell(plan.error)}** {_cell(plan.hint)}"]
        lines += [f"\n**{reason}**; to apply it needs `--allow-many`" for reason in plan.unsafe]
        for course in plan.courses:
            if not course.steps and not course.findings:
                continue
            lines += ["", f"### {_cell(course.name)}", "", "| what | item | from → to |", "|---|---|---|"]
            for step in course.steps:
                told = "; ".join(f"{one.field}: {one.before} → {one.after}" for one in step.changes)
                kept = f" (stays as on the site: {', '.join(step.keep)})" if step.keep else ""
                mode = f" ({step.mode})" if step.mode else ""
                item = f"{step.modname or step.kind}: {_cell(step.name)} `{step.key}`"
                lines.append(f"| {_DOES[step.action]}{mode} | {item} | {_cell(told + kept)} |")
            for one in course.findings:
                lines.append(f"| *{one.sort}* | {_cell(one.name)} `{one.key}` | {_cell(one.detail)} |")
    return "\n".join(lines) + "\n"


def review_json(plan: SitePlan) -> dict[str, Any]:
    """Return a site's plan as JSON-ready values, with what it comes to."""
    counts = {_DOES[action]: plan.count(action) for action in Action}
    return {**asdict(plan), "counts": {**counts, "unchanged": plan.unchanged}}


def _cell(text: str) -> str:
    """Return text that stands in a table's cell as it is."""
    flat = re.sub(r"\s+", " ", text)
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", flat)


@cache
def _templates() -> Environment:
    return html_templates("templates/plan")
