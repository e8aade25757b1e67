"""Send one step of a plan: which of the plugin's functions writes which kind of item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from machina_scorm.moodle import api
from machina_scorm.moodle.api import How
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.items import Module
from machina_scorm.moodle.multipart import Payload
from machina_scorm.moodle.sync.changes import Action, Step
from machina_scorm.moodle.sync.planfile import Plan
from machina_scorm.moodle.values import Notice, Outcome, Run


def how_of(step: Step) -> How:
    """Return how a step is to be written: only if the item is as it was planned.

    An order is another as soon as an activity of the plan is made or retired; it was looked at before the first write.
    """
    return How(
        if_observed="" if step.kind == "order" else step.expect,
        recreate="recreate" in step.flags,
        allow_track_loss="allow_track_loss" in step.flags,
        keep=step.keep,
    )


def send(client: Client, run: Run, courseid: int, plan: Plan, step: Step) -> Outcome:
    """Write what a step says and return what became of it; questions are for send_questions. Raises MoodleError."""
    if step.action is Action.RETIRE:
        return _retire(client, run, courseid, step)
    spec, how = plan.specs[step.digest].spec, how_of(step)
    match step.kind:
        case "course":
            return api.apply_course(client, run, step.key, spec, how)
        case "section":
            return api.apply_sections(client, run, courseid, [(step.key, spec)], how)[0]
        case "cm":
            return _module(client, run, courseid, plan, step)
        case "qcategory":
            return api.apply_question_category(client, run, courseid, step.key, spec, how)
        case "slots":
            return api.apply_quiz_slots(client, run, courseid, step.key, spec, how)
        case "order":
            return api.apply_order(client, run, courseid, step.key, spec, how)
    raise AssertionError(step.kind)


def send_questions(client: Client, run: Run, courseid: int, plan: Plan, steps: Sequence[Step]) -> Mapping[str, Outcome]:
    """Write questions of one category in one call, and return what became of each by its key. Raises MoodleError."""
    first = plan.specs[steps[0].digest].spec
    bank = Payload.of(bank_of([str(plan.specs[step.digest].spec["xml"]) for step in steps]), "questions.xml")
    done = api.apply_questions(
        client,
        run,
        courseid,
        str(first["category"]),
        bank,
        {step.key: step.digest for step in steps},
        How(recreate=any("recreate" in step.flags for step in steps)),
        seen={step.key: step.expect for step in steps if step.expect},
    )
    return {one.key: one for one in done}


def bank_of(questions: Sequence[str]) -> bytes:
    """Return a Moodle XML file of these <question> elements."""
    root = etree.Element("quiz")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)
    for question in questions:
        root.append(etree.fromstring(question.encode(), parser))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _module(client: Client, run: Run, courseid: int, plan: Plan, step: Step) -> Outcome:
    wanted = dict(plan.specs[step.digest].spec)
    files: Mapping[str, Mapping[str, str]] = wanted.pop("files", {})
    payloads = {area: {path: plan.payload(path, sha1) for path, sha1 in each.items()} for area, each in files.items()}
    # An update of which the fields are known sends only the files that differ.
    changed = {one.field for one in step.changes}
    areas = [area for area in files if not changed or f"files.{area}" in changed]
    module = Module(step.key, step.modname, wanted, payloads)
    outcome = api.apply_module(client, run, courseid, module, how_of(step), areas=areas)
    return _as_sent(outcome, step, files)


def _as_sent(outcome: Outcome, step: Step, files: Mapping[str, Mapping[str, str]]) -> Outcome:
    """Return the outcome; `failed` where the site says that it holds another package than was sent."""
    sent = next(iter(files.get("package", {}).values()), "") if "files.package" not in step.keep else ""
    there: Any = outcome.extra.get("sha1")
    if outcome.status in ("created", "updated", "unchanged") and sent and there and there != sent:
        note = Notice("other_package", "the site holds another package than the one that was sent: plan again")
        return replace(outcome, status="failed", notices=(note,))
    return outcome


def _retire(client: Client, run: Run, courseid: int, step: Step) -> Outcome:
    confirm = 1 if step.mode == "delete" and step.learners else 0
    done = api.retire(client, run, courseid, [step.key], step.mode, confirm)
    # The site answers for what it has: nothing, if it was retired by a try whose answer was lost.
    return done[0] if done else Outcome("retired", step.key)
