"""What became of an apply, for programs: JSON and JUnit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from lxml import etree

from machina_scorm.moodle.sync.results import SiteResult


def results_json(results: Sequence[SiteResult], checksum: str) -> dict[str, Any]:
    """Return results as JSON-ready values."""
    sites = [{**asdict(one), "good": one.good} for one in results]
    return {"plan": checksum, "good": all(one.good for one in results), "sites": sites}


def results_junit(results: Sequence[SiteResult]) -> bytes:
    """Return a JUnit file: a suite for each site, a case for each step. Source: the schema that Jenkins reads."""
    root = etree.Element("testsuites")
    for one in results:
        failures = sum(not step.good and step.status not in ("skipped", "not tried") for step in one.steps)
        skipped = sum(step.status in ("skipped", "not tried") for step in one.steps)
        suite = etree.SubElement(root, "testsuite", name=one.site)
        suite.set("tests", str(len(one.steps) + bool(one.error)))
        suite.set("failures", str(failures))
        suite.set("errors", str(int(bool(one.error))))
        suite.set("skipped", str(skipped))
        suite.set("time", f"{one.seconds:.1f}")
        if one.error:
            case = etree.SubElement(suite, "testcase", classname=one.site, name="the site")
            etree.SubElement(case, "error", message=_safe(f"{one.error} {one.hint}".strip()))
        for step in one.steps:
            case = etree.SubElement(
                suite, "testcase", classname=_safe(f"{one.site}.{step.course}"), name=_safe(f"{step.action} {step.key}")
            )
            if step.status in ("skipped", "not tried"):
                etree.SubElement(case, "skipped", message=_safe(step.detail or step.status))
            elif not step.good:
                etree.SubElement(case, "failure", message=_safe(f"{step.status}: {step.detail}"))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _safe(text: str) -> str:
    """Return text without the signs that XML cannot hold (XML 1.0, 2.2)."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
